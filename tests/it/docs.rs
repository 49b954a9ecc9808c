//! Public algorithms say what they compute, at what cost, and from which source; the README keeps its promises.

use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

/// File below `src/` and item whose documentation has the sections of an algorithm.
const ALGORITHMS: &[(&str, &str)] = &[
    ("cascade/models/bounded.rs", "bounded"),
    ("cascade/contagion/exact.rs", "exact"),
    ("cascade/contagion/select.rs", "select"),
    ("cascade/contagion/spread.rs", "spread"),
    ("cascade/analyze/equilibrium.rs", "equilibrium"),
    ("cascade/analyze/equilibrium.rs", "adjoint"),
    ("cascade/what_if/evidence.rs", "evidence_share"),
    ("cascade/models/fuzzy.rs", "fuzzy_map"),
    ("cascade/models/generate.rs", "layered"),
    ("cascade/models/generate.rs", "scale_free"),
    ("cascade/models/generate.rs", "small_world"),
    ("cascade/models/generate.rs", "uniform"),
    ("cascade/analyze/impact.rs", "impact"),
    ("cascade/analyze/loops.rs", "loops"),
    ("cascade/analyze/paths.rs", "paths"),
    ("cascade/models/compare.rs", "compare"),
    ("cascade/models/trajectory.rs", "response"),
    ("cascade/analyze/revision.rs", "equilibrium"),
    ("cascade/analyze/scenarios.rs", "adjoints"),
    ("cascade/analyze/scenarios.rs", "equilibria"),
    ("cascade/analyze/sensitivity.rs", "sensitivity"),
    ("cascade/analyze/sensitivity.rs", "standard_errors"),
    ("cascade/stability/certificate.rs", "Stability"),
    ("cascade/analyze/uncertainty.rs", "uncertainty"),
    ("cascade/analyze/walks.rs", "walks"),
    ("journey/absorption.rs", "solve"),
    ("journey/blast_radius.rs", "blast_radius"),
    ("journey/chain.rs", "Chain"),
    ("journey/chain_intervals.rs", "intervals"),
    ("journey/channels.rs", "Channels"),
    ("journey/contribution.rs", "contributions"),
    ("journey/consistency.rs", "Consistency"),
    ("journey/coverage.rs", "ChannelCoverage"),
    ("journey/credit.rs", "CreditRule"),
    ("journey/ei_index.rs", "ei_index"),
    ("journey/friction.rs", "TouchpointFriction"),
    ("journey/friction.rs", "breadth"),
    ("journey/friction_log.rs", "discover"),
    ("journey/graph.rs", "JourneyGraph"),
    ("journey/journey_counts.rs", "JourneyCounts"),
    ("journey/identity.rs", "Identity"),
    ("journey/life_cycle.rs", "LifeCycle"),
    ("journey/life_cycle_intervals.rs", "intervals"),
    ("journey/object_graph.rs", "ObjectCentricGraph"),
    ("journey/orders.rs", "compare_orders"),
    ("journey/promise.rs", "PromiseGap"),
    ("journey/predictability.rs", "predictability"),
    ("journey/silo.rs", "discover"),
    ("journey/step_paths.rs", "StepPaths"),
    ("journey/switching.rs", "Switching"),
    ("journey/synchronisation.rs", "Synchronisation"),
    ("journey/tally.rs", "JourneyTally"),
    ("journey/variants.rs", "Variants"),
    ("journey/wait_spread.rs", "WaitSpread"),
    ("score/agreement.rs", "Agreement"),
    ("score/agreement.rs", "within_group_agreement"),
    ("score/benchmark.rs", "joint_claim"),
    ("score/benchmark.rs", "lift"),
    ("score/bootstrap.rs", "of"),
    ("score/choquet.rs", "Choquet"),
    ("score/closed_loop.rs", "closed_loop"),
    ("score/compare.rs", "of"),
    ("score/control.rs", "cusum"),
    ("score/control.rs", "ewma"),
    ("score/disclose.rs", "protect"),
    ("score/draws.rs", "composite_by_draws"),
    ("score/draws.rs", "rank_ranges"),
    ("score/index.rs", "variance_shares"),
    ("score/memory_fit.rs", "fit_memory"),
    ("score/multiple.rs", "benjamini_hochberg"),
    ("score/multiple.rs", "holm"),
    ("score/parity.rs", "parity"),
    ("score/power.rs", "answers_for_margin"),
    ("score/power.rs", "answers_needed"),
    ("score/remembered.rs", "of"),
    ("score/segment.rs", "segment_effects"),
    ("signal/grid.rs", "Grid"),
    ("signal/link.rs", "Link"),
];

#[test]
fn algorithms_give_definition_complexity_and_references() {
    for (file, item) in ALGORITHMS {
        let docs = documentation(file, item);
        let mut from = 0;
        for section in ["# Definition\n", "# Complexity\n", "# References\n"] {
            let at =
                docs[from..].find(section).unwrap_or_else(|| panic!("{file}, {item}: no {section} in order"));
            from += at;
        }
    }
}

/// The documentation of the first item of this name, a line each.
fn documentation(file: &str, item: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let parsed = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
    let mut search = Search { item, found: None };
    search.visit_file(&parsed);
    search.found.unwrap_or_else(|| panic!("{file} has no {item}"))
}

struct Search<'a> {
    item: &'a str,
    found: Option<String>,
}

impl Search<'_> {
    fn look(&mut self, name: &syn::Ident, attributes: &[syn::Attribute]) {
        if self.found.is_none() && name == self.item {
            let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
                syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                    syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                        Some(text.value().trim_start().to_owned() + "\n")
                    }
                    _ => None,
                },
                _ => None,
            });
            self.found = Some(lines.collect());
        }
    }
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.look(&item.sig.ident, &item.attrs);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.ident, &item.attrs);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.ident, &item.attrs);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.look(&item.sig.ident, &item.attrs);
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
