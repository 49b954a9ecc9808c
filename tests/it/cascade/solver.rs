//! Large components: what sweeping finds is what the definition says, however it is asked.

use proptest::prelude::*;
use total_experience::cascade::analyze::{Effect, Solved};

use total_experience::cascade::{EdgeColumns, Error, Network, NetworkOptions, SolveOptions};

use super::networks::{close, network, remove, set, stable, watched, with_options};

/// A connected scale-free network of `nodes` with |W| of row sums up to `gain`, and signs if asked for.
pub(crate) fn scale_free(nodes: u32, degree: u32, gain: f64, signed: bool) -> Vec<(u32, u32, f64)> {
    let mut state = 7_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut edges = Vec::new();
    for from in 0..nodes {
        for k in 0..degree {
            let hub = (f64::from(nodes) * random().powi(3)) as u32;
            let to = if k == 0 || hub == from { (from + 1) % nodes } else { hub * 7 % nodes };
            if to != from {
                let sign = if signed && random() < 0.4 { -1.0 } else { 1.0 };
                edges.push((from, to, sign * gain * (0.5 + 0.5 * random()) / f64::from(degree)));
            }
        }
    }
    edges
}

/// |b + A x - x| / |b|, where A is W' forwards and W backwards.
fn residual(edges: &[(u32, u32, f64)], b: &[f64], x: &[f64], forwards: bool) -> f64 {
    let mut gap: Vec<f64> = b.iter().zip(x).map(|(b, x)| b - x).collect();
    for &(from, to, weight) in edges {
        let (row, column) = if forwards { (to, from) } else { (from, to) };
        gap[row as usize] += weight * x[column as usize];
    }
    norm(&gap) / norm(b)
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// How far two sums of the same residual in different orders may lie apart, some twenty units in the last place.
const ROUNDING: f64 = 4e-15;

#[test]
fn the_residual_that_was_asked_for_is_reached() {
    for (nodes, signed) in [(300_u32, false), (300, true), (9_000, false), (20_000, true)] {
        let edges = scale_free(nodes, 6, 0.95, signed);
        let network = network(nodes as usize, &edges).unwrap();
        assert!(network.stability().largest_component > 128);
        let mut shock = vec![0.0; nodes as usize];
        shock[3] = 1e-3;
        let ones = vec![1.0; nodes as usize];
        for tolerance in [1e-3, 1e-10, 1e-12, 1e-14] {
            let options = SolveOptions::default().with_tolerance(tolerance);
            // Where less is asked for than rounding of x makes, that is all that can be had.
            let bound =
                |b: &[f64], x: &[f64]| tolerance.max(8.0 * f64::EPSILON * norm(x) / norm(b)) + ROUNDING;
            for b in [&shock, &ones] {
                let x = network.equilibrium_with(b, &options).unwrap();
                let found = residual(&edges, b, &x, true);
                assert!(found <= bound(b, &x), "{found} > {tolerance}");
                let v = network.adjoint_with(b, &options).unwrap();
                let found = residual(&edges, b, &v, false);
                assert!(found <= bound(b, &v), "{found} > {tolerance}");
            }
        }
    }
}

/// Components of every kind behind each other: nodes alone, small ones, large ones, and nodes that persist.
#[test]
fn components_of_all_kinds_in_a_row() {
    let large = 400;
    let mut edges = Vec::new();
    for part in 0..3_u32 {
        let first = part * 500;
        edges.extend(scale_free(large, 4, 0.9, part == 1).iter().map(|&(i, j, w)| (i + first, j + first, w)));
        edges.extend((0..90).map(|k| (first + large + k, first + large + k + 1, 0.8)));
        edges.push((first + large + 90, first + large + 60, 0.5));
        edges.push((first + 5, first + large, 0.7));
        edges.extend((0..20).map(|k| (first + large + k, first + 500 + 3 * k, 0.3)).filter(|e| e.1 < 1500));
    }
    let (from, to): (Vec<u32>, Vec<u32>) =
        edges.iter().map(|edge| (edge.0, edge.1)).chain([(495, 495)]).unzip();
    let weight: Vec<f64> = edges.iter().map(|edge| edge.2).chain([0.5]).collect();
    let lag: Vec<u32> = from.iter().zip(&to).map(|(from, to)| u32::from(from == to)).collect();
    let network = Network::from_columns(
        1_500,
        &EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }.with_lag(&lag),
    )
    .unwrap();
    edges.push((495, 495, 0.5));
    let b: Vec<f64> = (0..1_500).map(|node| f64::from(node % 7) - 2.0).collect();
    let x = network.equilibrium(&b).unwrap();
    assert!(residual(&edges, &b, &x, true) <= 1e-12);
    let v = network.adjoint(&b).unwrap();
    assert!(residual(&edges, &b, &v, false) <= 1e-12);
    let forward: f64 = x.values().zip(&b).map(|(x, b)| x * b).sum();
    let backward: f64 = v.values().zip(&b).map(|(v, b)| v * b).sum();
    assert!(close(forward, backward), "{forward} {backward}");
}

/// Rings in which every node leads to both neighbours: what is left smooths out so slowly that sweeps do not get there.
#[test]
fn rings_both_ways_converge() {
    for (n, radius) in [(129_u32, 0.9999), (300, 0.9999)] {
        let ring: Vec<_> = (0..n)
            .flat_map(|at| [(at, (at + 1) % n, radius / 2.0), ((at + 1) % n, at, radius / 2.0)])
            .collect();
        let network = network(n as usize, &ring).unwrap();
        let options = SolveOptions::default();
        let x = network.equilibrium_with(&vec![1.0; n as usize], &options).unwrap();
        x.values().for_each(|x| assert!((x * (1.0 - radius) - 1.0).abs() < 1e-8, "{n}: {x}"));
        let mut shock = vec![0.0; n as usize];
        shock[0] = 1.0;
        let v = network.adjoint_with(&shock, &options).unwrap();
        assert!((v.values().sum::<f64>() * (1.0 - radius) - 1.0).abs() < 1e-6, "{n}");
    }
}

/// More columns than 16 bits count, in each of two large components that lead into each other's shadow, with nodes that
/// persist in them and a chain behind: positions are told apart by windows, also where they enter a component.
#[test]
fn components_of_more_nodes_than_a_window() {
    let (large, n) = (70_000_u32, 145_000_u32);
    let mut edges = scale_free(large, 3, 0.8, false);
    edges.extend(scale_free(large, 3, 0.8, true).iter().map(|&(i, j, w)| (i + large, j + large, w)));
    // From the first into the second, and from both into the chain.
    edges.extend((0..large).step_by(3).map(|i| (i, large + i * 7 % large, 0.2)));
    edges.extend((2 * large..n - 1).map(|i| (i, i + 1, 0.5)));
    edges.extend((0..2 * large).step_by(31).map(|i| (i, 2 * large + i % (n - 2 * large), -0.3)));
    let persistent: Vec<u32> = (0..2 * large).step_by(1_000).collect();
    edges.extend(persistent.iter().map(|&node| (node, node, 0.1)));
    let from: Vec<u32> = edges.iter().map(|edge| edge.0).collect();
    let to: Vec<u32> = edges.iter().map(|edge| edge.1).collect();
    let weight: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
    let lag: Vec<u32> = edges.iter().map(|edge| u32::from(edge.0 == edge.1)).collect();
    let columns =
        EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }.with_lag(&lag);
    let network = Network::from_columns(n as usize, &columns).unwrap();
    assert_eq!(network.stability().largest_component, large as usize);
    let b: Vec<f64> = (0..n).map(|node| f64::from(node % 11) - 4.0).collect();
    let options = SolveOptions::default();
    let (x, v) =
        (network.equilibrium_with(&b, &options).unwrap(), network.adjoint_with(&b, &options).unwrap());
    assert!(residual(&edges, &b, &x, true) <= 1e-12);
    assert!(residual(&edges, &b, &v, false) <= 1e-12);
    let several = network.equilibria_with(&[&b[..], &v, &x], &options).unwrap();
    assert!(residual(&edges, &v, &several[1], true) <= 1e-12);
    assert!(several[0].values().zip(x.values()).all(|(a, b)| close(*a, *b)));
}

/// A radius of 1 - 1e-6 is solved: the ring's round trip multiplies by (1 - 1e-6)^500.
#[test]
fn a_radius_just_below_one_converges() {
    let weight = 1.0 - 1e-6;
    let ring: Vec<_> = (0..500).map(|node| (node, (node + 1) % 500, weight)).collect();
    let network = network(500, &ring).unwrap();
    let mut shock = vec![0.0; 500];
    shock[0] = 1.0;
    let x = network.equilibrium(&shock).unwrap();
    let expected = 1.0 / (1.0 - weight.powi(500));
    assert!((x[0] / expected - 1.0).abs() < 1e-9, "{} {expected}", x[0]);

    // The complete graph has one large eigenvalue and otherwise small ones.
    let n = 200;
    let weight = (1.0 - 1e-6) / f64::from(n - 1);
    let complete: Vec<_> =
        (0..n).flat_map(|i| (0..n).filter(move |&j| i != j).map(move |j| (i, j, weight))).collect();
    let network = super::networks::network(n as usize, &complete).unwrap();
    let x = network.equilibrium(&vec![1.0; n as usize]).unwrap();
    assert!(x.values().all(|x| (x / 1e6 - 1.0).abs() < 1e-6), "{}", x[0]);
}

/// Weights that numbers of 32 bits cannot hold are swept in 64.
#[test]
fn weights_of_any_size_are_swept() {
    let n = 300;
    let scale = |node: u32| if node.is_multiple_of(2) { 1e30 } else { 1e-30 };
    let plain = scale_free(n, 4, 0.5, false);
    let scaled: Vec<_> = plain.iter().map(|&(i, j, w)| (i, j, w * scale(i) / scale(j))).collect();
    let (plain, scaled) = (network(n as usize, &plain).unwrap(), network(n as usize, &scaled).unwrap());
    // W scaled as D W / D has the adjoint D v for the objective D c.
    let options = SolveOptions::default();
    let expected = plain.adjoint_with(&vec![1.0; n as usize], &options).unwrap();
    let found = scaled.adjoint_with(&(0..n).map(scale).collect::<Vec<_>>(), &options).unwrap();
    for node in (0..n as usize).step_by(2) {
        assert!((found[node] / 1e30 / expected[node] - 1.0).abs() < 1e-10, "{node}");
    }
}

#[test]
fn a_watched_solve_can_be_cancelled() {
    let edges = scale_free(700, 5, 0.9, true);
    let network = network(700, &edges).unwrap();
    let (ones, options) = (vec![1.0; 700], SolveOptions::default());
    let (execution, told) = watched(|_| true);
    let found = network.equilibrium_with(&ones, &options.clone().with_execution(execution));
    assert_eq!(found.unwrap(), network.equilibrium_with(&ones, &options).unwrap());
    let told = told.lock().unwrap();
    assert_eq!(*told, (1..=told.len() as u64).collect::<Vec<_>>());
    let (execution, told) = watched(|done| done < 3);
    let ended = network.adjoint_with(&ones, &options.with_execution(execution));
    assert_eq!((ended, told.lock().unwrap().len()), (Err(Error::Cancelled), 3));
}

/// A shock at the end of a long chain of components is solved by itself, with the same answer.
#[test]
fn a_small_reach_is_solved_by_itself() {
    let mut edges = Vec::new();
    for part in 0..60_u32 {
        let shift = |&(i, j, w): &(u32, u32, f64)| (i + 200 * part, j + 200 * part, w);
        edges.extend(scale_free(200, 4, 0.8, part % 2 == 1).iter().map(shift));
        edges.push((200 * part + 7, 200 * part + 207, 0.5));
    }
    edges.retain(|edge| edge.0.max(edge.1) < 12_000);
    let network = network(12_000, &edges).unwrap();
    let options = SolveOptions::default();
    let mut shock = vec![0.0; 12_000];
    shock[57 * 200 + 3] = 2.0;
    let local = network.equilibrium_with(&shock, &options).unwrap();
    assert!(residual(&edges, &shock, &local, true) <= 1e-12);
    assert!(local[..57 * 200].iter().all(|&value| value == 0.0));
    let whole = network.equilibria_with(&[&shock], &options).unwrap();
    assert!(local.values().zip(whole[0].values()).all(|(a, b)| close(*a, *b)));
}

#[test]
fn a_fault_names_its_scenario() {
    let network = network(2, &[(0, 1, 0.5)]).unwrap();
    let options = SolveOptions::default();
    let error = network.equilibria_with(&[vec![1.0, 0.0], vec![1.0]], &options).unwrap_err();
    assert!(matches!(error, Error::Scenario { scenario: 1, .. }));
    assert_eq!(error.to_string(), "scenario 1: `values of nodes` has 1 values where 2 are needed");
    assert!(network.adjoints::<Vec<f64>>(&[]).unwrap().is_empty());
}

#[test]
fn many_at_once_are_as_one_by_one() {
    let edges = scale_free(700, 5, 0.9, true);
    let network = network(700, &edges).unwrap();
    let options = SolveOptions::default();
    let shocks: Vec<Vec<f64>> = (0..23)
        .map(|k| {
            (0..700).map(|node| if k == 4 || node % (k + 2) > 0 { 0.0 } else { 1.0 + k as f64 }).collect()
        })
        .collect();
    let together = network.equilibria_with(&shocks, &options).unwrap();
    let valued = network.adjoints_with(&shocks[..6], &options).unwrap();
    for (shock, found) in shocks.iter().zip(&together) {
        let alone = network.equilibrium_with(shock, &options).unwrap();
        assert!(found.values().zip(alone.values()).all(|(a, b)| close(*a, *b)));
    }
    for (shock, found) in shocks.iter().zip(&valued) {
        let alone = network.adjoint_with(shock, &options).unwrap();
        assert!(found.values().zip(alone.values()).all(|(a, b)| close(*a, *b)));
    }
    #[cfg(feature = "parallel")]
    {
        let parallel = total_experience::Execution::default().with_parallel(true);
        let threads = options.with_execution(parallel);
        assert_eq!(network.equilibria_with(&shocks, &threads).unwrap(), together);
        assert_eq!(network.adjoints_with(&shocks[..6], &threads).unwrap(), valued);
    }
}

#[test]
fn changes_are_checked_and_certified() {
    let network = network(3, &[(0, 1, 0.5), (1, 0, 0.5), (1, 2, 0.4)]).unwrap();
    let revised = |change| network.revised(&[change]).map(|_| ()).unwrap_err();
    let stranger = revised(remove(0, 3));
    assert_eq!(stranger, Error::UnknownEnd { edge: 0, node: 3, nodes: 3 });
    assert!(matches!(revised(set(0, 1, f64::NAN)), Error::NotFinite { edge: 0, .. }));
    assert!(matches!(revised(set(2, 2, 0.1)), Error::SelfInfluence { edge: 0, .. }));
    assert!(matches!(revised(set(0, 1, 2.0)), Error::Unstable { size: 2, .. }));
    // Above 1, but not round a loop.
    let steep = network.revised(&[set(1, 2, 3.0)]).unwrap();
    let (shock, options) = ([0.0, 1.0, 0.0], SolveOptions::default());
    let before = network.equilibrium_with(&shock, &options).unwrap();
    let x = steep.equilibrium_with(Solved { shock: &shock, equilibrium: &before }, &options).unwrap();
    assert!((x[2] - 4.0).abs() < 1e-12, "{x:?}");
    let steep = steep.freeze().unwrap();
    assert_eq!((steep.edge_count(), steep.stability().cyclic), (3, true));
}

/// A change at the end of a large network is passed on, one in its midst is solved anew: both as from scratch.
#[test]
fn a_change_in_a_large_network_is_as_from_scratch() {
    let mut edges = scale_free(3_000, 5, 0.9, true);
    edges.extend((3_000..3_020).map(|node| (node - 3_000, node, 0.01)));
    edges.extend((3_000..3_019).map(|node| (node, node + 1, 0.5)));
    let before = network(3_020, &edges).unwrap();
    let (shock, options) = (vec![1.0; 3_020], SolveOptions::default());
    let x = before.equilibrium_with(&shock, &options).unwrap();
    for (from, to) in [(3_004, 3_005), edges.iter().map(|edge| (edge.0, edge.1)).nth(77).unwrap()] {
        let revision = before.revised(&[set(from, to, 0.02)]).unwrap();
        let mut changed = edges.clone();
        changed.retain(|edge| (edge.0, edge.1) != (from, to));
        changed.push((from, to, 0.02));
        let scratch = network(3_020, &changed).unwrap().equilibrium_with(&shock, &options).unwrap();
        let found = revision.equilibrium_with(Solved { shock: &shock, equilibrium: &x }, &options).unwrap();
        assert!(residual(&changed, &shock, &found, true) <= 2e-12);
        assert!(found.values().zip(scratch.values()).all(|(a, b)| close(*a, *b)));
    }
}

proptest! {
    #[test]
    fn revised_is_as_from_scratch(
        (nodes, edges) in stable(),
        changes in prop::collection::vec((0_u32..14, 0_u32..14, prop::option::of(-0.1_f64..0.1)), 0..6),
        shock in prop::collection::vec(-10.0_f64..10.0, 15),
        dense_limit in prop::sample::select(vec![1_usize, 128]),
    ) {
        let options = NetworkOptions::default().with_dense_limit(dense_limit);
        let before = with_options(nodes, &edges, &options).unwrap();
        let fits = |change: &&(u32, u32, Option<f64>)| change.0.max(change.1) < nodes as u32 && change.0 != change.1;
        let mut changed = edges.clone();
        let mut made = Vec::new();
        for &(from, to, weight) in changes.iter().filter(fits) {
            changed.retain(|edge| (edge.0, edge.1) != (from, to));
            changed.extend(weight.map(|weight| (from, to, weight)));
            made.push(weight.map_or(remove(from, to), |weight| set(from, to, weight)));
        }
        let (shock, solve) = (&shock[..nodes], SolveOptions::default());
        let x = before.equilibrium_with(shock, &solve).unwrap();
        match (before.revised(&made), with_options(nodes, &changed, &options)) {
            (Ok(revision), Ok(scratch)) => {
                let expected = scratch.equilibrium_with(shock, &solve).unwrap();
                let found = revision.equilibrium_with(Solved { shock, equilibrium: &x }, &solve).unwrap();
                let frozen = revision.freeze().unwrap().equilibrium_with(shock, &solve).unwrap();
                for node in 0..nodes {
                    prop_assert!(close(found[node], expected[node]));
                    prop_assert!(close(frozen[node], expected[node]));
                }
            }
            (Err(_), Err(_)) => {}
            (revised, scratch) => prop_assert!(false, "{:?} {:?}", revised.err(), scratch.err()),
        }
    }

    #[test]
    fn blocks_are_single_solves(
        (nodes, edges) in stable(),
        values in prop::collection::vec(-10.0_f64..10.0, 15 * 18),
        count in 1_usize..18,
        dense_limit in prop::sample::select(vec![1_usize, 128]),
    ) {
        let network =
            with_options(nodes, &edges, &NetworkOptions::default().with_dense_limit(dense_limit)).unwrap();
        let shocks: Vec<&[f64]> = values.chunks(15).map(|shock| &shock[..nodes]).take(count).collect();
        let options = SolveOptions::default();
        let together = network.equilibria_with(&shocks, &options).unwrap();
        prop_assert_eq!(together.len(), count);
        for (shock, found) in shocks.iter().zip(&together) {
            let alone = network.equilibrium_with(shock, &options).unwrap();
            prop_assert!(found.values().zip(alone.values()).all(|(a, b)| close(*a, *b)));
        }
    }
}

/// A shock of any size is the same problem: squares of it may not be numbers.
#[test]
fn pushes_of_any_size_are_one_problem() {
    let edges = scale_free(2_000, 6, 0.9, true);
    let network = network(2_000, &edges).unwrap();
    assert!(network.stability().largest_component > 128);
    let options = SolveOptions::default();
    let ones = vec![1.0; 2_000];
    let (x, v) =
        (network.equilibrium_with(&ones, &options).unwrap(), network.adjoint_with(&ones, &options).unwrap());
    let scores = vec![None; 2_000];
    for size in [1e-300, 1e-170, 1e-160, 1e154, 1e300] {
        let shock = vec![size; 2_000];
        let near = |found: &[f64], one: &[f64]| {
            found.iter().zip(one).all(|(found, one)| (found / size - one).abs() <= 1e-9 * (1.0 + one.abs()))
        };
        assert!(near(&network.equilibrium_with(&shock, &options).unwrap(), &x), "{size}");
        assert!(near(&network.adjoint_with(&shock, &options).unwrap(), &v), "{size}");
        let several = network.equilibria_with(&[&shock, &ones, &shock], &options).unwrap();
        assert!(near(&several[0], &x) && near(&several[2], &x), "{size}");
        let bounded = network.bounded(&shock, &scores).unwrap();
        assert!(near(&bounded.total, &x), "{size}");
        let revision = network.revised(&[set(0, 1, 0.01)]).unwrap();
        let (before, one) = (network.equilibrium_with(&shock, &options).unwrap(), &x[..]);
        let changed = revision.equilibrium_with(Solved { shock: &ones, equilibrium: one }, &options).unwrap();
        assert!(
            near(
                &revision.equilibrium_with(Solved { shock: &shock, equilibrium: &before }, &options).unwrap(),
                &changed
            ),
            "{size}"
        );
    }
    let errors = vec![0.1; edges.len()];
    let (from, to): (Vec<u32>, Vec<u32>) = edges.iter().map(|edge| (edge.0, edge.1)).unzip();
    let weight: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
    let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }
        .with_standard_error(&errors);
    let network = Network::from_columns(2_000, &columns).unwrap();
    let one = network.sensitivity_with(Effect { shock: &ones, objective: &ones }, &options).unwrap();
    for size in [1e-250, 1e200] {
        let found = network
            .sensitivity_with(Effect { shock: &vec![size; 2_000], objective: &ones }, &options)
            .unwrap();
        assert!((found.standard_error / size / one.standard_error - 1.0).abs() < 1e-9, "{size}");
        let shares: f64 = found.edges.iter().filter_map(|edge| edge.variance_share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    }
    let refused = network
        .sensitivity_with(Effect { shock: &vec![1e308; 2_000], objective: &ones }, &options)
        .unwrap_err();
    assert!(matches!(refused, Error::Overflow { .. }), "{refused}");
}
