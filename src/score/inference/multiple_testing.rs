//! Adjustment of p-values for many tests (Holm; Benjamini and Hochberg).

use crate::numeric::cold_sort::sort_by;
use crate::score::Error;

/// Holm's adjustment of p-values for the number of tests: for headlines, where one false claim is one too many.
///
/// A claim whose adjusted p-value is at most α may be made: the probability of *any* false claim among all the tests is
/// then at most α, whatever the tests have to do with each other.
///
/// # Definition
///
/// With the m p-values ascending, `p_(1) <= ... <= p_(m)`:
/// `adjusted_(i) = max over j <= i of min(1, (m - j + 1) p_(j))`. Equal p-values stay equal.
///
/// # Arguments
///
/// `p_values`: one a test, each in 0..1, of *all* tests that were looked at, not only of those that came out well.
///
/// # Errors
///
/// [`Error::OutOfRange`] with the first value that is no probability.
///
/// # Complexity
///
/// O(m log m) time, O(m) space.
///
/// # References
///
/// Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6(2),
/// 65-70, <https://www.jstor.org/stable/4615733>.
///
/// # Example
///
/// ```
/// use total_experience::score::inference::holm;
///
/// assert_eq!(holm(&[0.5, 0.0625, 0.03125])?, [0.5, 0.125, 0.09375]);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let order = ascending(p_values)?;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        largest = largest.max((order.len() - rank) as f64 * p_values[at]).min(1.0);
        adjusted[at] = largest;
    }
    Ok(adjusted)
}

/// Benjamini and Hochberg's adjustment of p-values for the number of tests: for dashboards, where some false alarms are
/// the price of finding most of what is there.
///
/// Of the tests whose adjusted p-value is at most q, a share of at most q is expected to be false (the false discovery
/// rate).
///
/// # Definition
///
/// With the m p-values ascending, `p_(1) <= ... <= p_(m)`: `adjusted_(i) = min over j >= i of min(1, m p_(j) / j)`.
///
/// It holds for independent tests and for those that go together (positive regression dependence). Tests on the same
/// answers that go against each other need [`holm`].
///
/// # Arguments
///
/// `p_values`: one a test, each in 0..1, of *all* tests that were looked at, not only of those that came out well.
///
/// # Errors
///
/// [`Error::OutOfRange`] with the first value that is no probability.
///
/// # Complexity
///
/// O(m log m) time, O(m) space.
///
/// # References
///
/// Benjamini & Hochberg (1995), Controlling the false discovery rate, doi:10.1111/j.2517-6161.1995.tb02031.x;
/// Benjamini & Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency,
/// doi:10.1214/aos/1013699998.
///
/// # Example
///
/// ```
/// use total_experience::score::inference::benjamini_hochberg;
///
/// assert_eq!(benjamini_hochberg(&[0.5, 0.0625, 0.03125])?, [0.5, 0.09375, 0.09375]);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, Error> {
    let order = ascending(p_values)?;
    let tests = order.len() as f64;
    let mut adjusted = vec![0.0; p_values.len()];
    let mut smallest = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        smallest = smallest.min(p_values[at] * tests / (rank + 1) as f64);
        adjusted[at] = smallest;
    }
    Ok(adjusted)
}

/// The positions of the values in ascending order.
fn ascending(p_values: &[f64]) -> Result<Vec<usize>, Error> {
    if let Some(position) = p_values.iter().position(|p| !(0.0..=1.0).contains(p)) {
        let value = p_values[position];
        return Err(Error::out_of_range(format!("p-value {position}"), value, "between 0 and 1"));
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    sort_by(&mut order, |&a, &b| p_values[a].total_cmp(&p_values[b]));
    Ok(order)
}
