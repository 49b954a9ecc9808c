//! Strands of journeys: what one person lives of one journey, and what they meet at each touchpoint.

use std::collections::HashSet;
use std::ops::Range;

use foldhash::quality::RandomState;

use crate::Execution;
use crate::journey::log::case_ends::{CaseEnds, NONE};
use crate::journey::log::visits::{Journeys, members};
use crate::journey::log::{ActivityId, EventChannelId, EventLog, ObjectId};
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
    /// Whether the people at a place are to be told apart, as too few of them may not be shown.
    pub(crate) protected: bool,
}

impl Expected {
    /// From one anchor to the other; below 0 where more is better.
    pub(crate) fn span(&self) -> i128 {
        self.bad.saturating_sub(self.good)
    }

    /// How far a wait is past the good anchor, at most up to the bad one.
    fn past_good(&self, wait: i128) -> i128 {
        let (span, past) = (self.span(), wait.saturating_sub(self.good));
        let past = if span < 0 { past.saturating_neg() } else { past };
        past.clamp(0, span.saturating_abs())
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
    pub(crate) range: Range<u32>,
    pub(crate) journeys: Journeys,
    pub(crate) places: Places,
    /// Objects that are channels; `None` for the channels of the events.
    pub(crate) channels: Option<Range<u32>>,
    /// By activity whether it says that the visit before failed.
    pub(crate) failures: Vec<bool>,
    pub(crate) ends: CaseEnds,
}

/// What a group meets at one place. All are counts and sums of whole numbers: parts add up in any order.
#[derive(Debug, Default)]
pub(crate) struct Cell {
    pub(crate) visits: u64,
    /// Nanoseconds.
    pub(crate) waits: i128,
    /// Nanoseconds past the good anchor, at most up to the bad one.
    pub(crate) past_good: i128,
    /// Nanoseconds of work, over the visits whose start is known.
    pub(crate) work: i128,
    pub(crate) started: u64,
    pub(crate) repeated: u64,
    pub(crate) lost: u64,
    pub(crate) switched: u64,
    pub(crate) failed: u64,
    pub(crate) promised: u64,
    pub(crate) broken: u64,
    /// Those of a protected group.
    pub(crate) people: HashSet<u32, RandomState>,
}

impl Cell {
    fn add(&mut self, other: Self) {
        self.visits += other.visits;
        self.waits += other.waits;
        self.past_good += other.past_good;
        self.work += other.work;
        self.started += other.started;
        self.repeated += other.repeated;
        self.lost += other.lost;
        self.switched += other.switched;
        self.failed += other.failed;
        self.promised += other.promised;
        self.broken += other.broken;
        self.people.extend(other.people);
    }
}

/// An event of a journey.
#[derive(Clone, Copy, Debug)]
struct Stop {
    event: u32,
    activity: ActivityId,
    time: Timestamp,
    /// Since when the journey has been at a goal.
    goal_since: Option<Timestamp>,
}

impl Walk<'_> {
    /// The number of places, used or not, and the number of the first.
    fn place_range(&self) -> Range<u32> {
        match &self.places {
            Places::Activities => 0..self.log.activity_count() as u32,
            Places::Channels => 0..self.log.channel_count() as u32,
            Places::Objects(range) => range.clone(),
        }
    }

    /// The places of an event: its activity, its channel, or its objects of the type of places.
    pub(crate) fn places_of(&self, event: u32, activity: ActivityId) -> impl Iterator<Item = u32> {
        let (one, objects) = match &self.places {
            Places::Activities => (Some(activity.as_u32()), None),
            Places::Channels => (self.channel_of(event), None),
            Places::Objects(range) => (None, Some(members(self.log.objects_at(event as usize), range))),
        };
        one.into_iter().chain(objects.into_iter().flatten())
    }

    fn channel_of(&self, event: u32) -> Option<u32> {
        let channel = self.log.channel_column().get(event as usize)?.as_ref()?;
        Some(channel.index() as u32)
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
    pub(crate) fn cells(
        &self,
        people: &Range<u32>,
        expected: &Expected,
        execution: &Execution,
    ) -> OrderedMap<u32, Cell> {
        let parts = execution.map(self.journeys.parts(execution), |part| {
            let mut part_walk = PartWalk::new(self, people, expected);
            part.for_each(|journey| part_walk.journey(journey));
            part_walk.cells
        });
        let mut cells: OrderedMap<u32, Cell> = OrderedMap::new();
        for (place, cell) in parts.into_iter().flatten() {
            cells.entry(place).or_default().add(cell);
        }
        cells
    }
}

/// A walk through some journeys.
struct PartWalk<'a> {
    walk: &'a Walk<'a>,
    people: &'a Range<u32>,
    expected: &'a Expected,
    /// By place which of `cells` is its own, or `NONE`.
    slots: Vec<u32>,
    cells: Vec<(u32, Cell)>,
    /// Strands so far.
    strands: u32,
    /// By activity the last strand that visited it, and the channel of that visit.
    visited: Vec<(u32, u32)>,
}

impl<'a> PartWalk<'a> {
    fn new(walk: &'a Walk<'a>, people: &'a Range<u32>, expected: &'a Expected) -> Self {
        let (slots, visited) =
            (vec![NONE; walk.place_range().len()], vec![(0, NONE); walk.log.activity_count()]);
        Self { walk, people, expected, slots, cells: Vec::new(), strands: 0, visited }
    }

    fn journey(&mut self, journey: usize) {
        let (log, ends) = (self.walk.log, &self.walk.ends);
        let mut since = None;
        let stops = self.walk.journeys.of(journey).iter().filter_map(|&event| {
            let at = event as usize;
            let (activity, time) = (*log.activity_column().get(at)?, *log.time_column().get(at)?);
            let goal_since = since;
            let at_goal = ends.goal.get(activity.index()) == Some(&true);
            since = at_goal.then(|| goal_since.unwrap_or(time));
            Some(Stop { event, activity, time, goal_since })
        });
        let lost_at = ends.lost_at.get(journey).copied().unwrap_or(NONE);
        if *self.people == self.walk.range {
            return self.strand(self.people.start + journey as u32, lost_at, stops);
        }
        let stops: Vec<Stop> = stops.collect();
        let mut seats: Vec<(u32, usize)> = Vec::with_capacity(stops.len());
        for (at, stop) in stops.iter().enumerate() {
            let involved = members(log.objects_at(stop.event as usize), self.people);
            seats.extend(involved.map(|person| (person, at)));
        }
        seats.sort_unstable();
        for strand in seats.chunk_by(|a, b| a.0 == b.0) {
            let visits = strand.iter().filter_map(|&(_, at)| stops.get(at).copied());
            self.strand(strand.first().map_or(NONE, |seat| seat.0), lost_at, visits);
        }
    }

    /// What a person lives of a journey that is lost with the event `lost_at`.
    fn strand(&mut self, person: u32, lost_at: u32, stops: impl Iterator<Item = Stop>) {
        let (walk, expected) = (self.walk, self.expected);
        self.strands += 1;
        let mut before: Option<Stop> = None;
        for stop in stops {
            let activity = stop.activity.index();
            if let Some(before) = before
                && walk.failures.get(activity) == Some(&true)
            {
                for place in walk.places_of(before.event, before.activity) {
                    self.cell(place).failed += 1;
                }
            }
            let since = before.map_or(stop.time, |before| before.time);
            let sojourn = stop.goal_since.unwrap_or(stop.time).max(since).nanoseconds_since(since);
            let start = walk.log.start_column().get(stop.event as usize).copied().flatten();
            let wait = match start.filter(|_| before.is_some()) {
                Some(start) => sojourn.min(start.max(since).nanoseconds_since(since)),
                None => sojourn,
            };
            let channel = match &walk.channels {
                Some(range) => members(walk.log.objects_at(stop.event as usize), range).next(),
                None => walk.channel_of(stop.event),
            };
            let channel = channel.unwrap_or(NONE);
            let (mut repeated, mut switched) = (false, false);
            if let Some(visited) = self.visited.get_mut(activity) {
                let (strand, last) = std::mem::replace(visited, (self.strands, channel));
                repeated = strand == self.strands;
                switched = repeated && last != NONE && channel != NONE && last != channel;
            }
            let promise = expected.promised.get(activity).copied().flatten();
            let waited = promise.filter(|_| {
                before.is_some_and(|before| walk.places_of(before.event, before.activity).next().is_some())
            });
            let due = walk.log.due_column().get(stop.event as usize).copied().flatten();
            let broken = due.filter(|_| expected.served).map(|due| stop.time > due);
            let broken = broken.or(waited.map(|promise| sojourn > promise));
            let past_good = expected.past_good(wait);
            for place in walk.places_of(stop.event, stop.activity) {
                let cell = self.cell(place);
                cell.visits += 1;
                cell.waits += wait;
                cell.past_good += past_good;
                if let Some(start) = start {
                    cell.work += stop.time.nanoseconds_since(start);
                    cell.started += 1;
                }
                cell.repeated += u64::from(repeated);
                cell.lost += u64::from(stop.event == lost_at);
                cell.switched += u64::from(switched);
                cell.promised += u64::from(broken.is_some());
                cell.broken += u64::from(broken == Some(true));
                if expected.protected {
                    cell.people.insert(person);
                }
            }
            before = Some(stop);
        }
    }

    fn cell(&mut self, place: u32) -> &mut Cell {
        let slot = &mut self.slots[(place - self.walk.place_range().start) as usize];
        if *slot == NONE {
            *slot = self.cells.len() as u32;
            self.cells.push((place, Cell::default()));
        }
        &mut self.cells[*slot as usize].1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::journey::log::case_ends::flags;

    /// Cells event by event, as they are defined.
    fn reference(walk: &Walk<'_>, people: &Range<u32>, expected: &Expected) -> BTreeMap<u32, String> {
        type Strand = (Option<Timestamp>, Vec<u32>, BTreeMap<ActivityId, u32>);
        let mut strands: BTreeMap<(u32, u32), Strand> = BTreeMap::new();
        let mut cells: BTreeMap<u32, Cell> = BTreeMap::new();
        let mut goals: BTreeMap<u32, Timestamp> = BTreeMap::new();
        for event in walk.log.events() {
            let (number, activity) = (event.id.as_u32(), event.activity);
            let places: Vec<u32> = walk.places_of(number, activity).collect();
            let channel = match &walk.channels {
                Some(range) => members(event.objects, range).next(),
                None => event.channel.map(|channel| channel.index() as u32),
            };
            for journey in members(event.objects, &walk.range) {
                let since = goals.get(&journey).copied();
                match walk.ends.goal[activity.index()] {
                    true => goals.insert(journey, since.unwrap_or(event.time)),
                    false => goals.remove(&journey),
                };
                let is_lost = walk.ends.lost_at[(journey - walk.range.start) as usize] == number;
                for person in members(event.objects, people) {
                    if *people == walk.range && person != journey {
                        continue;
                    }
                    let (time, before, visited) = strands.entry((journey, person)).or_default();
                    if walk.failures[activity.index()] {
                        before.iter().for_each(|place| cells.entry(*place).or_default().failed += 1);
                    }
                    let visited_any = time.is_some();
                    let last = time.replace(event.time).unwrap_or(event.time);
                    let sojourn = since.unwrap_or(event.time).max(last).nanoseconds_since(last);
                    let begun = event.start.filter(|_| visited_any).unwrap_or(event.time);
                    let wait = sojourn.min(begun.max(last).nanoseconds_since(last));
                    let channel_before = visited.insert(activity, channel.unwrap_or(NONE));
                    let switched = channel_before.zip(channel).is_some_and(|(a, b)| a != NONE && a != b);
                    let promise = expected.promised[activity.index()].filter(|_| !before.is_empty());
                    let due = event.due.filter(|_| expected.served).map(|due| event.time > due);
                    let broken = due.or(promise.map(|promise| sojourn > promise));
                    for &place in &places {
                        let cell = cells.entry(place).or_default();
                        cell.visits += 1;
                        cell.waits += wait;
                        cell.past_good += expected.past_good(wait);
                        if let Some(start) = event.start {
                            cell.work += event.time.nanoseconds_since(start);
                            cell.started += 1;
                        }
                        cell.repeated += u64::from(channel_before.is_some());
                        cell.lost += u64::from(is_lost);
                        cell.switched += u64::from(switched);
                        cell.promised += u64::from(broken.is_some());
                        cell.broken += u64::from(broken == Some(true));
                        if expected.protected {
                            cell.people.insert(person);
                        }
                    }
                    before.clone_from(&places);
                }
            }
        }
        cells.iter().map(|(&place, cell)| (place, shown(cell))).collect()
    }

    fn shown(cell: &Cell) -> String {
        let mut people: Vec<u32> = cell.people.iter().copied().collect();
        people.sort_unstable();
        format!("{:?} {people:?}", Cell { people: HashSet::default(), ..*cell })
    }

    proptest! {
        /// On one thread and on all, cells are those of the definition.
        #[test]
        fn cells_are_those_of_the_definition(
            rows in prop::collection::vec(
                (0..5_i64, 0..4_usize, prop::collection::vec((0..3_usize, 0..4_u8), 0..5), 0..4_u8, 0..6_i64, -2..6_i64), 1..60),
            (kinds, places, channels) in ((0..3_u32, 0..3_u32), 0..3_u8, any::<bool>()),
            (good, bad, promise) in (-3..4_i64, -3..4_i64, prop::option::of(0..4_i64)),
            (served, protected, fails) in (any::<bool>(), any::<bool>(), any::<bool>()),
        ) {
            let mut builder = EventLog::builder();
            let types = ["case", "person", "place"].map(|name| builder.object_type(name).unwrap());
            let mut time = 0;
            for (step, activity, objects, channel, due, work) in rows {
                time += step;
                let activity = builder.activity(["a", "b", "c", "d"][activity]).unwrap();
                let objects: Vec<_> = objects
                    .into_iter()
                    .map(|(kind, key)| builder.object(types[kind], &key.to_string()).unwrap())
                    .collect();
                builder.push(activity, Timestamp::from_nanoseconds(time), &objects).unwrap();
                if channel > 1 {
                    let channel = builder.channel(&channel.to_string()).unwrap();
                    builder.set_channel(channel).unwrap();
                }
                if work >= 0 {
                    builder.set_start(Timestamp::from_nanoseconds(time - work)).unwrap();
                }
                if due > 2 {
                    builder.set_due(Timestamp::from_nanoseconds(time + due - 4)).unwrap();
                }
            }
            let log = builder.finish();
            let [range, people] = [kinds.0, kinds.1].map(|kind| log.object_range(types[kind as usize]).unwrap());
            let failures = if fails { vec!["c".to_owned()] } else { Vec::new() };
            let failures = failures.into_iter().filter(|name| log.activity(name).is_some()).collect::<Vec<_>>();
            let mut found = Vec::new();
            for execution in [Execution::default(), Execution::default().with_parallel(true)] {
                let journeys = Journeys::new(&log, &range, &execution);
                let walk = Walk {
                    log: &log,
                    range: range.clone(),
                    ends: CaseEnds::new(&log, &journeys, &[], Duration::from_nanos(2), &execution).unwrap(),
                    journeys,
                    places: match places {
                        0 => Places::Activities,
                        1 => Places::Channels,
                        _ => Places::Objects(log.object_range(types[2]).unwrap()),
                    },
                    channels: channels.then(|| log.object_range(types[2]).unwrap()),
                    failures: flags(&log, &failures).unwrap(),
                };
                let expected = Expected {
                    good: good.into(),
                    bad: bad.into(),
                    promised: vec![promise.map(i128::from); log.activity_count()],
                    served,
                    protected,
                };
                let cells = walk.cells(&people, &expected, &execution);
                let cells: BTreeMap<u32, String> =
                    cells.iter().map(|(&place, cell)| (place, shown(cell))).collect();
                prop_assert_eq!(&cells, &reference(&walk, &people, &expected));
                found.push((cells, format!("{:?}", walk.ends)));
            }
            prop_assert_eq!(&found[0], &found[1]);
        }
    }
}
