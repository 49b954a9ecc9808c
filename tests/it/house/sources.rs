//! The source files of the library, read with `syn`.

use std::fs;
use std::path::{Path, PathBuf};

/// All files below `src/`, by their path in it, in order.
pub(super) fn files() -> Vec<(String, syn::File)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    let parse = |path: PathBuf| {
        let relative = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        (relative, syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    paths.into_iter().map(parse).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
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
