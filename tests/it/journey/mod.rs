//! Tests of the room `journey`.

use total_experience::model::time::Timestamp;

mod chain;
mod channels;
mod consistency;
mod dfg;
mod event_channels;
mod filter;
mod friction;
mod identity;
mod life_cycle;
mod object_graph;
mod oracle;
mod order_selection;
mod person_log;
mod predictability;
mod promise;
#[cfg(all(feature = "csv", feature = "gzip", feature = "xes"))]
mod real_logs;
mod small_groups;
mod step_paths;
mod synchronization;
mod tally;

/// The moment so many nanoseconds after the start of 1970.
pub(crate) fn ns(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanoseconds(nanoseconds)
}
