//! Analyses of a network: effects of a shock, importance, paths, loops, sensitivity, uncertainty and revision.
//!
//! All are methods of [`Network`](super::Network); here are their options and results.
//!
//! | Method | Question |
//! |---|---|
//! | [`equilibrium`](super::Network::equilibrium), [`equilibria`](super::Network::equilibria) | Where does a shock end up? |
//! | [`impact`](super::Network::impact) | How much of that is direct, how much indirect? |
//! | [`importance`](super::Network::importance), [`adjoint`](super::Network::adjoint) | Where is a shock worth most? |
//! | [`paths`](super::Network::paths), [`walks`](super::Network::walks), [`loops`](super::Network::loops) | By which ways does it arrive? |
//! | [`sensitivity`](super::Network::sensitivity) | Which influence should be measured next? |
//! | [`uncertainty`](super::Network::uncertainty) | How sure is the effect? |
//! | [`revised`](super::Network::revised) | What if influences change? |

mod equilibrium;
mod impact;
mod importance;
mod loops;
mod paths;
mod revision;
mod scenarios;
mod sensitivity;
mod uncertainty;
mod uncertainty_options;
mod walks;
mod weight_draws;

pub use impact::{Change, Impact, ImpactSummary};
pub use importance::Importance;
pub use loops::{Loop, LoopOptions, Loops};
pub use paths::{InfluencePath, InfluencePaths};
pub use revision::{EdgeChange, Revision, Solved};
pub use sensitivity::{EdgeSensitivity, Effect, Sensitivity};
pub use uncertainty::{Band, Uncertainty};
pub use uncertainty_options::UncertaintyOptions;
pub use walks::{Ends, Walk, WalkOptions, Walks};
pub use weight_draws::WeightDraws;
