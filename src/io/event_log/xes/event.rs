//! Attributes of one XES event, collected until it ends.

use crate::io::Error;
use crate::io::event_log::lifecycle::{INSTANCE, TRANSITION, Transition};
use crate::io::event_log::sink::Sink;
use crate::io::event_log::{EventOptions, Lifecycle};
use crate::io::short_names::{ShortKey, ShortNames};
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
    keys: Vec<Key<'a>>,
    pub(crate) activity: Option<ActivityId>,
    pub(crate) time: Option<ParsedTime>,
    pub(crate) resource: Option<PendingObject>,
    pub(crate) channel: Option<EventChannelId>,
    pub(crate) further: Vec<PendingObject>,
    /// Where in its lifecycle the work is, and the instance of the work.
    pub(crate) transition: (Transition, u32),
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
    transitions: ShortNames<Transition>,
}

/// What the attribute with a key is read for.
#[derive(Clone, Copy, Debug)]
enum Use {
    Activity,
    Time,
    Transition,
    Instance,
    Part(Part),
}

/// A key that is read, and what for; whether it is there again, for something else.
#[derive(Clone, Copy, Debug)]
struct Key<'a> {
    name: &'a str,
    what: Use,
    again: bool,
}

fn keys(options: &EventOptions) -> Vec<Key<'_>> {
    let EventOptions { activity, time, resource, transition, instance, channel, .. } = options;
    let mut keys = vec![
        (activity.as_deref().unwrap_or(NAME), Use::Activity),
        (time.as_deref().unwrap_or(TIME), Use::Time),
        (resource.as_deref().unwrap_or(RESOURCE), Use::Part(Part::Resource)),
    ];
    if options.lifecycle != Lifecycle::Every {
        keys.push((transition.as_deref().unwrap_or(TRANSITION), Use::Transition));
        keys.push((instance.as_deref().unwrap_or(INSTANCE), Use::Instance));
    }
    keys.extend(channel.as_deref().map(|key| (key, Use::Part(Part::Channel))));
    let objects = options.objects.iter().enumerate();
    keys.extend(objects.map(|(place, objects)| (objects.column.as_str(), Use::Part(Part::Objects(place)))));
    let again = |at: usize, name| keys.iter().skip(at + 1).any(|(other, _)| *other == name);
    keys.iter().enumerate().map(|(at, &(name, what))| Key { name, what, again: again(at, name) }).collect()
}

impl<'a> OpenEvent<'a> {
    pub(crate) fn new(options: &'a EventOptions) -> Self {
        Self {
            keys: keys(options),
            activity: None,
            time: None,
            resource: None,
            channel: None,
            further: Vec::new(),
            transition: Default::default(),
            placeholders: 0,
            seen_objects: vec![false; options.objects.len()],
            seen_resource: false,
            seen_channel: false,
            times: TimeColumn::new(&options.time_format),
            activities: ShortNames::new(),
            resources: ShortNames::new(),
            transitions: ShortNames::new(),
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

    /// Where among the keys that are read the first is that equals this one.
    pub(crate) fn place(&self, key: &[u8]) -> Option<usize> {
        self.keys.iter().position(|known| known.name.as_bytes() == key)
    }

    /// Takes the value of the attribute with the key at a [`place`](Self::place), without space around it; `ahead` begins
    /// with it and may go on.
    pub(crate) fn take(
        &mut self,
        place: usize,
        value: &str,
        ahead: &[u8],
        line: u64,
        sink: &mut Sink,
    ) -> Result<(), Error> {
        let Some(&Key { name, .. }) = self.keys.get(place).filter(|_| !value.is_empty()) else {
            return Ok(());
        };
        let short = || ShortKey::of(value.as_bytes(), ahead);
        // What is read as several objects is nobody once.
        let (before, mut most) = (self.placeholders, 0);
        for at in place..self.keys.len() {
            let Some(&Key { what, again, .. }) = self.keys.get(at).filter(|key| key.name == name) else {
                continue;
            };
            match what {
                Use::Activity => {
                    self.activity = Some(self.activities.number(short(), || sink.activity(value))?);
                }
                Use::Time => {
                    let time = self.times.parse(value);
                    let bad =
                        |fault| Error::BadTime { line, column: name.to_owned(), value: shown(value), fault };
                    self.time = Some(time.map_err(bad)?);
                }
                Use::Transition => {
                    self.transition.0 =
                        self.transitions.number(short(), || Ok::<_, Error>(sink.meaning(value)))?;
                }
                Use::Instance => self.transition.1 = sink.instance(value),
                Use::Part(Part::Resource) => {
                    self.resource = self.resources.number(short(), || sink.resource(value))?;
                    self.placeholders += u64::from(self.resource.is_none());
                    self.seen_resource = true;
                }
                Use::Part(Part::Channel) => {
                    self.channel = sink.channel(value)?;
                    self.seen_channel = true;
                }
                Use::Part(Part::Objects(place)) => {
                    self.placeholders += sink.further(place, value, &mut self.further)?;
                    if let Some(seen) = self.seen_objects.get_mut(place) {
                        *seen = true;
                    }
                }
            }
            most = most.max(std::mem::replace(&mut self.placeholders, before) - before);
            if !again {
                break;
            }
        }
        self.placeholders += most;
        Ok(())
    }
}
