//! Chains of journeys: golden numbers, removal by brute force, and what must not change an answer.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use proptest::prelude::*;
use total_experience::Execution;
use total_experience::journey::Error;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::log::EventLog;
use total_experience::journey::markov::{
    Absorption, AttributionRule, Chain, ChainIntervalOptions, OrderOptions, OrderSelection, PathCounts,
    PathEnds, Paths,
};

use crate::journey::ns;

fn table(rows: &[(&[&str], PathCounts)]) -> Paths {
    let mut paths = Paths::new();
    rows.iter().for_each(|(steps, counts)| paths.add(steps, *counts).unwrap());
    paths
}

fn golden() -> Paths {
    table(&[
        (&["A", "B"], PathCounts::goal(30).with_lost(20)),
        (&["A", "C"], PathCounts::goal(10).with_lost(40)),
        (&["B"], PathCounts::goal(15).with_lost(35)),
        (&["C", "B"], PathCounts::goal(12).with_lost(18)),
        (&["A"], PathCounts::goal(5).with_lost(65)),
    ])
}

fn solve(paths: &Paths, order: usize) -> Absorption {
    Chain::fit_order(paths, order).unwrap().solve().unwrap()
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
    let answer = solve(&table(&[(&["A", "B"], PathCounts::default().with_lost(3))]), 1);
    assert_eq!((answer.goal, answer.lost, answer.open), (0.0, 1.0, 0.0));
    let role = answer.touchpoint("A").unwrap();
    assert_eq!((role.removal_effect, role.credit, role.elasticity), (None, None, None));
}

#[test]
fn open_is_neither_goal_nor_lost() {
    let answer =
        solve(&table(&[(&["A"], PathCounts::goal(1).with_open(3)), (&["B"], PathCounts::default())]), 1);
    assert_eq!((answer.goal, answer.lost, answer.open), (0.25, 0.0, 0.75));
    assert_eq!(answer.touchpoint("A").unwrap().open, 0.75);
    assert_eq!(answer.touchpoint("B"), None, "nobody passed it");
}

#[test]
fn self_transitions_count() {
    let answer = solve(&table(&[(&["A", "A", "A"], PathCounts::goal(1).with_lost(1))]), 1);
    assert!((answer.touchpoint("A").unwrap().visits - 3.0).abs() < 1e-14);
    assert_eq!(answer.touchpoint("A").unwrap().removal_effect, Some(1.0));
}

#[test]
fn likelihood_and_parameters() {
    // start: A 2 of 3, B 1 of 3; A: B 1, goal 1; B: lost 2.
    let paths = table(&[
        (&["A", "B"], PathCounts::default().with_lost(1)),
        (&["A"], PathCounts::goal(1)),
        (&["B"], PathCounts::default().with_lost(1)),
    ]);
    let chain = Chain::fit(&paths).unwrap();
    assert_eq!((chain.parameter_count(), chain.transition_count()), (2, 7));
    let likelihood = 2.0 * (2.0_f64 / 3.0).ln() + (1.0_f64 / 3.0).ln() + 2.0 * 0.5_f64.ln();
    assert!((chain.log_likelihood() - likelihood).abs() < 1e-14);
    assert!((chain.aic() - (4.0 - 2.0 * likelihood)).abs() < 1e-13);
    assert!((chain.bic() - (2.0 * 7.0_f64.ln() - 2.0 * likelihood)).abs() < 1e-13);
}

#[test]
fn faults() {
    let mut paths = golden();
    assert_eq!(paths.add::<&str>(&[], PathCounts::goal(1).with_lost(1)), Err(Error::EmptyPath));
    assert_eq!(
        paths.add(&["A", ""], PathCounts::goal(1).with_lost(1)),
        Err(Error::EmptyName { what: "a touchpoint" })
    );
    let nan = PathCounts::goal(1).with_value(f64::NAN);
    assert!(matches!(paths.add(&["A"], nan), Err(Error::BadValue { .. })));
    for many in [PathCounts::goal(u64::MAX).with_lost(1), PathCounts::goal(1 << 53)] {
        assert!(matches!(paths.add(&["A"], many), Err(Error::TooLarge { what: "transitions", .. })));
    }
    assert_eq!(solve(&paths, 1), solve(&golden(), 1), "a refused row changes nothing");
    assert_eq!(Chain::fit(&Paths::new()), Err(Error::NoJourneys));
    assert_eq!(Chain::fit(&table(&[(&["A"], PathCounts::default())])), Err(Error::NoJourneys));
    assert!(matches!(Chain::fit_order(&paths, 0), Err(Error::BadValue { .. })));
}

const BETA_30_70: [f64; 2] = [0.214668, 0.392909];

const SECOND: i64 = 1_000_000_000;

/// Four journeys: two reach `pay`, one of them goes on; one is lost at `cancel`; one is not finished.
fn log() -> EventLog {
    let mut builder = EventLog::builder();
    for (case, activity, time) in [
        ("1", "ask", 0),
        ("2", "ask", 0),
        ("3", "ask", 1),
        ("4", "show", 2),
        ("1", "show", 4),
        ("2", "pay", 6),
        ("1", "pay", 9),
        ("4", "ask", 10),
        ("1", "show", 20),
        ("3", "cancel", 31),
    ] {
        builder.event(activity, ns(time * SECOND), &[("case", case)]).unwrap();
    }
    builder.finish()
}

#[test]
fn journeys_of_a_log_end_once() {
    let log = log();
    let case = log.object_type("case").unwrap();
    let ends = PathEnds::goal(&["pay"]).with_lost(&["cancel"]);
    let paths = Paths::discover(&log, case, &ends).unwrap();
    let rows: Vec<_> = paths.iter().map(|(steps, counts)| (steps.join(">"), counts)).collect();
    let [goal, lost, open] =
        [PathCounts::goal(1), PathCounts::default().with_lost(1), PathCounts::default().with_open(1)];
    let expected = [("ask>show", goal), ("ask", goal), ("ask", lost), ("show>ask", open)];
    assert_eq!(rows, expected.map(|(steps, counts)| (steps.to_owned(), counts)));

    for order in [1, 2] {
        let answer = solve(&paths, order);
        assert!(
            [(answer.goal, 0.5), (answer.lost, 0.25), (answer.open, 0.25)]
                .iter()
                .all(|(found, expected)| (found - expected).abs() < 1e-13)
        );
        // Journey 1 takes 9 s, 2 takes 6, 3 takes 30, 4 takes 8 up to where it is seen last.
        assert!((answer.expected_time.unwrap().as_secs_f64() - 53.0 / 4.0).abs() < 1e-10, "{order}");
        let times: Duration = answer.touchpoints.iter().filter_map(|role| role.time).sum();
        let times = times.as_secs_f64();
        assert!((times - 53.0 / 4.0).abs() < 1e-10);
    }
    // Nothing is forgotten with order 2: the goal takes 9 s and 6 s.
    assert!((solve(&paths, 2).time_to_goal.unwrap().as_secs_f64() - 7.5).abs() < 1e-10);

    for (ends, error) in [
        (PathEnds::goal(&["paid"]), Error::UnknownActivity { name: "paid".to_owned() }),
        (
            PathEnds::goal(&["pay"]).with_lost(&["pay"]),
            Error::DuplicateName { what: "the end of journeys", name: "pay".to_owned() },
        ),
    ] {
        assert_eq!(Paths::discover(&log, case, &ends).unwrap_err(), error);
    }
    // Who begins at the goal reaches it through no touchpoint.
    let direct = solve(&Paths::discover(&log, case, &PathEnds::goal(&["ask"])).unwrap(), 1);
    assert_eq!((direct.goal, direct.goals), (1.0, 1));
    assert_eq!(direct.touchpoint("show").unwrap().removal_effect, Some(0.25));
}

#[test]
fn a_graph_gives_the_same_chain_where_journeys_stop_at_their_ends() {
    let mut builder = EventLog::builder();
    for (case, activities) in
        [(1, "ask show ask pay"), (2, "ask pay"), (3, "show show cancel"), (4, "show ask")]
    {
        for (at, activity) in activities.split(' ').enumerate() {
            builder.event(activity, ns(at as i64 * case * SECOND), &[("case", &case.to_string())]).unwrap();
        }
    }
    let log = builder.finish();
    let case = log.object_type("case").unwrap();
    let ends = PathEnds::goal(&["pay"]).with_lost(&["cancel"]);
    let graph = JourneyGraph::discover(&log, case).unwrap();
    let chain = Chain::from_graph(&graph, &ends).unwrap();
    let exact = Chain::fit(&Paths::discover(&log, case, &ends).unwrap()).unwrap();
    assert_eq!(chain.solve().unwrap(), exact.solve().unwrap());
    assert_eq!(chain.parameter_count(), exact.parameter_count());
    let unknown = Chain::from_graph(&graph, &PathEnds::goal(&["gone"]));
    assert_eq!(unknown, Err(Error::UnknownActivity { name: "gone".to_owned() }));
    // Journeys that go on after an end: what only they reach is still described, and nobody visits it.
    let after = case_after_goal();
    let answer = Chain::from_graph(&after, &PathEnds::goal(&["pay"])).unwrap().solve().unwrap();
    let role = answer.touchpoint("rate").unwrap();
    assert_eq!((role.visits, role.goal, role.open, role.removal_effect), (0.0, 0.0, 1.0, Some(0.0)));
}

fn case_after_goal() -> JourneyGraph {
    let mut builder = EventLog::builder();
    for (time, activity) in ["ask", "pay", "rate"].into_iter().enumerate() {
        builder.event(activity, ns(time as i64), &[("case", "1")]).unwrap();
    }
    let log = builder.finish();
    JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap()
}

fn credits(rule: AttributionRule, paths: &Paths) -> Vec<(String, f64, f64)> {
    let credits = rule.credits(paths).unwrap();
    credits.into_iter().map(|credit| (credit.name, credit.goals, credit.value)).collect()
}

#[test]
fn rules_of_thumb() {
    let paths = table(&[
        (&["A", "B", "B", "C"], PathCounts::goal(10).with_lost(7).with_value(40.0)),
        (&["C"], PathCounts::goal(1).with_value(6.0)),
    ]);
    let by = |rule| credits(rule, &paths).into_iter().map(|credit| (credit.1, credit.2)).collect::<Vec<_>>();
    assert_eq!(by(AttributionRule::First), [(10.0, 40.0), (0.0, 0.0), (1.0, 6.0)]);
    assert_eq!(by(AttributionRule::Last), [(0.0, 0.0), (0.0, 0.0), (11.0, 46.0)]);
    assert_eq!(by(AttributionRule::Linear), [(2.5, 10.0), (5.0, 20.0), (3.5, 16.0)]);
    // weights 1/8 1/4 1/2 1
    let decayed = by(AttributionRule::StepDecay { half_life: 1.0 });
    for (found, expected) in decayed.iter().zip([10.0 / 15.0, 60.0 / 15.0, 80.0 / 15.0 + 1.0]) {
        assert!((found.0 - expected).abs() < 1e-14);
    }
    for (found, expected) in by(AttributionRule::POSITION).iter().zip([4.0, 2.0, 5.0]) {
        assert!((found.0 - expected).abs() < 1e-14);
    }
    let pair = table(&[(&["A", "B"], PathCounts::goal(8))]);
    for (first, last, expected) in [(0.3, 0.1, 6.0), (0.0, 0.0, 4.0), (1.0, 0.0, 8.0)] {
        assert!((credits(AttributionRule::Position { first, last }, &pair)[0].1 - expected).abs() < 1e-14);
    }
    for rule in [
        AttributionRule::StepDecay { half_life: 0.0 },
        AttributionRule::StepDecay { half_life: f64::NAN },
        AttributionRule::Position { first: -0.1, last: 0.5 },
        AttributionRule::Position { first: 0.6, last: 0.5 },
    ] {
        assert!(matches!(rule.credits(&paths), Err(Error::BadValue { .. })), "{rule:?}");
    }
    assert_eq!(
        AttributionRule::TimeDecay { half_life: Duration::from_secs(1) }.credits(&paths),
        Err(Error::TimesMissing)
    );
    assert_eq!(AttributionRule::Last.credits(&Paths::new()), Err(Error::NoJourneys));

    let log = log();
    let timed = Paths::discover(&log, log.object_type("case").unwrap(), &PathEnds::goal(&["pay"])).unwrap();
    // ask 4 s before show, which is the last: 1/4 against 1 with a half-life of 2 s; the other goal is all ask's.
    let found = credits(AttributionRule::TimeDecay { half_life: Duration::from_secs(2) }, &timed);
    assert_eq!(found.iter().map(|credit| credit.0.as_str()).collect::<Vec<_>>(), ["ask", "cancel", "show"]);
    assert!((found[0].1 - 1.2).abs() < 1e-14 && (found[2].1 - 0.8).abs() < 1e-14);
}

/// What follows B depends on what came before it: two steps back are needed, and three do not pay.
#[test]
fn orders_are_told_apart() {
    let paths = table(&[
        (&["A", "B", "C"], PathCounts::goal(400).with_lost(100)),
        (&["D", "B", "E"], PathCounts::goal(100).with_lost(400)),
        (&["A", "B"], PathCounts::goal(10).with_lost(10)),
    ]);
    let fits = OrderSelection::fit(&paths).unwrap().fits;
    assert_eq!(fits.iter().map(|fit| fit.order).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let best = |value: fn(&total_experience::journey::markov::OrderFit) -> f64| {
        fits.iter().min_by(|a, b| value(a).total_cmp(&value(b))).unwrap().order
    };
    assert_eq!((best(|fit| fit.bic), best(|fit| fit.aic)), (2, 2));
    assert_eq!(best(|fit| -fit.held_out_mean.unwrap()), 2);
    // Every journey makes one transition more than it has touchpoints; one of five is held out.
    assert!((fits[0].held_out as f64 - 4_060.0 / 5.0).abs() < 4.0 && fits[0].unseen == 0);
    assert!(fits.windows(2).all(|pair| pair[1].log_likelihood >= pair[0].log_likelihood - 1e-9));
    for fit in &fits {
        let chain = Chain::fit_order(&paths, fit.order).unwrap();
        assert_eq!((fit.state_count, fit.parameter_count), (chain.state_count(), chain.parameter_count()));
        assert_eq!(
            (fit.log_likelihood, fit.aic, fit.bic),
            (chain.log_likelihood(), chain.aic(), chain.bic())
        );
    }
    // The same rows in pieces and in another order are held out alike.
    let pieces = table(&[
        (&["A", "B"], PathCounts::goal(10)),
        (&["D", "B", "E"], PathCounts::goal(60).with_lost(399)),
        (&["A", "B"], PathCounts::default().with_lost(10)),
        (&["A", "B", "C"], PathCounts::goal(400).with_lost(100)),
        (&["D", "B", "E"], PathCounts::goal(40).with_lost(1)),
    ]);
    assert_eq!(OrderSelection::fit(&pieces).unwrap().fits, fits);
    let few = table(&[(&["A"], PathCounts::goal(1))]);
    assert_eq!(OrderSelection::fit(&few).unwrap().fits[0].held_out_mean, None);
    for options in [OrderOptions::default().with_highest(0), OrderOptions::default().with_folds(1)] {
        assert!(matches!(OrderSelection::fit_with(&few, &options), Err(Error::BadValue { .. })));
    }
}

/// With one touchpoint the chance of the goal is Beta(goal, lost): its quantiles are known (scipy 1.17,
/// `beta.ppf([.025, .975], 30, 70)`), and a quantile of 20,000 draws is off by 1.2e-3 (three standard errors).
#[test]
fn intervals_of_a_chance() {
    let chain = Chain::fit(&table(&[(&["A"], PathCounts::goal(30).with_lost(70))])).unwrap();
    let options = ChainIntervalOptions::default().with_draws(20_000).with_seed(5);
    let found = chain.intervals_with(&options).unwrap();
    let [low, high] = BETA_30_70;
    assert!((found.goal_low - low).abs() < 3e-3 && (found.goal_high - high).abs() < 3e-3, "{found:?}");
    let only = &found.removal_effects[0];
    assert_eq!((only.low, only.high), (1.0, 1.0));

    for order in [1, 2] {
        let chain = Chain::fit_order(&golden(), order).unwrap();
        let options = ChainIntervalOptions::default().with_draws(200);
        let found = chain.intervals_with(&options).unwrap();
        assert_eq!(chain.intervals_with(&options).unwrap(), found);
        assert_ne!(chain.intervals_with(&options.clone().with_seed(2)).unwrap(), found);
        let answer = chain.solve().unwrap();
        assert!(found.goal_low < answer.goal && answer.goal < found.goal_high);
        for (role, interval) in answer.touchpoints.iter().zip(&found.removal_effects) {
            let effect = role.removal_effect.unwrap();
            assert!(role.name == interval.name && interval.low < effect && effect < interval.high);
            assert!(0.0 <= interval.low && interval.high <= 1.0);
        }
        for bad in [
            options.clone().with_draws(0),
            options.clone().with_level(1.0),
            options.clone().with_level(f64::NAN),
        ] {
            assert!(matches!(chain.intervals_with(&bad), Err(Error::BadValue { .. })));
        }
    }
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
        paths.add(&steps, PathCounts::goal(*goal).with_lost(*lost).with_open(*open)).unwrap();
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
        let journeys = totals.journey_count() as f64;
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

/// Threads and watches change no bit of an interval, and a watch can end the draws.
#[test]
fn draws_are_watched_and_run_on_threads() {
    let chain = Chain::fit(&golden()).unwrap();
    let plain = chain.intervals_with(&ChainIntervalOptions::default().with_draws(40)).unwrap();
    let told = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&told);
    let watched = Execution::default().with_parallel(true).with_watch(move |progress| {
        counted.fetch_max(progress.done, Ordering::Relaxed);
        if progress.total == 40 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let options = ChainIntervalOptions::default().with_draws(40).with_execution(watched);
    assert_eq!(chain.intervals_with(&options).unwrap(), plain);
    assert_eq!(told.load(Ordering::Relaxed), 40);
    assert_eq!(chain.intervals_with(&options.with_draws(41)).unwrap_err(), Error::Cancelled);
}

#[test]
fn options_and_results_are_json() {
    let chain = Chain::fit(&golden()).unwrap();
    let answer = chain.solve().unwrap();
    let text = serde_json::to_string(&answer).unwrap();
    assert!(text.contains("\"expected_seconds\":null"), "{text}");
    assert_eq!(serde_json::from_str::<Absorption>(&text).unwrap(), answer);
    let rule = AttributionRule::TimeDecay { half_life: Duration::from_millis(1_500) };
    let text = serde_json::to_string(&rule).unwrap();
    assert_eq!(text, r#"{"time_decay":{"half_life":1.5}}"#);
    assert_eq!(serde_json::from_str::<AttributionRule>(&text).unwrap(), rule);
    let ends: PathEnds = serde_json::from_str(r#"{"goal": ["pay"]}"#).unwrap();
    assert_eq!(ends, PathEnds::goal(&["pay"]));
    assert!(serde_json::from_str::<PathEnds>(r#"{"goals": ["pay"]}"#).is_err());
    let orders = OrderSelection::fit(&golden()).unwrap();
    let text = serde_json::to_string(&orders).unwrap();
    assert!(text.starts_with(r#"[{"order":1,"states":"#), "{text}");
    assert_eq!(serde_json::from_str::<OrderSelection>(&text).unwrap().fits.len(), orders.fits.len());
}
