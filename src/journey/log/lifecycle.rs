//! Visits that take time: events with a start.

use super::EventLogBuilder;
#[cfg(any(feature = "csv", feature = "xes"))]
use super::sort::{reorder, time_order};
#[cfg(any(feature = "csv", feature = "xes"))]
use super::{ActivityId, EventLog, PendingObject};
use crate::journey::Error;
use crate::model::time::Timestamp;

impl EventLogBuilder {
    /// Sets when the work of the event that was added last began. The time of the event is when it ended.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// builder.event("pay", Timestamp::from_nanoseconds(7), &[("order", "1")])?;
    /// builder.set_start(Timestamp::from_nanoseconds(5))?;
    /// let log = builder.finish();
    /// let pay = log.events().next().expect("one event");
    /// assert_eq!(pay.service_time().map(|time| time.as_nanos()), Some(2));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownId`] when there is no event yet; [`Error::StartsLater`] for a start behind the time of the event.
    pub fn set_start(&mut self, start: Timestamp) -> Result<(), Error> {
        let last = self.last_event()?;
        let time = self.times.get(last).copied().unwrap_or_default();
        if start > time {
            return Err(Error::StartsLater { start, time });
        }
        self.starts.resize(last, None);
        self.starts.push(Some(start));
        Ok(())
    }
}

#[cfg(any(feature = "csv", feature = "xes"))]
impl EventLogBuilder {
    /// The events in the log's order, by their place.
    pub(crate) fn order(&self) -> Vec<u32> {
        time_order(&self.times).unwrap_or_else(|| (0..self.times.len() as u32).collect())
    }

    /// The first object of the event at a place, and its activity.
    pub(crate) fn first_object_and_activity(&self, event: u32) -> Option<(PendingObject, ActivityId)> {
        let at = event as usize;
        let range = match (self.ends.is_empty(), at.checked_sub(1)) {
            (true, _) => at * self.stride as usize..(at + 1) * self.stride as usize,
            (false, None) => 0..*self.ends.first()? as usize,
            (false, Some(before)) => *self.ends.get(before)? as usize..*self.ends.get(at)? as usize,
        };
        Some((*self.objects.get(range)?.first()?, *self.activities.get(at)?))
    }

    /// The log of the events that are kept, of which the second of each pair begins when the first happened.
    pub(crate) fn finish_visits(mut self, kept: &[bool], pairs: &[(u32, u32)]) -> EventLog {
        let pairs = if self.without_times { &[] } else { pairs };
        if !pairs.is_empty() {
            self.starts = vec![None; self.times.len()];
        }
        for &(start, end) in pairs {
            let time = self.times.get(start as usize).copied();
            if let Some(place) = self.starts.get_mut(end as usize) {
                *place = time;
            }
        }
        let places = self.order().into_iter().zip(0..);
        let places: Vec<u32> = places
            .filter(|&(event, _)| kept.get(event as usize) == Some(&true))
            .map(|(_, place)| place)
            .collect();
        let mut log = self.finish();
        if places.len() < log.len() {
            reorder(&mut log, &places);
        }
        log
    }
}
