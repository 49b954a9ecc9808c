//! The directly-follows graph of the journeys of one type of objects.

use std::cmp::Reverse;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::variants::ranks;
use super::visits::for_each_visit;
use super::waits::{WaitSummary, Waits};
use super::{ActivityId, Error, EventLog, JourneyEdgeId, ObjectTypeId};

/// Which activity directly follows which in the journeys of one type of objects, how often, and after what wait.
///
/// What it answers: how do people (or cases, orders, tickets) move from touchpoint to touchpoint, and where do they
/// wait?
///
/// # Definition
/// The journey of an object o is the sequence of the log's events that involve o, in the log's order (time, then
/// arrival). Each event of it is a *visit*. For activities a and b
///
/// ```text
/// count(a, b)  = number of places where a visit of b directly follows a visit of a in a journey
/// wait(a, b)   = time of b - time of a, over those places: mean, median and 90th percentile
/// starts(a)    = journeys whose first visit is a        ends(a) = journeys whose last visit is a
/// ```
///
/// Every event counts, whatever its life-cycle transition. Sums of waits are exact integers of nanoseconds; quantiles
/// are Hyndman-Fan type 7, so the median of an even count is the mid-point. All waits are in seconds and not negative.
///
/// Journeys conserve objects: at every activity, incoming + starts = outgoing + ends = visits, so all edge counts add
/// up to visits - objects. [`check_conservation`](Self::check_conservation) says so for a graph.
///
/// # Complexity
/// Two passes over the log, linear time in relations but for sorting edges by count; 12 bytes per visit and 4 per object
/// of the type.
///
/// # References
/// W. M. P. van der Aalst (2019), A practitioner's guide to process mining: limitations of the directly-follows graph,
/// doi:10.1016/j.procs.2019.12.189; for several object types A. Berti & W. M. P. van der Aalst (2023), OC-PM,
/// doi:10.1007/s10009-022-00668-w.
///
/// ```
/// use total_experience::journey::{EventLog, JourneyGraph};
///
/// let minute = 60_000_000_000;
/// let mut builder = EventLog::builder();
/// for (case, activity, time) in [("1", "ask", 0), ("2", "ask", 1), ("1", "answer", 3), ("2", "answer", 9)] {
///     builder.event(activity, time * minute, &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let graph = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
/// let edge = graph.edges().next().expect("one edge");
/// assert_eq!((edge.from, edge.to, edge.count), ("ask", "answer", 2));
/// assert_eq!((edge.mean_seconds, edge.median_seconds), (330.0, 330.0));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyGraph {
    object_type: String,
    events: u64,
    visits: u64,
    objects: u64,
    /// Ordered by activity.
    nodes: Vec<Node>,
    /// Ordered by count, largest first, then by names.
    edges: Vec<Edge>,
}

#[derive(Clone, Debug, PartialEq)]
struct Node {
    activity: ActivityId,
    name: String,
    visits: u64,
    starts: u64,
    ends: u64,
}

#[derive(Clone, Debug, PartialEq)]
struct Edge {
    from: ActivityId,
    to: ActivityId,
    count: u64,
    wait: WaitSummary,
}

/// An activity of a [`JourneyGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JourneyNode<'a> {
    /// Its identifier in the log.
    #[serde(skip)]
    pub activity: ActivityId,
    /// Its name.
    pub name: &'a str,
    /// How often objects of the type were there.
    pub visits: u64,
    /// Journeys that start there.
    pub starts: u64,
    /// Journeys that end there.
    pub ends: u64,
}

/// An edge of a [`JourneyGraph`]: `to` directly follows `from`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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
    /// How often.
    pub count: u64,
    /// Mean wait between the two, seconds.
    pub mean_seconds: f64,
    /// Median wait, seconds.
    pub median_seconds: f64,
    /// 90th percentile of the waits, seconds.
    pub p90_seconds: f64,
}

impl JourneyGraph {
    /// Finds the graph of the journeys of `object_type`. See [`JourneyGraph`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::Foreign`] when the log has no such type.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        let mut nodes: Vec<Node> = (0..log.activity_count() as u32)
            .map(ActivityId::from_u32)
            .map(|activity| {
                let name = log.activity_name(activity).unwrap_or_default().to_owned();
                Node { activity, name, visits: 0, starts: 0, ends: 0 }
            })
            .collect();
        let mut most = vec![0_u32; nodes.len()];
        for (event, activity) in log.activities.iter().enumerate() {
            let involved = log.objects[log.rows.range(event)].iter();
            most[activity.index()] +=
                involved.filter(|object| range.contains(&object.as_u32())).count() as u32;
        }
        let mut waits = Waits::new(&most);
        let (mut events, mut counted) = (0, None);
        let last = for_each_visit(log, &range, |visit, before| {
            events += u64::from(counted.replace(visit.event) != Some(visit.event));
            match before {
                Some(before) => waits.add(before.activity, visit.activity, visit.time.abs_diff(before.time)),
                None => nodes[visit.activity.index()].starts += 1,
            }
        });
        let mut objects = 0;
        for activity in last.iter().filter_map(|&event| log.activities.get(event as usize)) {
            objects += 1;
            nodes[activity.index()].ends += 1;
        }
        drop(last);

        let ranks = ranks(nodes.iter().map(|node| node.name.as_str()));
        let mut edges: Vec<Edge> = Vec::new();
        waits.per_pair(|from, to, count, wait| {
            nodes[to.index()].visits += count;
            edges.push(Edge { from, to, count, wait });
        });
        edges.sort_unstable_by_key(|edge| {
            (Reverse(edge.count), ranks[edge.from.index()], ranks[edge.to.index()])
        });
        nodes.iter_mut().for_each(|node| node.visits += node.starts);
        let visits = nodes.iter().map(|node| node.visits).sum();
        nodes.retain(|node| node.visits > 0);
        let object_type = log.object_type_name(object_type).unwrap_or_default().to_owned();
        Ok(Self { object_type, events, visits, objects, nodes, edges })
    }

    /// The name of the type of objects whose journeys these are.
    pub fn object_type(&self) -> &str {
        &self.object_type
    }

    /// Events that involve at least one object of the type.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Pairs of an event and an object of the type that it involves. Equal to [`events`](Self::events) when no event
    /// involves two of them, as in a case log.
    pub fn visits(&self) -> u64 {
        self.visits
    }

    /// Objects of the type that are in at least one event: the number of journeys.
    pub fn objects(&self) -> u64 {
        self.objects
    }

    /// The activities that objects of the type visit, in the order of the log's identifiers.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = JourneyNode<'_>> {
        self.nodes.iter().map(|node| JourneyNode {
            activity: node.activity,
            name: &node.name,
            visits: node.visits,
            starts: node.starts,
            ends: node.ends,
        })
    }

    /// The edges, by count, largest first, then by the names of `from` and `to`.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = JourneyEdge<'_>> {
        self.edges.iter().enumerate().map(|(id, edge)| self.named(edge, id as u32))
    }

    /// An edge by its identifier.
    pub fn edge(&self, id: JourneyEdgeId) -> Option<JourneyEdge<'_>> {
        self.edges.get(id.index()).map(|edge| self.named(edge, id.as_u32()))
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

    fn named(&self, edge: &Edge, id: u32) -> JourneyEdge<'_> {
        JourneyEdge {
            id: JourneyEdgeId::from_u32(id),
            from_activity: edge.from,
            to_activity: edge.to,
            from: self.name(edge.from),
            to: self.name(edge.to),
            count: edge.count,
            mean_seconds: edge.wait.mean,
            median_seconds: edge.wait.median,
            p90_seconds: edge.wait.p90,
        }
    }

    fn name(&self, activity: ActivityId) -> &str {
        let at = self.nodes.binary_search_by_key(&activity, |node| node.activity);
        at.ok().and_then(|at| self.nodes.get(at)).map_or("", |node| node.name.as_str())
    }
}

impl Serialize for JourneyGraph {
    /// `{object_type, objects, events, visits, activities, edges: [{from, to, count, mean_seconds, median_seconds,
    /// p90_seconds}], starts: {activity: count}, ends: {activity: count}}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("JourneyGraph", 8)?;
        map.serialize_field("object_type", &self.object_type)?;
        map.serialize_field("objects", &self.objects)?;
        map.serialize_field("events", &self.events)?;
        map.serialize_field("visits", &self.visits)?;
        map.serialize_field("activities", &self.nodes.len())?;
        map.serialize_field("edges", &self.edges().collect::<Vec<_>>())?;
        map.serialize_field("starts", &AsMap(self.starts()))?;
        map.serialize_field("ends", &AsMap(self.ends()))?;
        map.end()
    }
}

struct AsMap<'a>(Vec<(&'a str, u64)>);

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
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked
}
