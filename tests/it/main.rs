//! The integration tests: one module per room, and the rules that hold across rooms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cascade;
mod drawings;
#[cfg(all(feature = "csv", feature = "gzip", feature = "json", feature = "ocel", feature = "xes"))]
mod examples;
mod grid;
mod house;
mod instruments;
mod io;
mod journey;
mod link;
mod model;
mod needs;
mod privacy;
#[cfg(all(feature = "csv", feature = "json"))]
mod report;
mod score;
mod signal;
