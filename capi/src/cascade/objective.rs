//! Objectives, weighted sums over nodes: the effect of a cascade, importance of nodes, sensitivity to influences.

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::input::array;
use crate::abi::output::{announce, copy_column, put};
use crate::abi::spec::columns;
use crate::abi::status::*;
use crate::cascade::impact::txm_cascade;
use crate::cascade::network::{node_id, vector};

/// The objective of the caller as a vector over the nodes.
///
/// # Safety
///
/// `node` and `weight` are NULL or point to `len` values.
unsafe fn objective(
    cascade: &txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
) -> Result<Vec<f64>, Failure> {
    if len == 0 {
        return Err(Failure::new(TXM_STATUS_BAD_LENGTH, "an objective needs at least one node"));
    }
    let (node, weight) = unsafe { (array("node", node, len)?, array("weight", weight, len)?) };
    vector(&cascade.network, node, weight)
}

/// Tells the effect of the shock on an objective, a weighted sum over nodes.
///
/// The cascade keeps what was found for the last objective: `txm_cascade_copy_sensitivities` for the same one costs
/// nothing more.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,weight columns of node identifiers and the objective's weight of each.
/// @param len rows of both columns, at least 1.
/// @param out_effect receives the effect in units of the objective. This and the following may be NULL; untouched on
///   error.
/// @param out_standard_error receives the standard error of the effect from those of the influences, taken as
///   independent.
/// @param out_unknown_count receives how many influences matter and have no standard error, so that the effect's is too
///   small.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_LENGTH` without rows, and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_effect(
    cascade: *const txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
    out_effect: *mut f64,
    out_standard_error: *mut f64,
    out_unknown_count: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let found = cascade.sensitivity(objective(cascade, node, weight, len)?)?;
            put(out_effect, found.effect);
            put(out_standard_error, found.standard_error);
            put(out_unknown_count, found.unknown as u64);
            Ok(())
        })
    }
}

/// Copies the importance of every node to an objective, what one unit more there is worth: one node a row, the most
/// valuable first. The shock does not matter.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,weight columns of node identifiers and the objective's weight of each.
/// @param len rows of both columns, at least 1.
/// @param ranked receives node identifiers. May be NULL when not wanted.
/// @param importance receives units of the objective per unit of the row's node. May be NULL when not wanted.
/// @param capacity rows that each column has room for; 0 to ask for the number, which computes nothing.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_LENGTH` for an objective without rows,
///   and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_importance(
    cascade: *const txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
    ranked: *mut u32,
    importance: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let network = &cascade.network;
            let objective = objective(cascade, node, weight, len)?;
            announce(network.node_count(), capacity, out_len)?;
            let ranking = network.importance_with(&objective, &cascade.options)?;
            copy_column(ranked, ranking.iter().map(|found| node_id(network, found.node)));
            copy_column(importance, ranking.iter().map(|found| found.value));
            Ok(())
        })
    }
}

/// Output columns for sensitivities to influences, one edge a row. Begin with
/// `TXM_SENSITIVITY_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_sensitivity_columns {
    /// Size of this struct, as `TXM_SENSITIVITY_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives the node identifiers of the sources.
    pub from: *mut u32,
    /// Receives the node identifiers of the targets.
    pub to: *mut u32,
    /// Receives the change of the effect per unit of the weight.
    pub gradient: *mut f64,
    /// Receives the edge's share of the effect's variance, 0..1; NaN where the weight's standard error is not known or
    /// nothing varies.
    pub variance_share: *mut f64,
}

columns!(txm_sensitivity_columns: from, to, gradient, variance_share);

/// Copies the sensitivity of the effect on an objective to every influence, one edge a row: what to measure next.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,weight columns of node identifiers and the objective's weight of each.
/// @param len rows of both columns, at least 1.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_BAD_LENGTH` for an
///   objective without rows, and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_sensitivities(
    cascade: *const txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
    columns: *const txm_sensitivity_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let network = &cascade.network;
            let objective = objective(cascade, node, weight, len)?;
            let to = txm_sensitivity_columns::with_room(columns, network.edge_count(), out_len)?;
            let edges = &cascade.sensitivity(objective)?.edges;
            copy_column(to.from, edges.iter().map(|edge| node_id(network, edge.from)));
            copy_column(to.to, edges.iter().map(|edge| node_id(network, edge.to)));
            copy_column(to.gradient, edges.iter().map(|edge| edge.gradient));
            copy_column(to.variance_share, edges.iter().map(|edge| edge.variance_share.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}
