//! Anchors and measures of the caller's own, as C writes them.

use total_experience::journey::friction::{
    Anchor, Combination, FrictionComponent, FrictionOptions, FrictionScale,
};
use total_experience::journey::log::{ActivityId, EventChannelId, EventLog, ObjectId, ObjectTypeId};
use total_experience::model::Stakeholder;

use crate::failure::Failure;
use crate::friction_spec::{group_key, txm_friction_spec};
use crate::input::{array, optional_array, optional_text};
use crate::status::TXM_STATUS_NOT_FOUND;

/// Time kept waiting, in seconds.
pub const TXM_COMPONENT_WAIT: i32 = 0;
/// Share of visits that do again what was done before.
pub const TXM_COMPONENT_REWORK: i32 = 1;
/// Share of visits that fail.
pub const TXM_COMPONENT_ERROR: i32 = 2;
/// Share of visits after which people leave for good, beyond the usual share.
pub const TXM_COMPONENT_DROP_OFF: i32 = 3;
/// Effort as people state it: CES 2.0, where 7 is easiest.
pub const TXM_COMPONENT_EFFORT: i32 = 4;
/// Share of visits that try again in another channel.
pub const TXM_COMPONENT_SWITCH_AFTER_FAILURE: i32 = 5;
/// Share of visits that take longer than promised.
pub const TXM_COMPONENT_BROKEN_PROMISE: i32 = 6;

/// The weighted mean of the components that were measured: they make up for each other.
pub const TXM_COMBINATION_WEIGHTED_MEAN: i32 = 0;
/// 1 - product of (1 - weight x component): any one of them is enough to hurt. Weights are 0..1.
pub const TXM_COMBINATION_NOISY_OR: i32 = 1;

fn component(name: &str, number: i32) -> Result<FrictionComponent, Failure> {
    Ok(match number {
        TXM_COMPONENT_WAIT => FrictionComponent::Wait,
        TXM_COMPONENT_REWORK => FrictionComponent::Rework,
        TXM_COMPONENT_ERROR => FrictionComponent::Error,
        TXM_COMPONENT_DROP_OFF => FrictionComponent::DropOff,
        TXM_COMPONENT_EFFORT => FrictionComponent::Effort,
        TXM_COMPONENT_SWITCH_AFTER_FAILURE => FrictionComponent::SwitchAfterFailure,
        TXM_COMPONENT_BROKEN_PROMISE => FrictionComponent::BrokenPromise,
        other => return Err(Failure::bad_enum(name, other, "TXM_COMPONENT_...")),
    })
}

impl txm_friction_spec {
    /// Anchors, weights and combination.
    ///
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn scale(self) -> Result<FrictionScale, Failure> {
        let combination = match self.combination {
            TXM_COMBINATION_WEIGHTED_MEAN => Combination::WeightedMean,
            TXM_COMBINATION_NOISY_OR => Combination::NoisyOr,
            other => return Err(Failure::bad_enum("combination", other, "TXM_COMBINATION_...")),
        };
        let (components, good, bad, weights, version) = unsafe {
            (
                array("anchor", self.anchor, self.anchors)?,
                array("anchor_good", self.anchor_good, self.anchors)?,
                array("anchor_bad", self.anchor_bad, self.anchors)?,
                optional_array("anchor_weight", self.anchor_weight, self.anchors)?,
                optional_text("version", self.version, self.version_len)?,
            )
        };
        let mut scale = FrictionScale::default().with_combination(combination);
        for ((&number, &good), &bad) in components.iter().zip(good).zip(bad) {
            scale = scale.with_anchor(component("anchor", number)?, Anchor::new(good, bad)?);
        }
        for (&number, &weight) in components.iter().zip(weights.unwrap_or_default()) {
            scale = scale.with_weight(component("anchor", number)?, weight)?;
        }
        let is_own = !components.is_empty() || combination != Combination::default();
        Ok(match version {
            Some(version) => scale.with_version(version),
            None if is_own => scale.with_version("as given"),
            None => scale,
        })
    }

    /// Adds what was measured elsewhere.
    ///
    /// # Safety
    ///
    /// As [`Self::scale`].
    pub(crate) unsafe fn add_measures(
        self,
        log: &EventLog,
        groups: &[(Stakeholder, ObjectTypeId)],
        mut options: FrictionOptions,
    ) -> Result<FrictionOptions, Failure> {
        let (measured, touchpoints, measured_groups, values) = unsafe {
            (
                array("measure", self.measure, self.measures)?,
                array("measure_touchpoint", self.measure_touchpoint, self.measures)?,
                array("measure_group", self.measure_group, self.measures)?,
                array("measure_value", self.measure_value, self.measures)?,
            )
        };
        let rows = measured.iter().zip(touchpoints).zip(measured_groups).zip(values).enumerate();
        for (at, (((&number, &touchpoint), &group), &value)) in rows {
            let component = component("measure", number)?;
            let name = touchpoint_name(log, &options, touchpoint).ok_or_else(|| {
                let message =
                    format!("`measure_touchpoint`[{at}] is {touchpoint}, which is no touchpoint of the log");
                Failure::new(TXM_STATUS_NOT_FOUND, message)
            })?;
            let key = group_key(groups, "measure_group", at, group)?;
            options = options.with_measure(name, key, component, value);
        }
        Ok(options)
    }
}

/// The name under which friction knows a touchpoint.
fn touchpoint_name(log: &EventLog, options: &FrictionOptions, number: u32) -> Option<String> {
    if options.by_channel {
        return log.channel_name(EventChannelId::from_index(number as usize)?).map(str::to_owned);
    }
    let Some(places) = options.places else {
        return log.activity_name(ActivityId::from_u32(number)).map(str::to_owned);
    };
    let object = ObjectId::from_u32(number);
    let key = log.object_key(object)?;
    (log.type_of(object) == Some(places)).then(|| key.into_owned())
}
