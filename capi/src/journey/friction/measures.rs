//! Measures from elsewhere, in place of those of the log.

use total_experience::journey::StakeholderGroup;
use total_experience::journey::friction::{FrictionOptions, OwnMeasure};
use total_experience::journey::log::{ActivityId, EventChannelId, EventLog, ObjectId};

use crate::abi::failure::Failure;
use crate::abi::input::array;
use crate::abi::status::TXM_STATUS_NOT_FOUND;
use crate::journey::friction::groups::group_key;
use crate::journey::friction::options::txm_friction_options;
use crate::journey::friction::scale::component;

impl txm_friction_options {
    /// Adds what was measured elsewhere.
    ///
    /// # Safety
    ///
    /// As [`Self::to_groups`].
    pub(crate) unsafe fn add_measures(
        self,
        log: &EventLog,
        groups: &[StakeholderGroup],
        mut options: FrictionOptions,
    ) -> Result<FrictionOptions, Failure> {
        let (measured, touchpoints, measured_groups, values) = unsafe {
            (
                array("measure", self.measure, self.measure_len)?,
                array("measure_touchpoint", self.measure_touchpoint, self.measure_len)?,
                array("measure_group", self.measure_group, self.measure_len)?,
                array("measure_value", self.measure_value, self.measure_len)?,
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
            let stakeholder = group_key(groups, "measure_group", at, group)?;
            options = options.with_measure(OwnMeasure { touchpoint: name, stakeholder, component, value });
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
