//! Public algorithms say what they compute, at what cost, and from which source; the README keeps its promises.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

use super::sources::{Sources, attributes, documentation, is_public};

const SECTIONS: [&str; 3] = ["# Definition", "# Complexity", "# References"];

/// A first line is a noun phrase: whoever looks for something by its term skips a question.
#[test]
fn first_lines_are_no_questions() {
    const QUESTIONS: [&str; 8] = ["What", "How", "Whether", "Who", "When", "Where", "Which", "Why"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    for module in Sources::of_library().modules.values() {
        let text = fs::read_to_string(root.join(&module.file)).unwrap();
        let file = text.strip_prefix("//! ").unwrap_or_default().to_owned();
        let items = module.items.iter().filter(|item| is_public(item));
        let first_lines = items.map(|item| documentation(attributes(item))).chain([file]);
        let asks =
            |text: &String| text.split_whitespace().next().is_some_and(|word| QUESTIONS.contains(&word));
        let asked =
            first_lines.filter(asks).map(|text| format!("{}: {}", module.file, text.lines().next().unwrap()));
        faults.extend(asked);
    }
    assert!(faults.is_empty(), "first lines that ask:\n{}", faults.join("\n"));
}

/// A public item whose documentation has one section of an algorithm has all of them, once each and in order; a method
/// may leave out what stands in the documentation of its type.
#[test]
fn algorithms_give_definition_complexity_and_references() {
    let mut algorithms = Algorithms::default();
    for module in Sources::of_library().modules.values() {
        algorithms.file.clone_from(&module.file);
        module.items.iter().for_each(|item| algorithms.visit_item(item));
    }
    let whole = algorithms.found.iter().filter(|found| found.sections == SECTIONS);
    // So that none loses its sections with all their headings.
    assert!(whole.clone().count() >= 78, "{} algorithms", whole.count());
    let types: Vec<&str> = whole.map(|found| found.name.as_str()).collect();
    for Found { file, name, parent, sections, .. } in &algorithms.found {
        let orderly = sections.is_sorted_by_key(|found| SECTIONS.iter().position(|section| section == found));
        let of_type = parent.as_ref().is_some_and(|parent| types.contains(&parent.as_str()));
        // A plain method may cost more or less than its type says.
        let complete = sections == &SECTIONS || of_type || sections == &["# Complexity"];
        assert!(orderly && complete, "{file}, {name}: has {sections:?} and not {SECTIONS:?}");
    }
}

/// Public functions that compute and have no sections of their own: conversions, and what another item defines.
const DEFINED_ELSEWHERE: [&str; 7] = [
    "PromiseGaps::discover", // its type's rows, `PromiseGap`
    "Paths::discover",       // counting
    "acsi_index",            // `Instrument`
    "index_by_draws",        // `composite_by_draws`
    "margin_of",             // `answers_for_margin`
    "units_needed",          // `Linkage`
    "weighted_cascade",      // `Contagion`
];

/// Whatever discovers or fits, and every public function of the rooms that compute, is an algorithm: the sections stand
/// at it, at its type, or at its twin with or without options.
#[test]
fn what_computes_is_documented_as_an_algorithm() {
    let mut algorithms = Algorithms { all: true, ..Algorithms::default() };
    for module in Sources::of_library().modules.values() {
        let room = module.file.split('/').next().unwrap();
        if ["signal", "score", "privacy", "journey", "cascade"].contains(&room) {
            algorithms.file.clone_from(&module.file);
            module.items.iter().for_each(|item| algorithms.visit_item(item));
        }
    }
    let full = |name: &str, parent: Option<&str>| {
        algorithms.found.iter().any(|found| {
            (found.name == name && found.parent.as_deref() == parent || Some(found.name.as_str()) == parent)
                && found.sections == SECTIONS
        })
    };
    let mut bare = Vec::new();
    for Found { file, name, parent, sections, is_function } in &algorithms.found {
        let plain = name.trim_end_matches("_with");
        let computes = *is_function && (parent.is_none() || ["discover", "fit"].contains(&plain));
        let path = parent.as_ref().map_or_else(|| plain.to_owned(), |parent| format!("{parent}::{plain}"));
        let twins = [plain.to_owned(), format!("{plain}_with")];
        let documented = sections == &SECTIONS || twins.iter().any(|name| full(name, parent.as_deref()));
        if computes && !documented && !DEFINED_ELSEWHERE.contains(&path.as_str()) {
            bare.push(format!("{file}: {path}"));
        }
    }
    assert!(bare.is_empty(), "without {SECTIONS:?}:\n{}", bare.join("\n"));
}

struct Found {
    file: String,
    name: String,
    /// The type of a method.
    parent: Option<String>,
    sections: Vec<String>,
    is_function: bool,
}

#[derive(Default)]
struct Algorithms {
    /// Items without sections too.
    all: bool,
    file: String,
    parent: Option<String>,
    found: Vec<Found>,
}

impl Algorithms {
    fn look(
        &mut self,
        visibility: &syn::Visibility,
        name: &syn::Ident,
        attributes: &[syn::Attribute],
        is_function: bool,
    ) {
        let docs = documentation(attributes);
        let sections: Vec<String> =
            docs.lines().filter(|line| SECTIONS.contains(line)).map(str::to_owned).collect();
        if matches!(visibility, syn::Visibility::Public(_)) && (self.all || !sections.is_empty()) {
            let (file, parent) = (self.file.clone(), self.parent.clone());
            self.found.push(Found { file, name: name.to_string(), parent, sections, is_function });
        }
    }
}

impl<'ast> Visit<'ast> for Algorithms {
    /// Modules inside a file are read by themselves.
    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let syn::Type::Path(kind) = &*item.self_ty {
            self.parent = kind.path.segments.last().map(|segment| segment.ident.to_string());
        }
        visit::visit_item_impl(self, item);
        self.parent = None;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.look(&item.vis, &item.sig.ident, &item.attrs, true);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.vis, &item.ident, &item.attrs, false);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.vis, &item.ident, &item.attrs, false);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.look(&item.vis, &item.sig.ident, &item.attrs, true);
    }
}

/// Versions that must be equal stand in several places.
#[test]
fn versions_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let version = |manifest: &str| {
        let text = fs::read_to_string(root.join(manifest)).unwrap();
        let line = |key: &str| text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        (line("version"), line("rust-version"))
    };
    let ours = version("Cargo.toml");
    assert_eq!(version("capi/Cargo.toml"), ours);
    assert_eq!(version("capi/artifact/Cargo.toml"), ours);
    let changes = fs::read_to_string(root.join("CHANGELOG.md")).unwrap();
    assert!(
        changes.contains("## [Unreleased]")
            || changes.contains(&format!("## [{}]", env!("CARGO_PKG_VERSION")))
    );
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let least = ours.1.split('"').nth(1).unwrap();
    assert!(readme.contains(&format!("Rust {least}")), "the README names the least Rust version");
}
