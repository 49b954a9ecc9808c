//! C ABI of `total-experience`: every exported function, struct and constant, by room.
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

mod abi;
mod cascade;
mod defaults;
mod journey;
mod model;
mod report;
mod request;
mod score;
mod signal;

pub use abi::*;
pub use cascade::*;
pub use defaults::*;
pub use journey::*;
pub use model::*;
pub use report::*;
pub use request::*;
pub use score::*;
pub use signal::*;
