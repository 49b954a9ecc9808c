//! Object-centric event log in columns.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use super::interner::Interner;
use super::storage::{Keys, Rows};
use super::{ActivityId, EventChannelId, EventId, ObjectId, ObjectTypeId, QualifierId};
use crate::journey::Error;
use crate::model::time::Timestamp;

/// Object-centric event log: events in order, each with an activity, a time, the objects it involves and, where known, a
/// channel.
///
/// What it answers: who lived which touchpoint when. One event can involve a customer, an employee *and* a system:
/// each is an *object* of some *object type*, related to the event under an optional *qualifier*. A classic case log
/// is the special case of one object type, `case`; the resource who did the work is an object of a second type. So
/// every question is asked the same way of customers, staff and things.
///
/// # Order
/// Events are ordered by time; events of the same time stay in the order in which they arrived. A log
/// [without times](Self::has_times) keeps that order for all. It answers what follows what, and refuses questions about
/// time ([`Error::NoTimes`]).
///
/// # Layout
/// Columns of integers: 8 bytes of time, 4 of activity, and 4 per related object. A resource kept as an object costs
/// the same 4 bytes as a column of its own would. Offsets into the objects are kept only when events differ in how
/// many they have, qualifiers only when there are any, channels (2 bytes per event) likewise. Objects are numbered type
/// by type, so the type of an object costs nothing. A case log with resources takes 20 bytes per event, and the names
/// of cases beside it.
///
/// Build one with [`EventLog::builder`], from integer columns with
/// [`EventColumns::into_log`](super::EventColumns::into_log), or with the readers of [`io`](crate::io).
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// builder.event("open account", Timestamp::UNIX_EPOCH, &[("customer", "Ada"), ("employee", "Tom")])?;
/// builder.event("sign", Timestamp::from_nanoseconds(60_000_000_000), &[("customer", "Ada")])?;
/// let log = builder.finish();
/// assert_eq!((log.len(), log.object_type_count(), log.relation_count()), (2, 2, 3));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct EventLog {
    pub(super) activity_names: Interner,
    pub(super) activities: Vec<ActivityId>,
    /// All the same in a log without times.
    pub(super) times: Vec<Timestamp>,
    pub(super) without_times: bool,
    pub(super) rows: Rows,
    pub(super) objects: Vec<ObjectId>,
    pub(super) qualifier_names: Interner,
    /// Empty when no relation has a qualifier.
    pub(super) qualifiers: Vec<QualifierId>,
    pub(super) channel_names: Interner,
    /// Empty when no event has a channel.
    pub(super) channels: Vec<Option<EventChannelId>>,
    /// Empty when no event has a due time.
    pub(super) due: Vec<Option<Timestamp>>,
    /// Empty when no event has a start.
    pub(super) starts: Vec<Option<Timestamp>>,
    pub(super) type_names: Interner,
    /// Per type the number of its first object, and the number of objects behind the last type.
    pub(super) type_starts: Vec<u32>,
    pub(super) keys: Vec<Keys>,
}

/// Event of a log, borrowed from its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<'a> {
    /// Its place in the log's order.
    pub id: EventId,
    /// The activity.
    pub activity: ActivityId,
    /// The time at which it happened; [`Timestamp::UNIX_EPOCH`] in a log [without times](EventLog::has_times).
    pub time: Timestamp,
    /// The objects it involves, in the order given.
    pub objects: &'a [ObjectId],
    /// The part that each of `objects` plays; empty when the log has no qualifiers at all.
    pub qualifiers: &'a [QualifierId],
    /// The channel in which it happened, when that is known.
    pub channel: Option<EventChannelId>,
    /// The time by which it was promised to happen, when there is a promise.
    pub due: Option<Timestamp>,
    /// The time at which its work began, when that is known. It ended at `time`.
    pub start: Option<Timestamp>,
}

impl Event<'_> {
    /// How long its work took, when that is known.
    pub fn service_time(&self) -> Option<Duration> {
        self.time.duration_since(self.start?)
    }
}

/// Iterator over the events of an [`EventLog`], in order.
#[derive(Clone, Debug)]
pub struct Events<'a> {
    log: &'a EventLog,
    numbers: Range<u32>,
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    #[inline]
    fn next(&mut self) -> Option<Event<'a>> {
        self.log.event(EventId::from_u32(self.numbers.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl DoubleEndedIterator for Events<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.log.event(EventId::from_u32(self.numbers.next_back()?))
    }
}

impl ExactSizeIterator for Events<'_> {}

impl<'a> IntoIterator for &'a EventLog {
    type Item = Event<'a>;
    type IntoIter = Events<'a>;

    fn into_iter(self) -> Events<'a> {
        self.events()
    }
}

impl EventLog {
    /// The number of events.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// An event by its place in the order, in constant time.
    pub fn event(&self, id: EventId) -> Option<Event<'_>> {
        let at = id.index();
        let range = self.rows.range(at);
        Some(Event {
            id,
            activity: *self.activities.get(at)?,
            time: *self.times.get(at)?,
            objects: self.objects.get(range.clone()).unwrap_or_default(),
            qualifiers: self.qualifiers.get(range).unwrap_or_default(),
            channel: self.channels.get(at).copied().flatten(),
            due: self.due.get(at).copied().flatten(),
            start: self.starts.get(at).copied().flatten(),
        })
    }

    /// All events in order.
    pub fn events(&self) -> Events<'_> {
        Events { log: self, numbers: 0..self.len() as u32 }
    }

    /// The column of activities: one for each event, in order.
    pub fn activity_column(&self) -> &[ActivityId] {
        &self.activities
    }

    /// Whether the times of events are known. Where they are not, events are in the order in which they arrived.
    ///
    /// ```
    /// use total_experience::journey::Error;
    /// use total_experience::journey::dfg::{JourneyCounts, JourneyGraph};
    /// use total_experience::journey::log::{EventColumns, ObjectKeys};
    ///
    /// let mut columns = EventColumns::default(); // without `times`
    /// columns.activity_names = vec!["ask".into(), "answer".into()];
    /// columns.activities = vec![0, 1];
    /// columns.object_types = vec![("case".into(), ObjectKeys::Numbered(1))];
    /// columns.objects = vec![0, 0];
    /// let log = columns.into_log()?;
    /// assert!(!log.has_times());
    /// let case = log.object_type("case").expect("named above");
    /// assert_eq!(JourneyCounts::discover(&log, case)?.edges().len(), 1);
    /// assert!(matches!(JourneyGraph::discover(&log, case), Err(Error::NoTimes { what: "waits" })));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn has_times(&self) -> bool {
        !self.without_times
    }

    /// Refuses a question about time to a log without times.
    pub(crate) fn check_times(&self, what: &'static str) -> Result<(), Error> {
        if self.without_times { Err(Error::NoTimes { what }) } else { Ok(()) }
    }

    /// The column of times: one for each event, ascending; empty where the log has none.
    pub fn time_column(&self) -> &[Timestamp] {
        if self.without_times { &[] } else { &self.times }
    }

    /// The activities that have a name in the log, used or not.
    pub fn activities(&self) -> impl ExactSizeIterator<Item = ActivityId> + use<> {
        (0..self.activity_names.len() as u32).map(ActivityId::from_u32)
    }

    /// The number of activities that have a name in the log, used or not.
    pub fn activity_count(&self) -> usize {
        self.activity_names.len()
    }

    /// The name of an activity.
    pub fn activity_name(&self, activity: ActivityId) -> Option<&str> {
        self.activity_names.get(activity.as_u32())
    }

    /// The activity with this name.
    pub fn activity(&self, name: &str) -> Option<ActivityId> {
        self.activity_names.find(name).map(ActivityId::from_u32)
    }

    /// The number of types of objects.
    pub fn object_type_count(&self) -> usize {
        self.keys.len()
    }

    /// The types of objects, in order of first appearance.
    pub fn object_types(&self) -> impl ExactSizeIterator<Item = ObjectTypeId> + use<> {
        (0..self.keys.len() as u32).map(ObjectTypeId::from_u32)
    }

    /// The name of a type of objects.
    pub fn object_type_name(&self, object_type: ObjectTypeId) -> Option<&str> {
        self.type_names.get(object_type.as_u32())
    }

    /// The type of objects with this name.
    pub fn object_type(&self, name: &str) -> Option<ObjectTypeId> {
        self.type_names.find(name).map(ObjectTypeId::from_u32)
    }

    /// The number of objects of all types, in events or not.
    pub fn object_count(&self) -> usize {
        self.type_starts.last().map_or(0, |&count| count as usize)
    }

    /// The objects of a type: consecutive identifiers.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type.
    pub fn objects(
        &self,
        object_type: ObjectTypeId,
    ) -> Result<impl ExactSizeIterator<Item = ObjectId> + use<>, Error> {
        Ok(self.object_range(object_type)?.map(ObjectId::from_u32))
    }

    pub(crate) fn object_range(&self, object_type: ObjectTypeId) -> Result<Range<u32>, Error> {
        match self.type_starts.get(object_type.index()..) {
            Some([start, end, ..]) => Ok(*start..*end),
            _ => Err(Error::UnknownId {
                what: "object type",
                id: object_type.as_u32(),
                count: self.object_type_count(),
            }),
        }
    }

    /// The type of an object, in logarithmic time in the number of types.
    pub fn type_of(&self, object: ObjectId) -> Option<ObjectTypeId> {
        let behind = self.type_starts.partition_point(|&start| start <= object.as_u32());
        let object_type = behind.checked_sub(1)?;
        (object_type < self.keys.len()).then(|| ObjectTypeId::from_u32(object_type as u32))
    }

    /// The external key of an object.
    pub fn object_key(&self, object: ObjectId) -> Option<Cow<'_, str>> {
        let object_type = self.type_of(object)?.index();
        let start = self.type_starts.get(object_type)?;
        self.keys.get(object_type)?.get(object.as_u32().checked_sub(*start)?)
    }

    /// The object of a type with this external key.
    pub fn object(&self, object_type: ObjectTypeId, key: &str) -> Option<ObjectId> {
        let number = self.keys.get(object_type.index())?.find(key)?;
        Some(ObjectId::from_u32(self.type_starts.get(object_type.index())? + number))
    }

    /// The number of relations: pairs of an event and an object that it involves.
    pub fn relation_count(&self) -> usize {
        self.objects.len()
    }

    /// The text of a qualifier; the empty text for [`QualifierId::NONE`].
    pub fn qualifier_name(&self, qualifier: QualifierId) -> Option<&str> {
        if qualifier == QualifierId::NONE { Some("") } else { self.qualifier_names.get(qualifier.as_u32()) }
    }

    /// The objects of all events, one event behind the other.
    #[inline]
    pub(crate) fn relations(&self) -> &[ObjectId] {
        &self.objects
    }

    /// Whether every event has exactly one object, so that there is one relation an event.
    #[inline]
    pub(crate) fn has_one_object_per_event(&self) -> bool {
        self.rows == Rows::Stride(1)
    }

    /// The objects of the event at this place.
    #[inline]
    pub(crate) fn objects_at(&self, event: usize) -> &[ObjectId] {
        self.objects.get(self.rows.range(event)).unwrap_or_default()
    }

    /// The column of channels: one entry for each event, in order; empty when no event has a channel.
    pub fn channel_column(&self) -> &[Option<EventChannelId>] {
        &self.channels
    }

    /// The column of promised times: when each event was to happen at the latest, in order; empty when no event has a
    /// promise.
    pub fn due_column(&self) -> &[Option<Timestamp>] {
        &self.due
    }

    /// The column of starts: when the work of each event began, in order; empty when no event has a start. The times of
    /// events are those at which work ended; waits end where it began.
    pub fn start_column(&self) -> &[Option<Timestamp>] {
        &self.starts
    }

    /// When the work of the event at this place began, which ended at `time`: then, where its start is not known.
    #[inline]
    pub(crate) fn begun(&self, event: u32, time: Timestamp) -> Timestamp {
        self.starts.get(event as usize).copied().flatten().unwrap_or(time)
    }

    /// The channels that have a name in the log, used or not.
    pub fn channels(&self) -> impl Iterator<Item = EventChannelId> + use<> {
        (0..self.channel_names.len()).filter_map(EventChannelId::from_index)
    }

    /// The number of channels that have a name in the log, used or not.
    pub fn channel_count(&self) -> usize {
        self.channel_names.len()
    }

    /// The name of a channel.
    pub fn channel_name(&self, channel: EventChannelId) -> Option<&str> {
        self.channel_names.get(channel.index() as u32)
    }

    /// The channel with this name.
    pub fn channel(&self, name: &str) -> Option<EventChannelId> {
        EventChannelId::from_index(self.channel_names.find(name)? as usize)
    }

    /// The bytes that columns and names take on the heap.
    pub fn heap_bytes(&self) -> usize {
        let offsets = match &self.rows {
            Rows::Stride(_) => 0,
            Rows::Offsets(offsets) => offsets.capacity() * 4,
        };
        let names = |keys: &Keys| match keys {
            Keys::Numbered(_) => 0,
            Keys::Named(names) => names.heap_bytes(),
        };
        self.times.capacity() * 8
            + self.activities.capacity() * 4
            + (self.objects.capacity() + self.qualifiers.capacity() + self.type_starts.capacity()) * 4
            + self.channels.capacity() * 2
            + (self.due.capacity() + self.starts.capacity()) * size_of::<Option<Timestamp>>()
            + offsets
            + [&self.activity_names, &self.qualifier_names, &self.channel_names, &self.type_names]
                .map(Interner::heap_bytes)
                .iter()
                .sum::<usize>()
            + self.keys.iter().map(names).sum::<usize>()
    }
}
