//! How friction is found in a log.

use super::promises::{Promise, service_levels};
use super::{FrictionComponent, FrictionScale};
use crate::journey::log::ObjectTypeId;
use crate::model::map::ExperienceMap;

/// How friction is found in a log; see [`Friction::discover`](super::Friction::discover).
///
/// ```
/// use total_experience::journey::friction::{FrictionOptions, FrictionScale};
///
/// let options = FrictionOptions::default().with_goal("Resolve ticket").with_scale(FrictionScale::default());
/// assert_eq!(options.goals, ["Resolve ticket"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FrictionOptions {
    /// Anchors, weights and combination.
    pub scale: FrictionScale,
    /// Names of the activities that give people what they came for. None: the activity where most journeys end.
    pub goals: Vec<String>,
    /// A journey whose last event is this many seconds or less before the end of the log is open, and not lost.
    /// `None`: the bad anchor of the wait.
    pub open_seconds: Option<f64>,
    /// Objects of this type are the touchpoints, such as branches. `None`: activities are.
    pub places: Option<ObjectTypeId>,
    /// Whether the channels of the events are the touchpoints, in place of activities and objects.
    pub by_channel: bool,
    /// The type of objects that are channels. `None`: the channels of the events. Where the log has neither, switches
    /// after failure are not measured.
    pub channels: Option<ObjectTypeId>,
    /// The type of objects that are teams; without it nobody owns a touchpoint.
    pub owners: Option<ObjectTypeId>,
    /// The type of those who work for the owners and the fewest of them that an owner is named for, where they are no
    /// stakeholder group of the report: an owner that one person works for is as good as that person's name.
    pub workers: Option<(ObjectTypeId, u32)>,
    /// Names of activities that say that the visit before failed; none: errors are not measured.
    pub failures: Vec<String>,
    /// How long activities are promised to take at most, and to whom; activities that the log lacks do not matter. Of
    /// several for the same activity and people the last counts, and one for a group counts before one for all.
    pub promises: Vec<Promise>,
    /// What was measured elsewhere. It takes the place of what the log says of the same component.
    pub measures: Vec<OwnMeasure>,
}

/// A measure of friction that does not come from the log: stated effort, errors of a system.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OwnMeasure {
    /// Name of the touchpoint, as in the log.
    pub touchpoint: String,
    /// Key of the stakeholder group.
    pub stakeholder: String,
    /// What was measured.
    pub component: FrictionComponent,
    /// The value in the unit of the component's anchors.
    pub value: f64,
}

impl FrictionOptions {
    /// The same options with other anchors.
    #[must_use]
    pub fn with_scale(mut self, scale: FrictionScale) -> Self {
        self.scale = scale;
        self
    }

    /// The same options with one more goal.
    #[must_use]
    pub fn with_goal(mut self, activity: impl Into<String>) -> Self {
        self.goals.push(activity.into());
        self
    }

    /// The same options with another time after which a journey is no longer open.
    #[must_use]
    pub fn with_open_seconds(mut self, seconds: f64) -> Self {
        self.open_seconds = Some(seconds);
        self
    }

    /// The same options with objects of this type as touchpoints. They may not be the people of a protected group.
    #[must_use]
    pub fn with_places(mut self, object_type: ObjectTypeId) -> Self {
        self.places = Some(object_type);
        self
    }

    /// The same options with the channels of the events as touchpoints.
    #[must_use]
    pub const fn with_channels_as_places(mut self) -> Self {
        self.by_channel = true;
        self
    }

    /// The same options with objects of this type as channels.
    #[must_use]
    pub fn with_channels(mut self, object_type: ObjectTypeId) -> Self {
        self.channels = Some(object_type);
        self
    }

    /// The same options with one more activity that says that the visit before failed.
    #[must_use]
    pub fn with_failure(mut self, activity: impl Into<String>) -> Self {
        self.failures.push(activity.into());
        self
    }

    /// The same options with a promise to those who are served, of how long an activity takes at most. Employees are
    /// not charged with what was promised to others.
    #[must_use]
    pub fn with_promise(mut self, activity: impl Into<String>, seconds: f64) -> Self {
        self.promises.push(Promise { activity: activity.into(), seconds, stakeholder: None });
        self
    }

    /// The same options with a promise to one stakeholder group only, employees among them.
    #[must_use]
    pub fn with_promise_to(
        mut self,
        stakeholder: impl Into<String>,
        activity: impl Into<String>,
        seconds: f64,
    ) -> Self {
        self.promises.push(Promise {
            activity: activity.into(),
            seconds,
            stakeholder: Some(stakeholder.into()),
        });
        self
    }

    /// The same options with the [service levels](crate::model::ServiceLevel) of a map as promises to those who are served, by
    /// key and name of its touchpoints.
    #[must_use]
    pub fn with_promises_of(mut self, map: &ExperienceMap) -> Self {
        for (name, seconds) in service_levels(map) {
            self = self.with_promise(name, seconds);
        }
        self
    }

    /// The same options with one more measure of a touchpoint and a stakeholder group.
    #[must_use]
    pub fn with_measure(
        mut self,
        touchpoint: impl Into<String>,
        stakeholder: impl Into<String>,
        component: FrictionComponent,
        value: f64,
    ) -> Self {
        let (touchpoint, stakeholder) = (touchpoint.into(), stakeholder.into());
        self.measures.push(OwnMeasure { touchpoint, stakeholder, component, value });
        self
    }

    /// The same options with objects of this type as owners. Say who [works](Self::with_workers) for them where no
    /// stakeholder group does.
    #[must_use]
    pub fn with_owners(mut self, object_type: ObjectTypeId) -> Self {
        self.owners = Some(object_type);
        self
    }

    /// The same options where objects of this type work for the owners, of which none is named for fewer than
    /// `minimum_group` at a touchpoint (see
    /// [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group)).
    #[must_use]
    pub fn with_workers(mut self, object_type: ObjectTypeId, minimum_group: u32) -> Self {
        self.workers = Some((object_type, minimum_group));
        self
    }
}
