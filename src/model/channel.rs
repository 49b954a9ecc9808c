//! Channel: where interactions happen, with its modality.

use serde::{Deserialize, Serialize};

use super::Error;
use super::names::names;

/// Place or medium of interaction: web, app, store, phone, kiosk, wearable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a channel: {\"key\": ..., \"kind\": ..., ...}")]
#[non_exhaustive]
pub struct Channel {
    /// Unique external key.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Digital or physical.
    pub kind: ChannelKind,
    /// The modality: voice, text, touch, gesture or face to face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
}

impl Channel {
    /// A channel without a declared modality.
    pub fn new(key: impl Into<String>, kind: ChannelKind) -> Self {
        Self { key: key.into(), name: None, kind, modality: None }
    }

    /// Sets the modality, the way people act on it.
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

/// Kind of a channel: digital or physical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChannelKind {
    /// A machine stands between the people.
    Digital,
    /// People meet at a place.
    Physical,
}

names!(ChannelKind, "kind of channel", Error, {
    Digital => "digital",
    Physical => "physical",
});

/// Modality of a channel: the way people act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

names!(Modality, "modality", Error, {
    Voice => "voice",
    Text => "text",
    Touch => "touch",
    Gesture => "gesture",
    FaceToFace => "face_to_face",
});
