//! The rooms are in one strict order, and an import may only point down.
//!
//! Every path in `src/` is read with `syn`, outside comments and `#[cfg(test)]`: `crate::room`, `super` chains,
//! `use` trees, and the tokens of macro calls.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Lowest first: a room may use the rooms before it.
const ROOMS: [&str; 13] = [
    "execution",
    "numeric",
    "model",
    "privacy",
    "signal",
    "score",
    "journey",
    "cascade",
    "estimate",
    "value",
    "plan",
    "report",
    "io",
];

#[test]
fn imports_point_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.contains(&src.join("model/ids.rs")), "the walk missed a file: {files:?}");
    let mut faults = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        faults.extend(wrong_arrows(&relative, &text));
    }
    assert!(faults.is_empty(), "imports that point up:\n{}", faults.join("\n"));
}

#[test]
fn every_source_folder_is_a_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".rs");
        assert!(
            ["lib", "error"].contains(&stem) || ROOMS.contains(&stem),
            "`{name}` is not in the list of rooms"
        );
    }
}

#[test]
fn a_wrong_arrow_is_found() {
    let text = include_str!("fixtures/wrong_arrows.rs");
    let faults = wrong_arrows(Path::new("signal/fixture.rs"), text);
    let lines: Vec<&str> = text.lines().filter_map(|line| line.split("// wrong: ").nth(1)).collect();
    assert_eq!(faults.len(), lines.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(lines) {
        assert!(fault.ends_with(expected), "{fault} should end with {expected}");
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// The imports of the file at `relative` (below `src/`) that point to a higher room.
fn wrong_arrows(relative: &Path, text: &str) -> Vec<String> {
    let mut module: Vec<String> =
        relative.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|last| ["mod", "lib"].contains(&last.as_str())) {
        module.pop();
    }
    let mut visitor = Arrows { module, found: Vec::new() };
    let room = visitor.module.first().cloned().unwrap_or_default();
    let Some(level) = ROOMS.iter().position(|&name| name == room) else {
        return Vec::new(); // lib.rs and error.rs stand above all rooms
    };
    visitor.visit_file(&syn::parse_file(text).unwrap());
    let points_up = |target: &str| match ROOMS.iter().position(|&name| name == target) {
        Some(other) => other > level,
        None => ["Error", "error", "Result"].contains(&target),
    };
    visitor
        .found
        .iter()
        .filter(|target| points_up(target))
        .map(|target| format!("{}: {room} -> {target}", relative.display()))
        .collect()
}

struct Arrows {
    /// The module that is being read, from the crate root.
    module: Vec<String>,
    /// First segments, below the crate root, of the paths found.
    found: Vec<String>,
}

impl Arrows {
    fn add(&mut self, segments: &[String]) {
        let mut base = match segments.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("super" | "self") => self.module.clone(),
            _ => return,
        };
        for segment in segments {
            match segment.as_str() {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                name => {
                    base.push(name.to_owned());
                    break;
                }
            }
        }
        if let Some(first) = base.first()
            && self.module.first() != Some(first)
        {
            self.found.push(first.clone());
        }
    }

    fn add_use(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.add_use(item, prefix)),
            syn::UseTree::Name(name) => self.add_leaf(&name.ident, prefix),
            syn::UseTree::Rename(rename) => self.add_leaf(&rename.ident, prefix),
            syn::UseTree::Glob(_) => self.add(&prefix.clone()),
        }
    }

    fn add_leaf(&mut self, leaf: &syn::Ident, prefix: &[String]) {
        let mut path = prefix.to_vec();
        path.push(leaf.to_string());
        self.add(&path);
    }
}

fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Arrows {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes: &[syn::Attribute] = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            _ => &[],
        };
        if !is_test_only(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(&path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let text = item.tokens.to_string();
        let tokens: Vec<&str> = text.split_whitespace().collect();
        for (at, &token) in tokens.iter().enumerate() {
            let starts = ["crate", "super"].contains(&token) && (at == 0 || tokens[at - 1] != "::");
            if starts {
                let path: Vec<String> = tokens[at..]
                    .iter()
                    .filter(|part| **part != "::")
                    .take(8)
                    .map(|part| (*part).to_owned())
                    .collect();
                self.add(&path);
            }
        }
        visit::visit_macro(self, item);
    }
}
