//! Model of an organisation's experience: whose it is, where it happens, and what drives what.
//!
//! Write a [`MapDocument`](map::MapDocument) (or read one from a file), [`build`](map::MapDocument::build) it into an
//! [`ExperienceMap`](map::ExperienceMap), and hand that to the rooms that score, compute and report.
//!
//! | Item | Is |
//! |---|---|
//! | [`map`] | the experience map: written, checked, asked |
//! | [`Stakeholder`], [`Segment`] | whose experience counts |
//! | [`Touchpoint`], [`Channel`], [`System`], [`Journey`] | where it happens |
//! | [`Dimension`], [`Facet`] | what is measured: one dimension of one touchpoint as one group lives it |
//! | [`Outcome`] | the business quantity that facets drive |
//! | [`influence`] | what drives what, how strongly, and on which evidence |
//! | [`ids`], [`WorkUnit`], [`time`] | typed identifiers, branches and teams, moments in time |

mod channel;
mod dimension;
mod error;
mod facet;
pub mod ids;
pub mod influence;
pub mod map;
pub(crate) mod names;
mod outcome;
mod service_level;
mod stakeholder;
mod system;
pub mod time;
mod touchpoint;
mod work_unit;

pub use channel::{Channel, ChannelKind, Modality};
pub use dimension::Dimension;
pub use error::{Error, Fault, Faults, Kind};
pub use facet::Facet;
pub use outcome::{Direction, Outcome};
pub use service_level::ServiceLevel;
pub use stakeholder::{Role, Segment, Stakeholder};
pub use system::System;
pub use touchpoint::{Journey, Touchpoint};
pub use work_unit::WorkUnit;
