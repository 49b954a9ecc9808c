//! Linear algebra and statistics that the other rooms share, and the envelope of stored bytes.
//!
//! Crate-private. It knows numbers alone: no map, no answer, no event.

pub(crate) mod envelope;
pub(crate) mod linalg;
pub(crate) mod stats;
