//! Mergeable tally of the journeys of one type of objects.

use std::ffi::c_char;
use std::sync::OnceLock;

use total_experience::journey::dfg::JourneyTally;

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, exclusive, merging, shared};
use crate::abi::input::{array, text};
use crate::abi::kept::Kept;
use crate::abi::none::{TXM_NONE, some_real};
use crate::abi::output::{copy_column, copy_text, put};
use crate::abi::status::*;
use crate::journey::columns::{txm_journey_edge_columns, txm_journey_node_columns};
use crate::journey::log::txm_log;

/// Mergeable tally of the journeys of one type of objects: their directly-follows graph, for distributed engines.
///
/// Split the journeys in any way, no journey in two parts, tally the parts in any order on any machine, and merge: the
/// result has the same bits. Counts, least and largest waits are exact, means within 1e-9 s, other quantiles to a
/// relative error. Activities are matched by name; their numbers are their places in alphabetical order, which change
/// when the tally grows.
#[derive(Debug)]
pub struct txm_journey_tally {
    tally: JourneyTally,
    bytes: Kept,
    /// Made when it is first asked for.
    graph: OnceLock<Graph>,
}

impl txm_journey_tally {
    fn new(tally: JourneyTally) -> Self {
        Self { tally, bytes: Kept::default(), graph: OnceLock::new() }
    }

    /// The tally, to be changed.
    fn change(&mut self) -> &mut JourneyTally {
        self.bytes.forget();
        self.graph = OnceLock::new();
        &mut self.tally
    }

    fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::of(&self.tally))
    }
}

/// The nodes and edges of a tally, in the order and by the numbers in which C sees them.
#[derive(Debug)]
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug)]
struct Node {
    name: String,
    visits: u64,
    objects: u64,
    starts: u64,
    ends: u64,
}

/// Waits in seconds.
#[derive(Debug)]
struct Edge {
    from: u32,
    to: u32,
    count: u64,
    objects: u64,
    mean: f64,
    least: f64,
    median: f64,
    p90: f64,
    most: f64,
}

impl Graph {
    fn of(tally: &JourneyTally) -> Self {
        let nodes: Vec<Node> = tally
            .nodes()
            .iter()
            .map(|node| Node {
                name: node.name.to_owned(),
                visits: node.visits,
                objects: node.objects,
                starts: node.starts,
                ends: node.ends,
            })
            .collect();
        let number = |name: &str| {
            nodes.binary_search_by(|node| node.name.as_str().cmp(name)).map_or(TXM_NONE, |at| at as u32)
        };
        let found = tally.edges();
        let edges = found.iter().map(|edge| Edge {
            from: number(edge.from),
            to: number(edge.to),
            count: edge.count,
            objects: edge.objects,
            mean: edge.mean_wait.as_secs_f64(),
            least: edge.least_wait.as_secs_f64(),
            median: edge.median_wait.as_secs_f64(),
            p90: edge.p90_wait.as_secs_f64(),
            most: edge.most_wait.as_secs_f64(),
        });
        let edges = edges.collect();
        Self { nodes, edges }
    }
}

/// Makes a tally of no journey.
///
/// Threads: any.
///
/// @param object_type,object_type_len name of the type of objects whose journeys it is to hold.
/// @param relative_error bound on the relative error of quantiles, .00013..1; NaN for the default, 1/129.
/// @param out receives the tally, which the caller frees with `txm_journey_tally_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_OPTION`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_new(
    object_type: *const c_char,
    object_type_len: usize,
    relative_error: f64,
    out: *mut *mut txm_journey_tally,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let object_type = text("object_type", object_type, object_type_len)?;
                let tally = match some_real(relative_error) {
                    None => JourneyTally::new(object_type),
                    Some(error) => JourneyTally::with_relative_error(object_type, error)?,
                };
                Ok(txm_journey_tally::new(tally))
            })
        })
    }
}

/// Frees a tally; NULL is fine.
///
/// Threads: `tally` exclusive.
///
/// @param tally the tally.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_free(tally: *mut txm_journey_tally) {
    unsafe { free(tally) }
}

/// Adds the journeys of all of a log's objects of the tally's type. The log must hold all events of these objects.
///
/// Threads: `tally` exclusive, `log` may be shared.
///
/// @param tally the tally; as before on error.
/// @param log the log; not needed afterwards.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no type of this name, `TXM_STATUS_LIMIT` beyond
///   2^53 visits.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_add_log(
    tally: *mut txm_journey_tally,
    log: *const txm_log,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let log = &shared("log", log)?.log;
            exclusive("tally", tally)?.change().add_log(log)?;
            Ok(())
        })
    }
}

/// Adds everything another tally holds.
///
/// Threads: `into` exclusive, `from` may be shared.
///
/// @param into the tally that grows; as before on error.
/// @param from the other one, unchanged.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_SAME_HANDLE`, `TXM_STATUS_MISMATCH` for another type of objects or another
///   relative error, `TXM_STATUS_LIMIT` beyond 2^53 visits.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_merge(
    into: *mut txm_journey_tally,
    from: *const txm_journey_tally,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let (into, from) = merging(into, from)?;
            into.change().merge(&from.tally)?;
            Ok(())
        })
    }
}

/// Copies a tally as bytes, to be stored or sent. Equal tallies give equal bytes on every machine.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param buffer,capacity where the bytes go; NULL with capacity 0 to ask for the size.
/// @param out_len receives the number of bytes, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_to_bytes(
    tally: *const txm_journey_tally,
    buffer: *mut u8,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = shared("tally", tally)?;
            tally.bytes.copy_bytes(|| Ok(tally.tally.to_bytes()), buffer, capacity, out_len)
        })
    }
}

/// Reads a tally from its bytes.
///
/// Threads: any.
///
/// @param bytes,len what `txm_journey_tally_to_bytes` gave, from this or another machine; untrusted input is
///   fine. Copied.
/// @param out receives the tally, which the caller frees with `txm_journey_tally_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_BYTES`, `TXM_STATUS_UNKNOWN_VERSION`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_from_bytes(
    bytes: *const u8,
    len: usize,
    out: *mut *mut txm_journey_tally,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || Ok(txm_journey_tally::new(JourneyTally::from_bytes(array("bytes", bytes, len)?)?)))
        })
    }
}

/// Copies how often activities were visited, one a row, ascending by name: the row is the activity's number.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param out_object_count receives the number of all journeys, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_copy_nodes(
    tally: *const txm_journey_tally,
    columns: *const txm_journey_node_columns,
    out_len: *mut usize,
    out_object_count: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = shared("tally", tally)?;
            let nodes = &tally.graph().nodes;
            put(out_object_count, tally.tally.object_count());
            let to = txm_journey_node_columns::with_room(columns, nodes.len(), out_len)?;
            copy_column(to.activity, (0..).take(nodes.len()));
            copy_column(to.visits, nodes.iter().map(|node| node.visits));
            copy_column(to.objects, nodes.iter().map(|node| node.objects));
            copy_column(to.starts, nodes.iter().map(|node| node.starts));
            copy_column(to.ends, nodes.iter().map(|node| node.ends));
            Ok(())
        })
    }
}

/// Copies which activity directly follows which, how often, and after what wait; the most frequent first. Medians and
/// percentiles are exact to the tally's relative error, all else exactly.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_copy_edges(
    tally: *const txm_journey_tally,
    columns: *const txm_journey_edge_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let edges = &shared("tally", tally)?.graph().edges;
            let to = txm_journey_edge_columns::with_room(columns, edges.len(), out_len)?;
            copy_column(to.from, edges.iter().map(|edge| edge.from));
            copy_column(to.to, edges.iter().map(|edge| edge.to));
            copy_column(to.count, edges.iter().map(|edge| edge.count));
            copy_column(to.objects, edges.iter().map(|edge| edge.objects));
            copy_column(to.mean, edges.iter().map(|edge| edge.mean));
            copy_column(to.least, edges.iter().map(|edge| edge.least));
            copy_column(to.median, edges.iter().map(|edge| edge.median));
            copy_column(to.p90, edges.iter().map(|edge| edge.p90));
            copy_column(to.most, edges.iter().map(|edge| edge.most));
            Ok(())
        })
    }
}

/// Copies the name of an activity of a tally.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param activity its number.
/// @param buffer,capacity where the name and a terminating NUL go; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes with the NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_tally_copy_name(
    tally: *const txm_journey_tally,
    activity: u32,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let nodes = &shared("tally", tally)?.graph().nodes;
            let missing =
                || Failure::new(TXM_STATUS_NOT_FOUND, format!("the tally has no activity {activity}"));
            let node = nodes.get(activity as usize).ok_or_else(missing)?;
            copy_text(node.name.clone(), buffer, capacity, out_len)
        })
    }
}
