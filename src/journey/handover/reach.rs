//! Journeys and visits that need a thing.

use crate::journey::Error;
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::{EventLog, ObjectTypeId};

/// How much of the journeys needs a thing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach {
    pub(crate) journeys: u64,
    pub(crate) journey_share: f64,
    pub(crate) visits: u64,
    pub(crate) visit_share: f64,
}

/// The reach of each of `count` things, which `needs` tells for an event by its place in the log.
pub(crate) fn reach(
    log: &EventLog,
    object_type: ObjectTypeId,
    count: usize,
    needs: impl Fn(usize) -> Vec<u32>,
) -> Result<Vec<Reach>, Error> {
    let range = log.object_range(object_type)?;
    let mut found = vec![Reach::default(); count];
    // Per journey the things it needed so far: every further visit stands behind each of them.
    let mut needed: Vec<Vec<u32>> = vec![Vec::new(); range.len()];
    let (mut all_visits, mut all_journeys) = (0_u64, 0_u64);
    for_each_visit(log, &range, |visit, before| {
        all_visits += 1;
        all_journeys += u64::from(before.is_none());
        let Some(needed) = needed.get_mut(visit.object) else { return };
        for thing in needs(visit.event as usize) {
            if !needed.contains(&thing)
                && let Some(reach) = found.get_mut(thing as usize)
            {
                reach.journeys += 1;
                needed.push(thing);
            }
        }
        for &thing in needed.iter() {
            if let Some(reach) = found.get_mut(thing as usize) {
                reach.visits += 1;
            }
        }
    });
    for reach in &mut found {
        reach.journey_share = reach.journeys as f64 / all_journeys.max(1) as f64;
        reach.visit_share = reach.visits as f64 / all_visits.max(1) as f64;
    }
    Ok(found)
}
