//! Promise gaps: actual against promised times, touchpoint by touchpoint.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::FrictionOptions;
use super::promises::{is_served, promised};
use crate::journey::log::visits::members;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::journey::{Error, StakeholderGroup};
use crate::model::time::Timestamp;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::stats::level::Level;
use crate::numeric::stats::quantile::quantile_of_sorted;
use crate::privacy::pooling::Pooling;
use crate::score::inference::{Proportion, Successes};

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
/// Promised times are one's own ([`PromiseGaps::from_visits`]), or come with a log
/// ([`PromiseGaps::discover`]): as service levels of touchpoints, or as the time at which each event is due. Gaps are
/// numbers of seconds, since they may be below 0.
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
/// use std::time::Duration;
/// use total_experience::journey::friction::{PromiseGaps, PromisedVisit};
///
/// let days = |days: u64| Some(Duration::from_secs(days * 86_400));
/// let visit = |promised, actual| PromisedVisit { touchpoint: "repair", promised, actual };
/// let visits = [
///     visit(days(2), days(3)), visit(days(2), days(1)), visit(days(2), days(5)), visit(None, days(9)),
/// ];
/// let gaps = PromiseGaps::from_visits(visits).gaps;
/// let repair = &gaps[0];
/// assert_eq!((repair.mean_seconds, repair.median_seconds), (Some(86_400.0), Some(86_400.0)));
/// assert_eq!((repair.kept.count, repair.kept.of, repair.without_promise), (1, 3, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Promise gaps of a stakeholder group at the touchpoints of a log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// A visit to a touchpoint, with what was promised of its time and what it took, where known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromisedVisit<'a> {
    /// The touchpoint.
    pub touchpoint: &'a str,
    /// The time that was promised at most.
    pub promised: Option<Duration>,
    /// The time it took.
    pub actual: Option<Duration>,
}

impl PromiseGaps {
    /// The gaps of visits that were measured elsewhere. Their order does not matter.
    pub fn from_visits<'a>(visits: impl IntoIterator<Item = PromisedVisit<'a>>) -> Self {
        let mut found: OrderedMap<&str, Visits> = OrderedMap::new();
        for PromisedVisit { touchpoint, promised, actual } in visits {
            let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
            found.entry(touchpoint).or_default().add(seconds(promised), seconds(actual));
        }
        Self { gaps: summaries(found), suppressed: Vec::new() }
    }

    /// The gaps of a stakeholder group in journeys of type `object_type`, by the times at which events are due. See
    /// [`discover_with`](Self::discover_with) for the definitions.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::StakeholderGroup;
    /// use total_experience::journey::friction::PromiseGaps;
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::{Role, Stakeholder};
    /// use total_experience::model::time::Timestamp;
    ///
    /// let hour = 3_600_000_000_000;
    /// let mut builder = EventLog::builder();
    /// for (order, due, delivered) in [("1", 10, 12), ("2", 10, 9)] {
    ///     builder.event("deliver", Timestamp::from_nanoseconds(delivered * hour), &[("order", order)])?;
    ///     builder.set_due(Timestamp::from_nanoseconds(due * hour))?;
    /// }
    /// let log = builder.finish();
    /// let order = log.object_type("order").expect("named above");
    /// let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), order);
    /// let found = PromiseGaps::discover(&log, order, &customers)?;
    /// assert_eq!((found.gaps[0].mean_seconds, found.gaps[0].kept.share), (Some(1_800.0), Some(0.5)));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn discover(
        log: &EventLog,
        object_type: ObjectTypeId,
        group: &StakeholderGroup,
    ) -> Result<Self, Error> {
        Self::discover_with(log, object_type, group, &FrictionOptions::default())
    }

    /// The gaps of a stakeholder group in journeys of type `object_type`, by the promises of `options`.
    ///
    /// Visits, strands and promises are those of [`Friction::discover_with`](super::Friction::discover_with), promises
    /// those of `options` that are made to this group. Actual is the time since the strand's visit before, wait and work; the first
    /// visit of a strand has none. An event that names when it is due ([`Event::due`]) is held against that alone, where
    /// it is promised to this group:
    ///
    /// ```text
    /// gap = time - due        for groups other than employees
    /// ```
    ///
    /// Touchpoints with fewer people of the group than [its minimum](StakeholderGroup::people) are withheld, and further
    /// ones where those withheld are together still too few. Of `options` only the promises matter.
    ///
    /// [`Event::due`]: crate::journey::log::Event::due
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    ///
    /// # Complexity
    /// Expected time O(relations + n log n), space O(strands + n).
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        group: &StakeholderGroup,
        options: &FrictionOptions,
    ) -> Result<Self, Error> {
        log.check_times("whether promises are kept")?;
        let stakeholder = &group.stakeholder;
        let (journeys, people) = (log.object_range(object_type)?, log.object_range(group.object_type)?);
        let (promised, served) = (promised(log, stakeholder, &options.promises), is_served(stakeholder));
        let mut strands: HashMap<(u32, u32), Timestamp> = HashMap::new();
        let mut found: OrderedMap<u32, Visits> = OrderedMap::new();
        let mut seats: BTreeSet<(u32, u32)> = BTreeSet::new();
        for event in log.events() {
            let involved = members(event.objects, &people);
            let place = event.activity.as_u32();
            let promise = promised.get(event.activity.index()).copied().flatten();
            for journey in members(event.objects, &journeys) {
                for person in involved.clone().filter(|&person| people != journeys || person == journey) {
                    seats.insert((person, place));
                    let before = strands.insert((journey, person), event.time);
                    let visits = found.entry(place).or_default();
                    if let Some(due) = event.due.filter(|_| served) {
                        visits.gaps.push(event.time.nanoseconds_since(due) as f64 / SECOND);
                    } else {
                        let actual = before.map(|before| event.time.abs_diff(before) as f64 / SECOND);
                        visits.add(promise.map(|promise| promise as f64 / SECOND), actual);
                    }
                }
            }
        }
        let name = |place: u32| log.activity_name(ActivityId::from_u32(place)).unwrap_or_default();
        let rows = Pooling::new(|place| name(place).to_owned(), &seats, stakeholder.minimum_group());
        let (shown, hidden): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|&(place, _)| rows.is_shown(place));
        let mut suppressed: Vec<String> =
            hidden.into_iter().map(|(place, _)| name(place).to_owned()).collect();
        suppressed.sort_unstable();
        let shown = shown.into_iter().map(|(place, visits)| (name(place), visits)).collect();
        Ok(Self { gaps: summaries(shown), suppressed })
    }
}

iterate! { PromiseGaps => PromiseGap in gaps }

impl Visits {
    fn add(&mut self, promised: Option<f64>, actual: Option<f64>) {
        match (promised, actual) {
            (Some(promised), Some(actual)) => self.gaps.push(actual - promised),
            (None, _) => self.without_promise += 1,
            (Some(_), None) => self.without_actual += 1,
        }
    }
}

fn summaries(found: OrderedMap<&str, Visits>) -> Vec<PromiseGap> {
    let level = Level::new(0.95);
    let mut summaries: Vec<PromiseGap> = found
        .into_iter()
        .map(|(touchpoint, Visits { mut gaps, without_promise, without_actual })| {
            gaps.sort_unstable_by(f64::total_cmp);
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
                kept: Proportion::new(Successes {
                    count: gaps.partition_point(|&gap| gap <= 0.0) as u64,
                    of: gaps.len() as u64,
                }),
            }
        })
        .collect();
    let mean = |gap: &PromiseGap| gap.mean_seconds.unwrap_or(f64::NEG_INFINITY);
    sort_by(&mut summaries, |a, b| mean(b).total_cmp(&mean(a)).then_with(|| a.touchpoint.cmp(&b.touchpoint)));
    summaries
}
