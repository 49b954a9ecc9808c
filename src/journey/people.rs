//! Groups of people in a log, and the fewest of them whose figures are shown.

use serde::{Deserialize, Serialize};

use super::Error;
use super::log::ObjectTypeId;
use crate::model::map::ExperienceMap;
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

    /// Sets of every group what a map says of the stakeholder of its key: role, weight, population and least group. Returns
    /// the keys of the map's other stakeholders, whom no group stands for, as where a log does not know them.
    ///
    /// # Errors
    /// [`Error::UnmatchedStakeholders`] when some group is no stakeholder of the map and some stakeholder of the map has no
    /// group: one of them is likely the other, and its least group would be lost. Nothing is changed then.
    ///
    /// ```
    /// use total_experience::journey::StakeholderGroup;
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::map::MapDocument;
    /// use total_experience::model::time::Timestamp;
    /// use total_experience::model::{Role, Stakeholder};
    ///
    /// let mut builder = EventLog::builder();
    /// builder.event("check", Timestamp::UNIX_EPOCH, &[("case", "1"), ("clerk", "Ada")])?;
    /// let clerk = builder.finish().object_type("clerk").expect("named above");
    /// let staff = Stakeholder::new("clerks", Role::Employee).with_min_group(8);
    /// let map = MapDocument::new("shop").stakeholder(staff).build()?;
    /// let group = |key: &str| StakeholderGroup::new(Stakeholder::new(key, Role::Employee), clerk);
    /// let mut groups = [group("clerks")];
    /// assert!(StakeholderGroup::declare(&mut groups, &map)?.is_empty());
    /// assert_eq!(groups[0].people().min_group.as_u32(), 8);
    /// let refused = StakeholderGroup::declare(&mut [group("employee")], &map).unwrap_err();
    /// assert!(refused.to_string().starts_with("`employee`: no such stakeholder in the map, and no group for its `clerks`"));
    /// # Ok::<(), total_experience::Error>(())
    /// ```
    pub fn declare(groups: &mut [Self], map: &ExperienceMap) -> Result<Vec<String>, Error> {
        let known = |key: &str| map.stakeholders().iter().find(|known| known.key == key);
        let given = |key: &str| groups.iter().any(|group| group.stakeholder.key == key);
        let others = map.stakeholders().iter().map(|known| known.key.clone());
        let others: Vec<String> = others.filter(|key| !given(key)).collect();
        let unknown = groups.iter().map(|group| group.stakeholder.key.as_str());
        let unknown: Vec<&str> = unknown.filter(|key| known(key).is_none()).collect();
        if !others.is_empty() && !unknown.is_empty() {
            return Err(Error::UnmatchedStakeholders {
                groups: unknown.join("`, `"),
                stakeholders: others.join("`, `"),
            });
        }
        for group in groups {
            if let Some(known) = known(&group.stakeholder.key) {
                group.stakeholder.clone_from(known);
            }
        }
        Ok(others)
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
