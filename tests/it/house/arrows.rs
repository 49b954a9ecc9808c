//! The paths to other modules that the items of a module name: `use` trees, paths in code, and the tokens of macro
//! calls; comments and `#[cfg(test)]` are left out.

use syn::visit::{self, Visit};

use super::sources::{self, Names};

/// A path as it is written, in the module where it stands.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) module: Names,
    pub(super) path: Names,
    /// It stands in a `use` that hands the item on.
    pub(super) exports: bool,
}

/// The arrows of the items of one module, in order.
pub(super) fn arrows(module: &[String], items: &[syn::Item]) -> Vec<Arrow> {
    let mut visitor = Visitor { module: module.to_vec(), found: Vec::new() };
    items.iter().for_each(|item| visitor.visit_item(item));
    visitor.found
}

struct Visitor {
    module: Names,
    found: Vec<Arrow>,
}

impl Visitor {
    fn add(&mut self, path: Names, exports: bool) {
        self.found.push(Arrow { module: self.module.clone(), path, exports });
    }
}

impl<'ast> Visit<'ast> for Visitor {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if sources::is_test_only(sources::attributes(item)) {
            return;
        }
        if let syn::Item::Use(used) = item {
            let exports = !matches!(used.vis, syn::Visibility::Inherited);
            for import in sources::imports(std::slice::from_ref(item)) {
                self.add(import.path, exports);
            }
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        // A name alone is of this module, or a `use` has it.
        if path.segments.len() > 1 {
            self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect(), false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let text = item.tokens.to_string();
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let is_name = |token: &str| token.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
        for (at, &token) in tokens.iter().enumerate() {
            let starts = is_name(token) && tokens.get(at + 1) == Some(&"::");
            if starts && (at == 0 || tokens[at - 1] != "::") {
                let rest = tokens[at..].chunks(2);
                let path = rest
                    .scan(true, |on, pair| {
                        let name = (*on && is_name(pair[0])).then(|| pair[0].to_owned());
                        *on = pair.get(1) == Some(&"::");
                        name
                    })
                    .collect();
                self.add(path, false);
            }
        }
        visit::visit_macro(self, item);
    }
}
