//! Edges of journeys as columns of the caller.

use std::ptr::null_mut;

use crate::abi::guard::guard;
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::txm_status;

/// Room for the edges of journeys, one edge a row: `to` directly follows `from`. Begin with `txm_journey_edges_init`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. Waits are seconds. What is not
/// known is `UINT64_MAX` or NaN.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_journey_edges {
    /// Size of this struct, as `txm_journey_edges_init` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives the earlier activity.
    pub from: *mut u32,
    /// Receives the later activity.
    pub to: *mut u32,
    /// Receives how often.
    pub count: *mut u64,
    /// Receives how many different journeys go this way; known of tallies.
    pub objects: *mut u64,
    /// Receives the mean wait between the two.
    pub mean: *mut f64,
    /// Receives the least wait; known of tallies.
    pub least: *mut f64,
    /// Receives the median wait.
    pub median: *mut f64,
    /// Receives the 90th percentile of the waits.
    pub p90: *mut f64,
    /// Receives the largest wait; known of tallies.
    pub most: *mut f64,
}

no_padding!(txm_journey_edges: u32, u32, usize, [*mut u32; 9]);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_journey_edges {
    const NAME: &'static str = "txm_journey_edges";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        capacity: 0,
        from: null_mut(),
        to: null_mut(),
        count: null_mut(),
        objects: null_mut(),
        mean: null_mut(),
        least: null_mut(),
        median: null_mut(),
        p90: null_mut(),
        most: null_mut(),
    };
}

/// Fills room for edges with defaults: no rows, no column wanted.
///
/// Threads: any; `columns` exclusive.
///
/// @param columns the struct to fill.
/// @param struct_size `sizeof *columns` as the caller was compiled; nothing beyond is written.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_journey_edges_init(
    columns: *mut txm_journey_edges,
    struct_size: usize,
) -> txm_status {
    unsafe { guard(std::ptr::null_mut(), || spec::init(columns, struct_size)) }
}
