//! How predictable journeys are, and what systems contribute.

use std::collections::BTreeMap;

use proptest::prelude::*;
use total_experience::cascade::Network;
use total_experience::journey::Error;
use total_experience::journey::dfg::{JourneyGraph, WaitSpread};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::markov::{Chain, PathCounts, Paths, TouchpointGroups};
use total_experience::model::influence::Node;
use total_experience::model::map::MapDocument;
use total_experience::model::{Dimension, Role, Stakeholder, System, Touchpoint};

use crate::journey::ns;

fn table(rows: &[(&[&str], PathCounts)]) -> Paths {
    let mut paths = Paths::new();
    rows.iter().for_each(|(steps, counts)| paths.add(steps, *counts).unwrap());
    paths
}

/// The five paths of the chain's golden numbers.
fn golden() -> Paths {
    table(&[
        (&["A", "B"], PathCounts::goal(30).with_lost(20)),
        (&["A", "C"], PathCounts::goal(10).with_lost(40)),
        (&["B"], PathCounts::goal(15).with_lost(35)),
        (&["C", "B"], PathCounts::goal(12).with_lost(18)),
        (&["A"], PathCounts::goal(5).with_lost(65)),
    ])
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

/// By hand: 250 journeys start with A 170, B 50, C 30; from A 170: B 50, C 50, goal 5, lost 65; from B 130: goal 57,
/// lost 73; from C 80: B 30, goal 10, lost 40. So 630 steps, of which 170 + 65 + 73 + 40 are the most common ones. The
/// rate was computed with numpy 2.4 as well: entropies of the rows of this chain, weighted by its stationary
/// probabilities (the left eigenvector of 1) when every end leads back to the start.
#[test]
fn five_paths() {
    let found = Chain::fit(&golden()).unwrap().predictability();
    assert_eq!((found.steps, found.start.steps), (630, 250));
    let entropy = |counts: &[f64]| {
        let all: f64 = counts.iter().sum();
        counts.iter().map(|count| -count / all * (count / all).log2()).sum::<f64>()
    };
    let by_hand = [
        (250.0, entropy(&[170.0, 50.0, 30.0])),
        (170.0, entropy(&[50.0, 50.0, 5.0, 65.0])),
        (130.0, entropy(&[57.0, 73.0])),
        (80.0, entropy(&[30.0, 10.0, 40.0])),
    ];
    close(found.start.bits, by_hand[0].1);
    for (place, (steps, bits)) in found.touchpoints.iter().zip(&by_hand[1..]) {
        assert_eq!(place.steps as f64, *steps);
        close(place.bits, *bits);
        close(place.choices, bits.exp2());
    }
    close(found.bits_per_step, by_hand.iter().map(|(steps, bits)| steps / 630.0 * bits).sum());
    close(found.bits_per_step, 1.326387926311435);
    close(found.bits_per_journey, found.bits_per_step * 2.52);
    close(found.foreseen, 348.0 / 630.0);
    close(found.touchpoints[1].foreseen, 73.0 / 130.0);
    // Free probabilities: 2 + 3 + 1 + 2.
    close(found.corrected_bits_per_step - found.bits_per_step, 8.0 / (2.0 * 630.0 * 2.0_f64.ln()));
}

#[test]
fn certainty_has_no_bits() {
    let found = Chain::fit(&table(&[(&["A", "B", "C"], PathCounts::goal(9))])).unwrap().predictability();
    assert_eq!((found.bits_per_step, found.bits_per_journey, found.foreseen), (0.0, 0.0, 1.0));
    assert_eq!(found.corrected_bits_per_step, 0.0);
    // In order 2 what comes after B depends on what came before it.
    let paths = table(&[(&["A", "B", "C"], PathCounts::goal(1)), (&["D", "B", "E"], PathCounts::goal(1))]);
    let bits = |order| Chain::fit_order(&paths, order).unwrap().predictability().bits_per_journey;
    assert_eq!((bits(1), bits(2)), (2.0, 1.0));
    assert_eq!(Chain::fit_order(&paths, 2).unwrap().predictability().touchpoints[1].steps, 2);
}

/// By hand: waits from a to b of 1, 3, 10 and 4 seconds have the mean 4.5 and squares of 45 in all, so sd = sqrt(15);
/// from b to a 2 seconds.
#[test]
fn spread_of_waits() {
    let second = 1_000_000_000;
    let mut builder = EventLog::builder();
    let events = [
        ("1", "a", 0),
        ("2", "a", 0),
        ("1", "b", 1),
        ("2", "b", 3),
        ("3", "a", 4),
        ("2", "a", 5),
        ("2", "b", 9),
        ("3", "b", 14),
    ];
    for (case, activity, time) in events {
        builder.event(activity, ns(time * second), &[("case", case)]).unwrap();
    }
    let log = builder.finish();
    let case = log.object_type("case").unwrap();
    let found = WaitSpread::discover(&log, case).unwrap();
    let edge = &found.edges[0];
    assert_eq!(
        (edge.from.as_str(), edge.to.as_deref(), edge.count, edge.mean_wait.as_secs_f64()),
        ("a", Some("b"), 4, 4.5)
    );
    close(edge.variation.unwrap(), 15.0_f64.sqrt() / 4.5);
    close(edge.tail.unwrap(), 8.2 / 3.5);
    assert_eq!((found.edges[1].variation, found.edges[1].tail), (None, None), "one wait has no spread");
    assert_eq!((&found.touchpoints[0].from, &found.touchpoints[0].to), (&"a".to_owned(), &None));
    assert_eq!(found.touchpoints[0].variation, edge.variation);
    let graph = JourneyGraph::discover(&log, case).unwrap();
    for (edge, spread) in graph.edges().zip(&found.edges) {
        assert_eq!(
            (edge.from, Some(edge.to), edge.count),
            (spread.from.as_str(), spread.to.as_deref(), spread.count)
        );
        close(edge.p90_wait.as_secs_f64(), spread.p90_wait.as_secs_f64());
        close(edge.median_wait.as_secs_f64(), spread.median_wait.as_secs_f64());
    }
    let foreign = WaitSpread::discover(&log, ObjectTypeId::from_u32(1));
    assert!(matches!(foreign, Err(Error::UnknownId { .. })));
}

/// Without A and C the goal is reached by B alone: 15 of 72 goals, but the chain forgets who came to B first:
/// P(goal without A, C) = 50/250 * 57/130, of P = .288. Computed with numpy 2.4 as well, by inverting both matrices.
#[test]
fn systems_of_five_paths() {
    let groups = TouchpointGroups::new(&[("A", "app"), ("C", "app"), ("B", "shop"), ("X", "fax")]).unwrap();
    let found = Chain::fit(&golden()).unwrap().contributions(&groups).unwrap();
    let names: Vec<_> = found.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["shop", "app", "fax"]);
    let [shop, app, fax] = &found.groups[..] else { panic!("{found:?}") };
    close(app.removal_effect.unwrap(), 1.0 - 0.2 * 57.0 / 130.0 / 0.288);
    close(app.removal_effect.unwrap(), 0.695_512_820_512_820_5);
    assert_eq!(format!("{:.6}", shop.removal_effect.unwrap()), "0.791667"); // that of B, in methods of the chain
    close(app.visits, 1.0);
    assert_eq!(
        (app.touchpoints.as_slice(), fax.removal_effect),
        (&["A".to_owned(), "C".to_owned()][..], Some(0.0))
    );
    // With order 2 nothing is forgotten: goals without A and C are those of B alone.
    let exact = Chain::fit_order(&golden(), 2).unwrap().contributions(&groups).unwrap();
    close(
        exact.groups.iter().find(|group| group.name == "app").unwrap().removal_effect.unwrap(),
        57.0 / 72.0,
    );

    let found =
        found.with_importance(&[("A", 0.5), ("C", 0.25), ("C", -0.125), ("X", 1.0), ("Y", 9.0)]).unwrap();
    let importance: Vec<_> = found.groups.iter().map(|group| group.importance).collect();
    assert_eq!(importance, [None, Some(0.625), Some(1.0)]);
    assert!(matches!(found.with_importance(&[("A", f64::NAN)]), Err(Error::BadValue { .. })));
}

/// Worth of one point to customers, by hand: the app .35 * .26 / (1 - .26 * .12), the branch's staff .26 / (1 - .0312),
/// customers 1 / (1 - .0312). The app is one system, the branch with both of its facets the other.
#[test]
fn systems_have_the_importance_of_their_facets() {
    let map = MapDocument::new("bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .stakeholder(Stakeholder::new("tellers", Role::Employee))
        .system(System::new("core"))
        .system(System::new("desk"))
        .touchpoint(Touchpoint::new("teller_app").with_system("core"))
        .touchpoint(Touchpoint::new("branch").with_system("desk"))
        .facet("teller_app", Dimension::User, "tellers")
        .facet("branch", Dimension::Employee, "tellers")
        .facet("branch", Dimension::Customer, "customers")
        .influence("teller_app/ux/tellers", "branch/ex/tellers", 0.35, |i| i)
        .influence("branch/ex/tellers", "branch/cx/customers", 0.26, |i| i)
        .influence("branch/cx/customers", "branch/ex/tellers", 0.12, |i| i)
        .build()
        .unwrap();
    let network = Network::from_map(&map).unwrap();
    let aim = network.node_values(&[(map.node("branch/cx/customers").unwrap(), 1.0)]).unwrap();
    let importance = network.importance(&aim).unwrap();
    let by_touchpoint: Vec<(&str, f64)> = importance
        .iter()
        .filter_map(|importance| match network.node(importance.node)? {
            Node::Facet(facet) => {
                let touchpoint = map.touchpoint(map.facet(facet)?.touchpoint)?;
                Some((touchpoint.key.as_str(), importance.value))
            }
            _ => None,
        })
        .collect();
    let chain = Chain::fit(&table(&[(&["teller_app", "branch"], PathCounts::goal(1).with_lost(1))])).unwrap();
    let found = chain.contributions(&TouchpointGroups::systems(&map)).unwrap();
    let found = found.with_importance(&by_touchpoint).unwrap();
    assert!(found.groups.iter().all(|group| group.removal_effect == Some(1.0)), "every journey passes both");
    let [core, desk] = &found.groups[..] else { panic!("{found:?}") };
    close(core.importance.unwrap(), 0.35 * 0.26 / (1.0 - 0.0312));
    close(desk.importance.unwrap(), 1.26 / (1.0 - 0.0312));
}

#[test]
fn groups_of_a_map_and_faults() {
    let map = MapDocument::new("bank")
        .system(System::new("core"))
        .touchpoint(Touchpoint::new("A").with_system("core").with_owner("Retail"))
        .touchpoint(Touchpoint::new("B").with_owner("Retail"))
        .build()
        .unwrap();
    let systems = TouchpointGroups::systems(&map);
    assert_eq!((systems.group_of("A"), systems.group_of("B")), (Some("core"), None));
    let chain = Chain::fit(&golden()).unwrap();
    let found = chain.contributions(&systems).unwrap();
    assert_eq!(found.unassigned, ["B", "C"]);
    assert_eq!(format!("{:.6}", found.groups[0].removal_effect.unwrap()), "0.574920");
    assert_eq!(chain.contributions(&TouchpointGroups::owners(&map)).unwrap().groups.len(), 1);
    assert!(chain.contributions(&TouchpointGroups::default()).unwrap().groups.is_empty());
    let twice = TouchpointGroups::new(&[("A", "x"), ("A", "y")]);
    assert!(matches!(twice, Err(Error::DuplicateName { .. })));
    assert!(matches!(TouchpointGroups::new(&[("A", "")]), Err(Error::EmptyName { what: "a group" })));
    assert!(matches!(TouchpointGroups::new(&[("", "x")]), Err(Error::EmptyName { what: "a touchpoint" })));
    let never = Chain::fit(&table(&[(&["A"], PathCounts::default().with_lost(3))])).unwrap();
    assert_eq!(never.contributions(&systems).unwrap().groups[0].removal_effect, None);
}

/// Paths over four touchpoints with how they ended.
fn drawn() -> impl Strategy<Value = Vec<(String, u64, u64, u64)>> {
    prop::collection::vec(("[a-d]{1,6}", 0..5_u64, 0..5_u64, 0..3_u64), 1..8)
}

fn paths(rows: &[(String, u64, u64, u64)]) -> Paths {
    let mut paths = Paths::new();
    for (word, goal, lost, open) in rows {
        let steps: Vec<String> = word.chars().map(String::from).collect();
        paths.add(&steps, PathCounts::goal(*goal).with_lost(*lost).with_open(*open)).unwrap();
    }
    paths.add(&["a"], PathCounts::goal(1)).unwrap();
    paths
}

proptest! {
    #[test]
    fn entropy_is_that_of_the_likelihood(rows in drawn(), order in 1..4_usize) {
        let chain = Chain::fit_order(&paths(&rows), order).unwrap();
        let found = chain.predictability();
        let bits = -chain.log_likelihood() / (chain.transition_count() as f64 * 2.0_f64.ln());
        prop_assert!((found.bits_per_step - bits).abs() < 1e-12);
        prop_assert_eq!(found.steps, chain.transition_count());
        let places = found.touchpoints.iter().chain([&found.start]);
        let sums = places.clone().map(|place| (place.steps as f64 * place.bits, place.steps as f64 * place.foreseen));
        let (bits, foreseen) = sums.fold((0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        prop_assert!((bits / found.steps as f64 - found.bits_per_step).abs() < 1e-12);
        prop_assert!((foreseen / found.steps as f64 - found.foreseen).abs() < 1e-12);
        for place in places {
            // What is foreseen m of the time leaves at least log2 (1 / m) bits.
            prop_assert!(place.bits >= -1e-12 && place.bits + place.foreseen.log2() >= -1e-12 || order > 1);
        }
        let less = Chain::fit_order(&paths(&rows), order + 1).unwrap().predictability();
        prop_assert!(less.bits_per_journey <= found.bits_per_journey + 1e-9, "memory never makes it less predictable");
    }

    /// The same as losing whoever comes to one of them, by renaming all of them to one touchpoint that ends journeys.
    #[test]
    fn a_group_is_removed_as_a_whole(rows in drawn(), kept in prop::collection::btree_set(0..4_usize, 0..4), order in 1..3_usize) {
        let names = ["a", "b", "c", "d"];
        let pairs: Vec<_> = names.iter().enumerate().map(|(at, &name)| (name, if kept.contains(&at) { "kept" } else { "gone" })).collect();
        let groups = TouchpointGroups::new(&pairs).unwrap();
        let chain = Chain::fit_order(&paths(&rows), order).unwrap();
        let found = chain.contributions(&groups).unwrap();
        let whole = chain.solve().unwrap();
        let effects: BTreeMap<&str, f64> = found.groups.iter().map(|group| (group.name.as_str(), group.removal_effect.unwrap())).collect();
        for group in &found.groups {
            let single = group.touchpoints.iter().map(|name| whole.touchpoint(name).unwrap());
            let (mut most, mut sum, mut visits) = (0.0_f64, 0.0, 0.0);
            for role in single {
                let effect = role.removal_effect.unwrap();
                (most, sum, visits) = (most.max(effect), sum + effect, visits + role.visits);
            }
            let effect = effects[group.name.as_str()];
            prop_assert!(most - 1e-9 <= effect && effect <= sum + 1e-9);
            prop_assert!((visits - group.visits).abs() < 1e-9);
            if group.touchpoints.len() == 1 {
                prop_assert!((effect - most).abs() < 1e-9);
            }
        }
        // Every goal is reached through some touchpoint: without all of them there is none.
        if kept.is_empty() || kept.len() == 4 {
            prop_assert!(effects.values().any(|effect| (effect - 1.0).abs() < 1e-12));
        }
        let all = effects.values().sum::<f64>();
        prop_assert!(all >= 1.0 - 1e-9);
    }
}
