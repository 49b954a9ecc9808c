//! Journeys: event logs, and what is found in them.
//!
//! | Module | Question | Read first |
//! |---|---|---|
//! | [`log`] | What happened, when, and to whom? | [`EventLog`](log::EventLog), [`Filter`](log::Filter) |
//! | [`dfg`] | Which step directly follows which? | [`JourneyGraph`](dfg::JourneyGraph), [`Variants`](dfg::Variants) |
//! | [`markov`] | How likely is a goal, and what is each touchpoint worth to it? | [`Chain`](markov::Chain), [`Paths`](markov::Paths) |
//! | [`friction`] | What hurts whom, and how many groups share it? | [`Friction`](friction::Friction), [`PromiseGaps`](friction::PromiseGaps) |
//! | [`channel`] | Which channels hold people up, and what does a change of channel cost? | [`Channels`](channel::Channels), [`Switching`](channel::Switching) |
//! | [`handover`] | Where does work cross the borders between teams, and who waits for whom? | [`Handovers`](handover::Handovers), [`Synchronization`](handover::Synchronization) |
//! | [`identity`] | Which of many ids are one person? | [`Identity`](identity::Identity), [`PersonLog`](identity::PersonLog) |
//!
//! A [`JourneyMap`] is a journey as a team draws it, before any log. [`People`] and [`StakeholderGroup`] say who is
//! protected, and how.
//!
//! To be copied: the journeys of one channel, whole, in the [cookbook](crate::_docs::cookbook).

pub mod channel;
mod checks;
pub mod dfg;
mod error;
pub mod friction;
pub mod handover;
pub mod identity;
mod journey_map;
pub mod log;
pub mod markov;
mod people;
pub(crate) mod seconds;

pub use error::Error;
pub use journey_map::{JourneyMap, JourneyStage, JourneyStep};
pub use people::{People, StakeholderGroup};
