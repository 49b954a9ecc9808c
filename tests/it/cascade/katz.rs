//! Katz centrality is the equilibrium of a shock of one everywhere: x = 1 + alpha A' x.

use std::fs;

use super::networks::{network, published};

/// The Katz centrality of a graph at `alpha`.
fn katz(nodes: usize, edges: &[(u32, u32)], alpha: f64) -> Vec<f64> {
    let edges: Vec<_> = edges.iter().map(|&(from, to)| (from, to, alpha)).collect();
    let network = network(nodes, &edges).unwrap();
    assert!(network.stability().certified && (0.5 - 1e-9..1.0).contains(&network.stability().radius));
    network.equilibrium(&vec![1.0; nodes]).unwrap().into_vec()
}

/// Half of one over the radius, numpy 2.4.6: `linalg.solve(eye(8) - alpha * A.T, ones(8))`.
#[test]
fn golden_katz() {
    let edges = [
        (0, 1),
        (0, 2),
        (1, 2),
        (2, 0),
        (2, 3),
        (3, 4),
        (4, 2),
        (4, 5),
        (5, 6),
        (6, 4),
        (1, 6),
        (7, 0),
        (7, 5),
    ];
    let expected = [
        "2.171282038768",
        "1.661833921693",
        "2.842631164333",
        "1.866469531744",
        "2.212013822187",
        "1.979061985736",
        "2.109790609356",
        "1.000000000000",
    ];
    let found = katz(8, &edges, 0.5 / 1.640_352_638_026_754);
    found.iter().zip(expected).for_each(|(value, expected)| published(*value, expected));
}

/// Votes for Wikipedia administrators (SNAP), against networkx at alpha = .5 / radius and beta = 1, not normalised; with
/// `TXM_DATA` set to the folder that holds `graphs/`.
#[test]
fn votes_for_administrators() {
    let Some(folder) = crate::needs::data("graphs") else { return };
    let reference = fs::read_to_string(folder.join("ref_networkx_wiki-Vote.csv")).unwrap();
    let rows = reference.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    let (names, expected): (Vec<u32>, Vec<f64>) =
        rows.map(|row| (row[0].parse::<u32>().unwrap(), row[2].parse::<f64>().unwrap())).unzip();
    let number = |name: &str| {
        let name: u32 = name.parse().unwrap();
        names.iter().position(|known| *known == name).unwrap() as u32
    };
    let mut numbers = std::collections::HashMap::new();
    let graph = fs::read_to_string(folder.join("wiki-Vote.txt")).unwrap();
    let mut edges = Vec::new();
    for line in graph.lines().filter(|line| !line.starts_with('#')) {
        let mut ends =
            line.split_whitespace().map(|name| *numbers.entry(name).or_insert_with(|| number(name)));
        edges.push((ends.next().unwrap(), ends.next().unwrap()));
    }
    assert_eq!((names.len(), edges.len()), (7_115, 103_689));
    let found = katz(names.len(), &edges, 0.011_075_498_350_605_284);
    for (name, (found, expected)) in names.iter().zip(found.iter().zip(&expected)) {
        assert!((found - expected).abs() <= 1e-8 * expected, "node {name}: {found} is not {expected}");
    }
}
