//! Parser of times as text: RFC 3339 and ISO 8601, and else the usual forms.

use std::str::FromStr;

use super::iso::parse;
use super::usual::{DateOrder, parse_usual};
use super::{ParsedTime, TimeFault, Timestamp};

impl FromStr for ParsedTime {
    type Err = TimeFault;

    /// Reads the texts that [`Timestamp`] reads, with space around them allowed.
    fn from_str(text: &str) -> Result<Self, TimeFault> {
        parse_text(text, None).map(|(time, _)| time)
    }
}

/// Reads a time with space around it allowed, and the order of day and month if the reading rests on it. `order` is
/// what is known of it.
pub(crate) fn parse_text(
    text: &str,
    order: Option<DateOrder>,
) -> Result<(ParsedTime, Option<DateOrder>), TimeFault> {
    let text = text.trim_ascii();
    match parse(text.as_bytes()) {
        Err(TimeFault::Form) if is_number(text) => Err(TimeFault::Unit),
        Err(TimeFault::Form) => parse_usual(text, order),
        Err(fault) => Err(fault),
        Ok(time) => Ok((time, None)),
    }
}

impl FromStr for Timestamp {
    type Err = TimeFault;

    /// Reads a time with space around it allowed; without a zone it is taken as UTC.
    fn from_str(text: &str) -> Result<Self, TimeFault> {
        ParsedTime::from_str(text).map(|parsed| parsed.timestamp)
    }
}

/// Whether a text is a decimal number, as times since 1970 are written.
pub(crate) fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}
