//! What a change does: freeze the influences into a [`Network`], push, and see where it ends up.
//!
//! A [`Network`] is certified to be [stable](Stability) when it is made, so every question to it has an answer:
//! [`impact`](Network::impact) forwards, [`keystones`](Network::keystones) backwards,
//! [`sensitivity`](Network::sensitivity) by edge.

mod equilibrium;
mod error;
mod impact;
mod loops;
mod network;
mod options;
mod sensitivity;
mod stability;

pub use error::Error;
pub use impact::{Change, Impact, ImpactSummary, Keystone};
pub use loops::Loop;
pub use network::{Edge, EdgeColumns, Network};
pub use options::{NetworkOptions, SolveOptions};
pub use sensitivity::{EdgeSensitivity, Sensitivity};
pub use stability::Stability;
