//! Chains of touchpoints.

use total_experience::journey::markov::{Absorption, Chain};

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::output::{announce, copy_column, put};
use crate::abi::spec;
use crate::abi::status::*;
use crate::journey::paths::txm_paths;

/// How likely journeys reach the goal, and what would be lost without each touchpoint: an absorbing Markov chain,
/// solved. It never changes.
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
                Ok(txm_chain { absorption: Chain::of_order(&paths, order as usize)?.solve()? })
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

/// Tells how journeys end. The three probabilities add up to 1.
///
/// Threads: `chain` may be shared.
///
/// @param chain the chain.
/// @param out_goal receives the probability of the goal. This and the following may be NULL.
/// @param out_lost receives the probability of being lost.
/// @param out_open receives the probability of being seen no further without goal or loss.
/// @param out_steps receives the expected number of touchpoints passed.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_ends(
    chain: *const txm_chain,
    out_goal: *mut f64,
    out_lost: *mut f64,
    out_open: *mut f64,
    out_steps: *mut f64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let found = &shared("chain", chain)?.absorption;
            put(out_goal, found.goal);
            put(out_lost, found.lost);
            put(out_open, found.open);
            put(out_steps, found.expected_steps);
            Ok(())
        })
    }
}

/// Copies what touchpoints are worth to the goal, one a row, ascending; those that some journey passed.
///
/// Threads: `chain` may be shared.
///
/// @param chain the chain.
/// @param touchpoint receives touchpoints. This and each following column may be NULL when it is not wanted.
/// @param visits receives expected visits per journey.
/// @param goal receives the probability of reaching the goal from there.
/// @param removal_effect receives the share of goals that would not be reached if everybody who comes there were lost,
///   0..1; NaN when no journey reaches the goal.
/// @param credit receives the touchpoint's share of the goals, in proportion to the removal effects; NaN when there are
///   none.
/// @param elasticity receives by how many percent the chance of the goal rises when all ways on from there become one
///   percent more likely; NaN when no journey reaches the goal.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_copy_touchpoints(
    chain: *const txm_chain,
    touchpoint: *mut u32,
    visits: *mut f64,
    goal: *mut f64,
    removal_effect: *mut f64,
    credit: *mut f64,
    elasticity: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let roles = &shared("chain", chain)?.absorption.touchpoints;
            announce(roles.len(), capacity, out_len)?;
            copy_column(touchpoint, roles.iter().map(|role| role.name.parse().unwrap_or(u32::MAX)));
            copy_column(visits, roles.iter().map(|role| role.visits));
            copy_column(goal, roles.iter().map(|role| role.goal));
            copy_column(removal_effect, roles.iter().map(|role| role.removal_effect.unwrap_or(f64::NAN)));
            copy_column(credit, roles.iter().map(|role| role.credit.unwrap_or(f64::NAN)));
            copy_column(elasticity, roles.iter().map(|role| role.elasticity.unwrap_or(f64::NAN)));
            Ok(())
        })
    }
}
