//! Sample sizes and margins of error of net promoter scores.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::numeric::stats::level::Level;
use crate::score::Error;

/// Assumptions of a planned survey: expected shares of promoters and detractors, level and power.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PowerOptions {
    /// Two-sided confidence level, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// Probability to find a difference of the size asked for, between 0 and 1; 0.80 unless set.
    pub power: f64,
    /// Expected share of promoters; 0.5 unless set.
    pub promoters: f64,
    /// Expected share of detractors; 0.2 unless set.
    pub detractors: f64,
}

impl Default for PowerOptions {
    fn default() -> Self {
        Self { level: 0.95, power: 0.8, promoters: 0.5, detractors: 0.2 }
    }
}

impl PowerOptions {
    /// Sets the confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the probability to find the difference.
    #[must_use]
    pub const fn with_power(self, power: f64) -> Self {
        Self { power, ..self }
    }

    /// Sets the expected share of promoters.
    #[must_use]
    pub const fn with_promoters(self, promoters: f64) -> Self {
        Self { promoters, ..self }
    }

    /// Sets the expected share of detractors.
    #[must_use]
    pub const fn with_detractors(self, detractors: f64) -> Self {
        Self { detractors, ..self }
    }

    /// Variance of one answer that counts 1, 0 or -1, and the level.
    fn checked(&self) -> Result<(f64, Level), Error> {
        let level = Error::level(self.level)?;
        let shares =
            [("the share of promoters", self.promoters), ("the share of detractors", self.detractors)];
        for (argument, value) in shares {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::out_of_range(argument, value, "between 0 and 1"));
            }
        }
        let answered = self.promoters + self.detractors;
        if answered > 1.0 {
            return Err(Error::out_of_range(
                "the share of promoters and detractors together",
                answered,
                "at most 1",
            ));
        }
        let score = self.promoters - self.detractors;
        Ok((answered - score * score, level))
    }
}

/// Sample size of each of two groups that finds a difference of net promoter scores.
///
/// # Definition
///
/// `n = ceil(2 v (z_level + z_power)^2 / delta^2)` with `v = P + D - (P - D)^2`, P and D the expected shares of
/// promoters and detractors, delta the difference over 100, and z normal quantiles: at .95 and .80, 1.959964 and
/// .841621. With P, D = .5, .2:
///
/// | Difference in NPS | 20 | 10 | 5 | 3 |
/// |---|---|---|---|---|
/// | answers a group | 240 | 958 | 3,831 | 10,640 |
///
/// These are *effective* answers: with weights, divide by the expected `n_e / n`. A share that should rise is the same
/// question with no detractors, and 100 times the difference.
///
/// # Arguments
///
/// `difference`: what should be found, in net promoter score, above 0 to 200.
///
/// # Errors
///
/// [`Error::OutOfRange`] for a level, share or power that is none, and for a difference that is none or so small that no
/// number is enough.
///
/// # Complexity
///
/// O(1) time and space.
///
/// # References
///
/// Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, doi:10.4324/9780203771587, chapter 2; the
/// variance is that of Rocks (2016), doi:10.1080/00031305.2016.1198279.
///
/// # Example
///
/// ```
/// use total_experience::score::inference::{PowerOptions, answers_needed};
///
/// assert_eq!(answers_needed(10.0, &PowerOptions::default())?, 958);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn answers_needed(difference: f64, options: &PowerOptions) -> Result<u64, Error> {
    let (variance, level) = options.checked()?;
    if !(difference > 0.0 && difference <= 200.0) {
        return Err(Error::out_of_range("the difference to find", difference, "above 0 and at most 200"));
    }
    let power = Error::out_of_range("the power", options.power, "between 0 and 1");
    if !(options.power > 0.0 && options.power < 1.0) {
        return Err(power);
    }
    // A power below the level's error would ask for less than nothing.
    let reach = (level.z + Normal::standard().inverse_cdf(options.power)).max(0.0);
    whole(2.0 * variance * (100.0 * reach / difference).powi(2), "the difference to find", difference)
}

/// Sample size for which the limits of a net promoter score are as narrow as `margin` to each side.
///
/// # Definition
///
/// `n = ceil(v (100 z / margin)^2)` with v as for [`answers_needed`]; the opposite way, n answers give limits of
/// [`margin_of`].
///
/// # Arguments
///
/// `margin`: half the width of the limits, in net promoter score, above 0 to 100.
///
/// # Errors
///
/// [`Error::OutOfRange`] for a level or share that is none, and for a margin that is none or so small that no number is
/// enough.
///
/// # Complexity
///
/// O(1) time and space.
///
/// # References
///
/// As for [`answers_needed`].
///
/// # Example
///
/// ```
/// use total_experience::score::inference::{PowerOptions, answers_for_margin};
///
/// assert_eq!(answers_for_margin(5.0, &PowerOptions::default())?, 938);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn answers_for_margin(margin: f64, options: &PowerOptions) -> Result<u64, Error> {
    let (variance, level) = options.checked()?;
    if !(margin > 0.0 && margin <= 100.0) {
        return Err(Error::out_of_range("the margin", margin, "above 0 and at most 100"));
    }
    whole(variance * (100.0 * level.z / margin).powi(2), "the margin", margin)
}

/// Margin of error of a net promoter score: half the width of its limits, for this many effective answers.
///
/// It is `100 z sqrt(v/n)`, with v as for [`answers_needed`].
///
/// It is a figure for planning, by the plain Wald formula. Once there are answers,
/// [`Score::from_tally`](super::Score::from_tally) gives the limits, which for few answers are wider.
///
/// # Errors
///
/// [`Error::OutOfRange`] for no answers, and for a level or share that is none.
pub fn margin_of(answers: f64, options: &PowerOptions) -> Result<f64, Error> {
    let (variance, level) = options.checked()?;
    if !(answers > 0.0 && answers.is_finite()) {
        return Err(Error::out_of_range("the number of answers", answers, "finite and above 0"));
    }
    Ok(100.0 * level.z * (variance / answers).sqrt())
}

/// The next whole number, at least 1.
fn whole(answers: f64, argument: &'static str, value: f64) -> Result<u64, Error> {
    /// Above, not every whole number is a float.
    const LARGEST: f64 = (1_u64 << 53) as f64;
    let answers = answers.ceil().max(1.0);
    if answers <= LARGEST {
        return Ok(answers as u64);
    }
    Err(Error::out_of_range(argument, value, "large enough to be found by 2^53 answers or fewer"))
}
