//! Networks of plainly named nodes from files: influences and scores as CSV.

mod edges;
mod scores;

pub use edges::{Edges, read_edges, read_edges_with};
pub use scores::{read_scores, read_scores_with};
