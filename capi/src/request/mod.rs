//! Requests as JSON.

mod failure;

pub(crate) mod answer;
pub(crate) mod data;

pub use answer::*;
pub use data::*;
