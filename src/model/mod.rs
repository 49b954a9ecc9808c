//! What exists: the things an organisation's experience is made of, and the map that joins them.

mod dimension;
mod error;
mod ids;

pub use dimension::Dimension;
pub use error::Error;
pub use ids::{
    ChannelId, FacetId, InfluenceId, JourneyId, OutcomeId, SegmentId, StakeholderId, SystemId, TouchpointId,
};
