//! Moment on the UTC time line, in nanoseconds since 1970.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::TimeFault;
use super::calendar::civil_from_days;

const SECOND: i64 = 1_000_000_000;

/// Moment in whole nanoseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
///
/// The range is 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z, what 64 bits hold. Spans between
/// moments are a [`Duration`]. In JSON a moment is its text.
///
/// ```
/// use std::time::Duration;
/// use total_experience::model::time::Timestamp;
///
/// let opened: Timestamp = "2024-05-31T14:30:00+02:00".parse()?;
/// let closed = opened.checked_add(Duration::from_secs(90)).unwrap();
/// assert_eq!(closed.to_string(), "2024-05-31T12:31:30Z");
/// assert_eq!(closed.duration_since(opened), Some(Duration::from_secs(90)));
/// assert_eq!(opened.duration_since(closed), None);
/// # Ok::<(), total_experience::model::time::TimeFault>(())
/// ```
///
/// # Which text is read
/// A date `YYYY-MM-DD`, alone (midnight) or followed by `T` or a space and `hh:mm` or `hh:mm:ss`, a fraction of the
/// second behind a point or a comma, and a zone: `Z`, `UTC`, `GMT`, `+hh:mm`, `+hhmm` or `+hh` (also after one space).
/// Without a zone the time is taken as UTC; [`ParsedTime`](super::ParsedTime) tells whether there was one.
///
/// * ISO week dates `2024-W05-3` and ordinal dates `2024-035` are dates too.
/// * The basic format of ISO 8601 is read where a time of day follows: `YYYYMMDDThhmm` or `YYYYMMDDThhmmss`, with
///   fraction and zone as above. Eight digits alone are refused: they may as well be a number of seconds.
/// * Other usual forms are read where they can be understood in one way: `2024/05/31`, `31 May 2024`,
///   `May 31, 2024 2:30 PM`, `31/May/2024:14:30:00 +0200`, RFC 2822 (`Fri, 31 May 2024 14:30:00 +0200`), the C library's
///   (`Fri May 31 14:30:00 2024`) and browsers' (`Fri May 31 2024 14:30:00 GMT+0200 (CEST)`). Names are English.
/// * Dates of numbers with the year last: between points the day stands first (`31.05.2024`); between strokes or hyphens
///   a number above 12 is the day, and where both may be it the text is refused ([`TimeFault::DayOrMonth`]).
/// * Digits of the fraction beyond the ninth are dropped (the time never moves into the future by reading it).
/// * Second 60, a leap second, is read as second 0 of the next minute, as in POSIX time. 24:00 is the next midnight.
/// * Dates that the Gregorian calendar does not have, such as 2023-02-30, are refused, and years of two digits.
///
/// References: RFC 3339; ISO 8601-1:2019.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The start of 1970 in UTC.
    pub const UNIX_EPOCH: Self = Self(0);
    /// The first moment that 64-bit nanoseconds hold, in the year 1677.
    pub const MIN: Self = Self(i64::MIN);
    /// The last moment that 64-bit nanoseconds hold, in the year 2262.
    pub const MAX: Self = Self(i64::MAX);

    /// The moment this many nanoseconds after the start of 1970 in UTC.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self(nanoseconds)
    }

    /// The moment this many seconds after the start of 1970 in UTC; `None` outside 1677 to 2262.
    pub const fn from_seconds(seconds: i64) -> Option<Self> {
        match seconds.checked_mul(SECOND) {
            Some(nanoseconds) => Some(Self(nanoseconds)),
            None => None,
        }
    }

    /// Nanoseconds since the start of 1970 in UTC.
    pub const fn as_nanoseconds(self) -> i64 {
        self.0
    }

    /// The time from `earlier` to this moment; `None` when `earlier` is later.
    pub const fn duration_since(self, earlier: Self) -> Option<Duration> {
        if self.0 < earlier.0 { None } else { Some(Duration::from_nanos(self.0.abs_diff(earlier.0))) }
    }

    /// Nanoseconds between two moments, whichever is earlier.
    pub(crate) const fn abs_diff(self, other: Self) -> u64 {
        self.0.abs_diff(other.0)
    }

    /// Nanoseconds from `earlier` to this moment, below 0 when `earlier` is later.
    pub(crate) fn nanoseconds_since(self, earlier: Self) -> i128 {
        i128::from(self.0) - i128::from(earlier.0)
    }

    /// The moment that is this span later; `None` after 2262.
    pub fn checked_add(self, span: Duration) -> Option<Self> {
        let sum = i128::from(self.0).checked_add(i128::try_from(span.as_nanos()).ok()?)?;
        i64::try_from(sum).ok().map(Self)
    }

    /// The moment that is this span earlier; `None` before 1677.
    pub fn checked_sub(self, span: Duration) -> Option<Self> {
        let difference = i128::from(self.0).checked_sub(i128::try_from(span.as_nanos()).ok()?)?;
        i64::try_from(difference).ok().map(Self)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, with as many digits of the fraction as are not zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(SECOND);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let clock = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        let fraction = self.0.rem_euclid(SECOND);
        if fraction > 0 {
            write!(f, ".{}", format!("{fraction:09}").trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimeFault;

    fn try_from(time: SystemTime) -> Result<Self, TimeFault> {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self::UNIX_EPOCH.checked_add(after),
            Err(before) => Self::UNIX_EPOCH.checked_sub(before.duration()),
        }
        .ok_or(TimeFault::Range)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
