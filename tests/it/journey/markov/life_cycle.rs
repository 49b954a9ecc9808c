//! Tiers of a life cycle, against fractions by hand and against finite differences.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::log::EventLog;
use total_experience::journey::markov::{
    Chain, ChainIntervalOptions, LifeCycle, LifeCycleIntervals, PathCounts, PathEnds, Paths, TierEnd,
    TierTransition,
};

use crate::journey::ns;

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

fn paths(rows: &[(&[&str], [u64; 3])]) -> Paths {
    let mut paths = Paths::new();
    for (steps, [goal, lost, open]) in rows {
        paths.add(steps, PathCounts::goal(*goal).with_lost(*lost).with_open(*open)).unwrap();
    }
    paths
}

/// 100 prospects: 40 buy, 20 buy again, 4 of these sleep and come back, 12 become key clients, 5 are open.
///
/// Prospect 100: 40 to first, 60 lost. First 40: 20 to repeat, 18 lost, 2 open. Repeat 24: 4 to sleeping, 12 goal, 5
/// lost, 3 open. Sleeping 4: 4 to repeat. By hand: h(repeat) = 12/24 + 4/24 h(repeat) = .6, h(first) = .3,
/// h(prospect) = .12; steps from repeat t = 1 + (1/6)(1 + t) (of those who get there) = 1.4.
const ROWS: [(&[&str], [u64; 3]); 4] = [
    (&["prospect"], [0, 60, 0]),
    (&["prospect", "first"], [0, 18, 2]),
    (&["prospect", "first", "repeat"], [9, 4, 3]),
    (&["prospect", "first", "repeat", "sleeping", "repeat"], [3, 1, 0]),
];

#[test]
fn a_life_cycle_by_hand() {
    let cycle = LifeCycle::fit(&paths(&ROWS), &["prospect", "first", "repeat"]).unwrap();
    let names: Vec<_> = cycle.tiers.iter().map(|tier| (tier.name.as_str(), tier.n)).collect();
    assert_eq!(names, [("prospect", 100), ("first", 40), ("repeat", 24), ("sleeping", 4)]);
    close(Some(cycle.goal), 0.12);
    for (tier, goal, steps, elasticity) in [
        (&cycle.tiers[0], 0.12, 3.4, 1.0),
        (&cycle.tiers[1], 0.3, 2.4, 1.0),
        // .24 visits from .2 that come and 1/6 that come back: .24 * .6 / .12
        (&cycle.tiers[2], 0.6, 1.4, 1.2),
        (&cycle.tiers[3], 0.6, 2.4, 0.2),
    ] {
        close(Some(tier.goal), goal);
        close(tier.steps_to_goal, steps);
        close(tier.elasticity, elasticity);
        assert_eq!(tier.time_to_goal, None);
        let sum: f64 = tier.transitions.iter().map(|way| way.share).sum();
        close(Some(sum), 1.0);
    }
    let ways: Vec<_> = cycle.tiers[2].transitions.iter().map(|way| (way.to.clone(), way.count)).collect();
    let expected =
        [(TierEnd::Tier("sleeping".into()), 4), (TierEnd::Goal, 12), (TierEnd::Lost, 5), (TierEnd::Open, 3)];
    assert_eq!(ways, expected);
    // p / P * visits * (h(j) - h(i)) / (1 - p): .5 / .12 * .24 * .4 / .5, and 0 for a way to the same chance.
    close(cycle.tiers[2].transitions[1].elasticity, 0.8);
    close(cycle.tiers[2].transitions[0].elasticity, 0.0);
    assert_eq!(cycle.tiers[3].transitions[0].elasticity, None, "there is no other way");
    // Loss from prospect: -(.6 / .12) * 1 * .12 / .4
    close(cycle.tiers[0].transitions[1].elasticity, -1.5);
}

#[test]
fn times_come_from_a_log() {
    let day = 86_400_000_000_000;
    let mut builder = EventLog::builder();
    for (person, tier, at) in [
        ("a", "prospect", 0),
        ("a", "first", 10),
        ("a", "key", 40),
        ("b", "prospect", 0),
        ("b", "first", 20),
        ("b", "key", 30),
        ("c", "prospect", 0),
        ("c", "left", 99),
    ] {
        builder.event(tier, ns(at * day), &[("customer", person)]).unwrap();
    }
    let log = builder.finish();
    let ends = PathEnds::goal(&["key"]).with_lost(&["left"]);
    let paths = Paths::discover(&log, log.object_type("customer").unwrap(), &ends).unwrap();
    let cycle = LifeCycle::fit(&paths, &["prospect", "first"]).unwrap();
    let days = |at: usize| cycle.tiers[at].time_to_goal.map(|time| time.as_secs_f64() / 86_400.0);
    // The 99 days of who left are no time to the goal.
    close(days(0), 35.0);
    close(days(1), 20.0);
    let options = ChainIntervalOptions::default().with_draws(50);
    let found = LifeCycle::intervals_with(&paths, &["prospect", "first"], &options).unwrap();
    // One way each to the goal, of the mean wait: nothing is drawn.
    for (limits, days) in found.seconds_to_goal.iter().zip([35.0, 20.0]) {
        close(Some(limits.low / 86_400.0), days);
        close(Some(limits.high / 86_400.0), days);
    }
    assert_eq!(found.seconds_to_goal.len(), 2);
}

#[test]
fn nobody_at_the_goal_and_faults() {
    let cycle = LifeCycle::fit(&paths(&[(&["prospect"], [0, 3, 2])]), &[]).unwrap();
    let tier = &cycle.tiers[0];
    assert_eq!((tier.goal, tier.steps_to_goal, tier.elasticity), (0.0, None, None));
    assert!(tier.transitions.iter().all(|way| way.elasticity.is_none()));
    assert_eq!(LifeCycle::fit(&Paths::new(), &[]), Err(Error::NoJourneys));
    let asked = |order: &[&str]| LifeCycle::fit(&paths(&ROWS), order).unwrap_err();
    assert_eq!(asked(&["vip"]), Error::UnknownTier { name: "vip".into() });
    assert!(asked(&["key client"]).to_string().contains("the goal and the loss are where ways end"));
    assert_eq!(asked(&["first", "first"]), Error::DuplicateName { what: "the tier", name: "first".into() });
}

/// Two ways out of one tier: the goal is Beta(30, 70), a chain of Bernoulli trials.
#[test]
fn limits_are_those_of_a_beta_distribution() {
    let one = paths(&[(&["only"], [30, 70, 0])]);
    let options = ChainIntervalOptions::default().with_draws(20_000).with_seed(5);
    let found = LifeCycle::intervals_with(&one, &["only"], &options).unwrap();
    // scipy.stats.beta.ppf([.025, .975], 30, 70)
    let [low, high] = [0.214_667_99, 0.392_908_73];
    assert!((found.goal_low - low).abs() < 0.004 && (found.goal_high - high).abs() < 0.004, "{found:?}");
    assert_eq!((found.goals[0].low, found.goals[0].high), (found.goal_low, found.goal_high));
    // Whoever gets there does so in one step, and the goal rises as the ways to it.
    assert!(
        (found.steps_to_goal[0].low - 1.0).abs() < 1e-12 && (found.steps_to_goal[0].high - 1.0).abs() < 1e-12
    );
    assert!(
        (found.elasticities[0].low - 1.0).abs() < 1e-12 && (found.elasticities[0].high - 1.0).abs() < 1e-12
    );
    assert!(found.seconds_to_goal.is_empty());
    assert_eq!(LifeCycle::intervals_with(&one, &["only"], &options).unwrap(), found, "the seed decides");
    let other = LifeCycle::intervals_with(&one, &["only"], &options.clone().with_seed(6)).unwrap();
    assert_ne!(other.goal_low, found.goal_low);
}

#[test]
fn limits_hold_the_figures_and_narrow_with_more_people() {
    let order = ["prospect", "first", "repeat"];
    let hundredfold: Vec<_> = ROWS.iter().map(|(steps, counts)| (*steps, counts.map(|n| n * 100))).collect();
    let (few, many) = (paths(&ROWS), paths(&hundredfold));
    let options = ChainIntervalOptions::default().with_draws(500);
    let [wide, narrow] =
        [&few, &many].map(|paths| LifeCycle::intervals_with(paths, &order, &options).unwrap());
    let cycle = LifeCycle::fit(&few, &order).unwrap();
    assert_eq!(wide.goals.len(), 4);
    for (at, tier) in cycle.tiers.iter().enumerate() {
        let figures = [Some(tier.goal), tier.steps_to_goal, tier.elasticity];
        let limits = |found: &LifeCycleIntervals| {
            [&found.goals, &found.steps_to_goal, &found.elasticities].map(|tiers| tiers[at].clone())
        };
        for ((figure, wide), narrow) in figures.into_iter().zip(limits(&wide)).zip(limits(&narrow)) {
            let figure = figure.unwrap();
            assert_eq!((wide.name.as_str(), narrow.name.as_str()), (tier.name.as_str(), tier.name.as_str()));
            assert!(wide.low <= figure + 1e-9 && figure - 1e-9 <= wide.high, "{wide:?} {figure}");
            let [wide, narrow] = [wide, narrow].map(|limits| limits.high - limits.low);
            assert!(narrow < 0.2 * wide || wide < 1e-9, "{}: {wide} {narrow}", tier.name);
        }
    }
    let nobody = LifeCycle::intervals_with(&paths(&[(&["prospect"], [0, 3, 2])]), &[], &options).unwrap();
    assert_eq!((nobody.goal_high, nobody.steps_to_goal.len(), nobody.elasticities.len()), (0.0, 0, 0));
    let refused =
        |options: ChainIntervalOptions| LifeCycle::intervals_with(&few, &order, &options).unwrap_err();
    assert!(matches!(refused(options.clone().with_draws(0)), Error::BadValue { .. }));
    assert!(matches!(refused(options.clone().with_level(1.0)), Error::BadValue { .. }));
    let unknown = LifeCycle::intervals_with(&few, &["vip"], &options).unwrap_err();
    assert_eq!(unknown, Error::UnknownTier { name: "vip".into() });
}

/// The chance of the goal of a chain whose shares are these: from `start` by many steps.
fn goal(shares: &[Vec<(TierEnd, f64)>], names: &[String], start: &[f64]) -> f64 {
    let (mut mass, mut goal) = (start.to_vec(), 0.0);
    for _ in 0..20_000 {
        let mut next = vec![0.0; mass.len()];
        for (here, ways) in mass.iter().zip(shares) {
            for (to, share) in ways {
                match to {
                    TierEnd::Goal => goal += here * share,
                    TierEnd::Tier(name) => {
                        next[names.iter().position(|known| known == name).unwrap()] += here * share;
                    }
                    _ => {}
                }
            }
        }
        mass = next;
        if mass.iter().sum::<f64>() < 1e-17 {
            break;
        }
    }
    goal
}

proptest! {
    /// Elasticities against central differences of a chain that is walked step by step.
    #[test]
    fn elasticities_are_derivatives(
        rows in proptest::collection::vec(
            (proptest::collection::vec(0..4_usize, 1..6), 0..5_u64, 1..5_u64, 0..3_u64), 2..12),
    ) {
        let tiers = ["a", "b", "c", "d"];
        let mut paths = Paths::new();
        for (steps, goal, lost, open) in &rows {
            let steps: Vec<_> = steps.iter().map(|&step| tiers[step]).collect();
            paths.add(&steps, PathCounts::goal(*goal).with_lost(*lost).with_open(*open)).unwrap();
        }
        let cycle = LifeCycle::fit(&paths, &[]).unwrap();
        prop_assert_eq!(cycle.goal, Chain::fit(&paths).unwrap().solve().unwrap().goal);
        prop_assume!(cycle.goal > 0.0);
        let names: Vec<String> = cycle.tiers.iter().map(|tier| tier.name.clone()).collect();
        let journeys: u64 = rows.iter().map(|row| row.1 + row.2 + row.3).sum();
        let starts = names.iter().map(|name| {
            let begin = rows.iter().filter(|row| tiers[row.0[0]] == name);
            begin.map(|row| row.1 + row.2 + row.3).sum::<u64>() as f64 / journeys as f64
        });
        let start: Vec<f64> = starts.collect();
        let shares: Vec<Vec<(TierEnd, f64)>> = cycle.tiers.iter()
            .map(|tier| tier.transitions.iter().map(|way| (way.to.clone(), way.share)).collect())
            .collect();
        prop_assert!((goal(&shares, &names, &start) - cycle.goal).abs() < 1e-12);

        let step = 1e-5;
        let slope = |change: &dyn Fn(f64) -> Vec<Vec<(TierEnd, f64)>>| {
            let (up, down) = (goal(&change(1.0 + step), &names, &start), goal(&change(1.0 - step), &names, &start));
            (up - down) / (2.0 * step) / cycle.goal
        };
        for (at, tier) in cycle.tiers.iter().enumerate() {
            let on = |way: &TierTransition| matches!(way.to, TierEnd::Tier(_) | TierEnd::Goal);
            let found = slope(&|factor| {
                let mut changed = shares.clone();
                for (way, share) in tier.transitions.iter().zip(&mut changed[at]) {
                    share.1 *= if on(way) { factor } else { 1.0 };
                }
                changed
            });
            prop_assert!((found - tier.elasticity.unwrap()).abs() < 1e-6, "{}: {found}", tier.name);
            for (place, way) in tier.transitions.iter().enumerate() {
                let Some(elasticity) = way.elasticity else { continue };
                let found = slope(&|factor| {
                    let mut changed = shares.clone();
                    let share = way.share * factor;
                    for (other, entry) in changed[at].iter_mut().enumerate() {
                        entry.1 = if other == place { share } else { entry.1 * (1.0 - share) / (1.0 - way.share) };
                    }
                    changed
                });
                prop_assert!((found - elasticity).abs() < 1e-6, "{} {:?}: {found} {elasticity}", tier.name, way.to);
            }
        }
    }
}
