//! Names of a part of an event log: those that its import knows, and those of its own.

use super::csv::Import;
use super::sink::{Kind, Sink};
use crate::io::Error;
use crate::io::short_names::{GROUP, ShortKey};
use crate::journey::log::interner::Interner;
use crate::journey::log::rows::{EventRows, NameCounts};
use crate::journey::log::{ActivityId, EventChannelId, PendingObject};

/// Names that an import does not know, in the order of mention: numbered from where its own numbers end.
#[derive(Debug, Default)]
pub(super) struct PartNames {
    /// Names that the import had when the part was made.
    known: NameCounts,
    /// Of cases, resources and each further column, and per name its place among all.
    objects: Vec<(Interner, Vec<u32>)>,
    order: Vec<(Kind, u32)>,
    activities: Interner,
    channels: Interner,
}

impl PartNames {
    pub(super) fn new(sink: &Sink) -> Self {
        Self { known: sink.builder().name_counts(), ..Self::default() }
    }

    /// The object of this name, unless it names nobody. Nothing when there is no room for it, as of the next two.
    pub(super) fn object(&mut self, sink: &Sink, kind: Kind, name: &str) -> Option<Option<PendingObject>> {
        if sink.nobody().is(name) {
            return Some(None);
        }
        let known = sink.type_of(kind).and_then(|object_type| sink.builder().find_object(object_type, name));
        if known.is_some() { Some(known) } else { self.new_object(sink, kind, name) }
    }

    /// The case of a short name that the import's table does not find; nothing when it is nobody's.
    pub(super) fn case(&mut self, import: &Import, key: ShortKey) -> Option<PendingObject> {
        let find = if import.knows_cases() { Self::new_object } else { Self::object };
        key.with_name(|name| find(self, &import.sink, Kind::Case, name)).flatten()
    }

    /// The object of this name, which the import does not know.
    pub(super) fn new_object(
        &mut self,
        sink: &Sink,
        kind: Kind,
        name: &str,
    ) -> Option<Option<PendingObject>> {
        if sink.nobody().is(name) {
            return Some(None);
        }
        let place = place_of(kind);
        if self.objects.len() <= place {
            self.objects.resize_with(place + 1, Default::default);
        }
        let (names, places) = self.objects.get_mut(place)?;
        let number = names.intern(name, "objects").ok()?;
        if number as usize == places.len() {
            places.push(u32::try_from(self.order.len()).ok()?);
            self.order.push((kind, number));
        }
        let own = places.get(number as usize)?;
        Some(Some(PendingObject::from_number(self.known.objects.checked_add(*own)?)))
    }

    pub(super) fn activity(&mut self, sink: &Sink, name: &str) -> Option<ActivityId> {
        sink.builder().find_activity(name).or_else(|| {
            let own = self.activities.intern(name, "activities").ok()?;
            Some(ActivityId::from_u32(self.known.activities.checked_add(own)?))
        })
    }

    pub(super) fn channel(&mut self, sink: &Sink, name: &str) -> Option<EventChannelId> {
        sink.builder().find_channel(name).or_else(|| {
            let own = self.channels.intern(name, "channels").ok()?;
            EventChannelId::from_index(self.known.channels.checked_add(own)? as usize)
        })
    }

    /// Gives these names to the import, as far as it does not know them by now, and the rows the numbers that it has for
    /// them.
    pub(super) fn join(self, import: &mut Import, rows: &mut EventRows) -> Result<(), Error> {
        let name = |&(kind, number): &(Kind, u32)| {
            let names = self.objects.get(place_of(kind)).map(|(names, _)| names);
            names.and_then(|names| names.get(number)).unwrap_or_default()
        };
        let key = |own: &(Kind, u32)| {
            let name = name(own).as_bytes();
            ShortKey::of(name, name).filter(|_| own.0 == Kind::Case)
        };
        let keys: Vec<Option<ShortKey>> = self.order.iter().map(key).collect();
        let mut objects = Vec::with_capacity(self.order.len());
        for (group, keys) in self.order.chunks(GROUP).zip(keys.chunks(GROUP)) {
            let touched = keys.iter().flatten().fold(0, |sum, &key| sum ^ import.cases.touch(key));
            std::hint::black_box(touched);
            for (own, key) in group.iter().zip(keys) {
                objects.push(match *key {
                    Some(key) => import.case(key, name(own))?,
                    None => import.somebody(own.0, name(own))?,
                });
            }
        }
        let activities: Vec<ActivityId> =
            self.activities.iter().map(|name| import.activity(name)).collect::<Result<_, _>>()?;
        let channels: Vec<Option<EventChannelId>> =
            self.channels.iter().map(|name| import.channel(name)).collect::<Result<_, _>>()?;
        let channels: Vec<EventChannelId> = channels.into_iter().flatten().collect();
        rows.renumber(self.known, &objects, &activities, &channels);
        Ok(())
    }
}

fn place_of(kind: Kind) -> usize {
    match kind {
        Kind::Case => 0,
        Kind::Resource => 1,
        Kind::Further(place) => place + 2,
    }
}
