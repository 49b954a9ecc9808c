//! Linear algebra and statistics that the other rooms share, compact sorts and maps, and the envelope of stored bytes.
//!
//! Crate-private. It knows numbers alone: no map, no answer, no event.

pub(crate) mod cold_sort;
pub(crate) mod envelope;
pub(crate) mod grow;
pub(crate) mod iterate;
pub(crate) mod linalg;
pub(crate) mod ordered_map;
pub(crate) mod ordered_set;
mod places;
pub(crate) mod prefix;
pub(crate) mod rank;
pub(crate) mod stats;
