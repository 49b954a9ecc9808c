//! Channels: which hold people up, which bring them back, and what a change of channel costs.
//!
//! [`Channels`] follows journeys through the channels of a log, [`Switching`] their changes of channel. [`Consistency`]
//! compares scores of one task across channels, and [`ChannelCoverage`] says which task can be done in which channel.

mod channels;
mod consistency;
mod coverage;
mod options;
mod switch_pairs;
mod switching;
mod walk;

pub use channels::{ChannelBreadth, ChannelFigures, ChannelLife, ChannelPart, Channels};
pub use consistency::{ChannelGap, ChannelScore, Consistency, TaskConsistency};
pub use coverage::{ChannelCoverage, CoverageCell, ModalityCoverage};
pub use options::ChannelOptions;
pub use switch_pairs::ChannelSwitch;
pub use switching::{SwitchFigures, SwitchPart, SwitchPenalty, SwitchSuccess, Switching};
