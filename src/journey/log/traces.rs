//! The journeys of a log, each in one piece: its steps up to its end, and how it ended.

use std::time::Duration;

use super::case_ends::{Fates, NONE, flags};
use super::visits::for_each_visit;
use super::{ActivityId, EventChannelId, EventLog, ObjectTypeId};
use crate::journey::Error;

/// An event in a journey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    object: u32,
    pub(crate) event: u32,
    pub(crate) activity: ActivityId,
    pub(crate) time: i64,
    pub(crate) channel: Option<EventChannelId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Goal,
    Lost,
    Open,
}

/// A journey up to its first end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trail<'a> {
    /// The object of the flow.
    pub(crate) object: u32,
    pub(crate) steps: &'a [Step],
    pub(crate) end: End,
}

/// Events that follow each other in a journey and in one channel, up to where it goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub(crate) channel: EventChannelId,
    /// Nanoseconds from its first event to the first of the next stay or, in the last one, to the journey's last event.
    pub(crate) time: u64,
    pub(crate) events: u64,
}

impl Trail<'_> {
    /// Runs of steps in one channel; steps without a channel are passed over.
    pub(crate) fn stays(&self) -> Vec<Stay> {
        let mut stays: Vec<Stay> = Vec::new();
        let mut since = 0;
        for step in self.steps {
            let Some(channel) = step.channel else { continue };
            match stays.last_mut() {
                Some(stay) if stay.channel == channel => stay.events += 1,
                last => {
                    if let Some(stay) = last {
                        stay.time = step.time.abs_diff(since);
                    }
                    since = step.time;
                    stays.push(Stay { channel, time: 0, events: 1 });
                }
            }
        }
        if let (Some(stay), Some(last)) = (stays.last_mut(), self.steps.last()) {
            stay.time = last.time.abs_diff(since);
        }
        stays
    }
}

/// All steps of all journeys, journey by journey, each in the log's order.
#[derive(Debug)]
pub(crate) struct Trails {
    steps: Vec<Step>,
    fates: Fates,
    /// By activity whether a journey is lost there.
    lost: Vec<bool>,
    start: u32,
}

/// Where journeys end: names of activities, and how long a journey without one stays open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TrailEnds<'a> {
    pub(crate) goals: &'a [String],
    pub(crate) lost: &'a [String],
    pub(crate) open_for: Duration,
}

impl Trails {
    pub(crate) fn new(log: &EventLog, object_type: ObjectTypeId, ends: TrailEnds<'_>) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        let fates = Fates::new(log, &range, ends.goals, ends.open_for)?;
        let lost = flags(log, ends.lost)?;
        if let Some(name) = ends.lost.iter().find(|name| ends.goals.contains(name)) {
            return Err(Error::DuplicateName { item: "the end of journeys", name: name.clone() });
        }
        let mut steps = Vec::new();
        for_each_visit(log, &range, |visit, _| {
            steps.push(Step {
                object: visit.object as u32,
                event: visit.event,
                activity: visit.activity,
                time: visit.time,
                channel: log.channels().get(visit.event as usize).copied().flatten(),
            });
        });
        steps.sort_by_key(|step| step.object); // stable: in the log's order within an object
        Ok(Self { steps, fates, lost, start: range.start })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Trail<'_>> {
        self.steps.chunk_by(|a, b| a.object == b.object).map(|steps| {
            let goal = |step: &Step| self.fates.goal[step.activity.index()];
            let last = steps.iter().position(|step| goal(step) || self.lost[step.activity.index()]);
            let object = steps.first().map_or(0, |step| step.object);
            let end = match last {
                Some(at) if goal(&steps[at]) => End::Goal,
                Some(_) => End::Lost,
                None if self.fates.lost_at.get(object as usize) != Some(&NONE) => End::Lost,
                None => End::Open,
            };
            let steps = last.map_or(steps, |at| &steps[..=at]);
            Trail { object: self.start + object, steps, end }
        })
    }
}
