//! Importance of nodes: what one unit more at each is worth to an objective.

use serde::{Deserialize, Serialize};

use crate::cascade::{Error, Network, NodeIndex, NodeValues, SolveOptions};

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
    /// All nodes with the value of one unit more of each to an objective, the largest value first.
    ///
    /// Values are those of [`adjoint`](Self::adjoint), with their signs: a node that lowers the objective stands behind all
    /// that raise it. The objective is a sum to be raised; give what should fall, such as churn, a negative weight. Nodes of
    /// equal value stand in order of their numbers.
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let names = ["app", "branch", "churn"].map(String::from);
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1], to: &[2, 2], weight: &[-0.5, 0.1], ..EdgeColumns::default() }.with_names(&names))?;
    /// let less_churn = network.node_values(&[("churn", -1.0)])?;
    /// let ranking = network.importance(&less_churn)?;
    /// assert_eq!((network.key(ranking[0].node), ranking[0].value), ("app".into(), 0.5));
    /// assert_eq!(ranking.last().map(|last| last.value), Some(-1.0)); // churn itself
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// One solve, and O(nodes log nodes) to sort.
    pub fn importance(&self, objective: &[f64]) -> Result<Vec<Importance>, Error> {
        self.importance_with(objective, &SolveOptions::default())
    }

    /// [`importance`](Self::importance) with options.
    ///
    /// # Errors
    ///
    /// As [`importance`](Self::importance), and for options out of range.
    pub fn importance_with(
        &self,
        objective: &[f64],
        options: &SolveOptions,
    ) -> Result<Vec<Importance>, Error> {
        Ok(self.ranking(&self.adjoint_with(objective, options)?))
    }

    /// All nodes with what a unit at each is worth, the largest value first.
    pub(crate) fn ranking(&self, worth: &NodeValues) -> Vec<Importance> {
        let mut ranking: Vec<_> =
            self.nodes().zip(worth.values()).map(|(node, &value)| Importance { node, value }).collect();
        ranking.sort_unstable_by(|a, b| b.value.total_cmp(&a.value).then(a.node.cmp(&b.node)));
        ranking
    }
}
