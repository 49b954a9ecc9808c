//! Warnings of a scorecard.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::privacy::MinGroup;
use crate::signal::instrument::Instrument;
use crate::signal::response::Respondents;
use crate::signal::tally::FacetTally;

/// Doubt about the answers of a published facet that is no error.
///
/// It is written as its sentence, so it cannot be read back.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// The answers keep to a part of the scale that looks like another scale.
    OtherScale {
        /// Key of the facet.
        facet: String,
        /// The instrument declared.
        instrument: Instrument,
        /// The smallest answer.
        low: f64,
        /// The largest answer.
        high: f64,
        /// Number of answers.
        answer_count: u64,
    },
    /// The group has a minimum size, but some answers name no respondent: one person may have answered several times.
    UnverifiedRespondents {
        /// Key of the facet.
        facet: String,
        /// The minimum number of respondents.
        minimum_group: MinGroup,
    },
}

/// Fewer answers than this say little about a scale.
const ENOUGH: u64 = 30;

impl Warning {
    /// Whether at least 30 answers, none at the lower end, keep to whole numbers in the lower half of a scale of ten
    /// or more numbers (1..4 or 1..5 on 0-10), or all points lie within 0..10.
    pub(crate) fn other_scale(tally: &FacetTally, facet: &str) -> Option<Self> {
        let (low, high) = tally.range()?;
        let scale = tally.instrument().scale();
        let width = scale.max() - scale.min();
        let on_half = (9.0..100.0).contains(&width)
            && tally.is_whole()
            && low >= 1.0
            && low > scale.min()
            && high <= scale.min() + width / 2.0;
        let on_tenth = *tally.instrument() == Instrument::Points && high <= 10.0;
        (tally.answer_count() >= ENOUGH && (on_half || on_tenth)).then(|| Self::OtherScale {
            facet: facet.to_owned(),
            instrument: *tally.instrument(),
            low,
            high,
            answer_count: tally.answer_count(),
        })
    }

    pub(crate) fn unverified(tally: &FacetTally, facet: &str, minimum_group: MinGroup) -> Option<Self> {
        let unverified = matches!(tally.respondents(), Respondents::Unverified { .. });
        (unverified && !minimum_group.is_off())
            .then(|| Self::UnverifiedRespondents { facet: facet.to_owned(), minimum_group })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherScale { facet, instrument, low, high, answer_count } => {
                let scale = instrument.scale();
                write!(
                    f,
                    "{facet}: all {answer_count} answers to `{instrument}` lie in {low}..{high} of {}..{}: was another \
                     scale used?",
                    scale.min(),
                    scale.max()
                )
            }
            Self::UnverifiedRespondents { facet, minimum_group } => write!(
                f,
                "{facet}: respondents are unverified, so the minimum of {minimum_group} people is held against answers"
            ),
        }
    }
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(Warning, String);

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
