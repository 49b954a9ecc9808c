//! Friction of touchpoints in an event log.

pub(crate) mod columns;
pub(crate) mod constants;
pub(crate) mod groups;
pub(crate) mod measures;
pub(crate) mod options;
pub(crate) mod reading;
pub(crate) mod scale;
pub(crate) mod touchpoints;

pub use columns::*;
pub use constants::*;
pub use options::*;
pub use touchpoints::*;
