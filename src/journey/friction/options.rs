//! Options of friction found in a log.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::promises::{Promise, service_levels};
use super::{FrictionComponent, FrictionScale};
use crate::Execution;
use crate::journey::log::ObjectTypeId;
use crate::journey::{People, seconds};
use crate::model::map::ExperienceMap;

/// Options of friction found in a log; see [`Friction::discover_with`](super::Friction::discover_with).
///
/// ```
/// use total_experience::journey::friction::{FrictionOptions, FrictionScale};
///
/// let options = FrictionOptions::default().with_goal("Resolve ticket").with_scale(FrictionScale::default());
/// assert_eq!(options.goals, ["Resolve ticket"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FrictionOptions {
    /// Anchors, weights and combination.
    pub scale: FrictionScale,
    /// Names of the activities that give people what they came for. None: the activity where most journeys end.
    pub goals: Vec<String>,
    /// A journey whose last event is this long or less before the end of the log is open, and not lost. `None`: the bad
    /// anchor of the wait. In JSON a number of seconds, `open_seconds`.
    #[serde(rename = "open_seconds", with = "seconds::OptionalSeconds")]
    pub open_for: Option<Duration>,
    /// Objects of this type are the touchpoints, such as branches. `None`: activities are.
    pub places: Option<ObjectTypeId>,
    /// Whether the channels of the events are the touchpoints, in place of activities and objects.
    pub by_channel: bool,
    /// The type of objects that are channels. `None`: the channels of the events. Where the log has neither, switches
    /// after failure are not measured.
    pub channels: Option<ObjectTypeId>,
    /// The type of objects that are teams; without it nobody owns a touchpoint.
    pub owners: Option<ObjectTypeId>,
    /// Those who work for the owners, and the fewest of them that an owner is named for, where they are no stakeholder
    /// group of the report: an owner that one person works for is as good as that person's name.
    pub workers: Option<People>,
    /// Names of activities that say that the visit before failed; none: errors are not measured.
    pub failures: Vec<String>,
    /// How long activities are promised to take at most, and to whom; activities that the log lacks do not matter. Of
    /// several for the same activity and people the last counts, and one for a group counts before one for all.
    pub promises: Vec<Promise>,
    /// Measures from elsewhere. They take the place of what the log says of the same component.
    pub measures: Vec<OwnMeasure>,
    /// Threads, and who watches.
    pub execution: Execution,
}

/// Measure of friction that does not come from the log: stated effort, errors of a system.
///
/// ```
/// use total_experience::journey::friction::{FrictionComponent, FrictionOptions, OwnMeasure};
///
/// let ease = OwnMeasure {
///     touchpoint: "pay".to_owned(),
///     stakeholder: "customers".to_owned(),
///     component: FrictionComponent::Effort,
///     value: 5.5, // of 7, where 7 is easiest
/// };
/// assert_eq!(FrictionOptions::default().with_measure(ease).measures.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnMeasure {
    /// Name of the touchpoint, as in the log.
    pub touchpoint: String,
    /// Key of the stakeholder group.
    pub stakeholder: String,
    /// The component that was measured.
    pub component: FrictionComponent,
    /// The value in the unit of the component's anchors.
    pub value: f64,
}

impl FrictionOptions {
    /// Sets the anchors, weights and combination.
    #[must_use]
    pub fn with_scale(mut self, scale: FrictionScale) -> Self {
        self.scale = scale;
        self
    }

    /// Sets one more goal.
    #[must_use]
    pub fn with_goal(mut self, activity: impl Into<String>) -> Self {
        self.goals.push(activity.into());
        self
    }

    /// Sets how long before the end of the log the last event of an open journey may be.
    #[must_use]
    pub const fn with_open_for(mut self, span: Duration) -> Self {
        self.open_for = Some(span);
        self
    }

    /// Sets the type of objects that are the touchpoints. They may not be the people of a protected group.
    #[must_use]
    pub fn with_places(mut self, object_type: ObjectTypeId) -> Self {
        self.places = Some(object_type);
        self
    }

    /// Sets the channels of the events as the touchpoints.
    #[must_use]
    pub const fn with_channels_as_places(mut self) -> Self {
        self.by_channel = true;
        self
    }

    /// Sets the type of objects that are channels.
    #[must_use]
    pub fn with_channels(mut self, object_type: ObjectTypeId) -> Self {
        self.channels = Some(object_type);
        self
    }

    /// Sets one more activity that says that the visit before failed.
    #[must_use]
    pub fn with_failure(mut self, activity: impl Into<String>) -> Self {
        self.failures.push(activity.into());
        self
    }

    /// Sets one more promise of how long an activity takes at most.
    #[must_use]
    pub fn with_promise(mut self, promise: Promise) -> Self {
        self.promises.push(promise);
        self
    }

    /// Sets the [service levels](crate::model::ServiceLevel) of a map as promises to those who are served, by
    /// key and name of its touchpoints.
    #[must_use]
    pub fn with_promises_of(mut self, map: &ExperienceMap) -> Self {
        self.promises.extend(service_levels(map));
        self
    }

    /// Sets one more measure of a touchpoint and a stakeholder group.
    #[must_use]
    pub fn with_measure(mut self, measure: OwnMeasure) -> Self {
        self.measures.push(measure);
        self
    }

    /// Sets on which threads it runs, and who watches.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    /// Sets the type of objects that are owners. Say who [works](Self::with_workers) for them where no
    /// stakeholder group does.
    #[must_use]
    pub fn with_owners(mut self, object_type: ObjectTypeId) -> Self {
        self.owners = Some(object_type);
        self
    }

    /// Sets who works for the owners: none is named for fewer people at a touchpoint than their minimum.
    #[must_use]
    pub const fn with_workers(mut self, people: People) -> Self {
        self.workers = Some(people);
        self
    }
}
