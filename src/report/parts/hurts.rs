//! Report part "where it hurts": waits, detours, weak spots, friction, hand-overs, channels and promises.

use serde::Serialize;

use crate::journey::channel::{ChannelCoverage, Channels, Switching};
use crate::journey::dfg::JourneyGraph;
use crate::journey::friction::Friction;
use crate::journey::handover::Handovers;
use crate::model::map::ExperienceMap;
use crate::numeric::cold_sort::sort_by;
use crate::score::scorecard::Scorecard;

use super::detours::detours;
use super::friction::shared;
use super::waits::waits;
use super::weak_spots::weak_spots;
use super::{Detour, GroupPromises, Owners, SharedFriction, WaitingTimes, WeakSpot};

/// Pain points: the part of a report on where it hurts. What was not given is empty.
///
/// [`to_markdown`](Self::to_markdown) writes this part alone, for reports on a log without a map:
///
/// ```
/// use total_experience::journey::friction::{BurdenFactors, Friction, GroupFriction, TouchpointFriction};
/// use total_experience::report::parts::WhereItHurts;
///
/// let factors = BurdenFactors { friction: 0.4, exposure: 300.0, weight: 1.0 };
/// let groups = vec![GroupFriction::new("customers", factors)?];
/// let desk = TouchpointFriction::new("desk", groups).with_owner("Branches");
/// let hurts = WhereItHurts::default().with_friction(Friction::new("own", vec![desk]));
/// assert!(hurts.to_markdown().contains("| desk | 120 |"));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WhereItHurts {
    /// Per journey graph, the transitions on which most time is spent waiting.
    pub waits: Vec<WaitingTimes>,
    /// Activities that no designed journey has a place for, the most visited first.
    pub detours: Vec<Detour>,
    /// The lowest published scores first.
    pub weak_spots: Vec<WeakSpot>,
    /// Friction by touchpoint and group, the heaviest burden first.
    pub friction: Option<Friction>,
    /// Touchpoints whose friction several groups share.
    pub shared_friction: Vec<SharedFriction>,
    /// Promised and actual times, by group.
    pub promises: Vec<GroupPromises>,
    /// Hand-overs between teams. As JSON: `silo`.
    #[serde(rename = "silo")]
    pub handovers: Option<Handovers>,
    /// Friction by channel and group.
    pub channel_friction: Option<Friction>,
    /// What channels do to journeys.
    pub channels: Option<Channels>,
    /// What a change of channel costs.
    pub switching: Option<Switching>,
    /// Which task is offered in which channel, and what of it is used.
    pub coverage: Option<ChannelCoverage>,
}

impl WhereItHurts {
    /// Adds what a map, its scores and its journeys say.
    pub(in crate::report) fn with_map(
        mut self,
        map: &ExperienceMap,
        scorecard: Option<&Scorecard>,
        journeys: &[&JourneyGraph],
    ) -> Self {
        if let Some(friction) = self.friction.take() {
            self = self.with_friction(friction.with_owners(map));
        }
        let owners = Owners::new(map, self.friction.as_ref());
        self.detours = journeys.iter().flat_map(|graph| detours(map, &owners, graph)).collect();
        sort_by(&mut self.detours, |a, b| b.visits.cmp(&a.visits).then_with(|| a.activity.cmp(&b.activity)));
        self.waits = journeys.iter().map(|graph| waits(&owners, graph)).collect();
        self.weak_spots = scorecard.map(|card| weak_spots(&owners, card)).unwrap_or_default();
        self
    }

    /// Sets the friction by touchpoint, and with it what several groups share.
    #[must_use]
    pub fn with_friction(mut self, friction: Friction) -> Self {
        self.shared_friction = shared(&friction);
        self.friction = Some(friction);
        self
    }

    /// Adds what was promised to a group.
    #[must_use]
    pub fn with_promises(mut self, promises: GroupPromises) -> Self {
        self.promises.push(promises);
        self
    }

    /// Sets the hand-overs between teams.
    #[must_use]
    pub fn with_handovers(mut self, handovers: Handovers) -> Self {
        self.handovers = Some(handovers);
        self
    }

    /// Sets the friction by channel.
    #[must_use]
    pub fn with_channel_friction(mut self, friction: Friction) -> Self {
        self.channel_friction = Some(friction);
        self
    }

    /// Sets what channels do to journeys.
    #[must_use]
    pub fn with_channels(mut self, channels: Channels) -> Self {
        self.channels = Some(channels);
        self
    }

    /// Sets what a change of channel costs.
    #[must_use]
    pub fn with_switching(mut self, switching: Switching) -> Self {
        self.switching = Some(switching);
        self
    }

    /// Sets which task is offered in which channel.
    #[must_use]
    pub fn with_coverage(mut self, coverage: ChannelCoverage) -> Self {
        self.coverage = Some(coverage);
        self
    }

    /// Results of a group at a touchpoint or in a channel that are withheld to protect small groups.
    pub fn suppressed_count(&self) -> u64 {
        let friction = self.friction.iter().chain(&self.channel_friction).map(|found| found.suppressed);
        friction.sum::<u64>()
            + self.promises.iter().map(|group| group.promises.suppressed.len() as u64).sum::<u64>()
    }
}
