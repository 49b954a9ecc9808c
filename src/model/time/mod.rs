//! Moments in time: nanoseconds since 1970 in UTC, and their text.
//!
//! A [`Timestamp`] is read from RFC 3339 or ISO 8601 text with `parse` and written with `to_string`. Spans between two
//! moments are a [`std::time::Duration`]. [`ParsedTime`] also tells whether the text named its zone.

mod calendar;
mod fault;
pub(crate) mod iso;
mod period;
pub(crate) mod text;
mod timestamp;
pub(crate) mod usual;

pub use fault::TimeFault;
pub use iso::ParsedTime;
pub use period::PeriodForm;
pub use timestamp::Timestamp;
pub use usual::DateOrder;
