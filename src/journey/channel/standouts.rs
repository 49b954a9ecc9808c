//! Standouts: the channels that hold up, lose, bring back and carry most.

use std::time::Duration;

use serde::Serialize;

use super::{ChannelFigures, ChannelLife};
use crate::score::inference::Proportion;

/// The channels that stand out among those of which enough is known; see [`ChannelFigures::standouts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ChannelStandouts<'a> {
    /// Where people stay longest, with the median sojourn.
    pub slowest: Option<(&'a ChannelLife, Duration)>,
    /// Which loses most, with the share of its sojourns that end with the loss.
    pub losing: Option<(&'a ChannelLife, f64)>,
    /// Which is come back to most, with the share of journeys that left it and came back.
    pub returning: Option<(&'a ChannelLife, f64)>,
    /// Without which most goals would not be reached, with their share.
    pub key: Option<(&'a ChannelLife, f64)>,
}

impl ChannelFigures {
    /// The channels that stand out. Shares and medians of fewer than [`Proportion::ENOUGH`] sojourns or journeys do not
    /// count, nor does what is 0.
    pub fn standouts(&self) -> ChannelStandouts<'_> {
        let finished =
            |life: &ChannelLife| life.barrier.is_some_and(|barrier| barrier.of >= Proportion::ENOUGH);
        let slowest = self.channels.iter().filter(|life| finished(life));
        let slowest = slowest.filter_map(|life| Some((life, life.median?)));
        ChannelStandouts {
            slowest: slowest.filter(|(_, time)| !time.is_zero()).max_by_key(|(_, time)| *time),
            losing: self.largest(|life| life.barrier?.of_enough()),
            returning: self.largest(|life| life.re_entry?.of_enough()),
            key: self.largest(|life| life.removal_effect),
        }
    }

    fn largest(&self, figure: impl Fn(&ChannelLife) -> Option<f64>) -> Option<(&ChannelLife, f64)> {
        let known = self.channels.iter().filter_map(|life| Some((life, figure(life)?)));
        known.filter(|(_, value)| *value > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
    }
}
