//! Strongest walks or simple paths between two nodes (best-first search).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use crate::numeric::iterate::iterate;
use crate::numeric::linalg::csr::Csr;

use crate::cascade::{Error, Network, NodeIndex};

/// Ends of a walk: the node where it begins, and the one where it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// The node that is shocked.
    pub from: NodeIndex,
    /// The node whose change is asked about.
    pub to: NodeIndex,
}

/// Walk from a shocked node to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Walk {
    /// Its nodes in the order of the arrows.
    pub nodes: Vec<NodeIndex>,
    /// Product of its weights: units of the last node per unit of the first.
    pub product: f64,
}

/// Options of a search for walks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WalkOptions {
    /// How many are wanted; default 10.
    pub count: usize,
    /// Whether a node may be passed only once (a path, whose loops are left out); default true.
    pub simple: bool,
    /// Most partial ways looked at; default 1,000,000.
    pub work: usize,
}

impl Default for WalkOptions {
    fn default() -> Self {
        Self { count: 10, simple: true, work: 1_000_000 }
    }
}

impl WalkOptions {
    /// Sets how many are wanted.
    #[must_use]
    pub fn with_count(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// Sets whether a node may be passed only once.
    #[must_use]
    pub fn with_simple(mut self, simple: bool) -> Self {
        self.simple = simple;
        self
    }

    /// Sets how many partial ways are looked at.
    #[must_use]
    pub fn with_work(mut self, work: usize) -> Self {
        self.work = work;
        self
    }
}

/// Strongest walks between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Walks {
    /// The ways, the largest |product| first.
    pub found: Vec<Walk>,
    /// Whether nothing stronger was missed: the search ended by itself and not by [`WalkOptions::work`].
    pub complete: bool,
}

iterate! { Walks => Walk in found }

impl Network {
    /// The strongest walks by which a shock on one node arrives at another.
    ///
    /// # Definition
    ///
    /// A walk is a sequence of influences that follow each other; it contributes the product of its weights, parallel
    /// influences added up. The sum of
    /// the products of *all* walks is the total effect of one unit. A path is a walk that passes no node twice; on an
    /// acyclic network the paths alone add up to the total.
    ///
    /// Walks come in order of |product| by best-first search: the |product| so far times the largest |product| that any
    /// walk from there to the target can have, which never underestimates. The largest product exists where every loop
    /// has |gain| < 1.
    ///
    /// # Arguments
    ///
    /// `ends`: where a walk begins and ends.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownId`]; [`Error::NoStrongest`] when a loop of |gain| 1 or more (balancing ones can be) makes walks
    /// ever stronger.
    ///
    /// # Complexity
    ///
    /// - Bounding the products: O(nodes x edges) at worst, mostly a few passes over the edges.
    /// - The search: O(log) a partial way, at most [`WalkOptions::work`] of them, each with its nodes in space.
    ///
    /// # References
    ///
    /// Eppstein (1998), Finding the k shortest paths, doi:10.1137/S0097539795290477; Hart, Nilsson & Raphael (1968), A
    /// formal basis for the heuristic determination of minimum cost paths, doi:10.1109/TSSC.1968.300136.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    /// use total_experience::cascade::analyze::Ends;
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1, 0], to: &[1, 2, 2], weight: &[0.5, 0.4, 0.1], ..EdgeColumns::default() })?;
    /// let ways = network.walks(Ends { from: 0.into(), to: 2.into() })?;
    /// assert_eq!(ways.found[0].nodes, [0, 1, 2]);
    /// assert_eq!((ways.found[0].product, ways.found[1].product), (0.2, 0.1));
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn walks(&self, ends: Ends) -> Result<Walks, Error> {
        self.walks_with(ends, &WalkOptions::default())
    }

    /// [`walks`](Self::walks) with options.
    ///
    /// # Errors
    ///
    /// As [`walks`](Self::walks), and for options out of range.
    pub fn walks_with(&self, ends: Ends, options: &WalkOptions) -> Result<Walks, Error> {
        let Ends { from, to } = ends;
        self.check_node(from)?;
        self.check_node(to)?;
        let [from, to] = [from, to].map(NodeIndex::as_usize);
        let out = self.out.summed();
        let reach = self.largest_products(&out, to)?;
        let mut found = Vec::new();
        let mut open = BinaryHeap::new();
        if reach[from] > 0.0 {
            open.push(Partial { bound: reach[from], product: 1.0, nodes: vec![from as u32], ended: false });
        }
        let mut work = options.work;
        while let Some(way) = open.pop() {
            if found.len() == options.count {
                return Ok(Walks { found, complete: true });
            }
            let node = way.nodes.last().map_or(from, |&node| node as usize);
            if way.ended {
                let nodes = way.nodes.into_iter().map(NodeIndex::from).collect();
                found.push(Walk { nodes, product: way.product });
                continue;
            }
            if work == 0 {
                return Ok(Walks { found, complete: false });
            }
            work -= 1;
            // Arriving is one way on; a walk may also go on through the target.
            if node == to && way.nodes.len() > 1 {
                open.push(Partial { bound: way.product.abs(), ended: true, ..way.clone() });
                if options.simple {
                    continue;
                }
            }
            for (next, weight) in out.row(node) {
                let product = way.product * weight;
                let bound = product.abs() * reach[next];
                let again = options.simple && way.nodes.contains(&(next as u32));
                if bound > 0.0 && !again {
                    let mut nodes = way.nodes.clone();
                    nodes.push(next as u32);
                    open.push(Partial { bound, product, nodes, ended: false });
                }
            }
        }
        Ok(Walks { found, complete: true })
    }

    /// The largest |product| of any walk from each node to `to`, the empty one at `to` itself included.
    fn largest_products(&self, out: &Csr, to: usize) -> Result<Vec<f64>, Error> {
        let mut reach = vec![0.0_f64; self.node_count()];
        reach[to] = 1.0;
        for component in self.components.iter().rev() {
            for round in 0.. {
                let mut moved = false;
                for &node in component {
                    let node = node as usize;
                    let best = out.row(node).map(|(next, weight)| weight.abs() * reach[next]);
                    let best = best.fold(reach[node], f64::max);
                    moved |= best > reach[node];
                    reach[node] = best;
                }
                if !moved {
                    break;
                }
                // Without a loop of |gain| >= 1 the best walk has fewer edges than the component has nodes.
                if round > component.len() {
                    let node = NodeIndex::from(component[0]);
                    return Err(Error::NoStrongest { node, key: self.key(node).into_owned() });
                }
            }
        }
        Ok(reach)
    }
}

/// A way that is not at its end yet, or one that is.
#[derive(Clone, Debug)]
struct Partial {
    bound: f64,
    product: f64,
    nodes: Vec<u32>,
    ended: bool,
}

/// Larger bounds first; among equals fewer nodes, then smaller numbers, so that the order is always the same.
impl Ord for Partial {
    fn cmp(&self, other: &Self) -> Ordering {
        let shorter = || other.nodes.len().cmp(&self.nodes.len());
        self.bound
            .total_cmp(&other.bound)
            .then_with(shorter)
            .then_with(|| other.nodes.cmp(&self.nodes))
            .then_with(|| self.ended.cmp(&other.ended))
    }
}

impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Partial {}
