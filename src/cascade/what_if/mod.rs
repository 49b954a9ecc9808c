//! What-if analyses of a shock: whom it harms, when, and on what evidence that rests.
//!
//! - [`Impact::harm`](super::analyze::Impact::harm): everything that gets worse;
//!   [`harm_not_excluded`](super::analyze::Impact::harm_not_excluded): what may;
//! - [`Trajectory::passing_harm`](super::models::Trajectory::passing_harm): what is worse for a time only;
//! - [`Network::evidence_by_kind`](super::Network::evidence_by_kind): the share of the effect that rests on each kind of
//!   evidence; [`evidence_share`](super::Network::evidence_share): on any set of influences.

mod evidence;
mod harm;
mod over_time;

pub use evidence::EvidenceByKind;
pub use over_time::PassingHarm;
