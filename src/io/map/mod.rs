//! Maps from files: experience maps as JSON, journey maps as Mermaid `journey` diagrams.

#[cfg(feature = "json")]
mod json;
mod mermaid;

#[cfg(feature = "json")]
pub use json::{read_json, read_json_with, write_json};
pub use mermaid::{read_mermaid, read_mermaid_with};
