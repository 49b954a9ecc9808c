//! Wilson score limits of a proportion.
//!
//! Wilson (1927), Probable inference, the law of succession, and statistical inference,
//! doi:10.1080/01621459.1927.10502953. n need not be whole: Korn and Graubard (1998) put an effective number there.

use super::level::Level;

/// Limits of a proportion p of n trials, within 0..1.
pub(crate) fn wilson_limits(p: f64, n: f64, level: &Level) -> (f64, f64) {
    let centre = (p + level.z * level.z / (2.0 * n)) / (1.0 + level.z * level.z / n);
    let half = wilson_half_width(p, n, level);
    let low = if p <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if p >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// Half the distance between the limits, before they are cut to 0..1.
pub(crate) fn wilson_half_width(p: f64, n: f64, level: &Level) -> f64 {
    let z2 = level.z * level.z;
    level.z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt()
}
