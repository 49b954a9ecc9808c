//! Journeys of one type of objects.

use std::iter::repeat_n;
use std::sync::{Arc, OnceLock};

use total_experience::journey::dfg::{JourneyGraph, Variants};
use total_experience::journey::log::{EventLog, ObjectTypeId};

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::output::{announce, copy_column, put};
use crate::abi::spec::{self, check_reserved};
use crate::abi::status::*;
use crate::journey::edges::txm_journey_edges;
use crate::journey::log::txm_log;

/// How the objects of one type move from activity to activity: which directly follows which, and which different ways
/// there are. Activities are the numbers of the log's columns. It never changes, and keeps its log in memory.
#[derive(Debug)]
pub struct txm_journeys {
    log: Arc<EventLog>,
    object_type: ObjectTypeId,
    graph: JourneyGraph,
    /// Found when they are first asked for.
    variants: OnceLock<Vec<(u64, Vec<u32>)>>,
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
                let graph = JourneyGraph::discover(&log, object_type)?;
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
/// @param activity receives activities. This and each following column may be NULL when it is not wanted.
/// @param visits receives how often objects of the type were there.
/// @param starts receives journeys that start there.
/// @param ends receives journeys that end there.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_nodes(
    journeys: *const txm_journeys,
    activity: *mut u32,
    visits: *mut u64,
    starts: *mut u64,
    ends: *mut u64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let graph = &shared("journeys", journeys)?.graph;
            announce(graph.nodes().len(), capacity, out_len)?;
            copy_column(activity, graph.nodes().map(|node| node.activity.as_u32()));
            copy_column(visits, graph.nodes().map(|node| node.visits));
            copy_column(starts, graph.nodes().map(|node| node.starts));
            copy_column(ends, graph.nodes().map(|node| node.ends));
            Ok(())
        })
    }
}

/// Copies which activity directly follows which, how often, and after what wait; the most frequent first. Medians and
/// percentiles are exact.
///
/// Threads: `journeys` may be shared.
///
/// @param journeys the journeys.
/// @param columns where the edges go.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_edges(
    journeys: *const txm_journeys,
    columns: *const txm_journey_edges,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let graph = &shared("journeys", journeys)?.graph;
            let to = spec::read(columns)?;
            check_reserved("txm_journey_edges", to.reserved)?;
            let rows = graph.edges().len();
            announce(rows, to.capacity, out_len)?;
            copy_column(to.from, graph.edges().map(|edge| edge.from_activity.as_u32()));
            copy_column(to.to, graph.edges().map(|edge| edge.to_activity.as_u32()));
            copy_column(to.count, graph.edges().map(|edge| edge.count));
            copy_column(to.objects, repeat_n(u64::MAX, rows));
            copy_column(to.mean, graph.edges().map(|edge| edge.mean_seconds));
            copy_column(to.median, graph.edges().map(|edge| edge.median_seconds));
            copy_column(to.p90, graph.edges().map(|edge| edge.p90_seconds));
            copy_column(to.least, repeat_n(f64::NAN, rows));
            copy_column(to.most, repeat_n(f64::NAN, rows));
            Ok(())
        })
    }
}

/// Copies the different journeys, one a row, the most common first.
///
/// Threads: `journeys` may be shared.
///
/// @param journeys the journeys.
/// @param most rows asked for; `SIZE_MAX` for all.
/// @param count receives how many journeys go each way. May be NULL when not wanted.
/// @param end receives where the activities of each row end in `activity`; they begin where those of the row before
///   end. May be NULL when not wanted.
/// @param capacity rows that `count` and `end` have room for; 0 to ask for the number.
/// @param activity receives the activities of all rows, one behind the other. May be NULL when not wanted.
/// @param activity_capacity numbers that `activity` has room for; not looked at when it is NULL.
/// @param out_len receives the number of rows, also when a capacity is too small. May be NULL.
/// @param out_activities receives the number of activities of all rows, likewise. May be NULL.
/// @param out_objects receives the number of all journeys, also of those that are in no row. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journeys_copy_variants(
    journeys: *const txm_journeys,
    most: usize,
    count: *mut u64,
    end: *mut usize,
    capacity: usize,
    activity: *mut u32,
    activity_capacity: usize,
    out_len: *mut usize,
    out_activities: *mut usize,
    out_objects: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let journeys = shared("journeys", journeys)?;
            let variants = journeys.variants()?;
            let rows = variants.get(..most).unwrap_or(variants);
            let activities = rows.iter().map(|(_, activities)| activities.len()).sum();
            put(out_activities, activities);
            put(out_objects, journeys.graph.objects());
            announce(rows.len(), capacity, out_len)?;
            if !activity.is_null() {
                announce(activities, activity_capacity, out_activities)?;
            }
            copy_column(count, rows.iter().map(|&(count, _)| count));
            let ends = rows.iter().scan(0, |end, (_, activities)| {
                *end += activities.len();
                Some(*end)
            });
            copy_column(end, ends);
            copy_column(activity, rows.iter().flat_map(|(_, activities)| activities).copied());
            Ok(())
        })
    }
}

impl txm_journeys {
    fn variants(&self) -> Result<&[(u64, Vec<u32>)], Failure> {
        if let Some(variants) = self.variants.get() {
            return Ok(variants);
        }
        let found = Variants::discover(&self.log, self.object_type)?;
        let number = |name: &&str| self.log.activity(name).map_or(u32::MAX, |activity| activity.as_u32());
        let rows =
            found.iter().map(|variant| (variant.count, variant.activities.iter().map(number).collect()));
        Ok(self.variants.get_or_init(|| rows.collect()))
    }
}
