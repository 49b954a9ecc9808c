//! Channel: where interactions happen, with its modality.

use serde::{Deserialize, Serialize};

/// Where an interaction happens: web, app, store, phone, kiosk, wearable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Channel {
    /// Unique external key.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether a machine stands between the people.
    pub kind: ChannelKind,
    /// How people act on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
}

impl Channel {
    /// A channel without a declared modality.
    pub fn new(key: impl Into<String>, kind: ChannelKind) -> Self {
        Self { key: key.into(), name: None, kind, modality: None }
    }

    /// Sets how people act on it.
    #[must_use]
    pub fn with_modality(mut self, modality: Modality) -> Self {
        self.modality = Some(modality);
        self
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

/// Digital or physical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChannelKind {
    /// A machine stands between the people.
    Digital,
    /// People meet at a place.
    Physical,
}

/// How people act on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Modality {
    /// Speaking and hearing.
    Voice,
    /// Reading and writing.
    Text,
    /// Touching a screen or a device.
    Touch,
    /// Moving hands or body.
    Gesture,
    /// Meeting a person.
    FaceToFace,
}
