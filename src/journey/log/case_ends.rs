//! Case ends: whether each journey of a log reached a goal, was lost, or is still open.

use std::ops::Range;
use std::time::Duration;

use super::visits::for_each_visit;
use super::{ActivityId, EventLog};
use crate::journey::Error;
use crate::numeric::ordered_map::OrderedMap;

pub(crate) const NONE: u32 = u32::MAX;

/// Ends of the journeys of one type of objects.
#[derive(Debug)]
pub(crate) struct CaseEnds {
    /// By activity.
    pub(crate) goal: Vec<bool>,
    /// Per journey the event with which it is lost, or `NONE`.
    pub(crate) lost_at: Vec<u32>,
    pub(crate) open: u64,
    pub(crate) closed: u64,
}

impl CaseEnds {
    /// Without `goals` the activity where most journeys end is the goal (of equals the first by name). A journey that
    /// meets none is open when its last event is at most `open_for` before the end of the log, else lost.
    pub(crate) fn new(
        log: &EventLog,
        journeys: &Range<u32>,
        goals: &[String],
        open_for: Duration,
    ) -> Result<Self, Error> {
        let open_for = open_for.as_nanos();
        let mut goal = flags(log, goals)?;
        let last = for_each_visit(log, journeys, |_, _| {});
        if goals.is_empty() {
            let mut ends: OrderedMap<ActivityId, u64> = OrderedMap::new();
            last.iter().filter_map(|&event| log.activities.get(event as usize)).for_each(|&activity| {
                *ends.entry(activity).or_default() += 1;
            });
            let usual = ends.into_iter().max_by(|(a, a_count), (b, b_count)| {
                a_count.cmp(b_count).then_with(|| log.activity_name(*b).cmp(&log.activity_name(*a)))
            });
            if let Some((activity, _)) = usual {
                goal[activity.index()] = true;
            }
        }
        let mut arrived = vec![false; journeys.len()];
        for_each_visit(log, journeys, |visit, _| arrived[visit.object] |= goal[visit.activity.index()]);

        let end = log.time_column().last().copied().unwrap_or_default();
        let (mut open, mut closed) = (0, 0);
        let lost_at = last.iter().zip(arrived).map(|(&event, arrived)| {
            let Some(&time) = log.times.get(event as usize) else { return NONE };
            let is_open = !arrived && u128::from(end.abs_diff(time)) <= open_for;
            open += u64::from(is_open);
            closed += u64::from(!is_open);
            if arrived || is_open { NONE } else { event }
        });
        let lost_at = lost_at.collect();
        Ok(Self { goal, lost_at, open, closed })
    }
}

/// By activity whether it is one of `names`.
pub(crate) fn flags(log: &EventLog, names: &[String]) -> Result<Vec<bool>, Error> {
    let mut flags = vec![false; log.activity_count()];
    for name in names {
        let activity = log.activity(name).ok_or_else(|| Error::UnknownActivity { name: name.clone() })?;
        flags[activity.index()] = true;
    }
    Ok(flags)
}
