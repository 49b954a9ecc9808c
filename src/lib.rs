//! Total Experience (TX).
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub use petgraph;

mod numeric;

pub mod model;

pub mod cascade;
