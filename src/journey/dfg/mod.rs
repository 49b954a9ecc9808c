//! Directly-follows graphs: which activity directly follows which, how often, and after what wait.
//!
//! | Type | For |
//! |---|---|
//! | [`JourneyGraph`] | the journeys of one type of objects, with counts, waits, starts and ends |
//! | [`JourneyCounts`] | the same without waits, in a fifth of the time |
//! | [`AnyJourneyGraph`] | the one or the other, as the log has times or not |
//! | [`JourneyTally`] | the same as a mergeable summary, for logs in parts |
//! | [`ObjectCentricGraph`] | several types of objects in one graph |
//! | [`Variants`] | the different sequences of activities, with their counts |
//! | [`StepPaths`] | the steps before and after one touchpoint |
//! | [`WaitSpread`] | coefficient of variation and tail of waits |

pub(crate) mod any_graph;
mod counts;
mod graph;
mod ids;
mod object_graph;
mod pairs;
mod petgraph;
mod step_options;
mod step_paths;
mod tally;
mod top_edges;
mod variants;
mod wait_spread;
mod waits;
mod work;

pub use any_graph::AnyJourneyGraph;
pub use counts::{CountedEdge, JourneyCounts, JourneyNode};
pub use graph::{JourneyEdge, JourneyGraph};
pub use ids::JourneyEdgeId;
pub use object_graph::{ObjectCentricEdge, ObjectCentricGraph, ObjectCentricNode};
pub use step_options::{StepDirection, StepOptions, StepVisits};
pub use step_paths::{OtherSteps, StepNode, StepPath, StepPathIter, StepPaths, TopSteps};
pub use tally::{JourneyTally, TalliedEdge, TalliedNode};
pub use top_edges::{OtherEdges, TopEdges};
pub use variants::{OtherVariants, TopVariants, Variant, VariantIter, Variants};
pub use wait_spread::{WaitDistribution, WaitSpread};
pub use work::ServiceTime;
