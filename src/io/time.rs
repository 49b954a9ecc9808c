//! Times: RFC 3339 and ISO 8601 text, and epoch numbers, as integer nanoseconds since 1970 in UTC.

use std::fmt;

use thiserror::Error;

const SECOND: i64 = 1_000_000_000;

/// A moment, and whether the text said which zone it was written in.
///
/// ```
/// use total_experience::io::Timestamp;
///
/// let with_zone: Timestamp = "2012-10-09T14:50:17.25+02:00".parse()?;
/// assert_eq!(with_zone.nanoseconds, 1_349_787_017_250_000_000);
/// assert!(with_zone.has_zone);
/// let without: Timestamp = "2012-10-09 12:50:17.25".parse()?;
/// assert_eq!(without.nanoseconds, with_zone.nanoseconds);
/// assert!(!without.has_zone);
/// # Ok::<(), total_experience::io::TimeFault>(())
/// ```
///
/// # Which text is read
/// A date `YYYY-MM-DD`, alone (midnight) or followed by `T` or a space and `hh:mm` or `hh:mm:ss`, a fraction of the
/// second behind a point or a comma, and a zone: `Z`, `UTC`, `+hh:mm`, `+hhmm` or `+hh` (also after one space). Without
/// a zone the time is taken as UTC and [`has_zone`](Self::has_zone) is false.
///
/// * The basic format of ISO 8601 is read where a time of day follows: `YYYYMMDDThhmm` or `YYYYMMDDThhmmss`, with
///   fraction and zone as above. Eight digits alone are refused: they may as well be a number of seconds.
/// * Digits of the fraction beyond the ninth are dropped (the time never moves into the future by reading it).
/// * Second 60, a leap second, is read as second 0 of the next minute, as in POSIX time.
/// * Dates that the Gregorian calendar does not have, such as 2023-02-30, are refused. So is the hour 24.
/// * The range is 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z: 64-bit nanoseconds.
///
/// References: RFC 3339; ISO 8601-1:2019. Days from the civil calendar as in Neri & Schneider (2023), Euclidean affine
/// functions and their application to calendar algorithms, doi:10.1002/spe.3172.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Timestamp {
    /// Nanoseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
    pub nanoseconds: i64,
    /// Whether the text named its zone; without one it was taken as UTC.
    pub has_zone: bool,
}

/// Why a text or number is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum TimeFault {
    /// The text has another form.
    #[error("not a time such as 2024-05-31T14:30:00Z (RFC 3339 or ISO 8601)")]
    Form,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    Day,
    /// The clock has no such time.
    #[error("the clock has no such time")]
    Clock,
    /// No zone is that far from UTC.
    #[error("no zone is that far from UTC")]
    Zone,
    /// The text is no whole number, where times are declared as numbers.
    #[error("not a whole number of the declared unit since 1970")]
    Number,
    /// The text is a number, where times are not declared as numbers.
    #[error(
        "a number, whose unit must be declared (`TimeFormat`), and not a time such as 2024-05-31T14:30:00Z"
    )]
    Unit,
    /// The time is outside what 64-bit nanoseconds hold.
    #[error("the time is outside 1677-09-21 to 2262-04-11")]
    Range,
}

/// How times are written in a column.
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
    /// Reads a time written in this format, with space around it allowed. Numbers count as having a zone.
    ///
    /// # Errors
    /// A [`TimeFault`] that says what is wrong.
    pub fn parse(self, text: &str) -> Result<Timestamp, TimeFault> {
        let text = text.trim_ascii();
        let unit = match self {
            Self::Iso8601 => {
                let fault = |fault| if is_number(text) { TimeFault::Unit } else { fault };
                return parse(text.as_bytes()).map_err(fault);
            }
            Self::Seconds => SECOND,
            Self::Milliseconds => 1_000_000,
            Self::Microseconds => 1_000,
            Self::Nanoseconds => 1,
        };
        let number: i64 = text.parse().map_err(|error: std::num::ParseIntError| match error.kind() {
            std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => TimeFault::Range,
            _ => TimeFault::Number,
        })?;
        let nanoseconds = number.checked_mul(unit).ok_or(TimeFault::Range)?;
        Ok(Timestamp { nanoseconds, has_zone: true })
    }
}

impl std::str::FromStr for Timestamp {
    type Err = TimeFault;

    fn from_str(text: &str) -> Result<Self, TimeFault> {
        TimeFormat::Iso8601.parse(text)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, with as many digits of the fraction as are not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.nanoseconds.div_euclid(SECOND);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let clock = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let fraction = self.nanoseconds.rem_euclid(SECOND);
        if fraction > 0 {
            write!(f, ".{}", format!("{fraction:09}").trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// Whether a text is a decimal number, as times since 1970 are written.
fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction)
}

pub(super) fn parse(text: &[u8]) -> Result<Timestamp, TimeFault> {
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
    Ok(Timestamp { nanoseconds, has_zone: offset.is_some() })
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

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. The year is counted from March, so that the leap day
/// is its last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of a number of days since 1970-01-01.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1600, 1, 1);
        for days in days_from_civil(1600, 1, 1)..=days_from_civil(2500, 12, 31) {
            assert_eq!(days_from_civil(year, month, day), days);
            assert_eq!(civil_from_days(days), (year, month, day));
            day += 1;
            if day > days_in_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!(days_from_civil(1970, 1, 1), 0);
    }
}
