//! Errors of composing a report.

use thiserror::Error;

use crate::cascade;
use crate::model::names::listed;
use crate::shown::shown;

/// Faults in what a report is composed of.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The map's influences or the shock cannot be computed with.
    #[error(transparent)]
    Cascade(#[from] cascade::Error),
    /// A scorecard is not of the map.
    #[error("the scorecard has the facet `{facet}`, which the map does not have", facet = shown(.facet))]
    ForeignScorecard {
        /// The facet's key.
        facet: String,
    },
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}", name = shown(.name), known = shown(.known))]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// The report cannot be written as JSON.
    #[error("the report cannot be written as JSON: {reason}", reason = shown(.reason))]
    Json {
        /// What the writer said.
        reason: String,
    },
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }
}
