//! What was promised about time, and what people got.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::FrictionOptions;
use super::promises::{check, is_served, promised};
use crate::journey::checks::checked;
use crate::journey::handover::teams::Teams;
use crate::journey::log::visits::members;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::journey::{Error, Proportion};
use crate::model::Stakeholder;
use crate::numeric::stats::level::Level;
use crate::numeric::stats::quantile::quantile_of_sorted;

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
/// What was promised comes as times of one's own ([`of`](Self::of)), or with a log ([`from_log`](Self::from_log)): as
/// service levels of touchpoints, or as the time at which each event is due.
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
/// use total_experience::journey::friction::PromiseGap;
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
    pub kept: Proportion,
}

/// What a stakeholder group was promised at the touchpoints of a log, and what it got.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PromiseGaps {
    /// By mean gap, largest first, then by name; touchpoints without a gap last.
    pub gaps: Vec<PromiseGap>,
    /// Touchpoints, by name, that are withheld because too few people of the group were there, or because they would
    /// tell of one that is.
    pub suppressed: Vec<String>,
}

/// What is known of the visits to a touchpoint.
#[derive(Debug, Default)]
struct Visits {
    gaps: Vec<f64>,
    without_promise: u64,
    without_actual: u64,
}

impl PromiseGap {
    /// The gaps of visits given as touchpoint, promised and actual seconds: by mean gap, largest first, then by name;
    /// touchpoints without a gap last. The order of the visits does not matter.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for times that are negative or not finite.
    pub fn of<'a>(
        visits: impl IntoIterator<Item = (&'a str, Option<f64>, Option<f64>)>,
    ) -> Result<Vec<Self>, Error> {
        let mut found: BTreeMap<&str, Visits> = BTreeMap::new();
        for (touchpoint, promised, actual) in visits {
            for (what, time) in [("promised", promised), ("actual", actual)] {
                let item = || format!("the {what} time of `{touchpoint}`");
                time.map_or(Ok(()), |time| checked(item, time, f64::MAX))?;
            }
            found.entry(touchpoint).or_default().add(promised, actual);
        }
        Ok(summaries(found))
    }

    /// The gaps of a stakeholder group, with its type of objects, in journeys of type `flow`.
    ///
    /// # Definition
    /// Visits and strands are those of [`Friction::discover`](super::Friction::discover), and so are promises: those of
    /// `options` that are made to this group. Actual is the time since the strand's visit before; the first visit of a
    /// strand has none. An event that names when it is due ([`Event::due`](crate::journey::log::Event::due)) is held against that
    /// alone, where it is promised to this group:
    ///
    /// ```text
    /// gap = time - due        for groups other than employees
    /// ```
    ///
    /// Touchpoints with fewer people of the group than [`Stakeholder::minimum_group`] are withheld, and further ones
    /// where those withheld are together still too few. Of `options` only the promises matter.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::OutOfRange`] for promises that are negative or not
    /// finite.
    ///
    /// # Complexity
    /// Expected time O(relations + n log n), space O(strands + n).
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::journey::friction::{FrictionOptions, PromiseGap};
    /// use total_experience::model::{Role, Stakeholder};
    ///
    /// let hour = 3_600_000_000_000;
    /// let mut builder = EventLog::builder();
    /// for (order, due, delivered) in [("1", 10, 12), ("2", 10, 9)] {
    ///     builder.event("deliver", delivered * hour, &[("order", order)])?;
    ///     builder.set_due(due * hour)?;
    /// }
    /// let log = builder.finish();
    /// let order = log.object_type("order").expect("named above");
    /// let customers = Stakeholder::new("customers", Role::Customer);
    /// let found = PromiseGap::from_log(&log, order, (&customers, order), &FrictionOptions::default())?;
    /// assert_eq!((found.gaps[0].mean_seconds, found.gaps[0].kept.share), (Some(1_800.0), Some(0.5)));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn from_log(
        log: &EventLog,
        flow: ObjectTypeId,
        (stakeholder, people): (&Stakeholder, ObjectTypeId),
        options: &FrictionOptions,
    ) -> Result<PromiseGaps, Error> {
        let (flow, people) = (log.object_range(flow)?, log.object_range(people)?);
        check(&options.promises)?;
        let (promised, served) = (promised(log, stakeholder, &options.promises), is_served(stakeholder));
        let mut strands: HashMap<(u32, u32), i64> = HashMap::new();
        let mut found: BTreeMap<u32, Visits> = BTreeMap::new();
        let mut seats: BTreeSet<(u32, u32)> = BTreeSet::new();
        for event in log.events() {
            let (flows, involved) = (members(event.objects, &flow), members(event.objects, &people));
            let place = event.activity.as_u32();
            let promise = promised.get(event.activity.index()).copied().flatten();
            for &flow_object in &flows {
                for &person in involved.iter().filter(|&&person| people != flow || person == flow_object) {
                    seats.insert((person, place));
                    let before = strands.insert((flow_object, person), event.time);
                    let visits = found.entry(place).or_default();
                    if let Some(due) = event.due.filter(|_| served) {
                        visits.gaps.push((i128::from(event.time) - i128::from(due)) as f64 / SECOND);
                    } else {
                        let actual = before.map(|before| event.time.abs_diff(before) as f64 / SECOND);
                        visits.add(promise.map(|promise| promise as f64 / SECOND), actual);
                    }
                }
            }
        }
        let name = |place: u32| log.activity_name(ActivityId::from_u32(place)).unwrap_or_default();
        let rows = Teams::new(|place| name(place).to_owned(), &seats, stakeholder.minimum_group());
        let (shown, hidden): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|&(place, _)| rows.name(rows.row(place)).is_some());
        let mut suppressed: Vec<String> =
            hidden.into_iter().map(|(place, _)| name(place).to_owned()).collect();
        suppressed.sort();
        let shown = shown.into_iter().map(|(place, visits)| (name(place), visits)).collect();
        Ok(PromiseGaps { gaps: summaries(shown), suppressed })
    }
}

impl Visits {
    fn add(&mut self, promised: Option<f64>, actual: Option<f64>) {
        match (promised, actual) {
            (Some(promised), Some(actual)) => self.gaps.push(actual - promised),
            (None, _) => self.without_promise += 1,
            (Some(_), None) => self.without_actual += 1,
        }
    }
}

fn summaries(found: BTreeMap<&str, Visits>) -> Vec<PromiseGap> {
    let level = Level::new(0.95);
    let mut summaries: Vec<PromiseGap> = found
        .into_iter()
        .map(|(touchpoint, Visits { mut gaps, without_promise, without_actual })| {
            gaps.sort_by(f64::total_cmp);
            let n = gaps.len() as f64;
            let mean = (!gaps.is_empty()).then(|| gaps.iter().sum::<f64>() / n);
            let half = mean.filter(|_| gaps.len() > 1).and_then(|mean| {
                let squares: f64 = gaps.iter().map(|gap| (gap - mean).powi(2)).sum();
                Some(level.as_ref()?.t(n - 1.0)? * (squares / (n - 1.0) / n).sqrt())
            });
            PromiseGap {
                touchpoint: touchpoint.to_owned(),
                n: gaps.len() as u64,
                without_promise,
                without_actual,
                mean_seconds: mean,
                low_seconds: mean.zip(half).map(|(mean, half)| mean - half),
                high_seconds: mean.zip(half).map(|(mean, half)| mean + half),
                median_seconds: quantile_of_sorted(&gaps, 0.5),
                kept: Proportion::new(gaps.partition_point(|&gap| gap <= 0.0) as u64, gaps.len() as u64),
            }
        })
        .collect();
    let mean = |gap: &PromiseGap| gap.mean_seconds.unwrap_or(f64::NEG_INFINITY);
    summaries.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.touchpoint.cmp(&b.touchpoint)));
    summaries
}
