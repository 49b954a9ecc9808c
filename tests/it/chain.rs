//! Chains of journeys: golden numbers, removal by brute force, and what must not change an answer.

use proptest::prelude::*;
use total_experience::journey::{Absorption, Chain, Error, PathCounts, Paths};

fn table(rows: &[(&[&str], PathCounts)]) -> Paths {
    let mut paths = Paths::new();
    rows.iter().for_each(|(steps, counts)| paths.add(steps, *counts).unwrap());
    paths
}

fn golden() -> Paths {
    table(&[
        (&["A", "B"], PathCounts::new(30, 20)),
        (&["A", "C"], PathCounts::new(10, 40)),
        (&["B"], PathCounts::new(15, 35)),
        (&["C", "B"], PathCounts::new(12, 18)),
        (&["A"], PathCounts::new(5, 65)),
    ])
}

fn solve(paths: &Paths, order: usize) -> Absorption {
    Chain::of_order(paths, order).unwrap().solve().unwrap()
}

/// Removal effect, credit, visits of a touchpoint.
fn figures(answer: &Absorption, name: &str) -> [String; 3] {
    let role = answer.touchpoint(name).unwrap();
    [
        format!("{:.6}", role.removal_effect.unwrap()),
        format!("{:.4}", role.credit.unwrap()),
        format!("{:.2}", role.visits),
    ]
}

/// Own calculation, checked by hand: methods of the chain room.
#[test]
fn five_paths() {
    let answer = solve(&golden(), 1);
    assert!((answer.goal - 0.288).abs() < 1e-15);
    assert_eq!(figures(&answer, "A"), ["0.574920", "24.5202", "0.68"]);
    assert_eq!(figures(&answer, "B"), ["0.791667", "33.7644", "0.52"]);
    assert_eq!(figures(&answer, "C"), ["0.321581", "13.7154", "0.32"]);
    assert_eq!(answer.goals, 72);
    // No path has more than two touchpoints: with order 2 nothing is forgotten, and removal is counting.
    let exact = solve(&golden(), 2);
    for (name, goals) in [("A", 45.0), ("B", 57.0), ("C", 22.0)] {
        assert!((exact.touchpoint(name).unwrap().removal_effect.unwrap() - goals / 72.0).abs() < 1e-13);
    }
    assert_eq!(exact.touchpoint("D"), None);
}

#[test]
fn without_a_goal_there_is_no_effect() {
    let answer = solve(&table(&[(&["A", "B"], PathCounts::new(0, 3))]), 1);
    assert_eq!((answer.goal, answer.lost, answer.open), (0.0, 1.0, 0.0));
    let role = answer.touchpoint("A").unwrap();
    assert_eq!((role.removal_effect, role.credit, role.elasticity), (None, None, None));
}

#[test]
fn open_is_neither_goal_nor_lost() {
    let answer =
        solve(&table(&[(&["A"], PathCounts::new(1, 0).with_open(3)), (&["B"], PathCounts::new(0, 0))]), 1);
    assert_eq!((answer.goal, answer.lost, answer.open), (0.25, 0.0, 0.75));
    assert_eq!(answer.touchpoint("A").unwrap().open, 0.75);
    assert_eq!(answer.touchpoint("B"), None, "nobody passed it");
}

#[test]
fn self_transitions_count() {
    let answer = solve(&table(&[(&["A", "A", "A"], PathCounts::new(1, 1))]), 1);
    assert!((answer.touchpoint("A").unwrap().visits - 3.0).abs() < 1e-14);
    assert_eq!(answer.touchpoint("A").unwrap().removal_effect, Some(1.0));
}

#[test]
fn likelihood_and_parameters() {
    // start: A 2 of 3, B 1 of 3; A: B 1, goal 1; B: lost 2.
    let paths = table(&[
        (&["A", "B"], PathCounts::new(0, 1)),
        (&["A"], PathCounts::new(1, 0)),
        (&["B"], PathCounts::new(0, 1)),
    ]);
    let chain = Chain::new(&paths).unwrap();
    assert_eq!((chain.parameters(), chain.transition_count()), (2, 7));
    let likelihood = 2.0 * (2.0_f64 / 3.0).ln() + (1.0_f64 / 3.0).ln() + 2.0 * 0.5_f64.ln();
    assert!((chain.log_likelihood() - likelihood).abs() < 1e-14);
    assert!((chain.aic() - (4.0 - 2.0 * likelihood)).abs() < 1e-13);
    assert!((chain.bic() - (2.0 * 7.0_f64.ln() - 2.0 * likelihood)).abs() < 1e-13);
}

#[test]
fn faults() {
    let mut paths = golden();
    assert_eq!(paths.add::<&str>(&[], PathCounts::new(1, 1)), Err(Error::EmptyPath));
    assert_eq!(paths.add(&["A", ""], PathCounts::new(1, 1)), Err(Error::EmptyName { item: "a touchpoint" }));
    let nan = PathCounts::new(1, 0).with_value(f64::NAN);
    assert!(matches!(paths.add(&["A"], nan), Err(Error::BadValue { .. })));
    for many in [PathCounts::new(u64::MAX, 1), PathCounts::new(1 << 53, 0)] {
        assert!(matches!(paths.add(&["A"], many), Err(Error::TooMany { item: "transitions", .. })));
    }
    assert_eq!(solve(&paths, 1), solve(&golden(), 1), "a refused row changes nothing");
    assert_eq!(Chain::new(&Paths::new()), Err(Error::NoJourneys));
    assert_eq!(Chain::new(&table(&[(&["A"], PathCounts::new(0, 0))])), Err(Error::NoJourneys));
    assert!(matches!(Chain::of_order(&paths, 0), Err(Error::BadValue { .. })));
}

type Rows = Vec<(Vec<u8>, u64, u64, u64)>;

fn rows() -> impl Strategy<Value = Rows> {
    let row = (prop::collection::vec(0_u8..14, 1..9), 0_u64..9, 0_u64..9, 0_u64..3);
    prop::collection::vec(row, 1..30)
        .prop_filter("somebody moves", |rows| rows.iter().any(|row| row.1 + row.2 > 0))
}

fn named(rows: &Rows, name: impl Fn(u8) -> String) -> Paths {
    let mut paths = Paths::new();
    for (steps, goal, lost, open) in rows {
        let steps: Vec<String> = steps.iter().map(|&step| name(step)).collect();
        paths.add(&steps, PathCounts::new(*goal, *lost).with_open(*open)).unwrap();
    }
    paths
}

/// Channels with numbers of one and two digits: names must never be matched by their beginnings.
fn channel(number: u8) -> String {
    format!("c{number}")
}

/// The chance of the goal when whoever comes to a touchpoint is lost, by simple iteration over the paths' counts.
fn goal_without(rows: &Rows, order: usize, removed: Option<u8>) -> f64 {
    use std::collections::BTreeMap;
    let mut counts: BTreeMap<Vec<u8>, BTreeMap<Option<u8>, f64>> = BTreeMap::new();
    let mut goals: BTreeMap<Vec<u8>, f64> = BTreeMap::new();
    for (steps, goal, lost, open) in rows.iter().filter(|row| row.1 + row.2 + row.3 > 0) {
        let journeys = (goal + lost + open) as f64;
        let mut state = Vec::new();
        for &step in steps {
            *counts.entry(state.clone()).or_default().entry(Some(step)).or_default() += journeys;
            state.push(step);
            if state.len() > order {
                state.remove(0);
            }
        }
        *counts.entry(state.clone()).or_default().entry(None).or_default() += journeys;
        *goals.entry(state).or_default() += *goal as f64;
    }
    let places: BTreeMap<&Vec<u8>, usize> = counts.keys().zip(0..).collect();
    let rates: Vec<(f64, Vec<(usize, f64)>)> = counts
        .iter()
        .map(|(state, ways)| {
            let total: f64 = ways.values().sum();
            let to = |step: u8| {
                let whole: Vec<u8> = state.iter().copied().chain([step]).collect();
                places[&whole[whole.len().saturating_sub(order)..].to_vec()]
            };
            let kept =
                ways.iter().filter_map(|(step, count)| Some((step.filter(|s| Some(*s) != removed)?, count)));
            let goal = goals.get(state).copied().unwrap_or(0.0);
            (goal / total, kept.map(|(step, count)| (to(step), count / total)).collect())
        })
        .collect();
    let mut chance = vec![0.0; rates.len()];
    loop {
        let mut change = 0.0_f64;
        for (at, (goal, ways)) in rates.iter().enumerate() {
            let value = ways.iter().fold(*goal, |sum, &(to, rate)| sum + rate * chance[to]);
            change = change.max(value - chance[at]);
            chance[at] = value;
        }
        if change < 1e-15 {
            return chance[0]; // the empty state comes first
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn removal_is_solving_again_without(rows in rows(), order in 1_usize..4) {
        let answer = solve(&named(&rows, channel), order);
        let whole = goal_without(&rows, order, None);
        prop_assert!((answer.goal - whole).abs() < 1e-10);
        prop_assert!((answer.goal + answer.lost + answer.open - 1.0).abs() < 1e-12);
        for number in 0..14 {
            let Some(role) = answer.touchpoint(&channel(number)) else { continue };
            let Some(effect) = role.removal_effect else { prop_assert!(whole == 0.0); continue };
            prop_assert!((0.0..=1.0).contains(&effect));
            let without = goal_without(&rows, order, Some(number));
            prop_assert!((effect - (1.0 - without / whole)).abs() < 1e-9, "{number}: {effect} {without} {whole}");
        }
    }

    /// Whatever the data, the chance is the share and the visits are the mean: nothing is made up.
    #[test]
    fn shares_are_kept(rows in rows(), order in 1_usize..4) {
        let paths = named(&rows, channel);
        let (totals, answer) = (paths.totals(), solve(&paths, order));
        let journeys = totals.journeys() as f64;
        for (found, count) in [(answer.goal, totals.goal), (answer.lost, totals.lost), (answer.open, totals.open)] {
            prop_assert!((found - count as f64 / journeys).abs() < 1e-12);
        }
        let steps: u64 = rows.iter().map(|row| row.0.len() as u64 * (row.1 + row.2 + row.3)).sum();
        prop_assert!((answer.expected_steps - steps as f64 / journeys).abs() < 1e-10);
        if totals.goal > 0 {
            let credits: f64 = answer.touchpoints.iter().filter_map(|role| role.credit).sum();
            prop_assert!((credits - totals.goal as f64).abs() < 1e-9 * totals.goal as f64);
        }
    }

    /// Rows in another order, split into tables that merge, change no bit; other names only change the names.
    #[test]
    fn order_parts_and_names_change_nothing(rows in rows(), order in 1_usize..3, cut in 0_usize..30, turn in 0_usize..30) {
        let whole = solve(&named(&rows, channel), order);
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let (left, right) = turned.split_at(cut.min(rows.len()));
        let mut merged = named(&left.to_vec(), channel);
        merged.merge(&named(&right.to_vec(), channel)).unwrap();
        prop_assert_eq!(&solve(&merged, order), &whole);
        let renamed = solve(&named(&rows, |number| format!("{}", 97 - number)), order);
        prop_assert!((renamed.goal - whole.goal).abs() < 1e-12);
        for number in 0..14 {
            let (Some(one), Some(other)) =
                (whole.touchpoint(&channel(number)), renamed.touchpoint(&format!("{}", 97 - number))) else { continue };
            prop_assert!((one.visits - other.visits).abs() < 1e-10);
            let effects = [one, other].map(|role| role.removal_effect.unwrap_or(-1.0));
            prop_assert!((effects[0] - effects[1]).abs() < 1e-10);
        }
    }
}
