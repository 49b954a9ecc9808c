//! Fast path for times of the fixed form `YYYY-MM-DDThh:mm:ss`, without a loop over the bytes.

use crate::model::time::iso::parse;
use crate::model::time::{ParsedTime, Timestamp};

const SECOND: i64 = 1_000_000_000;

/// Reads `YYYY-MM-DDThh:mm:ss`, with a fraction and a zone or without, and keeps the last date, because the next time
/// is often of the same day.
///
/// It only takes what it is certain of; [`parse`] is the reference, and says what is wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct FixedTimes {
    date: [u8; 10],
    /// Midnight of the date in seconds since 1970; nothing before the first date.
    midnight: Option<i64>,
}

impl FixedTimes {
    /// The time that `text` says, if it has the fixed form.
    pub(crate) fn parse(&mut self, text: &[u8]) -> Option<ParsedTime> {
        let (date, rest) = text.split_first_chunk::<10>()?;
        let midnight = match self.midnight {
            Some(midnight) if *date == self.date => midnight,
            _ => {
                let midnight = parse(date).ok()?.timestamp.as_nanoseconds() / SECOND;
                (self.date, self.midnight) = (*date, Some(midnight));
                midnight
            }
        };
        let (&between, rest) = rest.split_first()?;
        if between != b'T' && between != b' ' {
            return None;
        }
        let (clock, rest) = rest.split_first_chunk::<8>()?;
        let (fraction, rest) = fraction(rest)?;
        let offset = match rest {
            [] => None,
            [b'Z'] => Some(0),
            [b'+' | b'-', h1, h2, b':', m1, m2] => {
                let (hours, minutes) = (two_digits(*h1, *h2)?, two_digits(*m1, *m2)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let east = hours * 3_600 + minutes * 60;
                Some(if rest.first() == Some(&b'-') { -east } else { east })
            }
            _ => return None,
        };
        let seconds = midnight + seconds_of_day(*clock)? - offset.unwrap_or(0);
        let nanoseconds = seconds.checked_mul(SECOND)?.checked_add(fraction)?;
        Some(ParsedTime { timestamp: Timestamp::from_nanoseconds(nanoseconds), has_zone: offset.is_some() })
    }
}

/// The seconds that `hh:mm:ss` says.
fn seconds_of_day(clock: [u8; 8]) -> Option<i64> {
    // Digits become their values and colons nothing; what is neither has its top bit set then, or has it set by a sum.
    let values = u64::from_le_bytes(clock) ^ u64::from_le_bytes(*b"00:00:00");
    let over = values.wrapping_add(u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]));
    if (values | over) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let [h1, h2, _, m1, m2, _, s1, s2] = values.to_le_bytes().map(i64::from);
    let (hour, minute, second) = (h1 * 10 + h2, m1 * 10 + m2, s1 * 10 + s2);
    (hour <= 23 && minute <= 59 && second <= 60).then_some(hour * 3_600 + minute * 60 + second)
}

/// The nanoseconds of a fraction of up to nine digits, and what stands behind it.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.' | b',', rest @ ..] = rest else { return Some((0, rest)) };
    let (mut value, mut scale, mut digits) = (0, SECOND, 0);
    while let Some(byte @ b'0'..=b'9') = rest.get(digits) {
        if digits == 9 {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
        scale /= 10;
        digits += 1;
    }
    (digits > 0).then(|| (value * scale, &rest[digits..]))
}

fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FixedTimes, parse};

    #[test]
    fn takes_what_programs_write() {
        let mut times = FixedTimes::default();
        for text in [
            "2023-11-14T22:14:13.000000",
            "2023-11-14T22:14:13",
            "2023-11-14 22:14:60Z",
            "2024-02-29T00:00:00.123456789+05:30",
            "1969-12-31T23:59:59.999-23:59",
        ] {
            assert_eq!(times.parse(text.as_bytes()), parse(text.as_bytes()).ok(), "{text}");
            assert!(times.parse(text.as_bytes()).is_some(), "{text}");
        }
        assert_eq!(times.parse(b"2024-02-30T00:00:00"), None);
    }

    proptest! {
        /// What it takes is what the reference reads, whatever it read before.
        #[test]
        fn equals_the_reference(texts in prop::collection::vec(
            "(0000|1677|1970|202[0-9]|2262|9999)-[01][0-9]-[0-3][0-9][T ][0-2/:][0-9:]:[0-6][0-9]:[0-6][0-9/]\
             ([.,][0-9]{0,11})?(|Z|z| Z|[+-][0-9]{2}:?[0-6][0-9])", 1..6)) {
            let mut times = FixedTimes::default();
            for text in texts {
                if let Some(found) = times.parse(text.as_bytes()) {
                    prop_assert_eq!(parse(text.as_bytes()), Ok(found), "{}", text);
                }
            }
        }
    }
}
