//! Output columns for friction.

use crate::abi::spec::columns;

/// Output columns for the friction of touchpoints, one a row, the heaviest first. Begin with
/// `TXM_FRICTION_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted. The last four have a number per
/// touchpoint and group: those of the first touchpoint, groups in the order of the options, then those of the second.
/// What is withheld or not known is NaN.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_friction_columns {
    /// Size of this struct, as `TXM_FRICTION_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Touchpoints that each column has room for, the last four with all groups; 0 to ask for the number.
    pub capacity: usize,
    /// Receives the touchpoints: activities or objects by their numbers in the log's columns, channels by their place
    /// in `channel_name`.
    pub touchpoint: *mut u32,
    /// Receives the objects that own them; `TXM_NONE` where nobody does, or too few people work under that name.
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

columns!(
    txm_friction_columns: touchpoint, owner, burden, breadth, result, friction, exposure, group_burden
);
