//! Mean and median of waits.

use crate::numeric::stats::quantile::quantile;

const SECOND: f64 = 1e9;

/// Mean and median of waits, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WaitSummary {
    pub(crate) mean: f64,
    pub(crate) median: f64,
}

impl WaitSummary {
    /// Of waits in nanoseconds; `None` without one.
    pub(crate) fn of(waits: &mut [u64]) -> Option<Self> {
        let sum: u128 = waits.iter().map(|&wait| u128::from(wait)).sum();
        let mean = sum as f64 / waits.len() as f64 / SECOND;
        Some(Self { mean, median: quantile(waits, 0.5)? / SECOND })
    }
}
