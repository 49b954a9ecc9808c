//! Experience maps and the things in them.

pub(crate) mod adding;
pub(crate) mod dimension;
pub(crate) mod failure;
pub(crate) mod ids;
pub(crate) mod influences;
pub(crate) mod kind;
pub(crate) mod map;
pub(crate) mod outcome;
pub(crate) mod stakeholder;
pub(crate) mod touchpoint;

pub use adding::*;
pub use dimension::*;
pub use influences::*;
pub use kind::*;
pub use map::*;
pub use outcome::*;
pub use stakeholder::*;
pub use touchpoint::*;
