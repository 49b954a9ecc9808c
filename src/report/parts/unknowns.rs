//! Report part "what we do not know": missing, withheld and assumed things, and the next things to measure.

use serde::Serialize;

/// Unknowns: the part of a report on what we do not know.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Unknowns {
    /// Share of what the index should rest on that it does rest on.
    pub coverage: Option<f64>,
    /// Facets of the map that nobody answered for.
    pub unmeasured: Vec<String>,
    /// Facets that are withheld to protect a small group.
    pub suppressed: Vec<String>,
    /// Results of a group at a touchpoint or in a channel that are withheld to protect small groups.
    pub suppressed_results: u64,
    /// What looks wrong in the answers.
    pub warnings: Vec<String>,
    /// What share of the effect on each node that something happens at vanishes without the influences of one kind of
    /// evidence. The shares of a node need not add to 1: an effect that needs two influences vanishes without either.
    pub evidence: Vec<EvidenceShare>,
    /// Influences by their share of the variance of the effect on the objective, the largest first.
    pub measure_next: Vec<MeasureNext>,
    /// Influences that carry some of the shock and have no standard error, as `from -> to`.
    pub without_standard_error: Vec<String>,
    /// Facets whose score would leave 0..100: the shock is beyond what a linear cascade can say.
    pub out_of_range: Vec<String>,
}

/// Evidence that an effect rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct EvidenceShare {
    /// Key of the node that is affected.
    pub node: String,
    /// `estimated`, `elicited`, `prior` or `assumed`.
    pub evidence: &'static str,
    /// 1 - effect without these influences / effect.
    pub share: f64,
}

/// An influence whose uncertainty matters.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MeasureNext {
    /// Key of the node that drives.
    pub from: String,
    /// Key of the node that is driven.
    pub to: String,
    /// Share of the variance of the effect on the objective.
    pub variance_share: f64,
    /// How the weight is known today.
    pub evidence: &'static str,
}
