//! Identifier of an edge of a directly-follows graph.

use crate::model::ids::ids;

ids! {
    /// Identifies an edge of one [`JourneyGraph`](super::JourneyGraph): its place in the list of edges.
    JourneyEdgeId,
}
