//! Parser of times as text: RFC 3339 and ISO 8601.

use std::str::FromStr;

use super::calendar::{days_from_civil, days_in_month};
use super::{TimeFault, Timestamp};

const SECOND: i64 = 1_000_000_000;

/// Moment read from text, and whether the text named its zone.
///
/// ```
/// use total_experience::model::time::ParsedTime;
///
/// let with_zone: ParsedTime = "2012-10-09T14:50:17.25+02:00".parse()?;
/// let without: ParsedTime = "2012-10-09 12:50:17.25".parse()?;
/// assert_eq!(with_zone.timestamp, without.timestamp);
/// assert_eq!((with_zone.has_zone, without.has_zone), (true, false));
/// # Ok::<(), total_experience::model::time::TimeFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParsedTime {
    /// The moment.
    pub timestamp: Timestamp,
    /// Whether the text named its zone; without one it was taken as UTC.
    pub has_zone: bool,
}

impl FromStr for ParsedTime {
    type Err = TimeFault;

    /// Reads the texts that [`Timestamp`] reads, with space around them allowed.
    fn from_str(text: &str) -> Result<Self, TimeFault> {
        let text = text.trim_ascii();
        parse(text.as_bytes()).map_err(|fault| if is_number(text) { TimeFault::Unit } else { fault })
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

/// Reads a time as RFC 3339 or ISO 8601 write it: [`Timestamp`] says which texts are read.
pub(crate) fn parse(text: &[u8]) -> Result<ParsedTime, TimeFault> {
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    let basic = matches!(text.get(4..9), Some([b'0'..=b'9', .., b'T' | b't']));
    let dividers: [&[u8]; 2] = if basic { [b"", b""] } else { [b"-", b":"] };
    expect(&mut rest, dividers[0])?;
    let month = number(&mut rest, 2)?;
    expect(&mut rest, dividers[0])?;
    let day = number(&mut rest, 2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return Err(TimeFault::Day);
    }
    let mut seconds = days_from_civil(year, month, day) * 86_400;
    let (mut fraction, mut offset) = (0, None);
    if let [b'T' | b't' | b' ', clock @ ..] = rest {
        rest = clock;
        let hour = number(&mut rest, 2)?;
        expect(&mut rest, dividers[1])?;
        let minute = number(&mut rest, 2)?;
        let mut second = 0;
        let seconds_follow =
            if basic { rest.first().is_some_and(u8::is_ascii_digit) } else { rest.starts_with(b":") };
        if seconds_follow {
            expect(&mut rest, dividers[1])?;
            second = number(&mut rest, 2)?;
            if let [b'.' | b',', behind @ ..] = rest {
                rest = behind;
                fraction = fraction_nanoseconds(&mut rest)?;
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return Err(TimeFault::Clock);
        }
        seconds += hour * 3_600 + minute * 60 + second;
        offset = zone(&mut rest)?;
    }
    if !rest.is_empty() {
        return Err(TimeFault::Form);
    }
    let nanoseconds = i128::from(seconds - offset.unwrap_or(0)) * i128::from(SECOND) + i128::from(fraction);
    let nanoseconds = i64::try_from(nanoseconds).map_err(|_| TimeFault::Range)?;
    Ok(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: offset.is_some() })
}

/// The number in the next `digits` digits.
fn number(rest: &mut &[u8], digits: usize) -> Result<i64, TimeFault> {
    let (head, tail) = rest.split_at_checked(digits).ok_or(TimeFault::Form)?;
    *rest = tail;
    head.iter().try_fold(0, |number, byte| match byte {
        b'0'..=b'9' => Ok(number * 10 + i64::from(byte - b'0')),
        _ => Err(TimeFault::Form),
    })
}

fn expect(rest: &mut &[u8], divider: &[u8]) -> Result<(), TimeFault> {
    *rest = rest.strip_prefix(divider).ok_or(TimeFault::Form)?;
    Ok(())
}

fn fraction_nanoseconds(rest: &mut &[u8]) -> Result<i64, TimeFault> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err(TimeFault::Form);
    }
    let (head, tail) = rest.split_at(digits);
    *rest = tail;
    Ok((0..9).fold(0, |sum, place| sum * 10 + head.get(place).map_or(0, |byte| i64::from(byte - b'0'))))
}

/// Seconds east of UTC; `None` when no zone is given.
fn zone(rest: &mut &[u8]) -> Result<Option<i64>, TimeFault> {
    if let [b' ', behind @ ..] = *rest {
        *rest = behind;
    }
    let sign = match *rest {
        [b'Z' | b'z', behind @ ..] | [b'U', b'T', b'C', behind @ ..] => {
            *rest = behind;
            return Ok(Some(0));
        }
        [b'+', behind @ ..] => {
            *rest = behind;
            1
        }
        [b'-', behind @ ..] => {
            *rest = behind;
            -1
        }
        [] => return Ok(None),
        _ => return Err(TimeFault::Form),
    };
    let hours = number(rest, 2)?;
    if let [b':', behind @ ..] = *rest {
        *rest = behind;
        if rest.is_empty() {
            return Err(TimeFault::Form);
        }
    }
    let minutes = if rest.is_empty() { 0 } else { number(rest, 2)? };
    if hours > 23 || minutes > 59 {
        return Err(TimeFault::Zone);
    }
    Ok(Some(sign * (hours * 3_600 + minutes * 60)))
}
