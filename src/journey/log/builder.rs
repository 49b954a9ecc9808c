//! Builder of event logs, event by event.

use super::interner::Interner;
use super::sort::{reorder, time_order};
use super::storage::{Keys, Rows};
use super::{ActivityId, EventChannelId, EventLog, ObjectId, ObjectTypeId, QualifierId};
use crate::journey::Error;
use crate::model::time::Timestamp;
use crate::numeric::grow::grow;

pub(super) const MOST: u32 = u32::MAX - 1;

/// Object of a log that is being built. It gets its [`ObjectId`] when the log is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PendingObject(pub(super) u32);

impl PendingObject {
    /// Its place among the objects of the builder, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    #[cfg(feature = "csv")]
    pub(crate) const fn from_number(number: u32) -> Self {
        Self(number)
    }
}

/// Builder of an [`EventLog`], event by event, in any order of time.
///
/// [`event`](Self::event) takes names. Readers of large files look up the names once, with
/// [`activity`](Self::activity) and [`object`](Self::object), and [`push`](Self::push) numbers. A call that fails
/// adds no event.
///
/// Cost: amortised constant time per event and related object, plus the hashing of names. Finishing takes linear time
/// for events in order of time, O(n log n) otherwise.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// let case = builder.object_type("case")?;
/// let ask = builder.activity("ask")?;
/// for key in ["1", "2", "1"] {
///     let object = builder.object(case, key)?;
///     builder.push(ask, Timestamp::UNIX_EPOCH, &[object])?;
/// }
/// assert_eq!(builder.finish().object_count(), 2);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct EventLogBuilder {
    pub(super) activity_names: Interner,
    pub(super) activities: Vec<ActivityId>,
    pub(super) times: Vec<Timestamp>,
    pub(super) without_times: bool,
    /// How many objects each event has, as long as all have as many.
    pub(super) stride: u32,
    /// Per event where its objects end; empty as long as all have as many.
    pub(super) ends: Vec<u32>,
    pub(super) objects: Vec<PendingObject>,
    qualifier_names: Interner,
    pub(super) qualifiers: Vec<QualifierId>,
    pub(super) channel_names: Interner,
    /// As long as the events up to the last that has one.
    pub(super) channels: Vec<Option<EventChannelId>>,
    /// As long as the events up to the last that has one.
    pub(super) due: Vec<Option<Timestamp>>,
    /// As long as the events up to the last that has one.
    pub(super) starts: Vec<Option<Timestamp>>,
    pub(super) type_names: Interner,
    pub(super) keys: Vec<PendingKeys>,
    /// Per object its type and its number within the type.
    pub(super) places: Vec<(ObjectTypeId, u32)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PendingKeys {
    pub(super) names: Interner,
    /// Per number within the type the object.
    pub(super) objects: Vec<PendingObject>,
}

impl EventLog {
    /// Starts an empty log.
    pub fn builder() -> EventLogBuilder {
        EventLogBuilder::default()
    }
}

impl EventLogBuilder {
    /// The activity with this name, added if it is new.
    ///
    /// # Errors
    /// [`Error::EmptyName`], [`Error::TooLarge`].
    pub fn activity(&mut self, name: &str) -> Result<ActivityId, Error> {
        filled(name, "an activity")?;
        self.activity_names.intern(name, "activities").map(ActivityId::from_u32)
    }

    /// The type of objects with this name, added if it is new.
    ///
    /// # Errors
    /// [`Error::EmptyName`], [`Error::TooLarge`].
    pub fn object_type(&mut self, name: &str) -> Result<ObjectTypeId, Error> {
        filled(name, "an object type")?;
        let number = self.type_names.intern(name, "object types")?;
        if number as usize == self.keys.len() {
            self.keys.push(PendingKeys::default());
        }
        Ok(ObjectTypeId::from_u32(number))
    }

    /// The object of this type with this external key, added if it is new.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for a type of another log, [`Error::EmptyName`], [`Error::TooLarge`].
    pub fn object(&mut self, object_type: ObjectTypeId, key: &str) -> Result<PendingObject, Error> {
        filled(key, "an object")?;
        let bound = self.keys.len();
        let number = object_type.as_u32();
        let keys = self.keys.get_mut(object_type.index());
        let keys = keys.ok_or(Error::UnknownId { what: "object type", id: number, count: bound })?;
        let next = u32::try_from(self.places.len()).ok().filter(|&next| next < MOST);
        let next = next.ok_or(Error::TooLarge {
            what: "objects",
            count: u64::from(MOST) + 1,
            most: u64::from(MOST),
        })?;
        let place = keys.names.intern(key, "objects")?;
        if let Some(&object) = keys.objects.get(place as usize) {
            return Ok(object);
        }
        let object = PendingObject(next);
        keys.objects.push(object);
        self.places.push((object_type, place));
        Ok(object)
    }

    /// The qualifier with this text; [`QualifierId::NONE`] for the empty text.
    ///
    /// # Errors
    /// [`Error::TooLarge`].
    pub fn qualifier(&mut self, name: &str) -> Result<QualifierId, Error> {
        if self.qualifier_names.len() == 0 {
            self.qualifier_names.intern("", "qualifiers")?;
        }
        self.qualifier_names.intern(name, "qualifiers").map(QualifierId::from_u32)
    }

    /// The channel with this name, added if it is new.
    ///
    /// # Errors
    /// [`Error::EmptyName`], [`Error::TooLarge`].
    pub fn channel(&mut self, name: &str) -> Result<EventChannelId, Error> {
        filled(name, "a channel")?;
        let known = self.channel_names.find(name).map_or(self.channel_names.len(), |known| known as usize);
        let most = EventChannelId::MOST as u64;
        let channel = EventChannelId::from_index(known).ok_or(Error::TooLarge {
            what: "channels",
            count: most + 1,
            most,
        })?;
        if known == self.channel_names.len() {
            self.channel_names.intern(name, "channels")?;
        }
        Ok(channel)
    }

    /// Sets the channel of the event that was added last.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// let web = builder.channel("web")?;
    /// builder.event("ask", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
    /// builder.set_channel(web)?;
    /// builder.event("answer", Timestamp::from_nanoseconds(1), &[("case", "1")])?;
    /// let log = builder.finish();
    /// assert_eq!(log.channel_column(), [Some(web), None]);
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownId`] for a channel of another builder, and when there is no event yet.
    pub fn set_channel(&mut self, channel: EventChannelId) -> Result<(), Error> {
        let bound = self.channel_names.len();
        if channel.index() >= bound {
            return Err(Error::UnknownId { what: "channel", id: channel.index() as u32, count: bound });
        }
        let last = self.last_event()?;
        self.channels.resize(last, None);
        self.channels.push(Some(channel));
        Ok(())
    }

    /// Sets the due time of the event that was added last: when it was promised to happen at the latest.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// builder.event("deliver", Timestamp::from_nanoseconds(7), &[("order", "1")])?;
    /// builder.set_due(Timestamp::from_nanoseconds(5))?;
    /// builder.event("pay", Timestamp::from_nanoseconds(9), &[("order", "1")])?;
    /// assert_eq!(builder.finish().due_column(), [Some(Timestamp::from_nanoseconds(5)), None]);
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownId`] when there is no event yet.
    pub fn set_due(&mut self, time: Timestamp) -> Result<(), Error> {
        let last = self.last_event()?;
        self.due.resize(last, None);
        self.due.push(Some(time));
        Ok(())
    }

    pub(super) fn last_event(&self) -> Result<usize, Error> {
        self.times.len().checked_sub(1).ok_or(Error::UnknownId { what: "event", id: 0, count: 0 })
    }

    /// Adds an event that involves `objects`.
    ///
    /// An object that is given twice is involved once in every journey, and twice in the count of relations.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for identifiers of another builder, [`Error::TooLarge`], [`Error::MemoryFull`].
    pub fn push(
        &mut self,
        activity: ActivityId,
        time: Timestamp,
        objects: &[PendingObject],
    ) -> Result<(), Error> {
        self.check(activity, objects.iter().copied(), objects.len())?;
        if !self.qualifiers.is_empty() {
            self.qualifiers.resize(self.objects.len() + objects.len(), QualifierId::NONE);
        }
        self.objects.extend_from_slice(objects);
        self.add(activity, time, objects.len());
        Ok(())
    }

    /// Adds an event that involves `objects`, each with the part it plays.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_qualified(
        &mut self,
        activity: ActivityId,
        time: Timestamp,
        objects: &[(PendingObject, QualifierId)],
    ) -> Result<(), Error> {
        self.check(activity, objects.iter().map(|&(object, _)| object), objects.len())?;
        let bound = self.qualifier_names.len().max(1);
        if let Some((_, qualifier)) = objects.iter().find(|(_, qualifier)| qualifier.index() >= bound) {
            return Err(Error::UnknownId { what: "qualifier", id: qualifier.as_u32(), count: bound });
        }
        self.qualifiers.resize(self.objects.len(), QualifierId::NONE);
        self.qualifiers.extend(objects.iter().map(|&(_, qualifier)| qualifier));
        self.objects.extend(objects.iter().map(|&(object, _)| object));
        self.add(activity, time, objects.len());
        Ok(())
    }

    /// Adds an event that involves objects given as type and key.
    ///
    /// # Errors
    /// [`Error::EmptyName`], [`Error::TooLarge`].
    pub fn event(&mut self, activity: &str, time: Timestamp, objects: &[(&str, &str)]) -> Result<(), Error> {
        for (object_type, key) in objects {
            filled(object_type, "an object type")?;
            filled(key, "an object")?;
        }
        let activity = self.activity(activity)?;
        let mut involved = Vec::with_capacity(objects.len());
        for (object_type, key) in objects {
            let object_type = self.object_type(object_type)?;
            involved.push(self.object(object_type, key)?);
        }
        self.push(activity, time, &involved)
    }

    /// The number of events added.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether no event was added.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The log without times: events in order of arrival. Times and starts that they were given are left out.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// builder.event("ask", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
    /// let log = builder.finish_without_times();
    /// assert!(!log.has_times() && log.time_column().is_empty());
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn finish_without_times(mut self) -> EventLog {
        self.forget_times();
        self.finish()
    }

    /// Makes this a log without times.
    pub(crate) fn forget_times(&mut self) {
        self.times.fill(Timestamp::UNIX_EPOCH);
        self.starts = Vec::new();
        self.without_times = true;
    }

    /// The log: events in order of time, and of arrival where times are equal.
    pub fn finish(self) -> EventLog {
        let mut type_starts = Vec::with_capacity(self.keys.len() + 1);
        let mut start = 0;
        for keys in &self.keys {
            type_starts.push(start);
            start += keys.names.len() as u32;
        }
        type_starts.push(start);
        let numbers: Vec<ObjectId> = self
            .places
            .iter()
            .map(|(object_type, place)| {
                ObjectId::from_u32(type_starts.get(object_type.index()).map_or(0, |start| start + place))
            })
            .collect();
        // In place, since both are numbers of 32 bits.
        let objects = self.objects.into_iter();
        let objects = objects.filter_map(|object| numbers.get(object.index()).copied()).collect();
        let events = self.times.len();
        let mut log = EventLog {
            activity_names: self.activity_names,
            activities: self.activities,
            times: self.times,
            without_times: self.without_times,
            rows: if self.ends.is_empty() {
                Rows::Stride(self.stride)
            } else {
                Rows::from_offsets(std::iter::once(0).chain(self.ends).collect())
            },
            objects,
            qualifier_names: self.qualifier_names,
            qualifiers: self.qualifiers,
            channel_names: self.channel_names,
            channels: whole(self.channels, events),
            due: whole(self.due, events),
            starts: whole(self.starts, events),
            type_names: self.type_names,
            type_starts,
            keys: self.keys.into_iter().map(|keys| Keys::Named(keys.names)).collect(),
        };
        if let Some(order) = time_order(&log.times) {
            reorder(&mut log, &order);
        }
        log
    }

    /// Checks an event, and makes room for it.
    fn check(
        &mut self,
        activity: ActivityId,
        mut objects: impl Iterator<Item = PendingObject>,
        count: usize,
    ) -> Result<(), Error> {
        let bound = self.activity_names.len();
        if activity.index() >= bound {
            return Err(Error::UnknownId { what: "activity", id: activity.as_u32(), count: bound });
        }
        let bound = self.places.len();
        if let Some(object) = objects.find(|object| object.index() >= bound) {
            return Err(Error::UnknownId { what: "object", id: object.0, count: bound });
        }
        let limit = MOST as usize;
        if self.times.len() >= limit {
            return Err(Error::TooLarge { what: "events", count: limit as u64 + 1, most: limit as u64 });
        }
        if limit - self.objects.len() < count {
            let count = (self.objects.len() as u64).saturating_add(count as u64);
            return Err(Error::TooLarge {
                what: "relations of events and objects",
                count,
                most: limit as u64,
            });
        }
        let rows = grow(&mut self.activities, 1) && grow(&mut self.times, 1) && grow(&mut self.ends, 1);
        let full = Error::MemoryFull { what: "events", count: self.times.len() as u64 };
        if rows && grow(&mut self.objects, count) { Ok(()) } else { Err(full) }
    }

    fn add(&mut self, activity: ActivityId, time: Timestamp, objects: usize) {
        if self.ends.is_empty() && objects != self.stride as usize {
            match self.times.len() as u32 {
                0 => self.stride = objects as u32,
                events => self.ends.extend((1..=events).map(|event| event * self.stride)),
            }
        }
        if !self.ends.is_empty() {
            self.ends.push(self.objects.len() as u32);
        }
        self.activities.push(activity);
        self.times.push(time);
    }

    /// Per object the latest time of the events that name it first; the least time for the others.
    #[cfg(any(feature = "csv", feature = "xes"))]
    pub(crate) fn latest_as_first(&self) -> Vec<Timestamp> {
        let mut latest = vec![Timestamp::MIN; self.places.len()];
        let mut start = 0;
        for (event, &time) in self.times.iter().enumerate() {
            let end = self.ends.get(event).copied().unwrap_or(start + self.stride);
            if let Some(object) = self.objects.get(start as usize).filter(|_| start < end)
                && let Some(latest) = latest.get_mut(object.index())
            {
                *latest = time.max(*latest);
            }
            start = end;
        }
        latest
    }
}

/// The column with an entry for each event, or none at all.
fn whole<T: Clone>(mut column: Vec<Option<T>>, events: usize) -> Vec<Option<T>> {
    if !column.is_empty() {
        column.resize(events, None);
    }
    column
}

fn filled(name: &str, what: &'static str) -> Result<(), Error> {
    if name.is_empty() { Err(Error::EmptyName { what }) } else { Ok(()) }
}
