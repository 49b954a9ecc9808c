//! Loop of the largest geometric mean weight in a component (Howard's policy iteration).

use std::collections::HashMap;

use crate::numeric::linalg::csr::Csr;

/// A loop, its nodes in the order of the arrows from the smallest number on, and the product of its weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StrongestLoop {
    pub(crate) nodes: Vec<u32>,
    pub(crate) gain: f64,
}

/// The loop of a component with the largest |product of weights|^(1/length).
///
/// Howard's policy iteration for the largest mean cycle on ln |weight|: every node keeps one edge; the loop that the
/// kept edges close is valued, and edges are exchanged for better ones until none is. O(edges) a round, few rounds in
/// practice; rounds are limited, and a strong loop is returned even then. Reference: Cochet-Terrasson et al. (1998),
/// Numerical computation of spectral elements in max-plus algebra, doi:10.1016/S1474-6670(17)42067-2.
pub(crate) fn strongest(out: &Csr, component: &[u32]) -> StrongestLoop {
    const ROUNDS: usize = 200;
    let out = out.summed();
    let mut local = HashMap::with_capacity(component.len());
    local.extend(component.iter().enumerate().map(|(place, &node)| (node as usize, place)));
    let edges: Vec<Vec<(usize, f64)>> = component
        .iter()
        .map(|&node| {
            let row = out.row(node as usize).filter(|&(_, weight)| weight != 0.0);
            row.filter_map(|(to, weight)| local.get(&to).map(|&to| (to, weight))).collect()
        })
        .collect();
    let length = |weight: f64| weight.abs().ln();
    let mut policy: Vec<usize> = edges
        .iter()
        .map(|row| (0..row.len()).max_by(|&a, &b| length(row[a].1).total_cmp(&length(row[b].1))).unwrap_or(0))
        .collect();
    let step = |policy: &[usize], node: usize| edges[node].get(policy[node]).copied();
    let mut best: Option<(f64, Vec<usize>)> = None;
    for _ in 0..ROUNDS {
        let Some((mean, cycle)) = best_policy_cycle(component.len(), |node| step(&policy, node)) else {
            break;
        };
        if best.as_ref().is_none_or(|(known, _)| mean > *known) {
            best = Some((mean, cycle.clone()));
        }
        let value = policy_values(component.len(), &cycle, mean, |node| step(&policy, node));
        let mut improved = false;
        for (node, row) in edges.iter().enumerate() {
            let gain = |&(to, weight): &(usize, f64)| length(weight) - mean + value[to];
            let choices = row.iter().enumerate().map(|(choice, edge)| (choice, gain(edge)));
            let Some((choice, gain)) = choices.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
            // A gain within rounding of what is had would exchange equals for ever.
            let rounding = if value[node].is_finite() { 1e-12 * (1.0 + value[node].abs()) } else { 0.0 };
            if gain > value[node] + rounding {
                policy[node] = choice;
                improved = true;
            }
        }
        if !improved {
            break;
        }
    }
    let (_, mut cycle) = best.unwrap_or_default();
    let gain = (0..cycle.len())
        .map(|at| {
            let next = cycle[(at + 1) % cycle.len()];
            edges[cycle[at]].iter().find(|&&(to, _)| to == next).map_or(1.0, |&(_, weight)| weight)
        })
        .product();
    cycle.iter_mut().for_each(|place| *place = component[*place] as usize);
    let first = (0..cycle.len()).min_by_key(|&at| cycle[at]).unwrap_or(0);
    cycle.rotate_left(first);
    StrongestLoop { nodes: cycle.into_iter().map(|node| node as u32).collect(), gain }
}

/// Of the loops that one kept edge a node closes, the one with the largest mean ln |weight|.
fn best_policy_cycle(n: usize, step: impl Fn(usize) -> Option<(usize, f64)>) -> Option<(f64, Vec<usize>)> {
    let mut seen = vec![usize::MAX; n];
    let mut best: Option<(f64, Vec<usize>)> = None;
    for start in 0..n {
        let mut node = start;
        while seen[node] == usize::MAX {
            seen[node] = start;
            match step(node) {
                Some((next, _)) => node = next,
                None => break,
            }
        }
        if seen[node] != start || step(node).is_none() {
            continue;
        }
        let (mut cycle, mut sum, mut at) = (Vec::new(), 0.0, node);
        while let Some((next, weight)) = step(at) {
            cycle.push(at);
            sum += weight.abs().ln();
            at = next;
            if at == node {
                break;
            }
        }
        let mean = sum / cycle.len() as f64;
        if best.as_ref().is_none_or(|(known, _)| mean > *known) {
            best = Some((mean, cycle));
        }
    }
    best
}

/// How much better than `mean` per step each node fares on its way into `cycle`; minus infinity where the kept edges
/// do not lead there.
fn policy_values(
    n: usize,
    cycle: &[usize],
    mean: f64,
    step: impl Fn(usize) -> Option<(usize, f64)>,
) -> Vec<f64> {
    let mut value = vec![f64::NEG_INFINITY; n];
    let mut sources = vec![Vec::new(); n];
    for node in 0..n {
        if let Some((to, weight)) = step(node) {
            sources[to].push((node, weight));
        }
    }
    let Some(&root) = cycle.first() else { return value };
    value[root] = 0.0;
    let mut queue = vec![root];
    while let Some(node) = queue.pop() {
        for &(source, weight) in &sources[node] {
            if value[source] == f64::NEG_INFINITY {
                value[source] = weight.abs().ln() - mean + value[node];
                queue.push(source);
            }
        }
    }
    value
}
