//! What a change does: freeze the influences into a [`Network`], push, and see where it ends up.
//!
//! A [`Network`] is certified to be [stable](Stability) when it is made, so every question to it has an answer:
//!
//! - [`impact`](Network::impact): where a push ends up, direct and indirect; [`walks`](Network::walks): by which ways;
//! - [`keystones`](Network::keystones): where a push is worth most, for all nodes in one solve;
//! - [`loops`](Network::loops): what feeds itself;
//! - [`sensitivity`](Network::sensitivity): which influence to measure next;
//! - [`response`](Network::response): when the effect shows;
//! - [`bounded`](Network::bounded): what large pushes do where scores end at 0 and 100, and
//!   [`synergy`](Network::synergy);
//! - [`uncertainty`](Network::uncertainty): how sure all this is.
//!
//! Incidents and word of mouth, which reach somebody or do not, have a network of their own: [`Contagion`].
//!
//! For research: a model of one's own is a [`CascadeModel`], which [`compare`] holds against those here, on networks
//! that are [`Generated`].

mod bounded;
mod compare;
mod contagion;
mod equilibrium;
mod error;
mod fuzzy;
mod generate;
mod impact;
mod loops;
mod model;
mod network;
mod options;
mod response;
mod sensitivity;
mod stability;
mod uncertainty;
mod walks;

pub use bounded::{Bounded, BoundedOptions};
pub use compare::{CompareError, CompareOptions, Comparison, ModelAgreement, ModelAnswer, Trial, compare};
pub use contagion::{
    Contagion, ContagionError, ContagionProgress, Diffusion, ExactOptions, ExactSpread, SelectOptions,
    Selection, Spread, SpreadOptions, weighted_cascade,
};
pub use error::Error;
pub use fuzzy::{FuzzyCourse, FuzzyOptions, FuzzyRule, fuzzy_map};
pub use generate::{GenerateOptions, Generated};
pub use impact::{Change, Impact, ImpactSummary, Keystone};
pub use loops::{Loop, LoopOptions, Loops};
pub use model::{BoundedModel, CascadeModel, ContagionModel, LinearModel, ModelFault};
pub use network::{Edge, EdgeColumns, Network};
pub use options::{NetworkOptions, SolveOptions};
pub use response::{Response, ResponseOptions, Schedule};
pub use sensitivity::{EdgeSensitivity, Sensitivity};
pub use stability::Stability;
pub use uncertainty::{Band, Uncertainty, UncertaintyOptions, WeightDraws};
pub use walks::{Walk, WalkOptions, Walks};
