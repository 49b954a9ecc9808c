//! Promised times of activities, and who may expect them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::journey::log::EventLog;
use crate::journey::seconds;
use crate::model::map::ExperienceMap;
use crate::model::{Role, Stakeholder};

/// A promise of how long an activity takes at most.
///
/// ```
/// use std::time::Duration;
/// use total_experience::journey::friction::Promise;
///
/// let promise = Promise::new("repair", Duration::from_secs(172_800)).to("technicians");
/// assert_eq!(promise.stakeholder.as_deref(), Some("technicians"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Promise {
    /// Name of the activity, as in the log.
    pub activity: String,
    /// The time since the visit before that it takes at most. In JSON a number of seconds, `seconds`.
    #[serde(rename = "seconds", with = "seconds::Seconds")]
    pub at_most: Duration,
    /// Key of the stakeholder group that it is promised to. `None`: those who are served, which are all groups but
    /// employees.
    #[serde(default)]
    pub stakeholder: Option<String>,
}

impl Promise {
    /// A promise to those who are served. Employees are not charged with what was promised to others.
    pub fn new(activity: impl Into<String>, at_most: Duration) -> Self {
        Self { activity: activity.into(), at_most, stakeholder: None }
    }

    /// Sets the one stakeholder group that it is made to, which may be employees.
    #[must_use]
    pub fn to(mut self, stakeholder: impl Into<String>) -> Self {
        self.stakeholder = Some(stakeholder.into());
        self
    }
}

/// What the service levels of a map promise, by key and by name of its touchpoints.
pub(crate) fn service_levels(map: &ExperienceMap) -> impl Iterator<Item = Promise> {
    map.touchpoint_names().filter_map(|(name, touchpoint)| {
        Some(Promise::new(name, seconds::span(touchpoint.service_level?.seconds)))
    })
}

/// Whether promises to all, due times and the loss of journeys are this group's: not those of employees, who serve.
pub(crate) fn is_served(stakeholder: &Stakeholder) -> bool {
    stakeholder.role != Role::Employee
}

/// By activity the nanoseconds that it is promised to take at most to this group.
pub(crate) fn promised(log: &EventLog, stakeholder: &Stakeholder, promises: &[Promise]) -> Vec<Option<i128>> {
    let mut promised = vec![None; log.activity_count()];
    let (own, all): (Vec<_>, Vec<_>) = promises.iter().partition(|promise| promise.stakeholder.is_some());
    let own = own.into_iter().filter(|promise| promise.stakeholder.as_ref() == Some(&stakeholder.key));
    for promise in all.into_iter().filter(|_| is_served(stakeholder)).chain(own) {
        if let Some(activity) = log.activity(&promise.activity) {
            promised[activity.index()] = Some(seconds::nanoseconds(promise.at_most));
        }
    }
    promised
}
