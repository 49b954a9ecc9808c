//! Output columns for nodes and edges of journeys.

use crate::abi::spec::columns;

/// Output columns for the edges of a directly-follows graph, one a row: `to` directly follows `from`. Begin with
/// `TXM_JOURNEY_EDGE_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. Waits are seconds. What is not
/// known is `TXM_NONE_U64` or NaN.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_journey_edge_columns {
    /// Size of this struct, as `TXM_JOURNEY_EDGE_COLUMNS_INIT` sets it.
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
    /// Receives the mean wait between the two, within 1e-9 s of the exact mean.
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

columns!(txm_journey_edge_columns: from, to, count, objects, mean, least, median, p90, most);

/// Output columns for the activities that journeys visit, one a row. Begin with `TXM_JOURNEY_NODE_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_journey_node_columns {
    /// Size of this struct, as `TXM_JOURNEY_NODE_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives activities.
    pub activity: *mut u32,
    /// Receives how often journeys were there.
    pub visits: *mut u64,
    /// Receives how many different journeys were there; known of tallies, else `TXM_NONE_U64`.
    pub objects: *mut u64,
    /// Receives journeys that start there.
    pub starts: *mut u64,
    /// Receives journeys that end there.
    pub ends: *mut u64,
}

columns!(txm_journey_node_columns: activity, visits, objects, starts, ends);
