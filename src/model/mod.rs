//! What exists: the things an organisation's experience is made of, and the map that joins them.
//!
//! Write a [`MapDocument`] (or read one from a file), [`build`](MapDocument::build) it into an [`ExperienceMap`], and
//! hand that to the rooms that score, compute and report.

mod assemble;
mod checks;
mod dimension;
mod document;
mod error;
mod facet;
mod graph;
pub(crate) mod ids;
mod influence;
mod influences;
mod keyed;
mod map;
mod outcome;
mod place;
mod stakeholder;
pub mod time;
mod touchpoint;
mod work_unit;

pub use dimension::Dimension;
pub use document::{FacetEntry, InfluenceEntry, MapDocument};
pub use error::{Error, Fault, Faults, Kind};
pub use facet::Facet;
pub use graph::MapGraph;
pub use ids::{
    ChannelId, FacetId, InfluenceId, JourneyId, OutcomeId, SegmentId, StakeholderId, SystemId, TouchpointId,
};
pub use influence::{Design, Evidence, Influence, InfluenceColumns, Level, Node};
pub use map::ExperienceMap;
pub use outcome::{Direction, Outcome};
pub use place::{Channel, ChannelKind, Modality, Segment, System};
pub use stakeholder::{Role, Stakeholder};
pub use touchpoint::{Journey, Sla, Touchpoint};
pub use work_unit::WorkUnit;
