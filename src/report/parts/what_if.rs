//! Report part "what if": the impact of a shock, over time, with its harm.

use serde::Serialize;

use crate::cascade::analyze::{Change, ImpactSummary};

/// What-if analysis: the part of a report on what the shock does.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhatIf {
    /// What is shocked: nodes and how much.
    pub shock: Vec<(String, f64)>,
    /// What happens at every node that something happens at, the largest change first.
    pub impact: Vec<NodeImpact>,
    /// The same by dimension, stakeholder and outcome.
    pub summary: ImpactSummary,
    /// Everything in the summary that gets worse in the end, and every facet that does.
    pub harm: Vec<Change>,
    /// Facets and outcomes that do not get worse by the estimate, but whose 95 % interval reaches to the bad side.
    pub harm_not_excluded: Vec<String>,
    /// Facets and outcomes that do not get worse in the end, but are worse on the way there: the worst period of each.
    pub harm_on_the_way: Vec<Passing>,
    /// When the effect shows, for the nodes of `impact`.
    pub over_time: Vec<OverTime>,
    /// The effect on the objective.
    pub effect: f64,
    /// Its standard error, from the standard errors of the influences; none when an influence that matters has none.
    pub effect_standard_error: Option<f64>,
}

/// Change of a node, period by period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OverTime {
    /// Key of the node.
    pub node: String,
    /// Total in periods 0, 1, 2, ...; the shock is in period 0.
    pub periods: Vec<f64>,
    /// The first period from which on the total stays within a tenth of its end.
    pub time_to_90: Option<usize>,
}

/// Harm that passes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Passing {
    /// Key of the node.
    pub node: String,
    /// The period in which it is worst.
    pub period: usize,
    /// The change in that period.
    pub change: f64,
    /// Its unit.
    pub unit: String,
}

/// Impact on a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NodeImpact {
    /// Key of the node.
    pub node: String,
    /// Unit of all numbers here.
    pub unit: String,
    /// The shock itself.
    pub shock: f64,
    /// Over one influence.
    pub direct: f64,
    /// Over more.
    pub indirect: f64,
    /// Everything.
    pub total: f64,
    /// Lower 95 % limit of the total; none when an influence that matters has no standard error.
    pub low: Option<f64>,
    /// Upper 95 % limit of the total.
    pub high: Option<f64>,
}
