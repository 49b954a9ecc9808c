//! Friction: what hurts at a touchpoint, whom, and how widely it is shared.
//!
//! [`Friction`] finds it in a log, group by group, by the anchors of a [`FrictionScale`]. Two numbers tell of shared
//! friction: its burden, and its [`breadth`], the effective number of groups that share it. [`PromiseGap`] compares promised
//! and actual times.

mod discovery;
mod options;
mod owners;
mod promise_gap;
mod promises;
mod scale;
mod strands;
mod touchpoints;

pub use options::{FrictionOptions, OwnMeasure};
pub use promise_gap::{PromiseGap, PromiseGaps};
pub use promises::Promise;
pub use scale::{Anchor, Combination, FrictionComponent, FrictionScale};
pub use touchpoints::{Friction, GroupFriction, TouchpointFriction, breadth};
