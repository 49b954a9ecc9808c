//! Tests of the room `journey`, by sub-room.

use total_experience::model::time::Timestamp;

mod channel;
mod dfg;
mod friction;
mod handover;
mod identity;
mod log;
mod markov;

/// The moment so many nanoseconds after the start of 1970.
pub(crate) fn ns(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanoseconds(nanoseconds)
}
