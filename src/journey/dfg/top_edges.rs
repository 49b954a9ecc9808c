//! Most frequent edges of a graph, and the remainder.

use serde::{Deserialize, Serialize};

/// Most frequent edges of a graph, and the remainder. `E` is the type of edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TopEdges<E> {
    /// The edges with the highest counts.
    pub shown: Vec<E>,
    /// Share of all steps that the shown edges cover, 0..1.
    pub coverage: f64,
    /// The remainder.
    pub other: OtherEdges,
}

/// Remainder of edges that a list does not show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OtherEdges {
    /// Number of edges not shown.
    pub edges: usize,
    /// Steps along them.
    pub count: u64,
    /// Their share of all steps, 0..1.
    pub share: f64,
}

impl<E> TopEdges<E> {
    /// The first `most` of `edges`, which stand in their order.
    pub(crate) fn of(
        edges: impl ExactSizeIterator<Item = E>,
        most: usize,
        count: impl Fn(&E) -> u64,
    ) -> Self {
        let (mut shown, all) = (Vec::new(), edges.len());
        let (mut covered, mut rest) = (0_u64, 0_u64);
        for edge in edges {
            if shown.len() < most {
                covered += count(&edge);
                shown.push(edge);
            } else {
                rest += count(&edge);
            }
        }
        let share = |count: u64| if count == 0 { 0.0 } else { count as f64 / (covered + rest) as f64 };
        let other = OtherEdges { edges: all - shown.len(), count: rest, share: share(rest) };
        Self { shown, coverage: share(covered), other }
    }
}
