//! How does it get in? Readers that decode `&[u8]` and [`Read`](std::io::Read), each behind a feature.
//!
//! The library opens no file: give a reader the bytes, or a `std::fs::File`. Input nobody vouches for is read under
//! [`Limits`], in bounded memory, and either gives a whole result or an [`Error`] that names the line or the item.
//! Every reader takes gzip as well as plain bytes (feature `gzip`), told apart by the first two bytes.

#[cfg(feature = "csv")]
pub mod edges;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
mod input;
#[cfg(feature = "json")]
pub mod json;
mod limits;
#[cfg(feature = "csv")]
pub mod signals;
#[cfg(feature = "csv")]
pub(crate) mod table;
mod time;

pub use error::Error;
pub use input::Input;
pub use limits::Limits;
pub use time::{TimeFault, TimeFormat, Timestamp};
