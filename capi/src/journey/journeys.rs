//! Directly-follows graph of the objects of one type.

use std::iter::repeat_n;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use total_experience::journey::dfg::{AnyJourneyGraph, JourneyEdge};
use total_experience::journey::log::{EventLog, ObjectTypeId};

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::none::TXM_NONE_U64;
use crate::abi::output::copy_column;
use crate::abi::status::*;
use crate::journey::columns::{txm_journey_edge_columns, txm_journey_node_columns};
use crate::journey::log::txm_log;

/// Journeys of the objects of one type: their directly-follows graph and their variants.
///
/// Activities are the numbers of the log's columns. It never changes, and keeps its log in memory.
#[derive(Debug)]
pub struct txm_journeys {
    pub(crate) log: Arc<EventLog>,
    pub(crate) object_type: ObjectTypeId,
    pub(crate) graph: AnyJourneyGraph,
    /// Found when they are first asked for.
    pub(crate) variants: OnceLock<Vec<(u64, Vec<u32>)>>,
}

/// Finds the journeys of a type of objects in a log.
///
/// Threads: `log` may be shared.
///
/// @param log the log; it may be freed afterwards.
/// @param object_type number of the type in the log's columns.
/// @param out receives the journeys, which the caller frees with `txm_journeys_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no such type.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_new(
    log: *const txm_log,
    object_type: u32,
    out: *mut *mut txm_journeys,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let log = Arc::clone(&shared("log", log)?.log);
                let object_type = ObjectTypeId::from_u32(object_type);
                let graph = AnyJourneyGraph::discover(&log, object_type)?;
                Ok(txm_journeys { log, object_type, graph, variants: OnceLock::new() })
            })
        })
    }
}

/// Frees journeys; NULL is fine.
///
/// Threads: `journeys` exclusive.
///
/// @param journeys the journeys.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_free(journeys: *mut txm_journeys) {
    unsafe { free(journeys) }
}

/// Copies the activities that journeys visit, one a row, ascending.
///
/// Threads: `journeys` may be shared.
///
/// @param journeys the journeys.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_nodes(
    journeys: *const txm_journeys,
    columns: *const txm_journey_node_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let graph = shared("journeys", journeys)?.graph.counts();
            let rows = graph.nodes().len();
            let to = txm_journey_node_columns::with_room(columns, rows, out_len)?;
            copy_column(to.activity, graph.nodes().map(|node| node.activity.as_u32()));
            copy_column(to.visits, graph.nodes().map(|node| node.visits));
            copy_column(to.objects, repeat_n(TXM_NONE_U64, rows));
            copy_column(to.starts, graph.nodes().map(|node| node.starts));
            copy_column(to.ends, graph.nodes().map(|node| node.ends));
            Ok(())
        })
    }
}

/// Copies which activity directly follows which, how often, and after what wait; the most frequent first. Medians and
/// percentiles are exact; waits are NaN where the log has no times.
///
/// Threads: `journeys` may be shared.
///
/// @param journeys the journeys.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_edges(
    journeys: *const txm_journeys,
    columns: *const txm_journey_edge_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let found = &shared("journeys", journeys)?.graph;
            let graph = found.counts();
            let rows = graph.edges().len();
            let to = txm_journey_edge_columns::with_room(columns, rows, out_len)?;
            copy_column(to.from, graph.edges().map(|edge| edge.from_activity.as_u32()));
            copy_column(to.to, graph.edges().map(|edge| edge.to_activity.as_u32()));
            copy_column(to.count, graph.edges().map(|edge| edge.count));
            copy_column(to.objects, repeat_n(TXM_NONE_U64, rows));
            let wait = |column, wait: fn(JourneyEdge<'_>) -> Duration| match found.timed() {
                Some(graph) => copy_column(column, graph.edges().map(|edge| wait(edge).as_secs_f64())),
                None => copy_column(column, repeat_n(f64::NAN, rows)),
            };
            wait(to.mean, |edge| edge.mean_wait);
            wait(to.median, |edge| edge.median_wait);
            wait(to.p90, |edge| edge.p90_wait);
            copy_column(to.least, repeat_n(f64::NAN, rows));
            copy_column(to.most, repeat_n(f64::NAN, rows));
            Ok(())
        })
    }
}
