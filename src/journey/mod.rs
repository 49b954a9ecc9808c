//! How do people move? Event logs, and the journeys in them.
//!
//! An [`EventLog`] holds what happened, when, and which customers, employees, cases or things it involved. For each
//! type of objects a [`JourneyGraph`] says which activity directly follows which, how often and after what wait, and
//! [`Variants`] which different ways there are. [`Friction`] says what hurts whom and how many groups share it,
//! [`Silo`] where work crosses the borders between teams, [`Synchronisation`] who waits for whom. Logs come from
//! [`EventLog::builder`], from integer columns ([`EventColumns`]), and from files through the readers of
//! [`io`](crate::io).
//!
//! A [`Chain`] says how likely a goal is, how often each touchpoint is passed on the way, and what would be lost
//! without it. It is made of [`Paths`], which come from a log, from a file, or one by one; [`CreditRule`]s beside it
//! say what the customary rules of thumb make of the same paths.

mod absorption;
mod articulation;
mod blast_radius;
mod builder;
mod chain;
mod chain_counts;
mod chain_intervals;
mod columns;
mod credit;
mod ei_index;
mod error;
mod face;
mod friction;
mod friction_log;
mod friction_options;
mod friction_owners;
mod friction_scale;
mod graph;
mod ids;
mod interner;
mod log;
mod order;
mod orders;
mod pairs;
mod path_ends;
mod paths;
mod silo;
mod silo_owners;
mod sweeps;
mod synchronisation;
mod transitions;
mod variants;
mod visits;

pub use absorption::{Absorption, TouchpointRole};
pub use blast_radius::{BlastRadius, blast_radius};
pub use builder::{EventLogBuilder, PendingObject};
pub use chain::Chain;
pub use chain_counts::ChainCounts;
pub use chain_intervals::{ChainIntervalOptions, ChainIntervals, EffectInterval};
pub use columns::{EventColumns, ObjectKeys};
pub use credit::{Credit, CreditRule};
pub use ei_index::ei_index;
pub use error::Error;
pub use friction::{Friction, GroupFriction, TouchpointFriction, breadth};
pub use friction_options::FrictionOptions;
pub use friction_scale::{Anchor, Combination, FrictionComponent, FrictionScale};
pub use graph::{JourneyEdge, JourneyGraph, JourneyNode};
pub use ids::{ActivityId, EventId, JourneyEdgeId, ObjectId, ObjectTypeId, QualifierId};
pub use log::{Event, EventLog};
pub use orders::{OrderFit, OrderOptions, compare_orders};
pub use path_ends::PathEnds;
#[cfg(feature = "csv")]
pub(crate) use paths::PathTarget;
pub use paths::{PathCounts, Paths};
pub use silo::{FrictionPremium, HandOver, Silo, SiloOwner};
pub use synchronisation::{Synchronisation, SynchronisedActivity, TypeWaits};
pub use variants::{OtherVariants, TopVariants, Variant, Variants};
