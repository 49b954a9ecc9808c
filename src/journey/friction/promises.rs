//! Promised times of activities, and who may expect them.

use std::collections::BTreeMap;

use crate::journey::Error;
use crate::journey::checks::checked;
use crate::journey::log::EventLog;
use crate::model::map::ExperienceMap;
use crate::model::{Role, Stakeholder};

const SECOND: f64 = 1e9;

/// A promise of how long an activity takes at most.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Promise {
    /// Name of the activity, as in the log.
    pub activity: String,
    /// The seconds since the visit before that it takes at most.
    pub seconds: f64,
    /// Key of the stakeholder group that it is promised to. `None`: those who are served, which are all groups but
    /// employees.
    pub stakeholder: Option<String>,
}

/// By key and by name the seconds that the map's service levels promise.
pub(crate) fn service_levels(map: &ExperienceMap) -> BTreeMap<&str, f64> {
    let promised = map
        .touchpoints()
        .iter()
        .filter_map(|touchpoint| Some((touchpoint, touchpoint.service_level?.seconds)));
    promised
        .flat_map(|(touchpoint, seconds)| [(touchpoint.label(), seconds), (touchpoint.key.as_str(), seconds)])
        .collect()
}

/// Whether promises to all, due times and the loss of journeys are this group's: not those of employees, who serve.
pub(crate) fn is_served(stakeholder: &Stakeholder) -> bool {
    stakeholder.role != Role::Employee
}

pub(crate) fn check(promises: &[Promise]) -> Result<(), Error> {
    let one = |promise: &Promise| {
        checked(|| format!("the promised time of `{}`", promise.activity), promise.seconds, f64::MAX)
    };
    promises.iter().try_for_each(one)
}

/// By activity the nanoseconds that it is promised to take at most to this group.
pub(crate) fn promised(log: &EventLog, stakeholder: &Stakeholder, promises: &[Promise]) -> Vec<Option<i128>> {
    let mut promised = vec![None; log.activity_count()];
    let (own, all): (Vec<_>, Vec<_>) = promises.iter().partition(|promise| promise.stakeholder.is_some());
    let own = own.into_iter().filter(|promise| promise.stakeholder.as_ref() == Some(&stakeholder.key));
    for promise in all.into_iter().filter(|_| is_served(stakeholder)).chain(own) {
        if let Some(activity) = log.activity(&promise.activity) {
            promised[activity.index()] = Some((promise.seconds * SECOND).round().min(1e24) as i128);
        }
    }
    promised
}
