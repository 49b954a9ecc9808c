//! The result: never a bare number.

use serde::Serialize;

use crate::signal::instrument::ScoreUnit;

/// An estimate with its interval, its numbers of answers, its unit and the method: never a bare number.
///
/// Made by [`Score::of`] a tally. `low` and `high` bound the estimate's true value at the level asked for; they and the
/// standard error are `None` where the answers cannot tell, as [`method`](Self::method) then says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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
    /// What the estimate is measured in.
    pub unit: ScoreUnit,
    /// How the limits were found.
    pub method: Method,
    /// The same in points on 0..100, 100 the good end.
    pub points: Points,
}

/// A score in points on 0..100, 100 the good end: the unit in which facets are combined, pushed and influenced.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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
    /// certain of what ten people said.
    pub standard_error: Option<f64>,
}

/// How the limits of a [`Score`] were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// Adjusted Wald limits of a net promoter score.
    AdjustedWald,
    /// Wilson's limits of a share.
    Wilson,
    /// Student's t limits of a mean.
    StudentT,
    /// Everyone answered: the limits are the estimate.
    Census,
    /// A mean of one effective answer: an estimate without limits.
    NoInterval,
}
