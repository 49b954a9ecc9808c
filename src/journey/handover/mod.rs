//! Hand-overs: where work crosses the borders between teams, and who waits for whom.
//!
//! [`Silo`] gives the E-I index of hand-overs ([`ei_index`]) and what crossing costs, [`blast_radius()`] what stands still when
//! a team or a system stops, and [`Synchronisation`] which type of objects the others wait for where several meet.

mod articulation;
mod blast_radius;
mod ei_index;
pub(crate) mod silo;
mod synchronization;
pub(crate) mod teams;

pub use blast_radius::{BlastRadii, BlastRadius, blast_radius};
pub use ei_index::ei_index;
pub use silo::{FrictionPremium, HandOver, Silo, SiloOwner};
pub use synchronization::{Synchronisation, SynchronisedActivity, TypeWaits};
