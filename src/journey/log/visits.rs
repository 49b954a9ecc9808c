//! Visits: one pass over a log along the journeys of the objects of one type.

use std::ops::Range;

use super::storage::Rows;
use super::{ActivityId, EventLog, ObjectId};
use crate::Execution;
use crate::model::time::Timestamp;

/// The last event of an object that is in no event.
pub(crate) const NEVER: u32 = u32::MAX;

/// The visit of an object before this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before {
    pub(crate) event: u32,
    pub(crate) activity: ActivityId,
    pub(crate) time: Timestamp,
}

/// An object at an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// The place of the object in the range asked for.
    pub(crate) object: usize,
    pub(crate) event: u32,
    pub(crate) activity: ActivityId,
    pub(crate) time: Timestamp,
}

impl Visit {
    /// Nanoseconds from the completion of the visit before to the start of this one; none where this one began earlier.
    #[inline]
    pub(crate) fn wait(&self, log: &EventLog, before: &Before) -> u64 {
        log.begun(self.event, self.time).max(before.time).abs_diff(before.time)
    }
}

/// The objects of an event that are in `range`, each once.
pub(crate) fn members<'a>(
    objects: &'a [ObjectId],
    range: &Range<u32>,
) -> impl Iterator<Item = u32> + Clone + use<'a> {
    let range = range.clone();
    let is_first = move |at: usize, object: &ObjectId| !objects.iter().take(at).any(|other| other == object);
    let members = objects.iter().enumerate();
    let members =
        members.filter(move |&(at, object)| range.contains(&object.as_u32()) && is_first(at, object));
    members.map(|(_, object)| object.as_u32())
}

/// Calls `each` for every event and object numbered in `range` that it involves, in the log's order, with where the
/// object was before. An object that an event names twice visits it once. Returns the last event of each object.
pub(crate) fn for_each_visit(
    log: &EventLog,
    range: &Range<u32>,
    mut each: impl FnMut(Visit, Option<Before>),
) -> Vec<u32> {
    // Four bytes per object, as each is a random access; its last event lies near in the columns, which are by time.
    let mut last = vec![NEVER; range.len()];
    let mut step = |id: ObjectId, event: u32, activity: ActivityId, time: Timestamp| {
        let object = id.as_u32().wrapping_sub(range.start) as usize;
        if let Some(state) = last.get_mut(object)
            && *state != event
        {
            let at = std::mem::replace(state, event);
            let before = match (log.activities.get(at as usize), log.times.get(at as usize)) {
                (Some(&activity), Some(&time)) => Some(Before { event: at, activity, time }),
                _ => None,
            };
            each(Visit { object, event, activity, time }, before);
        }
    };
    if log.rows == Rows::Stride(1) {
        let events = log.times.iter().zip(&log.activities).zip(0..);
        for (((&time, &activity), event), &object) in events.zip(&log.objects) {
            step(object, event, activity, time);
        }
    } else {
        let mut times = log.times.iter();
        for_each_event(log, |event, activity, objects| {
            let time = times.next().copied().unwrap_or_default();
            objects.iter().for_each(|&object| step(object, event, activity, time));
        });
    }
    last
}

/// Visits of the objects of one type, journey by journey, each in the log's order.
#[derive(Debug)]
pub(crate) struct Journeys {
    events: Vec<u32>,
    ends: Vec<u32>,
}

impl Journeys {
    pub(crate) fn new(log: &EventLog, range: &Range<u32>, execution: &Execution) -> Self {
        let (events, ends) = laid_out(log, range, execution, 0, |event, _| event);
        Self { events, ends }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The events of an object by its place in the range.
    pub(crate) fn of(&self, object: usize) -> &[u32] {
        let start =
            object.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(object).copied().unwrap_or_default();
        self.events.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The objects in parts with about as many events: for each thread some, as journeys differ.
    pub(crate) fn parts(&self, execution: &Execution) -> Vec<Range<usize>> {
        const PARTS: usize = 4;
        let threads = execution.threads(self.events.len());
        let count = if threads > 1 { threads * PARTS } else { 1 };
        let mut start = 0;
        let mut part = |at: usize| {
            let last = (self.events.len() as u64 * (at as u64 + 1) / count as u64) as u32;
            let behind =
                if at + 1 == count { self.len() } else { self.ends.partition_point(|&end| end <= last) };
            std::mem::replace(&mut start, behind)..behind
        };
        (0..count).map(&mut part).collect()
    }
}

/// What `code` makes of the events and activities of all journeys, one journey behind the other, and per object in `range`
/// where its journey ends. The shorter the code, the more of what is written at random stays in the caches. `blank` is any
/// code.
pub(crate) fn laid_out<T: Copy + Send>(
    log: &EventLog,
    range: &Range<u32>,
    execution: &Execution,
    blank: T,
    code: impl Fn(u32, ActivityId) -> T + Send + Sync,
) -> (Vec<T>, Vec<u32>) {
    // Each thread looks through the whole log for its own part of the objects: what it writes at random takes longer.
    let size = execution.share(range.len(), log.relation_count());
    let part = |at: usize| {
        let start = range.start + (at * size) as u32;
        start..start.saturating_add(size as u32).min(range.end)
    };
    // Per object where its next visit goes in its part; in the end where the next object's begin.
    let mut ends = vec![0_u32; range.len()];
    let totals = execution.map(ends.chunks_mut(size).enumerate().collect(), |(at, ends)| {
        for_each_stop(log, &part(at), |object, _, _| ends[object] += 1);
        let mut total = 0;
        for end in ends {
            total += std::mem::replace(end, total);
        }
        total
    });
    let mut codes = vec![blank; totals.iter().sum::<u32>() as usize];
    let (mut rest, mut first) = (codes.as_mut_slice(), 0);
    let tasks = ends.chunks_mut(size).zip(totals).enumerate().map(|(at, (ends, total))| {
        let (mine, behind) = std::mem::take(&mut rest).split_at_mut(total as usize);
        rest = behind;
        first += total;
        (at, first - total, ends, mine)
    });
    execution.map(tasks.collect(), |(at, first, ends, codes)| {
        for_each_stop(log, &part(at), |object, event, activity| {
            let end = &mut ends[object];
            codes[*end as usize] = code(event, activity);
            *end += 1;
        });
        ends.iter_mut().for_each(|end| *end += first);
    });
    (codes, ends)
}

/// As [`for_each_visit`] where it does not matter what was before: the object's place in the range, the event and its
/// activity.
fn for_each_stop(log: &EventLog, range: &Range<u32>, mut each: impl FnMut(usize, u32, ActivityId)) {
    let place = |object: ObjectId| {
        let place = object.as_u32().wrapping_sub(range.start) as usize;
        (place < range.len()).then_some(place)
    };
    if log.rows == Rows::Stride(1) {
        let relations = log.objects.iter().zip(&log.activities).enumerate();
        if range.len() == log.object_count() {
            relations.for_each(|(event, (object, &activity))| each(object.index(), event as u32, activity));
        } else {
            for (event, (&object, &activity)) in relations {
                if let Some(place) = place(object) {
                    each(place, event as u32, activity);
                }
            }
        }
        return;
    }
    let visits = |event: u32, activity: ActivityId, objects: &[ObjectId]| {
        for (at, &object) in objects.iter().enumerate() {
            if let Some(place) = place(object)
                && !objects.iter().take(at).any(|&other| other == object)
            {
                each(place, event, activity);
            }
        }
    };
    for_each_event(log, visits);
}

/// Calls `each` for every event with its activity and the objects that it involves.
pub(crate) fn for_each_event(log: &EventLog, mut each: impl FnMut(u32, ActivityId, &[ObjectId])) {
    let events = log.activities.iter().zip(0..);
    match log.rows {
        Rows::Stride(stride) if stride > 0 => {
            for ((&activity, event), objects) in events.zip(log.objects.chunks_exact(stride as usize)) {
                each(event, activity, objects);
            }
        }
        _ => events.for_each(|(&activity, event)| each(event, activity, log.objects_at(event as usize))),
    }
}
