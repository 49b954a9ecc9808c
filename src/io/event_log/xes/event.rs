//! Attributes of one XES event, collected until it ends.

use crate::io::Error;
use crate::io::event_log::lifecycle::{INSTANCE, TRANSITION, Transition};
use crate::io::event_log::short_names::{ShortKey, ShortNames};
use crate::io::event_log::sink::Sink;
use crate::io::event_log::{EventOptions, Lifecycle};
use crate::io::shown::shown;
use crate::io::time::column::TimeColumn;
use crate::journey::log::{ActivityId, EventChannelId, PendingObject};
use crate::model::time::ParsedTime;

/// The keys that the standard's extensions give.
pub(crate) const NAME: &str = "concept:name";
pub(crate) const TIME: &str = "time:timestamp";
const RESOURCE: &str = "org:resource";

/// What a column is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The further type of objects at this place of the options.
    Objects(usize),
    Resource,
    Channel,
}

/// What the attributes of an event said so far.
#[derive(Debug)]
pub(crate) struct OpenEvent<'a> {
    options: &'a EventOptions,
    keys: Keys<'a>,
    pub(crate) activity: Option<ActivityId>,
    pub(crate) time: Option<ParsedTime>,
    pub(crate) resource: Option<PendingObject>,
    pub(crate) channel: Option<EventChannelId>,
    pub(crate) further: Vec<PendingObject>,
    /// Where in its lifecycle the work is, and the instance of the work.
    pub(crate) transition: (Transition, u32),
    has_lifecycle: bool,
    /// How many resources and further objects are nobody.
    pub(crate) placeholders: u64,
    /// Whether any event so far has something for each of the further types, a resource, a channel.
    seen_objects: Vec<bool>,
    seen_resource: bool,
    seen_channel: bool,
    pub(crate) times: TimeColumn,
    /// Numbers of names that were looked up before.
    activities: ShortNames<ActivityId>,
    resources: ShortNames<Option<PendingObject>>,
}

#[derive(Debug)]
struct Keys<'a> {
    activity: &'a str,
    time: &'a str,
    resource: &'a str,
    transition: &'a str,
    instance: &'a str,
}

impl<'a> OpenEvent<'a> {
    pub(crate) fn new(options: &'a EventOptions) -> Self {
        let keys = Keys {
            activity: options.activity.as_deref().unwrap_or(NAME),
            time: options.time.as_deref().unwrap_or(TIME),
            resource: options.resource.as_deref().unwrap_or(RESOURCE),
            transition: options.transition.as_deref().unwrap_or(TRANSITION),
            instance: options.instance.as_deref().unwrap_or(INSTANCE),
        };
        Self {
            options,
            keys,
            activity: None,
            time: None,
            resource: None,
            channel: None,
            further: Vec::new(),
            transition: Default::default(),
            has_lifecycle: options.lifecycle != Lifecycle::Every,
            placeholders: 0,
            seen_objects: vec![false; options.objects.len()],
            seen_resource: false,
            seen_channel: false,
            times: TimeColumn::new(&options.time_format),
            activities: ShortNames::new(),
            resources: ShortNames::new(),
        }
    }

    /// Begins an event.
    pub(crate) fn clear(&mut self) {
        (self.activity, self.time, self.resource, self.channel) = (None, None, None, None);
        self.further.clear();
        self.transition = Default::default();
        self.placeholders = 0;
    }

    /// Whether any event so far has something for this part.
    pub(crate) fn has_seen(&self, part: Part) -> bool {
        match part {
            Part::Objects(place) => self.seen_objects.get(place).copied().unwrap_or_default(),
            Part::Resource => self.seen_resource,
            Part::Channel => self.seen_channel,
        }
    }

    /// Whether the attribute with this key is read.
    pub(crate) fn wants(&self, key: &[u8]) -> bool {
        let Keys { activity, time, resource, transition, instance } = self.keys;
        [activity, time, resource].iter().any(|known| known.as_bytes() == key)
            || self.has_lifecycle && [transition, instance].iter().any(|known| known.as_bytes() == key)
            || self.options.channel.as_ref().is_some_and(|channel| channel.as_bytes() == key)
            || self.options.objects.iter().any(|objects| objects.column.as_bytes() == key)
    }

    /// Takes the value of an attribute, without space around it; `ahead` begins with it and may go on.
    pub(crate) fn take(
        &mut self,
        key: &str,
        value: &str,
        ahead: &[u8],
        line: u64,
        sink: &mut Sink,
    ) -> Result<(), Error> {
        if value.is_empty() {
            return Ok(());
        }
        let short = || ShortKey::of(value.as_bytes(), ahead);
        if key == self.keys.activity {
            self.activity = Some(self.activities.number(short(), || sink.activity(value))?);
        }
        if key == self.keys.time {
            let time = self.times.parse(value);
            let bad = |fault| Error::BadTime { line, column: key.to_owned(), value: shown(value), fault };
            self.time = Some(time.map_err(bad)?);
        }
        if key == self.keys.resource {
            self.resource = self.resources.number(short(), || sink.resource(value))?;
            self.placeholders += u64::from(self.resource.is_none());
            self.seen_resource = true;
        }
        if self.has_lifecycle && key == self.keys.transition {
            self.transition.0 = Transition::of(value);
        }
        if self.has_lifecycle && key == self.keys.instance {
            self.transition.1 = sink.instance(value);
        }
        if self.options.channel.as_deref() == Some(key) {
            self.channel = sink.channel(value)?;
            self.seen_channel = true;
        }
        for (place, _) in self.options.objects.iter().enumerate().filter(|(_, objects)| objects.column == key)
        {
            self.placeholders += sink.further(place, value, &mut self.further)?;
            if let Some(seen) = self.seen_objects.get_mut(place) {
                *seen = true;
            }
        }
        Ok(())
    }
}
