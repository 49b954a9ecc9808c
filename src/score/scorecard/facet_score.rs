//! Line of a scorecard: the score of one facet.

use serde::{Serialize, Serializer};

use crate::model::Dimension;
use crate::model::ids::FacetId;
use crate::privacy::MinGroup;
use crate::score::inference::{Method, Score};
use crate::signal::instrument::{Instrument, ScoreUnit};
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
        WrittenFacet {
            touchpoint: &self.touchpoint,
            dimension: self.dimension,
            stakeholder: &self.stakeholder,
            instrument: self.instrument,
            unit: self.instrument.map(|instrument| instrument.unit()),
            n: counts.map(|counts| counts.0),
            missing: counts.map(|counts| counts.1),
            superseded: counts.map(|counts| counts.2),
            excluded: counts.map(|counts| counts.3),
            respondents: published.map(|published| People(published.respondents)),
            n_effective: score.map(|score| score.n_effective),
            estimate: score.map(|score| score.estimate),
            low: score.and_then(|score| score.low),
            high: score.and_then(|score| score.high),
            standard_error: score.and_then(|score| score.standard_error),
            method: score.map(|score| score.method),
            points: points.map(|points| points.estimate),
            points_low: points.and_then(|points| points.low),
            points_high: points.and_then(|points| points.high),
            suppressed: self.is_suppressed(),
        }
        .serialize(serializer)
    }
}

/// A facet as it is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FacetScore"))]
struct WrittenFacet<'a> {
    /// Key of the touchpoint.
    touchpoint: &'a str,
    /// The dimension.
    dimension: Dimension,
    /// Key of the stakeholder group.
    stakeholder: &'a str,
    /// The instrument; null where nobody was asked.
    instrument: Option<Instrument>,
    /// The unit of `estimate`, `low`, `high` and `standard_error`.
    unit: Option<ScoreUnit>,
    /// Answers that count; null where they are withheld.
    n: Option<u64>,
    /// Answers without a value.
    missing: Option<u64>,
    /// Answers that a later one of the same respondent took the place of.
    superseded: Option<u64>,
    /// Answers of weight 0.
    excluded: Option<u64>,
    /// People who answered: a number, or words where it is not exact.
    respondents: Option<People>,
    /// Effective number of answers (Kish), for weights that differ.
    n_effective: Option<f64>,
    /// The score in the unit of its instrument.
    estimate: Option<f64>,
    /// Lower limit.
    low: Option<f64>,
    /// Upper limit.
    high: Option<f64>,
    /// Standard error of the score.
    standard_error: Option<f64>,
    /// How the limits were found.
    method: Option<Method>,
    /// The score on 0..100.
    points: Option<f64>,
    /// Lower limit of the points.
    points_low: Option<f64>,
    /// Upper limit of the points.
    points_high: Option<f64>,
    /// Whether it is withheld because too few people answered.
    suppressed: bool,
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(FacetScore, WrittenFacet<'static>);

/// A number when it is exact, else words.
struct People(Respondents);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for People {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "People".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["integer", "string"] })
    }
}

impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Respondents::Exactly(people) => serializer.serialize_u64(people),
            Respondents::AtLeast(people) => serializer.collect_str(&format_args!("at least {people}")),
            _ => serializer.serialize_str("unverified"),
        }
    }
}
