//! How good is it? Scores with intervals, scorecards, and the composite TX index.
//!
//! [`Score::of`] turns a facet's tally into an estimate with limits; a [`Scorecard`] does so for a whole map, withholds
//! groups that are too small, and joins the rest by dimension, by stakeholder and in one index.
//!
//! A [`Difference`] of two groups comes with its test, [`segment_effects`] finds which segments differ, and [`holm`]
//! and [`benjamini_hochberg`] keep many tests honest; [`answers_needed`] says beforehand how many to ask. A
//! [`Bootstrap`] gives limits to any statistic, [`composite_by_draws`] to any index.

mod agreement;
mod bootstrap;
mod choquet;
mod compare;
mod draws;
mod error;
mod estimate;
mod facet_score;
mod gate;
mod index;
mod interval;
mod multiple;
mod one_way;
mod power;
mod scorecard;
mod segment;
mod warning;

pub use agreement::{Agreement, within_group_agreement};
pub use bootstrap::{Bootstrap, BootstrapKind, BootstrapOptions, Degenerate};
pub use choquet::Choquet;
pub use compare::{Difference, DifferenceMethod, DifferenceOptions};
pub use draws::{DrawOptions, RankRange, composite_by_draws, index_by_draws, rank_ranges};
pub use error::Error;
pub use estimate::{Method, Points, Score};
pub use facet_score::{FacetResult, FacetScore, PublishedScore};
pub use gate::{Gated, ProductGate};
pub use index::{Component, Composite, IndexKind, NoInterval, composite, variance_shares};
pub use interval::IntervalOptions;
pub use multiple::{benjamini_hochberg, holm};
pub use power::{PowerOptions, answers_for_margin, answers_needed, margin_of};
pub use scorecard::{DimensionScore, JointScore, Scorecard, ScorecardOptions, StakeholderScore, TxIndex};
pub use segment::{SegmentEffect, segment_effects};
pub use warning::Warning;
