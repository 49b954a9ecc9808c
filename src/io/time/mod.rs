//! Times in files: the format that a column of times is declared to have.
//!
//! [`TimeFormat`] reads one value; [`Timestamp`](crate::model::time::Timestamp) says which texts are understood.

#[cfg(any(feature = "csv", feature = "xes"))]
pub(crate) mod fixed;
mod format;

pub use format::TimeFormat;
