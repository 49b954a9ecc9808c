//! Total Experience (TX).
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub use petgraph;

pub mod cascade;
pub mod io;
pub mod journey;
pub mod model;
mod numeric;
pub mod score;
pub mod signal;
