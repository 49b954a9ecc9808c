//! Where cascades end: what is proved to settle, what is only estimated to, and what is refused before it is tried.

use proptest::prelude::*;
use total_experience::cascade::analyze::{Effect, UncertaintyOptions};
use total_experience::cascade::{EdgeColumns, Error, Network, NetworkOptions, SolveOptions};

use super::networks::{network, numbers, with_options};

/// `degree` influences of each node on others, of random sign, whose radius is about `radius`: that of a random matrix
/// is the root of the summed squares of a row.
fn random_signs(nodes: u32, degree: u32, radius: f64) -> Vec<(u32, u32, f64)> {
    let mut next = numbers(7);
    let size = radius / f64::from(degree).sqrt();
    let mut edges = Vec::new();
    for from in 0..nodes {
        for _ in 0..degree {
            let to = (from + 1 + (next() * f64::from(nodes - 1)) as u32) % nodes;
            edges.push((from, to, if next() < 0.5 { -size } else { size }));
        }
    }
    edges
}

/// The absolute weights would explode, the signs cancel: proved by powers of the signed weights.
#[test]
fn signs_alone_are_proved_to_settle() {
    let edges = random_signs(200, 6, 0.6); // radius of |W|: .6 x sqrt(6) = 1.47
    let found = network(200, &edges).unwrap();
    let stability = found.stability();
    assert!(stability.certified && !stability.exact && stability.largest_component == 200);
    assert!(stability.absolute_radius.is_infinite());
    let dense = with_options(200, &edges, &NetworkOptions::default().with_dense_limit(200)).unwrap();
    let dense = dense.stability();
    assert!(dense.exact && dense.absolute_radius > 1.4);
    assert!((0.5..0.75).contains(&dense.radius), "{}", dense.radius);
    assert!((dense.radius..0.9).contains(&stability.radius), "{} bounds {}", stability.radius, dense.radius);
}

/// What cannot be proved within the work limit is refused, or accepted with a label.
#[test]
fn an_estimate_passes_only_when_asked_for() {
    let edges = random_signs(200, 6, 0.6);
    let little = NetworkOptions::default().with_proof_work(1_000);
    let error = with_options(200, &edges, &little).unwrap_err();
    let Error::Uncertified { size: 200, estimate, low, high, ref names, .. } = error else {
        panic!("{error}")
    };
    assert!(low >= 1.0 && high >= low && names.contains(" -> "), "{error}");
    assert!(error.to_string().contains("accept_estimate"), "{error}");
    let accepting = little.with_accept_estimate(true);
    let accepted = with_options(200, &edges, &accepting).unwrap();
    let stability = accepted.stability();
    assert!(!stability.certified && !stability.exact && stability.radius == estimate);
    let exact = with_options(200, &edges, &NetworkOptions::default().with_dense_limit(200)).unwrap();
    assert!((estimate / exact.stability().radius - 1.0).abs() < 0.01, "{estimate}");
    // An estimate of 1 or more never passes.
    let error = with_options(200, &random_signs(200, 6, 1.3), &accepting).unwrap_err();
    assert!(matches!(error, Error::Uncertified { estimate, .. } if estimate > 1.0), "{error}");
}

#[test]
fn a_radius_just_below_one_converges_and_one_is_refused() {
    let radius = 1.0 - 1e-6;
    for nodes in [2_u32, 100, 500] {
        let mut next = numbers(3);
        // A ring with chords; rows add up to the radius, which therefore is the radius.
        let mut edges = Vec::new();
        for from in 0..nodes {
            let part = next();
            edges.push((from, (from + 1) % nodes, radius * part));
            edges.push((from, (from + nodes / 2) % nodes, radius * (1.0 - part)));
        }
        let network = network(nodes as usize, &edges).unwrap();
        assert!((network.stability().radius - radius).abs() < 1e-9 && network.stability().is_fragile());
        let shock = vec![1.0; nodes as usize];
        let values = network.adjoint(&shock).unwrap();
        values.values().for_each(|value| assert!((value * 1e-6 - 1.0).abs() < 1e-3, "{value}"));
        // One more millionth is too much.
        edges.iter_mut().for_each(|edge| edge.2 /= radius);
        let refused = super::networks::network(nodes as usize, &edges).unwrap_err();
        let Error::Unstable { radius, ref names, .. } = refused else { panic!("{refused}") };
        assert!(radius >= 1.0 - 1e-9 && names.contains(" -> "), "{refused}");
    }
}

#[test]
fn enormous_weights_are_refused_or_overflow_by_name() {
    let options = SolveOptions::default();
    for weight in [1e300, -1e300, f64::MAX] {
        for back in [1e300, 1e-300, 1.0] {
            let error = network(2, &[(0, 1, weight), (1, 0, back)]).unwrap_err();
            assert!(matches!(error, Error::Unstable { .. }), "{error}");
        }
        let chain = network(3, &[(0, 1, weight), (1, 2, weight)]).unwrap();
        assert_eq!(
            chain.equilibrium_with(&[1.0, 0.0, 0.0], &options).unwrap_err(),
            Error::Overflow { node: 2.into(), key: "2".to_owned() }
        );
        let weights = [weight; 2];
        let persistent =
            EdgeColumns { from: &[0, 0], to: &[0, 0], weight: &weights, ..EdgeColumns::default() }
                .with_lag(&[1, 1]);
        assert!(matches!(Network::from_columns(1, &persistent), Err(Error::Unstable { .. })));
        let ring: Vec<_> = (0..200).map(|node| (node, (node + 1) % 200, weight)).collect();
        assert!(matches!(network(200, &ring), Err(Error::Unstable { .. } | Error::Uncertified { .. })));
    }
    // A loop whose product is small settles, however unlike its weights.
    let found = network(2, &[(0, 1, 1e300), (1, 0, 2.5e-301)]).unwrap();
    assert!((found.stability().radius - 0.5).abs() < 1e-9, "{:?}", found.stability());
    let x = found.equilibrium_with(&[0.0, 1.0], &options).unwrap();
    assert!((x[1] - 1.0 / 0.75).abs() < 1e-9);
}

/// Counts are checked before anything is made for them.
#[test]
fn too_many_nodes_are_refused_at_once() {
    for nodes in [4_000_000_000, u32::MAX as usize, usize::MAX] {
        let error = Network::from_columns(nodes, &EdgeColumns::default()).unwrap_err();
        assert!(matches!(error, Error::TooLarge { what: "nodes", count, .. } if count == nodes));
    }
    let few = NetworkOptions::default().with_max_nodes(2);
    let error = with_options(3, &[(0, 1, 0.5)], &few).unwrap_err();
    assert_eq!(error, Error::TooLarge { what: "nodes", count: 3, most: 2 });
    assert!(with_options(2, &[(0, 1, 0.5)], &few).is_ok());
}

proptest! {
    /// Any finite weights give a network or a typed error, and one that is made can be asked.
    #[test]
    fn no_weights_make_it_panic(
        edges in prop::collection::vec((0_u32..9, 0_u32..9, any::<f64>()), 0..40),
        lags in prop::collection::vec(0_u32..3, 40),
        dense_limit in prop::sample::select(vec![1_usize, 128]),
        accept in any::<bool>(),
    ) {
        let from: Vec<u32> = edges.iter().map(|edge| edge.0).collect();
        let to: Vec<u32> = edges.iter().map(|edge| edge.1).collect();
        let weight: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
        let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }.with_lag(&lags[..edges.len()]);
        let options = NetworkOptions::default().with_dense_limit(dense_limit).with_accept_estimate(accept);
        if let Ok(network) = Network::builder().with_columns(9, &columns).with_options(options).build() {
            prop_assert!(network.stability().radius < 1.0);
            let _ = network.equilibrium(&[1.0; 9]);
            let few = UncertaintyOptions::default().with_draws(4);
            let _ = network.uncertainty_with(Effect { shock: &[1.0; 9], objective: &[1.0; 9] }, &few);

        }
    }
}
