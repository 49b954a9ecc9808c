//! Sources of bytes: plain or gzip, any line ending, under limits.

#[cfg(feature = "gzip")]
mod gzip;
pub(crate) mod input;
mod limits;
#[cfg(any(feature = "ocel", feature = "xes"))]
pub(crate) mod lines;
#[cfg(feature = "csv")]
pub(crate) mod utf16;

pub use input::Input;
pub use limits::Limits;
