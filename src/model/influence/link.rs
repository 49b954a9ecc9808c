//! Influence of one node on another: weight, standard error, lag and evidence.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::Error;
use crate::model::ids::{FacetId, OutcomeId};
use crate::model::names::names;

/// An end of an influence: a facet or an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// One dimension of one touchpoint as one group lives it.
    Facet(FacetId),
    /// A business quantity.
    Outcome(OutcomeId),
}

impl Node {
    const OUTCOME: u32 = 1 << 31;

    /// The node as one number: a facet's own, or an outcome's with the highest bit set. Columns and the C API carry it.
    pub const fn as_u32(self) -> u32 {
        match self {
            Self::Facet(id) => id.as_u32(),
            Self::Outcome(id) => id.as_u32() | Self::OUTCOME,
        }
    }

    /// The node behind the number that [`Node::as_u32`] gives.
    pub const fn from_u32(number: u32) -> Self {
        if number & Self::OUTCOME == 0 {
            Self::Facet(FacetId::from_u32(number))
        } else {
            Self::Outcome(OutcomeId::from_u32(number & !Self::OUTCOME))
        }
    }
}

impl fmt::Display for Node {
    /// The kind and the number; [`ExperienceMap::node_key`](crate::model::map::ExperienceMap::node_key) gives the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Facet(id) => write!(f, "facet number {}", id.as_u32()),
            Self::Outcome(id) => write!(f, "outcome number {}", id.as_u32()),
        }
    }
}

impl From<FacetId> for Node {
    fn from(id: FacetId) -> Self {
        Self::Facet(id)
    }
}

impl From<OutcomeId> for Node {
    fn from(id: OutcomeId) -> Self {
        Self::Outcome(id)
    }
}

/// Influence of one node on another, read from a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence<'a> {
    /// The node that drives.
    pub from: Node,
    /// The node that is driven.
    pub to: Node,
    /// Units of the target per unit of the source; signed. Points per point between facets.
    pub weight: f64,
    /// Standard error of the weight, in the same unit, when known.
    pub standard_error: Option<f64>,
    /// Periods until the effect shows.
    pub lag: u32,
    /// The evidence for the weight.
    pub evidence: &'a Evidence,
}

/// Evidence for the weight of an influence.
///
/// Reports say what share of an effect rests on which kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "the evidence for a weight: {\"kind\": ..., ...}"
)]
#[non_exhaustive]
pub enum Evidence {
    /// Estimated from the organisation's own data.
    Estimated {
        /// The study design.
        design: Design,
        /// Number of work units (branches, stores, teams) it was estimated on. As JSON: `n_units`.
        #[serde(rename = "n_units")]
        unit_count: u64,
    },
    /// Judged by experts.
    Elicited {
        /// Number of experts. As JSON: `experts`.
        #[serde(rename = "experts")]
        expert_count: u32,
        /// Their agreement, Kendall's W in 0..1, when known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<f64>,
    },
    /// Taken from the literature.
    Prior {
        /// The publication.
        citation: String,
        /// The level it was measured on.
        level: Level,
    },
    /// Assumed: nobody has measured it.
    #[default]
    Assumed,
}

impl Evidence {
    /// The word that reports group by: `estimated`, `elicited`, `prior` or `assumed`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Estimated { .. } => "estimated",
            Self::Elicited { .. } => "elicited",
            Self::Prior { .. } => "prior",
            Self::Assumed => "assumed",
        }
    }
}

/// Study design behind an estimate.
///
/// Only lagged and experimental designs speak of impact; a cross-section shows association.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Design {
    /// Everything measured at one time: association.
    CrossSection,
    /// The same units over several periods.
    Panel,
    /// A change made on purpose, with a comparison.
    Experiment,
}

names!(Design, "study design", Error, {
    CrossSection => "cross_section",
    Panel => "panel",
    Experiment => "experiment",
});

/// Level on which a published effect was measured.
///
/// Using it on another level is an ecological fallacy unless argued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Single people.
    Person,
    /// Branches, stores, teams.
    Unit,
    /// Whole firms.
    Firm,
}

names!(Level, "level", Error, {
    Person => "person",
    Unit => "unit",
    Firm => "firm",
});

/// Influences as columns of equal length, for adding many at once.
#[derive(Clone, Copy, Debug)]
pub struct InfluenceColumns<'a> {
    /// The node that drives.
    pub from: &'a [Node],
    /// The node that is driven.
    pub to: &'a [Node],
    /// Units of the target per unit of the source.
    pub weight: &'a [f64],
    /// Standard errors, when known for all.
    pub standard_error: Option<&'a [f64]>,
    /// Lags in periods; all 0 when absent.
    pub lag: Option<&'a [u32]>,
    /// The evidence for all of them.
    pub evidence: &'a Evidence,
}
