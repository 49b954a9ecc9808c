//! Strands of journeys: what one person lives of one journey, and what they meet at each touchpoint.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::journey::log::case_ends::{CaseEnds, NONE};
use crate::journey::log::visits::members;
use crate::journey::log::{ActivityId, Event, EventChannelId, EventLog, ObjectId};
use crate::model::time::Timestamp;
use crate::numeric::ordered_map::OrderedMap;

/// Times that a group expects, in nanoseconds.
#[derive(Debug)]
pub(crate) struct Expected {
    /// The anchors of waits.
    pub(crate) good: i128,
    pub(crate) bad: i128,
    /// Per activity the time that it is promised to take at most.
    pub(crate) promised: Vec<Option<i128>>,
    /// Whether the times at which events are due are promised to the group.
    pub(crate) served: bool,
}

impl Expected {
    /// From one anchor to the other; below 0 where more is better.
    pub(crate) fn span(&self) -> i128 {
        self.bad.saturating_sub(self.good)
    }

    /// How far a wait is past the good anchor, at most up to the bad one.
    fn past_good(&self, wait: i128) -> i128 {
        let span = self.span();
        wait.saturating_sub(self.good).saturating_mul(span.signum()).clamp(0, span.abs())
    }
}

/// What touchpoints are.
#[derive(Debug)]
pub(crate) enum Places {
    Activities,
    Channels,
    Objects(Range<u32>),
}

/// A log, walked strand by strand: what one object of a group lives of one journey.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    pub(crate) log: &'a EventLog,
    /// The objects whose journeys are walked.
    pub(crate) journeys: Range<u32>,
    pub(crate) places: Places,
    /// Objects that are channels; `None` for the channels of the events.
    pub(crate) channels: Option<Range<u32>>,
    /// By activity whether it says that the visit before failed.
    pub(crate) failures: Vec<bool>,
    pub(crate) ends: CaseEnds,
}

/// What a group meets at one place.
#[derive(Debug, Default)]
pub(crate) struct Cell {
    pub(crate) visits: u64,
    /// Nanoseconds.
    pub(crate) waits: i128,
    /// Nanoseconds past the good anchor, at most up to the bad one.
    pub(crate) past_good: i128,
    pub(crate) repeated: u64,
    pub(crate) lost: u64,
    pub(crate) switched: u64,
    pub(crate) failed: u64,
    pub(crate) promised: u64,
    pub(crate) broken: u64,
    pub(crate) people: HashSet<u32>,
}

/// Where a strand was last.
#[derive(Debug, Default)]
struct Strand {
    time: Timestamp,
    /// Where its last visit was.
    places: Vec<u32>,
    /// Per activity the channel of the last visit to it.
    visited: Vec<(ActivityId, u32)>,
}

impl Walk<'_> {
    /// The places of an event: its activity, its channel, or its objects of the type of places.
    pub(crate) fn places_of(&self, event: &Event<'_>) -> Vec<u32> {
        match &self.places {
            Places::Activities => vec![event.activity.as_u32()],
            Places::Channels => event.channel.iter().map(|channel| channel.index() as u32).collect(),
            Places::Objects(range) => members(event.objects, range),
        }
    }

    /// The name of a place.
    pub(crate) fn name(&self, place: u32) -> String {
        match self.places {
            Places::Activities => {
                self.log.activity_name(ActivityId::from_u32(place)).unwrap_or_default().to_owned()
            }
            Places::Channels => {
                let channel = EventChannelId::from_index(place as usize);
                channel.and_then(|channel| self.log.channel_name(channel)).unwrap_or_default().to_owned()
            }
            Places::Objects(_) => {
                self.log.object_key(ObjectId::from_u32(place)).unwrap_or_default().into_owned()
            }
        }
    }

    /// What the people numbered in `people` meet, by place.
    pub(crate) fn cells(&self, people: &Range<u32>, expected: &Expected) -> OrderedMap<u32, Cell> {
        let mut strands: HashMap<(u32, u32), Strand> = HashMap::new();
        let mut cells: OrderedMap<u32, Cell> = OrderedMap::new();
        // Per journey since when it has been at a goal.
        let mut at_goals: Vec<Option<Timestamp>> = vec![None; self.journeys.len()];
        for event in self.log.events() {
            let (taking_part, involved) =
                (members(event.objects, &self.journeys), members(event.objects, people));
            if taking_part.is_empty() {
                continue;
            }
            let places = self.places_of(&event);
            let channel = match &self.channels {
                Some(range) => members(event.objects, range).first().copied(),
                None => event.channel.map(|channel| channel.index() as u32),
            };
            let channel = channel.unwrap_or(NONE);
            let failure = self.failures.get(event.activity.index()) == Some(&true);
            let promise = expected.promised.get(event.activity.index()).copied().flatten();
            let due = event.due.filter(|_| expected.served);
            let at_goal = self.ends.goal.get(event.activity.index()) == Some(&true);
            for &journey in &taking_part {
                let since = at_goals.get_mut((journey - self.journeys.start) as usize);
                let goal_since = since.as_ref().and_then(|since| **since);
                if let Some(since) = since {
                    *since = at_goal.then(|| goal_since.unwrap_or(event.time));
                }
                let lost_at = self.ends.lost_at.get((journey - self.journeys.start) as usize);
                let lost = lost_at == Some(&event.id.as_u32());
                for &person in
                    involved.iter().filter(|&&person| *people != self.journeys || person == journey)
                {
                    let (mut repeated, mut switched) = (false, false);
                    let strand = strands
                        .entry((journey, person))
                        .or_insert_with(|| Strand { time: event.time, ..Strand::default() });
                    let before = std::mem::replace(&mut strand.places, places.clone());
                    for place in before.iter().filter(|_| failure) {
                        cells.entry(*place).or_default().failed += 1;
                    }
                    let until = goal_since.unwrap_or(event.time).max(strand.time);
                    let wait = until.nanoseconds_since(strand.time);
                    strand.time = event.time;
                    match strand.visited.iter_mut().find(|(activity, _)| *activity == event.activity) {
                        Some((_, before)) => {
                            repeated = true;
                            switched = *before != NONE && channel != NONE && *before != channel;
                            *before = channel;
                        }
                        None => strand.visited.push((event.activity, channel)),
                    }
                    for &place in &places {
                        let cell = cells.entry(place).or_default();
                        cell.visits += 1;
                        cell.waits += wait;
                        cell.past_good += expected.past_good(wait);
                        cell.repeated += u64::from(repeated);
                        cell.lost += u64::from(lost);
                        cell.switched += u64::from(switched);
                        let waited = promise.filter(|_| !before.is_empty()).map(|promise| wait > promise);
                        if let Some(broken) = due.map(|due| event.time > due).or(waited) {
                            cell.promised += 1;
                            cell.broken += u64::from(broken);
                        }
                        cell.people.insert(person);
                    }
                }
            }
        }
        cells
    }
}
