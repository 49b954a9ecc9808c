//! Options of a report.

use std::ffi::c_char;
use std::ptr::null;

use crate::abi::input::NUL_TERMINATED;
use crate::abi::spec::{Spec, no_padding};
use crate::journey::friction::touchpoints::txm_friction;
use crate::journey::handover::txm_handover;
use crate::score::scorecard::txm_scorecard;

/// Options of a report: what it is composed of beside its map. Begin with `TXM_REPORT_OPTIONS_INIT`.
///
/// Everything may be left out; a part of the report that nothing is known for is there and says so.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_report_options {
    /// Size of this struct, as `TXM_REPORT_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Title; NULL, the default, for none.
    pub title: *const c_char,
    /// Bytes of `title`; `TXM_NTS` unless set.
    pub title_len: usize,
    /// Scores of the map; NULL, the default, for none.
    pub scorecard: *const txm_scorecard,
    /// What is moved: node identifiers of the map.
    pub shock_node: *const u32,
    /// How far each is moved, in its own unit.
    pub shock_amount: *const f64,
    /// Rows of both; 0, the default, for no shock.
    pub shock_len: usize,
    /// What is aimed at: node identifiers of the map.
    pub objective_node: *const u32,
    /// Weight of each.
    pub objective_weight: *const f64,
    /// Rows of both; 0, the default, for the mean over all facets.
    pub objective_len: usize,
    /// Friction by touchpoint, which are found in the map by key, then by label; NULL, the default, for none.
    pub friction: *const txm_friction,
    /// Friction by channel: that of options with `by_channel`; NULL, the default, for none.
    pub channel_friction: *const txm_friction,
    /// Hand-overs between teams; NULL, the default, for none.
    pub handover: *const txm_handover,
}

no_padding!(txm_report_options: u32, u32, [*const u32; 9], [usize; 3]);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_report_options {
    const NAME: &'static str = "txm_report_options";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        title: null(),
        title_len: NUL_TERMINATED,
        scorecard: null(),
        shock_node: null(),
        shock_amount: null(),
        shock_len: 0,
        objective_node: null(),
        objective_weight: null(),
        objective_len: 0,
        friction: null(),
        channel_friction: null(),
        handover: null(),
    };
}
