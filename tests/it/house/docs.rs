//! Public algorithms say what they compute, at what cost, and from which source; the README keeps its promises.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

use super::sources::{Sources, documentation};

const SECTIONS: [&str; 3] = ["# Definition", "# Complexity", "# References"];

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
    for Found { file, name, parent, sections } in &algorithms.found {
        let orderly = sections.is_sorted_by_key(|found| SECTIONS.iter().position(|section| section == found));
        let of_type = parent.as_ref().is_some_and(|parent| types.contains(&parent.as_str()));
        // A plain method may cost more or less than its type says.
        let complete = sections == &SECTIONS || of_type || sections == &["# Complexity"];
        assert!(orderly && complete, "{file}, {name}: has {sections:?} and not {SECTIONS:?}");
    }
}

struct Found {
    file: String,
    name: String,
    /// The type of a method.
    parent: Option<String>,
    sections: Vec<String>,
}

#[derive(Default)]
struct Algorithms {
    file: String,
    parent: Option<String>,
    found: Vec<Found>,
}

impl Algorithms {
    fn look(&mut self, visibility: &syn::Visibility, name: &syn::Ident, attributes: &[syn::Attribute]) {
        let docs = documentation(attributes);
        let sections: Vec<String> =
            docs.lines().filter(|line| SECTIONS.contains(line)).map(str::to_owned).collect();
        if matches!(visibility, syn::Visibility::Public(_)) && !sections.is_empty() {
            let (file, parent) = (self.file.clone(), self.parent.clone());
            self.found.push(Found { file, name: name.to_string(), parent, sections });
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
        self.look(&item.vis, &item.sig.ident, &item.attrs);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.vis, &item.ident, &item.attrs);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.vis, &item.ident, &item.attrs);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.look(&item.vis, &item.sig.ident, &item.attrs);
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
