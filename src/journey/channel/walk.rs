//! Journeys in channels: who takes part, in which segments, and what may be shown of them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::ChannelOptions;
use crate::journey::Error;
use crate::journey::log::traces::{End, Trace};
use crate::journey::log::visits::members;
use crate::journey::log::{EventChannelId, EventId, EventLog, ObjectId, ObjectTypeId};
use crate::numeric::ordered_map::OrderedMap;
use crate::privacy::MinGroup;
use crate::privacy::pooling::PooledRow;
use crate::privacy::pooling::Pooling;

pub(crate) struct Walk<'a> {
    pub(crate) log: &'a EventLog,
    people: Option<Range<u32>>,
    least: MinGroup,
}

/// The journeys of a segment or place, or of small ones that are put together.
pub(crate) struct Part<'a> {
    pub(crate) by: String,
    pub(crate) row: PooledRow,
    pub(crate) traces: Vec<Trace<'a>>,
}

/// What may not be shown of some journeys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Withheld {
    /// Channels that too few people use, or that would tell of one.
    pub(crate) channels: BTreeSet<u32>,
    /// What becomes of journeys and sojourns, since too few people share one outcome.
    pub(crate) outcomes: bool,
    /// How many journeys use how many channels, since too few people use some number of them.
    pub(crate) breadth: bool,
}

impl Withheld {
    pub(crate) fn add(&mut self, other: Self) {
        self.channels.extend(other.channels);
        self.outcomes |= other.outcomes;
        self.breadth |= other.breadth;
    }
}

impl<'a> Walk<'a> {
    pub(crate) fn new(log: &'a EventLog, options: &ChannelOptions) -> Result<Self, Error> {
        let people = options.people.map(|people| log.object_range(people.object_type)).transpose()?;
        Ok(Self { log, people, least: options.people.map_or(MinGroup::OFF, |people| people.min_group) })
    }

    /// Who takes part in an event of a journey.
    pub(crate) fn people_at(&self, trace: &Trace<'_>, event: u32) -> Vec<u32> {
        let Some(range) = &self.people else { return vec![trace.object] };
        let event = self.log.event(EventId::from_u32(event));
        event.map_or(Vec::new(), |event| members(event.objects, range).collect())
    }

    pub(crate) fn people_of(&self, trace: &Trace<'_>) -> BTreeSet<u32> {
        trace.steps.iter().flat_map(|step| self.people_at(trace, step.event)).collect()
    }

    /// Whether so many different people may not be shown.
    pub(crate) fn is_small(&self, people: usize) -> bool {
        !self.least.allows(people as u64)
    }

    /// Whether there is somebody, and too few to be shown.
    pub(crate) fn is_few(&self, people: &BTreeSet<u32>) -> bool {
        self.least.is_small(people.len() as u64)
    }

    pub(crate) fn rows(&self, name: impl Fn(u32) -> String, seats: &BTreeSet<(u32, u32)>) -> Pooling {
        Pooling::new(name, seats, self.least)
    }

    pub(crate) fn channel(&self, channel: u32) -> String {
        let channel = EventChannelId::from_index(channel as usize);
        channel.and_then(|channel| self.log.channel_name(channel)).unwrap_or_default().to_owned()
    }

    /// The journeys of each part; small parts are put together.
    pub(crate) fn parts<'t>(&self, by: ObjectTypeId, traces: &[Trace<'t>]) -> Result<Vec<Part<'t>>, Error> {
        let range = self.log.object_range(by)?;
        let mut seats = BTreeSet::new();
        let mut found = Vec::with_capacity(traces.len());
        for trace in traces {
            let events = trace.steps.iter().filter_map(|step| self.log.event(EventId::from_u32(step.event)));
            let parts: BTreeSet<u32> = events.flat_map(|event| members(event.objects, &range)).collect();
            let people = self.people_of(trace);
            seats.extend(parts.iter().flat_map(|&part| people.iter().map(move |&person| (person, part))));
            found.push(parts);
        }
        let key = |part| self.log.object_key(ObjectId::from_u32(part)).unwrap_or_default().into_owned();
        let rows = self.rows(key, &seats);
        let by = self.log.object_type_name(by).unwrap_or_default();
        let part = |row: &PooledRow| Part { by: by.to_owned(), row: row.clone(), traces: Vec::new() };
        let mut parts: Vec<Part<'t>> = rows.rows.iter().map(part).collect();
        for (trace, mine) in traces.iter().zip(&found) {
            let mine: BTreeSet<u32> = mine.iter().map(|&part| rows.row(part)).collect();
            for row in mine {
                if let Some(part) = parts.get_mut(row as usize) {
                    part.traces.push(*trace);
                }
            }
        }
        Ok(parts)
    }

    /// What may not be shown of these journeys.
    pub(crate) fn withheld(&self, traces: &[Trace<'_>]) -> Withheld {
        if self.least.is_off() {
            return Withheld::default();
        }
        let channels = self.hidden_channels(traces);
        let mut ends = [const { BTreeSet::new() }; 3];
        let mut breadth: OrderedMap<usize, BTreeSet<u32>> = OrderedMap::new();
        // Per channel who is lost from it, goes on from it, is still in it, and left it for another one.
        let mut sojourns: OrderedMap<u32, [BTreeSet<u32>; 4]> = OrderedMap::new();
        for trace in traces {
            let mut here: OrderedMap<u32, BTreeSet<u32>> = OrderedMap::new();
            for step in trace.steps {
                if let Some(channel) = step.channel {
                    let people = self.people_at(trace, step.event);
                    here.entry(channel.index() as u32).or_default().extend(people);
                }
            }
            let everybody = self.people_of(trace);
            let end = match trace.end {
                End::Lost => 0,
                End::Goal => 1,
                End::Open => 2,
            };
            ends[end].extend(everybody.iter().copied());
            breadth.entry(here.len()).or_default().extend(everybody);
            let walked = trace.sojourns();
            for (at, sojourn) in walked.iter().enumerate() {
                let channel = sojourn.channel.index() as u32;
                let (classes, last) = (sojourns.entry(channel).or_default(), at + 1 == walked.len());
                for class in if last { vec![end] } else { vec![1, 3] } {
                    classes[class].extend(here.get(&channel).into_iter().flatten().copied());
                }
            }
        }
        let shown = sojourns.iter().filter(|(channel, _)| !channels.contains(channel));
        let outcomes = ends.iter().chain(shown.flat_map(|(_, classes)| classes)).any(|one| self.is_few(one));
        Withheld { channels, outcomes, breadth: breadth.values().any(|people| self.is_few(people)) }
    }

    /// The channels of these journeys that too few people use to be shown.
    fn hidden_channels(&self, traces: &[Trace<'_>]) -> BTreeSet<u32> {
        let mut seats = BTreeSet::new();
        for trace in traces {
            for step in trace.steps {
                let Some(channel) = step.channel else { continue };
                let people = self.people_at(trace, step.event).into_iter();
                seats.extend(people.map(|person| (person, channel.index() as u32)));
            }
        }
        let shown = self.rows(|channel| self.channel(channel), &seats);
        let used = traces.iter().flat_map(|trace| trace.steps).filter_map(|step| step.channel);
        used.map(|channel| channel.index() as u32).filter(|&channel| !shown.is_shown(channel)).collect()
    }
}
