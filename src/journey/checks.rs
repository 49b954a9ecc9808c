//! Checks of numbers against their range.

use super::Error;

/// Refuses what is not in 0..`high`.
pub(crate) fn checked(what: impl FnOnce() -> String, value: f64, high: f64) -> Result<(), Error> {
    if (0.0..=high).contains(&value) {
        return Ok(());
    }
    Err(Error::OutOfRange { what: what(), value, low: 0.0, high })
}

/// Refuses what is no finite number.
pub(crate) fn finite(what: impl FnOnce() -> String, value: f64) -> Result<(), Error> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::OutOfRange { what: what(), value, low: f64::MIN, high: f64::MAX })
}
