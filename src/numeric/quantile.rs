//! Sample quantiles.

/// The quantile of `values` at `probability`, Hyndman-Fan type 7: linear between order statistics, so the median of
/// an even count is the mid-point. `None` when there are no values. Reorders `values`; expected linear time.
///
/// Reference: Hyndman & Fan (1996), Sample quantiles in statistical packages, doi:10.1080/00031305.1996.10473566.
pub(crate) fn quantile(values: &mut [u64], probability: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = (position.floor() as usize).min(last);
    let (_, &mut low, above) = values.select_nth_unstable(below);
    let high = above.iter().min().copied().unwrap_or(low);
    Some(low as f64 + (position - below as f64) * (high - low) as f64)
}

/// The same of values that ascend already.
pub(crate) fn quantile_of_sorted(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = (position.floor() as usize).min(last);
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    Some(low + (position - below as f64) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::{quantile, quantile_of_sorted};

    #[test]
    fn type_seven() {
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(quantile(&mut [3], 0.9), Some(3.0));
        assert_eq!(quantile(&mut [8, 1, 4, 2], 0.5), Some(3.0));
        assert_eq!(quantile(&mut [8, 1, 4, 2], 0.0), Some(1.0));
        assert_eq!(quantile(&mut [8, 1, 4, 2], 1.0), Some(8.0));
        // R 4.3: quantile(c(1, 2, 4, 8), .9, type = 7) is 6.8
        assert!((quantile(&mut [8, 1, 4, 2], 0.9).unwrap() - 6.8).abs() < 1e-12);
        assert_eq!(quantile_of_sorted(&[], 0.5), None);
        assert_eq!(quantile_of_sorted(&[1.0, 2.0, 4.0, 8.0], 0.5), Some(3.0));
        assert_eq!(quantile_of_sorted(&[1.0, 2.0, 4.0, 8.0], 1.0), Some(8.0));
    }
}
