//! Event logs from files: CSV, XES, and OCEL as JSON, XML and SQLite.
//!
//! All readers take the same `EventOptions` and give an `ImportedLog`: the log, and notes on what was read and skipped.
//! [`LogFormat`] tells which of them a file needs.

#[cfg(feature = "csv")]
mod columns;
#[cfg(feature = "csv")]
pub mod csv;
mod format;
mod lifecycle;
#[cfg(any(feature = "csv", feature = "xes"))]
mod lists;
#[cfg(feature = "csv")]
mod lookalike;
#[cfg(feature = "ocel")]
pub mod ocel;
mod options;
#[cfg(feature = "csv")]
mod part_names;
#[cfg(feature = "csv")]
mod parts;
mod presets;
#[cfg(any(feature = "csv", feature = "xes"))]
mod sink;
#[cfg(feature = "xes")]
pub mod xes;

pub use format::{LogFormat, read_with};
pub use lifecycle::{Lifecycle, LifecycleNotes, LifecycleWords};
pub use options::{EventOptions, Fallback, ImportNotes, ImportedLog, ObjectColumn};
