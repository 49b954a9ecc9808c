//! How do we show it? The six-part report: where we stand, where it hurts, what drives it, what if, what it is worth,
//! what we do not know.
//!
//! A [`Composer`] joins what the other rooms found into a [`Report`], which is plain data: write it as JSON
//! (`Report::to_json`) for programs or as Markdown ([`Report::to_markdown`]) for people. [`dot`] draws journeys as they
//! were made, [`mermaid`] as they were designed.

mod composer;
pub mod dot;
mod error;
mod hurts;
#[cfg(feature = "json")]
mod json;
mod markdown;
pub mod mermaid;
mod parts;
mod shock;

pub use composer::Composer;
pub use error::Error;
pub use parts::{
    Detour, Driver, EvidenceShare, MeasureNext, NodeImpact, OutcomeChange, OverTime, Passing, Report,
    Stability, Unknowns, Wait, WaitingTimes, WeakSpot, WhatDrivesIt, WhatIf, WhatItIsWorth, WhereItHurts,
    WhereWeStand,
};
