//! What-if analyses on top of a network: what an effect rests on.
//!
//! [`Network::evidence_share`](super::Network::evidence_share): the share of an effect that rests on some influences.

mod evidence;
