//! System: the software or service desk that supports touchpoints.

use serde::{Deserialize, Serialize};

/// A system that supports touchpoints: a core banking system, a ticket desk, an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a system: {\"key\": ..., ...}")]
#[non_exhaustive]
pub struct System {
    /// Unique external key.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl System {
    /// A system known by its key.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), name: None }
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
