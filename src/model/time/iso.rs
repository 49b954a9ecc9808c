//! Parser of times as RFC 3339 and ISO 8601 write them.

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

/// Time of day.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    /// Nanoseconds of the second.
    pub(crate) fraction: i64,
}

/// The moment of a day and a clock, so many seconds east of UTC; without that in UTC.
pub(crate) fn moment(days: i64, clock: Clock, offset: Option<i64>) -> Result<ParsedTime, TimeFault> {
    let Clock { hour, minute, second, fraction } = clock;
    // 24:00 is the end of the day.
    let is_end = (hour, minute, second, fraction) == (24, 0, 0, 0);
    if hour > 23 && !is_end || minute > 59 || second > 60 {
        return Err(TimeFault::Clock);
    }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset.unwrap_or(0);
    let nanoseconds = i128::from(seconds) * i128::from(SECOND) + i128::from(fraction);
    let nanoseconds = i64::try_from(nanoseconds).map_err(|_| TimeFault::Range)?;
    Ok(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: offset.is_some() })
}

/// Days from 1970 to a date.
pub(crate) fn civil_days(year: i64, month: i64, day: i64) -> Result<i64, TimeFault> {
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return Err(TimeFault::Day);
    }
    Ok(days_from_civil(year, month, day))
}

/// Days from 1970 to a day of a year, counted from 1.
pub(crate) fn ordinal_days(year: i64, day: i64) -> Result<i64, TimeFault> {
    let first = days_from_civil(year, 1, 1);
    let days = first + day - 1;
    if day < 1 || days >= days_from_civil(year + 1, 1, 1) { Err(TimeFault::Day) } else { Ok(days) }
}

/// Days from 1970 to a day of an ISO week: weeks begin on Monday, and the first holds the fourth of January.
pub(crate) fn week_days(year: i64, week: i64, day: i64) -> Result<i64, TimeFault> {
    let first_monday = |year: i64| {
        let fourth = days_from_civil(year, 1, 4);
        fourth - (fourth + 3).rem_euclid(7)
    };
    let monday = first_monday(year) + (week - 1) * 7;
    if week < 1 || !(1..=7).contains(&day) || monday >= first_monday(year + 1) {
        return Err(TimeFault::Day);
    }
    Ok(monday + day - 1)
}

/// Reads a time as RFC 3339 or ISO 8601 write it: [`Timestamp`] says which texts are read.
pub(crate) fn parse(text: &[u8]) -> Result<ParsedTime, TimeFault> {
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    let basic = matches!(text.get(4..9), Some([b'0'..=b'9', .., b'T' | b't']));
    let dividers: [&[u8]; 2] = if basic { [b"", b""] } else { [b"-", b":"] };
    expect(&mut rest, dividers[0])?;
    let days = match *rest {
        [b'W' | b'w', ref behind @ ..] if !basic => {
            rest = behind;
            let week = number(&mut rest, 2)?;
            expect(&mut rest, b"-")?;
            week_days(year, week, number(&mut rest, 1)?)?
        }
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] if !basic => ordinal_days(year, number(&mut rest, 3)?)?,
        _ => {
            let month = number(&mut rest, 2)?;
            expect(&mut rest, dividers[0])?;
            civil_days(year, month, number(&mut rest, 2)?)?
        }
    };
    let (mut clock, mut offset) = (Clock::default(), None);
    if let [b'T' | b't' | b' ', behind @ ..] = rest {
        rest = behind;
        clock.hour = number(&mut rest, 2)?;
        expect(&mut rest, dividers[1])?;
        clock.minute = number(&mut rest, 2)?;
        let seconds_follow =
            if basic { rest.first().is_some_and(u8::is_ascii_digit) } else { rest.starts_with(b":") };
        if seconds_follow {
            expect(&mut rest, dividers[1])?;
            clock.second = number(&mut rest, 2)?;
            if let [b'.' | b',', behind @ ..] = rest {
                rest = behind;
                clock.fraction = fraction_nanoseconds(&mut rest)?;
            }
        }
        let found = moment(days, clock, None)?;
        offset = zone(&mut rest)?;
        if rest.is_empty() && offset.is_none() {
            return Ok(found);
        }
    }
    if !rest.is_empty() {
        return Err(TimeFault::Form);
    }
    moment(days, clock, offset)
}

/// The number in the next digits, at most so many, and how many there were.
pub(crate) fn number_up_to(rest: &mut &[u8], most: usize) -> Result<(i64, usize), TimeFault> {
    let digits = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err(TimeFault::Form);
    }
    Ok((number(rest, digits)?, digits))
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

pub(crate) fn fraction_nanoseconds(rest: &mut &[u8]) -> Result<i64, TimeFault> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err(TimeFault::Form);
    }
    let (head, tail) = rest.split_at(digits);
    *rest = tail;
    Ok((0..9).fold(0, |sum, place| sum * 10 + head.get(place).map_or(0, |byte| i64::from(byte - b'0'))))
}

/// Seconds east of UTC; `None` when no zone is given.
pub(crate) fn zone(rest: &mut &[u8]) -> Result<Option<i64>, TimeFault> {
    if let [b' ', behind @ ..] = *rest {
        *rest = behind;
    }
    let named = ["UTC", "GMT", "UT", "Z"].iter().find_map(|name| {
        let (head, behind) = rest.split_at_checked(name.len())?;
        head.eq_ignore_ascii_case(name.as_bytes()).then_some(behind)
    });
    if let Some(behind) = named {
        *rest = behind;
        // As browsers write it: `GMT+0200`.
        if !matches!(*behind, [b'+' | b'-', ..]) {
            return Ok(Some(0));
        }
    }
    let sign = match *rest {
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
