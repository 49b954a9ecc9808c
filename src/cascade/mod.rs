//! What a change does: freeze the influences into a [`Network`], push, and see where it ends up.
//!
//! A [`Network`] is certified to be [stable](Stability) when it is made, so every question to it has an answer:
//!
//! - [`impact`](Network::impact): where a push ends up, direct and indirect; [`walks`](Network::walks): by which ways;
//! - [`equilibria`](Network::equilibria): what each of many pushes does, in less time than one by one;
//! - [`keystones`](Network::keystones): where a push is worth most, for all nodes in one solve;
//! - [`loops`](Network::loops): what feeds itself;
//! - [`sensitivity`](Network::sensitivity): which influence to measure next;
//! - [`revised`](Network::revised): what if influences change, at the cost of what changes;
//! - [`response`](Network::response): when the effect shows;
//! - [`bounded`](Network::bounded): what large pushes do where scores end at 0 and 100, and
//!   [`synergy`](Network::synergy);
//! - [`uncertainty`](Network::uncertainty): how sure all this is.

mod anderson;
mod bounded;
mod equilibrium;
mod error;
mod fuzzy;
mod impact;
mod local;
mod loops;
mod network;
mod options;
mod progress;
mod response;
mod revision;
mod scenarios;
mod sensitivity;
mod solver;
mod stability;
mod sweep;
mod uncertainty;
mod walks;

pub use bounded::{Bounded, BoundedOptions};
pub use error::Error;
pub use fuzzy::{FuzzyCourse, FuzzyOptions, FuzzyRule, fuzzy_map};
pub use impact::{Change, Impact, ImpactSummary, Keystone};
pub use loops::{Loop, LoopOptions, Loops};
pub use network::{Edge, EdgeColumns, Network};
pub use options::{NetworkOptions, SolveOptions};
pub use progress::Progress;
pub use response::{Response, ResponseOptions, Schedule};
pub use revision::{EdgeChange, Revision};
pub use sensitivity::{EdgeSensitivity, Sensitivity};
pub use stability::Stability;
pub use uncertainty::{Band, Uncertainty, UncertaintyOptions, WeightDraws};
pub use walks::{Walk, WalkOptions, Walks};
