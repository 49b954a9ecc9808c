//! Forms of what was found: tables and words for people, JSON for programs, DOT and Mermaid for drawings.
//!
//! [`Report::to_markdown`](crate::report::parts::Report::to_markdown) and `Report::to_json` write a whole report. [`Table`] and
//! [`words`] are what they are made of, for programs that print pages of their own. [`dot`] draws journeys as they were
//! made, [`mermaid`] as they were designed.

pub mod dot;
#[cfg(feature = "json")]
mod json;
mod markdown;
pub mod mermaid;
mod table;
pub mod words;

pub use table::{Column, Table};
