//! Channels: which hold people up, which bring them back, and what a change of channel costs.
//!
//! | Type | For |
//! |---|---|
//! | [`Channels`] | journeys through the channels of a log: barriers, sojourns, re-entry, removal effects |
//! | [`Switching`] | changes of channel: continuity, success, cost in time |
//! | [`Consistency`] | scores of one task across channels |
//! | [`ChannelCoverage`] | which task can be done in which channel, as declared and as seen |

mod channels;
mod consistency;
mod coverage;
mod options;
mod standouts;
mod switch_pairs;
mod switching;
mod walk;

pub use channels::{ChannelBreadth, ChannelFigures, ChannelLife, ChannelPart, Channels};
pub use consistency::{ChannelGap, ChannelScore, Consistency, TaskConsistency};
pub use coverage::{ChannelCoverage, CoverageCell, ModalityCoverage};
pub use options::ChannelOptions;
pub use standouts::ChannelStandouts;
pub use switch_pairs::ChannelSwitch;
pub use switching::{SwitchFigures, SwitchGoals, SwitchPart, SwitchPenalty, SwitchSuccess, Switching};
