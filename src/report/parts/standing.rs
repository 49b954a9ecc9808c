//! Report part "where we stand": scores with intervals.

use serde::Serialize;

use crate::score::scorecard::Scorecard;

/// Standing: the part of a report on where we stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhereWeStand {
    /// Scores per facet, dimension and stakeholder, and the TX index.
    pub scorecard: Option<Scorecard>,
}
