//! Mergeable summary of a directly-follows graph: what is counted, its figures, and its bytes.

mod bytes;
mod figures;
mod journey_tally;

pub use figures::{TalliedEdge, TalliedNode};
pub use journey_tally::JourneyTally;
