//! What a certificate says of large components: bounds that decide whether the radius is near to 1.

use super::networks::{network, numbers, with_options};
use total_experience::cascade::{NetworkOptions, SolveOptions};

type Edges = Vec<(u32, u32, f64)>;

fn ring(nodes: u32, weight: impl Fn(u32) -> f64) -> Edges {
    (0..nodes).map(|at| (at, (at + 1) % nodes, weight(at))).collect()
}

/// A ring of .29 in which one node drives many: its row adds up to .89, and the first bound of the radius with it.
#[test]
fn a_loose_bound_does_not_warn() {
    let mut edges = ring(2_000, |_| 0.29);
    edges.extend((2..62).map(|to| (0, to * 7, 0.01)));
    let found = network(2_000, &edges).unwrap();
    let stability = found.stability();
    assert!(!stability.exact && stability.certified && !stability.is_fragile());
    assert!((0.29..=0.8).contains(&stability.radius), "{}", stability.radius);
    assert_eq!(stability.absolute_radius, stability.radius);
    assert!(stability.to_string().starts_with("spectral radius at most 0."), "{stability}");
}

/// Rings whose products take n^2 steps to even out: gains of .2 to .95, with means on either side of .8.
#[test]
fn rings_are_told_apart() {
    for (mean, fragile) in [(0.5_f64, false), (0.78, false), (0.82, true), (0.95, true)] {
        let mut next = numbers(5);
        let logs: Vec<f64> = (0..2_000).map(|_| 0.8 * (next() - 0.5)).collect();
        let shift = mean.ln() - logs.iter().sum::<f64>() / 2_000.0;
        let found = network(2_000, &ring(2_000, |at| (logs[at as usize] + shift).exp())).unwrap();
        let stability = found.stability();
        assert_eq!(stability.is_fragile(), fragile, "{mean}: {stability:?}");
        assert!(
            stability.estimate <= mean + 1e-9 && stability.radius >= mean - 1e-9,
            "{mean}: {stability:?}"
        );
        assert!((stability.radius <= 0.8) != fragile, "{mean}: {stability:?}");
    }
}

/// The absolute weights add up to .9 everywhere; with signs the radius is about .9 / sqrt(8) = .32.
#[test]
fn signs_that_cancel_do_not_warn() {
    let mut next = numbers(9);
    let mut edges = Edges::new();
    for from in 0..400 {
        for step in 1..9_u32 {
            let to = (from + step * step * 3 + (next() * 40.0) as u32) % 400;
            let to = if to == from { (to + 1) % 400 } else { to };
            edges.push((from, to, if next() < 0.5 { -0.1125 } else { 0.1125 }));
        }
    }
    let found = network(400, &edges).unwrap();
    let stability = found.stability();
    assert!(!stability.is_fragile() && stability.radius <= 0.8, "{stability:?}");
    let exact = with_options(400, &edges, &NetworkOptions::default().with_dense_limit(400)).unwrap();
    let exact = exact.stability().radius;
    assert!(exact <= stability.radius && (stability.estimate - exact).abs() < 0.02, "{exact}: {stability:?}");
}

/// What is near to 1 is warned of, and does not read as 1.
#[test]
fn near_one_is_no_one() {
    let gain = (1.0_f64 - 2e-9).sqrt();
    let two = network(2, &[(0, 1, gain), (1, 0, gain)]).unwrap();
    assert_eq!(two.stability().to_string(), "spectral radius 0.999999999");
    assert!(two.stability().is_fragile());
    let large = network(25_000, &ring(25_000, |_| 0.999_999_9)).unwrap();
    assert_eq!(large.stability().to_string(), "spectral radius at most 0.9999999");
    assert!(large.stability().is_fragile());
    let plain = network(2, &[(0, 1, 0.5), (1, 0, 0.5)]).unwrap();
    assert_eq!(plain.stability().to_string(), "spectral radius 0.5000");
}

/// Rings of any length: one whose gain all round is near to 1 is solved as well as one whose gain is small.
#[test]
fn long_rings_are_solved() {
    for nodes in [1_500_u32, 5_000, 12_500, 25_000, 50_000] {
        let weight = 0.999_999_9_f64;
        let found = network(nodes as usize, &ring(nodes, |_| weight)).unwrap();
        let mut shock = vec![0.0; nodes as usize];
        shock[3] = 1.0;
        let total = found.equilibrium_with(&shock, &SolveOptions::default());
        let total = total.unwrap_or_else(|error| panic!("{nodes}: {error}"));
        let expected = 1.0 / (1.0 - weight.powi(nodes as i32));
        assert!((total[3] / expected - 1.0).abs() < 1e-6, "{nodes}: {} {expected}", total[3]);
    }
}
