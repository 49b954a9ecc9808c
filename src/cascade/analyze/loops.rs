//! Loops (elementary circuits) of a network with their gains.

use serde::{Deserialize, Serialize};

use crate::numeric::iterate::iterate;
use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;

use crate::cascade::{Network, NodeIndex};
use crate::numeric::cold_sort::sort_by;

/// A closed walk that passes each of its nodes once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Loop {
    /// Its nodes in the order of the arrows, starting with the smallest number.
    pub nodes: Vec<NodeIndex>,
    /// Product of its weights: positive reinforces, negative balances.
    pub gain: f64,
}

/// Options of a list of loops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LoopOptions {
    /// Most nodes in a loop; default 8.
    pub length: usize,
    /// Most loops that are kept, the strongest; default 100.
    pub count: usize,
    /// Most edges looked at; default 1,000,000.
    pub work: usize,
}

impl Default for LoopOptions {
    fn default() -> Self {
        Self { length: 8, count: 100, work: 1_000_000 }
    }
}

impl LoopOptions {
    /// Sets the most nodes in a loop.
    #[must_use]
    pub fn with_length(mut self, nodes: usize) -> Self {
        self.length = nodes;
        self
    }

    /// Sets how many loops are kept.
    #[must_use]
    pub fn with_count(mut self, loops: usize) -> Self {
        self.count = loops;
        self
    }

    /// Sets how many edges are looked at.
    #[must_use]
    pub fn with_work(mut self, edges: usize) -> Self {
        self.work = edges;
        self
    }
}

/// The loops of a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Loops {
    /// The strongest |gain| first.
    pub found: Vec<Loop>,
    /// Whether all loops up to the length were looked at, and not only as many as the work limit allowed.
    pub complete: bool,
}

iterate! { Loops => Loop in found }

impl Network {
    /// The loops through which a shock comes back to its start, the strongest first.
    ///
    /// # Definition
    ///
    /// A loop passes each of its nodes once; its gain is the product of its weights, parallel edges added up. Loops of at most
    /// [`LoopOptions::length`] nodes are found from each node in turn, depth first over nodes with larger numbers in the
    /// same component: each once, from its smallest node.
    ///
    /// # Complexity
    ///
    /// - Time: at most [`LoopOptions::work`] edges are looked at.
    /// - Space: O(nodes + loops kept).
    ///
    /// # References
    ///
    /// Johnson (1975), Finding all the elementary circuits of a directed graph, doi:10.1137/0204007, for the order;
    /// Mason (1953), Feedback theory, doi:10.1109/JRPROC.1953.274449, for the gain.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network, NodeIndex};
    ///
    /// let network = Network::from_columns(2, &EdgeColumns { from: &[0, 1], to: &[1, 0], weight: &[0.26, 0.12], ..EdgeColumns::default() })?;
    /// let loops = network.loops();
    /// assert_eq!((loops.found[0].nodes.as_slice(), loops.found[0].gain), (&[0, 1].map(NodeIndex::from)[..], 0.0312));
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn loops(&self) -> Loops {
        self.loops_with(&LoopOptions::default())
    }

    /// [`loops`](Self::loops) with options.
    pub fn loops_with(&self, options: &LoopOptions) -> Loops {
        list(&self.out.summed(), &self.components, options)
    }
}

fn list(out: &Csr, components: &Components, options: &LoopOptions) -> Loops {
    let mut component_of = vec![0_u32; out.rows()];
    for (number, component) in components.iter().enumerate() {
        component.iter().for_each(|&node| component_of[node as usize] = number as u32);
    }
    let mut found = Vec::new();
    let mut work = options.work;
    let mut on_path = vec![false; out.rows()];
    let mut complete = true;
    'search: for start in 0..out.rows() {
        let own = component_of[start];
        let persists = out.has(start, start);
        if components.get(own as usize).len() < 2 && !persists {
            continue;
        }
        // The path: its nodes, where each one's next edge stands, and the product of weights up to it.
        let mut path = vec![(start, out.range(start).start, 1.0)];
        on_path[start] = true;
        while let Some(&(node, edge, product)) = path.last() {
            let depth = path.len();
            let row = out.range(node);
            if edge == row.end {
                on_path[node] = false;
                path.pop();
                continue;
            }
            if work == 0 {
                complete = false;
                break 'search;
            }
            work -= 1;
            path[depth - 1].1 += 1;
            let (to, weight) = out.entry(edge);
            let gain = product * weight;
            if to == start {
                let nodes = path.iter().map(|&(node, ..)| NodeIndex::at(node)).collect();
                found.push(Loop { nodes, gain });
                if found.len() > options.count.saturating_mul(2) {
                    keep_strongest(&mut found, options.count);
                }
            } else if to > start && component_of[to] == own && !on_path[to] && depth < options.length {
                on_path[to] = true;
                path.push((to, out.range(to).start, gain));
            }
        }
    }
    keep_strongest(&mut found, options.count);
    Loops { found, complete }
}

fn keep_strongest(loops: &mut Vec<Loop>, count: usize) {
    sort_by(loops, |a, b| b.gain.abs().total_cmp(&a.gain.abs()).then_with(|| a.nodes.cmp(&b.nodes)));
    loops.truncate(count);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cascade::stability::strongest_loop::{StrongestLoop, strongest};

    proptest! {
        /// Against all loops, found one by one.
        #[test]
        fn strongest_is_the_largest_geometric_mean(
            edges in prop::collection::btree_map((0_u32..7, 0_u32..7), 0.05_f64..3.0, 1..30),
            sign in prop::collection::vec(any::<bool>(), 30),
        ) {
            let n = 7;
            let edges: Vec<_> = edges.into_iter().filter(|((from, to), _)| from != to).collect();
            let from: Vec<u32> = edges.iter().map(|((from, _), _)| *from).collect();
            let to: Vec<u32> = edges.iter().map(|((_, to), _)| *to).collect();
            let weight: Vec<f64> =
                edges.iter().zip(&sign).map(|((_, weight), &minus)| if minus { -weight } else { *weight }).collect();
            let out = Csr::new(n, &from, &to, &weight);
            let components = Components::new(&out);
            let options = LoopOptions::default().with_length(n).with_count(usize::MAX);
            let Loops { found: loops, complete } = list(&out, &components, &options);
            prop_assert!(complete);
            let mean = |length: usize, gain: f64| gain.abs().ln() / length as f64;
            for component in components.iter().filter(|component| component.len() > 1) {
                let inside = loops.iter().filter(|found| component.contains(&found.nodes[0].as_u32()));
                let expected = inside.map(|found| mean(found.nodes.len(), found.gain)).fold(f64::NEG_INFINITY, f64::max);
                let StrongestLoop { nodes, gain } = strongest(&out, component);
                prop_assert!((mean(nodes.len(), gain) - expected).abs() < 1e-9, "{nodes:?}, {loops:?}");
                prop_assert!(loops.iter().any(|known| known.nodes.iter().map(|node| node.as_u32()).eq(nodes.iter().copied())));
            }
        }
    }
}
