//! Format of the times in a column: text, numbers of a unit since 1970, or a pattern.

use std::fmt;
use std::str::FromStr;

use super::TimePattern;
use crate::io::Error;
use crate::io::number::decimal_units;
use crate::io::shown::shown;
use crate::model::names::as_text;
use crate::model::time::text::parse_text;
use crate::model::time::{DateOrder, ParsedTime, TimeFault, Timestamp};

/// The way times are written in a column.
///
/// Its short names, which `Display` writes and `FromStr` reads, are `text`, `day_first`, `month_first`, `s`, `ms`, `us`
/// and `ns`; a pattern is itself, such as `%d/%m/%Y %H:%M`.
///
/// ```
/// use total_experience::io::time::TimeFormat;
///
/// let read = |format: &str, text: &str| {
///     Ok::<_, Box<dyn std::error::Error>>(format.parse::<TimeFormat>()?.parse(text)?.timestamp.to_string())
/// };
/// assert_eq!(read("text", "May 4, 2024 2:30 PM")?, "2024-05-04T14:30:00Z");
/// assert_eq!(read("day_first", "4/5/2024 14:30")?, "2024-05-04T14:30:00Z");
/// assert_eq!(read("ms", "1714833000000")?, "2024-05-04T14:30:00Z");
/// assert_eq!(read("%y%m%d %H%M", "240504 1430")?, "2024-05-04T14:30:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Text, as [`Timestamp`] reads it. Whether the day or the month stands first in dates such as 03/04/2024, the other
    /// dates of the column say; when none does, such a date is refused.
    #[default]
    Text,
    /// Text in which the day stands first in dates such as 03/04/2024.
    DayFirst,
    /// Text in which the month stands first in dates such as 03/04/2024.
    MonthFirst,
    /// Seconds since 1970 in UTC.
    Seconds,
    /// Milliseconds since 1970 in UTC.
    Milliseconds,
    /// Microseconds since 1970 in UTC.
    Microseconds,
    /// Nanoseconds since 1970 in UTC.
    Nanoseconds,
    /// Text as a pattern says.
    Pattern(TimePattern),
}

/// All formats but patterns, by their names.
const NAMES: [(&str, TimeFormat); 7] = [
    ("text", TimeFormat::Text),
    ("day_first", TimeFormat::DayFirst),
    ("month_first", TimeFormat::MonthFirst),
    ("s", TimeFormat::Seconds),
    ("ms", TimeFormat::Milliseconds),
    ("us", TimeFormat::Microseconds),
    ("ns", TimeFormat::Nanoseconds),
];

impl TimeFormat {
    /// Reads a time written in this format, with space around it allowed. Numbers count as having a zone; they may have
    /// decimals, as `1704103200.25`, and be written as `1.7041032e9`. What is below a nanosecond is dropped.
    ///
    /// # Errors
    /// A [`TimeFault`] that says what is wrong.
    pub fn parse(&self, text: &str) -> Result<ParsedTime, TimeFault> {
        let text = text.trim_ascii();
        let decimals = match self {
            Self::Text | Self::DayFirst | Self::MonthFirst => {
                return parse_text(text, self.date_order()).map(|(time, _)| time);
            }
            Self::Pattern(pattern) => return pattern.parse_time(text),
            Self::Seconds => 9,
            Self::Milliseconds => 6,
            Self::Microseconds => 3,
            Self::Nanoseconds => 0,
        };
        let whole: Option<i64> = text.parse().ok();
        let nanoseconds = match whole.and_then(|whole| whole.checked_mul(10_i64.pow(decimals))) {
            Some(nanoseconds) => nanoseconds,
            None => {
                let units = decimal_units(text, decimals).ok_or(TimeFault::Number)?;
                i64::try_from(units).map_err(|_| TimeFault::Range)?
            }
        };
        Ok(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: true })
    }

    /// The order of day and month that is declared.
    pub(crate) const fn date_order(&self) -> Option<DateOrder> {
        match self {
            Self::DayFirst => Some(DateOrder::DayFirst),
            Self::MonthFirst => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

impl fmt::Display for TimeFormat {
    /// The name, or the pattern.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => pattern.fmt(f),
            named => f.pad(NAMES.iter().find(|(_, known)| known == named).map_or("", |(name, _)| name)),
        }
    }
}

impl FromStr for TimeFormat {
    type Err = Error;

    /// Reads a name, or a pattern, which has a `%`.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.contains('%') {
            return text.parse().map(Self::Pattern);
        }
        let known = NAMES.iter().find(|(name, _)| *name == text);
        known.map(|(_, format)| format.clone()).ok_or_else(|| {
            let names: Vec<&str> =
                NAMES.iter().map(|(name, _)| *name).chain(["a pattern such as %Y-%m-%d"]).collect();
            Error::unknown_name("time format", &shown(text), &names)
        })
    }
}

as_text!(TimeFormat);
