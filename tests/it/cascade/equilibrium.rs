//! Cascades: golden numbers, agreement of forward and adjoint, refusals.

use proptest::prelude::*;
use total_experience::cascade::analyze::Effect;
use total_experience::cascade::{EdgeColumns, Error, Network, NetworkOptions, SolveOptions};
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Dimension, Outcome, Role, Stakeholder, Touchpoint};

use super::networks::{NODES, SHOCK, close, golden, network, published, stable, with_options};

const OBJECTIVE: [f64; 5] = [0.0, 0.5, 0.5, 0.0, 0.0];

#[test]
fn golden_cascade() {
    let network = golden();
    let stability = network.stability();
    published(stability.radius, "0.176635");
    assert!(stability.exact && stability.cyclic && !stability.is_fragile());
    let loops = network.loops();
    assert!(loops.complete);
    assert_eq!(loops.found.len(), 1);
    assert_eq!(loops.found[0].nodes, [1, 2]);
    published(loops.found[0].gain, "0.0312");

    let impact = network.impact(&SHOCK).unwrap();
    published(impact.total[1], "4.4839");
    published(impact.total[2], "2.3658");
    published(impact.direct[2], "1.2");
    published(impact.total[2] / (1.2 + 12.0 * 0.35 * 0.26), "1.032205"); // amplification by the loop
    for node in 0..5 {
        let sum = impact.shock[node] + impact.direct[node] + impact.indirect[node];
        assert!((sum - impact.total[node]).abs() < 1e-15);
    }

    let importance = network.importance(&OBJECTIVE).unwrap();
    let order: Vec<_> = importance.iter().map(|importance| NODES[importance.node]).collect();
    assert_eq!(order, ["teller_ex", "onboard_cx", "teller_ux", "digital_ux", "mx"]);
    for (importance, expected) in importance.iter().zip(["0.6503", "0.5780", "0.2854", "0.2543", "0.1156"]) {
        published(importance.value, expected);
    }
}

#[test]
fn golden_sensitivity() {
    let network = golden();
    let on_cx = [0.0, 0.0, 1.0, 0.0, 0.0];
    let found = network.sensitivity(Effect { shock: &SHOCK, objective: &on_cx }).unwrap();
    published(found.effect, "2.3658");
    assert_eq!(found.unknown, 0);
    let share = |from: u32, to: u32| {
        let edge = found.edges.iter().find(|edge| edge.from == from && edge.to == to).unwrap();
        100.0 * edge.variance_share.unwrap()
    };
    published(share(0, 2), "61");
    published(share(1, 2), "28");
    published(share(0, 1), "11");
    let sum: f64 = found.edges.iter().filter_map(|edge| edge.variance_share).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

/// The standard error at a node is that of the effect on an objective of just this node.
#[test]
fn standard_errors_agree_with_sensitivity() {
    let network = golden();
    let errors = network.standard_errors(&SHOCK).unwrap();
    for (node, error) in errors.values().enumerate() {
        let mut objective = [0.0; 5];
        objective[node] = 1.0;
        let found = network.sensitivity(Effect { shock: &SHOCK, objective: &objective }).unwrap();
        assert!((found.standard_error - error.unwrap()).abs() < 1e-14);
    }
    assert_eq!(errors[0], Some(0.0));
}

/// Pay-and-go of a petrol retailer: what is a dream for customers is a nightmare for staff.
#[test]
fn golden_petrol() {
    let edges = [(0, 2, 0.40), (0, 3, -0.35), (1, 3, 0.50), (3, 2, 0.30), (2, 3, 0.10)];
    let network = network(4, &edges).unwrap();
    let total = |shock: [f64; 4]| network.equilibrium(&shock).unwrap();
    let [pay, recognition, both] =
        [[20.0, 0.0, 0.0, 0.0], [0.0, 15.0, 0.0, 0.0], [20.0, 15.0, 0.0, 0.0]].map(total);
    published(pay[2], "6.082");
    published(pay[3], "-6.392");
    published(recognition[3], "7.732");
    published(recognition[2], "2.320");
    published(both[2], "8.402");
    published(both[3], "1.340");
    published(-pay[3] / (recognition[3] / 15.0), "12.4"); // the least recognition shock that harms nobody
}

/// A zero has no sign: ties stand by their numbers.
#[test]
fn zeros_have_no_sign() {
    let network = network(4, &[(0, 1, 0.5)]).unwrap();
    let ranked = network.importance(&[-0.0, 0.0, 1.0, 0.0]).unwrap();
    assert_eq!(ranked.iter().map(|importance| importance.node).collect::<Vec<_>>(), [2, 0, 1, 3]);
    assert!(ranked[1..].iter().all(|importance| importance.value.is_sign_positive()));
}

/// Miller & Blair (2009), Input-Output Analysis, section 2.3: the Leontief inverse by columns of shocks.
#[test]
fn textbook_leontief() {
    let a = [[0.15, 0.25], [0.20, 0.05]];
    let edges: Vec<_> = (0..2).flat_map(|i| (0..2).map(move |j| (j as u32, i as u32, a[i][j]))).collect();
    // A sector that buys from itself is a lagged influence on itself.
    let (from, (to, weight)): (Vec<_>, (Vec<_>, Vec<_>)) =
        edges.into_iter().map(|(i, j, w)| (i, (j, w))).unzip();
    let network = Network::from_columns(
        2,
        &EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }.with_lag(&[1; 4]),
    )
    .unwrap();
    let inverse = [[1.254_125_41, 0.330_033_00], [0.264_026_40, 1.122_112_21]];
    for column in 0..2 {
        let mut shock = [0.0; 2];
        shock[column] = 1.0;
        let x = network.equilibrium(&shock).unwrap();
        for row in 0..2 {
            assert!((x[row] - inverse[row][column]).abs() < 5e-9); // eight published decimals
        }
    }
}

#[test]
fn an_unstable_loop_is_refused_by_name() {
    let names = ["staff".to_owned(), "customers".to_owned()];
    let edges = EdgeColumns { from: &[0, 1], to: &[1, 0], weight: &[0.9, 1.2], ..EdgeColumns::default() }
        .with_names(&names);
    let error = Network::from_columns(2, &edges).unwrap_err();
    let Error::Unstable { radius, gain, ref nodes, .. } = error else { panic!("{error}") };
    published(radius, "1.0392");
    published(gain, "1.08");
    assert_eq!(nodes, &[0, 1]);
    assert!(error.to_string().contains("staff -> customers -> staff"), "{error}");
    // Exactly 1, in a pair, in a ring too large for eigenvalues, and by persistence.
    assert!(matches!(network(2, &[(0, 1, 2.0), (1, 0, 0.5)]), Err(Error::Unstable { .. })));
    let ring: Vec<_> = (0..500).map(|node| (node, (node + 1) % 500, 1.0)).collect();
    assert!(matches!(network(500, &ring), Err(Error::Unstable { size: 500, .. })));
    let persistent =
        EdgeColumns { from: &[0], to: &[0], weight: &[-1.0], ..EdgeColumns::default() }.with_lag(&[1]);
    assert!(matches!(Network::from_columns(1, &persistent), Err(Error::Unstable { .. })));
    // No single loop of a clique need reach 1 for the component to be unstable.
    let clique: Vec<_> =
        (0..5).flat_map(|i| (0..5).filter(move |&j| i != j).map(move |j| (i, j, 0.3))).collect();
    let Err(Error::Unstable { radius, gain, .. }) = network(5, &clique) else { panic!("accepted") };
    published(radius, "1.2");
    assert!(gain < 1.0);
}

/// Signed weights can be stable though their absolute values are not: eigenvalues prove it.
#[test]
fn balancing_loops_are_accepted() {
    let edges = [(0, 1, 0.9), (1, 0, 0.9), (1, 2, 0.7), (2, 1, -0.7)]; // radius sqrt(.32), of |W| sqrt(1.3)
    let exact = network(3, &edges).unwrap();
    assert!(exact.stability().exact);
    let x = exact.equilibrium(&[1.0, 0.0, 0.0]).unwrap();
    assert!((x[1] - 0.9 / (1.0 - 0.81 + 0.49)).abs() < 1e-14);
    let small = NetworkOptions::default().with_dense_limit(2);
    let by_powers = with_options(3, &edges, &small).unwrap();
    assert!(by_powers.stability().certified && !by_powers.stability().exact);
    assert!((0.32_f64.sqrt()..1.0).contains(&by_powers.stability().radius));
}

#[test]
fn bad_input_is_named() {
    let refused = |nodes, edges: &EdgeColumns<'_>| Network::from_columns(nodes, edges).unwrap_err();
    assert_eq!(refused(0, &EdgeColumns::default()), Error::Empty);
    let huge = refused(1 << 40, &EdgeColumns::default());
    assert!(matches!(huge, Error::TooLarge { what: "nodes", .. }));
    let short = refused(2, &EdgeColumns { from: &[0], to: &[1], weight: &[], ..EdgeColumns::default() });
    assert!(matches!(short, Error::WrongLength { what: "weight", found: 0, expected: 1 }));
    let stranger = refused(
        2,
        &EdgeColumns { from: &[0, 7], to: &[1, 0], weight: &[0.1, 0.1], ..EdgeColumns::default() },
    );
    assert_eq!(stranger, Error::UnknownEnd { edge: 1, node: 7, nodes: 2 });
    for value in [f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refused(2, &EdgeColumns { from: &[0], to: &[1], weight: &[value], ..EdgeColumns::default() }),
            Error::NotFinite { edge: 0, .. }
        ));
    }
    let negative = EdgeColumns { from: &[0], to: &[1], weight: &[0.1], ..EdgeColumns::default() }
        .with_standard_error(&[-0.1]);
    assert!(matches!(refused(2, &negative), Error::NegativeStandardError { edge: 0, .. }));
    assert!(matches!(
        refused(2, &EdgeColumns { from: &[1], to: &[1], weight: &[0.1], ..EdgeColumns::default() }),
        Error::SelfInfluence { edge: 0, .. }
    ));
    // With lag 1, as the message says, an industry that uses its own goods is solved as (1 - .1) x = s.
    let own = EdgeColumns { from: &[1], to: &[1], weight: &[0.1], ..EdgeColumns::default() };
    let lagged = Network::from_columns(2, &own.with_lag(&[1])).unwrap();
    assert!((lagged.equilibrium(&[0.0, 9.0]).unwrap()[1] - 10.0).abs() < 1e-12);
    // A message is one line, whatever a key holds.
    let keys = ["one".to_owned(), "two\nlines".to_owned()];
    let own = EdgeColumns { from: &[1], to: &[1], weight: &[0.1], ..EdgeColumns::default() };
    let told = Network::from_columns(2, &own.with_names(&keys)).unwrap_err().to_string();
    assert!(
        told.contains("`two\\nlines`") && !told.contains('\n') && told.contains("give the edge lag 1"),
        "{told}"
    );

    let network = golden();
    let options = SolveOptions::default();
    assert_eq!(
        network.impact_with(&[1.0], &options).unwrap_err(),
        Error::WrongLength { what: "values of nodes", found: 1, expected: 5 }
    );
    let nan = network.adjoint_with(&[0.0, f64::NAN, 0.0, 0.0, 0.0], &options).unwrap_err();
    assert!(matches!(nan, Error::BadValue { .. }));
    let tolerance = network.impact_with(&SHOCK, &SolveOptions::default().with_tolerance(0.0)).unwrap_err();
    assert!(matches!(tolerance, Error::OutOfRange { what: "tolerance", .. }));
    let names = ["training", "service", "loyalty"].map(String::from);
    let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[1e300, 1e300], ..EdgeColumns::default() };
    let chain = Network::from_columns(3, &edges.with_names(&names)).unwrap();
    assert_eq!(
        chain.equilibrium_with(&[1.0, 0.0, 0.0], &options).unwrap_err(),
        Error::Overflow { node: 2.into(), key: "loyalty".to_owned() }
    );
    let names = ["front", "desk", "till"].map(str::to_owned);
    let edges = EdgeColumns {
        from: &[0, 1],
        to: &[1, 2],
        weight: &[1e300, 1e300],
        names: Some(&names),
        ..EdgeColumns::default()
    };
    let named = Network::from_columns(3, &edges).unwrap();
    let shock = [1.0, 0.0, 0.0];
    let text = "the cascade overflows at node `till`: its weights or the shock are too large";
    assert_eq!(named.equilibrium_with(&shock, &options).unwrap_err().to_string(), text);
    assert_eq!(named.equilibria_with(&[shock], &options).unwrap_err().to_string(), text);
    let back = named.adjoint_with(&[0.0, 0.0, 1.0], &options).unwrap_err().to_string();
    assert_eq!(back, text.replace("till", "front"));
}

#[test]
fn too_few_sweeps_is_an_error() {
    let edges = [(0, 1, 0.99), (1, 2, 0.99), (2, 0, 0.99)];
    let network = with_options(3, &edges, &NetworkOptions::default().with_dense_limit(1)).unwrap();
    let few = SolveOptions::default().with_max_iterations(3);
    assert!(matches!(
        network.equilibrium_with(&[1.0; 3], &few),
        Err(Error::NotConverged { iterations: 3, .. })
    ));
    let x = network.equilibrium(&[1.0; 3]).unwrap();
    assert!(x.values().all(|value| (value - 100.0).abs() < 1e-8), "{x:?}");
}

fn bank() -> ExperienceMap {
    MapDocument::new("Bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer).with_weight(2.0))
        .stakeholder(Stakeholder::new("tellers", Role::Employee))
        .touchpoint(Touchpoint::new("app"))
        .touchpoint(Touchpoint::new("branch").with_weight(3.0))
        .facet("app", Dimension::Customer, "customers")
        .facet("branch", Dimension::Customer, "customers")
        .facet("branch", Dimension::Employee, "tellers")
        .outcome(
            Outcome::new("churn")
                .with_unit("percentage points")
                .with_direction(total_experience::model::Direction::LowerIsBetter),
        )
        .influence("app/cx/customers", "branch/cx/customers", 0.5, |i| i)
        .influence("app/cx/customers", "branch/ex/tellers", -0.25, |i| i)
        .influence("branch/cx/customers", "churn", -0.125, |i| i)
        .build()
        .unwrap()
}

#[test]
fn sums_up_over_the_map() {
    let map = bank();
    let network = Network::from_map(&map).unwrap();
    let shock = network.node_values(&[(map.node("app/cx/customers").unwrap(), 8.0)]).unwrap();
    let impact = network.impact(&shock).unwrap();
    let summary = impact.summary(&map, &network).unwrap();
    let change = |changes: &[total_experience::cascade::analyze::Change]| {
        changes.iter().map(|change| (change.key.clone(), change.change, change.harm)).collect::<Vec<_>>()
    };
    // cx: (8 x 1 + 4 x 3) / 4 for customers, whose weight is the same for both
    assert_eq!(change(&summary.dimensions), [("cx".to_owned(), 5.0, false), ("ex".to_owned(), -2.0, true)]);
    assert_eq!(
        change(&summary.stakeholders),
        [("customers".to_owned(), 5.0, false), ("tellers".to_owned(), -2.0, true)]
    );
    assert_eq!(change(&summary.outcomes), [("churn".to_owned(), -0.5, false)]);
    assert_eq!(summary.outcomes[0].unit, "percentage points");

    let unknown = network.node_values(&[(total_experience::model::influence::Node::from_u32(99), 1.0)]);
    assert!(matches!(unknown, Err(Error::UnknownId { .. })));
    let node = map.node("churn").unwrap();
    assert!(matches!(network.node_values(&[(node, 1.0), (node, 2.0)]), Err(Error::NodeTwice { .. })));
    let without = Network::builder()
        .with_map(&map)
        .without(map.influences().map(|(id, _)| id).take(1))
        .build()
        .unwrap();
    assert_eq!(without.edges().map(|edge| edge.origin).collect::<Vec<_>>(), [1, 2]);
}

proptest! {
    #[test]
    fn adjoint_equals_forward(
        (nodes, edges) in stable(),
        shock in prop::collection::vec(-10.0_f64..10.0, 15),
        objective in prop::collection::vec(-1.0_f64..1.0, 15),
        dense_limit in prop::sample::select(vec![1_usize, 128]),
    ) {
        let network = with_options(nodes, &edges, &NetworkOptions::default().with_dense_limit(dense_limit)).unwrap();
        let options = SolveOptions::default();
        let (shock, objective) = (&shock[..nodes], &objective[..nodes]);
        let x = network.equilibrium_with(shock, &options).unwrap();
        let v = network.adjoint_with(objective, &options).unwrap();
        let forward: f64 = x.values().zip(objective).map(|(x, c)| x * c).sum();
        let backward: f64 = v.values().zip(shock).map(|(v, s)| v * s).sum();
        prop_assert!(close(forward, backward), "{forward} {backward}");
        // The residual of the definition itself.
        for (node, total) in x.values().enumerate() {
            let arriving = edges.iter().filter(|edge| edge.1 as usize == node);
            let arriving: f64 = arriving.map(|edge| edge.2 * x[edge.0 as usize]).sum();
            prop_assert!(close(*total, shock[node] + arriving));
        }
    }

    #[test]
    fn a_cascade_of_a_sum_is_the_sum_of_cascades(
        (nodes, edges) in stable(),
        a in prop::collection::vec(-10.0_f64..10.0, 15),
        b in prop::collection::vec(-10.0_f64..10.0, 15),
        factor in -3.0_f64..3.0,
    ) {
        let network = network(nodes, &edges).unwrap();
        let total = |shock: &[f64]| network.equilibrium(shock).unwrap();
        let sum: Vec<f64> = a[..nodes].iter().zip(&b).map(|(a, b)| a + factor * b).collect();
        let (x, y, both) = (total(&a[..nodes]), total(&b[..nodes]), total(&sum));
        for node in 0..nodes {
            prop_assert!(close(both[node], x[node] + factor * y[node]));
        }
    }

    #[test]
    fn renumbering_changes_nothing((nodes, edges) in stable(), seed in any::<u64>()) {
        let mut order: Vec<u32> = (0..nodes as u32).collect();
        order.sort_by_key(|&node| (u64::from(node) + 1).wrapping_mul(seed | 1).rotate_left(17));
        let renamed: Vec<_> = edges.iter().map(|&(i, j, w)| (order[i as usize], order[j as usize], w)).collect();
        let shock: Vec<f64> = (0..nodes).map(|node| node as f64 - 3.0).collect();
        let mut moved = vec![0.0; nodes];
        (0..nodes).for_each(|node| moved[order[node] as usize] = shock[node]);
        let x = network(nodes, &edges).unwrap().equilibrium(&shock).unwrap();
        let y = network(nodes, &renamed).unwrap().equilibrium(&moved).unwrap();
        for node in 0..nodes {
            prop_assert!(close(x[node], y[order[node] as usize]));
        }
    }

    /// Gradients against central differences of re-frozen networks.
    #[test]
    fn gradients_are_differences((nodes, edges) in stable(), pick in any::<prop::sample::Index>()) {
        prop_assume!(!edges.is_empty());
        let shock: Vec<f64> = (0..nodes).map(|node| 1.0 + node as f64).collect();
        let objective: Vec<f64> = (0..nodes).map(|node| 1.0 - 0.1 * node as f64).collect();
        let options = SolveOptions::default();
        let found = network(nodes, &edges).unwrap().sensitivity_with(Effect { shock: &shock, objective: &objective }, &options).unwrap();
        let at = pick.index(edges.len());
        let effect = |step: f64| {
            let mut moved = edges.clone();
            moved[at].2 += step;
            network(nodes, &moved).unwrap().sensitivity_with(Effect { shock: &shock, objective: &objective }, &options).unwrap().effect
        };
        let step = 1e-5; // truncation of order step^2 times a third derivative of up to 1e3 x size
        let difference = (effect(step) - effect(-step)) / (2.0 * step);
        let (from, to) = (edges[at].0, edges[at].1);
        let edge = found.edges.iter().find(|edge| edge.from == from && edge.to == to).unwrap();
        prop_assert!((edge.gradient - difference).abs() <= 1e-4 * (1.0 + difference.abs()), "{edge:?} {difference}");
    }
}
