//! Answers and operational values from files: signals as CSV, surveys as Qualtrics exports.

pub(crate) mod facets;
mod periods;
pub mod qualtrics;
mod scope;
mod signal_options;
mod signal_rows;
pub(crate) mod signal_sink;
pub mod signals;

pub use periods::PeriodNotes;
pub use scope::RespondentScope;
