//! Experience map: stakeholders, touchpoints, facets, outcomes and influences, joined and checked.
//!
//! | Type | Is |
//! |---|---|
//! | [`MapDocument`] | the map as written, by keys and unchecked: in code or in a file |
//! | [`ExperienceMap`] | the map as checked: typed identifiers, look-ups by key and by label |
//! | [`MapGraph`] | its influences as a `petgraph` graph |
//!
//! A document becomes a map with [`build`](MapDocument::build), which names every fault at once.

mod assemble;
mod checks;
mod document;
mod experience_map;
pub(crate) mod keyed;
mod petgraph;

pub use document::{FacetEntry, InfluenceEntry, MapDocument};
pub use experience_map::ExperienceMap;
pub use petgraph::MapGraph;
