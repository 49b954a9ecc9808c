//! How good is it? Scores with intervals, scorecards, and the composite TX index.
//!
//! [`Score::of`] turns a facet's tally into an estimate with limits; a [`Scorecard`] does so for a whole map, withholds
//! groups that are too small, and joins the rest by dimension, by stakeholder and in one index.
//!
//! A [`Difference`] of two groups comes with its test, [`segment_effects`] finds which segments differ, and [`holm`]
//! and [`benjamini_hochberg`] keep many tests honest; [`answers_needed`] says beforehand how many to ask. A
//! [`Bootstrap`] gives limits to any statistic, [`composite_by_draws`] to any index.
//!
//! | Question | Ask |
//! |---|---|
//! | May this table be shown with its totals? | [`GroupTable::protect`] |
//! | By how much are we better than others? | [`Benchmark::lift`], [`joint_claim`] |
//! | Has the score shifted? | [`ewma`], [`cusum`] |
//! | Do employees keep pace with customers? | [`parity`] |
//! | Is the target reached? | [`KpiTarget::check`] |
//! | Are detractors called back, and does it help? | [`closed_loop()`] |
//! | What do people remember of a visit? | [`Remembered::of`], [`fit_memory`] |

mod agreement;
mod benchmark;
mod bootstrap;
mod choquet;
mod closed_loop;
mod compare;
mod control;
mod disclose;
mod draws;
mod error;
mod estimate;
mod facet_score;
mod gate;
mod index;
mod interval;
mod memory_fit;
mod multiple;
mod one_way;
mod parity;
mod power;
mod releases;
mod remembered;
mod scorecard;
mod segment;
mod suppress;
mod target;
mod warning;

pub use agreement::{Agreement, within_group_agreement};
pub use benchmark::{Benchmark, JointClaim, Lift, LiftLimits, PointEstimate, joint_claim};
pub use bootstrap::{Bootstrap, BootstrapKind, BootstrapOptions, Degenerate};
pub use choquet::Choquet;
pub use closed_loop::{Case, ClosedLoop, Recovery, closed_loop};
pub use compare::{Difference, DifferenceMethod, DifferenceOptions};
pub use control::{CusumChart, CusumOptions, EwmaChart, EwmaOptions, cusum, ewma};
pub use disclose::{Disclosure, DisclosureError, DisclosureStatus, GroupDisclosure, GroupTable};
pub use draws::{DrawOptions, RankRange, composite_by_draws, index_by_draws, rank_ranges};
pub use error::Error;
pub use estimate::{Method, Points, Score};
pub use facet_score::{FacetResult, FacetScore, PublishedScore};
pub use gate::{Gated, ProductGate};
pub use index::{Component, Composite, IndexKind, NoInterval, composite, variance_shares};
pub use interval::IntervalOptions;
pub(crate) use interval::Level;
pub use memory_fit::{MemoryCandidate, MemoryFit, MemoryModel, fit_memory};
pub use multiple::{benjamini_hochberg, holm};
pub use parity::{Pace, Parity, parity};
pub use power::{PowerOptions, answers_for_margin, answers_needed, margin_of};
pub use releases::Releases;
pub use remembered::{Memory, Remembered};
pub use scorecard::{DimensionScore, JointScore, Scorecard, ScorecardOptions, StakeholderScore, TxIndex};
pub use segment::{SegmentEffect, segment_effects};
pub use target::{KpiCheck, KpiTarget, Standing};
pub use warning::Warning;
