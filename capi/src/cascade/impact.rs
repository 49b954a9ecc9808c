//! Cascades.

use std::sync::Arc;

use total_experience::cascade::analyze::Impact;
use total_experience::cascade::{Network, SolveOptions};

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::input::array;
use crate::abi::output::{announce, copy_column, put};
use crate::abi::status::*;
use crate::cascade::network::{node_id, txm_network, vector};
use crate::cascade::solve_options::{self, txm_solve_options};

/// What a push does everywhere in a network. It keeps the network alive that it ran in, and never changes.
#[derive(Debug)]
pub struct txm_cascade {
    pub(crate) network: Arc<Network>,
    pub(crate) options: SolveOptions,
    pub(crate) impact: Impact,
}

impl txm_cascade {
    fn ids(&self) -> impl Iterator<Item = u32> {
        (0..self.network.node_count()).map(|number| node_id(&self.network, number))
    }

    /// # Safety
    ///
    /// `node` and `weight` are NULL or point to `len` values.
    unsafe fn objective(
        &self,
        node: *const u32,
        weight: *const f64,
        len: usize,
    ) -> Result<Vec<f64>, Failure> {
        if len == 0 {
            return Err(Failure::new(TXM_STATUS_BAD_LENGTH, "an objective needs at least one node"));
        }
        let (node, weight) = unsafe { (array("node", node, len)?, array("weight", weight, len)?) };
        vector(&self.network, node, weight)
    }
}

/// Pushes nodes, lastingly, and finds out what that does everywhere once all of it has worked through.
///
/// Threads: `network` may be shared.
///
/// @param network the network; not needed afterwards.
/// @param node,amount columns of node identifiers and how far each is pushed, in its own unit (points for facets); NULL
///   only with `len` 0. For a network of a map the identifiers are the map's, else numbers from 0.
/// @param len rows of both columns.
/// @param options how closely it is solved; NULL for the defaults.
/// @param out receives the cascade, which the caller frees with `txm_cascade_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE`, `TXM_STATUS_BAD_VALUE`,
///   `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_NOT_CONVERGED`, `TXM_STATUS_OVERFLOW`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_run(
    network: *const txm_network,
    node: *const u32,
    amount: *const f64,
    len: usize,
    options: *const txm_solve_options,
    out: *mut *mut txm_cascade,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let network = Arc::clone(&shared("network", network)?.network);
                let (node, amount) = (array("node", node, len)?, array("amount", amount, len)?);
                let options = solve_options::read(options)?;
                let impact = network.impact(&vector(&network, node, amount)?, &options)?;
                Ok(txm_cascade { network, options, impact })
            })
        })
    }
}

/// Frees a cascade; NULL is fine.
///
/// Threads: `cascade` exclusive.
///
/// @param cascade the cascade.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_free(cascade: *mut txm_cascade) {
    unsafe { free(cascade) }
}

/// Copies what the push does at every node, one node a row; total = shock + direct + indirect.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node receives node identifiers. This and each following column may be NULL when it is not wanted; all are in
///   the unit of the row's node.
/// @param shock receives the push itself.
/// @param direct receives what arrives over one influence.
/// @param indirect receives what arrives over two or more.
/// @param total receives everything.
/// @param standard_error receives the standard error of the total, NaN where an influence that matters has none. Asking
///   for it costs a solve for each node that the push reaches.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, and for standard errors as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_impact(
    cascade: *const txm_cascade,
    node: *mut u32,
    shock: *mut f64,
    direct: *mut f64,
    indirect: *mut f64,
    total: *mut f64,
    standard_error: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let impact = &cascade.impact;
            announce(impact.total.len(), capacity, out_len)?;
            let errors = match standard_error.is_null() {
                true => Vec::new(),
                false => cascade.network.standard_errors(&impact.shock, &cascade.options)?,
            };
            copy_column(node, cascade.ids());
            copy_column(shock, impact.shock.iter().copied());
            copy_column(direct, impact.direct.iter().copied());
            copy_column(indirect, impact.indirect.iter().copied());
            copy_column(total, impact.total.iter().copied());
            copy_column(standard_error, errors.into_iter().map(|error| error.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}

/// Tells what the push does to an objective, a weighted sum over nodes.
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
/// @param out_unknown receives how many influences matter and have no standard error, so that the effect's is too
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
    out_unknown: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let objective = cascade.objective(node, weight, len)?;
            let found = cascade.network.sensitivity(&cascade.impact.shock, &objective, &cascade.options)?;
            put(out_effect, found.effect);
            put(out_standard_error, found.standard_error);
            put(out_unknown, found.unknown as u64);
            Ok(())
        })
    }
}

/// Copies what one unit more at each node is worth to an objective, one node a row, the most valuable first: the
/// keystones of the network. The push does not matter.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,weight columns of node identifiers and the objective's weight of each.
/// @param len rows of both columns, at least 1.
/// @param keystone receives node identifiers. May be NULL when not wanted.
/// @param value receives units of the objective per unit of the row's node. May be NULL when not wanted.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_LENGTH` for an objective without rows,
///   and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_keystones(
    cascade: *const txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
    keystone: *mut u32,
    value: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let network = &cascade.network;
            let objective = cascade.objective(node, weight, len)?;
            announce(network.node_count(), capacity, out_len)?;
            let ranking = network.keystones(&objective, &cascade.options)?;
            copy_column(keystone, ranking.iter().map(|found| node_id(network, found.node)));
            copy_column(value, ranking.iter().map(|found| found.value));
            Ok(())
        })
    }
}

/// Copies how the effect on an objective hangs on every influence, one edge a row: what to measure next.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,weight columns of node identifiers and the objective's weight of each.
/// @param len rows of both columns, at least 1.
/// @param from,to receive the node identifiers of the edge's ends. These and each following column may be NULL when not
///   wanted.
/// @param gradient receives the change of the effect per unit of the weight.
/// @param variance_share receives the edge's share of the effect's variance, 0..1; NaN where the weight's standard
///   error is not known or nothing varies.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_LENGTH` for an objective without rows,
///   and as `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_sensitivities(
    cascade: *const txm_cascade,
    node: *const u32,
    weight: *const f64,
    len: usize,
    from: *mut u32,
    to: *mut u32,
    gradient: *mut f64,
    variance_share: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let network = &cascade.network;
            let objective = cascade.objective(node, weight, len)?;
            announce(network.edge_count(), capacity, out_len)?;
            let found = network.sensitivity(&cascade.impact.shock, &objective, &cascade.options)?.edges;
            copy_column(from, found.iter().map(|edge| node_id(network, edge.from)));
            copy_column(to, found.iter().map(|edge| node_id(network, edge.to)));
            copy_column(gradient, found.iter().map(|edge| edge.gradient));
            copy_column(variance_share, found.iter().map(|edge| edge.variance_share.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}
