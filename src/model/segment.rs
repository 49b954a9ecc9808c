//! Segment: a part of a stakeholder group.

use serde::{Deserialize, Serialize};

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
