//! Sources of bytes: plain or gzip, any line ending, under limits.

#[cfg(feature = "gzip")]
mod gzip;
pub(crate) mod input;
mod limits;
#[cfg(any(feature = "ocel", feature = "xes"))]
pub(crate) mod lines;
pub(crate) mod placeholders;
#[cfg(any(feature = "csv", feature = "xes"))]
pub(crate) mod space;
mod table_format;
#[cfg(feature = "csv")]
pub(crate) mod utf16;

pub use input::Input;
pub use limits::Limits;
pub use placeholders::Placeholders;
pub use table_format::{DecimalMark, Separator, TableFormat, TableNotes, ThousandsMark};
