//! A change followed through everything that depends on it, and what to measure next.
//!
//! `cargo run --example cascade`

use total_experience::Error;
use total_experience::cascade::analyze::Effect;
use total_experience::cascade::{EdgeColumns, Network};

fn main() -> Result<(), Error> {
    // What drives what, in points per point, with the standard errors of the weights.
    let names = ["app", "tellers", "onboarding"].map(String::from);
    let edges = EdgeColumns {
        from: &[0, 1, 0, 2],
        to: &[1, 2, 2, 1],
        weight: &[0.35, 0.26, 0.10, 0.12],
        ..EdgeColumns::default()
    }
    .with_standard_error(&[0.08, 0.09, 0.05, 0.06])
    .with_names(&names);
    let network = Network::from_columns(names.len(), &edges)?;
    println!("spectral radius {:.4}", network.stability().radius);

    // An app that is 12 points better.
    let shock = network.node_values(&[("app", 12.0)])?;
    let impact = network.impact(&shock)?;
    let errors = network.standard_errors(&shock)?;
    for (node, total) in &impact.total {
        let error = errors.get(&node).copied().flatten();
        println!(
            "{node}: {total:+.2} (direct {:+.2}), standard error {error:.2?}",
            impact.direct.get(&node).unwrap_or(&0.0)
        );
    }

    // Where one point is worth most to onboarding, and which weight to measure next.
    let objective = network.node_values(&[("onboarding", 1.0)])?;
    for found in network.importance(&objective)? {
        println!("one point at {} is worth {:.3}", network.key(found.node), found.value);
    }
    let sensitivity = network.sensitivity(Effect { shock: &shock, objective: &objective })?;
    for edge in &sensitivity {
        let (from, to) = (network.key(edge.from), network.key(edge.to));
        println!("{from} -> {to}: {:.0} % of the variance", 100.0 * edge.variance_share.unwrap_or(0.0));
    }
    Ok(())
}
