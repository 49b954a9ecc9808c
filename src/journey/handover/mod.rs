//! Hand-overs: where work crosses the borders between teams, and who waits for whom.
//!
//! | Type | For |
//! |---|---|
//! | [`Handovers`] | the E-I index of hand-overs against chance, and what crossing costs in time; of any [`Contacts`] alone |
//! | [`BlastRadii`] | what stands still when a team or a system stops |
//! | [`Synchronization`] | which type of objects the others wait for where several meet |

mod articulation;
mod blast_radius;
mod ei_index;
mod handovers;
mod reach;
mod synchronization;
mod verdict;
pub(crate) mod wait_summary;

pub use blast_radius::{BlastRadii, BlastRadius, BlastRadiusOptions};
pub use ei_index::Contacts;
pub use handovers::{FrictionPremium, Handover, HandoverOwner, Handovers};
pub use synchronization::{Synchronization, SynchronizationOptions, SynchronizedActivity, TypeWaits};
pub use verdict::HandoverVerdict;
