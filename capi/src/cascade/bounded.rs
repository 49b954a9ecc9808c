//! Bounded cascades: scores saturate at 0 and 100.

use total_experience::cascade::models::BoundedOptions;

use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::input::array;
use crate::abi::output::{announce, copy_column, put};
use crate::abi::status::*;
use crate::cascade::impact::txm_cascade;
use crate::cascade::network::column;

/// Copies the impact of the shock on every node where scores saturate at 0 and 100.
///
/// It is for shocks that are large beside the headroom, and agrees with the total of `txm_cascade_copy_impact` for
/// small ones.
///
/// Threads: `cascade` may be shared.
///
/// @param cascade the cascade.
/// @param node,score columns of node identifiers and today's points of each, 0..100. A node that is not named, such as
///   an outcome, stays linear.
/// @param len rows of both columns; 0 leaves everything linear.
/// @param fall_weight by how much people feel falls more than gains, at least 1.
/// @param total receives the change at every node in its unit, in the rows of `txm_cascade_copy_impact`. May be NULL
///   when not wanted.
/// @param capacity rows that `total` has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param out_unique receives 1 where it is proved that there is no other answer, else 0. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE`,
///   `TXM_STATUS_BAD_VALUE` for a score outside 0..100, `TXM_STATUS_BAD_OPTION`, `TXM_STATUS_NOT_CONVERGED` when no
///   answer was found.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_cascade_copy_bounded(
    cascade: *const txm_cascade,
    node: *const u32,
    score: *const f64,
    len: usize,
    fall_weight: f64,
    total: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    out_unique: *mut i32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let cascade = shared("cascade", cascade)?;
            let network = &cascade.network;
            let scores = column(network, array("node", node, len)?, array("score", score, len)?)?;
            announce(network.node_count(), capacity, out_len)?;
            let options =
                BoundedOptions::default().with_fall_weight(fall_weight).with_solve(cascade.options.clone());
            let found = network.bounded_with(&cascade.impact.shock, &scores, &options)?;
            copy_column(total, found.total);
            put(out_unique, i32::from(found.unique));
            Ok(())
        })
    }
}
