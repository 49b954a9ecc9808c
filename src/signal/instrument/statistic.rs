//! Statistic of an instrument, and its unit: net promoter score, top-box share, mean.

use std::fmt;
use std::str::FromStr;

use crate::model::names::as_text;
use crate::signal::Error;
use crate::signal::scale::bounds;

/// The statistic computed from the answers to an [`Instrument`](super::Instrument).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Statistic {
    /// `100 (P - D)`: share from `promoter` on less share below `passive`.
    NetPromoter {
        /// The lowest answer of a promoter.
        promoter: f64,
        /// The lowest answer of a passive; below are the detractors.
        passive: f64,
    },
    /// Share of answers from `cut` on.
    TopBox {
        /// The lowest answer that counts.
        cut: f64,
    },
    /// Mean of the answers.
    Mean,
}

/// The unit of an instrument's statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScoreUnit {
    /// Net promoter points, -100..100. Not a percentage, and never the subject of a ratio.
    NetPromoter,
    /// A share, 0..1.
    Share,
    /// The units of the scale, between its bounds.
    Scale {
        /// Lower bound.
        min: f64,
        /// Upper bound.
        max: f64,
    },
}

impl fmt::Display for ScoreUnit {
    /// `NPS`, `share`, or the bounds of the scale as `MIN..MAX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NetPromoter => f.pad("NPS"),
            Self::Share => f.pad("share"),
            Self::Scale { min, max } => f.pad(&format!("{min}..{max}")),
        }
    }
}

impl FromStr for ScoreUnit {
    type Err = Error;

    /// Reads `NPS`, `share`, or the bounds of a scale as `MIN..MAX`.
    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "NPS" => Ok(Self::NetPromoter),
            "share" => Ok(Self::Share),
            _ => match bounds(text) {
                Some((min, max)) => Ok(Self::Scale { min, max }),
                None => Err(Error::unknown_name("unit of a score", text, &["NPS", "share", "MIN..MAX"])),
            },
        }
    }
}

as_text!(ScoreUnit);
