//! Closed loop with detractors: share contacted, time to contact, and recovery.

use serde::{Deserialize, Serialize};

use crate::numeric::stats::level::Level;
use crate::score::Error;
use crate::score::inference::{IntervalOptions, Score, Successes};

/// Case of one dissatisfied respondent, and what was done about it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    points: f64,
    #[serde(default)]
    contacted_after: Option<f64>,
    #[serde(default)]
    later_points: Option<f64>,
}

impl Case {
    /// A case whose answer makes these points on 0..100
    /// ([`Instrument::points`](crate::signal::instrument::Instrument::points)), not contacted and not asked again.
    pub const fn new(points: f64) -> Self {
        Self { points, contacted_after: None, later_points: None }
    }

    /// Sets how long after the answer the respondent was contacted, in any one unit of time, 0 or more.
    #[must_use]
    pub const fn with_contact(self, after: f64) -> Self {
        Self { contacted_after: Some(after), ..self }
    }

    /// Sets the points on 0..100 when asked again, after the time for a contact.
    #[must_use]
    pub const fn with_later_points(self, points: f64) -> Self {
        Self { later_points: Some(points), ..self }
    }

    fn check(&self, at: usize) -> Result<(), Error> {
        let fault = |what, value, range| {
            let source = Box::new(Error::out_of_range(what, value, range));
            Err(Error::Case { case: at, source })
        };
        for points in std::iter::once(self.points).chain(self.later_points) {
            if !(0.0..=100.0).contains(&points) {
                return fault("a score in points", points, "0 to 100");
            }
        }
        match self.contacted_after {
            Some(after) if !(after >= 0.0 && after.is_finite()) => {
                fault("the time to contact", after, "a finite number, 0 or more")
            }
            _ => Ok(()),
        }
    }
}

/// Figures of the closed loop with dissatisfied respondents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClosedLoop {
    /// Number of cases.
    pub case_count: usize,
    /// Share of them that was contacted, with Wilson's limits; `None` without cases.
    pub contacted: Option<Score>,
    /// Time after which half of all cases were contacted; `None` when fewer were.
    pub median_time: Option<f64>,
    /// Time after which nine out of ten cases were contacted; `None` when fewer were.
    pub ninth_decile_time: Option<f64>,
    /// The gain that goes with contact; `None` unless two or more of both kinds were asked again.
    pub recovery: Option<Recovery>,
}

/// Gain in points of those who were contacted against those who were not.
///
/// This is an association and no effect: who was reached was hardly drawn by lot. All dissatisfied people answer nearer to
/// the middle when asked again (regression to the mean); the comparison with those who were not reached takes that out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recovery {
    /// Recovery lift: the mean gain of those contacted less that of the others, in points.
    pub lift: f64,
    /// Its lower limit.
    pub low: f64,
    /// Its upper limit.
    pub high: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Mean gain of those contacted, in points.
    pub contacted_gain: f64,
    /// Mean gain of the others, in points.
    pub other_gain: f64,
    /// Number of those contacted and asked again.
    pub contacted_count: usize,
    /// Number of the others asked again.
    pub other_count: usize,
}

/// Share contacted, time to contact and recovery lift of dissatisfied respondents.
///
/// # Definition
///
/// Over all n cases, of which m were contacted: share `m/n` with Wilson's limits. Times are type 7 quantiles over all n
/// cases, those not contacted counted as later than all others, so that ignoring the difficult half does not make a
/// team look fast; no value where such a case enters. With gains `g = later - first` and means, variances, counts
/// `m_1, v_1, n_1` of those contacted and `m_0, v_0, n_0` of the others: recovery lift `m_1 - m_0`,
/// `se = sqrt(v_1/n_1 + v_0/n_0)`, limits by Student's t with Welch's degrees of freedom
/// `se^4 / ((v_1/n_1)^2/(n_1 - 1) + (v_0/n_0)^2/(n_0 - 1))`.
///
/// # Arguments
///
/// `cases`: every detractor of a period that is over, not just those who were contacted. `level`: two-sided, such as
/// 0.95.
///
/// # Errors
///
/// [`Error::OutOfRange`] for the level; [`Error::Case`] around it for the numbers of a case.
///
/// # Complexity
///
/// O(n log n) time, O(n) space.
///
/// # References
///
/// Markey, Reichheld and Dullweber (2009), Closing the customer feedback loop, Harvard Business Review 87(12). Welch
/// (1947), doi:10.1093/biomet/34.1-2.28. Regression to the mean: Bland and Altman (1994),
/// doi:10.1136/bmj.308.6942.1499.
///
/// # Example
///
/// ```
/// use total_experience::score::monitor::{Case, closed_loop};
///
/// let cases = [
///     Case::new(30.0).with_contact(4.0).with_later_points(70.0),
///     Case::new(20.0).with_contact(30.0).with_later_points(40.0),
///     Case::new(60.0).with_contact(7.0),
///     Case::new(40.0).with_later_points(50.0),
///     Case::new(10.0).with_later_points(30.0),
/// ];
/// let closed = closed_loop(&cases, 0.95)?;
/// assert_eq!(closed.contacted.unwrap().estimate, 0.6);
/// assert_eq!((closed.median_time, closed.ninth_decile_time), (Some(30.0), None));
/// assert_eq!(closed.recovery.unwrap().lift, 15.0); // 30 less 15
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn closed_loop(cases: &[Case], level: f64) -> Result<ClosedLoop, Error> {
    let limits = Error::level(level)?;
    cases.iter().enumerate().try_for_each(|(at, case)| case.check(at))?;
    let mut times: Vec<f64> = cases.iter().filter_map(|case| case.contacted_after).collect();
    times.sort_unstable_by(f64::total_cmp);
    let options = IntervalOptions::default().with_level(level);
    let contacted =
        Score::proportion_with(Successes { count: times.len() as u64, of: cases.len() as u64 }, &options)?;
    let gains = |contacted: bool| -> Vec<f64> {
        let of_kind = cases.iter().filter(|case| case.contacted_after.is_some() == contacted);
        of_kind.filter_map(|case| Some(case.later_points? - case.points)).collect()
    };
    Ok(ClosedLoop {
        case_count: cases.len(),
        contacted,
        median_time: time_by(&times, cases.len(), 0.5),
        ninth_decile_time: time_by(&times, cases.len(), 0.9),
        recovery: recovery(&gains(true), &gains(false), &limits),
    })
}

/// The type 7 quantile over `all` cases of which only these have a time.
fn time_by(times: &[f64], all: usize, share: f64) -> Option<f64> {
    let position = (all.checked_sub(1)?) as f64 * share;
    let (below, part) = (position.floor(), position.fract());
    let low = *times.get(below as usize)?;
    if part == 0.0 {
        return Some(low);
    }
    let high = *times.get(below as usize + 1)?;
    Some(low + part * (high - low))
}

/// Mean and variance of the mean.
fn mean(gains: &[f64]) -> (f64, f64) {
    let n = gains.len() as f64;
    let mean = gains.iter().sum::<f64>() / n;
    (mean, gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>() / (n - 1.0) / n)
}

fn recovery(contacted: &[f64], others: &[f64], level: &Level) -> Option<Recovery> {
    if contacted.len() < 2 || others.len() < 2 {
        return None;
    }
    let ((gain, variance), (other_gain, other_variance)) = (mean(contacted), mean(others));
    let (lift, sum) = (gain - other_gain, variance + other_variance);
    let half = if sum > 0.0 {
        let parts = variance * variance / (contacted.len() as f64 - 1.0)
            + other_variance * other_variance / (others.len() as f64 - 1.0);
        level.t(sum * sum / parts)? * sum.sqrt()
    } else {
        0.0
    };
    Some(Recovery {
        lift,
        low: lift - half,
        high: lift + half,
        standard_error: sum.sqrt(),
        contacted_gain: gain,
        other_gain,
        contacted_count: contacted.len(),
        other_count: others.len(),
    })
}
