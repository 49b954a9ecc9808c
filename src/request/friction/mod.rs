//! Requests about friction: what hurts, whom, and who owns it.

mod document;

use serde::{Deserialize, Serialize};

use super::rows::{object_type, usual_rows};
use super::{Error, UnmatchedActivity, Version};
use crate::Execution;
use crate::journey::channel::{ChannelCoverage, ChannelOptions, Channels, Switching};
use crate::journey::friction::{Friction, FrictionOptions, FrictionScale, PromiseGaps};
use crate::journey::handover::Handovers;
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::journey::{People, StakeholderGroup};
use crate::model::map::ExperienceMap;
use crate::model::{Role, Stakeholder};
use crate::privacy::MinGroup;
use crate::report::parts::{GroupPromises, WhereItHurts};

/// A question to an [`EventLog`]: friction by touchpoint and group, hand-overs between teams, channels and promises.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
/// use total_experience::model::{Role, Stakeholder};
/// use total_experience::request::friction::{FrictionRequest, GroupRequest};
///
/// let mut builder = EventLog::builder();
/// for (activity, second) in [("ask", 0), ("wait", 400_000), ("wait", 900_000)] {
///     let time = Timestamp::from_seconds(second).expect("within range");
///     builder.event(activity, time, &[("case", "1"), ("buyer", "Ada")])?;
/// }
/// let log = builder.finish();
/// let buyers = GroupRequest::new(Stakeholder::new("customers", Role::Customer), "buyer");
/// let request = FrictionRequest { groups: vec![buyers], ..FrictionRequest::default() };
/// let answer = request.run(&log, None)?;
/// assert_eq!(answer.friction.touchpoints[0].name, "wait");
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FrictionRequest {
    /// Version of the form.
    pub version: Version,
    /// The type of objects whose journeys are looked at.
    pub case: String,
    /// The groups of people who live the journeys.
    pub groups: Vec<GroupRequest>,
    /// The type of objects that are teams. Without one nobody owns a touchpoint, unless a map says who does.
    pub owner: Option<String>,
    /// The type of objects who work for the teams; one that the log does not have is left out. A team is named only
    /// where enough of them do its work.
    pub workers: Option<String>,
    /// Types of objects by which channels are looked at apart: segments, places.
    pub segments: Vec<String>,
    /// Activities that give people what they came for; none: the activity where most journeys end.
    pub goals: Vec<String>,
    /// Activities that say that the step before failed.
    pub failures: Vec<String>,
    /// Where friction of each component begins and is complete, and how components are joined.
    pub scale: FrictionScale,
    /// Fewest people of a protected group whose figures are shown, in place of what the group says; none: what the group
    /// says, and 5 behind the name of a team.
    pub min_group: Option<u32>,
    /// Touchpoints and promises that are written; none: all.
    #[serde(default = "usual_rows")]
    pub rows: Option<usize>,
}

impl Default for FrictionRequest {
    fn default() -> Self {
        Self {
            version: Version,
            case: "case".to_owned(),
            groups: Vec::new(),
            owner: None,
            workers: Some("resource".to_owned()),
            segments: Vec::new(),
            goals: Vec::new(),
            failures: Vec::new(),
            scale: FrictionScale::default(),
            min_group: None,
            rows: usual_rows(),
        }
    }
}

/// A group of people, and the type of objects of a log that they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRequest {
    /// Who they are. Where a map has a group with this key, the map's is taken.
    pub stakeholder: Stakeholder,
    /// The type of objects.
    pub object_type: String,
}

impl GroupRequest {
    /// This group, whose people are objects of this type.
    pub fn new(stakeholder: Stakeholder, object_type: impl Into<String>) -> Self {
        Self { stakeholder, object_type: object_type.into() }
    }
}

/// Answer to a [`FrictionRequest`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FrictionAnswer {
    /// Journeys in the log.
    pub journey_count: usize,
    /// The groups asked about, as they were protected, and how many people of each the log has.
    pub groups: Vec<(Stakeholder, usize)>,
    /// Keys of the map's stakeholders that no group stands for.
    pub without_group: Vec<String>,
    /// Activities of the log that are no touchpoints of the map.
    pub without_touchpoint: Vec<UnmatchedActivity>,
    /// Friction by touchpoint and group.
    pub friction: Friction,
    /// Promised and actual times of the groups that are served.
    pub promises: Vec<GroupPromises>,
    /// Hand-overs between teams, where teams and the people who work are known.
    pub handovers: Option<Handovers>,
    /// What channels do, where the log names any.
    pub channels: Option<ChannelAnswer>,
    /// Whether teams are known.
    pub has_owner: bool,
    rows: Option<usize>,
}

/// Channels of a log: friction, journeys and changes of channel.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChannelAnswer {
    /// Friction by channel and group.
    pub friction: Friction,
    /// What channels do to journeys.
    pub channels: Channels,
    /// What a change of channel costs.
    pub switching: Switching,
    /// Which task is offered in which channel, where a map says so.
    pub coverage: Option<ChannelCoverage>,
}

impl FrictionRequest {
    /// Asks the log. A map says who owns touchpoints, what their service levels promise, where they are offered, and who
    /// the groups with its keys are.
    ///
    /// # Errors
    ///
    /// [`Error`] where no group is named, one is named twice, or the log has no objects of a type;
    /// [`journey::Error`](crate::journey::Error) for goals, failures and channels that do not fit the log.
    pub fn run(&self, log: &EventLog, map: Option<&ExperienceMap>) -> Result<FrictionAnswer, Error> {
        self.run_with(log, map, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with(
        &self,
        log: &EventLog,
        map: Option<&ExperienceMap>,
        execution: &Execution,
    ) -> Result<FrictionAnswer, Error> {
        let cases = object_type(log, &self.case)?;
        let (groups, without_group) = self.groups(log, map)?;
        let owner = self.owner.as_deref().map(|name| object_type(log, name)).transpose()?;
        let options = self.options(log, map, owner).with_execution(execution.clone());
        let mut promises = Vec::new();
        let has_promises = map.is_some() || !log.due_column().is_empty();
        for group in groups.iter().filter(|group| group.is_served() && has_promises) {
            let mut found = PromiseGaps::discover_with(log, cases, group, &options)?;
            found.gaps.retain(|gap| gap.n > 0);
            promises.push(GroupPromises::new(group.stakeholder.key.clone(), found));
        }
        let mut friction = Friction::discover_with(log, cases, &groups, &options)?;
        if let Some(map) = map {
            friction = friction.with_owners(map);
        }
        let handovers = match (Handovers::workers(&groups), owner) {
            (Some(group), Some(owner)) => Some(Handovers::discover(log, cases, group.people(), owner)?),
            _ => None,
        };
        let channels = match log.channel_column() {
            [] => None,
            _ => {
                let parts = self.segments.iter().map(|name| object_type(log, name));
                let mut asked = ChannelOptions::default().with_people_of(&groups);
                asked.goals.clone_from(&self.goals);
                asked.parts = parts.collect::<Result<_, _>>()?;
                Some(ChannelAnswer {
                    channels: Channels::discover_with(log, cases, &asked)?,
                    switching: Switching::discover_with(log, cases, &asked)?,
                    friction: Friction::discover_with(
                        log,
                        cases,
                        &groups,
                        &options.clone().with_channels_as_places(),
                    )?,
                    coverage: map
                        .filter(|map| !map.channels().is_empty())
                        .map(|map| ChannelCoverage::discover(log, map)),
                })
            }
        };
        let people = |group: StakeholderGroup| Ok((group.stakeholder, log.objects(group.object_type)?.len()));
        Ok(FrictionAnswer {
            journey_count: log.objects(cases)?.len(),
            groups: groups.into_iter().map(people).collect::<Result<_, Error>>()?,
            without_group,
            without_touchpoint: map.map(|map| UnmatchedActivity::of(log, map)).unwrap_or_default(),
            friction,
            promises,
            handovers,
            channels,
            has_owner: owner.is_some(),
            rows: self.rows,
        })
    }

    /// The groups, and the stakeholders of the map that none of them is.
    fn groups(
        &self,
        log: &EventLog,
        map: Option<&ExperienceMap>,
    ) -> Result<(Vec<StakeholderGroup>, Vec<String>), Error> {
        if self.groups.is_empty() {
            return Err(Error::NoGroups);
        }
        let mut groups: Vec<StakeholderGroup> = Vec::new();
        for GroupRequest { stakeholder, object_type: name } in &self.groups {
            if groups.iter().any(|known| known.stakeholder.key == stakeholder.key) {
                return Err(Error::GroupTwice { key: stakeholder.key.clone() });
            }
            groups.push(StakeholderGroup::new(stakeholder.clone(), object_type(log, name)?));
        }
        let others = match map {
            Some(map) => StakeholderGroup::declare(&mut groups, map)?,
            None => Vec::new(),
        };
        for StakeholderGroup { stakeholder, .. } in &mut groups {
            if !stakeholder.minimum_group().is_off() {
                stakeholder.min_group = self.min_group.map(MinGroup::new).or(stakeholder.min_group);
            }
        }
        Ok((groups, others))
    }

    fn options(
        &self,
        log: &EventLog,
        map: Option<&ExperienceMap>,
        owner: Option<ObjectTypeId>,
    ) -> FrictionOptions {
        let mut options = FrictionOptions::default().with_scale(self.scale.clone());
        options.goals.clone_from(&self.goals);
        options.failures.clone_from(&self.failures);
        options.owners = owner;
        // An owner that one person works for is a person's name, whoever the report is about.
        if let Some(workers) = self.workers.as_deref().and_then(|name| log.object_type(name)) {
            let least = self.min_group.map(MinGroup::new);
            let least = least.unwrap_or_else(|| Stakeholder::new("workers", Role::Employee).minimum_group());
            options = options.with_workers(People::new(workers).with_min_group(least));
        }
        match map {
            Some(map) => options.with_promises_of(map),
            None => options,
        }
    }
}

impl FrictionAnswer {
    /// Figures of a group at a touchpoint or in a channel that are withheld.
    pub fn suppressed_count(&self) -> u64 {
        self.friction.suppressed + self.channels.as_ref().map_or(0, |channels| channels.friction.suppressed)
    }

    /// The part of a report that says it.
    pub fn to_part(&self) -> WhereItHurts {
        let mut part = WhereItHurts::default().with_friction(self.friction.clone());
        for promises in &self.promises {
            part = part.with_promises(promises.clone());
        }
        if let Some(found) = &self.channels {
            part = part
                .with_channel_friction(found.friction.clone())
                .with_channels(found.channels.clone())
                .with_switching(found.switching.clone());
            if let Some(coverage) = &found.coverage {
                part = part.with_coverage(coverage.clone());
            }
        }
        match &self.handovers {
            Some(handovers) => part.with_handovers(handovers.clone()),
            None => part,
        }
    }
}
