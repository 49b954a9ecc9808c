//! Times in files: the format that a column of times is declared to have.
//!
//! [`TimeFormat`] reads one value; [`Timestamp`](crate::model::time::Timestamp) says which texts are understood.

#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
pub(crate) mod column;
#[cfg(any(feature = "csv", feature = "ocel", feature = "xes"))]
mod fixed;
mod format;
mod pattern;

pub use format::TimeFormat;
pub use pattern::TimePattern;
