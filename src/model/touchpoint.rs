//! Touchpoints, the points of contact, and the journeys designed over them.

use serde::{Deserialize, Serialize};

use super::ServiceLevel;
use super::stakeholder::one;

/// Point of contact on one or more journeys.
///
/// ```
/// use total_experience::model::Touchpoint;
///
/// let teller_app = Touchpoint::new("teller_app").with_owner("Branch IT").with_system("core_banking").with_weight(1.5);
/// assert_eq!(teller_app.label(), "teller_app");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a touchpoint: {\"key\": ..., ...}")]
#[non_exhaustive]
pub struct Touchpoint {
    /// Unique external key.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The team that owns it (its silo).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Life-cycle stage: awareness, onboarding, use, support, renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Keys of the channels it is offered on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Key of the system that supports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Weight beside other touchpoints, at least 0; 1 unless set.
    #[serde(default = "one")]
    pub weight: f64,
    /// The promised service level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_level: Option<ServiceLevel>,
}

impl Touchpoint {
    /// A touchpoint of weight 1.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: None,
            owner: None,
            stage: None,
            channels: Vec::new(),
            system: None,
            weight: 1.0,
            service_level: None,
        }
    }

    /// Sets the name for reports.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the owning team.
    #[must_use]
    pub fn with_owner(mut self, team: impl Into<String>) -> Self {
        self.owner = Some(team.into());
        self
    }

    /// Sets the life-cycle stage.
    #[must_use]
    pub fn with_stage(mut self, stage: impl Into<String>) -> Self {
        self.stage = Some(stage.into());
        self
    }

    /// Adds a channel by its key.
    #[must_use]
    pub fn with_channel(mut self, channel: impl Into<String>) -> Self {
        self.channels.push(channel.into());
        self
    }

    /// Sets the supporting system by its key.
    #[must_use]
    pub fn with_system(mut self, system: impl Into<String>) -> Self {
        self.system = Some(system.into());
        self
    }

    /// Sets the weight beside other touchpoints.
    #[must_use]
    pub fn with_weight(mut self, weight: f64) -> Self {
        self.weight = weight;
        self
    }

    /// Sets the promised service level.
    #[must_use]
    pub fn with_service_level(mut self, level: ServiceLevel) -> Self {
        self.service_level = Some(level);
        self
    }

    /// The name for reports.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}

/// Journey as designed: the touchpoints that a stakeholder group is meant to pass, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a journey: {\"key\": ..., \"stakeholder\": ..., \"steps\": [...]}")]
#[non_exhaustive]
pub struct Journey {
    /// Unique external key.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Key of the stakeholder group that makes it.
    pub stakeholder: String,
    /// Keys of its touchpoints in order.
    pub steps: Vec<String>,
}

impl Journey {
    /// A journey with this key, of the stakeholder group with that key, over these touchpoints.
    /// [`MapDocument::build`](super::map::MapDocument::build) refuses a group that the map does not have.
    pub fn new<K: Into<String>>(
        key: impl Into<String>,
        stakeholder: impl Into<String>,
        steps: impl IntoIterator<Item = K>,
    ) -> Self {
        Self {
            key: key.into(),
            name: None,
            stakeholder: stakeholder.into(),
            steps: steps.into_iter().map(Into::into).collect(),
        }
    }

    /// Sets the name for reports.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The name for reports.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}
