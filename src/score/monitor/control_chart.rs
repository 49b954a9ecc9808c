//! Control charts of a series of scores: EWMA and CUSUM.

use serde::{Deserialize, Serialize};

use crate::score::Error;

/// Options of an EWMA chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct EwmaOptions {
    /// Weight of the newest value, above 0 up to 1; 0.2 unless set. Smaller finds smaller shifts later.
    pub lambda: f64,
    /// Half the width of the limits, in standard deviations of the average; 3 unless set.
    pub width: f64,
}

impl Default for EwmaOptions {
    fn default() -> Self {
        Self { lambda: 0.2, width: 3.0 }
    }
}

impl EwmaOptions {
    /// Sets the weight of the newest value.
    #[must_use]
    pub const fn with_lambda(self, lambda: f64) -> Self {
        Self { lambda, ..self }
    }

    /// Sets half the width of the limits, in standard deviations of the average.
    #[must_use]
    pub const fn with_width(self, width: f64) -> Self {
        Self { width, ..self }
    }
}

/// Options of a CUSUM chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CusumOptions {
    /// What each value may be off by without being counted, in standard deviations; 0.5 unless set: half the shift
    /// to be found.
    pub allowance: f64,
    /// The sum that signals, in standard deviations; 5 unless set.
    pub decision: f64,
}

impl Default for CusumOptions {
    fn default() -> Self {
        Self { allowance: 0.5, decision: 5.0 }
    }
}

impl CusumOptions {
    /// Sets what each value may be off by, in standard deviations (`k`).
    #[must_use]
    pub const fn with_allowance(self, allowance: f64) -> Self {
        Self { allowance, ..self }
    }

    /// Sets the sum that signals, in standard deviations (`h`).
    #[must_use]
    pub const fn with_decision(self, decision: f64) -> Self {
        Self { decision, ..self }
    }
}

/// Level and spread of a series in control, against which a chart holds its values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InControl {
    /// The level in control, m.
    pub target: f64,
    /// Standard deviation of one value in control. It includes the sampling error of the value; a score's standard
    /// error alone is too small where the true level wanders.
    pub sigma: f64,
}

impl InControl {
    fn check(&self, series: &[f64]) -> Result<(), Error> {
        finite(series)?;
        if !self.target.is_finite() {
            return Err(Error::out_of_range("the target", self.target, "a finite number"));
        }
        positive("the standard deviation", self.sigma)
    }
}

/// EWMA chart of a series: its moving average with limits, one entry a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EwmaChart {
    /// The average.
    pub averages: Vec<f64>,
    /// Half the width of the limits about the target.
    pub half_widths: Vec<f64>,
    /// Periods, from 0, whose average is outside the limits.
    pub signals: Vec<usize>,
}

/// CUSUM chart of a series: two cumulative sums in standard deviations, one entry a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CusumChart {
    /// The sum of what was above the target.
    pub upper: Vec<f64>,
    /// The sum of what was below the target.
    pub lower: Vec<f64>,
    /// Periods, from 0, in which a sum is above the decision value.
    pub signals: Vec<usize>,
}

/// EWMA chart: shifts of a series by its exponentially weighted moving average.
///
/// # Definition
///
/// With values `x_t`, t = 1, 2, ..., target `m`, standard deviation `sigma` and options `lambda`, `L`:
/// `z_0 = m`, `z_t = lambda x_t + (1 - lambda) z_(t-1)`, and a signal where
/// `|z_t - m| > L sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2t)))`, the exact standard deviation of `z_t`.
///
/// # Arguments
///
/// `series`: one value a period, in any one unit, periods in order. `in_control`: what it is held against, in the same
/// unit. [`ewma_with`] takes other options.
///
/// # Errors
///
/// [`Error::OutOfRange`] for a value, the target and `sigma`.
///
/// # Complexity
///
/// O(periods) time and space.
///
/// # References
///
/// Roberts (1959), Control chart tests based on geometric moving averages, doi:10.1080/00401706.1959.10489860.
/// Lucas and Saccucci (1990), doi:10.1080/00401706.1990.10484583.
///
/// # Example
///
/// ```
/// use total_experience::score::monitor::{InControl, ewma};
///
/// let weekly = [62.0, 60.0, 61.0, 57.0, 54.0, 55.0, 53.0];
/// let chart = ewma(&weekly, InControl { target: 61.0, sigma: 2.0 })?;
/// assert_eq!(chart.signals, [4, 5, 6]); // from the fifth week on
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn ewma(series: &[f64], in_control: InControl) -> Result<EwmaChart, Error> {
    ewma_with(series, in_control, &EwmaOptions::default())
}

/// [`ewma`] with another weight of the newest value, or other limits.
///
/// # Errors
/// As [`ewma`]; [`Error::OutOfRange`] for the options.
pub fn ewma_with(series: &[f64], in_control: InControl, options: &EwmaOptions) -> Result<EwmaChart, Error> {
    in_control.check(series)?;
    let InControl { target, sigma } = in_control;
    let EwmaOptions { lambda, width } = *options;
    if !(lambda > 0.0 && lambda <= 1.0) {
        return Err(Error::out_of_range("lambda", lambda, "a number above 0, at most 1"));
    }
    positive("the width of limits", width)?;
    let mut chart = EwmaChart { averages: Vec::new(), half_widths: Vec::new(), signals: Vec::new() };
    let (mut average, mut kept) = (target, 1.0);
    for (period, &value) in series.iter().enumerate() {
        average = lambda * value + (1.0 - lambda) * average;
        kept *= (1.0 - lambda) * (1.0 - lambda);
        let half = width * sigma * (lambda / (2.0 - lambda) * (1.0 - kept)).sqrt();
        if (average - target).abs() > half {
            chart.signals.push(period);
        }
        chart.averages.push(average);
        chart.half_widths.push(half);
    }
    Ok(chart)
}

/// CUSUM chart: shifts of a series up or down by its two cumulative sums.
///
/// # Definition
///
/// With values `x_t`, t = 1, 2, ..., target `m`, standard deviation `sigma` and options `k`, `h`: `u_0 = l_0 = 0`,
/// `u_t = max(0, u_(t-1) + (x_t - m)/sigma - k)`, `l_t = max(0, l_(t-1) - (x_t - m)/sigma - k)`, and a signal where
/// `u_t > h` or `l_t > h`. With k = 0.5 and h = 5 a series in control signals about every 465 periods, and a shift by
/// one standard deviation after 10.4.
///
/// # Arguments
///
/// As for [`ewma`]. [`cusum_with`] takes other options.
///
/// # Errors
///
/// As [`ewma`].
///
/// # Complexity
///
/// O(periods) time and space.
///
/// # References
///
/// Page (1954), Continuous inspection schemes, doi:10.1093/biomet/41.1-2.100. Montgomery (2013), Introduction to
/// Statistical Quality Control, section 9.1.
///
/// # Example
///
/// ```
/// use total_experience::score::monitor::{InControl, cusum};
///
/// let weekly = [62.0, 60.0, 61.0, 57.0, 54.0, 55.0, 53.0];
/// let chart = cusum(&weekly, InControl { target: 61.0, sigma: 2.0 })?;
/// assert_eq!(chart.signals, [5, 6]);
/// assert_eq!(chart.lower[5], 7.0); // 1.5 + 3 + 2.5
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn cusum(series: &[f64], in_control: InControl) -> Result<CusumChart, Error> {
    cusum_with(series, in_control, &CusumOptions::default())
}

/// [`cusum`] with another allowance or decision value.
///
/// # Errors
/// As [`cusum`]; [`Error::OutOfRange`] for the options.
pub fn cusum_with(
    series: &[f64],
    in_control: InControl,
    options: &CusumOptions,
) -> Result<CusumChart, Error> {
    in_control.check(series)?;
    let InControl { target, sigma } = in_control;
    let CusumOptions { allowance, decision } = *options;
    if !(allowance >= 0.0 && allowance.is_finite()) {
        return Err(Error::out_of_range("the allowance", allowance, "a finite number, 0 or more"));
    }
    positive("the decision value", decision)?;
    let mut chart = CusumChart { upper: Vec::new(), lower: Vec::new(), signals: Vec::new() };
    let (mut upper, mut lower) = (0.0_f64, 0.0_f64);
    for (period, &value) in series.iter().enumerate() {
        let off = (value - target) / sigma;
        upper = (upper + off - allowance).max(0.0);
        lower = (lower - off - allowance).max(0.0);
        if upper > decision || lower > decision {
            chart.signals.push(period);
        }
        chart.upper.push(upper);
        chart.lower.push(lower);
    }
    Ok(chart)
}

/// Whether every value of a series is finite.
pub(crate) fn finite(series: &[f64]) -> Result<(), Error> {
    match series.iter().position(|value| !value.is_finite()) {
        Some(period) => Err(Error::out_of_range(
            format!("period {period} of the series"),
            series[period],
            "finite: leave out periods without a score",
        )),
        None => Ok(()),
    }
}

fn positive(what: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range(what, value, "a finite number above 0"))
}
