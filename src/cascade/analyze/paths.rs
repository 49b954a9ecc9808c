//! Paths of influence between two nodes, with the effect of the loops that they touch (Mason's rule).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::numeric::iterate::iterate;
use crate::numeric::linalg::dense;

use super::{Ends, WalkOptions};
use crate::cascade::{Error, Network, NodeIndex, NodeValues, SolveOptions};

/// A path from a shocked node to another, with what the loops it meets make of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InfluencePath {
    /// Its nodes in the order of the arrows, each once.
    pub nodes: Vec<NodeIndex>,
    /// Product of its weights: units of the last node per unit of the first, by this way alone.
    pub product: f64,
    /// Mason's factor: how many times the product arrives in the end because of loops; 1 where there are none.
    pub factor: f64,
    /// `product` x `factor`: what the path contributes to the total.
    pub effect: f64,
}

/// The strongest paths between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InfluencePaths {
    /// The paths, the largest |product| first.
    pub found: Vec<InfluencePath>,
    /// Whether nothing stronger was missed: the search ended by itself and not by [`WalkOptions::work`].
    pub complete: bool,
    /// The total effect at the last node of one unit at the first.
    pub total: f64,
    /// `total` less the effects of the paths found: what all other paths contribute.
    pub rest: f64,
}

iterate! { InfluencePaths => InfluencePath in found }

impl Network {
    /// The strongest paths by which a shock on one node arrives at another, each with its loops.
    ///
    /// # Definition
    ///
    /// With D the determinant of I - W and D_P that of I - W without the nodes of path P, the path contributes its
    /// product times D_P / D. These contributions of *all* simple paths add up to the total effect exactly (Mason's
    /// rule). With G = (I - W)^-1, Jacobi's identity gives the factor as the determinant of the square of G that stands
    /// on the nodes of P: small, and without a determinant of the whole network. From a node to itself the one path is
    /// the node, and its factor is what comes back.
    ///
    /// # Arguments
    ///
    /// `ends`: where a path begins and ends. [`WalkOptions::simple`] is taken as true.
    ///
    /// # Errors
    ///
    /// As [`walks`](Self::walks) and [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// - The search: as [`walks`](Self::walks).
    /// - Loops: one solve for each node on some path that lies on a loop; its results at such nodes are kept.
    /// - A path of k nodes: O(k^3) time.
    ///
    /// # References
    ///
    /// Mason (1956), Feedback theory: further properties of signal flow graphs, doi:10.1109/JRPROC.1956.275147; Horn &
    /// Johnson (2012), Matrix Analysis, section 0.8.4, for Jacobi's identity.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    /// use total_experience::cascade::analyze::Ends;
    ///
    /// // 0 -> 1 -> 2, and 2 feeds back on 1 by half.
    /// let edges = EdgeColumns { from: &[0, 1, 2], to: &[1, 2, 1], weight: &[0.5, 1.0, 0.5], ..EdgeColumns::default() };
    /// let network = Network::from_columns(3, &edges)?;
    /// let paths = network.paths(Ends { from: 0.into(), to: 2.into() })?;
    /// let way = &paths.found[0];
    /// assert_eq!((way.product, way.factor, way.effect), (0.5, 2.0, 1.0));
    /// assert_eq!((paths.total, paths.rest), (1.0, 0.0));
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn paths(&self, ends: Ends) -> Result<InfluencePaths, Error> {
        self.paths_with(ends, &WalkOptions::default(), &SolveOptions::default())
    }

    /// [`paths`](Self::paths) with options.
    ///
    /// # Errors
    ///
    /// As [`paths`](Self::paths), and for options out of range.
    pub fn paths_with(
        &self,
        ends: Ends,
        options: &WalkOptions,
        solve: &SolveOptions,
    ) -> Result<InfluencePaths, Error> {
        let Ends { from, to } = ends;
        let ways = self.walks_with(ends, &options.clone().with_simple(true))?;
        let mut ways: (Vec<_>, bool) =
            (ways.found.into_iter().map(|way| (way.nodes, way.product)).collect(), ways.complete);
        if from == to {
            ways = (vec![(vec![from], 1.0)], true);
            ways.0.truncate(options.count);
        }
        let solve = &solve.within();
        let total = self.unit_effect(from, solve)?[to];
        let returns = self.returns(ways.0.iter().flat_map(|(nodes, _)| nodes.iter().copied()), solve)?;
        let path = |(nodes, product): (Vec<NodeIndex>, f64)| {
            let factor = returns.factor(&nodes);
            InfluencePath { nodes, product, factor, effect: product * factor }
        };
        let found: Vec<InfluencePath> = ways.0.into_iter().map(path).collect();
        let rest = total - found.iter().map(|path| path.effect).sum::<f64>();
        Ok(InfluencePaths { found, complete: ways.1, total, rest })
    }

    /// What one unit at a node does everywhere.
    fn unit_effect(&self, node: NodeIndex, solve: &SolveOptions) -> Result<NodeValues, Error> {
        let mut shock = vec![0.0; self.node_count()];
        shock[node] = 1.0;
        self.equilibrium_with(&shock, solve)
    }

    /// G between those of the nodes that share a component with a loop.
    fn returns(
        &self,
        nodes: impl Iterator<Item = NodeIndex>,
        solve: &SolveOptions,
    ) -> Result<Returns, Error> {
        let mut nodes: Vec<NodeIndex> = nodes.collect();
        nodes.sort_unstable();
        nodes.dedup();
        let mut component_of = vec![0_u32; self.node_count()];
        for (number, component) in self.components.iter().enumerate() {
            component.iter().for_each(|&node| component_of[node as usize] = number as u32);
        }
        let mut groups: Vec<(u32, NodeIndex)> =
            nodes.into_iter().map(|node| (component_of[node], node)).collect();
        groups.sort_unstable();
        let mut returns = Returns { group: HashMap::new(), effect: HashMap::new() };
        for group in groups.chunk_by(|a, b| a.0 == b.0) {
            let persists = |node: NodeIndex| self.out.has(node.as_usize(), node.as_usize());
            if self.components.get(group[0].0 as usize).len() == 1 && !persists(group[0].1) {
                continue;
            }
            for &(component, node) in group {
                returns.group.insert(node, component);
                let effect = self.unit_effect(node, solve)?;
                returns.effect.extend(group.iter().map(|&(_, other)| ((node, other), effect[other])));
            }
        }
        Ok(returns)
    }
}

/// Effects of a unit between nodes of one component.
struct Returns {
    /// The component of each node that lies on a loop.
    group: HashMap<NodeIndex, u32>,
    effect: HashMap<(NodeIndex, NodeIndex), f64>,
}

impl Returns {
    /// The determinant of G on the nodes of a path: the product over components, since G is block triangular.
    fn factor(&self, path: &[NodeIndex]) -> f64 {
        let on_loops: Vec<NodeIndex> =
            path.iter().copied().filter(|node| self.group.contains_key(node)).collect();
        // A path never returns to a component that it has left.
        let blocks = on_loops.chunk_by(|a, b| self.group[a] == self.group[b]);
        blocks
            .map(|block| {
                let entries = block.iter().flat_map(|a| block.iter().map(|b| self.effect[&(*a, *b)]));
                dense::determinant(&mut entries.collect::<Vec<f64>>(), block.len())
            })
            .product()
    }
}
