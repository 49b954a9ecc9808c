//! Networks of plainly named nodes from files: influences and scores as CSV.

pub mod edges;
pub mod scores;
