//! The JSON form of an answer about friction.

use serde::{Serialize, Serializer};

use super::FrictionAnswer;
use crate::journey::channel::{
    ChannelBreadth, ChannelCoverage, ChannelLife, ChannelPart, SwitchFigures, SwitchPart,
};
use crate::journey::friction::{PromiseGap, TouchpointFriction};
use crate::journey::handover::Handovers;
use crate::request::{UnmatchedActivity, Version};

/// The answer as it is written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FrictionAnswer"))]
struct Document<'a> {
    version: Version,
    anchors: &'a str,
    journeys: usize,
    people: Vec<GroupSize<'a>>,
    /// Keys of the map's stakeholders that no group stands for.
    without_group: &'a [String],
    /// Activities of the log that are no touchpoints of the map.
    without_touchpoint: &'a [UnmatchedActivity],
    goals: &'a [String],
    goals_assumed: bool,
    open_journeys: u64,
    suppressed: u64,
    touchpoints: &'a [TouchpointFriction],
    touchpoints_left_out: usize,
    silo: Silo<'a>,
    channels: Vec<Channel<'a>>,
    channel_breadth: Option<&'a ChannelBreadth>,
    channel_parts: &'a [ChannelPart],
    switching: Option<&'a SwitchFigures>,
    switching_parts: &'a [SwitchPart],
    coverage: Option<&'a ChannelCoverage>,
    promises: Vec<Promise<'a>>,
    promises_left_out: usize,
    promises_suppressed: Vec<WithheldPromises<'a>>,
}

/// How many people of a group the log has.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct GroupSize<'a> {
    stakeholder: &'a str,
    people: usize,
}

/// Hand-overs between teams; `ei_index` is there in any case.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Silo<'a> {
    Known(&'a Handovers),
    Unknown { ei_index: Option<f64> },
}

/// Friction in a channel, and what it does to journeys where enough people use it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Channel<'a> {
    #[serde(flatten)]
    friction: &'a TouchpointFriction,
    life: Option<&'a ChannelLife>,
}

/// Promised and actual times of a group at a touchpoint.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Promise<'a> {
    stakeholder: &'a str,
    #[serde(flatten)]
    gap: &'a PromiseGap,
}

/// Touchpoints whose promises to a group are withheld.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct WithheldPromises<'a> {
    stakeholder: &'a str,
    touchpoints: &'a [String],
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(FrictionAnswer, Document<'static>);

impl Serialize for FrictionAnswer {
    /// `{version, anchors, journeys, people, goals, touchpoints, silo, channels, switching, coverage, promises, ...}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let most = self.rows.unwrap_or(usize::MAX);
        let (friction, channels) = (&self.friction, self.channels.as_ref());
        let all = channels.and_then(|found| found.channels.all.as_ref());
        let life = |name: &str| all?.channels.iter().find(|life| life.name == name);
        let gaps =
            self.promises.iter().flat_map(|group| group.promises.gaps.iter().map(move |gap| (group, gap)));
        let gap_count = self.promises.iter().map(|group| group.promises.gaps.len()).sum::<usize>();
        let touchpoints = &friction.touchpoints[..friction.touchpoints.len().min(most)];
        Document {
            version: Version,
            anchors: &friction.anchors,
            journeys: self.journey_count,
            people: self
                .groups
                .iter()
                .map(|(group, people)| GroupSize { stakeholder: &group.key, people: *people })
                .collect(),
            without_group: &self.without_group,
            without_touchpoint: &self.without_touchpoint,
            goals: &friction.goals,
            goals_assumed: friction.goals_assumed,
            open_journeys: friction.open_journeys,
            suppressed: friction.suppressed,
            touchpoints,
            touchpoints_left_out: friction.touchpoints.len() - touchpoints.len(),
            silo: self.handovers.as_ref().map_or(Silo::Unknown { ei_index: None }, Silo::Known),
            channels: channels
                .iter()
                .flat_map(|found| &found.friction.touchpoints)
                .map(|friction| Channel { friction, life: life(&friction.name) })
                .collect(),
            channel_breadth: all.map(|all| &all.breadth),
            channel_parts: channels.map_or(&[], |found| &found.channels.parts),
            switching: channels.and_then(|found| found.switching.all.as_ref()),
            switching_parts: channels.map_or(&[], |found| &found.switching.parts),
            coverage: channels.and_then(|found| found.coverage.as_ref()),
            promises: gaps
                .take(most)
                .map(|(group, gap)| Promise { stakeholder: &group.stakeholder, gap })
                .collect(),
            promises_left_out: gap_count.saturating_sub(most),
            promises_suppressed: self
                .promises
                .iter()
                .map(|group| WithheldPromises {
                    stakeholder: &group.stakeholder,
                    touchpoints: &group.promises.suppressed,
                })
                .collect(),
        }
        .serialize(serializer)
    }
}
