//! Groups of people in a log, and the fewest of them whose figures are shown.

use serde::{Deserialize, Serialize};

use super::log::ObjectTypeId;
use crate::model::{Role, Stakeholder};
use crate::privacy::MinGroup;

/// The people that a log knows as objects of one type, and how they are protected.
///
/// ```
/// use total_experience::journey::People;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
/// use total_experience::privacy::MinGroup;
///
/// let mut builder = EventLog::builder();
/// builder.event("check", Timestamp::UNIX_EPOCH, &[("case", "1"), ("employee", "Ada")])?;
/// let log = builder.finish();
/// let employees = People::new(log.object_type("employee").expect("named above")).with_min_group(5);
/// assert_eq!(employees.min_group, MinGroup::new(5));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct People {
    /// The type of objects that are the people.
    pub object_type: ObjectTypeId,
    /// Fewest people whose figures are shown.
    pub min_group: MinGroup,
}

impl People {
    /// People of this type, every one of whom may be shown.
    pub const fn new(object_type: ObjectTypeId) -> Self {
        Self { object_type, min_group: MinGroup::OFF }
    }

    /// Sets the fewest people whose figures are shown.
    #[must_use]
    pub fn with_min_group(mut self, people: impl Into<MinGroup>) -> Self {
        self.min_group = people.into();
        self
    }
}

/// A stakeholder group, and the type of objects of a log that are its people.
///
/// ```
/// use total_experience::journey::StakeholderGroup;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::{Role, Stakeholder};
/// use total_experience::model::time::Timestamp;
/// use total_experience::privacy::MinGroup;
///
/// let mut builder = EventLog::builder();
/// builder.event("check", Timestamp::UNIX_EPOCH, &[("case", "1"), ("clerk", "Ada")])?;
/// let log = builder.finish();
/// let clerk = log.object_type("clerk").expect("named above");
/// let clerks = StakeholderGroup::new(Stakeholder::new("clerks", Role::Employee), clerk);
/// assert_eq!(clerks.people().min_group, MinGroup::new(5)); // employees are protected unless told otherwise
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StakeholderGroup {
    /// Who they are, and what their experience weighs.
    pub stakeholder: Stakeholder,
    /// The type of objects that are its people.
    pub object_type: ObjectTypeId,
}

impl StakeholderGroup {
    /// This group, whose people are objects of this type.
    pub const fn new(stakeholder: Stakeholder, object_type: ObjectTypeId) -> Self {
        Self { stakeholder, object_type }
    }

    /// Its people, protected as the stakeholder says.
    pub fn people(&self) -> People {
        People { object_type: self.object_type, min_group: self.stakeholder.minimum_group() }
    }

    /// Whether promises to all are made to it: to all groups but employees, who serve.
    pub fn is_served(&self) -> bool {
        self.stakeholder.role != Role::Employee
    }
}
