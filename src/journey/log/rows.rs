//! Rows of events that were made apart, on their way into a builder.

use super::builder::MOST;
use super::{ActivityId, EventChannelId, EventLogBuilder, ObjectTypeId, PendingObject, QualifierId};
use crate::journey::Error;
use crate::model::time::Timestamp;
use crate::numeric::grow::grow;

/// Events that are numbered by the names of a builder and, from where its numbers ended, by names of their own.
#[derive(Debug, Default)]
pub(crate) struct EventRows {
    activities: Vec<ActivityId>,
    times: Vec<Timestamp>,
    /// How many objects each event has, as long as all have as many.
    stride: u32,
    /// Per event where its objects end; empty as long as all have as many.
    ends: Vec<u32>,
    objects: Vec<PendingObject>,
    /// As long as the events, or empty.
    channels: Vec<Option<EventChannelId>>,
    /// As long as the events up to the last that has one.
    due: Vec<Option<Timestamp>>,
    /// As long as the events up to the last that has one.
    starts: Vec<Option<Timestamp>>,
}

/// How many names a builder has of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameCounts {
    pub(crate) activities: u32,
    pub(crate) objects: u32,
    pub(crate) channels: u32,
}

impl EventRows {
    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    pub(crate) fn times(&self) -> &[Timestamp] {
        &self.times
    }

    pub(crate) fn push(
        &mut self,
        activity: ActivityId,
        time: Timestamp,
        first: Option<PendingObject>,
        objects: &[PendingObject],
    ) {
        let count = objects.len() as u32 + u32::from(first.is_some());
        self.objects.extend(first);
        self.objects.extend_from_slice(objects);
        if self.ends.is_empty() && count != self.stride {
            match self.times.len() as u32 {
                0 => self.stride = count,
                events => self.ends.extend((1..=events).map(|event| event * self.stride)),
            }
        }
        if !self.ends.is_empty() {
            self.ends.push(self.objects.len() as u32);
        }
        self.activities.push(activity);
        self.times.push(time);
    }

    /// Says in which channel each event happened, in the order of the events.
    pub(crate) fn push_channel(&mut self, channel: Option<EventChannelId>) {
        self.channels.push(channel);
    }

    /// Says when the work of the event at this place began and when it was promised to happen, where known; those before it
    /// have neither unless they had one.
    pub(crate) fn set_start_and_due(
        &mut self,
        event: usize,
        start: Option<Timestamp>,
        due: Option<Timestamp>,
    ) {
        for (column, time) in [(&mut self.starts, start), (&mut self.due, due)] {
            if time.is_some() {
                column.resize(event, None);
                column.push(time);
            }
        }
    }

    /// The first object of each event.
    pub(crate) fn first_objects(&self) -> impl Iterator<Item = Option<PendingObject>> {
        let mut start = 0;
        (0..self.len()).map(move |event| {
            let end = self.ends.get(event).copied().unwrap_or(start + self.stride);
            let first = self.objects.get(start as usize).copied().filter(|_| start < end);
            start = end;
            first
        })
    }

    /// Gives the names of its own the numbers that they have in a builder now: `objects`, `activities` and `channels`, from
    /// those that it was made by.
    pub(crate) fn renumber(
        &mut self,
        from: NameCounts,
        objects: &[PendingObject],
        activities: &[ActivityId],
        channels: &[EventChannelId],
    ) {
        let own = |number: u32, first: u32| number.checked_sub(first).map(|own| own as usize);
        if objects.iter().zip(from.objects..).any(|(object, number)| object.0 != number) {
            for object in &mut self.objects {
                if let Some(&now) = own(object.0, from.objects).and_then(|own| objects.get(own)) {
                    *object = now;
                }
            }
        }
        if activities.iter().zip(from.activities..).any(|(activity, number)| activity.as_u32() != number) {
            for activity in &mut self.activities {
                let place = own(activity.as_u32(), from.activities);
                if let Some(&now) = place.and_then(|own| activities.get(own)) {
                    *activity = now;
                }
            }
        }
        if channels.iter().zip(from.channels..).any(|(channel, number)| channel.index() as u32 != number) {
            for channel in self.channels.iter_mut().flatten() {
                let place = own(channel.index() as u32, from.channels);
                if let Some(&now) = place.and_then(|own| channels.get(own)) {
                    *channel = now;
                }
            }
        }
    }
}

impl EventLogBuilder {
    pub(crate) fn name_counts(&self) -> NameCounts {
        NameCounts {
            activities: self.activity_names.len() as u32,
            objects: self.places.len() as u32,
            channels: self.channel_names.len() as u32,
        }
    }

    /// The activity with this name, if there is one.
    pub(crate) fn find_activity(&self, name: &str) -> Option<ActivityId> {
        self.activity_names.find(name).map(ActivityId::from_u32)
    }

    /// The channel with this name, if there is one.
    pub(crate) fn find_channel(&self, name: &str) -> Option<EventChannelId> {
        EventChannelId::from_index(self.channel_names.find(name)? as usize)
    }

    /// The type of objects with this name, if there is one.
    pub(crate) fn find_object_type(&self, name: &str) -> Option<ObjectTypeId> {
        self.type_names.find(name).map(ObjectTypeId::from_u32)
    }

    /// The object of this type with this key, if there is one.
    pub(crate) fn find_object(&self, object_type: ObjectTypeId, key: &str) -> Option<PendingObject> {
        let keys = self.keys.get(object_type.index())?;
        keys.objects.get(keys.names.find(key)? as usize).copied()
    }

    /// Adds events whose numbers are those of this builder.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::MemoryFull`].
    pub(crate) fn append(&mut self, rows: &EventRows) -> Result<(), Error> {
        let (events, more) = (self.times.len(), rows.len());
        let limit = MOST as usize;
        if limit - events < more {
            return Err(Error::TooLarge { what: "events", count: limit as u64 + 1, most: limit as u64 });
        }
        if limit - self.objects.len() < rows.objects.len() {
            let count = (self.objects.len() + rows.objects.len()) as u64;
            return Err(Error::TooLarge {
                what: "relations of events and objects",
                count,
                most: limit as u64,
            });
        }
        let has_room = grow(&mut self.activities, more)
            && grow(&mut self.times, more)
            && grow(&mut self.objects, rows.objects.len());
        if !has_room {
            return Err(Error::MemoryFull { what: "events", count: events as u64 });
        }
        if events == 0 {
            self.stride = rows.stride;
        }
        if !self.ends.is_empty() || !rows.ends.is_empty() || self.stride != rows.stride {
            if self.ends.is_empty() {
                self.ends.extend((1..=events as u32).map(|event| event * self.stride));
            }
            if !grow(&mut self.ends, more) {
                return Err(Error::MemoryFull { what: "events", count: events as u64 });
            }
            let before = self.objects.len() as u32;
            if rows.ends.is_empty() {
                self.ends.extend((1..=more as u32).map(|event| before + event * rows.stride));
            } else {
                self.ends.extend(rows.ends.iter().map(|end| before + end));
            }
        }
        self.activities.extend_from_slice(&rows.activities);
        self.times.extend_from_slice(&rows.times);
        self.objects.extend_from_slice(&rows.objects);
        if !self.qualifiers.is_empty() {
            self.qualifiers.resize(self.objects.len(), QualifierId::NONE);
        }
        extend(&mut self.channels, events, &rows.channels);
        extend(&mut self.due, events, &rows.due);
        extend(&mut self.starts, events, &rows.starts);
        Ok(())
    }
}

/// Adds entries of a column, none of which may be there, behind those of so many events.
fn extend<T: Copy>(column: &mut Vec<Option<T>>, events: usize, more: &[Option<T>]) {
    if let Some(last) = more.iter().rposition(Option::is_some) {
        column.resize(events, None);
        column.extend_from_slice(&more[..=last]);
    }
}
