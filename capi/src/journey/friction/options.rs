//! Options of friction.

use std::ffi::c_char;
use std::ptr::null;

use crate::abi::input::NUL_TERMINATED;
use crate::abi::none::TXM_NONE;
use crate::abi::spec::{Spec, no_padding};
use crate::journey::friction::constants::TXM_COMBINATION_WEIGHTED_MEAN;
use crate::model::map::txm_map;
use crate::model::stakeholder::txm_stakeholder;

/// Options of friction. Begin with `TXM_FRICTION_OPTIONS_INIT`.
///
/// Activities and types of objects are the numbers of the log's columns.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_friction_options {
    /// Size of this struct, as `TXM_FRICTION_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// The type of objects whose journeys are walked; needed.
    pub object_type: u32,
    /// The type of objects that are touchpoints, such as branches, never people of a group that is protected;
    /// `TXM_NONE`, the default, for activities.
    pub place_type: u32,
    /// The type of objects that are channels; `TXM_NONE`, the default, for the channels of the events.
    pub channel_type: u32,
    /// The type of objects that are teams; `TXM_NONE`, the default, for none: nobody owns a touchpoint.
    pub owner_type: u32,
    /// 1 when the channels of the events are the touchpoints, in place of activities and `place_type`; 0 unless set.
    pub by_channel: i32,
    /// A journey whose last event is this many seconds or less before the end of the log is open, and not lost; NaN,
    /// the default, for three days.
    pub open_seconds: f64,
    /// The stakeholder groups, each with its own key.
    pub group: *const *const txm_stakeholder,
    /// Per group the type of objects that its people are.
    pub group_type: *const u32,
    /// Number of groups; 0, the default.
    pub group_len: usize,
    /// The activities that give people what they came for.
    pub goal: *const u32,
    /// Number of goals; 0, the default, for the activity where most journeys end.
    pub goal_len: usize,
    /// The activities that say that the visit before failed.
    pub failure: *const u32,
    /// Number of them; 0, the default: errors are not measured.
    pub failure_len: usize,
    /// Activities that are promised to take no longer than `promise_seconds` since the visit before.
    pub promise: *const u32,
    /// The seconds of each, at least 0.
    pub promise_seconds: *const f64,
    /// Rows of both; 0, the default.
    pub promise_len: usize,
    /// Per promise the group that it is made to, by its place in `group`; `TXM_NONE` for those who are served, which
    /// are all groups but employees. NULL, the default, when all promises are made to those.
    pub promise_group: *const u32,
    /// A map whose touchpoints' service levels are promised to those who are served, where the key or name is that of
    /// an activity; NULL, the default, for none. A row of `promise` counts before it.
    pub map: *const txm_map,
    /// One of `TXM_COMBINATION_...`; `TXM_COMBINATION_WEIGHTED_MEAN` unless set.
    pub combination: i32,
    /// The type of objects that work for `owner_type`, where those are no group of the report; `TXM_NONE`, the default,
    /// for none.
    pub worker_type: u32,
    /// Fewest of `worker_type` at a touchpoint that an owner is named for; 5 unless set.
    pub worker_min_group: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Components, of `TXM_COMPONENT_...`, with anchors of the caller's own.
    pub anchor: *const i32,
    /// Per anchor the value of the measure without friction.
    pub anchor_good: *const f64,
    /// Per anchor the value of complete friction.
    pub anchor_bad: *const f64,
    /// Per anchor the weight of the component, at least 0; NULL, the default, to leave all weights as they are.
    pub anchor_weight: *const f64,
    /// Rows of these; 0, the default: the library's own anchors.
    pub anchor_len: usize,
    /// The name under which these anchors are declared; NULL, the default, for `as given` where there are anchors or a
    /// combination of the caller's own.
    pub version: *const c_char,
    /// Bytes of `version`; `TXM_NTS` unless set.
    pub version_len: usize,
    /// What was measured elsewhere, of `TXM_COMPONENT_...`; it takes the place of what the log says.
    pub measure: *const i32,
    /// Per measure the touchpoint: an activity or an object of `place_type` by its number in the log's columns, a
    /// channel by its place in `channel_name`.
    pub measure_touchpoint: *const u32,
    /// Per measure the group, by its place in `group`.
    pub measure_group: *const u32,
    /// The values, in the unit of the component's anchors.
    pub measure_value: *const f64,
    /// Rows of these; 0, the default.
    pub measure_len: usize,
}

no_padding!(
    txm_friction_options: [u32; 5], i32, f64, [*const c_char; 6], [usize; 4], [*const c_char; 2], i32, [u32; 3],
    [*const c_char; 4], usize, *const c_char, usize, [*const c_char; 4], usize
);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_friction_options {
    const NAME: &'static str = "txm_friction_options";
    const DEFAULT: Self = Self {
        struct_size: 0,
        object_type: TXM_NONE,
        place_type: TXM_NONE,
        channel_type: TXM_NONE,
        owner_type: TXM_NONE,
        by_channel: 0,
        open_seconds: f64::NAN,
        group: null(),
        group_type: null(),
        group_len: 0,
        goal: null(),
        goal_len: 0,
        failure: null(),
        failure_len: 0,
        promise: null(),
        promise_seconds: null(),
        promise_len: 0,
        promise_group: null(),
        map: null(),
        combination: TXM_COMBINATION_WEIGHTED_MEAN,
        worker_type: TXM_NONE,
        worker_min_group: 5,
        reserved: 0,
        anchor: null(),
        anchor_good: null(),
        anchor_bad: null(),
        anchor_weight: null(),
        anchor_len: 0,
        version: null(),
        version_len: NUL_TERMINATED,
        measure: null(),
        measure_touchpoint: null(),
        measure_group: null(),
        measure_value: null(),
        measure_len: 0,
    };
}
