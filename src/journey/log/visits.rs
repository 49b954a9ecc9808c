//! Visits: one pass over a log along the journeys of the objects of one type.

use std::ops::Range;

use super::storage::Rows;
use super::{ActivityId, EventLog, ObjectId};
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

/// The objects of an event that are in `range`, each once.
pub(crate) fn members(objects: &[ObjectId], range: &Range<u32>) -> Vec<u32> {
    let mut members: Vec<u32> = Vec::new();
    for object in objects.iter().map(|object| object.as_u32()).filter(|object| range.contains(object)) {
        if !members.contains(&object) {
            members.push(object);
        }
    }
    members
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
    let events = log.times.iter().zip(&log.activities).zip(0..);
    if log.rows == Rows::Stride(1) {
        for (((&time, &activity), event), &object) in events.zip(&log.objects) {
            step(object, event, activity, time);
        }
    } else {
        for ((&time, &activity), event) in events {
            for &object in log.objects.get(log.rows.range(event as usize)).unwrap_or_default() {
                step(object, event, activity, time);
            }
        }
    }
    last
}

/// What `code` makes of the activities of all journeys, one journey behind the other, and per object in `range` where
/// its journey ends. The shorter the code, the more of what is written at random stays in the caches. `blank` is any code.
pub(crate) fn laid_out<T: Copy>(
    log: &EventLog,
    range: &Range<u32>,
    blank: T,
    code: impl Fn(ActivityId) -> T,
) -> (Vec<T>, Vec<u32>) {
    // Per object where its next visit goes; in the end where the next object's begin.
    let mut ends = vec![0_u32; range.len()];
    for_each_stop(log, range, |object, _| ends[object] += 1);
    let mut total = 0;
    for end in &mut ends {
        total += std::mem::replace(end, total);
    }
    let mut codes = vec![blank; total as usize];
    for_each_stop(log, range, |object, activity| {
        let end = &mut ends[object];
        codes[*end as usize] = code(activity);
        *end += 1;
    });
    (codes, ends)
}

/// As [`for_each_visit`] where it does not matter what was before: the object's place in the range, and the activity.
fn for_each_stop(log: &EventLog, range: &Range<u32>, mut each: impl FnMut(usize, ActivityId)) {
    if log.rows == Rows::Stride(1) && range.len() == log.object_count() {
        // No event can name an object twice.
        log.objects
            .iter()
            .zip(&log.activities)
            .for_each(|(object, &activity)| each(object.index(), activity));
    } else {
        for_each_visit(log, range, |visit, _| each(visit.object, visit.activity));
    }
}
