//! Influences between facets and outcomes, with their evidence.
//!
//! An [`Influence`] leads from one [`Node`] to another and weighs *units of the target per unit of the source*. Its
//! [`Evidence`] says how the weight is known.
//!
//! | To | Use |
//! |---|---|
//! | write single influences by key | [`MapDocument::influence`](super::map::MapDocument::influence) |
//! | add millions from columns | [`InfluenceColumns`] |
//! | read them back | [`ExperienceMap::influences`](super::map::ExperienceMap::influences) |

pub(crate) mod columns;
mod link;

pub use link::{Design, Evidence, Influence, InfluenceColumns, Level, Node};
