//! Score: an estimate with its limits, unit, numbers of answers and method.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::names::names;
use crate::score::Error;
use crate::signal::instrument::ScoreUnit;

/// Estimate with its limits, numbers of answers, unit and method.
///
/// Made by [`Score::from_tally`]; its `Display` shows estimate, limits, unit and number of answers. `low` and `high` bound
/// the true value at the level asked for. Where the answers cannot tell, they and the standard error are `None`, and
/// [`method`](Self::method) says why.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Score {
    /// The estimate, in [`unit`](Self::unit).
    pub estimate: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Standard error of the estimate.
    pub standard_error: Option<f64>,
    /// Number of answers.
    pub n: u64,
    /// Effective number of answers (Kish): less than `n` when weights differ.
    pub n_effective: f64,
    /// The unit of the estimate.
    pub unit: ScoreUnit,
    /// The method behind the limits.
    pub method: Method,
    /// The same in points on 0..100, 100 the good end.
    pub points: Points,
}

/// Score in points on 0..100, 100 the good end: the unit in which facets are combined and influenced.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Points {
    /// The estimate.
    pub estimate: f64,
    /// Lower limit, at least 0.
    pub low: Option<f64>,
    /// Upper limit, at most 100.
    pub high: Option<f64>,
    /// The standard error that this score brings into a mean or an index of several.
    ///
    /// For shares and net promoter scores it is that of the limits (half their width over z, before clipping), not the
    /// plug-in one: ten out of ten satisfied has a plug-in standard error of zero, and a mean built on it would be
    /// certain of what ten people said. For means it holds the part of the variance that few values may hide.
    pub standard_error: Option<f64>,
}

/// Method behind the limits of a [`Score`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Adjusted Wald limits of a net promoter score.
    AdjustedWald,
    /// Wilson's limits of a share.
    Wilson,
    /// Score-type limits of a mean on a bounded scale, with Student's t.
    BoundedMean,
    /// Everyone answered: the limits are the estimate.
    Census,
    /// A mean of one effective answer, or of answers that are all one value: an estimate without limits.
    NoInterval,
}

names!(Method, "method", Error, {
    AdjustedWald => "adjusted_wald",
    Wilson => "wilson",
    BoundedMean => "bounded_mean",
    Census => "census",
    NoInterval => "no_interval",
});

impl fmt::Display for Score {
    /// Estimate, limits, unit and number of answers, as `45.0 (29.3..58.0) NPS, n = 100`.
    ///
    /// Shares have three decimals, other units one, unless the format asks for another number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(if self.unit == ScoreUnit::Share { 3 } else { 1 });
        write_limits(f, self.estimate, self.low.zip(self.high), places)?;
        match self.unit {
            ScoreUnit::Scale { min, max } => write!(f, " on {min}..{max}")?,
            unit => write!(f, " {unit}")?,
        }
        write!(f, ", n = {}", self.n)
    }
}

impl fmt::Display for Points {
    /// Points and their limits, as `72.5 (64.7..79.0)`; one decimal unless the format asks for another number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_limits(f, self.estimate, self.low.zip(self.high), f.precision().unwrap_or(1))
    }
}

/// An estimate with its limits, where it has any.
pub(crate) fn write_limits(
    f: &mut fmt::Formatter<'_>,
    estimate: f64,
    limits: Option<(f64, f64)>,
    places: usize,
) -> fmt::Result {
    write!(f, "{estimate:.places$}")?;
    match limits {
        Some((low, high)) => write!(f, " ({low:.places$}..{high:.places$})"),
        None => write!(f, " (no limits)"),
    }
}
