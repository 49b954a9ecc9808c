//! The visits of the objects of one type, each linked to the object's next.

use std::borrow::Cow;
use std::ops::Range;

use super::log::Rows;
use super::{ActivityId, EventLog};

/// The visits of the objects of one type in the log's order, linked into journeys.
///
/// Linking costs one access to a table of 4 bytes per object. Whoever follows the links afterwards finds the next visit
/// near the last one, as the log is in order of time.
#[derive(Debug)]
pub(super) struct Linked<'a> {
    pub(super) activities: Cow<'a, [ActivityId]>,
    /// Per visit the object's next; [`END`] at the end of its journey.
    pub(super) next: Vec<u32>,
    /// The first visit of each journey, ascending.
    pub(super) starts: Vec<u32>,
}

/// No visit follows; the first visit of all follows none.
pub(super) const END: u32 = 0;
const NEVER: u32 = u32::MAX;

impl<'a> Linked<'a> {
    /// Links the visits of the objects numbered in `range`. An object that an event names twice visits it once.
    pub(super) fn new(log: &'a EventLog, range: &Range<u32>) -> Self {
        let mut last = vec![NEVER; range.len()];
        let mut starts = Vec::new();
        let mut link = |last: &mut u32, visit: u32, next: &mut [u32]| {
            match next.get_mut(*last as usize) {
                Some(link) => *link = visit,
                None => starts.push(visit),
            }
            *last = visit;
        };
        if log.rows == Rows::Stride(1) && range.len() == log.object_count() {
            let mut next = vec![END; log.len()];
            for (visit, object) in (0..).zip(&log.objects) {
                link(&mut last[object.index()], visit, &mut next);
            }
            return Self { activities: Cow::Borrowed(&log.activities), next, starts };
        }
        let (mut events, mut activities, mut next) = (Vec::new(), Vec::new(), Vec::new());
        for (event, &activity) in (0..).zip(&log.activities) {
            for object in &log.objects[log.rows.range(event as usize)] {
                if let Some(last) = last.get_mut(object.as_u32().wrapping_sub(range.start) as usize)
                    && events.get(*last as usize) != Some(&event)
                {
                    events.push(event);
                    activities.push(activity);
                    next.push(END);
                    link(last, next.len() as u32 - 1, &mut next);
                }
            }
        }
        Self { activities: Cow::Owned(activities), next, starts }
    }
}
