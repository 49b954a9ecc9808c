//! Six-part reports: where we stand, where it hurts, what drives it, what if, what it is worth, what we do not know.
//!
//! A [`Composer`] joins what the other rooms found into a [`Report`](parts::Report), which is plain data in [`parts`]. Write
//! it as JSON (`Report::to_json`) for programs or as Markdown ([`Report::to_markdown`](parts::Report::to_markdown)) for
//! people. [`render`] has what pages are made of, and drawings of journeys.
//!
//! To be copied: a report, whole, in the [cookbook](crate::_docs::cookbook).

mod compose;
mod composer;
mod error;
pub mod parts;
pub mod render;
mod shock;

pub use composer::Composer;
pub use error::Error;
