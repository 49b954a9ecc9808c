//! The integration tests: one module per room, and the rules that hold across rooms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cascade;
#[cfg(all(feature = "csv", feature = "gzip", feature = "json", feature = "ocel", feature = "xes"))]
mod examples;
mod house;
mod io;
mod journey;
mod model;
mod needs;
mod report;
mod score;
mod score_agreement;
mod score_benchmark;
mod score_bootstrap;
mod score_compare;
mod score_composite;
mod score_coverage;
mod score_disclose;
mod score_feedback;
mod score_remembered;
mod score_trend;
mod signal;
