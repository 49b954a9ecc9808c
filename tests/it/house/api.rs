//! What the library exports: every item by one path, few names a module, and types that can be shared and printed.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Debug;
use std::fs;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::path::Path;

use super::sources::{self, Names, Sources, Target};

/// Names that a reader still takes in at once.
const MOST_NAMES: usize = 32;

/// What a public path leads to.
struct Export {
    path: Names,
    /// Where it is defined, and its name there.
    definition: (Names, String),
    /// `#[cfg(..)]` on the way and on the item.
    conditions: Vec<syn::Attribute>,
}

/// All public items by path, without modules, and the paths of public modules.
fn exports(sources: &Sources) -> (Vec<Export>, BTreeMap<Names, Vec<Names>>) {
    let mut walk = Walk { sources, found: Vec::new(), modules: BTreeMap::new() };
    walk.module(&[], &[], &[]);
    (walk.found, walk.modules)
}

struct Walk<'a> {
    sources: &'a Sources,
    found: Vec<Export>,
    /// Public modules with the public paths that lead to them.
    modules: BTreeMap<Names, Vec<Names>>,
}

impl Walk<'_> {
    fn module(&mut self, module: &[String], path: &[String], conditions: &[syn::Attribute]) {
        self.modules.entry(module.to_vec()).or_default().push(path.to_vec());
        for item in &self.sources.modules[module].items {
            if sources::is_public(item) {
                self.item(module, item, path, conditions);
            }
        }
        for import in self.sources.modules[module].imports.iter().filter(|import| import.is_public) {
            let conditions = [conditions, &import.conditions].concat();
            let target = self.sources.absolute(module, &import.path).and_then(|at| self.sources.target(&at));
            match target {
                // Another crate.
                None => {}
                Some(Target::Module(target)) if import.name == "*" => {
                    for item in &self.sources.modules[&target].items {
                        if sources::is_public(item) {
                            self.item(&target, item, path, &conditions);
                        }
                    }
                }
                Some(Target::Module(target)) => {
                    self.module(&target, &sources::child(path, &import.name), &conditions);
                }
                Some(Target::Item(target, name)) => {
                    let items = &self.sources.modules[&target].items;
                    let item = items.iter().find(|item| sources::name_of(item).as_ref() == Some(&name));
                    let own = item.map(condition).unwrap_or_default();
                    self.found.push(Export {
                        path: sources::child(path, &import.name),
                        definition: (target, name),
                        conditions: [conditions, own].concat(),
                    });
                }
            }
        }
    }

    fn item(&mut self, module: &[String], item: &syn::Item, path: &[String], conditions: &[syn::Attribute]) {
        let conditions = [conditions, &condition(item)].concat();
        if let syn::Item::Mod(inner) = item {
            let name = inner.ident.to_string();
            self.module(&sources::child(module, &name), &sources::child(path, &name), &conditions);
        } else if let Some(name) = sources::name_of(item) {
            let (path, definition) = (sources::child(path, &name), (module.to_vec(), name));
            self.found.push(Export { path, definition, conditions });
        }
    }
}

fn condition(item: &syn::Item) -> Vec<syn::Attribute> {
    sources::attributes(item).iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

#[test]
fn every_public_item_has_one_path() {
    let sources = Sources::of_library();
    let (found, modules) = exports(&sources);
    assert!(found.len() > 300, "{} public items", found.len());
    let mut paths: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for Export { path, definition, .. } in found {
        paths.entry(definition).or_default().insert(path.join("::"));
    }
    for (module, found) in modules {
        let name = module.join("::");
        paths.entry((module, name)).or_default().extend(found.iter().map(|path| path.join("::")));
    }
    let several: Vec<_> = paths.values().filter(|paths| paths.len() > 1).collect();
    assert!(several.is_empty(), "items with several public paths:\n{several:#?}");
}

#[test]
fn no_module_exports_more_than_a_page_of_names() {
    let sources = Sources::of_library();
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Export { path, .. } in exports(&sources).0 {
        let (name, module) = path.split_last().unwrap();
        names.entry(module.join("::")).or_default().insert(name.clone());
    }
    let mut many = names.iter().filter(|(_, names)| names.len() > MOST_NAMES);
    let many: Vec<_> = many.by_ref().map(|(module, names)| format!("{module}: {}", names.len())).collect();
    assert!(many.is_empty(), "modules of more than {MOST_NAMES} names:\n{}", many.join("\n"));
}

/// What every public type can do; called by the list in `public_types.rs`.
pub(super) fn plain<T: Send + Sync + Unpin + Debug + UnwindSafe + RefUnwindSafe>() {}

/// What those can do that hold an error or a function of somebody else.
pub(super) fn shareable<T: Send + Sync + Unpin + Debug>() {}

const NOT_UNWIND_SAFE: [&str; 5] =
    ["Error", "Execution", "cascade::models::CompareOptions", "io::Error", "io::source::Input"];

/// With `TXM_BLESS=1` the list is written again.
#[test]
fn the_list_of_public_types_is_complete() {
    let made = public_types(&Sources::of_library());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/house/public_types.rs");
    if env::var("TXM_BLESS").as_deref() == Ok("1") {
        fs::write(&path, &made).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert!(
        found == made,
        "a public type came or went, see the difference; write the list with \
         TXM_BLESS=1 cargo test --all-features --test it public_types"
    );
}

fn public_types(sources: &Sources) -> String {
    let mut lines = BTreeSet::new();
    for Export { path, definition: (module, name), conditions } in exports(sources).0 {
        let items = &sources.modules[&module].items;
        let Some(generics) = items.iter().find_map(|item| generics(item, &name)) else { continue };
        let mut kind = format!("total_experience::{}", path.join("::"));
        let given = generics.params.iter().map(|parameter| match parameter {
            syn::GenericParam::Lifetime(_) => "'_",
            syn::GenericParam::Type(_) => "&'static [u8]",
            syn::GenericParam::Const(_) => "3",
        });
        if !generics.params.is_empty() {
            kind += &format!("<{}>", given.collect::<Vec<_>>().join(", "));
        }
        let conditions: BTreeSet<String> = conditions
            .iter()
            .filter_map(|condition| Some(condition.meta.require_list().ok()?.tokens.to_string()))
            .map(|condition| format!("    #[cfg({})]\n", condition.replace(" (", "(").replace(" ,", ",")))
            .collect();
        let conditions: String = conditions.into_iter().collect();
        let exempt = NOT_UNWIND_SAFE.contains(&path.join("::").as_str());
        let check = if exempt { "shareable" } else { "plain" };
        lines.insert((path, format!("{conditions}    {check}::<{kind}>();\n")));
    }
    let lines: String = lines.into_iter().map(|(_, line)| line).collect();
    format!("{HEAD}{lines}}}\n")
}

const HEAD: &str = "//! Every public type can be shared between threads and printed.
//!
//! Made from `src/`; written again by `TXM_BLESS=1 cargo test --all-features --test it public_types`. When it does not
//! compile because a type is gone, empty this file first.

use super::api::{plain, shareable};

#[test]
#[rustfmt::skip]
fn public_types_are_send_sync_and_debug() {
";

fn generics<'a>(item: &'a syn::Item, name: &str) -> Option<&'a syn::Generics> {
    match item {
        syn::Item::Enum(item) if item.ident == name => Some(&item.generics),
        syn::Item::Struct(item) if item.ident == name => Some(&item.generics),
        syn::Item::Union(item) if item.ident == name => Some(&item.generics),
        _ => None,
    }
}
