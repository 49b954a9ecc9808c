//! Directly-follows graph without waits.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::pairs::{Alphabet, Edge, Ends, counted, largest_first, names};
use super::{JourneyEdgeId, ServiceTime, TopEdges};
use crate::journey::Error;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::numeric::cold_sort::sort_by;

/// Directly-follows graph without waits: which activity directly follows which in the journeys of one type of objects, and
/// how often.
///
/// What it answers: how do people move from touchpoint to touchpoint? It is a [`JourneyGraph`](super::JourneyGraph) without
/// waits, found in a small part of the time.
///
/// # Definition
/// Journeys, visits, `count`, `starts` and `ends` are those of [`JourneyGraph`](super::JourneyGraph), and so is the
/// order of the edges: a graph's [`counts`](super::JourneyGraph::counts) equal those found by themselves.
///
/// # Complexity
/// - Time: one pass over the log, expected linear in relations; edges are sorted by counting.
/// - Space for objects: 4 bytes for each of the type, 8 where events involve several of them.
/// - Space for edges: 4 bytes for each pair of activities, or about 16 for each pair that occurs where
///   most do not.
///
/// # References
/// W. M. P. van der Aalst (2019), A practitioner's guide to process mining: limitations of the directly-follows graph,
/// doi:10.1016/j.procs.2019.12.189.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::JourneyCounts;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// for (case, activity) in [("1", "ask"), ("2", "ask"), ("1", "answer"), ("2", "answer"), ("2", "ask")] {
///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let counts = JourneyCounts::discover(&log, log.object_type("case").expect("named above"))?;
/// let edge = counts.edges().next().expect("two edges");
/// assert_eq!((edge.from, edge.to, edge.count), ("ask", "answer", 2));
/// assert_eq!(counts.ends(), [("answer", 1), ("ask", 1)]);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyCounts {
    object_type: String,
    events: u64,
    visits: u64,
    objects: u64,
    /// Ordered by activity.
    nodes: Vec<Node>,
    /// Ordered by count, largest first, then by names.
    edges: Vec<Edge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    activity: ActivityId,
    name: String,
    visits: u64,
    starts: u64,
    ends: u64,
}

/// Activity of a [`JourneyGraph`](super::JourneyGraph) or of [`JourneyCounts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JourneyNode<'a> {
    /// Its identifier in the log.
    #[serde(skip)]
    pub activity: ActivityId,
    /// Its name.
    pub name: &'a str,
    /// Visits of objects of the type.
    pub visits: u64,
    /// Journeys that start there.
    pub starts: u64,
    /// Journeys that end there.
    pub ends: u64,
}

/// Edge of [`JourneyCounts`]: `to` directly follows `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CountedEdge<'a> {
    /// Its identifier: its place in the order of the edges.
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
}

impl<'a> JourneyNode<'a> {
    fn of(node: &'a Node) -> Self {
        Self {
            activity: node.activity,
            name: &node.name,
            visits: node.visits,
            starts: node.starts,
            ends: node.ends,
        }
    }
}

impl fmt::Display for CountedEdge<'_> {
    /// The two activities and the count, such as `ask > answer (2)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} > {} ({})", self.from, self.to, self.count)
    }
}

impl JourneyCounts {
    /// Counts the steps of the journeys of `object_type`. See [`JourneyCounts`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        let (edges, ends) = counted(log, &range, &Alphabet::of(log));
        Ok(Self::of(log, object_type, ends, largest_first(edges, |edge| edge.count)))
    }

    /// The counts of these edges, which are in order.
    pub(crate) fn of(log: &EventLog, object_type: ObjectTypeId, ends: Ends, edges: Vec<Edge>) -> Self {
        let mut visits: Vec<u64> = ends.activities.iter().map(|&[starts, _]| starts).collect();
        edges.iter().for_each(|edge| visits[edge.to.index()] += edge.count);
        let objects = ends.activities.iter().map(|&[starts, _]| starts).sum();
        let passed =
            (0..).zip(names(log)).zip(&visits).zip(ends.activities).filter(|((_, visits), _)| **visits > 0);
        let nodes = passed.map(|(((number, name), &visits), [starts, ends])| Node {
            activity: ActivityId::from_u32(number),
            name: name.to_owned(),
            visits,
            starts,
            ends,
        });
        Self {
            object_type: log.object_type_name(object_type).unwrap_or_default().to_owned(),
            events: ends.events,
            visits: visits.iter().sum(),
            objects,
            nodes: nodes.collect(),
            edges,
        }
    }

    /// The name of the type of objects whose journeys these are.
    pub fn object_type(&self) -> &str {
        &self.object_type
    }

    /// The number of events that involve at least one object of the type.
    pub fn event_count(&self) -> u64 {
        self.events
    }

    /// The number of visits: pairs of an event and an object of the type that it involves.
    ///
    /// Equal to [`event_count`](Self::event_count) when no event involves two of them, as in a case log.
    pub fn visit_count(&self) -> u64 {
        self.visits
    }

    /// The number of journeys: objects of the type that are in at least one event.
    pub fn object_count(&self) -> u64 {
        self.objects
    }

    /// The activities that objects of the type visit, in the order of the log's identifiers.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = JourneyNode<'_>> {
        self.nodes.iter().map(JourneyNode::of)
    }

    /// An activity by its identifier; none where no object of the type visits it.
    pub fn node(&self, activity: ActivityId) -> Option<JourneyNode<'_>> {
        let at = self.nodes.binary_search_by_key(&activity, |node| node.activity).ok()?;
        self.nodes.get(at).map(JourneyNode::of)
    }

    /// The edges, by count, largest first, then by the names of `from` and `to`.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = CountedEdge<'_>> {
        self.edges.iter().enumerate().map(|(id, edge)| self.named(edge, id as u32))
    }

    /// An edge by its identifier.
    pub fn edge(&self, id: JourneyEdgeId) -> Option<CountedEdge<'_>> {
        self.edges.get(id.index()).map(|edge| self.named(edge, id.as_u32()))
    }

    /// The `most` edges with the highest counts, with the share of all steps that they cover, and the remainder.
    pub fn top_edges(&self, most: usize) -> TopEdges<CountedEdge<'_>> {
        TopEdges::of(self.edges(), most, |edge| edge.count)
    }

    /// The activities where journeys start, by how many, most first, then by name.
    pub fn starts(&self) -> Vec<(&str, u64)> {
        ranked(self.nodes.iter().map(|node| (node.name.as_str(), node.starts)))
    }

    /// The activities where journeys end, by how many, most first, then by name.
    pub fn ends(&self) -> Vec<(&str, u64)> {
        ranked(self.nodes.iter().map(|node| (node.name.as_str(), node.ends)))
    }

    /// Checks that at every activity incoming + starts = outgoing + ends = visits.
    ///
    /// # Errors
    /// [`Error::NotConserved`] with the first activity where it does not hold.
    pub fn check_conservation(&self) -> Result<(), Error> {
        let mut flows: Vec<(u64, u64)> = self.nodes.iter().map(|node| (node.starts, node.ends)).collect();
        let place = |activity| self.nodes.binary_search_by_key(&activity, |node| node.activity).ok();
        for edge in &self.edges {
            if let Some(flow) = place(edge.from).and_then(|at| flows.get_mut(at)) {
                flow.1 += edge.count;
            }
            if let Some(flow) = place(edge.to).and_then(|at| flows.get_mut(at)) {
                flow.0 += edge.count;
            }
        }
        match self.nodes.iter().zip(flows).find(|(node, flow)| *flow != (node.visits, node.visits)) {
            None => Ok(()),
            Some((node, (entered, left))) => {
                Err(Error::NotConserved { activity: node.name.clone(), entered, left })
            }
        }
    }

    /// What is written of a graph with these edges.
    pub(crate) fn written<'a, E>(
        &'a self,
        edges: Vec<E>,
        service_times: Vec<ServiceTime<'a>>,
    ) -> WrittenGraph<'a, E> {
        WrittenGraph {
            object_type: &self.object_type,
            objects: self.objects,
            events: self.events,
            visits: self.visits,
            activities: self.nodes.len(),
            edges,
            service_times,
            starts: AsMap(self.starts()),
            ends: AsMap(self.ends()),
        }
    }

    fn named(&self, edge: &Edge, id: u32) -> CountedEdge<'_> {
        CountedEdge {
            id: JourneyEdgeId::from_u32(id),
            from_activity: edge.from,
            to_activity: edge.to,
            from: self.name(edge.from),
            to: self.name(edge.to),
            count: edge.count,
        }
    }

    fn name(&self, activity: ActivityId) -> &str {
        let at = self.nodes.binary_search_by_key(&activity, |node| node.activity);
        at.ok().and_then(|at| self.nodes.get(at)).map_or("", |node| node.name.as_str())
    }
}

impl Serialize for JourneyCounts {
    /// `{object_type, objects, events, visits, activities, edges: [{from, to, count}], starts: {activity: count}, ends:
    /// {activity: count}}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written(self.edges().collect(), Vec::new()).serialize(serializer)
    }
}

/// A graph as it is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "JourneyGraph"))]
pub(crate) struct WrittenGraph<'a, E> {
    /// Name of the type of objects.
    object_type: &'a str,
    /// Journeys: objects of the type that are in events.
    objects: u64,
    /// Events of these objects.
    events: u64,
    /// Visits of activities.
    visits: u64,
    /// Number of activities.
    activities: usize,
    /// Which activity directly follows which.
    edges: Vec<E>,
    /// What work took by activity; absent where no start of work is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    service_times: Vec<ServiceTime<'a>>,
    /// Journeys by their first activity.
    starts: AsMap<'a>,
    /// Journeys by their last activity.
    ends: AsMap<'a>,
}

/// Counts by name.
struct AsMap<'a>(Vec<(&'a str, u64)>);

#[cfg(feature = "schema")]
crate::model::names::schema_as!(AsMap<'_>, std::collections::BTreeMap<String, u64>);

impl Serialize for AsMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

fn ranked<'a>(counts: impl Iterator<Item = (&'a str, u64)>) -> Vec<(&'a str, u64)> {
    let mut ranked: Vec<_> = counts.filter(|&(_, count)| count > 0).collect();
    sort_by(&mut ranked, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked
}
