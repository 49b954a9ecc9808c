//! How friction is found, as C writes it.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::journey::{ActivityId, EventLog, FrictionOptions, ObjectTypeId};
use total_experience::model::Stakeholder;

use crate::failure::Failure;
use crate::guard::guard;
use crate::input::array;
use crate::spec::{self, Spec, no_padding};
use crate::stakeholder::txm_stakeholder;
use crate::status::{TXM_STATUS_BAD_OPTION, TXM_STATUS_NOT_FOUND, txm_status};

/// How friction is found in a log. Begin with `txm_friction_spec_init`.
///
/// Activities and types of objects are the numbers of the log's columns.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_friction_spec {
    /// Size of this struct, as `txm_friction_spec_init` sets it.
    pub struct_size: u32,
    /// The type of objects whose journeys are walked; needed.
    pub flow: u32,
    /// The type of objects that are touchpoints, such as branches, never people of a group that is protected;
    /// `UINT32_MAX`, the default, for activities.
    pub places: u32,
    /// The type of objects that are channels; `UINT32_MAX`, the default, for the channels of the events.
    pub channels: u32,
    /// The type of objects that are teams; `UINT32_MAX`, the default, for none: nobody owns a touchpoint.
    pub owners: u32,
    /// 1 when the channels of the events are the touchpoints, in place of activities and `places`; 0 unless set.
    pub by_channel: i32,
    /// A journey whose last event is this many seconds or less before the end of the log is open, and not lost; NaN,
    /// the default, for three days.
    pub open_seconds: f64,
    /// The stakeholder groups, each with its own key.
    pub group: *const *const txm_stakeholder,
    /// Per group the type of objects that its people are.
    pub group_type: *const u32,
    /// Number of groups; 0, the default.
    pub groups: usize,
    /// The activities that give people what they came for.
    pub goal: *const u32,
    /// Number of goals; 0, the default, for the activity where most journeys end.
    pub goals: usize,
    /// The activities that say that the visit before failed.
    pub failure: *const u32,
    /// Number of them; 0, the default: errors are not measured.
    pub failures: usize,
    /// Activities that are promised to take no longer than `promise_seconds`.
    pub promise: *const u32,
    /// The seconds of each, at least 0.
    pub promise_seconds: *const f64,
    /// Rows of both; 0, the default.
    pub promises: usize,
}

no_padding!(txm_friction_spec: [u32; 5], i32, f64, [*const c_char; 6], [usize; 4]);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_friction_spec {
    const NAME: &'static str = "txm_friction_spec";
    const DEFAULT: Self = Self {
        struct_size: 0,
        flow: NONE,
        places: NONE,
        channels: NONE,
        owners: NONE,
        by_channel: 0,
        open_seconds: f64::NAN,
        group: null(),
        group_type: null(),
        groups: 0,
        goal: null(),
        goals: 0,
        failure: null(),
        failures: 0,
        promise: null(),
        promise_seconds: null(),
        promises: 0,
    };
}

/// A type, touchpoint or owner that is not there.
pub(crate) const NONE: u32 = u32::MAX;

impl txm_friction_spec {
    /// The stakeholder groups in the library's own words.
    ///
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn to_groups(self) -> Result<Vec<(Stakeholder, ObjectTypeId)>, Failure> {
        let (group, types) = unsafe {
            (array("group", self.group, self.groups)?, array("group_type", self.group_type, self.groups)?)
        };
        let one = |(&group, &object_type)| {
            let stakeholder = unsafe { spec::read::<txm_stakeholder>(group)?.to_model() }?;
            if object_type == self.places && stakeholder.minimum_group() > 1 {
                let key = &stakeholder.key;
                let message =
                    format!("`places` is the type of the people of `{key}`, who are not shown one by one");
                return Err(Failure::new(TXM_STATUS_BAD_OPTION, message));
            }
            Ok((stakeholder, ObjectTypeId::from_u32(object_type)))
        };
        group.iter().zip(types).map(one).collect()
    }

    /// The rest of it.
    ///
    /// # Safety
    ///
    /// As [`Self::to_groups`].
    pub(crate) unsafe fn to_options(self, log: &EventLog) -> Result<FrictionOptions, Failure> {
        let object_type = |number| Some(number).filter(|&number| number != NONE).map(ObjectTypeId::from_u32);
        let mut options = FrictionOptions::default();
        options.by_channel = match self.by_channel {
            0 => false,
            1 => true,
            other => return Err(Failure::bad_enum("by_channel", other, "0 and 1")),
        };
        options.places = object_type(self.places);
        options.channels = object_type(self.channels);
        options.owners = object_type(self.owners);
        options.open_seconds = Some(self.open_seconds).filter(|seconds| !seconds.is_nan());
        unsafe {
            options.goals = names(log, "goal", array("goal", self.goal, self.goals)?)?;
            options.failures = names(log, "failure", array("failure", self.failure, self.failures)?)?;
            let promised = names(log, "promise", array("promise", self.promise, self.promises)?)?;
            let seconds = array("promise_seconds", self.promise_seconds, self.promises)?;
            options.promises = promised.into_iter().zip(seconds.iter().copied()).collect();
        }
        Ok(options)
    }
}

fn names(log: &EventLog, column: &str, activities: &[u32]) -> Result<Vec<String>, Failure> {
    let name = |(at, &number): (usize, &u32)| {
        log.activity_name(ActivityId::from_u32(number)).map(str::to_owned).ok_or_else(|| {
            let count = log.activity_count();
            let message = format!("`{column}`[{at}] is {number}, but the log has {count} activities");
            Failure::new(TXM_STATUS_NOT_FOUND, message)
        })
    };
    activities.iter().enumerate().map(name).collect()
}

/// Fills the spec of friction with defaults: activities as touchpoints, no group, no goal, no owners.
///
/// - `spec`: the struct to fill.
/// - `struct_size`: `sizeof *spec` as the caller was compiled; nothing beyond is written.
/// - Errors: `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_BAD_STRUCT`.
/// - Threads: any; `spec` exclusive.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_friction_spec_init(
    spec: *mut txm_friction_spec,
    struct_size: usize,
) -> txm_status {
    unsafe { guard(std::ptr::null_mut(), || spec::init(spec, struct_size)) }
}
