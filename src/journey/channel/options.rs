//! How journeys are followed through channels.

use crate::journey::log::ObjectTypeId;
use crate::journey::log::traces::EndRules;

/// How journeys are followed through channels; see [`Channels::discover`](super::Channels::discover) and
/// [`Switching::discover`](super::Switching::discover).
///
/// ```
/// use total_experience::journey::channel::ChannelOptions;
///
/// let options = ChannelOptions::default().with_goal("buy").with_lost("cancel").with_window_seconds(3_600.0);
/// assert_eq!((options.goals.len(), options.minimum_group), (1, 1));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChannelOptions {
    /// Names of the activities that give people what they came for. None: the activity where most journeys end.
    pub goals: Vec<String>,
    /// Names of the activities at which a journey is lost.
    pub lost: Vec<String>,
    /// A journey without a declared end whose last event is this many seconds or less before the end of the log is
    /// open, else lost. Default 259,200, three days.
    pub open_seconds: f64,
    /// How long after a switch a step that is done again is the switch's fault. Default 86,400, a day.
    pub window_seconds: f64,
    /// Types of objects by which journeys are looked at apart: segments, places.
    pub parts: Vec<ObjectTypeId>,
    /// The type of objects that are the people. `None`: each journey is somebody.
    pub people: Option<ObjectTypeId>,
    /// Fewest people whose figures are shown. Default 1; 5 where they are employees, unless agreed otherwise (see
    /// [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group)).
    pub minimum_group: u32,
}

impl Default for ChannelOptions {
    fn default() -> Self {
        Self {
            goals: Vec::new(),
            lost: Vec::new(),
            open_seconds: 259_200.0,
            window_seconds: 86_400.0,
            parts: Vec::new(),
            people: None,
            minimum_group: 1,
        }
    }
}

impl ChannelOptions {
    /// The same options with one more goal.
    #[must_use]
    pub fn with_goal(mut self, activity: impl Into<String>) -> Self {
        self.goals.push(activity.into());
        self
    }

    /// The same options with one more activity at which journeys are lost.
    #[must_use]
    pub fn with_lost(mut self, activity: impl Into<String>) -> Self {
        self.lost.push(activity.into());
        self
    }

    /// The same options with another time after which a journey is no longer open.
    #[must_use]
    pub fn with_open_seconds(mut self, seconds: f64) -> Self {
        self.open_seconds = seconds;
        self
    }

    /// The same options with another window after a switch.
    #[must_use]
    pub fn with_window_seconds(mut self, seconds: f64) -> Self {
        self.window_seconds = seconds;
        self
    }

    /// The same options with one more type of objects by which journeys are looked at apart.
    #[must_use]
    pub fn with_part(mut self, object_type: ObjectTypeId) -> Self {
        self.parts.push(object_type);
        self
    }

    /// The same options where objects of this type are the people, and fewer than `minimum_group` are not shown.
    #[must_use]
    pub fn with_people(mut self, object_type: ObjectTypeId, minimum_group: u32) -> Self {
        self.people = Some(object_type);
        self.minimum_group = minimum_group;
        self
    }

    pub(crate) fn ends(&self) -> EndRules<'_> {
        EndRules { goals: &self.goals, lost: &self.lost, open_seconds: self.open_seconds }
    }
}
