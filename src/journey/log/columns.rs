//! Event log from columns of integers, for data that is numbered already.

use super::interner::Interner;
use super::sort::{reorder, time_order};
use super::storage::{Keys, Rows};
use super::{ActivityId, EventChannelId, EventLog, ObjectId, QualifierId};
use crate::journey::Error;
use crate::model::time::Timestamp;

/// Numbered objects that are always accepted: tables of 64 MiB.
const MOST_NUMBERED: u64 = 1 << 24;
/// Beyond, how many may be declared for each relation of an event and an object.
const NUMBERED_PER_RELATION: u64 = 16;

/// Columns of integers that become an [`EventLog`], for data that is numbered already.
///
/// Ten million events are taken over without a copy. Times are nanoseconds here, as data frames hold them, and not
/// [`Timestamp`]s.
///
/// ```
/// use total_experience::journey::log::{EventColumns, ObjectKeys};
///
/// let mut columns = EventColumns::default();
/// columns.activity_names = vec!["ask".into(), "answer".into()];
/// columns.activities = vec![0, 0, 1];
/// columns.times = vec![10, 20, 30];
/// columns.object_types = vec![("case".into(), ObjectKeys::Numbered(2))];
/// columns.objects = vec![0, 1, 0];
/// let log = columns.into_log()?;
/// assert_eq!((log.len(), log.object_count()), (3, 2));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct EventColumns {
    /// The names that `activities` numbers, each once.
    pub activity_names: Vec<String>,
    /// Per event its activity.
    pub activities: Vec<u32>,
    /// Per event its time in nanoseconds since 1970 in UTC. In any order; see [`EventLog`] for ties. Empty means that no
    /// time is known: the log [has none](EventLog::has_times), and keeps the order of the events.
    pub times: Vec<i64>,
    /// The types of objects and their keys. Objects are numbered from 0 through all types.
    pub object_types: Vec<(String, ObjectKeys)>,
    /// Per event where its objects start in `objects`, and the length of `objects` at the end. Empty means that every
    /// event has exactly one object.
    pub offsets: Vec<u32>,
    /// The objects of the events.
    pub objects: Vec<u32>,
    /// The texts that `qualifiers` numbers from 1, each once and none empty.
    pub qualifier_names: Vec<String>,
    /// Per entry of `objects` the part it plays; 0 is none. Empty means that none has a qualifier.
    pub qualifiers: Vec<u32>,
    /// The names of the channels, each once.
    pub channel_names: Vec<String>,
    /// Per event the channel it happened in, by its place in `channel_names`. Empty means that no event has one.
    pub channels: Vec<Option<EventChannelId>>,
    /// Per event the time by which it was promised, in nanoseconds as `times`. Empty means that no event has a promise.
    pub due: Vec<Option<i64>>,
    /// Per event the time at which its work began, which ended at its time, in nanoseconds as `times`. Empty means that none
    /// is known.
    pub starts: Vec<Option<i64>>,
}

/// External keys of the objects of one type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectKeys {
    /// This many objects, whose keys are their numbers within the type. Beyond 16,777,216 there may be at most 16 for
    /// each relation of an event and an object.
    Numbered(u32),
    /// One key per object, each once.
    Named(Vec<String>),
}

impl EventColumns {
    /// Makes the log of the columns, after checking them.
    ///
    /// Cost: linear time for events in order of time, O(n log n) otherwise; no copy of columns that are in order.
    ///
    /// # Errors
    /// [`Error::WrongLength`], [`Error::StartsLater`], [`Error::BadIndex`], [`Error::Offsets`], [`Error::EmptyName`],
    /// [`Error::DuplicateName`], [`Error::TooLarge`]; [`Error::Sparse`] where far more objects are declared than events
    /// can name.
    pub fn into_log(self) -> Result<EventLog, Error> {
        let without_times = self.times.is_empty() && !self.activities.is_empty();
        let events = if without_times { self.activities.len() } else { self.times.len() };
        length("activities", self.activities.len(), events)?;
        most("events", events)?;
        most("relations of events and objects", self.objects.len())?;
        let activity_names = names(&self.activity_names, "activity", "activities")?;
        in_range("activities", &self.activities, activity_names.len())?;

        let mut type_names = Interner::default();
        let mut type_starts = vec![0];
        let mut keys = Vec::with_capacity(self.object_types.len());
        let mut count = 0_usize;
        for (name, object_keys) in self.object_types {
            add_name(&mut type_names, &name, "object type", "object types")?;
            let object_keys = match object_keys {
                ObjectKeys::Numbered(count) => Keys::Numbered(count),
                ObjectKeys::Named(list) => Keys::Named(names(&list, "object", "objects")?),
            };
            count += object_keys.len();
            most("objects", count)?;
            type_starts.push(count as u32);
            keys.push(object_keys);
        }
        in_range("objects", &self.objects, count)?;
        not_sparse(&keys, self.objects.len())?;

        let rows = if self.offsets.is_empty() {
            length("objects", self.objects.len(), events)?;
            Rows::Stride(1)
        } else {
            length("offsets", self.offsets.len(), events + 1)?;
            check_offsets(&self.offsets, self.objects.len())?;
            Rows::from_offsets(self.offsets)
        };
        let mut qualifier_names = Interner::default();
        qualifier_names.intern("", "qualifiers")?;
        for name in &self.qualifier_names {
            add_name(&mut qualifier_names, name, "qualifier", "qualifiers")?;
        }
        if !self.qualifiers.is_empty() {
            length("qualifiers", self.qualifiers.len(), self.objects.len())?;
            in_range("qualifiers", &self.qualifiers, qualifier_names.len())?;
        }
        let channel_names = names(&self.channel_names, "channel", "channels")?;
        let limit = EventChannelId::MOST;
        if channel_names.len() > limit {
            return Err(Error::TooLarge {
                what: "channels",
                count: channel_names.len() as u64,
                most: limit as u64,
            });
        }
        if !self.channels.is_empty() {
            length("channels", self.channels.len(), events)?;
            channels_in_range(&self.channels, channel_names.len())?;
        }
        if !self.due.is_empty() {
            length("due", self.due.len(), events)?;
        }
        if !self.starts.is_empty() {
            length("starts", self.starts.len(), if without_times { 0 } else { events })?;
            let later = self.starts.iter().zip(&self.times).find(|(start, time)| **start > Some(**time));
            if let Some((&Some(start), &time)) = later {
                let [start, time] = [start, time].map(Timestamp::from_nanoseconds);
                return Err(Error::StartsLater { start, time });
            }
        }
        let times = match without_times {
            true => vec![Timestamp::UNIX_EPOCH; events],
            false => self.times.into_iter().map(Timestamp::from_nanoseconds).collect(),
        };
        let mut log = EventLog {
            activity_names,
            activities: self.activities.into_iter().map(ActivityId::from_u32).collect(),
            times,
            without_times,
            rows,
            objects: self.objects.into_iter().map(ObjectId::from_u32).collect(),
            qualifier_names,
            qualifiers: self.qualifiers.into_iter().map(QualifierId::from_u32).collect(),
            channel_names,
            channels: self.channels,
            starts: self.starts.into_iter().map(|start| start.map(Timestamp::from_nanoseconds)).collect(),
            due: self.due.into_iter().map(|due| due.map(Timestamp::from_nanoseconds)).collect(),
            type_names,
            type_starts,
            keys,
        };
        if let Some(order) = time_order(&log.times) {
            reorder(&mut log, &order);
        }
        Ok(log)
    }
}

fn length(what: &'static str, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected { Ok(()) } else { Err(Error::WrongLength { what, found, expected }) }
}

/// Refuses counts that no caller had to fill a table for, since what walks journeys keeps a place per object.
fn not_sparse(keys: &[Keys], relations: usize) -> Result<(), Error> {
    let numbered = |keys: &Keys| if let Keys::Numbered(count) = keys { u64::from(*count) } else { 0 };
    let (declared, relations) = (keys.iter().map(numbered).sum::<u64>(), relations as u64);
    let limit = MOST_NUMBERED.max(relations.saturating_mul(NUMBERED_PER_RELATION));
    if declared <= limit { Ok(()) } else { Err(Error::Sparse { declared, relations, limit }) }
}

fn most(what: &'static str, count: usize) -> Result<(), Error> {
    let (count, most) = (count as u64, u64::from(u32::MAX - 1));
    if count <= most { Ok(()) } else { Err(Error::TooLarge { what, count, most }) }
}

fn in_range<T: Copy + Ord + Into<u64>>(
    column: &'static str,
    values: &[T],
    bound: usize,
) -> Result<(), Error> {
    // The largest first: it is found without a branch.
    if values.iter().max().is_none_or(|&most| most.into() < bound as u64) {
        return Ok(());
    }
    match values.iter().position(|&value| value.into() >= bound as u64) {
        None => Ok(()),
        Some(row) => Err(Error::BadIndex {
            column,
            row,
            value: values.get(row).map_or(0, |&value| value.into()),
            count: bound as u64,
        }),
    }
}

fn channels_in_range(channels: &[Option<EventChannelId>], count: usize) -> Result<(), Error> {
    let beyond = |channel: &EventChannelId| channel.index() >= count;
    // The largest first, as in `in_range`.
    if channels.iter().flatten().max().filter(|most| beyond(most)).is_none() {
        return Ok(());
    }
    let row = channels.iter().position(|channel| channel.as_ref().is_some_and(beyond)).unwrap_or_default();
    let value = channels[row].map_or(0, |channel| channel.index() as u64);
    Err(Error::BadIndex { column: "channels", row, value, count: count as u64 })
}

fn check_offsets(offsets: &[u32], end: usize) -> Result<(), Error> {
    let fault = |row: usize| Error::Offsets { row, value: offsets.get(row).copied().unwrap_or_default() };
    if offsets.first() != Some(&0) {
        return Err(fault(0));
    }
    if let Some(row) = offsets.windows(2).position(|pair| pair[0] > pair[1]) {
        return Err(fault(row + 1));
    }
    if offsets.last().map(|&last| last as usize) != Some(end) {
        return Err(fault(offsets.len() - 1));
    }
    Ok(())
}

fn names(list: &[String], what: &'static str, items: &'static str) -> Result<Interner, Error> {
    let mut interner = Interner::default();
    for name in list {
        add_name(&mut interner, name, what, items)?;
    }
    Ok(interner)
}

fn add_name(names: &mut Interner, name: &str, what: &'static str, items: &'static str) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Error::EmptyName { what });
    }
    let fresh = names.len();
    if names.intern(name, items)? as usize == fresh {
        Ok(())
    } else {
        Err(Error::DuplicateName { what, name: name.to_owned() })
    }
}
