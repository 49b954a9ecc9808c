//! Importance of nodes: what one unit more at each is worth to an objective.

use serde::{Deserialize, Serialize};

use crate::cascade::{Error, Network, NodeIndex, SolveOptions};

/// Importance of a node: what one unit more at it is worth to an objective.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Importance {
    /// The node.
    pub node: NodeIndex,
    /// Units of the objective per unit of the node.
    pub value: f64,
}

impl Network {
    /// All nodes with the value of one unit more of each to an objective, the most important first.
    ///
    /// Values are those of [`adjoint`](Self::adjoint); nodes of equal value stand in order of their numbers.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// One solve, and O(nodes log nodes) to sort.
    pub fn importance(&self, objective: &[f64], options: &SolveOptions) -> Result<Vec<Importance>, Error> {
        let values = self.adjoint(objective, options)?;
        let mut ranking: Vec<_> =
            self.nodes().zip(values).map(|(node, value)| Importance { node, value }).collect();
        ranking.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.node.cmp(&b.node)));
        Ok(ranking)
    }
}
