//! Commands, one file each: their arguments, what is read, and what is asked of the library.

pub(crate) mod attribution;
pub(crate) mod cascade;
pub(crate) mod contagion;
pub(crate) mod friction;
pub(crate) mod journeys;
pub(crate) mod report;
pub(crate) mod schema;
pub(crate) mod scorecard;
