//! How do people move? Event logs, and the journeys in them.
//!
//! An [`EventLog`] holds what happened, when, and which customers, employees, cases or things it involved. Logs come
//! from [`EventLog::builder`], from integer columns ([`EventColumns`]), and from files through the readers of
//! [`io`](crate::io). [`Filter`] takes a part of one; [`Identity`] finds which of many ids are one person, and gives
//! journeys by person. A [`JourneyMap`] is a journey as a team draws it.
//!
//! For each type of objects a [`JourneyGraph`] says which activity directly follows which, how often and after what
//! wait ([`JourneyCounts`] without the waits), and [`Variants`] which different ways there are; [`ObjectCentricGraph`] shows all types at once, and
//! [`StepPaths`] what comes before and after one touchpoint. [`Friction`] says what hurts whom and how many groups share
//! it, [`PromiseGap`] whether times are kept, [`Silo`] where work crosses the borders between teams,
//! [`Synchronisation`] who waits for whom, [`WaitSpread`] whether people can know how long it takes, [`Channels`] which
//! channels hold people up or bring them back, [`Switching`] what changing the channel costs. A [`JourneyTally`] is the
//! graph of whole journeys that come bit by bit, or from many machines.
//!
//! A [`Chain`] says how likely a goal is, how often each touchpoint is passed on the way, what would be lost without it
//! or without a whole system ([`Contributions`]), and how predictable the next step is ([`Predictability`]). It is made
//! of [`Paths`], which come from a log, from a file, or one by one; [`CreditRule`]s beside it say what the customary
//! rules of thumb make of the same paths.

mod absorption;
mod articulation;
mod blast_radius;
mod builder;
mod chain;
mod chain_counts;
mod chain_intervals;
mod channel_options;
mod channel_walk;
mod channels;
mod columns;
mod consistency;
mod contribution;
mod coverage;
mod credit;
mod ei_index;
mod error;
mod face;
mod fates;
mod filter;
mod friction;
mod friction_log;
mod friction_options;
mod friction_owners;
mod friction_scale;
mod graph;
mod identity;
mod identity_forest;
mod identity_links;
mod identity_log;
mod identity_records;
mod ids;
mod interner;
mod journey_counts;
mod journey_map;
mod life_cycle;
mod life_cycle_intervals;
mod log;
mod object_graph;
mod order;
mod orders;
mod pairs;
mod path_ends;
mod paths;
mod predictability;
mod prefix;
mod promise;
mod share;
mod silo;
mod silo_owners;
mod step_paths;
mod sweeps;
mod switch_pairs;
mod switching;
mod synchronisation;
mod tallied;
mod tally;
mod tally_bytes;
mod top_edges;
mod trails;
mod transitions;
mod variants;
mod visits;
mod wait_spread;
mod waits;

pub use absorption::{Absorption, TouchpointRole};
pub use blast_radius::{BlastRadii, BlastRadius, blast_radius};
pub use builder::{EventLogBuilder, PendingObject};
pub use chain::Chain;
pub use chain_counts::ChainCounts;
pub use chain_intervals::{ChainIntervalOptions, ChainIntervals, EffectInterval};
pub use channel_options::ChannelOptions;
pub use channels::{ChannelBreadth, ChannelFigures, ChannelLife, ChannelPart, Channels};
pub use columns::{EventColumns, ObjectKeys};
pub use consistency::{ChannelGap, ChannelScore, Consistency, TaskConsistency};
pub use contribution::{Contribution, Contributions, TouchpointGroups};
pub use coverage::{ChannelCoverage, CoverageCell, ModalityCoverage};
pub use credit::{Credit, CreditRule};
pub use ei_index::ei_index;
pub use error::Error;
pub use filter::{Filter, Filtered, FilteredType, WholeJourneys};
pub use friction::{Friction, GroupFriction, TouchpointFriction, breadth};
pub use friction_options::{FrictionOptions, OwnMeasure, Promise};
pub use friction_scale::{Anchor, Combination, FrictionComponent, FrictionScale};
pub use graph::{JourneyEdge, JourneyGraph, JourneyNode};
pub use identity::{
    Identity, IdentityConflict, IdentityHub, IdentityMerge, IdentityOptions, IdentitySummary,
};
pub use identity_links::IdentityLink;
pub use identity_log::{ObservedEvents, PersonLog};
pub use identity_records::{IdentityRecords, KeyKind, KeyStrength};
pub use ids::{
    ActivityId, EventChannelId, EventId, JourneyEdgeId, KeyId, KeyKindId, ObjectId, ObjectTypeId,
    QualifierId, RecordId,
};
pub use journey_counts::{CountedEdge, JourneyCounts};
pub use journey_map::{JourneyMap, JourneyStage, JourneyStep};
pub use life_cycle::{LifeCycle, Tier, TierEnd, TierTransition};
pub use life_cycle_intervals::LifeCycleIntervals;
pub use log::{Event, EventLog};
pub use object_graph::{ObjectCentricEdge, ObjectCentricGraph, ObjectCentricNode};
pub use orders::{OrderFit, OrderOptions, compare_orders};
pub use path_ends::PathEnds;
#[cfg(feature = "csv")]
pub(crate) use paths::PathTarget;
pub use paths::{PathCounts, Paths};
pub use predictability::{NextStep, Predictability};
pub use promise::{PromiseGap, PromiseGaps};
pub use share::Share;
pub use silo::{FrictionPremium, HandOver, Silo, SiloOwner};
pub use step_paths::{
    OtherSteps, StepDirection, StepNode, StepOptions, StepPath, StepPaths, StepVisits, TopSteps,
};
pub use switching::{ChannelSwitch, SwitchFigures, SwitchPart, SwitchPenalty, SwitchSuccess, Switching};
pub use synchronisation::{Synchronisation, SynchronisedActivity, TypeWaits};
pub use tallied::{TalliedEdge, TalliedNode};
pub use tally::JourneyTally;
pub use top_edges::{OtherEdges, TopEdges};
pub use variants::{OtherVariants, TopVariants, Variant, Variants};
pub use wait_spread::{Spread, WaitSpread};
