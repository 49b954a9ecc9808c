//! Sink of event readers: checked events on their way into a log builder.

#[cfg(feature = "xes")]
use std::ops::Range;

#[cfg(feature = "csv")]
use super::lifecycle::UnknownWords;
use super::lifecycle::{Transition, Transitions};
use super::lists::{Lists, looks_like_list};
use super::{EventOptions, ImportNotes, ImportedLog, LifecycleNotes, LifecycleWords};
use crate::io::Error;
use crate::io::source::placeholders::Nobody;
#[cfg(feature = "csv")]
use crate::journey::log::rows::EventRows;
use crate::journey::log::{
    ActivityId, EventChannelId, EventLog, EventLogBuilder, ObjectTypeId, PendingObject,
};
use crate::model::time::{ParsedTime, Timestamp};

/// The time of events in a log without times.
pub(crate) const UNTIMED: ParsedTime = ParsedTime { timestamp: Timestamp::UNIX_EPOCH, has_zone: true };

/// Which column names an object.
#[cfg(feature = "csv")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Case,
    Resource,
    /// The further column of this place.
    Further(usize),
}

/// Builds a log of cases, resources and further objects, and counts what is worth saying.
#[derive(Debug)]
pub(crate) struct Sink {
    builder: EventLogBuilder,
    case_type: ObjectTypeId,
    resource_type: String,
    /// The type of resources, once there is one.
    resources: Option<ObjectTypeId>,
    further_types: Vec<ObjectTypeId>,
    /// The latest time, as long as all events come in order of time: none can come behind one of its case then.
    newest: Timestamp,
    /// Per object the latest time, of cases only; made for the first event that does not come in order.
    latest: Option<Vec<Timestamp>>,
    utc_declared: bool,
    nobody: Nobody,
    lists: Lists,
    transitions: Transitions,
    words: LifecycleWords,
    /// Whether the event that was added last has a case.
    has_case: bool,
    notes: ImportNotes,
    max_events: u64,
}

impl Sink {
    pub(crate) fn new(options: &EventOptions) -> Result<Self, Error> {
        let mut builder = EventLog::builder();
        let case_type = builder.object_type(&options.case_type)?;
        let resource_type = options.resource_type.clone();
        let further_types = options
            .objects
            .iter()
            .map(|objects| builder.object_type(&objects.object_type))
            .collect::<Result<_, _>>()?;
        let max_events = options.limits.max_rows;
        Ok(Self {
            builder,
            case_type,
            resource_type,
            resources: None,
            further_types,
            newest: Timestamp::MIN,
            latest: None,
            utc_declared: options.utc_declared,
            nobody: Nobody::new(&options.placeholders),
            lists: Lists {
                separator: options.list_separator.byte().into(),
                in_brackets: options.bracket_lists,
            },
            transitions: Transitions::new(options.lifecycle),
            words: options.lifecycle_words.clone(),
            has_case: false,
            notes: ImportNotes::default(),
            max_events,
        })
    }

    /// One more further type, behind those of the options.
    #[cfg(feature = "csv")]
    pub(crate) fn add_further_type(&mut self, name: &str) -> Result<(), Error> {
        let object_type = self.builder.object_type(name)?;
        self.further_types.push(object_type);
        Ok(())
    }

    pub(crate) fn activity(&mut self, name: &str) -> Result<ActivityId, Error> {
        Ok(self.builder.activity(name)?)
    }

    /// The builder of the log, to look up names.
    #[cfg(feature = "csv")]
    pub(crate) fn builder(&self) -> &EventLogBuilder {
        &self.builder
    }

    /// Who or what names nobody.
    #[cfg(feature = "csv")]
    pub(crate) fn nobody(&self) -> &Nobody {
        &self.nobody
    }

    /// The type of the objects of a kind: as long as no resource is named, there may be none for them.
    #[cfg(feature = "csv")]
    pub(crate) fn type_of(&self, kind: Kind) -> Option<ObjectTypeId> {
        match kind {
            Kind::Case => Some(self.case_type),
            Kind::Resource => self.resources,
            Kind::Further(place) => self.further_types.get(place).copied(),
        }
    }

    /// Whether cases, resources and each further column are of a type of their own.
    #[cfg(feature = "csv")]
    pub(crate) fn has_distinct_types(&self) -> bool {
        let all = self.further_types.iter().chain([&self.case_type]);
        let mut types: Vec<Option<ObjectTypeId>> = all.copied().map(Some).collect();
        types.push(self.builder.find_object_type(&self.resource_type));
        types.sort_unstable();
        types.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// A case of a name that is not nobody's, and of which the caller knows that no case has it.
    #[cfg(feature = "csv")]
    pub(crate) fn new_case(&mut self, key: &str) -> Result<PendingObject, Error> {
        Ok(self.builder.new_object(self.case_type, key)?)
    }

    /// The object of this name, which is not nobody's.
    #[cfg(feature = "csv")]
    pub(crate) fn somebody(&mut self, kind: Kind, key: &str) -> Result<PendingObject, Error> {
        let object_type = match self.type_of(kind) {
            Some(object_type) => object_type,
            None => self.type_of_resources()?,
        };
        Ok(self.builder.object(object_type, key)?)
    }

    /// Whether times without a zone are known to be UTC.
    #[cfg(feature = "csv")]
    pub(crate) fn is_utc_declared(&self) -> bool {
        self.utc_declared
    }

    /// What is a list.
    #[cfg(feature = "csv")]
    pub(crate) fn lists(&self) -> Lists {
        self.lists
    }

    /// Adds events whose numbers are those of the builder, and the notes on them. `without_case` are those of nobody.
    #[cfg(feature = "csv")]
    pub(crate) fn append(&mut self, rows: &EventRows, without_case: &[u32]) -> Result<(), Error> {
        let (events, times) = (rows.len() as u64, rows.times());
        if self.notes.events + events > self.max_events {
            return Err(Error::TooManyRows { limit: self.max_events });
        }
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return Ok(()) };
        if self.latest.is_none() && first >= self.newest && times.is_sorted() {
            self.newest = last;
        } else {
            // None of those that come in order is late.
            self.latest.get_or_insert_with(|| self.builder.latest_as_first());
            let mut nobodies = without_case.iter().peekable();
            for ((&time, case), event) in times.iter().zip(rows.first_objects()).zip(0..) {
                let is_nobody = nobodies.next_if_eq(&&event).is_some();
                if let Some(case) = case.filter(|_| !is_nobody) {
                    self.count_late(case, time);
                }
            }
        }
        self.builder.append(rows)?;
        self.notes.events += events;
        self.notes.without_case += without_case.len() as u64;
        Ok(())
    }

    /// The case of this name, unless it names nobody.
    pub(crate) fn case(&mut self, key: &str) -> Result<Option<PendingObject>, Error> {
        if self.nobody.is(key) {
            return Ok(None);
        }
        Ok(Some(self.builder.object(self.case_type, key)?))
    }

    /// The resource of this name, unless it names nobody.
    pub(crate) fn resource(&mut self, key: &str) -> Result<Option<PendingObject>, Error> {
        if self.nobody.is(key) {
            return Ok(None);
        }
        let resources = self.type_of_resources()?;
        Ok(Some(self.builder.object(resources, key)?))
    }

    /// The type of resources, which is there from the first on.
    fn type_of_resources(&mut self) -> Result<ObjectTypeId, Error> {
        Ok(match self.resources {
            Some(resources) => resources,
            None => *self.resources.insert(self.builder.object_type(&self.resource_type)?),
        })
    }

    /// The channel of this name; none for the empty text.
    pub(crate) fn channel(&mut self, name: &str) -> Result<Option<EventChannelId>, Error> {
        Ok(if name.is_empty() { None } else { Some(self.builder.channel(name)?) })
    }

    /// Says when the work of the event that was added last began.
    #[cfg(feature = "csv")]
    pub(crate) fn start(&mut self, time: ParsedTime) -> Result<(), Error> {
        self.notes.without_zone += u64::from(!time.has_zone && !self.utc_declared);
        Ok(self.builder.set_start(time.timestamp)?)
    }

    /// Says when the event that was added last was promised to happen.
    #[cfg(feature = "csv")]
    pub(crate) fn due(&mut self, time: ParsedTime) -> Result<(), Error> {
        self.notes.without_zone += u64::from(!time.has_zone);
        Ok(self.builder.set_due(time.timestamp)?)
    }

    /// What a word of the lifecycle means.
    pub(crate) fn meaning(&mut self, word: &str) -> Transition {
        self.transitions.unknown().meaning(word, &self.words)
    }

    #[cfg(feature = "csv")]
    pub(crate) fn words(&self) -> &LifecycleWords {
        &self.words
    }

    /// Takes words that were found apart.
    #[cfg(feature = "csv")]
    pub(crate) fn unknown_words(&mut self, words: UnknownWords) {
        self.transitions.unknown().join(words);
    }

    /// The number of an instance of work.
    pub(crate) fn instance(&mut self, name: &str) -> u32 {
        self.transitions.instance(name)
    }

    /// Says where in its lifecycle the work of the event at this place is, which has a case or not.
    pub(crate) fn transition_of(
        &mut self,
        event: usize,
        transition: Transition,
        instance: u32,
        has_case: bool,
    ) {
        // Work of no case is of nobody else's either.
        let own = u32::MAX - event as u32;
        self.transitions.push(event, transition, if has_case { instance } else { own });
    }

    /// Says where in its lifecycle the work of the event that was added last is.
    pub(crate) fn transition(&mut self, transition: Transition, instance: u32) {
        if let Some(last) = self.builder.len().checked_sub(1) {
            self.transition_of(last, transition, instance, self.has_case);
        }
    }

    /// Says where the event that was added last happened.
    pub(crate) fn in_channel(&mut self, channel: Option<EventChannelId>) -> Result<(), Error> {
        match channel {
            Some(channel) => self.builder.set_channel(channel)?,
            None => self.notes.without_channel += 1,
        }
        Ok(())
    }

    /// Adds to `involved` the objects that `keys` names, one or a list, of the further type of this place; how many of
    /// them are nobody.
    pub(crate) fn further(
        &mut self,
        place: usize,
        keys: &str,
        involved: &mut Vec<PendingObject>,
    ) -> Result<u64, Error> {
        let mut placeholders = 0;
        let is_bracketed = self.lists.for_each_name(keys, |key| {
            placeholders += u64::from(!self.object(place, key, involved)?);
            Ok::<_, Error>(())
        })?;
        self.notes.lists += u64::from(is_bracketed);
        Ok(placeholders)
    }

    /// Adds to `involved` the object of this name, of the further type of this place; whether it is none that means nobody.
    pub(crate) fn object(
        &mut self,
        place: usize,
        key: &str,
        involved: &mut Vec<PendingObject>,
    ) -> Result<bool, Error> {
        let key = key.trim();
        if self.nobody.is(key) {
            return Ok(false);
        }
        if let Some(&object_type) = self.further_types.get(place).filter(|_| !key.is_empty()) {
            involved.push(self.builder.object(object_type, key)?);
        }
        Ok(true)
    }

    /// Adds an event that involves whom `involved` names, the case among them if there is one.
    pub(crate) fn event(
        &mut self,
        activity: ActivityId,
        time: ParsedTime,
        case: Option<PendingObject>,
        involved: &[PendingObject],
    ) -> Result<(), Error> {
        if self.notes.events >= self.max_events {
            return Err(Error::TooManyRows { limit: self.max_events });
        }
        self.builder.push(activity, time.timestamp, involved)?;
        self.has_case = case.is_some();
        self.notes.events += 1;
        self.notes.without_case += u64::from(case.is_none());
        self.notes.without_zone += u64::from(!time.has_zone && !self.utc_declared);
        if self.latest.is_none() && time.timestamp >= self.newest {
            self.newest = time.timestamp;
        } else if let Some(case) = case {
            self.count_late(case, time.timestamp);
        }
        Ok(())
    }

    /// Counts an event of `case` that was just added, if it came behind a later one.
    fn count_late(&mut self, case: PendingObject, time: Timestamp) {
        let latest = self.latest.get_or_insert_with(|| self.builder.latest_as_first());
        if case.index() >= latest.len() {
            latest.resize(case.index() + 1, Timestamp::MIN);
        }
        if let Some(latest) = latest.get_mut(case.index()) {
            self.notes.out_of_order += u64::from(time < *latest);
            *latest = time.max(*latest);
        }
    }

    /// Says where events happened that were added before.
    #[cfg(feature = "xes")]
    pub(crate) fn channel_of(&mut self, events: Range<u64>, name: &str) -> Result<(), Error> {
        if let Some(channel) = self.channel(name)? {
            self.notes.without_channel -= events.end - events.start;
            self.builder.set_channel_of(events.start as usize..events.end as usize, channel)?;
        }
        Ok(())
    }

    /// Adds objects to events that were added before: ranges of events in order, the same or apart.
    #[cfg(feature = "xes")]
    pub(crate) fn involve(&mut self, more: &[(Range<u64>, PendingObject)]) -> Result<(), Error> {
        if more.is_empty() { Ok(()) } else { Ok(self.builder.involve(more)?) }
    }

    pub(crate) fn note(&mut self) -> &mut ImportNotes {
        &mut self.notes
    }

    /// Says that no event has a time.
    pub(crate) fn without_times(&mut self) {
        self.builder.forget_times();
        self.notes.without_times = true;
    }

    pub(crate) fn finish(mut self) -> Result<ImportedLog, Error> {
        if self.notes.without_resource == self.notes.events {
            self.notes.without_resource = 0;
        }
        if self.notes.without_channel == self.notes.events {
            self.notes.without_channel = 0;
        }
        let mut notes = self.notes;
        let (log, lifecycle, lent) = self.transitions.finish(self.builder)?;
        let lookalike = notes.lifecycle.lookalike.take();
        notes.lifecycle = LifecycleNotes { lookalike, ..lifecycle };
        notes.without_channel = notes.without_channel.saturating_sub(lent.channels);
        let resource_type = log.object_type(&self.resource_type);
        let resources = lent.types.iter().filter(|&&lent| Some(lent) == resource_type).count() as u64;
        notes.without_resource = notes.without_resource.saturating_sub(resources);
        let further = |object_type: &ObjectTypeId| self.further_types.contains(object_type);
        for object_type in log.object_types() {
            let is_further = further(&object_type);
            if is_further || object_type == self.case_type || Some(object_type) == resource_type {
                let names =
                    log.objects(object_type).into_iter().flatten().filter_map(|id| log.object_key(id));
                notes.list_like += names.filter(|name| looks_like_list(name, is_further)).count() as u64;
            }
        }
        Ok(ImportedLog { log, notes })
    }
}
