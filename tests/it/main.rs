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
mod privacy;
mod report;
mod request;
mod score;
mod signal;
