//! Record batches of Arrow, Arrow IPC and Parquet files: signals, events, edges, scores and paths.
//!
//! [`Batches`] is the source: a [`RecordBatchReader`](array::RecordBatchReader), the bytes of an Arrow stream or file, or a
//! Parquet file (feature `parquet`). Each function takes one and does what the reader of CSV of the same name does:
//!
//! | Function | Gives | Columns and options of |
//! |---|---|---|
//! | [`read_map_and_responses`], [`read_responses`] | signals | [`survey::signals`](crate::io::survey::signals) |
//! | [`read_log`] | an event log | [`event_log::csv`](crate::io::event_log::csv) |
//! | [`read_edges`], [`read_scores`] | a network | [`network`](crate::io::network) |
//! | [`read_paths`], [`read_chain`] | paths of touchpoints | [`paths`](crate::io::paths) |
//!
//! What is found goes out as record batches by [`results`].
//!
//! Columns are found by the same names, a cell means the same, and the result has the same notes, bit for bit. Faults
//! name the row, from 1 through all batches ([`Error::InRow`](crate::io::Error::InRow)).
//!
//! | Column of | May be |
//! |---|---|
//! | names | `Utf8`, `LargeUtf8`, `Utf8View`, a dictionary of them, whole numbers |
//! | numbers | whole numbers and floating-point numbers of every width, text |
//! | times | `Timestamp` of any unit, `Date32`, `Date64`; text or numbers by the time format of the options |
//! | objects of an event, items of an answer | also a `List` or `LargeList` of them; text is split as in CSV |
//!
//! - **Null is missing**, as an empty cell is, and so is text of nothing but space. `NaN` is refused where a number must
//!   be finite: write null.
//! - **Timestamps without a time zone, and dates, are taken as UTC**, and counted in the notes where times of text are.
//! - **32-bit floating-point numbers** are the 64-bit numbers they stand for: .1 is .10000000149.
//! - Every other type is an [`ArrowFault::ColumnType`](crate::io::ArrowFault::ColumnType): cast the column. Columns that nothing is
//!   read from may have any type.
//!
//! What the Arrow crates promise for bytes from outside, see [`Batches::ipc`].

mod batches;
mod cells;
mod ipc;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
pub mod results;
mod rows;
mod source;

pub use arrow_array as array;
pub use arrow_schema as schema;
pub use batches::Batches;
pub use read::{
    read_chain, read_chain_with, read_edges, read_edges_with, read_log, read_log_with,
    read_map_and_responses, read_map_and_responses_with, read_paths, read_paths_with, read_responses,
    read_responses_with, read_scores, read_scores_with,
};
