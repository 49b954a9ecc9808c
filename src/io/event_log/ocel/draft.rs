//! Builder of OCEL logs whose events may name objects that stand later in the file.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::io::Error;
use crate::io::event_log::{EventOptions, ImportNotes, ImportedLog};
use crate::io::shown::shown;
use crate::io::source::placeholders::Nobody;
use crate::io::time::column::TimeColumn;
use crate::journey::log::{
    ActivityId, EventChannelId, EventLog, EventLogBuilder, ObjectTypeId, PendingObject, QualifierId,
};
use crate::model::time::Timestamp;

/// What a file says so far, in numbers.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    options: &'a EventOptions,
    builder: EventLogBuilder,
    /// Numbers of objects, known or only named, in order of appearance.
    object_ids: HashMap<String, u32>,
    /// Per object its type, once it is known, and its place among those.
    objects: Vec<Option<(ObjectTypeId, u32)>>,
    known: u32,
    /// Per object the first event that names it.
    named_by: Vec<Namer>,
    event_ids: HashMap<String, u32>,
    activities: Vec<ActivityId>,
    times: Vec<Timestamp>,
    time_column: TimeColumn,
    channels: Vec<Option<EventChannelId>>,
    /// Where the relations of each event end.
    ends: Vec<usize>,
    relations: Vec<(u32, QualifierId)>,
    /// Objects that others name and that were not known then.
    targets: Vec<u32>,
    /// The types that the file lists.
    listed_objects: HashSet<String>,
    listed_events: HashSet<String>,
    lists_no_events: bool,
    notes: ImportNotes,
}

#[derive(Clone, Copy, Debug)]
enum Namer {
    Nobody,
    Event(u32),
}

impl<'a> Draft<'a> {
    pub(crate) fn new(options: &'a EventOptions) -> Self {
        Self {
            options,
            builder: EventLog::builder(),
            object_ids: HashMap::new(),
            objects: Vec::new(),
            known: 0,
            named_by: Vec::new(),
            event_ids: HashMap::new(),
            activities: Vec::new(),
            times: Vec::new(),
            time_column: TimeColumn::new(&options.time_format),
            channels: Vec::new(),
            ends: Vec::new(),
            relations: Vec::new(),
            targets: Vec::new(),
            listed_objects: HashSet::new(),
            listed_events: HashSet::new(),
            lists_no_events: false,
            notes: ImportNotes::default(),
        }
    }

    /// A type in the file's list of types of objects.
    pub(crate) fn list_object_type(&mut self, name: &str) -> Result<(), Error> {
        self.object_type(name)?;
        self.listed_objects.insert(name.to_owned());
        Ok(())
    }

    /// A type in the file's list of types of events.
    pub(crate) fn list_event_type(&mut self, name: &str) -> Result<(), Error> {
        self.check_length(name)?;
        self.listed_events.insert(name.to_owned());
        Ok(())
    }

    /// Says that the file's version has no list of types of events.
    pub(crate) fn without_event_types(&mut self) {
        self.lists_no_events = true;
    }

    fn object_type(&mut self, name: &str) -> Result<ObjectTypeId, Error> {
        self.check_length(name)?;
        Ok(self.builder.object_type(name)?)
    }

    /// An object with its type.
    pub(crate) fn object(&mut self, id: &str, object_type: &str) -> Result<(), Error> {
        let object_type = self.object_type(object_type).map_err(|error| of("object", id, error))?;
        let number = self.number(id, Namer::Nobody)?;
        let next = self.known;
        match self.objects.get_mut(number as usize) {
            Some(Some(_)) => return Err(Error::DuplicateId { item: "object", id: shown(id) }),
            Some(place) => *place = Some((object_type, next)),
            None => {}
        }
        self.known += 1;
        Ok(())
    }

    /// A relation of two objects, of which the first is known.
    pub(crate) fn object_relation(&mut self, to: &str) -> Result<(), Error> {
        let number = self.number(to, Namer::Nobody)?;
        if self.objects.get(number as usize).copied().flatten().is_none() {
            self.targets.push(number);
        }
        self.notes.object_relations += 1;
        Ok(())
    }

    /// Notes a relation with an event that the log does not have, or refuses it.
    #[cfg(feature = "ocel-sqlite")]
    pub(crate) fn dangling_event(&mut self, event: &str, relations: u64) -> Result<(), Error> {
        self.notes.dangling_relations += relations;
        if self.options.skip_dangling { Ok(()) } else { Err(Error::DanglingEvent { event: shown(event) }) }
    }

    pub(crate) fn note(&mut self) -> &mut ImportNotes {
        &mut self.notes
    }

    /// Begins an event; [`relation`](Self::relation) adds to it.
    pub(crate) fn event(&mut self, id: &str, activity: &str, time: &str) -> Result<(), Error> {
        let limit = self.options.limits.max_rows;
        if self.notes.events >= limit {
            return Err(Error::TooManyRows { limit });
        }
        for text in [id, activity, time] {
            self.check_length(text)?;
        }
        let number = self.times.len() as u32;
        match self.event_ids.entry(id.to_owned()) {
            Entry::Occupied(_) => return Err(Error::DuplicateId { item: "event", id: shown(id) }),
            Entry::Vacant(place) => place.insert(number),
        };
        let parsed = self.time_column.parse(time.trim()).map_err(|fault| Error::EventTime {
            event: shown(id),
            value: shown(time),
            fault,
        })?;
        let activity = self.builder.activity(activity);
        self.activities.push(activity.map_err(|error| of("event", id, error.into()))?);
        self.times.push(parsed.timestamp);
        self.ends.push(self.relations.len());
        self.notes.events += 1;
        self.notes.without_zone += u64::from(!parsed.has_zone && !self.options.utc_declared);
        Ok(())
    }

    /// The attribute of events that is their channel.
    pub(crate) fn channel_attribute(&self) -> Option<&'a str> {
        self.options.channel.as_deref()
    }

    /// The channel of the latest event.
    pub(crate) fn channel(&mut self, name: &str) -> Result<(), Error> {
        self.check_length(name)?;
        let name = name.trim();
        if !name.is_empty() {
            self.channels.resize(self.times.len().saturating_sub(1), None);
            self.channels.push(Some(self.builder.channel(name)?));
        }
        Ok(())
    }

    /// One more object of the latest event.
    pub(crate) fn relation(&mut self, object: &str, qualifier: &str) -> Result<(), Error> {
        self.check_length(qualifier)?;
        let event = self.times.len().saturating_sub(1) as u32;
        let number = self.number(object, Namer::Event(event))?;
        self.relations.push((number, self.builder.qualifier(qualifier)?));
        if let Some(end) = self.ends.last_mut() {
            *end = self.relations.len();
        }
        Ok(())
    }

    /// Drops the relations of the latest event that it has twice. Keeps the order of those that stay.
    pub(crate) fn end_event(&mut self) {
        let start = self.ends.len().checked_sub(2).and_then(|before| self.ends.get(before)).copied();
        let start = start.unwrap_or(0);
        let own = self.relations.get(start..).unwrap_or_default();
        let mut order: Vec<u32> = (0..own.len() as u32).collect();
        order.sort_by_key(|&at| own.get(at as usize));
        order.dedup_by_key(|at| own.get(*at as usize));
        let twice = own.len() - order.len();
        if twice > 0 {
            order.sort_unstable();
            let kept: Vec<_> = order.iter().filter_map(|&at| own.get(at as usize).copied()).collect();
            self.relations.truncate(start);
            self.relations.extend(kept);
            self.notes.duplicate_relations += twice as u64;
            if let Some(end) = self.ends.last_mut() {
                *end = self.relations.len();
            }
        }
    }

    pub(crate) fn skip_attributes(&mut self, count: u64) {
        self.notes.skipped_attributes += count;
    }

    pub(crate) fn finish(mut self) -> Result<ImportedLog, Error> {
        if self.times.is_empty() {
            return Err(Error::NoEvents);
        }
        let mut ids = vec![""; self.objects.len()];
        for (id, &number) in &self.object_ids {
            if let Some(place) = ids.get_mut(number as usize) {
                *place = id;
            }
        }
        let nobody = Nobody::new(&self.options.placeholders);
        let is_nobody: Vec<bool> = ids.iter().map(|id| nobody.is(id.trim())).collect();
        let mut order = vec![0; self.known as usize];
        for (number, object) in self.objects.iter().enumerate() {
            let Some((_, place)) = object else {
                match self.named_by.get(number) {
                    Some(&Namer::Event(event)) if !self.options.skip_dangling && !is_nobody[number] => {
                        return Err(self.dangling(number, event, &ids));
                    }
                    _ => continue,
                }
            };
            if let Some(slot) = order.get_mut(*place as usize) {
                *slot = number;
            }
        }
        // Objects are numbered in the order of the file, whoever names them first.
        let mut pending: Vec<Option<PendingObject>> = vec![None; self.objects.len()];
        for number in order.into_iter().filter(|&number| !is_nobody[number]) {
            if let (Some(Some((object_type, _))), Some(id)) = (self.objects.get(number), ids.get(number)) {
                let object = self.builder.object(*object_type, id);
                pending[number] = Some(object.map_err(|error| of("object", id, error.into()))?);
            }
        }
        let is_unknown = |&&target: &&u32| matches!(self.objects.get(target as usize), Some(None));
        self.notes.dangling_relations += self.targets.iter().filter(is_unknown).count() as u64;
        let named = self.channels.iter().flatten().count() as u64;
        self.notes.without_channel = if named == 0 { 0 } else { self.notes.events - named };
        self.channels.resize(self.times.len(), None);
        let mut involved = Vec::new();
        let mut start = 0;
        let events = self.activities.iter().zip(&self.times).zip(&self.channels).zip(&self.ends);
        for (((&activity, &time), channel), &end) in events {
            involved.clear();
            let own = self.relations.get(start..end).unwrap_or_default();
            let placeholders =
                own.iter().filter(|(object, _)| is_nobody.get(*object as usize) == Some(&true)).count();
            self.notes.placeholders += placeholders as u64;
            involved.extend(own.iter().filter_map(|&(object, qualifier)| {
                Some((pending.get(object as usize).copied().flatten()?, qualifier))
            }));
            self.notes.dangling_relations += (own.len() - involved.len() - placeholders) as u64;
            self.notes.without_object += u64::from(involved.is_empty());
            self.builder.push_qualified(activity, time, &involved)?;
            if let Some(channel) = *channel {
                self.builder.set_channel(channel)?;
            }
            start = end;
        }
        let log = self.builder.finish();
        let names = log.object_types().filter_map(|known| log.object_type_name(known));
        let mut undeclared = names.filter(|&name| !self.listed_objects.contains(name)).count();
        if !self.lists_no_events {
            let all = (0..log.activity_count() as u32).map(ActivityId::from_u32);
            let names = all.filter_map(|known| log.activity_name(known));
            undeclared += names.filter(|&name| !self.listed_events.contains(name)).count();
        }
        self.notes.undeclared_types = undeclared as u64;
        self.notes.date_order = self.time_column.date_order();
        Ok(ImportedLog { log, notes: self.notes })
    }

    fn dangling(&self, number: usize, event: u32, ids: &[&str]) -> Error {
        let id = self.event_ids.iter().find(|(_, number)| **number == event);
        let by = format!("event `{}`", shown(id.map_or("", |(id, _)| id)));
        Error::DanglingObject { by, object: shown(ids.get(number).copied().unwrap_or_default()) }
    }

    fn number(&mut self, id: &str, namer: Namer) -> Result<u32, Error> {
        self.check_length(id)?;
        if let Some(&number) = self.object_ids.get(id) {
            if let Some(known @ Namer::Nobody) = self.named_by.get_mut(number as usize) {
                *known = namer;
            }
            return Ok(number);
        }
        let limit = u64::from(u32::MAX - 1);
        let number = self.objects.len();
        if number as u64 >= limit {
            return Err(
                crate::journey::Error::TooLarge { what: "objects", count: limit + 1, most: limit }.into()
            );
        }
        self.object_ids.insert(id.to_owned(), number as u32);
        self.objects.push(None);
        self.named_by.push(namer);
        Ok(number as u32)
    }

    pub(crate) fn check_length(&self, text: &str) -> Result<(), Error> {
        let limit = self.options.limits.max_field_bytes;
        if text.len() > limit { Err(Error::FieldTooLong { line: 0, limit }) } else { Ok(()) }
    }
}

/// The same error with the item that has it, where it is a name that is missing.
fn of(kind: &str, id: &str, error: Error) -> Error {
    match error {
        Error::Journey(source @ crate::journey::Error::EmptyName { .. }) => {
            Error::BadItem { item: format!("{kind} `{}`", shown(id)), source }
        }
        other => other,
    }
}

/// The same error with the line on which it was noticed.
pub(crate) fn located(error: Error, at: u64) -> Error {
    match error {
        Error::FieldTooLong { limit, .. } => Error::FieldTooLong { line: at, limit },
        other => other,
    }
}
