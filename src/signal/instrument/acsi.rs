//! Weighted indices of several items on 0..100: ACSI type (American Customer Satisfaction Index) and experience triad.

use super::Weights;
use crate::signal::{Error, Scale};

/// ACSI-type index of items on 1-10: `100/9 sum_i w_i (x_i - 1)`, for weights that sum to 1.
///
/// Its items are satisfaction, comparison with expectation, and comparison with an ideal. It is linear, so the index of the item means is the mean of the respondents' indices. Published ACSI weights are
/// standardised outer weights of a path model divided by the items' standard deviations; without a model they are
/// declared, or equal.
///
/// Reference: Fornell, Johnson, Anderson, Cha and Bryant 1996, *Journal of Marketing* 60(4), 7-18,
/// doi:10.1177/002224299606000403.
///
/// # Errors
/// The error of [`Scale::check`] for an item, or a mean of items, that is not from 1 to 10.
///
/// ```
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::{Weights, acsi_index};
///
/// let weights = Weights::new([0.3885, 0.3190, 0.2925])?;
/// let index = acsi_index(&[8.2, 7.6, 7.1], &weights)?;
/// assert_eq!(format!("{index:.4}"), "74.2983");
/// # Ok::<(), Error>(())
/// ```
pub fn acsi_index<const N: usize>(items: &[f64; N], weights: &Weights<N>) -> Result<f64, Error> {
    let scale = Scale::real(1, 10);
    for &item in items {
        scale.check(item)?;
    }
    Ok(scale.points(weights.mean(items)))
}

/// The index of checked items.
pub(crate) fn of_items<const N: usize>(items: &[f64], weights: &Weights<N>, scale: &Scale) -> f64 {
    let mut parts = [scale.min(); N];
    for (part, &item) in parts.iter_mut().zip(items) {
        *part = item;
    }
    scale.points(weights.mean(&parts))
}
