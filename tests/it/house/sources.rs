//! The modules of a crate as its source says them, read with `syn`: which file holds a module, what it declares and
//! imports, and what defines the item that a path names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A path from the root of the crate.
pub(super) type Names = Vec<String>;

/// All modules of a crate outside `#[cfg(test)]`.
pub(super) struct Sources {
    pub(super) modules: BTreeMap<Names, Module>,
}

pub(super) struct Module {
    /// Path below the folder of the sources.
    pub(super) file: String,
    pub(super) items: Vec<syn::Item>,
    pub(super) imports: Vec<Import>,
    /// Names of what it defines, other than modules.
    names: BTreeSet<String>,
}

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Module(Names),
    /// The module that defines it, and its name there.
    Item(Names, String),
}

/// One name that a `use` brings into a module; `*` for all names.
pub(super) struct Import {
    pub(super) path: Names,
    pub(super) name: String,
    pub(super) is_public: bool,
    pub(super) conditions: Vec<syn::Attribute>,
}

impl Sources {
    pub(super) fn of_library() -> Self {
        Self::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
    }

    /// The crate whose `lib.rs` lies in this folder.
    pub(super) fn read(folder: &Path) -> Self {
        let mut sources = Self { modules: BTreeMap::new() };
        sources.add_file(folder, folder.join("lib.rs"), Vec::new());
        sources
    }

    fn add_file(&mut self, folder: &Path, path: PathBuf, names: Names) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        self.add(folder, &file, names, parsed.items);
    }

    fn add(&mut self, folder: &Path, file: &str, names: Names, mut items: Vec<syn::Item>) {
        items.retain(|item| !is_test_only(attributes(item)));
        for item in &items {
            let syn::Item::Mod(module) = item else { continue };
            let inner = child(&names, &module.ident.to_string());
            match &module.content {
                Some((_, items)) => self.add(folder, file, inner, items.clone()),
                None => {
                    let path = folder.join(inner.join("/"));
                    let flat = path.with_extension("rs");
                    self.add_file(folder, if flat.exists() { flat } else { path.join("mod.rs") }, inner);
                }
            }
        }
        let (imports, defined) = (imports(&items), items.iter().filter_map(name_of).collect());
        self.modules.insert(names, Module { file: file.to_owned(), items, imports, names: defined });
    }

    /// A path as it stands in a module, from the root of the crate; none for other crates, the prelude and local names.
    pub(super) fn absolute(&self, module: &[String], path: &[String]) -> Option<Names> {
        let mut base = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "self" | "super" => module.to_vec(),
            first => {
                let inside = child(module, first);
                if self.modules.contains_key(&inside) {
                    return Some([&inside, &path[1..]].concat());
                }
                // A module that the file brings in by name.
                let imports = &self.modules.get(module)?.imports;
                let import = imports.iter().find(|import| import.name == first && import.path != path)?;
                if import.path.first().map(String::as_str) == Some(first) {
                    return None;
                }
                let target = self.absolute(module, &import.path)?;
                return Some([&target, &path[1..]].concat());
            }
        };
        for (at, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                _ => return Some([&base, &path[at..]].concat()),
            }
        }
        Some(base)
    }

    /// What a path from the root names, through all that is exported again on the way.
    pub(super) fn target(&self, path: &[String]) -> Option<Target> {
        self.follow(path, 0)
    }

    fn follow(&self, path: &[String], depth: usize) -> Option<Target> {
        if depth > 16 {
            return None;
        }
        let most = (0..=path.len()).rev().find(|&most| self.modules.contains_key(&path[..most]))?;
        let module = path[..most].to_vec();
        let Some(name) = path.get(most) else { return Some(Target::Module(module)) };
        if self.modules[&module].names.contains(name) {
            return Some(Target::Item(module, name.clone()));
        }
        let imports = &self.modules[&module].imports;
        if let Some(import) = imports.iter().find(|import| import.name == *name) {
            let target = self.absolute(&module, &import.path)?;
            return self.follow(&[&target, &path[most + 1..]].concat(), depth + 1);
        }
        for import in imports.iter().filter(|import| import.name == "*") {
            if let Some(target) = self.absolute(&module, &import.path)
                && let Some(found) = self.follow(&[&target, &path[most..]].concat(), depth + 1)
                && matches!(&found, Target::Item(module, name)
                    if self.modules[module].names.contains(name))
            {
                return Some(found);
            }
        }
        // Made by a macro of this module.
        Some(Target::Item(module, name.clone()))
    }
}

pub(super) fn child(module: &[String], name: &str) -> Names {
    [module, &[name.to_owned()]].concat()
}

/// What the `use` items among these bring in.
pub(super) fn imports(items: &[syn::Item]) -> Vec<Import> {
    fn add(item: &syn::ItemUse, tree: &syn::UseTree, path: &[String], found: &mut Vec<Import>) {
        let mut end = |path: Names, name: String| {
            let is_public = matches!(item.vis, syn::Visibility::Public(_));
            let conditions = item.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
            found.push(Import { path, name, is_public, conditions: conditions.cloned().collect() });
        };
        match tree {
            syn::UseTree::Path(inner) => {
                add(item, &inner.tree, &child(path, &inner.ident.to_string()), found)
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| add(item, tree, path, found)),
            syn::UseTree::Name(name) if name.ident == "self" => {
                end(path.to_vec(), path.last().cloned().unwrap_or_default());
            }
            syn::UseTree::Name(name) => end(child(path, &name.ident.to_string()), name.ident.to_string()),
            syn::UseTree::Rename(name) if name.ident == "self" => end(path.to_vec(), name.rename.to_string()),
            syn::UseTree::Rename(name) => end(child(path, &name.ident.to_string()), name.rename.to_string()),
            syn::UseTree::Glob(_) => end(path.to_vec(), "*".to_owned()),
        }
    }
    let mut found = Vec::new();
    for item in items {
        if let syn::Item::Use(item) = item {
            add(item, &item.tree, &[], &mut found);
        }
    }
    found
}

/// The name of an item that has one, other than a module.
pub(super) fn name_of(item: &syn::Item) -> Option<String> {
    Some(match item {
        syn::Item::Const(item) => item.ident.to_string(),
        syn::Item::Enum(item) => item.ident.to_string(),
        syn::Item::Fn(item) => item.sig.ident.to_string(),
        syn::Item::Macro(item) => item.ident.as_ref()?.to_string(),
        syn::Item::Static(item) => item.ident.to_string(),
        syn::Item::Struct(item) => item.ident.to_string(),
        syn::Item::Trait(item) => item.ident.to_string(),
        syn::Item::Type(item) => item.ident.to_string(),
        syn::Item::Union(item) => item.ident.to_string(),
        _ => return None,
    })
}

pub(super) fn is_public(item: &syn::Item) -> bool {
    let visibility = match item {
        syn::Item::Const(item) => &item.vis,
        syn::Item::Enum(item) => &item.vis,
        syn::Item::Fn(item) => &item.vis,
        syn::Item::Mod(item) => &item.vis,
        syn::Item::Static(item) => &item.vis,
        syn::Item::Struct(item) => &item.vis,
        syn::Item::Trait(item) => &item.vis,
        syn::Item::Type(item) => &item.vis,
        syn::Item::Union(item) => &item.vis,
        syn::Item::Use(item) => &item.vis,
        _ => return false,
    };
    matches!(visibility, syn::Visibility::Public(_))
}

pub(super) fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Union(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

pub(super) fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// The documentation in the attributes of an item, without the space at the beginning of its lines.
pub(super) fn documentation(attributes: &[syn::Attribute]) -> String {
    let line = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                Some(text.value().trim_start().to_owned() + "\n")
            }
            _ => None,
        },
        _ => None,
    };
    attributes.iter().filter_map(line).collect()
}
