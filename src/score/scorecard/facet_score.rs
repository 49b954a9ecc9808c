//! Line of a scorecard: the score of one facet.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::Dimension;
use crate::model::ids::FacetId;
use crate::privacy::MinGroup;
use crate::score::inference::Score;
use crate::signal::instrument::Instrument;
use crate::signal::response::Respondents;

/// Score of one facet, or the reason why there is none to show.
///
/// It is written as one flat object in which what may not be shown is null, so it cannot be read back.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FacetScore {
    /// The facet.
    pub facet: FacetId,
    /// Key of its touchpoint.
    pub touchpoint: String,
    /// Its dimension.
    pub dimension: Dimension,
    /// Key of its stakeholder group.
    pub stakeholder: String,
    /// Its instrument; `None` when the tally does not know the facet.
    pub instrument: Option<Instrument>,
    /// The score, if it may be shown.
    pub result: FacetResult,
}

/// Result of a facet: a score, or the reason why there is none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FacetResult {
    /// There is a score.
    Published(Box<PublishedScore>),
    /// Fewer people answered than the group's minimum: neither an estimate nor any count is given.
    Suppressed {
        /// The minimum number of respondents.
        minimum_group: MinGroup,
    },
    /// Nobody answered.
    NoAnswers {
        /// Number of responses without a value.
        missing_count: u64,
    },
}

/// Score that may be shown, with what the tally counted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PublishedScore {
    /// The score.
    pub score: Score,
    /// Number of responses without a value. They enter no estimate.
    pub missing_count: u64,
    /// Number of responses replaced by another one of the same respondent and period.
    pub superseded_count: u64,
    /// Number of responses of weight 0.
    pub excluded_count: u64,
    /// The number of people who answered, as far as it is known.
    pub respondents: Respondents,
}

impl FacetScore {
    /// The published score, `None` when there is none to show.
    pub fn published(&self) -> Option<&PublishedScore> {
        match &self.result {
            FacetResult::Published(published) => Some(published),
            _ => None,
        }
    }

    /// Whether too few people answered.
    pub const fn is_suppressed(&self) -> bool {
        matches!(self.result, FacetResult::Suppressed { .. })
    }

    /// The key of the facet: `touchpoint/dimension/stakeholder`.
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.touchpoint, self.dimension, self.stakeholder)
    }
}

impl Serialize for FacetScore {
    /// One flat object; what may not be shown or is not known is null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let published = self.published();
        let score = published.map(|published| &published.score);
        let points = score.map(|score| score.points);
        let counts = match &self.result {
            FacetResult::Published(p) => {
                Some((p.score.n, p.missing_count, p.superseded_count, p.excluded_count))
            }
            FacetResult::NoAnswers { missing_count } => Some((0, *missing_count, 0, 0)),
            FacetResult::Suppressed { .. } => None,
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("touchpoint", &self.touchpoint)?;
        map.serialize_entry("dimension", &self.dimension)?;
        map.serialize_entry("stakeholder", &self.stakeholder)?;
        map.serialize_entry("instrument", &self.instrument)?;
        map.serialize_entry("unit", &self.instrument.map(|instrument| instrument.unit()))?;
        map.serialize_entry("n", &counts.map(|counts| counts.0))?;
        map.serialize_entry("missing", &counts.map(|counts| counts.1))?;
        map.serialize_entry("superseded", &counts.map(|counts| counts.2))?;
        map.serialize_entry("excluded", &counts.map(|counts| counts.3))?;
        map.serialize_entry("respondents", &published.map(|published| People(published.respondents)))?;
        map.serialize_entry("n_effective", &score.map(|score| score.n_effective))?;
        map.serialize_entry("estimate", &score.map(|score| score.estimate))?;
        map.serialize_entry("low", &score.and_then(|score| score.low))?;
        map.serialize_entry("high", &score.and_then(|score| score.high))?;
        map.serialize_entry("standard_error", &score.and_then(|score| score.standard_error))?;
        map.serialize_entry("method", &score.map(|score| score.method))?;
        map.serialize_entry("points", &points.map(|points| points.estimate))?;
        map.serialize_entry("points_low", &points.and_then(|points| points.low))?;
        map.serialize_entry("points_high", &points.and_then(|points| points.high))?;
        map.serialize_entry("suppressed", &self.is_suppressed())?;
        map.end()
    }
}

/// A number when it is exact, else words.
struct People(Respondents);

impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Respondents::Exactly(people) => serializer.serialize_u64(people),
            Respondents::AtLeast(people) => serializer.collect_str(&format_args!("at least {people}")),
            _ => serializer.serialize_str("unverified"),
        }
    }
}
