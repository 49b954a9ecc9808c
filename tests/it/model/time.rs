//! Moments: their text, their JSON and the arithmetic with spans.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use total_experience::model::time::{ParsedTime, TimeFault, Timestamp};

#[test]
fn spans_are_never_negative_and_sums_stay_in_range() {
    let (early, late) = (Timestamp::from_nanoseconds(-3), Timestamp::from_nanoseconds(4));
    assert_eq!(late.duration_since(early), Some(Duration::from_nanos(7)));
    assert_eq!(early.duration_since(early), Some(Duration::ZERO));
    assert_eq!(early.duration_since(late), None);
    assert_eq!(Timestamp::MAX.duration_since(Timestamp::MIN), Some(Duration::from_nanos(u64::MAX)));
    assert_eq!(Timestamp::MIN.checked_add(Duration::from_nanos(u64::MAX)), Some(Timestamp::MAX));
    assert_eq!(Timestamp::MAX.checked_sub(Duration::from_nanos(u64::MAX)), Some(Timestamp::MIN));
    assert_eq!(Timestamp::MAX.checked_add(Duration::from_nanos(1)), None);
    assert_eq!(Timestamp::MIN.checked_sub(Duration::from_nanos(1)), None);
    assert_eq!(Timestamp::UNIX_EPOCH.checked_add(Duration::MAX), None);
    assert_eq!(Timestamp::from_seconds(i64::MAX / 1_000_000_000 + 1), None);
}

#[test]
fn the_system_clock_is_read_on_both_sides_of_1970() {
    let second = Duration::from_secs(1);
    assert_eq!(Timestamp::try_from(SystemTime::UNIX_EPOCH + second), Ok(Timestamp::from_seconds(1).unwrap()));
    assert_eq!(
        Timestamp::try_from(SystemTime::UNIX_EPOCH - second),
        Ok(Timestamp::from_seconds(-1).unwrap())
    );
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(20_000_000_000);
    assert_eq!(Timestamp::try_from(far), Err(TimeFault::Range));
}

#[test]
fn a_zone_is_told_and_a_bare_number_refused() {
    let read = |text: &str| text.parse::<ParsedTime>().map(|time| time.has_zone);
    assert_eq!(read(" 2024-05-31 "), Ok(false));
    assert_eq!(read("2024-05-31T00:00Z"), Ok(true));
    assert_eq!(read("1714550400"), Err(TimeFault::Unit));
}

proptest! {
    #[test]
    fn moments_survive_their_text(nanoseconds in any::<i64>()) {
        let time = Timestamp::from_nanoseconds(nanoseconds);
        prop_assert_eq!(time.to_string().parse::<Timestamp>(), Ok(time));
    }
}

#[cfg(feature = "json")]
#[test]
fn a_moment_is_text_in_json() {
    let time: Timestamp = "2024-05-31T14:30:00.5Z".parse().unwrap();
    let json = serde_json::to_string(&time).unwrap();
    assert_eq!(json, "\"2024-05-31T14:30:00.5Z\"");
    assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    assert!(serde_json::from_str::<Timestamp>("\"today\"").is_err());
}
