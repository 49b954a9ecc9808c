//! Format of the times in a column: text, or numbers of a unit since 1970.

use crate::io::Error;
use crate::io::number::whole_digits;
use crate::model::names::names;
use crate::model::time::{ParsedTime, TimeFault, Timestamp};

/// The way times are written in a column: text, or whole numbers of a unit since 1970.
///
/// Its short names, which `Display` writes and `FromStr` reads, are `iso8601`, `s`, `ms`, `us` and `ns`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Text, as [`Timestamp`] reads it.
    #[default]
    Iso8601,
    /// Whole seconds since 1970 in UTC.
    Seconds,
    /// Whole milliseconds since 1970 in UTC.
    Milliseconds,
    /// Whole microseconds since 1970 in UTC.
    Microseconds,
    /// Whole nanoseconds since 1970 in UTC.
    Nanoseconds,
}

impl TimeFormat {
    /// Every format.
    pub const ALL: [Self; 5] =
        [Self::Iso8601, Self::Seconds, Self::Milliseconds, Self::Microseconds, Self::Nanoseconds];

    /// Reads a time written in this format, with space around it allowed. Numbers count as having a zone, and may be
    /// written as `1704103200.0` or `1.7041032e9`.
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
        let number: i64 = match text.parse() {
            Ok(number) => number,
            Err(_) => {
                let digits = whole_digits(text).ok_or(TimeFault::Number)?;
                digits.parse().map_err(|_| TimeFault::Range)?
            }
        };
        let nanoseconds = number.checked_mul(unit).ok_or(TimeFault::Range)?;
        Ok(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: true })
    }
}

names! { TimeFormat, "time format", Error, {
    Iso8601 => "iso8601",
    Seconds => "s",
    Milliseconds => "ms",
    Microseconds => "us",
    Nanoseconds => "ns",
} }
