//! What a change does: freeze the influences into a [`Network`], push, and see where it ends up.
//!
//! A [`Network`] is certified to be [stable](Stability) when it is made, so every question to it has an answer:
//!
//! - [`impact`](Network::impact): where a push ends up, direct and indirect; [`paths`](Network::paths) and
//!   [`walks`](Network::walks): by which ways; [`evidence_share`](Network::evidence_share): on which influences it
//!   rests;
//! - [`equilibria`](Network::equilibria): what each of many pushes does, in less time than one by one;
//! - [`keystones`](Network::keystones): where a push is worth most, for all nodes in one solve;
//! - [`loops`](Network::loops): what feeds itself;
//! - [`sensitivity`](Network::sensitivity): which influence to measure next;
//! - [`revised`](Network::revised): what if influences change, at the cost of what changes;
//! - [`response`](Network::response): when the effect shows;
//! - [`bounded`](Network::bounded): what large pushes do where scores end at 0 and 100, and
//!   [`synergy`](Network::synergy);
//! - [`uncertainty`](Network::uncertainty): how sure all this is.
//!
//! Incidents and word of mouth, which reach somebody or do not, have a network of their own: [`Contagion`].
//!
//! For research: a model of one's own is a [`CascadeModel`], which [`compare`] holds against those here, on networks
//! that are [`Generated`].

mod anderson;
mod bounded;
mod compare;
mod component;
mod contagion;
mod edges;
mod equilibrium;
mod error;
mod evidence;
mod fuzzy;
mod generate;
mod impact;
mod importance;
mod local;
mod loops;
mod model;
mod network;
mod options;
mod paths;
mod progress;
mod real;
mod refusal;
mod residuals;
mod response;
mod revision;
mod room;
mod scenarios;
mod sensitivity;
mod settling;
mod signs;
mod solver;
mod stability;
mod stopped_powers;
mod stretch;
mod strips;
mod strongest_loop;
mod sweep;
mod system;
mod uncertainty;
mod uncertainty_options;
mod walks;
mod weight_draws;

pub use bounded::{Bounded, BoundedOptions};
pub use compare::{CompareError, CompareOptions, Comparison, ModelAgreement, ModelAnswer, Trial, compare};
pub use contagion::{
    Contagion, ContagionError, ContagionProgress, Diffusion, ExactOptions, ExactSpread, SelectOptions,
    Selection, Spread, SpreadOptions, weighted_cascade,
};
pub use edges::{Edge, EdgeColumns};
pub use error::Error;
pub use fuzzy::{FuzzyCourse, FuzzyOptions, FuzzyRule, fuzzy_map};
pub use generate::{GenerateOptions, Generated};
pub use impact::{Change, Impact, ImpactSummary};
pub use importance::Keystone;
pub use loops::{Loop, LoopOptions, Loops};
pub use model::{BoundedModel, CascadeModel, ContagionModel, LinearModel, ModelFault};
pub use network::Network;
pub use options::{NetworkOptions, SolveOptions};
pub use paths::{Path, Paths};
pub use progress::Progress;
pub use response::{Response, ResponseOptions, Schedule};
pub use revision::{EdgeChange, Revision};
pub use sensitivity::{EdgeSensitivity, Sensitivity};
pub use stability::Stability;
pub use uncertainty::{Band, Uncertainty};
pub use uncertainty_options::UncertaintyOptions;
pub use walks::{Walk, WalkOptions, Walks};
pub use weight_draws::WeightDraws;
