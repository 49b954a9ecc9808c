//! Friction as columns of the caller.

use std::ptr::null_mut;

use crate::abi::guard::guard;
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::txm_status;

/// Room for the friction of touchpoints, one a row, the heaviest first. Begin with `txm_friction_columns_init`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. The last four have a number per
/// touchpoint and group: those of the first touchpoint, groups in the order of the spec, then those of the second. What
/// is withheld or not known is NaN.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_friction_columns {
    /// Size of this struct, as `txm_friction_columns_init` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Touchpoints that each column has room for, the last four with all groups; 0 to ask for the number.
    pub capacity: usize,
    /// Receives the touchpoints: activities or objects by their numbers in the log's columns, channels by their place
    /// in `channel_name` from 0 on.
    pub touchpoint: *mut u32,
    /// Receives the objects that own them; `UINT32_MAX` where nobody does, or too few people work under that name.
    pub owner: *mut u32,
    /// Receives the burdens of all groups that are shown.
    pub burden: *mut f64,
    /// Receives how many groups share them: their effective number.
    pub breadth: *mut f64,
    /// Receives `TXM_RESULT_PUBLISHED`, `TXM_RESULT_SUPPRESSED` for a group of too few people there, or
    /// `TXM_RESULT_NO_ANSWERS` where nobody of the group was.
    pub result: *mut i32,
    /// Receives frictions, 0..1.
    pub friction: *mut f64,
    /// Receives numbers of visits.
    pub exposure: *mut f64,
    /// Receives friction x exposure x weight of the group.
    pub group_burden: *mut f64,
}

no_padding!(txm_friction_columns: u32, u32, usize, [*mut u32; 8]);

// SAFETY: repr(C), struct_size first, no padding, and integers and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_friction_columns {
    const NAME: &'static str = "txm_friction_columns";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        capacity: 0,
        touchpoint: null_mut(),
        owner: null_mut(),
        burden: null_mut(),
        breadth: null_mut(),
        result: null_mut(),
        friction: null_mut(),
        exposure: null_mut(),
        group_burden: null_mut(),
    };
}

/// Fills room for friction with defaults: no rows, no column wanted.
///
/// Threads: any; `columns` exclusive.
///
/// @param columns the struct to fill.
/// @param struct_size `sizeof *columns` as the caller was compiled; nothing beyond is written.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_columns_init(
    columns: *mut txm_friction_columns,
    struct_size: usize,
) -> txm_status {
    unsafe { guard(null_mut(), || spec::init(columns, struct_size)) }
}
