//! Stability of networks: proof that the spectral radius is below 1.
//!
//! [`Stability`] is the certificate that each [`Network`](super::Network) carries. It says how the proof goes.

pub(in crate::cascade) mod certificate;
mod collatz_wielandt;
pub(in crate::cascade) mod component;
mod power_bound;
pub(in crate::cascade) mod refusal;
mod sign_similarity;
pub(in crate::cascade) mod strongest_loop;
pub(in crate::cascade) mod tighten;

pub use certificate::Stability;
pub(crate) use certificate::below_one;
