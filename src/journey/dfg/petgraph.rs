//! Conversion of directly-follows graphs to petgraph.

use petgraph::graph::{DiGraph, NodeIndex};

use super::{JourneyEdgeId, JourneyGraph};
use crate::journey::log::ActivityId;

impl JourneyGraph {
    /// The graph for petgraph: nodes hold the activity's identifier, edges the [`JourneyEdgeId`] to ask this graph for
    /// counts and waits. Nodes come in the order of [`nodes`](Self::nodes), edges in that of [`edges`](Self::edges).
    ///
    /// Linear time and space in nodes and edges.
    ///
    /// ```
    /// use petgraph::algo::is_cyclic_directed;
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::journey::dfg::JourneyGraph;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// for activity in ["ask", "answer", "ask"] {
    ///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", "1")])?;
    /// }
    /// let log = builder.finish();
    /// let journeys = JourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
    /// let graph = journeys.graph();
    /// assert_eq!((graph.node_count(), graph.edge_count()), (2, 2));
    /// assert!(is_cyclic_directed(&graph));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn graph(&self) -> DiGraph<ActivityId, JourneyEdgeId> {
        let edges = self.edges();
        let mut graph = DiGraph::with_capacity(self.nodes().len(), edges.len());
        let places: Vec<(ActivityId, NodeIndex)> =
            self.nodes().map(|node| (node.activity, graph.add_node(node.activity))).collect();
        let place = |activity: ActivityId| {
            let at = places.binary_search_by_key(&activity, |&(activity, _)| activity).ok()?;
            places.get(at).map(|&(_, place)| place)
        };
        for edge in edges {
            if let Some((from, to)) = place(edge.from_activity).zip(place(edge.to_activity)) {
                graph.add_edge(from, to, edge.id);
            }
        }
        graph
    }
}
