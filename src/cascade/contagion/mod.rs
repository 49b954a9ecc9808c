//! Contagion: spread of incidents and of word of mouth, which reach a node or do not.
//!
//! - [`Contagion`]: the network, by one of two rules of [`Diffusion`];
//! - [`Contagion::spread`]: how many nodes some seeds reach, by simulation; [`Contagion::exact`]: the same by
//!   enumeration, for small networks;
//! - [`Contagion::select`]: the seeds that reach most, with a guarantee;
//! - [`weighted_cascade`]: probabilities where only the edges are known.

mod cover;
mod exact;
mod network;
mod options;
mod rows;
mod select;
mod sets;
mod skip_sampling;
mod spread;

pub use exact::ExactSpread;
pub use network::{Contagion, Diffusion, weighted_cascade};
pub use options::{ExactOptions, SelectOptions, SpreadOptions};
pub use select::Selection;
pub use spread::Spread;
