//! Cascades from columns: no network panics, and what is certified is solved, forwards and backwards alike.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use total_experience::cascade::analyze::Effect;
use total_experience::cascade::{EdgeColumns, Network, NetworkOptions, SolveOptions};

#[derive(Arbitrary, Debug)]
struct Edge {
    from: u8,
    to: u8,
    weight: Weight,
    standard_error: Option<u8>,
    lag: u8,
}

/// Mostly weights as people have them, and some that nobody should.
#[derive(Arbitrary, Debug)]
enum Weight {
    Usual(i8),
    Near(i16),
    Any(f64),
}

impl Weight {
    fn value(&self) -> f64 {
        match *self {
            Self::Usual(hundredths) => f64::from(hundredths) / 128.0,
            Self::Near(step) => f64::from(step) / 32_768.0,
            Self::Any(value) => value,
        }
    }
}

#[derive(Arbitrary, Debug)]
struct Case {
    nodes: u8,
    edges: Vec<Edge>,
    /// Whether ends are taken modulo the nodes, so that they exist.
    fits: bool,
    dense_limit: u8,
    shock: Vec<i8>,
    objective: Vec<i8>,
}

fn spread(values: &[i8], nodes: usize) -> Vec<f64> {
    (0..nodes).map(|node| values.get(node).map_or(0.0, |&value| f64::from(value))).collect()
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// s + M x - x from the columns as they were given, and the largest sum of |M| |x| in a row.
fn gap(s: &[f64], x: &[f64], row: &[u32], column: &[u32], weight: &[f64]) -> (Vec<f64>, f64) {
    let mut gap: Vec<f64> = s.iter().zip(x).map(|(s, x)| s - x).collect();
    let mut size: Vec<f64> = s.iter().zip(x).map(|(s, x)| s.abs() + x.abs()).collect();
    for ((&row, &column), &weight) in row.iter().zip(column).zip(weight) {
        gap[row as usize] += weight * x[column as usize];
        size[row as usize] += (weight * x[column as usize]).abs();
    }
    (gap, largest(&size))
}

fuzz_target!(|case: Case| {
    let nodes = usize::from(case.nodes % 24);
    let end = |node: u8| u32::from(if case.fits { node % (nodes.max(1) as u8) } else { node });
    let from: Vec<u32> = case.edges.iter().map(|edge| end(edge.from)).collect();
    let to: Vec<u32> = case.edges.iter().map(|edge| end(edge.to)).collect();
    let weight: Vec<f64> = case.edges.iter().map(|edge| edge.weight.value()).collect();
    let errors: Vec<f64> = case
        .edges
        .iter()
        .map(|edge| edge.standard_error.map_or(f64::NAN, |error| f64::from(error) / 64.0))
        .collect();
    let lag: Vec<u32> = case.edges.iter().map(|edge| u32::from(edge.lag % 4)).collect();
    let columns = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }
        .with_standard_error(&errors)
        .with_lag(&lag);
    let options = NetworkOptions::default().with_dense_limit((case.dense_limit % 32).into());
    let Ok(network) = Network::builder().with_columns(nodes, &columns).with_options(options).build() else {
        return;
    };
    assert!(network.stability().radius < 1.0);
    assert_eq!(network.edge_count(), weight.len());

    let (shock, objective) = (spread(&case.shock, nodes), spread(&case.objective, nodes));
    let options = SolveOptions::default();
    let _ = network.sensitivity_with(Effect { shock: &shock, objective: &objective }, &options);
    let _ = network.standard_errors_with(&shock, &options);
    let Ok(x) = network.equilibrium_with(&shock, &options) else { return };
    let Ok(value) = network.adjoint_with(&objective, &options) else { return };
    let (forward, size) = gap(&shock, &x, &to, &from, &weight);
    // Elimination promises a small residual against |A| |x|, whose norm the weights enter.
    let heaviest = 1.0 + largest(&weight) * weight.len() as f64;
    let most = heaviest * size.max(largest(&x)) * 1e-9;
    assert!(!most.is_finite() || largest(&forward) <= most, "residual {forward:?}, {most}");
    let (backward, size) = gap(&objective, &value, &from, &to, &weight);
    let most = heaviest * size.max(largest(&value)) * 1e-9;
    assert!(!most.is_finite() || largest(&backward) <= most, "residual {backward:?}, {most}");

    // c . x - v . s = v . r - q . x for the residuals r and q: nothing but rounding may lie between the two solves.
    let absolute = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a * b).abs()).sum::<f64>();
    let scale = absolute(&objective, &x) + absolute(&value, &shock);
    let rest = absolute(&value, &forward) + absolute(&backward, &x);
    let apart = (dot(&objective, &x) - dot(&value, &shock)).abs();
    let most = scale * 1e-9 + rest * 2.0;
    assert!(!most.is_finite() || apart <= most, "{apart} apart, {most}");
});
