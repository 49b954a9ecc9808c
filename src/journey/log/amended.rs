//! Events of a builder that learn more after they were added.

use std::ops::Range;

#[cfg(feature = "xes")]
use super::EventChannelId;
use super::builder::MOST;
use super::{EventLogBuilder, PendingObject};
use crate::journey::Error;

impl EventLogBuilder {
    /// Sets the channel of events that were added before.
    #[cfg(feature = "xes")]
    pub(crate) fn set_channel_of(
        &mut self,
        events: Range<usize>,
        channel: EventChannelId,
    ) -> Result<(), Error> {
        self.channels.resize(self.channels.len().max(events.end), None);
        self.channels.get_mut(events).into_iter().flatten().for_each(|known| *known = Some(channel));
        Ok(())
    }

    /// Adds objects to events that were added before, behind their own: ranges of events in order, the same or apart.
    pub(crate) fn involve(&mut self, more: &[(Range<u64>, PendingObject)]) -> Result<(), Error> {
        let count = more.iter().map(|(events, _)| events.end - events.start).sum::<u64>();
        let count = count + self.objects.len() as u64;
        if count > u64::from(MOST) {
            return Err(Error::TooLarge {
                what: "relations of events and objects",
                count,
                most: u64::from(MOST),
            });
        }
        let own = std::mem::replace(&mut self.objects, Vec::with_capacity(count as usize));
        let mut ends = Vec::with_capacity(self.times.len());
        let (mut start, mut more) = (0, more);
        for event in 0..self.times.len() as u64 {
            let end = self.ends.get(event as usize).copied().unwrap_or(start + self.stride);
            self.objects.extend_from_slice(own.get(start as usize..end as usize).unwrap_or_default());
            start = end;
            let past = more.iter().take_while(|(events, _)| events.end <= event).count();
            more = more.get(past..).unwrap_or_default();
            let here = more.iter().take_while(|(events, _)| events.start <= event);
            self.objects.extend(here.map(|&(_, object)| object));
            ends.push(self.objects.len() as u32);
        }
        self.ends = ends;
        Ok(())
    }
}
