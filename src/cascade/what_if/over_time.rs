//! Harm that passes: what is worse for a time and not in the end.

use serde::{Deserialize, Serialize};

use super::harm::{ROUNDING, direction};
use crate::cascade::models::Trajectory;
use crate::cascade::{Network, NodeIndex};
use crate::model::map::ExperienceMap;

/// The worst period of a node that does not get worse in the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PassingHarm {
    /// The node.
    pub node: NodeIndex,
    /// The period in which it is worst, the first of several.
    pub period: usize,
    /// The change in that period, in the node's unit.
    pub change: f64,
}

impl Trajectory {
    /// The nodes that are worse on the way to a limit that is not worse, each with its worst period.
    ///
    /// Changes of up to 1e-9 are rounding and no harm.
    pub fn passing_harm(&self, map: &ExperienceMap, network: &Network) -> Vec<PassingHarm> {
        let worst = |node: NodeIndex| {
            let direction = direction(map, network, node);
            let harm = |period: usize| direction.harm(self.periods[period][node]);
            let period =
                (0..self.periods.len()).max_by(|&a, &b| harm(a).total_cmp(&harm(b)).then(b.cmp(&a)))?;
            let passes = harm(period) > ROUNDING && direction.harm(self.limit[node]) <= ROUNDING;
            passes.then(|| PassingHarm { node, period, change: self.periods[period][node] })
        };
        let nodes = network.nodes().take(self.limit.len());
        nodes.filter_map(worst).collect()
    }
}
