//! How do people move? Event logs, and the journeys in them.
//!
//! An [`EventLog`] holds what happened, when, and which customers, employees, cases or things it involved. For each
//! type of objects a [`JourneyGraph`] says which activity directly follows which, how often and after what wait, and
//! [`Variants`] which different ways there are. Logs come from [`EventLog::builder`], from integer columns
//! ([`EventColumns`]), and from files through the readers of [`io`](crate::io).
//!
//! A [`Chain`] says how likely a goal is, how often each touchpoint is passed on the way, and what would be lost
//! without it. It is made of [`Paths`], which come from a log, from a file, or one by one; [`CreditRule`]s beside it
//! say what the customary rules of thumb make of the same paths.

mod absorption;
mod builder;
mod chain;
mod chain_intervals;
mod columns;
mod credit;
mod error;
mod face;
mod graph;
mod ids;
mod interner;
mod log;
mod order;
mod orders;
mod pairs;
mod path_ends;
mod paths;
mod sweeps;
mod transitions;
mod variants;
mod visits;

pub use absorption::{Absorption, TouchpointRole};
pub use builder::{EventLogBuilder, PendingObject};
pub use chain::Chain;
pub use chain_intervals::{ChainIntervalOptions, ChainIntervals, EffectInterval};
pub use columns::{EventColumns, ObjectKeys};
pub use credit::{Credit, CreditRule};
pub use error::Error;
pub use graph::{JourneyEdge, JourneyGraph, JourneyNode};
pub use ids::{ActivityId, EventId, JourneyEdgeId, ObjectId, ObjectTypeId, QualifierId};
pub use log::{Event, EventLog};
pub use orders::{OrderFit, OrderOptions, compare_orders};
pub use path_ends::PathEnds;
pub use paths::{PathCounts, Paths};
pub use variants::{OtherVariants, TopVariants, Variant, Variants};
