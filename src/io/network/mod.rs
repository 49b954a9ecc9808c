//! Networks of plainly named nodes from files: influences and scores as CSV.

mod edges;
mod options;
mod scores;

pub use edges::{Edges, read_edges, read_edges_with};
pub use options::NetworkFileOptions;
pub use scores::{read_scores, read_scores_with};
