//! Harm of a shock: what gets worse, and what may.

use crate::cascade::analyze::{Change, Impact};
use crate::cascade::{Error, Network, NodeIndex, NodeValues};
use crate::model::Direction;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;

/// What rounding leaves of a change is no harm.
pub(super) const ROUNDING: f64 = 1e-9;

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

impl Impact {
    /// Everything that gets worse: stakeholders, dimensions and outcomes as in [`summary`](Self::summary), then facets.
    ///
    /// Changes of up to 1e-9 are rounding and no harm.
    ///
    /// # Errors
    ///
    /// As [`summary`](Self::summary).
    pub fn harm(&self, map: &ExperienceMap, network: &Network) -> Result<Vec<Change>, Error> {
        let summary = self.summary(map, network)?;
        let all = summary.stakeholders.into_iter().chain(summary.dimensions).chain(summary.outcomes);
        let mut harm: Vec<Change> =
            all.filter(|change| change.harm && change.change.abs() > ROUNDING).collect();
        let facets = network.nodes().zip(self.total.as_slice()).filter(|&(node, total)| {
            matches!(network.node(node), Some(Node::Facet(_))) && *total < -ROUNDING
        });
        harm.extend(facets.map(|(node, total)| Change::new(network.key(node), *total, "points", true)));
        Ok(harm)
    }

    /// The nodes that do not get worse by the estimate, but whose 95 % interval reaches to the bad side.
    ///
    /// `standard_errors` are those of [`Network::standard_errors`]; a node without one is left out.
    pub fn harm_not_excluded(
        &self,
        standard_errors: &NodeValues<Option<f64>>,
        map: &ExperienceMap,
        network: &Network,
    ) -> Vec<NodeIndex> {
        let reaches = |&(node, (total, error)): &(NodeIndex, (&f64, &Option<f64>))| {
            let direction = direction(map, network, node);
            let limit = error.map(|error| match direction {
                Direction::HigherIsBetter => total - Z * error,
                Direction::LowerIsBetter => total + Z * error,
            });
            direction.harm(*total) <= ROUNDING && limit.is_some_and(|limit| direction.harm(limit) > ROUNDING)
        };
        let nodes = network.nodes().zip(self.total.values().zip(standard_errors.as_slice()));
        nodes.filter(reaches).map(|(node, _)| node).collect()
    }
}

/// Which way is better at a node; more where the map does not say.
pub(super) fn direction(map: &ExperienceMap, network: &Network, node: NodeIndex) -> Direction {
    network.node(node).and_then(|node| map.node_direction(node)).unwrap_or_default()
}
