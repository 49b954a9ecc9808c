//! Responses and their tallies.

pub(crate) mod failure;
pub(crate) mod responses;
pub(crate) mod tally;

pub use responses::*;
pub use tally::*;
