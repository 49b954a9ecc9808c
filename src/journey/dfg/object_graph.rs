//! Object-centric directly-follows graph of several types of objects.

use serde::{Serialize, Serializer};

use super::{JourneyEdge, JourneyGraph, TopEdges};
use crate::journey::Error;
use crate::journey::log::{ActivityId, EventLog, ObjectTypeId};
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;

/// Object-centric directly-follows graph: the journeys of several types of objects, joined where they meet.
///
/// What it answers: how do customers, staff and things move, each in their own way, and at which touchpoints do their
/// ways meet?
///
/// # Definition
/// For each type t the [`JourneyGraph`] of t stays as it is; the graph is their union over the activities:
///
/// ```text
/// nodes  = activities that objects of some type visit
/// edges  = (t, a, b) for each type t and each edge (a, b) of its graph, with the counts and waits of that graph
/// events(a) = events of a that involve some object of the types: each once, whatever it involves
/// visits(a), starts(a), ends(a) = sums over the types
/// ```
///
/// Each type conserves its objects ([`check_conservation`](Self::check_conservation)); so do the sums. Counts of
/// different types are not added along an edge, for one event may stand in both.
///
/// # Complexity
/// That of the graphs, one after the other, and one pass over the log more: expected linear time in relations times
/// types.
///
/// # References
/// A. Berti & W. M. P. van der Aalst (2023), OC-PM: analyzing object-centric event logs and process models,
/// doi:10.1007/s10009-022-00668-w.
///
/// # Example
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::ObjectCentricGraph;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// builder.event("order", Timestamp::UNIX_EPOCH, &[("customer", "Ada"), ("parcel", "1"), ("parcel", "2")])?;
/// builder.event("send", Timestamp::from_nanoseconds(1), &[("parcel", "1")])?;
/// builder.event("complain", Timestamp::from_nanoseconds(2), &[("customer", "Ada")])?;
/// let graph = ObjectCentricGraph::discover(&builder.finish())?;
/// assert_eq!((graph.nodes()[0].events, graph.nodes()[0].visits), (1, 3));
/// let edges: Vec<_> = graph.edges().iter().map(|edge| (edge.object_type, edge.edge.to)).collect();
/// assert_eq!(edges, [("customer", "complain"), ("parcel", "send")]);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectCentricGraph {
    graphs: Vec<JourneyGraph>,
    nodes: Vec<ObjectCentricNode>,
}

/// Activity of an [`ObjectCentricGraph`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ObjectCentricNode {
    /// Its identifier in the log.
    #[serde(skip)]
    pub activity: ActivityId,
    /// Its name.
    pub name: String,
    /// Events that involve an object of the types.
    pub events: u64,
    /// Visits of objects of the types.
    pub visits: u64,
    /// Journeys that start there.
    pub starts: u64,
    /// Journeys that end there.
    pub ends: u64,
}

/// Edge of an [`ObjectCentricGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ObjectCentricEdge<'a> {
    /// The type of the objects that go this way.
    pub object_type: &'a str,
    /// The edge of the graph of this type.
    #[serde(flatten)]
    pub edge: JourneyEdge<'a>,
}

impl ObjectCentricGraph {
    /// The graph of all types of objects of a log.
    ///
    /// # Errors
    /// [`Error::NoTimes`] when the log has no times.
    pub fn discover(log: &EventLog) -> Result<Self, Error> {
        Self::discover_types(log, &log.object_types().collect::<Vec<_>>())
    }

    /// The graph of some types of objects; a type that is given twice counts once.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type; [`Error::NoTimes`] when it has no times.
    pub fn discover_types(log: &EventLog, types: &[ObjectTypeId]) -> Result<Self, Error> {
        let mut types = types.to_vec();
        sort_by(&mut types, Ord::cmp);
        types.dedup();
        let graphs: Vec<JourneyGraph> =
            types.iter().map(|&of| JourneyGraph::discover(log, of)).collect::<Result<_, _>>()?;
        let ranges: Vec<_> = types.iter().map(|&of| log.object_range(of)).collect::<Result<_, _>>()?;

        let mut events = vec![0_u64; log.activity_count()];
        for event in log.events() {
            let known = |number: u32| ranges.iter().any(|range| range.contains(&number));
            let involved = event.objects.iter().any(|object| known(object.as_u32()));
            events[event.activity.index()] += u64::from(involved);
        }
        let mut nodes: OrderedMap<ActivityId, ObjectCentricNode> = OrderedMap::new();
        for node in graphs.iter().flat_map(JourneyGraph::nodes) {
            let sums = nodes.entry(node.activity).or_insert_with(|| ObjectCentricNode {
                activity: node.activity,
                name: node.name.to_owned(),
                events: events[node.activity.index()],
                visits: 0,
                starts: 0,
                ends: 0,
            });
            sums.visits += node.visits;
            sums.starts += node.starts;
            sums.ends += node.ends;
        }
        Ok(Self { graphs, nodes: nodes.into_values().collect() })
    }

    /// The graph of each type, in the order of the log's identifiers.
    pub fn graphs(&self) -> &[JourneyGraph] {
        &self.graphs
    }

    /// The graph of the type with this name.
    pub fn graph_of(&self, object_type: &str) -> Option<&JourneyGraph> {
        self.graphs.iter().find(|graph| graph.object_type() == object_type)
    }

    /// The activities, in the order of the log's identifiers.
    pub fn nodes(&self) -> &[ObjectCentricNode] {
        &self.nodes
    }

    /// The edges of all types, by count, largest first, then by type and by names.
    pub fn edges<'a>(&'a self) -> Vec<ObjectCentricEdge<'a>> {
        let edges = self.graphs.iter().flat_map(|graph| {
            graph.edges().map(|edge| ObjectCentricEdge { object_type: graph.object_type(), edge })
        });
        let mut edges: Vec<_> = edges.collect();
        sort_by(&mut edges, |a, b| {
            let names = |one: &ObjectCentricEdge<'a>| (one.object_type, one.edge.from, one.edge.to);
            b.edge.count.cmp(&a.edge.count).then_with(|| names(a).cmp(&names(b)))
        });
        edges
    }

    /// The `most` edges with the highest counts, with the share of all steps that they cover, and the remainder.
    pub fn top_edges(&self, most: usize) -> TopEdges<ObjectCentricEdge<'_>> {
        TopEdges::of(self.edges().into_iter(), most, |edge| edge.edge.count)
    }

    /// Checks that every type conserves its objects.
    ///
    /// # Errors
    /// [`Error::NotConserved`] with the first activity where one does not.
    pub fn check_conservation(&self) -> Result<(), Error> {
        self.graphs.iter().try_for_each(JourneyGraph::check_conservation)
    }
}

impl Serialize for ObjectCentricGraph {
    /// `{activities: [{name, events, visits, starts, ends}], types: [graph of each type]}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Parts<'a> {
            activities: &'a [ObjectCentricNode],
            types: &'a [JourneyGraph],
        }
        Parts { activities: &self.nodes, types: &self.graphs }.serialize(serializer)
    }
}
