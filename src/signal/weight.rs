//! Range of weights in which weighted sums are exact.

use super::Error;

/// Positive weights are at least this, so that sums of squares stay exact.
pub(crate) const SMALLEST_WEIGHT: f64 = 1e-60;
/// Weights are at most this.
pub(crate) const LARGEST_WEIGHT: f64 = 1e60;

/// Checks that a weight is 0 or within the range in which sums are exact.
pub(crate) fn check_weight(weight: f64) -> Result<(), Error> {
    if weight == 0.0 || (SMALLEST_WEIGHT..=LARGEST_WEIGHT).contains(&weight) {
        Ok(())
    } else {
        Err(Error::Weight { weight, min: SMALLEST_WEIGHT, max: LARGEST_WEIGHT })
    }
}
