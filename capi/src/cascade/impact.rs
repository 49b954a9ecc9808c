//! Cascades: the impact of a shock on every node.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use total_experience::cascade::analyze::{Effect, Impact, Sensitivity};
use total_experience::cascade::{Network, SolveOptions};

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::input::array;
use crate::abi::output::copy_column;
use crate::abi::spec::columns;
use crate::abi::status::*;
use crate::cascade::network::{node_id, txm_network, vector};
use crate::cascade::solve_options::{self, txm_solve_options};

/// Cascade: the impact of a lasting shock on every node of a network. It keeps its network alive, and never changes.
#[derive(Debug)]
pub struct txm_cascade {
    pub(crate) network: Arc<Network>,
    pub(crate) options: SolveOptions,
    pub(crate) impact: Impact,
    /// Found when they are first asked for.
    standard_errors: OnceLock<Vec<Option<f64>>>,
    /// The last objective that was asked for and what was found.
    sensitivity: Mutex<Option<(Vec<f64>, Arc<Sensitivity>)>>,
}

impl txm_cascade {
    fn ids(&self) -> impl Iterator<Item = u32> {
        self.network.nodes().map(|node| node_id(&self.network, node))
    }

    fn standard_errors(&self) -> Result<&[Option<f64>], Failure> {
        if let Some(found) = self.standard_errors.get() {
            return Ok(found);
        }
        let found = self.network.standard_errors_with(&self.impact.shock, &self.options)?;
        Ok(self.standard_errors.get_or_init(|| found.into_vec()))
    }

    /// The sensitivity of an objective; what was found last is kept for the next call.
    pub(crate) fn sensitivity(&self, objective: Vec<f64>) -> Result<Arc<Sensitivity>, Failure> {
        if let Some((last, found)) = &*self.sensitivity.lock().unwrap_or_else(PoisonError::into_inner)
            && *last == objective
        {
            return Ok(Arc::clone(found));
        }
        let found =
            Arc::new(self.network.sensitivity_with(
                Effect { shock: &self.impact.shock, objective: &objective },
                &self.options,
            )?);
        let kept = Some((objective, Arc::clone(&found)));
        *self.sensitivity.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(found)
    }
}

/// Output columns for the impact of a shock, one node a row. Begin with `TXM_IMPACT_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. All but `node` are in the unit of
/// the row's node; total = shock + direct + indirect.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_impact_columns {
    /// Size of this struct, as `TXM_IMPACT_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives node identifiers.
    pub node: *mut u32,
    /// Receives the shock itself.
    pub shock: *mut f64,
    /// Receives what arrives over one influence.
    pub direct: *mut f64,
    /// Receives what arrives over two or more.
    pub indirect: *mut f64,
    /// Receives everything.
    pub total: *mut f64,
    /// Receives the standard error of the total; NaN where an influence that matters has none. The first call that asks
    /// for it costs a solve for each node that the shock reaches.
    pub standard_error: *mut f64,
}

columns!(txm_impact_columns: node, shock, direct, indirect, total, standard_error);

/// Runs a lasting shock through a network, until all of it has worked through.
///
/// Threads: `network` may be shared.
///
/// @param network the network; not needed afterwards.
/// @param node,shock columns of node identifiers and how far each is moved, in its own unit (points for facets); NULL
///   only with `len` 0. For a network of a map the identifiers are the map's, else numbers from 0.
/// @param len rows of both columns.
/// @param options how closely it is solved; NULL for the defaults.
/// @param out receives the cascade, which the caller frees with `txm_cascade_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE`, `TXM_STATUS_BAD_VALUE`,
///   `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_NOT_CONVERGED`, `TXM_STATUS_OVERFLOW`, `TXM_STATUS_CANCELLED`,
///   `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_run(
    network: *const txm_network,
    node: *const u32,
    shock: *const f64,
    len: usize,
    options: *const txm_solve_options,
    out: *mut *mut txm_cascade,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let network = Arc::clone(&shared("network", network)?.network);
                let (node, shock) = (array("node", node, len)?, array("shock", shock, len)?);
                let options = solve_options::read(options)?;
                let impact = network.impact_with(&vector(&network, node, shock)?, &options)?;
                let (standard_errors, sensitivity) = (OnceLock::new(), Mutex::new(None));
                Ok(txm_cascade { network, options, impact, standard_errors, sensitivity })
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

/// Copies the impact of the shock on every node, one node a row.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`, and for standard errors as
///   `txm_cascade_run`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_impact(
    cascade: *const txm_cascade,
    columns: *const txm_impact_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let impact = &cascade.impact;
            let to = txm_impact_columns::with_room(columns, impact.total.len(), out_len)?;
            let errors = if to.standard_error.is_null() { &[] } else { cascade.standard_errors()? };
            copy_column(to.node, cascade.ids());
            copy_column(to.shock, impact.shock.values().copied());
            copy_column(to.direct, impact.direct.values().copied());
            copy_column(to.indirect, impact.indirect.values().copied());
            copy_column(to.total, impact.total.values().copied());
            copy_column(to.standard_error, errors.iter().map(|error| error.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}
