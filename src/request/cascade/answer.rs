//! Answer to a question about a cascade, row by row.

use std::borrow::Cow;

use serde::Serialize;

use crate::cascade::stability::Stability;
use crate::request::{NodeValue, Version};

/// Answer to a [`CascadeRequest`](super::CascadeRequest); names are borrowed from the network.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CascadeAnswer<'a> {
    /// Version of the form.
    pub version: Version,
    /// Nodes of the network.
    pub nodes: usize,
    /// Influences of the network.
    pub edges: usize,
    /// Spectral radius of the influences, or a bound above it.
    pub radius: f64,
    /// The whole certificate, for texts; not in JSON.
    #[serde(skip)]
    pub stability: Stability,
    /// Whether `radius` is the radius itself.
    pub radius_exact: bool,
    /// Whether it is proved that every cascade settles.
    pub certified: bool,
    /// Whether small errors of the weights move a cascade a lot.
    pub fragile: bool,
    /// What feeds itself, the strongest first.
    pub loops: Vec<LoopRow<'a>>,
    /// Loops left out.
    pub loops_left_out: usize,
    /// Where the shock ends up, the largest total effect first.
    pub impact: Vec<ImpactRow<'a>>,
    /// Nodes left out of `impact`.
    pub impact_left_out: usize,
    /// What is aimed at; empty for the mean over all nodes.
    pub objective: Vec<NodeValue>,
    /// What one unit more at a node is worth to the objective, the largest first.
    pub importance: Vec<ImportanceRow<'a>>,
    /// Nodes left out of `importance`.
    pub importance_left_out: usize,
    /// Influences on which the effect of the shock rests (gradient other than 0), the largest share of the variance first.
    pub sensitivity: Vec<SensitivityRow<'a>>,
    /// Influences left out of `sensitivity`.
    pub sensitivity_left_out: usize,
    /// Influences that matter and have no standard error.
    pub without_standard_error: usize,
    /// Whether the equilibrium of the bounded model is proved to be the only one.
    pub unique_fixed_point: Option<bool>,
    /// What drawn weights say.
    pub draws: Option<DrawsAnswer<'a>>,
    /// When the effect shows, by period, for the nodes of `impact`.
    pub trajectory: Vec<TrajectoryRow<'a>>,
    /// Rows left out of `trajectory`.
    pub trajectory_left_out: usize,
    /// Where the trajectory ends, for the nodes of `impact`.
    pub settled: Vec<SettledRow<'a>>,
    /// Nodes left out of `settled`.
    pub settled_left_out: usize,
    /// By which ways the shock reaches the objective.
    pub paths: Vec<PathRow<'a>>,
}

/// A loop of influences.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LoopRow<'a> {
    /// Its nodes, each of which drives the next and the last the first.
    pub nodes: Vec<Cow<'a, str>>,
    /// Product of its weights: above 0 it reinforces, below 0 it balances.
    pub gain: f64,
}

/// Effect of the shock on a node, in its unit: `total` is `shock` + `direct` + `indirect`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImpactRow<'a> {
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// The shock itself.
    pub shock: f64,
    /// What shocked nodes do to it by one influence.
    pub direct: f64,
    /// What comes by longer ways.
    pub indirect: f64,
    /// All of it.
    pub total: f64,
    /// Lower 95 % limit of the total; none where it is not known.
    pub low: Option<f64>,
    /// Upper 95 % limit.
    pub high: Option<f64>,
}

/// Importance of a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ImportanceRow<'a> {
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// What one unit more there is worth to the objective.
    pub value: f64,
}

/// Sensitivity of the effect to an influence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SensitivityRow<'a> {
    /// Key of the node that drives.
    pub from: Cow<'a, str>,
    /// Key of the node that is driven.
    pub to: Cow<'a, str>,
    /// Change of the effect per unit of the weight.
    pub gradient: f64,
    /// Share of the effect's variance, 0..1: measure the largest next.
    pub variance_share: Option<f64>,
}

/// Uncertainty of an effect by drawn weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DrawsAnswer<'a> {
    /// Networks drawn.
    pub draws: usize,
    /// Networks among them that would not settle.
    pub unstable: usize,
    /// Influences without a standard error, which no draw moved.
    pub fixed: usize,
    /// For the nodes of `impact`, in their order.
    pub nodes: Vec<DrawnRow<'a>>,
}

/// Uncertainty of the effect on a node by drawn weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DrawnRow<'a> {
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// Median effect; none where it rests on an influence that no draw moved.
    pub median: Option<f64>,
    /// Share of draws in which the node rises.
    pub positive: Option<f64>,
    /// Share of draws in which it falls.
    pub negative: Option<f64>,
    /// Share of draws in which a shock here is worth most.
    pub worth_most: f64,
}

/// Value of a node in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TrajectoryRow<'a> {
    /// The period; 0 is that of the shock.
    pub period: usize,
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// The effect until then, in the node's unit.
    pub value: f64,
}

/// End of a node's trajectory, and when it is nearly there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SettledRow<'a> {
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// The effect in the end.
    pub limit: f64,
    /// The first period from which on 90 % of it has come; none within the horizon.
    pub time_to_90: Option<usize>,
}

/// A way by which the shock reaches the objective.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PathRow<'a> {
    /// Keys of the nodes passed.
    pub nodes: Vec<Cow<'a, str>>,
    /// Product of the weights.
    pub product: f64,
    /// How the loops on the way multiply it.
    pub factor: f64,
    /// What it contributes per unit of the first node.
    pub effect: f64,
}
