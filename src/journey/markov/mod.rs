//! Markov chains of journeys: chances of a goal, expected visits, and the worth of each touchpoint to the goal.
//!
//! A [`Chain`] is made of [`Paths`], which come from a log, from a file, or one by one ([`ChainCounts`] does without keeping
//! them). Solved, it is an [`Absorption`]: how likely the goal is, how often each touchpoint is passed on the way, and the
//! removal effect, what would be lost without a touchpoint. [`Contributions`] gives that for whole systems,
//! [`Predictability`] the entropy rate of the next step, [`LifeCycle`] the chances by tier of a customer's life.
//! [`CreditRule`]s say what the customary rules of thumb make of the same paths, and [`compare_orders`] how far back a
//! journey looks.

mod absorption;
mod attribution_rules;
mod chain;
mod chain_counts;
mod chain_intervals;
mod contribution;
mod gauss_seidel;
mod life_cycle;
mod life_cycle_intervals;
mod order_selection;
mod path_ends;
pub(crate) mod paths;
mod predictability;
mod transitions;

pub use absorption::{Absorption, TouchpointRole};
pub use attribution_rules::{Credit, CreditRule};
pub use chain::Chain;
pub use chain_counts::ChainCounts;
pub use chain_intervals::{ChainIntervalOptions, ChainIntervals, EffectInterval};
pub use contribution::{Contribution, Contributions, TouchpointGroups};
pub use life_cycle::{LifeCycle, Tier, TierEnd, TierTransition};
pub use life_cycle_intervals::LifeCycleIntervals;
pub use order_selection::{OrderFit, OrderOptions, compare_orders};
pub use path_ends::PathEnds;
pub use paths::{PathCounts, Paths};
pub use predictability::{NextStep, Predictability};
