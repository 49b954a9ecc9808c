//! Dispersion of waits (coefficient of variation, tail ratio) by touchpoint and by edge.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::journey::Error;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::journey::seconds::{self, span};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::stats::quantile::quantile_of_sorted;

const SECOND: f64 = 1e9;

/// Dispersion of the waits between the steps of journeys: coefficient of variation and tail ratio.
///
/// What it answers: can people know how long it takes, or is the wait long today and short tomorrow?
///
/// # Definition
/// Waits are those of [`JourneyGraph`](super::JourneyGraph), from one visit of a journey to the next, taken for each
/// edge (a, b), and for each touchpoint a over all edges from it. Of n waits with mean m:
///
/// ```text
/// sd        = sqrt(sum (wait - m)^2 / (n - 1))
/// variation = sd / m               coefficient of variation; 1 for waits at random times, 0 for a fixed one
/// tail      = p90 / median         how much worse a bad day is than a usual one; no single wait moves it far
/// ```
///
/// One wait has no spread; m = 0 has no variation, and a median of 0 no tail. Quantiles are Hyndman-Fan type 7.
///
/// # Complexity
/// One pass and a sort: O(v log v) time for v visits, 16 bytes a visit.
///
/// # References
/// W. J. Hopp & M. L. Spearman (2011), Factory Physics, chapter 8, for the coefficient of variation and its classes;
/// R. J. Hyndman & Y. Fan (1996), Sample quantiles in statistical packages, doi:10.1080/00031305.1996.10473566.
///
/// # Example
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::WaitSpread;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// for (case, activity, second) in [("1", "ask", 0), ("1", "pay", 10), ("2", "ask", 0), ("2", "pay", 30)] {
///     builder.event(activity, Timestamp::from_nanoseconds(second * 1_000_000_000), &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let spread = WaitSpread::discover(&log, log.object_type("case").expect("named above"))?;
/// let edge = &spread.edges[0];
/// assert_eq!((edge.from.as_str(), edge.to.as_deref(), edge.mean_wait.as_secs()), ("ask", Some("pay"), 20));
/// assert_eq!(format!("{:.4}", edge.variation.expect("two waits")), "0.7071"); // sqrt(200) / 20
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WaitSpread {
    /// Waits from each touchpoint, by number of waits, most first, then by name.
    pub touchpoints: Vec<WaitDistribution>,
    /// Waits along each edge, in the order of the edges of the graph.
    pub edges: Vec<WaitDistribution>,
}

/// Dispersion of the waits from one touchpoint or along one edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WaitDistribution {
    /// The activity at which the waits begin.
    pub from: String,
    /// The activity at which they end; `None` for all waits that begin there.
    pub to: Option<String>,
    /// Number of waits.
    pub count: u64,
    /// Their mean. As JSON: `mean_seconds`.
    #[serde(rename = "mean_seconds", with = "seconds::Seconds")]
    pub mean_wait: Duration,
    /// Their median. As JSON: `median_seconds`.
    #[serde(rename = "median_seconds", with = "seconds::Seconds")]
    pub median_wait: Duration,
    /// Their 90th percentile. As JSON: `p90_seconds`.
    #[serde(rename = "p90_seconds", with = "seconds::Seconds")]
    pub p90_wait: Duration,
    /// Coefficient of variation.
    pub variation: Option<f64>,
    /// 90th percentile over median.
    pub tail: Option<f64>,
}

impl WaitSpread {
    /// The spread of waits in the journeys of `object_type`. See [`WaitSpread`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        log.check_times("waits")?;
        let mut waits: Vec<(ActivityId, ActivityId, u64)> = Vec::new();
        for_each_visit(log, &log.object_range(object_type)?, |visit, before| {
            if let Some(before) = before {
                waits.push((before.activity, visit.activity, visit.wait(log, &before)));
            }
        });
        let name = |activity| log.activity_name(activity).unwrap_or_default().to_owned();
        waits.sort_unstable();
        let edges = waits
            .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
            .map(|waits| spread(name(waits[0].0), Some(name(waits[0].1)), waits));
        let edges = ranked(edges.collect());
        waits.sort_unstable_by_key(|&(from, _, wait)| (from, wait));
        let touchpoints =
            waits.chunk_by(|a, b| a.0 == b.0).map(|waits| spread(name(waits[0].0), None, waits));
        Ok(Self { touchpoints: ranked(touchpoints.collect()), edges })
    }
}

fn ranked(mut spreads: Vec<WaitDistribution>) -> Vec<WaitDistribution> {
    sort_by(&mut spreads, |a, b| {
        b.count.cmp(&a.count).then_with(|| a.from.cmp(&b.from)).then_with(|| a.to.cmp(&b.to))
    });
    spreads
}

/// The spread of waits that ascend.
fn spread(from: String, to: Option<String>, waits: &[(ActivityId, ActivityId, u64)]) -> WaitDistribution {
    let sum: u128 = waits.iter().map(|wait| u128::from(wait.2)).sum();
    let count = waits.len() as f64;
    let mean = sum as f64 / count / SECOND;
    let seconds: Vec<f64> = waits.iter().map(|wait| wait.2 as f64 / SECOND).collect();
    let squares: f64 = seconds.iter().map(|wait| (wait - mean).powi(2)).sum();
    let quantile = |probability| quantile_of_sorted(&seconds, probability).unwrap_or_default();
    let (median, p90) = (quantile(0.5), quantile(0.9));
    WaitDistribution {
        from,
        to,
        count: waits.len() as u64,
        mean_wait: span(mean),
        median_wait: span(median),
        p90_wait: span(p90),
        variation: (waits.len() > 1 && sum > 0).then(|| (squares / (count - 1.0)).sqrt() / mean),
        tail: (waits.len() > 1 && median > 0.0).then(|| p90 / median),
    }
}
