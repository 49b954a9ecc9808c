//! Visits that take time: events with a start.

use super::EventLogBuilder;
#[cfg(any(feature = "csv", feature = "xes"))]
use super::sort::{reorder, time_order};
#[cfg(any(feature = "csv", feature = "xes"))]
use super::{ActivityId, EventLog, ObjectTypeId, PendingObject};
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

/// What events of pairs gave one another.
#[cfg(any(feature = "csv", feature = "xes"))]
#[derive(Debug, Default)]
pub(crate) struct Lent {
    pub(crate) channels: u64,
    /// Per object that was lent its type.
    pub(crate) types: Vec<ObjectTypeId>,
    /// Pairs whose events say something differently.
    pub(crate) differing: u64,
}

#[cfg(any(feature = "csv", feature = "xes"))]
impl EventLogBuilder {
    /// The events in the log's order, by their place.
    pub(crate) fn order(&self) -> Vec<u32> {
        time_order(&self.times).unwrap_or_else(|| (0..self.times.len() as u32).collect())
    }

    /// The first object of the event at a place, and its activity.
    pub(crate) fn first_object_and_activity(&self, event: u32) -> Option<(PendingObject, ActivityId)> {
        Some((*self.objects_of(event).first()?, *self.activities.get(event as usize)?))
    }

    fn objects_of(&self, event: u32) -> &[PendingObject] {
        let at = event as usize;
        let end = |event: usize| self.ends.get(event).map(|&end| end as usize);
        let range = match (self.ends.is_empty(), at.checked_sub(1)) {
            (true, _) => Some(at * self.stride as usize..(at + 1) * self.stride as usize),
            (false, None) => end(0).map(|end| 0..end),
            (false, Some(before)) => end(before).zip(end(at)).map(|(start, end)| start..end),
        };
        range.and_then(|range| self.objects.get(range)).unwrap_or_default()
    }

    /// Gives the second event of each pair what only the first says: its channel, its due time, and its objects of types
    /// of which the second has none. What both say differently stays as the second says.
    pub(crate) fn lend(&mut self, pairs: &[(u32, u32)]) -> Result<Lent, Error> {
        let mut lent = Lent::default();
        let mut objects = Vec::new();
        for &(start, end) in pairs {
            let channel_of = |event: u32| self.channels.get(event as usize).copied().flatten();
            let mut differs = false;
            match (channel_of(start), channel_of(end)) {
                (Some(channel), None) => {
                    self.channels.resize(self.channels.len().max(end as usize + 1), None);
                    self.channels[end as usize] = Some(channel);
                    lent.channels += 1;
                }
                (Some(first), Some(second)) => differs |= first != second,
                (None, _) => {}
            }
            if let Some(due) = self.due.get(start as usize).copied().flatten() {
                self.due.resize(self.due.len().max(end as usize + 1), None);
                self.due[end as usize].get_or_insert(due);
            }
            let own = self.objects_of(end);
            let type_of = |object: &PendingObject| self.places.get(object.index()).map(|place| place.0);
            for object in self.objects_of(start).iter().filter(|object| !own.contains(object)) {
                if own.iter().any(|known| type_of(known) == type_of(object)) {
                    differs = true;
                } else {
                    lent.types.extend(type_of(object));
                    objects.push((u64::from(end)..u64::from(end) + 1, *object));
                }
            }
            lent.differing += u64::from(differs);
        }
        if !objects.is_empty() {
            objects.sort_by_key(|(event, _)| event.start);
            self.involve(&objects)?;
        }
        Ok(lent)
    }

    /// The log of the events that are kept, of which the second of each pair begins when the first happened.
    pub(crate) fn finish_visits(mut self, kept: &[bool], pairs: &[(u32, u32)]) -> EventLog {
        let pairs = if self.without_times { &[] } else { pairs };
        if !pairs.is_empty() {
            self.starts.resize(self.times.len(), None);
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
