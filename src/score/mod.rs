//! Scores with limits, scorecards with the composite TX index, and scores over time.
//!
//! | Sub-room | Question | Read first |
//! |---|---|---|
//! | [`inference`] | What is the score, and how sure is it? | [`Score`](inference::Score), [`Difference`](inference::Difference) |
//! | [`scorecard`] | How good is a whole map? | [`Scorecard`](scorecard::Scorecard), [`composite`](scorecard::composite()) |
//! | [`monitor`] | Has it changed, is it enough, is it better than others? | [`ewma`](monitor::ewma), [`KpiTarget`](monitor::KpiTarget) |
//!
//! To be copied: two quarters compared, whole, in the [cookbook](crate::_docs::cookbook).

mod error;
pub mod inference;
pub mod monitor;
pub mod scorecard;

pub use error::Error;
