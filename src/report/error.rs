//! Errors of composing a report.

use thiserror::Error;

use crate::cascade;

/// Faults in what a report is composed of.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The map's influences or the shock cannot be computed with.
    #[error(transparent)]
    Cascade(#[from] cascade::Error),
    /// A scorecard is not of the map.
    #[error("the scorecard has the facet `{facet}`, which the map does not have")]
    ForeignScorecard {
        /// The facet's key.
        facet: String,
    },
    /// The report cannot be written as JSON.
    #[error("the report cannot be written as JSON: {reason}")]
    Json {
        /// What the writer said.
        reason: String,
    },
}
