//! Parser of times in the usual forms besides ISO 8601.

use super::iso::{Clock, civil_days, moment, number_up_to, zone};
use super::{ParsedTime, TimeFault};

/// Order of day and month in dates of numbers, such as 03/04/2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 03/04/2024 is the third of April.
    DayFirst,
    /// 03/04/2024 is the fourth of March.
    MonthFirst,
}

impl DateOrder {
    const fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a time in one of the usual forms, and the order of day and month if the reading rests on it.
///
/// `order` is what is known of the column. Where it is not, a day above 12 says it, and a date between points, which
/// has the day first wherever it is used.
pub(crate) fn parse_usual(
    text: &str,
    order: Option<DateOrder>,
) -> Result<(ParsedTime, Option<DateOrder>), TimeFault> {
    let mut rest = text.trim_ascii().as_bytes();
    if let Some((_, behind)) = name(rest, &DAYS) {
        rest = space(behind.strip_prefix(b",").unwrap_or(behind));
    }
    let (date, order) = date(&mut rest, order)?;
    let mut time = Clock::default();
    let has_clock = match *rest {
        [] => false,
        [b'T' | b't' | b':', ref behind @ ..] => {
            rest = behind;
            true
        }
        [b',' | b' ', ..] => {
            rest = space(rest.strip_prefix(b",").unwrap_or(rest));
            rest.first().is_some_and(u8::is_ascii_digit)
        }
        _ => return Err(TimeFault::Form),
    };
    if has_clock {
        time = clock(&mut rest)?;
    }
    rest = space(rest);
    let mut offset = None;
    let year = match date.year {
        Some(year) => year,
        // As the C library and Unix write it: the year stands behind the clock, or behind the zone.
        None => {
            if !rest.first().is_some_and(u8::is_ascii_digit) {
                offset = zone(&mut rest)?;
                rest = space(rest);
            }
            whole_year(&mut rest)?
        }
    };
    if offset.is_none() && rest.first().is_some_and(|first| !matches!(first, b'(' | b'[')) {
        offset = zone(&mut rest)?;
    }
    // The zone's name behind its offset: `(CEST)`, `[Europe/Berlin]`.
    rest = match space(rest) {
        [b'(', .., b')'] | [b'[', .., b']'] if offset.is_some() => &[],
        behind => behind,
    };
    if !rest.is_empty() {
        return Err(TimeFault::Form);
    }
    Ok((moment(civil_days(year, date.month, date.day)?, time, offset)?, order))
}

struct Date {
    year: Option<i64>,
    month: i64,
    day: i64,
}

fn date(rest: &mut &[u8], order: Option<DateOrder>) -> Result<(Date, Option<DateOrder>), TimeFault> {
    if let Some((month, behind)) = name(rest, &MONTHS) {
        *rest = space(behind.strip_prefix(b".").unwrap_or(behind));
        let (day, _) = number_up_to(rest, 2)?;
        let behind = space(rest.strip_prefix(b",").unwrap_or(rest));
        let mut ahead = behind;
        let year = match number_up_to(&mut ahead, 4) {
            Ok((year, 4)) if ahead.first() != Some(&b':') => {
                *rest = ahead;
                Some(year)
            }
            _ => {
                if behind.len() < rest.len() {
                    // One space is left in front of the clock.
                    *rest = &rest[rest.len() - behind.len() - 1..];
                }
                None
            }
        };
        return Ok((Date { year, month, day }, None));
    }
    let (first, digits) = number_up_to(rest, 4)?;
    let mark =
        *rest.first().filter(|mark| matches!(mark, b'-' | b'/' | b'.' | b' ')).ok_or(TimeFault::Form)?;
    *rest = space(&rest[1..]);
    let between = |rest: &mut &[u8]| -> Result<(), TimeFault> {
        *rest = space(rest.strip_prefix(&[mark]).ok_or(TimeFault::Form)?);
        Ok(())
    };
    let named = name(rest, &MONTHS);
    if let Some((month, behind)) = named {
        // `31. May 2024` has a point behind the day alone.
        *rest = behind;
        if mark == b'.' && rest.first() == Some(&b' ') {
            *rest = space(rest);
        } else {
            between(rest)?;
        }
        let date = if digits == 4 {
            Date { year: Some(first), month, day: number_up_to(rest, 2)?.0 }
        } else {
            Date { year: Some(whole_year(rest)?), month, day: first }
        };
        return Ok((date, None));
    }
    if mark == b' ' {
        return Err(TimeFault::Form);
    }
    let (second, _) = number_up_to(rest, 2)?;
    between(rest)?;
    if digits == 4 {
        return Ok((Date { year: Some(first), month: second, day: number_up_to(rest, 2)?.0 }, None));
    }
    if digits > 2 {
        return Err(TimeFault::Form);
    }
    let year = Some(whole_year(rest)?);
    let by_value = match (first > 12, second > 12) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    };
    let by_mark = (mark == b'.').then_some(DateOrder::DayFirst);
    let order = match order {
        Some(known) if by_value == Some(known.other()) => return Err(TimeFault::MixedOrder),
        Some(known) => known,
        None if first == second => return Ok((Date { year, month: first, day: first }, None)),
        None if first.min(second) > 12 => return Err(TimeFault::Day),
        None => by_value.or(by_mark).ok_or(TimeFault::DayOrMonth)?,
    };
    let (day, month) = match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    Ok((Date { year, month, day }, Some(order)))
}

/// A clock such as `14:30:05.25`, `14.30`, `2:30 PM`.
fn clock(rest: &mut &[u8]) -> Result<Clock, TimeFault> {
    let (mut hour, _) = number_up_to(rest, 2)?;
    let mark = *rest.first().filter(|mark| matches!(mark, b':' | b'.')).ok_or(TimeFault::Form)?;
    let part = |rest: &mut &[u8]| match number_up_to(rest, 2)? {
        (number, 2) => Ok(number),
        _ => Err(TimeFault::Form),
    };
    *rest = &rest[1..];
    let minute = part(rest)?;
    let mut clock = Clock { hour, minute, ..Clock::default() };
    if rest.first() == Some(&mark) {
        *rest = &rest[1..];
        clock.second = part(rest)?;
        if let [b'.' | b',', behind @ ..] = *rest {
            *rest = behind;
            clock.fraction = super::iso::fraction_nanoseconds(rest)?;
        }
    }
    if let Some((is_afternoon, behind)) = half_of_day(space(rest)) {
        *rest = behind;
        if !(1..=12).contains(&hour) {
            return Err(TimeFault::Clock);
        }
        hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        clock.hour = hour;
    }
    Ok(clock)
}

/// `AM`, `p.m.` and the like: whether it is the afternoon, and what follows.
pub(crate) fn half_of_day(rest: &[u8]) -> Option<(bool, &[u8])> {
    let (&first, behind) = rest.split_first()?;
    let is_afternoon = match first.to_ascii_lowercase() {
        b'a' => false,
        b'p' => true,
        _ => return None,
    };
    let behind = behind.strip_prefix(b".").unwrap_or(behind);
    let behind = behind.strip_prefix(b"m").or_else(|| behind.strip_prefix(b"M"))?;
    let behind = behind.strip_prefix(b".").unwrap_or(behind);
    (!behind.first().is_some_and(u8::is_ascii_alphabetic)).then_some((is_afternoon, behind))
}

/// A year of four digits.
fn whole_year(rest: &mut &[u8]) -> Result<i64, TimeFault> {
    match number_up_to(rest, 4)? {
        (year, 4) if !rest.first().is_some_and(u8::is_ascii_digit) => Ok(year),
        (_, 2) => Err(TimeFault::ShortYear),
        _ => Err(TimeFault::Form),
    }
}

/// The English name, whole or its first three letters, with which the text begins: its number from 1, and what follows.
fn name<'a>(text: &'a [u8], names: &[&str]) -> Option<(i64, &'a [u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, behind) = text.split_at(length);
    let is = |name: &&str| {
        let short = &name.as_bytes()[..3];
        word.eq_ignore_ascii_case(name.as_bytes())
            || word.eq_ignore_ascii_case(short)
            || word.eq_ignore_ascii_case(b"sept") && short == b"sep"
    };
    let at = names.iter().position(is)?;
    Some((at as i64 + 1, behind))
}

/// The English name of a month with which the text begins.
pub(crate) fn month_name(text: &[u8]) -> Option<(i64, &[u8])> {
    name(text, &MONTHS)
}

/// The English name of a day of the week with which the text begins.
pub(crate) fn day_name(text: &[u8]) -> Option<(i64, &[u8])> {
    name(text, &DAYS)
}

fn space(rest: &[u8]) -> &[u8] {
    rest.trim_ascii_start()
}
