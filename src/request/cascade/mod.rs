//! Requests about a cascade: where a shock ends up, and where a shock is worth most.

mod answer;
mod shock;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::rows::{cut, nodes, usual_rows};
use super::{Error, NodeValue, Version};
use crate::Execution;
use crate::cascade::{Network, NodeIndex, NodeValues};
use crate::model::names::names;

pub use answer::{
    CascadeAnswer, DrawnRow, DrawsAnswer, ImpactRow, ImportanceRow, LoopRow, PathRow, SensitivityRow,
    SettledRow, TrajectoryRow,
};

/// A question to a [`Network`]: what a shock does, and where one is worth most.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network};
/// use total_experience::request::NodeValue;
/// use total_experience::request::cascade::CascadeRequest;
///
/// let names = ["training", "service", "sales"].map(String::from);
/// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() };
/// let network = Network::from_columns(3, &edges.with_names(&names))?;
/// let request = CascadeRequest {
///     shock: vec![NodeValue::new("training", 10.0)],
///     objective: vec![NodeValue::new("sales", 1.0)],
///     ..CascadeRequest::default()
/// };
/// let answer = request.run(&network)?;
/// let totals: Vec<_> = answer.impact.iter().map(|row| (&*row.node, row.total)).collect();
/// assert_eq!(totals, [("training", 10.0), ("service", 5.0), ("sales", 2.0)]);
/// assert_eq!((&*answer.importance[0].node, answer.importance[0].value), ("sales", 1.0));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CascadeRequest {
    /// Version of the form.
    pub version: Version,
    /// Nodes and the points by which they change for good. Without: importance alone.
    pub shock: Vec<NodeValue>,
    /// Nodes and what a unit of each is worth. Without: the mean over all nodes.
    pub objective: Vec<NodeValue>,
    /// Whether scores end at 0 and 100.
    pub model: CascadeModelKind,
    /// Today's points of nodes, for the bounded model. Nodes without are not bounded.
    pub scores: Vec<NodeValue>,
    /// Periods of the trajectory after period 0; none: no trajectory.
    pub horizon: Option<usize>,
    /// Strongest paths from each shocked node to each node of the objective.
    pub paths: usize,
    /// Networks drawn for the limits (linear model); none: limits by the delta method on networks of up to 2,000
    /// nodes.
    pub draws: Option<usize>,
    /// Seed of the draws.
    pub seed: u64,
    /// Rows of each list, the most important first; none: all.
    #[serde(default = "usual_rows")]
    pub rows: Option<usize>,
}

impl Default for CascadeRequest {
    fn default() -> Self {
        Self {
            version: Version,
            shock: Vec::new(),
            objective: Vec::new(),
            model: CascadeModelKind::Linear,
            scores: Vec::new(),
            horizon: None,
            paths: 0,
            draws: None,
            seed: 1,
            rows: usual_rows(),
        }
    }
}

/// Model of a cascade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CascadeModelKind {
    /// Effects add up without bounds ([`Network::equilibrium`]).
    #[default]
    Linear,
    /// Scores saturate at 0 and 100 ([`Network::bounded`]).
    Bounded,
}

names!(CascadeModelKind, "model of a cascade", Error, { Linear => "linear", Bounded => "bounded" });

impl CascadeRequest {
    /// Asks the network.
    ///
    /// Time: one solve for the importance, two for a shock, and what is asked for beside it; limits by the delta method
    /// take one solve for each node that the shock reaches.
    ///
    /// # Errors
    ///
    /// [`Error`] where the request does not go together or names a node that the network does not have;
    /// [`cascade::Error`](crate::cascade::Error) where a value is not finite or a solve does not converge.
    pub fn run<'a>(&self, network: &'a Network) -> Result<CascadeAnswer<'a>, Error> {
        self.run_with(network, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with<'a>(
        &self,
        network: &'a Network,
        execution: &Execution,
    ) -> Result<CascadeAnswer<'a>, Error> {
        self.check()?;
        let shock = vector(network, "shock", &self.shock)?;
        let objective = match self.objective.as_slice() {
            [] => vec![1.0 / network.node_count() as f64; network.node_count()],
            objective => vector(network, "objective", objective)?.into_vec(),
        };
        let mut answer = self.of_network(network, &objective)?;
        if !self.shock.is_empty() {
            self.add_shock(&mut answer, network, &shock, &objective, execution)?;
        }
        Ok(answer)
    }

    fn check(&self) -> Result<(), Error> {
        let is_bounded = self.model == CascadeModelKind::Bounded;
        let about_shock = [
            ("horizon", self.horizon.is_some()),
            ("paths", self.paths > 0),
            ("draws", self.draws.is_some()),
            ("model", is_bounded),
        ];
        match about_shock.into_iter().find(|(_, is_asked)| *is_asked && self.shock.is_empty()) {
            Some((field, _)) => Err(Error::NoShock { field }),
            None if self.scores.is_empty() == is_bounded => Err(Error::ScoresAndModel),
            None if is_bounded && self.draws.is_some() => Err(Error::DrawsOfBounded),
            None if is_bounded && self.horizon.is_some() => Err(Error::HorizonOfBounded),
            None if !self.objective.is_empty() && self.objective.iter().all(|node| node.value == 0.0) => {
                Err(Error::NoObjective)
            }
            None => Ok(()),
        }
    }

    /// What needs no shock.
    fn of_network<'a>(&self, network: &'a Network, objective: &[f64]) -> Result<CascadeAnswer<'a>, Error> {
        let stability = network.stability();
        let mut loops: Vec<_> = network.loops().found;
        let loops_left_out = cut(&mut loops, self.rows);
        let mut importance = network.importance(objective)?;
        let importance_left_out = cut(&mut importance, self.rows);
        Ok(CascadeAnswer {
            version: Version,
            nodes: network.node_count(),
            edges: network.edge_count(),
            radius: stability.radius,
            stability: stability.clone(),
            radius_exact: stability.exact,
            certified: stability.certified,
            fragile: stability.is_fragile(),
            loops: loops
                .iter()
                .map(|found| LoopRow { nodes: keys(network, &found.nodes), gain: found.gain })
                .collect(),
            loops_left_out,
            objective: self.objective.clone(),
            impact: Vec::new(),
            impact_left_out: 0,
            importance: importance
                .iter()
                .map(|row| ImportanceRow { node: network.key(row.node), value: row.value })
                .collect(),
            importance_left_out,
            sensitivity: Vec::new(),
            sensitivity_left_out: 0,
            without_standard_error: 0,
            unique_fixed_point: None,
            draws: None,
            trajectory: Vec::new(),
            trajectory_left_out: 0,
            settled: Vec::new(),
            settled_left_out: 0,
            paths: Vec::new(),
        })
    }
}

fn vector(network: &Network, list: &'static str, values: &[NodeValue]) -> Result<NodeValues, Error> {
    let named = find(network, list, values)?;
    let values: Vec<_> = named.into_iter().zip(values.iter().map(|value| value.value)).collect();
    Ok(network.node_values(&values)?)
}

/// The nodes that a list names, in its order.
fn find(network: &Network, list: &'static str, values: &[NodeValue]) -> Result<Vec<NodeIndex>, Error> {
    let keys = values.iter().map(|value| value.node.as_str());
    let all = (0..network.node_count()).map(|node| network.key(NodeIndex::at(node)));
    nodes(list, keys, |key| network.find(key), all)
}

fn keys<'a>(network: &'a Network, nodes: &[NodeIndex]) -> Vec<Cow<'a, str>> {
    nodes.iter().map(|&node| network.key(node)).collect()
}
