//! Absorbing Markov chains of touchpoints.

use total_experience::journey::markov::{Absorption, Chain};

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::none::TXM_NONE;
use crate::abi::output::copy_column;
use crate::abi::spec::{self, Spec, columns, no_padding};
use crate::abi::status::*;
use crate::journey::paths::txm_paths;

/// Absorbing Markov chain of touchpoints, solved: how likely journeys reach the goal, and what would be lost without
/// each touchpoint. It never changes.
#[derive(Debug)]
pub struct txm_chain {
    absorption: Absorption,
}

/// Makes a chain of paths and solves it.
///
/// Threads: any.
///
/// @param paths the paths; not needed afterwards.
/// @param order touchpoints that a state looks back, at least 1; 1 is the customary chain.
/// @param out receives the chain, which the caller frees with `txm_chain_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_VALUE` naming the row, also for no journey at all and for order 0;
///   `TXM_STATUS_NOT_CONVERGED` when journeys hardly ever end; `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_new(
    paths: *const txm_paths,
    order: u32,
    out: *mut *mut txm_chain,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let paths = spec::read(paths)?.paths()?;
                Ok(txm_chain { absorption: Chain::fit_order(&paths, order as usize)?.solve()? })
            })
        })
    }
}

/// Frees a chain; NULL is fine.
///
/// Threads: `chain` exclusive.
///
/// @param chain the chain.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_free(chain: *mut txm_chain) {
    unsafe { free(chain) }
}

/// Probabilities of the ends of journeys, which add up to 1. Begin with `TXM_CASE_ENDS_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_case_ends {
    /// Size of this struct, as `TXM_CASE_ENDS_INIT` sets it.
    pub struct_size: u32,
    /// Always 0.
    pub reserved: u32,
    /// Probability of the goal.
    pub goal: f64,
    /// Probability of being lost.
    pub lost: f64,
    /// Probability of being seen no further without goal or loss.
    pub open: f64,
    /// Expected number of touchpoints passed.
    pub steps: f64,
}

no_padding!(txm_case_ends: u32, u32, [f64; 4]);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_case_ends {
    const NAME: &'static str = "txm_case_ends";
    const DEFAULT: Self =
        Self { struct_size: 0, reserved: 0, goal: f64::NAN, lost: f64::NAN, open: f64::NAN, steps: f64::NAN };
}

/// Tells the probabilities of the ends of journeys.
///
/// Threads: `chain` may be shared.
///
/// @param chain the chain.
/// @param out the struct to fill; as before on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_ends(
    chain: *const txm_chain,
    out: *mut txm_case_ends,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let found = &shared("chain", chain)?.absorption;
            let ends = txm_case_ends {
                goal: found.goal,
                lost: found.lost,
                open: found.open,
                steps: found.expected_steps,
                ..txm_case_ends::DEFAULT
            };
            spec::write(out, ends)
        })
    }
}

/// Output columns for the part of touchpoints in reaching the goal, one a row. Begin with
/// `TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_chain_touchpoint_columns {
    /// Size of this struct, as `TXM_CHAIN_TOUCHPOINT_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives touchpoints.
    pub touchpoint: *mut u32,
    /// Receives expected visits per journey.
    pub visits: *mut f64,
    /// Receives the probability of reaching the goal from there.
    pub goal: *mut f64,
    /// Receives the share of goals that would not be reached if everybody who comes there were lost, 0..1; NaN when no
    /// journey reaches the goal.
    pub removal_effect: *mut f64,
    /// Receives the touchpoint's share of the goals, in proportion to the removal effects; NaN when there are none.
    pub credit: *mut f64,
    /// Receives by how many percent the chance of the goal rises when all ways on from there become one percent more
    /// likely; NaN when no journey reaches the goal.
    pub elasticity: *mut f64,
}

columns!(txm_chain_touchpoint_columns: touchpoint, visits, goal, removal_effect, credit, elasticity);

/// Copies what touchpoints are worth to the goal, one a row, ascending; those that some journey passed.
///
/// Threads: `chain` may be shared.
///
/// @param chain the chain.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_copy_touchpoints(
    chain: *const txm_chain,
    columns: *const txm_chain_touchpoint_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let roles = &shared("chain", chain)?.absorption.touchpoints;
            let to = txm_chain_touchpoint_columns::with_room(columns, roles.len(), out_len)?;
            copy_column(to.touchpoint, roles.iter().map(|role| role.name.parse().unwrap_or(TXM_NONE)));
            copy_column(to.visits, roles.iter().map(|role| role.visits));
            copy_column(to.goal, roles.iter().map(|role| role.goal));
            copy_column(to.removal_effect, roles.iter().map(|role| role.removal_effect.unwrap_or(f64::NAN)));
            copy_column(to.credit, roles.iter().map(|role| role.credit.unwrap_or(f64::NAN)));
            copy_column(to.elasticity, roles.iter().map(|role| role.elasticity.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}
