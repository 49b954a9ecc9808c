//! One pass over a log along the journeys of the objects of one type.

use std::ops::Range;

use super::log::Rows;
use super::{ActivityId, EventLog, ObjectId};

/// Where an object was last seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    pub(super) time: i64,
    pub(super) event: u32,
    pub(super) activity: ActivityId,
}

const NEVER: Last = Last { time: 0, event: u32::MAX, activity: ActivityId::from_u32(0) };

impl Last {
    pub(super) fn seen(&self) -> Option<&Self> {
        (self.event != u32::MAX).then_some(self)
    }
}

/// An object at an event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    /// The place of the object in the range asked for.
    pub(super) object: usize,
    pub(super) event: u32,
    pub(super) activity: ActivityId,
    pub(super) time: i64,
}

/// Calls `each` for every event and object numbered in `range` that it involves, in the log's order, with where the
/// object was before. An object that an event names twice visits it once. Returns where each object was last.
pub(super) fn for_each_visit(
    log: &EventLog,
    range: &Range<u32>,
    mut each: impl FnMut(Visit, Option<&Last>),
) -> Vec<Last> {
    let mut last = vec![NEVER; range.len()];
    let mut step = |id: ObjectId, event: u32, activity: ActivityId, time: i64| {
        let object = id.as_u32().wrapping_sub(range.start) as usize;
        if let Some(state) = last.get_mut(object)
            && state.event != event
        {
            each(Visit { object, event, activity, time }, state.seen());
            *state = Last { time, event, activity };
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
