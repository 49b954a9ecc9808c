//! Options of journeys followed through channels.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::journey::log::ObjectTypeId;
use crate::journey::log::traces::EndRules;
use crate::journey::{People, StakeholderGroup, seconds};

/// Options of journeys followed through channels; see [`Channels::discover_with`](super::Channels::discover_with) and
/// [`Switching::discover_with`](super::Switching::discover_with).
///
/// ```
/// use std::time::Duration;
/// use total_experience::journey::channel::ChannelOptions;
///
/// let options = ChannelOptions::default().with_goal("buy").with_lost("cancel").with_window(Duration::from_secs(3_600));
/// assert_eq!((options.goals.len(), options.people), (1, None));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ChannelOptions {
    /// Names of the activities that give people what they came for. None: the activity where most journeys end.
    pub goals: Vec<String>,
    /// Names of the activities at which a journey is lost.
    pub lost: Vec<String>,
    /// A journey without a declared end whose last event is this long or less before the end of the log is open, else
    /// lost. Default three days. In JSON a number of seconds, `open_seconds`.
    #[serde(rename = "open_seconds", with = "seconds::Seconds")]
    pub open_for: Duration,
    /// How long after a switch a step that is done again is the switch's fault. Default a day. In JSON a number of
    /// seconds, `window_seconds`.
    #[serde(rename = "window_seconds", with = "seconds::Seconds")]
    pub window: Duration,
    /// Types of objects by which journeys are looked at apart: segments, places.
    pub parts: Vec<ObjectTypeId>,
    /// Who takes part in journeys, and the fewest of them whose figures are shown. `None`: each journey is somebody, and
    /// all figures are shown.
    pub people: Option<People>,
}

impl Default for ChannelOptions {
    fn default() -> Self {
        Self {
            goals: Vec::new(),
            lost: Vec::new(),
            open_for: Duration::from_secs(259_200),
            window: Duration::from_secs(86_400),
            parts: Vec::new(),
            people: None,
        }
    }
}

impl ChannelOptions {
    /// Sets one more goal.
    #[must_use]
    pub fn with_goal(mut self, activity: impl Into<String>) -> Self {
        self.goals.push(activity.into());
        self
    }

    /// Sets one more activity at which journeys are lost.
    #[must_use]
    pub fn with_lost(mut self, activity: impl Into<String>) -> Self {
        self.lost.push(activity.into());
        self
    }

    /// Sets how long before the end of the log the last event of an open journey may be.
    #[must_use]
    pub const fn with_open_for(mut self, span: Duration) -> Self {
        self.open_for = span;
        self
    }

    /// Sets how long after a switch a step that is done again is the switch's fault.
    #[must_use]
    pub const fn with_window(mut self, span: Duration) -> Self {
        self.window = span;
        self
    }

    /// Sets one more type of objects by which journeys are looked at apart.
    #[must_use]
    pub fn with_part(mut self, object_type: ObjectTypeId) -> Self {
        self.parts.push(object_type);
        self
    }

    /// Sets who takes part in journeys, and the fewest of them whose figures are shown.
    #[must_use]
    pub const fn with_people(mut self, people: People) -> Self {
        self.people = Some(people);
        self
    }

    /// Sets who takes part by the groups of a report: where all of them are protected, journeys are those of the first;
    /// else each journey is somebody.
    #[must_use]
    pub fn with_people_of(mut self, groups: &[StakeholderGroup]) -> Self {
        let is_protected = |group: &StakeholderGroup| !group.people().min_group.is_off();
        let all = groups.iter().all(is_protected);
        self.people = groups.first().filter(|_| all).map(StakeholderGroup::people);
        self
    }

    pub(crate) fn ends(&self) -> EndRules<'_> {
        EndRules { goals: &self.goals, lost: &self.lost, open_for: self.open_for }
    }
}
