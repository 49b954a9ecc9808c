//! Directly-follows graph of the journeys of one type of objects.

use std::ops::Range;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::pairs::{Alphabet, Ends, largest_first};
use super::waits::{WaitSummary, Waits, rounded_mean};
use super::work::{ServiceTime, Work};
use super::{CountedEdge, JourneyCounts, JourneyEdgeId, JourneyNode, TopEdges};
use crate::Execution;
use crate::journey::log::visits::{Before, Visit, for_each_visit};
use crate::journey::log::{ActivityId, EventLog, ObjectId, ObjectTypeId};
use crate::journey::{Error, seconds};

/// Directly-follows graph: which activity directly follows which in the journeys of one type of objects, how often, and
/// after what wait.
///
/// What it answers: how do people (or cases, orders, tickets) move from touchpoint to touchpoint, and where do they
/// wait? Where waits are not asked for, [`JourneyCounts`] takes a small part of the time.
///
/// # Definition
/// The journey of an object o is the sequence of the log's events that involve o, in the log's order (time, then
/// arrival). Each event of it is a *visit*. For activities a and b
///
/// ```text
/// count(a, b)  = number of places where a visit of b directly follows a visit of a in a journey
/// wait(a, b)   = start of b - time of a, at least 0, over those places: mean, median and 90th percentile; the start of b
///                is its time where no start is known
/// starts(a)    = journeys whose first visit is a        ends(a) = journeys whose last visit is a
/// ```
///
/// Where the log knows when work began ([`EventLog::start_column`]), waits are *waiting times*: what the work itself took
/// is the *service time* of a visit, its time less its start, and both are the *sojourn time* of an edge, time of b - time
/// of a. [`service_times`](Self::service_times) and [`JourneyEdge::mean_sojourn`] tell them.
///
/// Every event counts, whatever its life-cycle transition. Sums of waits are exact integers of nanoseconds; quantiles
/// are Hyndman-Fan type 7, so the median of an even count is the mid-point. All waits are rounded to the nearest
/// nanosecond.
///
/// Journeys conserve objects: at every activity, incoming + starts = outgoing + ends = visits, so all edge counts add
/// up to visits - objects. [`check_conservation`](Self::check_conservation) says so for a graph.
///
/// # Complexity
/// - Time: two passes over the log, expected linear in relations.
/// - Space: 12 bytes a visit and 4 for each object of the type.
///
/// # References
/// W. M. P. van der Aalst (2019), A practitioner's guide to process mining: limitations of the directly-follows graph,
/// doi:10.1016/j.procs.2019.12.189; for several object types A. Berti & W. M. P. van der Aalst (2023), OC-PM,
/// doi:10.1007/s10009-022-00668-w.
///
/// ```
/// use std::time::Duration;
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::JourneyGraph;
/// use total_experience::model::time::Timestamp;
///
/// let minute = 60_000_000_000;
/// let mut builder = EventLog::builder();
/// for (case, activity, time) in [("1", "ask", 0), ("2", "ask", 1), ("1", "answer", 3), ("2", "answer", 9)] {
///     builder.event(activity, Timestamp::from_nanoseconds(time * minute), &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let graph = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
/// let edge = graph.edges().next().expect("one edge");
/// assert_eq!((edge.from, edge.to, edge.count), ("ask", "answer", 2));
/// assert_eq!((edge.mean_wait, edge.median_wait), (Duration::from_secs(330), Duration::from_secs(330)));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyGraph {
    counts: JourneyCounts,
    /// Per edge of the counts its waits.
    waits: Vec<WaitSummary>,
    /// Of a log that knows when work began.
    work: Option<Box<Work>>,
}

/// Edge of a [`JourneyGraph`]: `to` directly follows `from`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JourneyEdge<'a> {
    /// Its identifier in the graph.
    #[serde(skip)]
    pub id: JourneyEdgeId,
    /// Identifier of the earlier activity in the log.
    #[serde(skip)]
    pub from_activity: ActivityId,
    /// Identifier of the later activity in the log.
    #[serde(skip)]
    pub to_activity: ActivityId,
    /// Name of the earlier activity.
    pub from: &'a str,
    /// Name of the later activity.
    pub to: &'a str,
    /// The number of such steps.
    pub count: u64,
    /// Mean wait between the two, rounded to a whole nanosecond. As JSON: `mean_seconds`, within 1e-9 s of the exact mean.
    #[serde(rename = "mean_seconds", with = "seconds::Seconds")]
    pub mean_wait: Duration,
    /// Median wait. As JSON: `median_seconds`.
    #[serde(rename = "median_seconds", with = "seconds::Seconds")]
    pub median_wait: Duration,
    /// 90th percentile of the waits. As JSON: `p90_seconds`.
    #[serde(rename = "p90_seconds", with = "seconds::Seconds")]
    pub p90_wait: Duration,
    /// Mean time from the one to the end of the other, wait and work; known where the log knows when work began. As JSON:
    /// `mean_sojourn_seconds`, absent where it is not known.
    #[serde(
        rename = "mean_sojourn_seconds",
        with = "seconds::OptionalSeconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub mean_sojourn: Option<Duration>,
}

impl JourneyGraph {
    /// Finds the graph of the journeys of `object_type`. See [`JourneyGraph`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        Self::discover_with(log, object_type, &Execution::default())
    }

    /// [`discover`](Self::discover) on threads and watched as `execution` says.
    ///
    /// # Errors
    /// As [`discover`](Self::discover); [`Error::Cancelled`] by the watch.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        execution: &Execution,
    ) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        log.check_times("waits")?;
        let told = execution.steps(2);
        // Each thread looks through the whole log for its own part of the objects.
        let size = execution.share(range.len(), log.relation_count());
        let parts = (0..range.len()).step_by(size).map(|at| {
            let start = range.start + at as u32;
            start..start.saturating_add(size as u32).min(range.end)
        });
        // Most logs know of no start: they are walked without a look at it.
        let has_starts = !log.start_column().is_empty();
        let found = execution.map(parts.collect(), |part| match has_starts {
            false => walked(log, &part, |visit, before| visit.time.abs_diff(before.time)),
            true => walked(log, &part, |visit, before| visit.wait(log, before)),
        });
        let mut ends = Ends::new(log.activity_count());
        ends.events = event_count(log, &range, execution);
        found.iter().for_each(|(_, part)| ends.add(part));
        told.add(1)?;

        let waits: Vec<Waits> = found.into_iter().map(|(waits, _)| waits).collect();
        let edges = Waits::per_pair(&waits, &Alphabet::of(log), execution);
        drop(waits);
        let (edges, waits) = largest_first(edges, |(edge, _)| edge.count).into_iter().unzip();
        let work = has_starts.then(|| Box::new(Work::of(log, &range)));
        told.add(1)?;
        Ok(Self { counts: JourneyCounts::of(log, object_type, ends, edges), waits, work })
    }

    /// The graph without its waits.
    pub fn counts(&self) -> &JourneyCounts {
        &self.counts
    }

    /// The name of the type of objects whose journeys these are.
    pub fn object_type(&self) -> &str {
        self.counts.object_type()
    }

    /// The number of events that involve at least one object of the type.
    pub fn event_count(&self) -> u64 {
        self.counts.event_count()
    }

    /// The number of visits: pairs of an event and an object of the type that it involves.
    ///
    /// Equal to [`event_count`](Self::event_count) when no event involves two of them, as in a case log.
    pub fn visit_count(&self) -> u64 {
        self.counts.visit_count()
    }

    /// The number of journeys: objects of the type that are in at least one event.
    pub fn object_count(&self) -> u64 {
        self.counts.object_count()
    }

    /// The activities that objects of the type visit, in the order of the log's identifiers.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = JourneyNode<'_>> {
        self.counts.nodes()
    }

    /// An activity by its identifier; none where no object of the type visits it.
    pub fn node(&self, activity: ActivityId) -> Option<JourneyNode<'_>> {
        self.counts.node(activity)
    }

    /// The edges, by count, largest first, then by the names of `from` and `to`.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = JourneyEdge<'_>> {
        self.counts.edges().zip(&self.waits).map(|(edge, wait)| self.named(edge, wait))
    }

    /// An edge by its identifier.
    pub fn edge(&self, id: JourneyEdgeId) -> Option<JourneyEdge<'_>> {
        Some(self.named(self.counts.edge(id)?, self.waits.get(id.index())?))
    }

    fn named<'a>(&self, edge: CountedEdge<'a>, wait: &WaitSummary) -> JourneyEdge<'a> {
        let sojourn = self.work.as_ref().and_then(|work| work.sojourn(edge.from_activity, edge.to_activity));
        JourneyEdge {
            id: edge.id,
            from_activity: edge.from_activity,
            to_activity: edge.to_activity,
            from: edge.from,
            to: edge.to,
            count: edge.count,
            mean_wait: wait.mean(edge.count),
            median_wait: wait.median(),
            p90_wait: wait.p90(),
            mean_sojourn: sojourn.map(|sum| Duration::from_nanos(rounded_mean(sum, edge.count))),
        }
    }

    /// Service times: what work took at each activity, over the visits whose start is known, in the order of the log's
    /// identifiers. Empty where the log knows of no start.
    ///
    /// ```
    /// use total_experience::journey::dfg::JourneyGraph;
    /// use total_experience::journey::log::{EventColumns, ObjectKeys};
    ///
    /// let minute = |minutes: i64| minutes * 60_000_000_000;
    /// let mut columns = EventColumns::default();
    /// columns.activity_names = vec!["ask".into(), "check".into()];
    /// columns.activities = vec![0, 1];
    /// columns.starts = vec![Some(minute(0)), Some(minute(30))];
    /// columns.times = vec![minute(2), minute(40)];
    /// columns.object_types = vec![("case".into(), ObjectKeys::Numbered(1))];
    /// columns.objects = vec![0, 0];
    /// let log = columns.into_log()?;
    /// let graph = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
    /// let edge = graph.edges().next().expect("one edge");
    /// assert_eq!((edge.mean_wait.as_secs(), edge.mean_sojourn.map(|time| time.as_secs())), (28 * 60, Some(38 * 60)));
    /// let check = graph.service_times().nth(1).expect("two activities");
    /// assert_eq!((check.activity, check.mean.as_secs()), ("check", 10 * 60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn service_times(&self) -> impl Iterator<Item = ServiceTime<'_>> {
        let work = self.work.iter().flat_map(|work| work.services());
        work.filter_map(|(activity, count, times)| {
            Some(ServiceTime {
                activity: self.counts.node(activity)?.name,
                count,
                mean: times.mean(count),
                median: times.median(),
                p90: times.p90(),
            })
        })
    }

    /// The `most` edges with the highest counts, with the share of all steps that they cover, and the remainder.
    ///
    /// Linear time in edges.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::journey::dfg::JourneyGraph;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// for activity in ["ask", "wait", "ask", "wait", "pay"] {
    ///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", "1")])?;
    /// }
    /// let log = builder.finish();
    /// let graph = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
    /// let top = graph.top_edges(1);
    /// assert_eq!((top.shown[0].to, top.coverage), ("wait", 0.5));
    /// assert_eq!((top.other.edges, top.other.count), (2, 2));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn top_edges(&self, most: usize) -> TopEdges<JourneyEdge<'_>> {
        TopEdges::of(self.edges(), most, |edge| edge.count)
    }

    /// The activities where journeys start, by how many, most first, then by name.
    pub fn starts(&self) -> Vec<(&str, u64)> {
        self.counts.starts()
    }

    /// The activities where journeys end, by how many, most first, then by name.
    pub fn ends(&self) -> Vec<(&str, u64)> {
        self.counts.ends()
    }

    /// Checks that at every activity incoming + starts = outgoing + ends = visits.
    ///
    /// # Errors
    /// [`Error::NotConserved`] with the first activity where it does not hold.
    pub fn check_conservation(&self) -> Result<(), Error> {
        self.counts.check_conservation()
    }
}

/// Waits, starts and ends of the journeys of the objects in `part`.
fn walked(log: &EventLog, part: &Range<u32>, wait: impl Fn(&Visit, &Before) -> u64) -> (Waits, Ends) {
    let mut waits = Waits::new(&most_visits(log, part));
    let mut ends = Ends::new(log.activity_count());
    let last = for_each_visit(log, part, |visit, before| match before {
        Some(before) => waits.add(before.activity, visit.activity, wait(&visit, &before)),
        None => ends.start(visit.activity),
    });
    ends.end(log, &last);
    (waits, ends)
}

/// The events that involve an object in `range`.
fn event_count(log: &EventLog, range: &Range<u32>, execution: &Execution) -> u64 {
    if log.has_one_object_per_event() && range.len() == log.object_count() {
        return log.len() as u64;
    }
    let size = execution.share(log.len(), log.len());
    let counts = execution.map((0..log.len()).step_by(size).collect(), |start| {
        let events = start..(start + size).min(log.len());
        let is_in = |object: &ObjectId| range.contains(&object.as_u32());
        events.filter(|&event| log.objects_at(event).iter().any(is_in)).count() as u64
    });
    counts.iter().sum()
}

/// Per activity how often it is visited, at most: an event may name an object twice.
fn most_visits(log: &EventLog, range: &Range<u32>) -> Vec<u32> {
    let mut most = vec![0; log.activity_count()];
    if log.has_one_object_per_event() && range.len() == log.object_count() {
        log.activity_column().iter().for_each(|activity| most[activity.index()] += 1);
        return most;
    }
    for (event, activity) in log.activity_column().iter().enumerate() {
        for object in log.objects_at(event) {
            if range.contains(&object.as_u32()) {
                most[activity.index()] += 1;
            }
        }
    }
    most
}

impl Serialize for JourneyGraph {
    /// `{object_type, objects, events, visits, activities, edges: [{from, to, count, mean_seconds, median_seconds,
    /// p90_seconds}], service_times: [{activity, count, mean_seconds, median_seconds, p90_seconds}], starts: {activity: count},
    /// ends: {activity: count}}`, without `service_times` where no start is known.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let service_times = self.service_times().collect();
        self.counts.written(self.edges().collect(), service_times).serialize(serializer)
    }
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(JourneyGraph, super::counts::WrittenGraph<'static, JourneyEdge<'static>>);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::dfg::Variants;
    use crate::model::time::Timestamp;

    proptest! {
        /// All threads find what one finds, in the same order.
        #[test]
        fn threads_change_nothing(
            rows in prop::collection::vec(
                (0..9_i64, 0..4_usize, prop::collection::vec((0..2_usize, 0..6_u8), 0..4)), 0..80),
        ) {
            let mut builder = EventLog::builder();
            let types = ["case", "item"].map(|name| builder.object_type(name).unwrap());
            for (time, activity, objects) in rows {
                let activity = builder.activity(["d", "c", "b", "a"][activity]).unwrap();
                let object = |(kind, key): (usize, u8)| builder.object(types[kind], &key.to_string()).unwrap();
                let objects: Vec<_> = objects.into_iter().map(object).collect();
                builder.push(activity, Timestamp::from_nanoseconds(time * 7 % 5), &objects).unwrap();
            }
            let (log, parallel) = (builder.finish(), Execution::default().with_parallel(true));
            for object_type in types {
                let one = JourneyGraph::discover(&log, object_type).unwrap();
                prop_assert_eq!(&JourneyGraph::discover_with(&log, object_type, &parallel).unwrap(), &one);
                let events = log.events().filter(|event| {
                    event.objects.iter().any(|&object| log.type_of(object) == Some(object_type))
                });
                prop_assert_eq!(one.event_count(), events.count() as u64);
                let one = Variants::discover(&log, object_type).unwrap();
                prop_assert_eq!(Variants::discover_with(&log, object_type, &parallel).unwrap(), one);
            }
        }
    }
}
