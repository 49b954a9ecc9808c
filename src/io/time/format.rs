//! Format of the times in a column: text, or numbers of a unit since 1970.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::io::Error;
use crate::model::time::{ParsedTime, TimeFault, Timestamp};

/// The way times are written in a column: text, or whole numbers of a unit since 1970.
///
/// Its short names, which `Display` writes and `FromStr` reads, are `iso8601`, `s`, `ms`, `us` and `ns`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Text, as [`Timestamp`] reads it.
    #[default]
    #[serde(rename = "iso8601")]
    Iso8601,
    /// Whole seconds since 1970 in UTC.
    #[serde(rename = "s")]
    Seconds,
    /// Whole milliseconds since 1970 in UTC.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Whole microseconds since 1970 in UTC.
    #[serde(rename = "us")]
    Microseconds,
    /// Whole nanoseconds since 1970 in UTC.
    #[serde(rename = "ns")]
    Nanoseconds,
}

impl TimeFormat {
    /// Every format.
    pub const ALL: [Self; 5] =
        [Self::Iso8601, Self::Seconds, Self::Milliseconds, Self::Microseconds, Self::Nanoseconds];

    /// The short name: `iso8601`, `s`, `ms`, `us` or `ns`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Iso8601 => "iso8601",
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "us",
            Self::Nanoseconds => "ns",
        }
    }

    /// Reads a time written in this format, with space around it allowed. Numbers count as having a zone.
    ///
    /// # Errors
    /// A [`TimeFault`] that says what is wrong.
    pub fn parse(self, text: &str) -> Result<ParsedTime, TimeFault> {
        let text = text.trim_ascii();
        let unit = match self {
            Self::Iso8601 => return text.parse(),
            Self::Seconds => 1_000_000_000,
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
            Self::Nanoseconds => 1,
        };
        let number: i64 = text.parse().map_err(|error: std::num::ParseIntError| match error.kind() {
            std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => TimeFault::Range,
            _ => TimeFault::Number,
        })?;
        let nanoseconds = number.checked_mul(unit).ok_or(TimeFault::Range)?;
        Ok(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: true })
    }
}

impl fmt::Display for TimeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for TimeFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.code() == text)
            .ok_or_else(|| Error::UnknownTimeFormat { text: text.to_owned() })
    }
}
