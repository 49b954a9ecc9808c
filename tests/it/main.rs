//! The integration tests: one module per room, and the rules that hold across rooms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cascade;
mod cascade_models;
mod docs;
#[cfg(all(feature = "csv", feature = "gzip", feature = "json", feature = "xes"))]
mod examples;
#[cfg(all(feature = "csv", feature = "gzip", feature = "xes"))]
mod io;
mod journey;
#[cfg(all(feature = "csv", feature = "gzip", feature = "xes"))]
mod journey_data;
mod layers;
mod model;
#[cfg(all(feature = "csv", feature = "json"))]
mod report;
mod score;
mod score_benchmark;
mod score_disclose;
mod score_feedback;
mod score_remembered;
mod score_trend;
mod signal;
#[cfg(feature = "csv")]
mod signals;
mod traits;
