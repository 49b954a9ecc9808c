//! How good is it? Scores with intervals, scorecards, and the composite TX index.
//!
//! [`Score::of`] turns a facet's tally into an estimate with limits; a [`Scorecard`] does so for a whole map, withholds
//! groups that are too small, and joins the rest by dimension, by stakeholder and in one index.
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

mod benchmark;
mod closed_loop;
mod control;
mod disclose;
mod error;
mod estimate;
mod facet_score;
mod index;
mod interval;
mod memory_fit;
mod parity;
mod releases;
mod remembered;
mod scorecard;
mod suppress;
mod target;
mod warning;

pub use benchmark::{Benchmark, JointClaim, Lift, LiftLimits, PointEstimate, joint_claim};
pub use closed_loop::{Case, ClosedLoop, Recovery, closed_loop};
pub use control::{CusumChart, CusumOptions, EwmaChart, EwmaOptions, cusum, ewma};
pub use disclose::{Disclosure, DisclosureError, DisclosureStatus, GroupDisclosure, GroupTable};
pub use error::Error;
pub use estimate::{Method, Points, Score};
pub use facet_score::{FacetResult, FacetScore, PublishedScore};
pub use index::{Component, Composite, IndexKind, NoInterval, composite};
pub use interval::IntervalOptions;
pub use memory_fit::{MemoryCandidate, MemoryFit, MemoryModel, fit_memory};
pub use parity::{Pace, Parity, parity};
pub use releases::Releases;
pub use remembered::{Memory, Remembered};
pub use scorecard::{DimensionScore, JointScore, Scorecard, ScorecardOptions, StakeholderScore, TxIndex};
pub use target::{KpiCheck, KpiTarget, Standing};
pub use warning::Warning;
