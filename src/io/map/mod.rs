//! Maps from files: experience maps as JSON, journey maps as Mermaid `journey` diagrams.

#[cfg(feature = "json")]
pub mod json;
pub mod mermaid;
