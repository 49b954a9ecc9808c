//! What was promised about time, and what people got.

use std::collections::BTreeMap;

use serde::Serialize;

use super::friction_scale::checked;
use super::visits::for_each_visit;
use super::{Error, EventLog, ObjectTypeId, Share};
use crate::model::ExperienceMap;
use crate::numeric::quantile::quantile_of_sorted;
use crate::score::Level;

const SECOND: f64 = 1e9;

/// The gap between promised and actual times at a touchpoint.
///
/// What it answers: do we keep what we promise, and by how much do we miss? Met expectations please, whatever the time.
///
/// # Definition
/// Over the n visits with a promised *and* an actual time, in seconds,
///
/// ```text
/// gap   = actual - promised          above 0: later than promised
/// mean  = sum gap / n                limits mean -+ t(n - 1) s / sqrt(n), none for one visit
/// kept  = visits with gap <= 0 / n   with Wilson's limits
/// ```
///
/// A visit that lacks one of the two is counted as such and is in no figure: a missing promise is not a promise of 0.
///
/// # Complexity
/// Time O(n log n), space O(n).
///
/// # References
/// R. L. Oliver (1980), A cognitive model of the antecedents and consequences of satisfaction decisions,
/// doi:10.1177/002224378001700405; Student (1908), doi:10.1093/biomet/6.1.1; E. B. Wilson (1927),
/// doi:10.1080/01621459.1927.10502953.
///
/// # Example
/// ```
/// use total_experience::journey::PromiseGap;
///
/// let day = 86_400.0;
/// let gaps = PromiseGap::of([
///     ("repair", Some(2.0 * day), Some(3.0 * day)),
///     ("repair", Some(2.0 * day), Some(1.0 * day)),
///     ("repair", Some(2.0 * day), Some(5.0 * day)),
///     ("repair", None, Some(9.0 * day)),
/// ])?;
/// let repair = &gaps[0];
/// assert_eq!((repair.mean_seconds, repair.median_seconds), (Some(day), Some(day)));
/// assert_eq!((repair.kept.count, repair.kept.of, repair.without_promise), (1, 3, 1));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PromiseGap {
    /// The touchpoint.
    pub touchpoint: String,
    /// Visits with both times.
    pub n: u64,
    /// Visits of which nothing was promised.
    pub without_promise: u64,
    /// Visits with a promise whose actual time is not known.
    pub without_actual: u64,
    /// Mean gap; none without visits that have both times.
    pub mean_seconds: Option<f64>,
    /// Lower limit of the mean gap, 95 %.
    pub low_seconds: Option<f64>,
    /// Upper limit of the mean gap.
    pub high_seconds: Option<f64>,
    /// Median gap.
    pub median_seconds: Option<f64>,
    /// Visits that took no longer than promised.
    pub kept: Share,
}

impl PromiseGap {
    /// The gaps of visits given as touchpoint, promised and actual seconds: by mean gap, largest first, then by name;
    /// touchpoints without a gap last. The order of the visits does not matter.
    ///
    /// # Errors
    /// [`Error::NotInRange`] for times that are negative or not finite.
    pub fn of<'a>(
        visits: impl IntoIterator<Item = (&'a str, Option<f64>, Option<f64>)>,
    ) -> Result<Vec<Self>, Error> {
        let mut found: BTreeMap<&str, (Vec<f64>, u64, u64)> = BTreeMap::new();
        for (touchpoint, promised, actual) in visits {
            for (what, time) in [("promised", promised), ("actual", actual)] {
                let item = || format!("the {what} time of `{touchpoint}`");
                time.map_or(Ok(()), |time| checked(item, time, f64::MAX))?;
            }
            let (gaps, without_promise, without_actual) = found.entry(touchpoint).or_default();
            match (promised, actual) {
                (Some(promised), Some(actual)) => gaps.push(actual - promised),
                (None, _) => *without_promise += 1,
                (Some(_), None) => *without_actual += 1,
            }
        }
        let level = Level::new(0.95).ok();
        let mut gaps: Vec<Self> = found
            .into_iter()
            .map(|(touchpoint, (mut gaps, without_promise, without_actual))| {
                gaps.sort_by(f64::total_cmp);
                let n = gaps.len() as f64;
                let mean = (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / n);
                let half = mean.filter(|_| gaps.len() > 1).and_then(|mean| {
                    let squares: f64 = gaps.iter().map(|gap| (gap - mean).powi(2)).sum();
                    Some(level.as_ref()?.t(n - 1.0)? * (squares / (n - 1.0) / n).sqrt())
                });
                Self {
                    touchpoint: touchpoint.to_owned(),
                    n: gaps.len() as u64,
                    without_promise,
                    without_actual,
                    mean_seconds: mean,
                    low_seconds: mean.zip(half).map(|(mean, half)| mean - half),
                    high_seconds: mean.zip(half).map(|(mean, half)| mean + half),
                    median_seconds: quantile_of_sorted(&gaps, 0.5),
                    kept: Share::new(gaps.partition_point(|&gap| gap <= 0.0) as u64, gaps.len() as u64),
                }
            })
            .collect();
        let mean = |gap: &Self| gap.mean_seconds.unwrap_or(f64::NEG_INFINITY);
        gaps.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.touchpoint.cmp(&b.touchpoint)));
        Ok(gaps)
    }

    /// The gaps of the visits of journeys of type `flow`: promised is the service level of the map's touchpoint whose
    /// key or name is the activity, actual the time since the journey's event before. The first event of a journey has
    /// no actual time.
    ///
    /// # Errors
    /// [`Error::Foreign`] when the log has no such type; [`Error::NotInRange`] as [`of`](Self::of).
    pub fn from_log(log: &EventLog, flow: ObjectTypeId, map: &ExperienceMap) -> Result<Vec<Self>, Error> {
        let promises = promises(map);
        let mut visits = Vec::new();
        for_each_visit(log, &log.object_range(flow)?, |visit, before| {
            let name = log.activity_name(visit.activity).unwrap_or_default();
            let actual = before.map(|before| visit.time.abs_diff(before.time) as f64 / SECOND);
            visits.push((name, promises.get(name).copied(), actual));
        });
        Self::of(visits)
    }
}

/// By key and by name the seconds that the map's service levels promise.
pub(super) fn promises(map: &ExperienceMap) -> BTreeMap<&str, f64> {
    let promised =
        map.touchpoints().iter().filter_map(|touchpoint| Some((touchpoint, touchpoint.sla?.seconds)));
    promised
        .flat_map(|(touchpoint, seconds)| [(touchpoint.label(), seconds), (touchpoint.key.as_str(), seconds)])
        .collect()
}
