//! Case ends: whether each journey of a log reached a goal, was lost, or is still open.

use std::time::Duration;

use super::visits::Journeys;
use super::{ActivityId, EventLog};
use crate::Execution;
use crate::journey::Error;

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
        journeys: &Journeys,
        goals: &[String],
        open_for: Duration,
        execution: &Execution,
    ) -> Result<Self, Error> {
        let open_for = open_for.as_nanos();
        let mut goal = flags(log, goals)?;
        if goals.is_empty() {
            let mut ends = vec![0_u64; log.activity_count()];
            let last = (0..journeys.len()).filter_map(|journey| journeys.of(journey).last());
            for activity in last.filter_map(|&event| log.activities.get(event as usize)) {
                ends[activity.index()] += 1;
            }
            let ends = (0..).map(ActivityId::from_u32).zip(ends).filter(|&(_, count)| count > 0);
            let usual = ends.max_by(|(a, a_count), (b, b_count)| {
                a_count.cmp(b_count).then_with(|| log.activity_name(*b).cmp(&log.activity_name(*a)))
            });
            if let Some((activity, _)) = usual {
                goal[activity.index()] = true;
            }
        }
        let end = log.time_column().last().copied().unwrap_or_default();
        // Most journeys that reach a goal end there.
        let is_goal =
            |&event: &u32| log.activities.get(event as usize).is_some_and(|activity| goal[activity.index()]);
        let parts = execution.map(journeys.parts(execution), |part| {
            let (mut open, mut closed) = (0, 0);
            let lost_at: Vec<u32> = part
                .map(|journey| {
                    let events = journeys.of(journey);
                    let last =
                        events.last().and_then(|&event| Some((event, *log.times.get(event as usize)?)));
                    let Some((event, time)) = last else { return NONE };
                    let arrived = events.iter().rev().any(is_goal);
                    let is_open = !arrived && u128::from(end.abs_diff(time)) <= open_for;
                    open += u64::from(is_open);
                    closed += u64::from(!is_open);
                    if arrived || is_open { NONE } else { event }
                })
                .collect();
            (lost_at, open, closed)
        });
        let (mut lost_at, mut open, mut closed) = (Vec::with_capacity(journeys.len()), 0, 0);
        for (part_lost_at, part_open, part_closed) in parts {
            lost_at.extend(part_lost_at);
            open += part_open;
            closed += part_closed;
        }
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
