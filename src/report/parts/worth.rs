//! Report part "what it is worth", in the units of the outcomes.

use serde::Serialize;

/// Worth: the part of a report on what the shock is worth, in the units of the outcomes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhatItIsWorth {
    /// Outcomes that the shock moves or that have a target.
    pub outcomes: Vec<OutcomeChange>,
}

/// Impact on a business quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OutcomeChange {
    /// Key of the outcome.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// The change.
    pub change: f64,
    /// Lower 95 % limit.
    pub low: Option<f64>,
    /// Upper 95 % limit.
    pub high: Option<f64>,
    /// Whether that is worse.
    pub harm: bool,
    /// Where the quantity should be.
    pub target: Option<f64>,
}
