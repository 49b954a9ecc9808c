//! Stakeholder groups, whose experience counts, and their segments.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::names::nearest;
use crate::privacy::MinGroup;

/// Named group of people whose experience counts.
///
/// ```
/// use total_experience::model::{Role, Stakeholder};
///
/// let tellers = Stakeholder::new("tellers", Role::Employee).with_population(900).with_weight(2.0);
/// assert_eq!(tellers.minimum_group().as_u32(), 5); // employees are protected unless the map says otherwise
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a stakeholder group: {\"key\": ..., \"role\": ..., ...}")]
#[non_exhaustive]
pub struct Stakeholder {
    /// Unique external key, without `/`.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The role of these people towards the organisation: `customer`, `employee`, `user`, `partner`. Any other word is taken
    /// too; its people are protected like employees.
    pub role: Role,
    /// Weight of the group beside the others, at least 0; 1 unless set.
    #[serde(default = "one")]
    pub weight: f64,
    /// Number of people in the group, when known: it narrows intervals (finite population correction).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// Fewest respondents whose result may be shown; see [`Stakeholder::minimum_group`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_group: Option<MinGroup>,
}

impl Stakeholder {
    /// The largest minimum group that can be asked for. A tally knows respondents exactly up to this number.
    pub const MAX_MIN_GROUP: u32 = 128;

    /// A group of weight 1 and unknown size.
    pub fn new(key: impl Into<String>, role: Role) -> Self {
        Self { key: key.into(), name: None, role, weight: 1.0, population: None, min_group: None }
    }

    /// Sets the name for reports.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the weight of the group beside the others.
    #[must_use]
    pub fn with_weight(mut self, weight: f64) -> Self {
        self.weight = weight;
        self
    }

    /// Sets the number of people in the group.
    #[must_use]
    pub fn with_population(mut self, people: u64) -> Self {
        self.population = Some(people);
        self
    }

    /// Sets the fewest respondents whose result may be shown; 1 shows every result.
    #[must_use]
    pub fn with_min_group(mut self, respondents: impl Into<MinGroup>) -> Self {
        self.min_group = Some(respondents.into());
        self
    }

    /// The fewest respondents whose result may be shown.
    ///
    /// Unless set it goes by the role:
    ///
    /// * employees, and roles that the library does not know: 5;
    /// * customers, users and partners: 1, so that every result is shown.
    pub fn minimum_group(&self) -> MinGroup {
        self.min_group.unwrap_or(match self.role {
            Role::Customer | Role::User | Role::Partner => MinGroup::OFF,
            Role::Employee | Role::Other(_) => MinGroup::new(5),
        })
    }

    /// The name for reports.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}

/// Part of a stakeholder group with results of its own: a region, a tier, a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a segment: {\"key\": ..., \"stakeholder\": ..., ...}")]
#[non_exhaustive]
pub struct Segment {
    /// Unique external key.
    pub key: String,
    /// Key of the stakeholder group it is a part of.
    pub stakeholder: String,
    /// Number of people in the segment, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
}

impl Segment {
    /// A segment with this key, of the stakeholder group with that key. [`MapDocument::build`](super::map::MapDocument::build)
    /// refuses a group that the map does not have.
    pub fn new(key: impl Into<String>, stakeholder: impl Into<String>) -> Self {
        Self { key: key.into(), stakeholder: stakeholder.into(), population: None }
    }

    /// Sets the number of people in the segment.
    #[must_use]
    pub fn with_population(mut self, people: u64) -> Self {
        self.population = Some(people);
        self
    }
}

/// Role of a group of people towards the organisation.
///
/// The set is open: a word that is none of the four known ones is [`Role::Other`]. The known ones are read in any case.
///
/// ```
/// use total_experience::model::Role;
///
/// assert_eq!("Employee".parse(), Ok(Role::Employee));
/// assert_eq!("regulator".parse(), Ok(Role::Other("regulator".to_owned())));
/// assert_eq!(Role::Employee.to_string(), "employee");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Role {
    /// Buys, or is served.
    Customer,
    /// Works for the organisation.
    Employee,
    /// Uses a product or a system without being a customer of it.
    User,
    /// Works with the organisation: suppliers, carriers, dealers.
    Partner,
    /// Any other role, protected like employees.
    Other(String),
}

#[cfg(feature = "schema")]
super::names::schema_as!(Role, String);

impl Role {
    /// The known role that another word was probably meant to be: its plural, or a word of nearly the same letters.
    ///
    /// ```
    /// use total_experience::model::Role;
    ///
    /// assert_eq!(Role::from("custmer".to_owned()).near(), Some(Role::Customer));
    /// assert_eq!((Role::from("regulator".to_owned()).near(), Role::User.near()), (None, None));
    /// ```
    pub fn near(&self) -> Option<Self> {
        let Self::Other(text) = self else { return None };
        nearest(text.trim(), ["customer", "employee", "user", "partner"]).map(Self::from)
    }
}

impl fmt::Display for Role {
    /// `customer`, `employee`, `user`, `partner`, or the word of another role.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Customer => "customer",
            Self::Employee => "employee",
            Self::User => "user",
            Self::Partner => "partner",
            Self::Other(text) => text,
        })
    }
}

impl FromStr for Role {
    type Err = Infallible;

    /// Every text is a role: a word that is not known is [`Role::Other`].
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text.to_owned()))
    }
}

impl From<String> for Role {
    fn from(text: String) -> Self {
        match text.trim().to_lowercase().as_str() {
            "customer" => Self::Customer,
            "employee" => Self::Employee,
            "user" => Self::User,
            "partner" => Self::Partner,
            _ => Self::Other(text),
        }
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.to_string()
    }
}

pub(super) fn one() -> f64 {
    1.0
}
