//! Intervals of chains by the delta method.

use total_experience::journey::markov::{Chain, ChainIntervalOptions, PathCounts, Paths};

fn five_paths() -> Paths {
    let mut paths = Paths::new();
    for (steps, goal, lost) in [("AB", 30, 20), ("AC", 10, 40), ("B", 15, 35), ("CB", 12, 18), ("A", 5, 65)] {
        let steps: Vec<String> = steps.chars().map(String::from).collect();
        paths.add(&steps, PathCounts::goal(goal).with_lost(lost)).unwrap();
    }
    paths
}

/// Own calculation (numpy): gradients as differences of P(goal without) in every probability.
#[test]
fn limits_of_five_paths() {
    let chain = Chain::fit(&five_paths()).unwrap();
    let found = chain.intervals().unwrap();
    let shown = |low: f64, high: f64| format!("{low:.6} {high:.6}");
    assert_eq!(shown(found.goal_low, found.goal_high), "0.235456 0.346948");
    let effects = ["0.499417 0.647082", "0.683284 0.870016", "0.242324 0.412643"];
    for (effect, expected) in found.removal_effects.iter().zip(effects) {
        assert_eq!(shown(effect.low, effect.high), expected, "{}", effect.name);
    }
    assert_eq!((found.draws, found.removal_effects.len()), (None, 3));
    let wide = chain.intervals_with(&ChainIntervalOptions::default().with_level(0.99)).unwrap();
    assert!(wide.goal_low < found.goal_low && found.goal_high < wide.goal_high);
}

/// Both methods say the same where there are many journeys, and for every order.
#[test]
fn both_methods_agree_on_many_journeys() {
    let few = five_paths();
    let mut paths = Paths::new();
    (0..50).for_each(|_| paths.merge(&few).unwrap());
    for order in [1, 2] {
        let chain = Chain::fit_order(&paths, order).unwrap();
        let delta = chain.intervals().unwrap();
        let drawn = chain.intervals_with(&ChainIntervalOptions::default().with_draws(4_000)).unwrap();
        assert!((delta.goal_low - drawn.goal_low).abs() < 1e-3);
        assert!((delta.goal_high - drawn.goal_high).abs() < 1e-3);
        for (one, other) in delta.removal_effects.iter().zip(&drawn.removal_effects) {
            assert!(
                (one.low - other.low).abs() < 1e-3 && (one.high - other.high).abs() < 1e-3,
                "{one:?} {other:?}"
            );
        }
    }
}

/// What is sure has no width, and stays a share.
#[test]
fn sure_effects() {
    let mut paths = Paths::new();
    paths.add(&["A", "B"], PathCounts::goal(3).with_lost(2)).unwrap();
    paths.add(&["A", "C"], PathCounts::default().with_lost(2)).unwrap();
    let found = Chain::fit(&paths).unwrap().intervals().unwrap();
    let ends: Vec<_> = found.removal_effects.iter().map(|effect| (effect.low, effect.high)).collect();
    assert_eq!(ends, [(1.0, 1.0), (1.0, 1.0), (0.0, 0.0)]);
    let mut lost = Paths::new();
    lost.add(&["A"], PathCounts::default().with_lost(2)).unwrap();
    let found = Chain::fit(&lost).unwrap().intervals().unwrap();
    assert_eq!((found.goal_low, found.goal_high, found.removal_effects.len()), (0.0, 0.0, 0));
}
