//! Friction of touchpoints, promises, and small groups in both.

mod promise;
mod small_groups;
mod touchpoints;
