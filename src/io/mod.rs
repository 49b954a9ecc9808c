//! Readers of files: they decode `&[u8]` and [`Read`](std::io::Read), each behind a feature.
//!
//! | Module | Reads |
//! |---|---|
//! | [`survey`] | answers and operational values: CSV, Qualtrics exports |
//! | [`event_log`] | event logs: CSV, XES, OCEL as JSON, XML and SQLite |
//! | [`map`] | experience maps as JSON, journey maps as Mermaid text |
//! | [`network`] | influences and scores of plainly named nodes: CSV |
//! | `paths` | paths of touchpoints: CSV |
//! | `arrow` | all of these but maps from Arrow record batches, Arrow IPC and Parquet files (features `arrow`, `parquet`) |
//! | [`time`] | the format that times are declared to have |
//! | [`source`] | what all readers share: [`Limits`](source::Limits) for untrusted input, [`Placeholders`](source::Placeholders) that name nobody, [`Input`](source::Input) |
//!
//! The library opens no file: give a reader the bytes, or a `std::fs::File`. Untrusted input is read in bounded memory, under
//! [`Limits`](source::Limits). A reader gives a whole result, or an [`Error`] that names the line or the item. Every reader
//! takes gzip as well as plain bytes (feature `gzip`), told apart by the first two bytes. [`Timestamp`](crate::model::time::Timestamp) says which times are
//! understood.

#[cfg(feature = "arrow")]
pub mod arrow;
mod error;
#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
pub mod event_log;
mod faults;
pub mod map;
#[cfg(feature = "csv")]
pub mod network;
mod number;
#[cfg(feature = "csv")]
pub mod paths;
#[cfg(any(feature = "csv", feature = "xes"))]
mod short_names;
mod shown;
pub mod source;
#[cfg(feature = "csv")]
pub mod survey;
#[cfg(feature = "csv")]
pub(crate) mod table;
pub mod time;

pub use error::Error;
pub use faults::{ArrowFault, GzipFault, PathFault, WorkFault, XmlFault};
