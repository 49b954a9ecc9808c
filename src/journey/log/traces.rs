//! Traces: the steps of each journey up to its first goal or loss, and how it ended.

use std::time::Duration;

use super::case_ends::{CaseEnds, NONE, flags};
use super::visits::Journeys;
use super::{ActivityId, EventChannelId, EventId, EventLog, ObjectTypeId};
use crate::Execution;
use crate::journey::Error;
use crate::model::time::Timestamp;

/// An event in a journey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    object: u32,
    pub(crate) event: u32,
    pub(crate) activity: ActivityId,
    pub(crate) time: Timestamp,
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
pub(crate) struct Trace<'a> {
    /// The object whose journey it is.
    pub(crate) object: u32,
    pub(crate) steps: &'a [Step],
    pub(crate) end: End,
}

/// A run of events of a journey in one channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sojourn {
    pub(crate) channel: EventChannelId,
    /// Nanoseconds from its first event to the first of the next sojourn or, in the last one, to the journey's last event.
    pub(crate) time: u64,
    pub(crate) events: u64,
}

impl Trace<'_> {
    /// Runs of steps in one channel; steps without a channel are passed over.
    pub(crate) fn sojourns(&self) -> Vec<Sojourn> {
        let mut sojourns: Vec<Sojourn> = Vec::new();
        let mut since = Timestamp::default();
        for step in self.steps {
            let Some(channel) = step.channel else { continue };
            match sojourns.last_mut() {
                Some(sojourn) if sojourn.channel == channel => sojourn.events += 1,
                last => {
                    if let Some(sojourn) = last {
                        sojourn.time = step.time.abs_diff(since);
                    }
                    since = step.time;
                    sojourns.push(Sojourn { channel, time: 0, events: 1 });
                }
            }
        }
        if let (Some(sojourn), Some(last)) = (sojourns.last_mut(), self.steps.last()) {
            sojourn.time = last.time.abs_diff(since);
        }
        sojourns
    }
}

/// All steps of all journeys, journey by journey, each in the log's order.
#[derive(Debug)]
pub(crate) struct Traces {
    steps: Vec<Step>,
    ends: CaseEnds,
    /// By activity whether a journey is lost there.
    lost: Vec<bool>,
    start: u32,
}

/// Where journeys end: names of activities, and how long a journey without one stays open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EndRules<'a> {
    pub(crate) goals: &'a [String],
    pub(crate) lost: &'a [String],
    pub(crate) open_for: Duration,
}

impl Traces {
    pub(crate) fn new(log: &EventLog, object_type: ObjectTypeId, rules: EndRules<'_>) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        let execution = Execution::default();
        let journeys = Journeys::new(log, &range, &execution);
        let ends = CaseEnds::new(log, &journeys, rules.goals, rules.open_for, &execution)?;
        let lost = flags(log, rules.lost)?;
        if let Some(name) = rules.lost.iter().find(|name| rules.goals.contains(name)) {
            return Err(Error::DuplicateName { what: "the end of journeys", name: name.clone() });
        }
        let events = (0_u32..).zip(0..journeys.len()).flat_map(|(object, at)| {
            journeys.of(at).iter().filter_map(move |&event| log.event(EventId::from_u32(event))).map(
                move |event| Step {
                    object,
                    event: event.id.as_u32(),
                    activity: event.activity,
                    time: event.time,
                    channel: event.channel,
                },
            )
        });
        let steps = events.collect();
        Ok(Self { steps, ends, lost, start: range.start })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Trace<'_>> {
        self.steps.chunk_by(|a, b| a.object == b.object).map(|steps| {
            let goal = |step: &Step| self.ends.goal[step.activity.index()];
            let last = steps.iter().position(|step| goal(step) || self.lost[step.activity.index()]);
            let object = steps.first().map_or(0, |step| step.object);
            let end = match last {
                Some(at) if goal(&steps[at]) => End::Goal,
                Some(_) => End::Lost,
                None if self.ends.lost_at.get(object as usize) != Some(&NONE) => End::Lost,
                None => End::Open,
            };
            let steps = last.map_or(steps, |at| &steps[..=at]);
            Trace { object: self.start + object, steps, end }
        })
    }
}
