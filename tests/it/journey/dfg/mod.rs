//! Directly-follows graphs, variants, step paths and tallies.

mod graph;
mod object_graph;
mod oracle;
#[cfg(all(feature = "csv", feature = "gzip", feature = "xes"))]
mod real_logs;
mod step_paths;
mod tally;
