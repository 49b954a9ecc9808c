//! Stability: proof that the spectral radius of a network is below 1, so that every cascade in it settles.
//!
//! [`Stability`] is the certificate that each [`Network`](super::Network) carries. It says how the proof goes.

pub(in crate::cascade) mod certificate;
mod collatz_wielandt;
pub(in crate::cascade) mod component;
mod power_bound;
pub(in crate::cascade) mod refusal;
mod sign_similarity;
pub(in crate::cascade) mod strongest_loop;

pub use certificate::Stability;
