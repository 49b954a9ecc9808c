//! Friction: what hurts at a touchpoint, whom, and how widely it is shared.
//!
//! | Item | For |
//! |---|---|
//! | [`Friction`] | the friction of all touchpoints of a log, group by group; its [priorities](Friction::priorities) |
//! | [`TouchpointFriction`] | one touchpoint: its burden, and its [`breadth`], the effective number of groups that share it |
//! | [`FrictionScale`] | anchors that turn seconds and shares of visits into friction of 0..1 |
//! | [`FrictionOptions`] | goals, promises, channels, owners, measures of one's own |
//! | [`PromiseGaps`] | actual against promised times |

mod discovery;
mod options;
mod owners;
mod priorities;
mod promise_gap;
mod promises;
mod scale;
mod strands;
mod touchpoints;

pub use options::{FrictionOptions, OwnMeasure};
pub use priorities::FrictionPriority;
pub use promise_gap::{PromiseGap, PromiseGaps, PromisedVisit};
pub use promises::Promise;
pub use scale::{Anchor, Combination, FrictionComponent, FrictionScale};
pub use touchpoints::{BurdenFactors, Friction, GroupFriction, TouchpointFriction, breadth};
