//! Sample quantiles by linear interpolation (Hyndman-Fan type 7).

/// The quantiles of `values` at ascending `probabilities`, Hyndman-Fan type 7: linear between order statistics, so the
/// median of an even count is the mid-point. `None` when there are no values. Reorders `values`; expected linear time.
///
/// Reference: Hyndman & Fan (1996), Sample quantiles in statistical packages, doi:10.1080/00031305.1996.10473566.
pub(crate) fn quantiles<const N: usize>(values: &mut [u64], probabilities: [f64; N]) -> Option<[f64; N]> {
    let last = values.len().checked_sub(1)?;
    let few = values.len() <= FEW;
    if few {
        values.sort_unstable();
    }
    // All before `settled` are in their places, and none behind is smaller.
    let mut settled = 0;
    Some(probabilities.map(|probability| {
        let position = probability.clamp(0.0, 1.0) * last as f64;
        let below = (position.floor() as usize).min(last);
        let above = (below + 1).min(last);
        if !few {
            for place in [below, above] {
                if place >= settled {
                    values[settled..].select_nth_unstable(place - settled);
                    settled = place + 1;
                }
            }
        }
        let (low, high) = (values[below], values[above]);
        low as f64 + (position - below as f64) * (high - low) as f64
    }))
}

/// Up to so many values are sorted, which is faster than selecting.
const FEW: usize = 32;

/// The quantile at one probability.
pub(crate) fn quantile(values: &mut [u64], probability: f64) -> Option<f64> {
    quantiles(values, [probability]).map(|[quantile]| quantile)
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
