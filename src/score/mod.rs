//! How good is it? Scores with intervals, scorecards, and the composite TX index.
//!
//! [`Score::of`] turns a facet's tally into an estimate with limits; a [`Scorecard`] does so for a whole map, withholds
//! groups that are too small, and joins the rest by dimension, by stakeholder and in one index.

mod benchmark;
mod closed_loop;
mod control;
mod disclose;
mod error;
mod estimate;
mod facet_score;
mod index;
mod interval;
mod parity;
mod releases;
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
pub use parity::{Pace, Parity, parity};
pub use releases::Releases;
pub use scorecard::{DimensionScore, JointScore, Scorecard, ScorecardOptions, StakeholderScore, TxIndex};
pub use target::{KpiCheck, KpiTarget, Standing};
pub use warning::Warning;
