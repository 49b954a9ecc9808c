//! Sample quantiles.

/// The quantile of `sorted` at `probability`, Hyndman-Fan type 7: linear between order statistics, so the median of
/// an even count is the mid-point. `None` when there are no values.
///
/// Reference: Hyndman & Fan (1996), Sample quantiles in statistical packages, doi:10.1080/00031305.1996.10473566.
pub(crate) fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = position.floor();
    let low = sorted[below as usize];
    let high = sorted[(below as usize + 1).min(last)];
    Some(low + (position - below) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn type_seven() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.9), Some(3.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 0.5), Some(3.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 0.0), Some(1.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0, 8.0], 1.0), Some(8.0));
        // R 4.3: quantile(c(1, 2, 4, 8), .9, type = 7) is 6.8
        assert!((quantile(&[1.0, 2.0, 4.0, 8.0], 0.9).unwrap() - 6.8).abs() < 1e-12);
    }
}
