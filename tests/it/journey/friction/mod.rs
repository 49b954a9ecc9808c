//! Friction of touchpoints, promises, and small groups in both.

mod promise;
mod small_groups;
pub(crate) mod touchpoints;
