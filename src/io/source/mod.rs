//! Sources of bytes and text: plain or gzip, any encoding and line ending, under limits.

mod encoding;
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
pub(crate) mod text;

pub use encoding::Encoding;
pub use input::Input;
pub use limits::Limits;
pub use placeholders::Placeholders;
pub use table_format::{DecimalMark, Separator, TableFormat, TableNotes, ThousandsMark};
