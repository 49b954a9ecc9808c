//! Conversion of the options of friction to the library's.

use std::time::Duration;

use total_experience::journey::friction::{FrictionOptions, Promise};
use total_experience::journey::log::{ActivityId, EventLog, ObjectTypeId};
use total_experience::journey::{Error, People, StakeholderGroup};

use crate::abi::failure::Failure;
use crate::abi::handle::optional;
use crate::abi::input::{array, optional_array};
use crate::abi::none::{TXM_NONE, some, some_real};
use crate::abi::spec::{self, Spec};
use crate::abi::status::TXM_STATUS_NOT_FOUND;
use crate::journey::friction::groups::group_key;
use crate::journey::friction::options::txm_friction_options;

impl txm_friction_options {
    /// All but the groups.
    ///
    /// # Safety
    ///
    /// As [`Self::to_groups`].
    pub(crate) unsafe fn to_options(
        self,
        log: &EventLog,
        groups: &[StakeholderGroup],
    ) -> Result<FrictionOptions, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        let object_type = |number| some(number).map(ObjectTypeId::from_u32);
        let mut options = FrictionOptions::default();
        options.by_channel = match self.by_channel {
            0 => false,
            1 => true,
            other => return Err(Failure::bad_enum("by_channel", other, "0 and 1")),
        };
        options.places = object_type(self.place_type);
        options.channels = object_type(self.channel_type);
        options.owners = object_type(self.owner_type);
        let workers = |workers| People::new(workers).with_min_group(self.worker_min_group);
        options.workers = object_type(self.worker_type).map(workers);
        let open_for = |seconds| span("the time for which journeys stay open".to_owned(), seconds);
        options.open_for = some_real(self.open_seconds).map(open_for).transpose()?;
        unsafe {
            options.goals = names(log, "goal", array("goal", self.goal, self.goal_len)?)?;
            options.failures = names(log, "failure", array("failure", self.failure, self.failure_len)?)?;
            if let Some(map) = optional("map", self.map)? {
                options = options.with_promises_of(&map.map);
            }
            options = self.add_promises(log, groups, options)?;
            options.scale = self.scale()?;
            self.add_measures(log, groups, options)
        }
    }

    unsafe fn add_promises(
        self,
        log: &EventLog,
        groups: &[StakeholderGroup],
        mut options: FrictionOptions,
    ) -> Result<FrictionOptions, Failure> {
        let (promised, seconds, made_to) = unsafe {
            (
                names(log, "promise", array("promise", self.promise, self.promise_len)?)?,
                array("promise_seconds", self.promise_seconds, self.promise_len)?,
                optional_array("promise_group", self.promise_group, self.promise_len)?,
            )
        };
        for (at, (activity, &seconds)) in promised.into_iter().zip(seconds).enumerate() {
            let promise =
                Promise::new(&*activity, span(format!("the promised time of `{activity}`"), seconds)?);
            let promise = match made_to.and_then(|made_to| made_to.get(at)).copied().unwrap_or(TXM_NONE) {
                TXM_NONE => promise,
                number => promise.to(group_key(groups, "promise_group", at, number)?),
            };
            options = options.with_promise(promise);
        }
        Ok(options)
    }
}

/// A span of so many seconds, at least 0.
fn span(item: String, seconds: f64) -> Result<Duration, Failure> {
    if !(0.0..=f64::MAX).contains(&seconds) {
        return Err(Error::OutOfRange { what: item, value: seconds, low: 0.0, high: f64::MAX }.into());
    }
    Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
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
