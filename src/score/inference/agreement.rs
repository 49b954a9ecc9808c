//! Agreement within units: ICC(1), ICC(2) and r_wg.

use serde::{Deserialize, Serialize};

use super::anova::OneWay;
use crate::score::Error;

/// Intraclass correlations of answers by unit: the reliability of one answer and of a unit's mean.
///
/// Customers and staff meet by unit (branch, store, team) and period. Before the units' means are linked, ask whether
/// they can be relied on: a high [`icc2`](Self::icc2) says that another sample of the same units' people would give
/// about the same means.
///
/// # Definition
///
/// With J units of `n_j` answers, `N = sum n_j`, MSB and MSW the mean squares between and within units of a one-way
/// analysis of variance, and `k0 = (N - sum n_j^2 / N)/(J - 1)`:
///
/// * `ICC(1) = (MSB - MSW)/(MSB + (k0 - 1) MSW)`, the share of variance that lies between units,
/// * `ICC(2) = (MSB - MSW)/MSB`, the reliability of a unit's mean.
///
/// Both may be negative, when the means of units are closer together than chance would have them, and are left so.
///
/// # Complexity
///
/// O(answers) time, O(units) space.
///
/// # References
///
/// Shrout & Fleiss (1979), Intraclass correlations: uses in assessing rater reliability,
/// doi:10.1037/0033-2909.86.2.420; Bliese (2000), Within-group agreement, non-independence, and reliability, in Klein
/// and Kozlowski (eds.), Multilevel Theory, Research, and Methods in Organizations, chapter 8.
///
/// # Example
///
/// ```
/// use total_experience::score::inference::Agreement;
///
/// let branches = [&[4.0, 5.0, 4.0, 5.0, 3.0][..], &[2.0, 3.0, 2.0], &[5.0, 5.0, 4.0, 4.0], &[3.0, 4.0]];
/// let agreement = Agreement::from_units(&branches)?.unwrap();
/// assert_eq!(format!("{:.3} {:.3}", agreement.icc1.unwrap(), agreement.icc2.unwrap()), "0.611 0.841");
/// # Ok::<(), total_experience::score::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agreement {
    /// Number of units with answers, J.
    pub unit_count: usize,
    /// Number of answers, N.
    pub answer_count: usize,
    /// Size of a unit, k0.
    pub unit_size: f64,
    /// Mean square between units.
    pub between: f64,
    /// Mean square within units; `None` when every unit has one answer.
    pub within: Option<f64>,
    /// Reliability of one answer; `None` when all answers are equal or every unit has one.
    pub icc1: Option<f64>,
    /// Reliability of a unit's mean; `None` when all means are equal or every unit has one answer.
    pub icc2: Option<f64>,
}

impl Agreement {
    /// The agreement of answers that are grouped by unit; `None` for fewer than two units with answers.
    ///
    /// # Arguments
    ///
    /// `units`: the answers of each unit, all to one instrument and in its units. Units without answers are left out.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for an answer that is not finite: its position counts over all units.
    pub fn from_units(units: &[&[f64]]) -> Result<Option<Self>, Error> {
        let mut one_way = OneWay::default();
        let mut before = 0;
        for unit in units {
            check_finite(unit, before)?;
            one_way.add_values(unit);
            before += unit.len();
        }
        Ok(one_way.variances().map(|variances| Self {
            unit_count: one_way.groups(),
            answer_count: before,
            unit_size: variances.size,
            between: variances.between,
            within: variances.within,
            icc1: variances.icc1(),
            icc2: variances.icc2(),
        }))
    }
}

/// Agreement within one unit (r_wg): 0 as if answered at random, 1 where all agree; `None` for fewer than two answers.
///
/// # Definition
///
/// `r_wg = 1 - s^2 / ((A^2 - 1)/12)` and at least 0, with s^2 the variance of the answers (divisor n - 1) and A the
/// number of answer options: `(A^2 - 1)/12` is the variance when every option is as likely. People who all avoid the
/// ends of a scale agree by this figure without meaning to.
///
/// # Arguments
///
/// `answers` in steps of one answer option; `options`: the number of options, 5 for 1-5 and 11 for 0-10.
///
/// # Errors
///
/// [`Error::OutOfRange`] for fewer than 2 options, and for an answer that is not finite;
/// [`Error::Options`] when the answers spread over more options than there are.
///
/// # Complexity
///
/// O(answers) time, O(1) space.
///
/// # References
///
/// James, Demaree & Wolf (1984), Estimating within-group interrater reliability with and without response bias,
/// doi:10.1037/0021-9010.69.1.85.
///
/// # Example
///
/// ```
/// use total_experience::score::inference::within_group_agreement;
///
/// let found = within_group_agreement(&[4.0, 5.0, 4.0, 4.0, 3.0, 5.0], 5)?.unwrap();
/// assert_eq!(format!("{found:.4}"), "0.7167");
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn within_group_agreement(answers: &[f64], options: u32) -> Result<Option<f64>, Error> {
    if options < 2 {
        return Err(Error::out_of_range("the number of answer options", options.into(), "at least 2"));
    }
    check_finite(answers, 0)?;
    let low = answers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = answers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let options_squared = f64::from(options) * f64::from(options);
    if high - low > f64::from(options) - 1.0 {
        return Err(Error::Options { low, high, options });
    }
    if answers.len() < 2 {
        return Ok(None);
    }
    let n = answers.len() as f64;
    let mean = answers.iter().map(|x| x / n).sum::<f64>();
    let variance = answers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    Ok(Some((1.0 - variance / ((options_squared - 1.0) / 12.0)).max(0.0)))
}

fn check_finite(answers: &[f64], before: usize) -> Result<(), Error> {
    let Some(at) = answers.iter().position(|answer| !answer.is_finite()) else { return Ok(()) };
    Err(Error::out_of_range(format!("answer {}", before + at), answers[at], "a finite number"))
}
