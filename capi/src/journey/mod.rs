//! Event logs, journeys, chains of touchpoints, friction and hand-overs.

pub(crate) mod chain;
pub(crate) mod columns;
pub(crate) mod events;
pub(crate) mod failure;
pub(crate) mod friction;
pub(crate) mod handover;
pub(crate) mod journeys;
pub(crate) mod log;
pub(crate) mod paths;
pub(crate) mod tally;
pub(crate) mod variants;

pub use chain::*;
pub use columns::*;
pub use events::*;
pub use friction::*;
pub use handover::*;
pub use journeys::*;
pub use log::*;
pub use paths::*;
pub use tally::*;
pub use variants::*;
