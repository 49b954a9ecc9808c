//! Estimates with limits: scores, differences, tests, sample sizes, and agreement within units.
//!
//! Read [`Score`] first: [`Score::from_tally`] turns a facet's tally into an estimate with limits, unit, numbers of answers and
//! method.
//!
//! | Question | Item |
//! |---|---|
//! | What is the score, and how sure is it? | [`Score::from_tally`] |
//! | What share is it, of counted things? | [`Proportion`], [`Score::proportion`] |
//! | Have two groups or two quarters different scores? | [`Difference::between`] |
//! | Which segments differ? | [`segment_effects`] |
//! | Which of many tests hold together? | [`holm`], [`benjamini_hochberg`] |
//! | How many answers are needed? | [`answers_needed`], [`answers_for_margin`], [`margin_of`] |
//! | Do the people of one branch or team agree? | [`Agreement::from_units`], [`within_group_agreement`] |
//! | What are the limits of any other statistic? | [`Bootstrap::resample`] |
//!
//! ```
//! use total_experience::score::inference::{PromoterCounts, Score};
//!
//! let score = Score::net_promoter(PromoterCounts { promoters: 60, passives: 25, detractors: 15 })?.unwrap();
//! assert_eq!(format!("{} {:.1}..{:.1}", score.estimate, score.low.unwrap(), score.high.unwrap()), "45 29.3..58.0");
//! # Ok::<(), total_experience::score::Error>(())
//! ```

mod agreement;
mod anova;
mod bootstrap;
mod difference;
pub(crate) mod evidence;
mod interval;
mod multiple_testing;
mod proportion;
mod sample;
mod sample_size;
pub(crate) mod score;
mod segment;

pub use agreement::{Agreement, within_group_agreement};
pub use bootstrap::{Bootstrap, BootstrapKind, BootstrapOptions, Degenerate};
pub use difference::{Difference, DifferenceMethod, DifferenceOptions};
pub use interval::{IntervalOptions, PromoterCounts, Successes};
pub use multiple_testing::{benjamini_hochberg, holm};
pub use proportion::Proportion;
pub use sample_size::{PowerOptions, answers_for_margin, answers_needed, margin_of};
pub use score::{Method, Points, Score};
pub use segment::{SegmentEffect, segment_effects};
