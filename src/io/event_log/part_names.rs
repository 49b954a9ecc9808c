//! Names of a part of an event log: those that its import knows, and those of its own.

use super::csv::Import;
use super::sink::{Kind, Sink};
use crate::io::Error;
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
        if known.is_some() {
            return Some(known);
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
        let mut objects = Vec::with_capacity(self.order.len());
        for &(kind, number) in &self.order {
            let names = self.objects.get(place_of(kind)).map(|(names, _)| names);
            let name = names.and_then(|names| names.get(number)).unwrap_or_default();
            objects.push(import.somebody(kind, name)?);
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
