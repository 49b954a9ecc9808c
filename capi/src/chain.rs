//! Chains of touchpoints.

use total_experience::journey::markov::{Absorption, Chain};

use crate::guard::{free, guard};
use crate::handle::{create, shared};
use crate::output::{announce, copy_column, put};
use crate::paths::txm_paths;
use crate::spec;
use crate::status::*;

/// How likely journeys reach the goal, and what would be lost without each touchpoint: an absorbing Markov chain,
/// solved. It never changes.
#[derive(Debug)]
pub struct txm_chain {
    absorption: Absorption,
}

/// Makes a chain of paths and solves it.
///
/// - `paths`: the paths; not needed afterwards.
/// - `order`: touchpoints that a state looks back, at least 1; 1 is the customary chain.
/// - `out`: receives the chain, which the caller frees with `txm_chain_free`; NULL on error.
/// - Errors: `TXM_STATUS_BAD_VALUE` naming the row, also for no journey at all and for order 0;
///   `TXM_STATUS_NOT_CONVERGED` when journeys hardly ever end; `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
/// - Threads: any.
/// - Since 0.1.
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
/// - Threads: `chain` exclusive.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_chain_free(chain: *mut txm_chain) {
    unsafe { free(chain) }
}

/// Tells how journeys end. The three probabilities add up to 1.
///
/// - `chain`: the chain.
/// - `out_goal`: receives the probability of the goal. This and the following may be NULL.
/// - `out_lost`: receives the probability of being lost.
/// - `out_open`: receives the probability of being seen no further without goal or loss.
/// - `out_steps`: receives the expected number of touchpoints passed.
/// - Errors: none of its own.
/// - Threads: `chain` may be shared.
/// - Since 0.1.
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
/// - `chain`: the chain.
/// - `touchpoint`: receives touchpoints. This and each following column may be NULL when it is not wanted.
/// - `visits`: receives expected visits per journey.
/// - `goal`: receives the probability of reaching the goal from there.
/// - `removal_effect`: receives the share of goals that would not be reached if everybody who comes there were lost,
///   0..1; NaN when no journey reaches the goal.
/// - `credit`: receives the touchpoint's share of the goals, in proportion to the removal effects; NaN when there are
///   none.
/// - `elasticity`: receives by how many percent the chance of the goal rises when all ways on from there become one
///   percent more likely; NaN when no journey reaches the goal.
/// - `capacity`: rows that each column has room for; 0 to ask for the number.
/// - `out_len`: receives the number of rows, also when the capacity is too small. May be NULL.
/// - Errors: `TXM_STATUS_BUFFER_TOO_SMALL`.
/// - Threads: `chain` may be shared.
/// - Since 0.1.
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
