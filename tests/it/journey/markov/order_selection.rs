//! Chains of several orders, compared: against the chains themselves, and against counts kept by name.

use std::collections::BTreeMap;

use proptest::prelude::*;
use total_experience::journey::markov::{Chain, OrderOptions, OrderSelection, PathCounts, Paths};

type Context = Vec<u8>;

/// What comes next in a context: a touchpoint, or an end.
type Transitions = BTreeMap<(Context, Result<u8, usize>), [u64; 2]>;

/// Transitions of joined and sorted paths, learnt from and held out, as documented.
fn transitions(rows: &[(Vec<u8>, [u64; 3])], order: usize, folds: u64) -> Transitions {
    let mut joined: BTreeMap<&[u8], [u64; 3]> = BTreeMap::new();
    for (steps, counts) in rows.iter().filter(|row| row.1 != [0; 3]) {
        let sums = joined.entry(steps).or_default();
        (0..3).for_each(|end| sums[end] += counts[end]);
    }
    let mut found = Transitions::new();
    let mut number = 0;
    for (steps, counts) in joined {
        for (end, count) in counts.into_iter().enumerate() {
            for _ in 0..count {
                number += 1;
                let held = usize::from(number % folds == 0);
                for at in 0..=steps.len() {
                    let context = steps[at.saturating_sub(order)..at].to_vec();
                    let next = steps.get(at).copied().ok_or(end);
                    found.entry((context, next)).or_default()[held] += 1;
                }
            }
        }
    }
    found
}

proptest! {
    #[test]
    fn fits_are_those_of_the_chains_and_of_counts_by_name(
        rows in prop::collection::vec(
            (prop::collection::vec(0_u8..4, 1..12), prop::array::uniform3(0_u64..4)), 1..30,
        ).prop_filter("somebody moves", |rows| rows.iter().any(|row| row.1 != [0; 3])),
        folds in 2_u64..6,
    ) {
        let mut paths = Paths::new();
        for (steps, [goal, lost, open]) in &rows {
            let names: Vec<String> = steps.iter().map(|step| format!("t{step}")).collect();
            paths.add(&names, PathCounts::goal(*goal).with_lost(*lost).with_open(*open)).unwrap();
        }
        let options = OrderOptions::default().with_highest(5).with_folds(folds);
        for fit in OrderSelection::fit_with(&paths, &options).unwrap().fits {
            let chain = Chain::fit_order(&paths, fit.order).unwrap();
            prop_assert_eq!((fit.state_count, fit.parameter_count), (chain.state_count(), chain.parameter_count()));
            prop_assert_eq!(fit.log_likelihood, chain.log_likelihood());
            prop_assert_eq!((fit.aic, fit.bic), (chain.aic(), chain.bic()));

            let found = transitions(&rows, fit.order, folds);
            let symbols: std::collections::BTreeSet<_> = found.keys().map(|(_, next)| next).collect();
            let mut known: BTreeMap<&Context, u64> = BTreeMap::new();
            found.iter().for_each(|((context, _), [kept, _])| *known.entry(context).or_default() += kept);
            let (mut held_out, mut sum, mut unseen) = (0, 0.0, 0);
            for ((context, _), &[kept, held]) in &found {
                let chance = (kept as f64 + 1.0 / symbols.len() as f64) / (known[context] as f64 + 1.0);
                sum += held as f64 * chance.ln();
                held_out += held;
                unseen += if kept == 0 { held } else { 0 };
            }
            prop_assert_eq!((fit.held_out, fit.unseen), (held_out, unseen));
            match fit.held_out_mean {
                None => prop_assert_eq!(held_out, 0),
                Some(mean) => prop_assert!((mean - sum / held_out as f64).abs() < 1e-12),
            }
        }
    }

    /// Longer than fit into the number by which paths are sorted first.
    #[test]
    fn long_paths_of_many_touchpoints(ends in prop::collection::vec(0_u8..3, 2..40)) {
        let mut paths = Paths::new();
        for &end in &ends {
            let names: Vec<String> = (0..40).map(|step| format!("t{step}")).chain([format!("e{end}")]).collect();
            paths.add(&names, PathCounts::goal(1)).unwrap();
        }
        let fits = OrderSelection::fit_with(&paths, &OrderOptions::default().with_highest(1).with_folds(2)).unwrap().fits;
        let kinds = ends.iter().collect::<std::collections::BTreeSet<_>>().len();
        prop_assert_eq!((fits[0].state_count, fits[0].parameter_count), (40 + kinds, kinds as u64 - 1));
        prop_assert_eq!(fits[0].held_out, ends.len() as u64 / 2 * 42);
    }
}
