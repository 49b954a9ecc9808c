//! How friction is found in a log.

use super::{FrictionScale, ObjectTypeId};

/// How friction is found in a log; see [`Friction::discover`](super::Friction::discover).
///
/// ```
/// use total_experience::journey::{FrictionOptions, FrictionScale};
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
    /// Objects of this type are the touchpoints, such as channels. `None`: activities are.
    pub places: Option<ObjectTypeId>,
    /// The type of objects that are channels; without it switches after failure are not measured.
    pub channels: Option<ObjectTypeId>,
    /// The type of objects that are teams; without it nobody owns a touchpoint.
    pub owners: Option<ObjectTypeId>,
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

    /// The same options with objects of this type as touchpoints.
    #[must_use]
    pub fn with_places(mut self, object_type: ObjectTypeId) -> Self {
        self.places = Some(object_type);
        self
    }

    /// The same options with objects of this type as channels.
    #[must_use]
    pub fn with_channels(mut self, object_type: ObjectTypeId) -> Self {
        self.channels = Some(object_type);
        self
    }

    /// The same options with objects of this type as owners.
    #[must_use]
    pub fn with_owners(mut self, object_type: ObjectTypeId) -> Self {
        self.owners = Some(object_type);
        self
    }
}
