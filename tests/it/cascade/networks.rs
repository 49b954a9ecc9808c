//! Networks that the tests of cascades share.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use total_experience::Execution;
use total_experience::cascade::analyze::{EdgeChange, Ends};
use total_experience::cascade::{EdgeColumns, Error, Network, NetworkOptions};

/// The golden cascade: nodes and edges (from, to, weight, standard error, lag). Computed independently with numpy.
pub(crate) const NODES: [&str; 5] = ["teller_ux", "teller_ex", "onboard_cx", "digital_ux", "mx"];
const EDGES: [(u32, u32, f64, f64, u32); 8] = [
    (0, 1, 0.35, 0.08, 1),
    (1, 2, 0.26, 0.09, 1),
    (0, 2, 0.10, 0.05, 0),
    (3, 2, 0.30, 0.06, 0),
    (3, 1, 0.08, 0.04, 1),
    (4, 2, 0.20, 0.07, 0),
    (2, 1, 0.12, 0.06, 1),
    (3, 4, 0.25, 0.06, 0),
];
pub(crate) const SHOCK: [f64; 5] = [12.0, 0.0, 0.0, 0.0, 0.0];

pub(crate) fn ends(from: u32, to: u32) -> Ends {
    Ends { from: from.into(), to: to.into() }
}

/// A change of an edge to a weight.
pub(crate) fn set(from: u32, to: u32, weight: f64) -> EdgeChange {
    EdgeChange { from: from.into(), to: to.into(), weight: Some(weight) }
}

pub(crate) fn remove(from: u32, to: u32) -> EdgeChange {
    EdgeChange { from: from.into(), to: to.into(), weight: None }
}

pub(crate) fn golden() -> Network {
    let from: Vec<u32> = EDGES.iter().map(|edge| edge.0).collect();
    let to: Vec<u32> = EDGES.iter().map(|edge| edge.1).collect();
    let weight: Vec<f64> = EDGES.iter().map(|edge| edge.2).collect();
    let standard_error: Vec<f64> = EDGES.iter().map(|edge| edge.3).collect();
    let lag: Vec<u32> = EDGES.iter().map(|edge| edge.4).collect();
    let names = NODES.map(str::to_owned);
    let edges = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }
        .with_standard_error(&standard_error)
        .with_lag(&lag)
        .with_names(&names);
    Network::from_columns(5, &edges).unwrap()
}

pub(crate) fn network(nodes: usize, edges: &[(u32, u32, f64)]) -> Result<Network, Error> {
    with_options(nodes, edges, &NetworkOptions::default())
}

pub(crate) fn with_options(
    nodes: usize,
    edges: &[(u32, u32, f64)],
    options: &NetworkOptions,
) -> Result<Network, Error> {
    let from: Vec<u32> = edges.iter().map(|edge| edge.0).collect();
    let to: Vec<u32> = edges.iter().map(|edge| edge.1).collect();
    let weight: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
    let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() };
    Network::builder().with_columns(nodes, &columns).with_options(options.clone()).build()
}

/// To as many digits as the golden number is published with.
#[track_caller]
pub(crate) fn published(value: f64, expected: &str) {
    let digits = expected.split('.').nth(1).map_or(0, str::len);
    assert_eq!(format!("{value:.digits$}"), expected);
}

type Edges = BTreeMap<(u32, u32), f64>;

/// Networks of 1 to 14 nodes whose absolute weights leave each node with a sum below .9, so that they are stable.
pub(crate) fn stable() -> impl Strategy<Value = (usize, Vec<(u32, u32, f64)>)> {
    (1_usize..15)
        .prop_flat_map(|nodes| {
            let n = nodes as u32;
            (Just(nodes), prop::collection::btree_map((0..n, 0..n), -1.0_f64..1.0, 0..40))
        })
        .prop_map(|(nodes, edges): (usize, Edges)| {
            let edges: Vec<_> = edges.into_iter().filter(|((from, to), _)| from != to).collect();
            let sum =
                |node| edges.iter().filter(|((from, _), _)| *from == node).map(|(_, w)| w.abs()).sum::<f64>();
            let scaled =
                edges.iter().map(|&((from, to), w)| (from, to, 0.9 * w / sum(from).max(1.0))).collect();
            (nodes, scaled)
        })
}

pub(crate) fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * (1.0 + a.abs().max(b.abs())) // tolerance 1e-12, amplified by at most 1 / (1 - .9)
}

/// A fixed sequence of numbers in 0..1.
pub(crate) fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// An execution that is watched, and the steps that it tells; it ends where `goes_on` says no.
pub(crate) fn watched(
    goes_on: impl Fn(u64) -> bool + Send + Sync + 'static,
) -> (Execution, Arc<Mutex<Vec<u64>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let execution = Execution::default().with_watch(move |progress| {
        assert!(progress.done <= progress.total, "{progress}");
        told.lock().unwrap().push(progress.done);
        if goes_on(progress.done) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    (execution, seen)
}
