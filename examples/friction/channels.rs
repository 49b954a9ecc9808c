//! Channels: what they do to journeys, and how people fare when they change them.

use serde_json::{Value, json};
use total_experience::journey::StakeholderGroup;
use total_experience::journey::channel::{ChannelCoverage, ChannelOptions, Channels, Switching};
use total_experience::journey::friction::{Friction, FrictionOptions};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::model::map::ExperienceMap;
use total_experience::report::parts::WhereItHurts;

use super::common::Fallible;

/// What the log says of its channels.
pub(crate) struct Found {
    friction: Friction,
    channels: Channels,
    switching: Switching,
    coverage: Option<ChannelCoverage>,
}

pub(crate) fn find(
    log: &EventLog,
    object_type: ObjectTypeId,
    groups: &[StakeholderGroup],
    options: FrictionOptions,
    segments: Vec<ObjectTypeId>,
    map: Option<&ExperienceMap>,
) -> Fallible<Found> {
    let mut asked = ChannelOptions::default();
    asked.goals.clone_from(&options.goals);
    asked.parts = segments;
    asked = asked.with_people_of(groups);
    Ok(Found {
        channels: Channels::discover_with(log, object_type, &asked)?,
        switching: Switching::discover_with(log, object_type, &asked)?,
        friction: Friction::discover_with(log, object_type, groups, &options.with_channels_as_places())?,
        coverage: map.filter(|map| !map.channels().is_empty()).map(|map| ChannelCoverage::discover(log, map)),
    })
}

impl Found {
    /// Results of a group in a channel that are not shown.
    pub(crate) fn suppressed(&self) -> u64 {
        self.friction.suppressed
    }

    /// What a report says of them.
    pub(crate) fn report(&self, hurts: WhereItHurts) -> WhereItHurts {
        let hurts = hurts
            .with_channel_friction(self.friction.clone())
            .with_channels(self.channels.clone())
            .with_switching(self.switching.clone());
        match &self.coverage {
            Some(coverage) => hurts.with_coverage(coverage.clone()),
            None => hurts,
        }
    }

    /// The channels by name, with what they do to journeys and the friction in them.
    pub(crate) fn add_to(&self, document: &mut Value) -> Fallible<()> {
        let mut rows = Vec::new();
        for friction in &self.friction.touchpoints {
            let mut row = json!(friction);
            let lives = self.channels.all.iter().flat_map(|all| &all.channels);
            if let Some(life) = lives.into_iter().find(|life| life.name == friction.name)
                && let (Some(row), Value::Object(life)) = (row.as_object_mut(), serde_json::to_value(life)?)
            {
                row.extend(life);
            }
            rows.push(row);
        }
        document["channels"] = Value::Array(rows);
        document["channel_breadth"] = json!(self.channels.all.as_ref().map(|all| &all.breadth));
        document["channel_parts"] = json!(self.channels.parts);
        document["switching"] = json!(self.switching.all);
        document["switching_parts"] = json!(self.switching.parts);
        document["coverage"] = json!(self.coverage);
        Ok(())
    }
}
