//! The C ABI of `total-experience`: every exported function and struct, one C type a file.
//!
//! The header `include/total_experience.h` is made from these files and is where C programmers read. What holds for all
//! functions (pointers, strings, errors, threads) stands once, at its top (`preamble.h`), which is why no function
//! repeats it under a safety heading.
#![deny(
    missing_docs,
    unsafe_op_in_unsafe_fn,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![allow(non_camel_case_types, clippy::missing_safety_doc)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

#[cfg(not(panic = "unwind"))]
compile_error!("panics are caught at the border to C, which needs `panic = \"unwind\"` in the profile");

mod bounded;
mod cascade;
mod chain;
mod events;
mod failure;
mod friction;
mod friction_columns;
mod friction_measures;
mod friction_spec;
mod guard;
mod handle;
mod influences;
mod input;
mod journey_edges;
mod journey_tally;
mod journeys;
mod log;
mod map;
mod map_adding;
mod network;
mod outcome;
mod output;
mod paths;
mod report;
mod report_spec;
mod response;
mod responses;
mod scorecard;
mod scorecard_options;
mod scores;
mod silo;
mod solve_options;
mod spec;
mod stability;
mod stakeholder;
mod status;
mod tally;
mod touchpoint;
mod tx_index;
mod version;

pub use bounded::*;
pub use cascade::*;
pub use chain::*;
pub use events::*;
pub use friction::*;
pub use friction_columns::*;
pub use friction_measures::*;
pub use friction_spec::*;
pub use influences::*;
pub use journey_edges::*;
pub use journey_tally::*;
pub use journeys::*;
pub use log::*;
pub use map::*;
pub use map_adding::*;
pub use network::*;
pub use outcome::*;
pub use paths::*;
pub use report::*;
pub use report_spec::*;
pub use response::*;
pub use responses::*;
pub use scorecard::*;
pub use scorecard_options::*;
pub use scores::*;
pub use silo::*;
pub use solve_options::*;
pub use stability::*;
pub use stakeholder::*;
pub use status::*;
pub use tally::*;
pub use touchpoint::*;
pub use tx_index::*;
pub use version::*;
