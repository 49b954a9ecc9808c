//! Networks of plainly named nodes from files: influences and scores as CSV.

mod edge_sink;
mod edges;
mod node_names;
mod options;
mod scores;

#[cfg(feature = "arrow")]
pub(crate) use edge_sink::EdgeSink;
pub use edge_sink::{read_edges, read_edges_with};
pub use edges::Edges;
pub use options::NetworkFileOptions;
#[cfg(feature = "arrow")]
pub(crate) use scores::ScoreSink;
pub use scores::{read_scores, read_scores_with};
