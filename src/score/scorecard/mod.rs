//! Scorecards of a whole map, and composite indexes.
//!
//! A [`Scorecard`] scores every facet of a map, withholds groups that are too small, and joins the rest by dimension, by
//! stakeholder group and in one index.
//!
//! | Task | Item |
//! |---|---|
//! | Score a map | [`Scorecard::from_tally`] |
//! | Join components in one index | [`composite`] |
//! | Limits of an index where [`composite`] has none | [`composite_by_draws`], [`index_by_draws`] |
//! | An index in which components interact | [`Choquet`] |
//! | A cap on the index while the product is not good enough | [`ProductGate`] |
//! | What an index hangs on | [`variance_shares`], [`rank_ranges`] |

mod card;
mod choquet;
mod composite;
mod draws;
mod facet_score;
mod gate;
mod joint;
mod monte_carlo;
mod warning;

pub use card::{DimensionScore, Scorecard, ScorecardOptions, StakeholderScore, TxIndex};
pub use choquet::Choquet;
pub use composite::{Component, Composite, IndexKind, NoInterval, composite, variance_shares};
pub use draws::DrawOptions;
pub use facet_score::{FacetResult, FacetScore, PublishedScore};
pub use gate::{Gated, ProductGate};
pub use joint::JointScore;
pub use monte_carlo::{RankRange, composite_by_draws, index_by_draws, rank_ranges};
pub use warning::Warning;
