//! How friction is found, as C writes it.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::journey::friction::FrictionOptions;
use total_experience::journey::log::{ActivityId, EventLog, ObjectTypeId};
use total_experience::model::Stakeholder;

use crate::failure::Failure;
use crate::friction_measures::TXM_COMBINATION_WEIGHTED_MEAN;
use crate::guard::guard;
use crate::handle::shared;
use crate::input::{NUL_TERMINATED, array, optional_array};
use crate::map::txm_map;
use crate::silo::MINIMUM_GROUP;
use crate::spec::{self, Spec, no_padding};
use crate::stakeholder::txm_stakeholder;
use crate::status::{TXM_STATUS_NOT_FOUND, txm_status};

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
    /// Activities that are promised to take no longer than `promise_seconds` since the visit before.
    pub promise: *const u32,
    /// The seconds of each, at least 0.
    pub promise_seconds: *const f64,
    /// Rows of both; 0, the default.
    pub promises: usize,
    /// Per promise the group that it is made to, by its place in `group`; `UINT32_MAX` for those who are served, which
    /// are all groups but employees. NULL, the default, when all promises are made to those.
    pub promise_group: *const u32,
    /// A map whose touchpoints' service levels are promised to those who are served, where the key or name is that of
    /// an activity; NULL, the default, for none. A row of `promise` counts before it.
    pub map: *const txm_map,
    /// One of `TXM_COMBINATION_...`; `TXM_COMBINATION_WEIGHTED_MEAN` unless set.
    pub combination: i32,
    /// The type of objects that work for `owners`, where those are no group of the report; `UINT32_MAX`, the default,
    /// for none.
    pub workers: u32,
    /// Fewest of `workers` at a touchpoint that an owner is named for; 0, the default, for 5.
    pub workers_min: u32,
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
    pub anchors: usize,
    /// The name under which these anchors are declared; NULL, the default, for `as given` where there are anchors or a
    /// combination of the caller's own.
    pub version: *const c_char,
    /// Bytes of `version`; `TXM_NTS` unless set.
    pub version_len: usize,
    /// What was measured elsewhere, of `TXM_COMPONENT_...`; it takes the place of what the log says.
    pub measure: *const i32,
    /// Per measure the touchpoint: an activity or an object of `places` by its number in the log's columns, a channel by
    /// its place in `channel_name` from 0 on.
    pub measure_touchpoint: *const u32,
    /// Per measure the group, by its place in `group`.
    pub measure_group: *const u32,
    /// The values, in the unit of the component's anchors.
    pub measure_value: *const f64,
    /// Rows of these; 0, the default.
    pub measures: usize,
}

no_padding!(
    txm_friction_spec: [u32; 5], i32, f64, [*const c_char; 6], [usize; 4], [*const c_char; 2], i32, [u32; 3],
    [*const c_char; 4], usize, *const c_char, usize, [*const c_char; 4], usize
);

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
        promise_group: null(),
        map: null(),
        combination: TXM_COMBINATION_WEIGHTED_MEAN,
        workers: NONE,
        workers_min: 0,
        reserved: 0,
        anchor: null(),
        anchor_good: null(),
        anchor_bad: null(),
        anchor_weight: null(),
        anchors: 0,
        version: null(),
        version_len: NUL_TERMINATED,
        measure: null(),
        measure_touchpoint: null(),
        measure_group: null(),
        measure_value: null(),
        measures: 0,
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
            Ok((stakeholder, ObjectTypeId::from_u32(object_type)))
        };
        group.iter().zip(types).map(one).collect()
    }

    /// The rest of it.
    ///
    /// # Safety
    ///
    /// As [`Self::to_groups`].
    pub(crate) unsafe fn to_options(
        self,
        log: &EventLog,
        groups: &[(Stakeholder, ObjectTypeId)],
    ) -> Result<FrictionOptions, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
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
        let least = if self.workers_min == 0 { MINIMUM_GROUP } else { self.workers_min };
        options.workers = object_type(self.workers).map(|workers| (workers, least));
        options.open_seconds = Some(self.open_seconds).filter(|seconds| !seconds.is_nan());
        unsafe {
            options.goals = names(log, "goal", array("goal", self.goal, self.goals)?)?;
            options.failures = names(log, "failure", array("failure", self.failure, self.failures)?)?;
            if !self.map.is_null() {
                options = options.with_promises_of(&shared("map", self.map)?.map);
            }
            options = self.add_promises(log, groups, options)?;
            options.scale = self.scale()?;
            self.add_measures(log, groups, options)
        }
    }

    unsafe fn add_promises(
        self,
        log: &EventLog,
        groups: &[(Stakeholder, ObjectTypeId)],
        mut options: FrictionOptions,
    ) -> Result<FrictionOptions, Failure> {
        let (promised, seconds, made_to) = unsafe {
            (
                names(log, "promise", array("promise", self.promise, self.promises)?)?,
                array("promise_seconds", self.promise_seconds, self.promises)?,
                optional_array("promise_group", self.promise_group, self.promises)?,
            )
        };
        for (at, (activity, &seconds)) in promised.into_iter().zip(seconds).enumerate() {
            options = match made_to.and_then(|made_to| made_to.get(at)).copied().unwrap_or(NONE) {
                NONE => options.with_promise(activity, seconds),
                number => options.with_promise_to(
                    group_key(groups, "promise_group", at, number)?,
                    activity,
                    seconds,
                ),
            };
        }
        Ok(options)
    }
}

/// The key of a group by its place.
pub(crate) fn group_key(
    groups: &[(Stakeholder, ObjectTypeId)],
    column: &str,
    at: usize,
    number: u32,
) -> Result<String, Failure> {
    let group = groups.get(number as usize).map(|(stakeholder, _)| stakeholder.key.clone());
    group.ok_or_else(|| {
        let count = groups.len();
        let message = format!("`{column}`[{at}] is {number}, but the number of groups is {count}");
        Failure::new(TXM_STATUS_NOT_FOUND, message)
    })
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
