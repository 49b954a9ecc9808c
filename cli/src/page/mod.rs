//! Pages in Markdown, one file a command.

pub(crate) mod attribution;
pub(crate) mod cascade;
pub(crate) mod contagion;
pub(crate) mod friction;
pub(crate) mod journeys;
pub(crate) mod scorecard;

/// Rows of a table on a page; what it leaves out is said below it.
pub(crate) const ROWS: usize = 12;
