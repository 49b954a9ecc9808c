//! Spans of time as numbers of seconds: what JSON and anchors hold.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A span of so many seconds, rounded to the nearest nanosecond; the longest there is for more, none for less than 0.
pub(crate) fn span(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}

/// A span of so many nanoseconds, rounded to the nearest.
pub(crate) fn span_of_nanoseconds(nanoseconds: f64) -> Duration {
    let whole = nanoseconds.round().max(0.0) as u128;
    u64::try_from(whole / 1_000_000_000)
        .map_or(Duration::MAX, |seconds| Duration::new(seconds, (whole % 1_000_000_000) as u32))
}

/// The nanoseconds of a span.
pub(crate) fn nanoseconds(span: Duration) -> i128 {
    i128::try_from(span.as_nanos()).unwrap_or(i128::MAX)
}

/// A span as JSON: a number of seconds.
pub(crate) struct Seconds;

impl Seconds {
    pub(crate) fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        span.as_secs_f64().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
    }
}

/// A span that may be missing as JSON.
pub(crate) struct OptionalSeconds;

impl OptionalSeconds {
    pub(crate) fn serialize<S: Serializer>(
        span: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        span.map(|span| span.as_secs_f64()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let seconds = Option::<f64>::deserialize(deserializer)?;
        let span = |seconds| Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom);
        seconds.map(span).transpose()
    }
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(Seconds, f64);

#[cfg(feature = "schema")]
crate::model::names::schema_as!(OptionalSeconds, Option<f64>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_rounded_and_never_below_zero() {
        assert_eq!(span(1.5), Duration::from_millis(1_500));
        assert_eq!([span(-1.0), span(f64::NAN)], [Duration::ZERO; 2]);
        assert_eq!([span(f64::INFINITY), span_of_nanoseconds(1e300)], [Duration::MAX; 2]);
        assert_eq!(span_of_nanoseconds(1_500_000_000.6), Duration::new(1, 500_000_001));
        assert_eq!(nanoseconds(Duration::new(2, 7)), 2_000_000_007);
    }
}
