//! By which ways effects arrive: loops and paths against counting them all, and what rests on which influences.

use proptest::prelude::*;
use total_experience::cascade::analyze::{Ends, LoopOptions, WalkOptions};
use total_experience::cascade::{EdgeColumns, Error, Network, NetworkOptions, NodeIndex, SolveOptions};

use super::networks::{SHOCK, close, ends, golden, network, published, stable};

fn all() -> WalkOptions {
    WalkOptions::default().with_count(usize::MAX)
}

#[test]
fn golden_paths() {
    let paths = golden().paths_with(ends(0, 2), &all(), &SolveOptions::default()).unwrap();
    assert!(paths.complete);
    let [direct, via_ex] = paths.found.as_slice() else { panic!("{paths:?}") };
    assert_eq!(direct.nodes, [0, 2]);
    assert_eq!(via_ex.nodes, [0, 1, 2]);
    published(12.0 * direct.product, "1.2");
    published(12.0 * via_ex.product, "1.092");
    for path in [direct, via_ex] {
        published(path.factor, "1.032205"); // both meet the one loop, 1 / (1 - .0312)
    }
    published(12.0 * paths.total, "2.3658");
    assert!(paths.rest.abs() < 1e-15);
    // One path of two leaves the other as the rest.
    let one = golden()
        .paths_with(ends(0, 2), &WalkOptions::default().with_count(1), &SolveOptions::default())
        .unwrap();
    assert!((one.rest - via_ex.effect).abs() < 1e-15 && one.complete);
    // To itself: what the loop brings back.
    let back = golden().paths_with(ends(1, 1), &all(), &SolveOptions::default()).unwrap();
    published(back.found[0].effect, "1.032205");
    assert_eq!(back.found[0].nodes, [1]);
    assert_eq!(back.found[0].product, 1.0);
    let stranger = golden().paths_with(ends(0, 9), &all(), &SolveOptions::default());
    assert!(matches!(stranger, Err(Error::UnknownId { .. })));
}

/// A loop that a path does not meet, but another loop does, counts too: 0 -> 1 with 1 <-> 2 <-> 3.
#[test]
fn factors_of_loops_on_loops() {
    let network = network(4, &[(0, 1, 1.0), (1, 2, 0.5), (2, 1, 0.5), (2, 3, 0.5), (3, 2, 0.5)]).unwrap();
    let paths = network.paths_with(ends(0, 1), &all(), &SolveOptions::default()).unwrap();
    // D = 1 - 1/4 - 1/4, D_P = 1 - 1/4.
    assert!((paths.found[0].factor - 1.5).abs() < 1e-15);
    // A node that persists by .5 doubles what passes it.
    let persistent =
        EdgeColumns { from: &[0, 1, 1], to: &[1, 1, 2], weight: &[1.0, 0.5, 1.0], ..EdgeColumns::default() }
            .with_lag(&[0, 1, 0]);
    let paths = Network::from_columns(3, &persistent).unwrap();
    let paths = paths.paths_with(ends(0, 2), &all(), &SolveOptions::default()).unwrap();
    assert_eq!((paths.found[0].product, paths.found[0].factor), (1.0, 2.0));
}

#[test]
fn golden_evidence_share() {
    let network = golden();
    let options = SolveOptions::default();
    let shares = network.evidence_share(&SHOCK, |edge| edge.from == 1 && edge.to == 2, &options).unwrap();
    published(shares[2].unwrap(), "0.4928");
    assert_eq!((shares[0], shares[3], shares[4]), (None, None, None));
    // Nothing taken, nothing lost; all taken, all lost.
    let none = network.evidence_share(&SHOCK, |_| false, &options).unwrap();
    assert_eq!(none, [None, Some(0.0), Some(0.0), None, None]);
    let everything = network.evidence_share(&SHOCK, |_| true, &options).unwrap();
    assert_eq!(everything, [None, Some(1.0), Some(1.0), None, None]);
    // Stable by its balancing loop only: without it there is nothing to compare with.
    let held = super::networks::network(3, &[(0, 1, 1.1), (1, 0, 1.0), (1, 2, 1.0), (2, 1, -1.0)]).unwrap();
    let refused = held.evidence_share(&[1.0, 0.0, 0.0], |edge| edge.weight < 0.0, &options);
    assert!(matches!(refused, Err(Error::Unstable { .. })));
}

/// All loops of at most `length` nodes, by trying every way.
fn loops_by_trial(nodes: usize, edges: &[(u32, u32, f64)], length: usize) -> Vec<(Vec<u32>, f64)> {
    fn extend(
        edges: &[(u32, u32, f64)],
        length: usize,
        way: &mut Vec<u32>,
        gain: f64,
        found: &mut Vec<(Vec<u32>, f64)>,
    ) {
        let last = way[way.len() - 1];
        for &(_, to, weight) in edges.iter().filter(|edge| edge.0 == last) {
            if to == way[0] {
                found.push((way.clone(), gain * weight));
            } else if to > way[0] && !way.contains(&to) && way.len() < length {
                way.push(to);
                extend(edges, length, way, gain * weight, found);
                way.pop();
            }
        }
    }
    let mut found = Vec::new();
    (0..nodes as u32).for_each(|start| extend(edges, length, &mut vec![start], 1.0, &mut found));
    found
}

proptest! {
    #[test]
    fn loops_are_those_found_by_trial((nodes, edges) in stable(), length in 1_usize..9) {
        let network = network(nodes, &edges).unwrap();
        let options = LoopOptions::default().with_length(length).with_count(usize::MAX);
        let loops = network.loops_with(&options);
        prop_assert!(loops.complete);
        let mut expected = loops_by_trial(nodes, &edges, length);
        let mut found: Vec<_> = loops.found.into_iter().map(|found| (found.nodes, found.gain)).collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        found.sort_by(|a, b| a.0.cmp(&b.0));
        prop_assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            let same = found.0.iter().map(|node| node.as_u32()).eq(expected.0.iter().copied());
            prop_assert!(same && close(found.1, expected.1));
        }
        // The strongest of them, when fewer are wanted; and a work limit that is reported.
        let few = network.loops_with(&options.clone().with_count(2));
        let strongest = expected.iter().map(|found| found.1.abs()).fold(0.0, f64::max);
        prop_assert!(few.found.first().is_none_or(|first| close(first.gain.abs(), strongest)));
        if !expected.is_empty() {
            prop_assert!(!network.loops_with(&options.with_work(1)).complete);
        }
    }

    /// Mason's rule: the paths with their loops add up to the total, whatever comes back.
    #[test]
    fn paths_with_their_loops_add_up(
        (nodes, edges) in stable(),
        ends in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        dense_limit in prop::sample::select(vec![1_usize, 128]),
    ) {
        let edges: Vec<_> = edges.into_iter().filter(|(i, j, _)| *i < 8 && *j < 8).collect();
        let [from, to] = [ends.0, ends.1].map(|end| NodeIndex::from(end.index(nodes) as u32));
        let options = NetworkOptions::default().with_dense_limit(dense_limit);
        let network = super::networks::with_options(nodes, &edges, &options).unwrap();
        let paths = network.paths_with(Ends { from, to }, &all(), &SolveOptions::default()).unwrap();
        prop_assert!(paths.complete);
        let mut shock = vec![0.0; nodes];
        shock[from] = 1.0;
        let total = network.equilibrium(&shock).unwrap()[to];
        prop_assert!(close(paths.found.iter().map(|path| path.effect).sum(), total));
        prop_assert!(close(paths.rest, 0.0) && close(paths.total, total));
        for path in &paths.found {
            prop_assert!(close(path.effect, path.product * path.factor));
        }
    }
}

/// Parallel edges are one influence to who asks for ways and loops.
#[test]
fn parallel_edges_are_one_way() {
    let refused = network(2, &[(0, 1, 0.8), (0, 1, 0.8), (1, 0, 0.8)]).unwrap_err();
    assert!(matches!(refused, Error::Unstable { gain, .. } if close(gain, 1.28)), "{refused}");
    let found = network(2, &[(0, 1, 9.0), (0, 1, -8.9), (1, 0, 0.9)]).unwrap();
    let loops = found.loops();
    assert!(loops.found.len() == 1 && close(loops.found[0].gain, 0.09), "{loops:?}");
    let paths = found.paths_with(ends(0, 1), &all(), &SolveOptions::default()).unwrap();
    assert!(paths.found.len() == 1 && close(paths.found[0].product, 0.1), "{paths:?}");
    assert!(close(paths.found[0].effect, paths.total) && paths.complete);
}

/// Where no loop is to blame alone, none is blamed.
#[test]
fn many_weak_loops_are_told_as_such() {
    let n = 100_u32;
    let edges: Vec<_> =
        (0..n * n).map(|at| (at / n, at % n, 0.0102)).filter(|edge| edge.0 != edge.1).collect();
    let refused = network(n as usize, &edges).unwrap_err().to_string();
    assert!(refused.contains("many loops make together") && refused.contains("1.0098"), "{refused}");
}
