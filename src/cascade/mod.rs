//! Cascades: effects of a change on everything that depends on it, in a [`Network`] of influences.
//!
//! A [`Network`] is certified to be [stable](stability::Stability) when it is made, so every question to it has an answer:
//!
//! - [`impact`](Network::impact): where a shock ends up, direct and indirect; [`paths`](Network::paths) and
//!   [`walks`](Network::walks): by which ways; [`evidence_share`](Network::evidence_share): on which influences it
//!   rests;
//! - [`equilibria`](Network::equilibria): what each of many shocks does, in less time than one by one;
//! - [`importance`](Network::importance): where a shock is worth most, for all nodes in one solve;
//! - [`loops`](Network::loops): what feeds itself;
//! - [`sensitivity`](Network::sensitivity): which influence to measure next;
//! - [`revised`](Network::revised): what if influences change, at the cost of what changes;
//! - [`trajectory`](Network::trajectory): when the effect shows;
//! - [`bounded`](Network::bounded): what large shocks do where scores end at 0 and 100, and
//!   [`synergy`](Network::synergy);
//! - [`uncertainty`](Network::uncertainty): how sure all this is.
//!
//! Incidents and word of mouth, which reach somebody or do not, have a network of their own: [`contagion`].
//!
//! For research: a model of one's own is a [`CascadeModel`](models::CascadeModel), which [`compare`](models::compare)
//! holds against those here, on networks that are [`Generated`](models::Generated).
//!
//! To be copied: importance, and bands on several threads, whole, in the [cookbook](crate::_docs::cookbook).

pub mod analyze;
mod builder;
pub mod contagion;
mod edges;
mod error;
mod index;
mod keys;
mod memory;
pub mod models;
mod network;
mod options;
mod solve;
pub mod stability;
mod values;
pub mod what_if;

pub use builder::NetworkBuilder;
pub use edges::{Edge, EdgeColumns};
pub use error::Error;
pub use index::NodeIndex;
pub use network::{Network, NodeName};
pub use options::{NetworkOptions, SolveOptions};
pub use values::{Entries, NodeValues};
