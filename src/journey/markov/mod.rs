//! Markov chains of journeys: chances of a goal, expected visits, and the worth of each touchpoint to the goal.
//!
//! | Type | For |
//! |---|---|
//! | [`Paths`] | ways taken, with how many journeys ended how: from a log, from a file, or one by one |
//! | [`Chain`] | transitions of journeys, fitted to paths; [`ChainCounts`] does without keeping them |
//! | [`Absorption`] | a chain solved: chances of the ends, expected visits and times, removal effects |
//! | [`ChainIntervals`] | how far chance may have moved these figures |
//! | [`Contributions`] | removal effects of whole systems and owners |
//! | [`Predictability`] | entropy rate of the next step |
//! | [`LifeCycle`] | chances, times and elasticities by tier of a customer's life |
//! | [`AttributionRule`] | the customary rules of thumb on the same paths |
//! | [`OrderSelection`] | how many of the last touchpoints matter |

mod absorption;
mod attribution_rules;
mod chain;
mod chain_counts;
mod chain_intervals;
mod contribution;
mod delta_method;
mod gauss_seidel;
mod life_cycle;
mod life_cycle_intervals;
mod order_selection;
mod path_ends;
pub(crate) mod paths;
mod predictability;
mod transitions;

pub use absorption::{Absorption, AbsorptionOptions, TouchpointRole};
pub use attribution_rules::{AttributionRule, Credit};
pub use chain::Chain;
pub use chain_counts::ChainCounts;
pub use chain_intervals::{ChainIntervalOptions, ChainIntervals, EffectInterval};
pub use contribution::{Contribution, Contributions, TouchpointGroups};
pub use life_cycle::{LifeCycle, Tier, TierEnd, TierTransition};
pub use life_cycle_intervals::LifeCycleIntervals;
pub use order_selection::{OrderFit, OrderOptions, OrderSelection};
pub use path_ends::PathEnds;
pub use paths::{PathCounts, PathIter, Paths};
pub use predictability::{NextStep, Predictability};
