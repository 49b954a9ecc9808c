//! Stakeholder groups, whose experience counts, and their segments.

use serde::{Deserialize, Serialize};

use crate::privacy::MinGroup;

/// A named group of people whose experience counts.
///
/// ```
/// use total_experience::model::{Role, Stakeholder};
///
/// let tellers = Stakeholder::new("tellers", Role::Employee).with_population(900).with_weight(2.0);
/// assert_eq!(tellers.minimum_group().as_u32(), 5); // employees are protected unless the map says otherwise
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Stakeholder {
    /// Unique external key, without `/`.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What these people are to the organisation.
    pub role: Role,
    /// Weight of the group beside the others, at least 0; 1 unless set.
    #[serde(default = "one")]
    pub weight: f64,
    /// How many people the group has, when known: it narrows intervals (finite population correction).
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

    /// Sets how many people the group has.
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

    /// The fewest respondents whose result may be shown: as set, else 5 for employees and roles that the library
    /// does not know, and 1 (every result) for customers, users and partners.
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

/// A part of a stakeholder group that is looked at apart: a region, a tier, a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Segment {
    /// Unique external key.
    pub key: String,
    /// Key of the stakeholder group it is a part of.
    pub stakeholder: String,
    /// How many people it has, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
}

impl Segment {
    /// A segment of a stakeholder group.
    pub fn new(key: impl Into<String>, stakeholder: impl Into<String>) -> Self {
        Self { key: key.into(), stakeholder: stakeholder.into(), population: None }
    }

    /// Sets how many people it has.
    #[must_use]
    pub fn with_population(mut self, people: u64) -> Self {
        self.population = Some(people);
        self
    }
}

/// What a group of people is to the organisation. An open set: any other word is [`Role::Other`]. The four known words
/// are read in any case.
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
        match role {
            Role::Customer => "customer".to_owned(),
            Role::Employee => "employee".to_owned(),
            Role::User => "user".to_owned(),
            Role::Partner => "partner".to_owned(),
            Role::Other(text) => text,
        }
    }
}

pub(super) fn one() -> f64 {
    1.0
}
