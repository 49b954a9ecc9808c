//! Waits where objects of several types come together, by the type that causes them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::journey::log::visits::members;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::journey::{Error, seconds};
use crate::model::time::Timestamp;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;
use crate::numeric::ordered_map::OrderedMap;
use crate::numeric::stats::quantile::quantile;

/// Waits at events that need objects of several types, by activity and type.
///
/// What it answers: at the loading dock, does the truck wait for the goods or the goods for the truck, how long, and
/// which of them holds the other up?
///
/// # Definition
/// At an event e, an object o of it is *ready* at the time of its event before e, ready(o); an object without one is
/// not counted. For each type t of the event's ready objects, and over all of them together,
///
/// ```text
/// waiting(e, t)    = time(e) - min ready(o), o of t      sojourn: since its first object was ready
/// pooling(e, t)    = max ready(o) - min ready(o), o of t  the type waits for its own objects
/// lagging(e, t)    = max ready(o), o of t  - min ready(o), o not of t     how long others waited for it; at least 0
/// idle(e, t)       = max ready(o), any o   - max ready(o), o of t         how long it waited for others
/// synchronization(e) = max ready(o) - min ready(o), any o
/// delaying type(e) = the type of the object that is ready last; none when two types tie, or there is one type only
/// ```
///
/// Pooling, lagging and synchronization are those of Park et al., with the event before in each object's journey in
/// place of the tokens of a Petri net. The time that a type spends *waiting for others* (`idle`) is kept apart from
/// what all spend once everything is there (`service`, time(e) - max ready), because only the former is friction that
/// one party makes for another. Where a type has several objects at an event, the latest of them counts for idle. Sums
/// are exact in nanoseconds.
///
/// # Complexity
/// One pass: expected time O(relations x types at an event); space O(objects + measured events).
///
/// # References
/// G. Park, J. N. Adams & W. M. P. van der Aalst (2022), OPerA: Object-centric performance analysis,
/// doi:10.1007/978-3-031-17995-2_20.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use total_experience::journey::handover::Synchronization;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let minute = 60_000_000_000;
/// let mut builder = EventLog::builder();
/// builder.event("truck arrives", Timestamp::UNIX_EPOCH, &[("truck", "T1")])?;
/// builder.event("goods ready", Timestamp::from_nanoseconds(66 * minute), &[("goods", "G1")])?;
/// builder.event("load", Timestamp::from_nanoseconds(70 * minute), &[("truck", "T1"), ("goods", "G1")])?;
/// let found = Synchronization::discover(&builder.finish())?;
/// let load = &found.activities[0];
/// assert_eq!((load.name.as_str(), load.types["goods"].delayed), ("load", 1));
/// assert_eq!(load.types["truck"].idle, Duration::from_secs(66 * 60));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Synchronization {
    /// Activities where objects come together, by time spent waiting for others, most first, then by name.
    pub activities: Vec<SynchronizedActivity>,
}

/// Types of objects whose coming together is looked at; see [`Synchronization::discover_with`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SynchronizationOptions {
    /// The types; none: all types of the log.
    pub object_types: Vec<ObjectTypeId>,
}

impl SynchronizationOptions {
    /// Sets one more type of objects to look at.
    #[must_use]
    pub fn with_object_type(mut self, object_type: ObjectTypeId) -> Self {
        self.object_types.push(object_type);
        self
    }
}

/// Synchronization at one activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SynchronizedActivity {
    /// Name of the activity.
    pub name: String,
    /// Events at which two or more objects had been ready before.
    pub events: u64,
    /// Sum over them of the time from the first to the last object being ready.
    #[serde(rename = "synchronization_seconds", with = "seconds::Seconds")]
    pub synchronization: Duration,
    /// Median of that.
    #[serde(rename = "synchronization_median_seconds", with = "seconds::Seconds")]
    pub median_synchronization: Duration,
    /// Sum of the time that all waited once everything was there.
    #[serde(rename = "service_seconds", with = "seconds::Seconds")]
    pub service: Duration,
    /// Events at which no one type was last: several tie, or there is only one type.
    pub undecided: u64,
    /// By type of objects.
    pub types: BTreeMap<String, TypeWaits>,
}

/// Waits of one type of objects at an activity, and waits of others for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TypeWaits {
    /// Events with a ready object of the type.
    pub events: u64,
    /// Events at which this type was ready last, and so delayed the others.
    pub delayed: u64,
    /// Sum of the time from its first object being ready to the event.
    #[serde(rename = "waiting_seconds", with = "seconds::Seconds")]
    pub waiting: Duration,
    /// Sum of the time it waited for its own objects.
    #[serde(rename = "pooling_seconds", with = "seconds::Seconds")]
    pub pooling: Duration,
    /// Sum of the time others waited for it.
    #[serde(rename = "lagging_seconds", with = "seconds::Seconds")]
    pub lagging: Duration,
    /// Sum of the time it waited for other types.
    #[serde(rename = "idle_seconds", with = "seconds::Seconds")]
    pub idle: Duration,
}

/// Sums of nanoseconds.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    events: u64,
    delayed: u64,
    waiting: i128,
    pooling: i128,
    lagging: i128,
    idle: i128,
}

#[derive(Clone, Debug, Default)]
struct Cell {
    spans: Vec<u64>,
    service: i128,
    undecided: u64,
    types: OrderedMap<ObjectTypeId, Sums>,
}

/// When the objects of one type at an event were ready.
#[derive(Clone, Copy, Debug)]
struct Ready {
    object_type: ObjectTypeId,
    first: Timestamp,
    last: Timestamp,
}

impl Synchronization {
    /// Waits where objects of any types of a log come together. See [`Synchronization`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::NoTimes`] when the log has no times.
    pub fn discover(log: &EventLog) -> Result<Self, Error> {
        Self::discover_with(log, &SynchronizationOptions::default())
    }

    /// Waits of some types of objects only, such as trucks and goods, and not the case that holds both.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    pub fn discover_with(log: &EventLog, options: &SynchronizationOptions) -> Result<Self, Error> {
        let all: Vec<ObjectTypeId>;
        let types = match &options.object_types[..] {
            [] => {
                all = log.object_types().collect();
                &all
            }
            some => some,
        };
        let mut ranges = Vec::new();
        for &object_type in types {
            let range = log.object_range(object_type)?;
            if !ranges.iter().any(|(known, _)| *known == object_type) {
                ranges.push((object_type, range));
            }
        }
        log.check_times("who waits for whom")?;
        let mut seen: Vec<Option<Timestamp>> = vec![None; log.object_count()];
        let mut cells: OrderedMap<ActivityId, Cell> = OrderedMap::new();
        let mut ready: Vec<Ready> = Vec::new();
        for event in log.events() {
            ready.clear();
            let mut objects = 0;
            for (object_type, range) in &ranges {
                let mut own: Option<Ready> = None;
                for object in members(event.objects, range) {
                    let Some(place) = seen.get_mut(object as usize) else { continue };
                    if let Some(time) = place.replace(event.time) {
                        objects += 1;
                        let known =
                            own.unwrap_or(Ready { object_type: *object_type, first: time, last: time });
                        own =
                            Some(Ready { first: known.first.min(time), last: known.last.max(time), ..known });
                    }
                }
                ready.extend(own);
            }
            if objects > 1 {
                cells.entry(event.activity).or_default().add(event.time, &ready);
            }
        }
        let mut activities: Vec<(i128, SynchronizedActivity)> = cells
            .into_iter()
            .map(|(activity, cell)| {
                let name = log.activity_name(activity).unwrap_or_default().to_owned();
                (cell.types.values().map(|sums| sums.idle).sum(), cell.summary(name, log))
            })
            .collect();
        sort_by(&mut activities, |(a_idle, a), (b_idle, b)| {
            b_idle.cmp(a_idle).then_with(|| a.name.cmp(&b.name))
        });
        Ok(Self { activities: activities.into_iter().map(|(_, activity)| activity).collect() })
    }
}

iterate! { Synchronization => SynchronizedActivity in activities }

impl Cell {
    fn add(&mut self, time: Timestamp, ready: &[Ready]) {
        let first = ready.iter().map(|own| own.first).min().unwrap_or(time);
        let last = ready.iter().map(|own| own.last).max().unwrap_or(time);
        self.spans.push(last.abs_diff(first));
        self.service += time.nanoseconds_since(last);
        let decided = ready.len() > 1 && ready.iter().filter(|own| own.last == last).count() == 1;
        self.undecided += u64::from(!decided);
        for own in ready {
            let sums = self.types.entry(own.object_type).or_default();
            let difference = Timestamp::nanoseconds_since;
            sums.events += 1;
            sums.delayed += u64::from(decided && own.last == last);
            sums.waiting += difference(time, own.first);
            sums.pooling += difference(own.last, own.first);
            sums.idle += difference(last, own.last);
            let others = ready.iter().filter(|other| other.object_type != own.object_type);
            if let Some(others) = others.map(|other| other.first).min() {
                sums.lagging += difference(own.last, others).max(0);
            }
        }
    }

    fn summary(mut self, name: String, log: &EventLog) -> SynchronizedActivity {
        let span = |nanoseconds: i128| seconds::span_of_nanoseconds(nanoseconds as f64);
        let types = self.types.iter().map(|(&object_type, sums)| {
            let waits = TypeWaits {
                events: sums.events,
                delayed: sums.delayed,
                waiting: span(sums.waiting),
                pooling: span(sums.pooling),
                lagging: span(sums.lagging),
                idle: span(sums.idle),
            };
            (log.object_type_name(object_type).unwrap_or_default().to_owned(), waits)
        });
        SynchronizedActivity {
            name,
            events: self.spans.len() as u64,
            synchronization: span(self.spans.iter().map(|&span| i128::from(span)).sum()),
            median_synchronization: seconds::span_of_nanoseconds(
                quantile(&mut self.spans, 0.5).unwrap_or_default(),
            ),
            service: span(self.service),
            undecided: self.undecided,
            types: types.collect(),
        }
    }
}
