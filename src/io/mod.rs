//! How does it get in? Readers that decode `&[u8]` and [`Read`](std::io::Read), each behind a feature.
//!
//! The library opens no file: give a reader the bytes, or a `std::fs::File`. Input nobody vouches for is read under
//! [`Limits`], in bounded memory, and either gives a whole result or an [`Error`] that names the line or the item.
//! Answers come from `signals` (CSV) and `qualtrics` (CSV, TSV); event logs from `events` (CSV), `xes` and `ocel`
//! (object-centric), with the same [`EventOptions`]; journey maps from [`mermaid`]; [`Timestamp`] says which times are
//! understood. Every reader takes gzip as well as plain bytes (feature `gzip`), told apart by the first two bytes.

#[cfg(feature = "csv")]
pub mod edges;
mod error;
#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
mod event_options;
#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
mod event_presets;
#[cfg(any(feature = "csv", feature = "xes"))]
mod event_sink;
#[cfg(feature = "csv")]
pub mod events;
#[cfg(feature = "csv")]
mod fields;
#[cfg(feature = "gzip")]
mod gzip;
mod input;
#[cfg(feature = "json")]
pub mod json;
mod limits;
#[cfg(any(feature = "ocel", feature = "xes"))]
mod lines;
pub mod mermaid;
#[cfg(feature = "ocel")]
pub mod ocel;
#[cfg(feature = "csv")]
mod path_steps;
#[cfg(feature = "csv")]
pub mod paths;
#[cfg(feature = "csv")]
mod plain;
#[cfg(feature = "csv")]
pub mod qualtrics;
#[cfg(feature = "csv")]
mod qualtrics_header;
#[cfg(feature = "csv")]
mod qualtrics_options;
#[cfg(feature = "csv")]
mod row;
#[cfg(feature = "csv")]
pub mod scores;
#[cfg(any(feature = "csv", feature = "xes"))]
mod short_names;
mod shown;
#[cfg(feature = "csv")]
pub mod signals;
#[cfg(feature = "csv")]
pub(crate) mod table;
mod time;
#[cfg(any(feature = "csv", feature = "xes"))]
mod time_fixed;
#[cfg(feature = "csv")]
mod utf16;
#[cfg(feature = "xes")]
pub mod xes;
#[cfg(feature = "xes")]
mod xes_event;
#[cfg(feature = "xes")]
mod xes_plain;

pub use error::Error;
#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
pub use event_options::{EventOptions, ImportNotes, ImportedLog};
pub use input::Input;
pub use limits::Limits;
#[cfg(feature = "csv")]
pub use qualtrics_options::{ImportedSurvey, Question, SurveyNotes, SurveyOptions};
pub use time::{TimeFault, TimeFormat, Timestamp};
