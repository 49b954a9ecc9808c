//! Filter of event logs, and counts of what it left out.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::sort::reorder;
use super::storage::Rows;
use super::{Event, EventChannelId, EventLog, ObjectId, ObjectTypeId};
use crate::journey::Error;
use crate::model::names::names;
use crate::model::time::Timestamp;

/// Filter of an event log: a time window, activities, channels, types of objects, some objects of a type.
///
/// What it answers: the same questions, asked of last month, of the web shop, of one segment. A log that is filtered
/// keeps its identifiers: activities, types and objects have the numbers that they have in the whole log.
///
/// All conditions must hold, each of the log as it was. An event is kept when
///
/// - its activity is one of [`with_activities`](Self::with_activities);
/// - its time is in [`with_window`](Self::with_window) and its channel is one of
///   [`with_channels`](Self::with_channels), or it is of a journey that is kept whole;
/// - conditions on objects leave it, of each type that they are on, at least one object, where it had one. An event
///   that had none of the type is not concerned. [`with_types`](Self::with_types) is on all types together.
///
/// **Events that are left out cut journeys**: what is left of a journey closes up, so that steps and waits appear that
/// nobody made. Web, telephone, web becomes one step on the web. [`FilteredType::cut`] counts such journeys;
/// [`with_whole_journeys`](Self::with_whole_journeys) keeps or leaves out journeys as they were.
///
/// From an event that is kept, the objects that do not meet the conditions on objects are taken out. A *segment* is a
/// condition on objects: `with_objects(customer, those with the label)`.
///
/// Time and space linear in events and relations.
///
/// ```
/// use total_experience::journey::log::{EventLog, Filter};
/// use total_experience::model::time::Timestamp;
///
/// let at = Timestamp::from_nanoseconds;
/// let mut builder = EventLog::builder();
/// for (activity, time, customer) in [("ask", 0, "Ada"), ("ask", 5, "Bob"), ("pay", 9, "Ada"), ("pay", 30, "Bob")] {
///     builder.event(activity, at(time), &[("customer", customer)])?;
/// }
/// let log = builder.finish();
/// let found = Filter::default().with_window(at(0)..at(10)).apply(&log)?;
/// assert_eq!((found.log.len(), found.events_left_out), (3, 1));
/// let customers = &found.types[0];
/// assert_eq!((customers.whole, customers.cut, customers.left_out), (1, 1, 0)); // Bob's journey is cut
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    window: Option<Range<Timestamp>>,
    whole: Option<(ObjectTypeId, WholeJourneys)>,
    activities: Option<Vec<String>>,
    channels: Option<Vec<String>>,
    types: Option<Vec<ObjectTypeId>>,
    objects: Vec<(ObjectTypeId, Vec<ObjectId>)>,
}

/// Rule by which a time window or channels keep journeys whole; see [`Filter::with_whole_journeys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WholeJourneys {
    /// Journeys of which every event is in the window and in the channels.
    Inside,
    /// Journeys of which some event is in both.
    Touching,
    /// Journeys whose first event is in both.
    Starting,
}

names! { WholeJourneys, "rule for whole journeys", crate::journey::Error, {
    Inside => "inside",
    Touching => "touching",
    Starting => "starting",
} }

/// Part of a log that a [`Filter`] kept, with counts of what it left out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Filtered {
    /// The part of the log.
    pub log: EventLog,
    /// Events left out.
    pub events_left_out: u64,
    /// Events left out because their channel is not known, where channels are asked for.
    pub without_channel: u64,
    /// Pairs of an event and an object left out, including those of events left out.
    pub relations_left_out: u64,
    /// Journeys kept whole, cut and left out, by type of objects.
    pub types: Vec<FilteredType>,
}

/// Journeys of one type of objects that a filter kept whole, cut or left out: each is in one of the counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FilteredType {
    /// Name of the type.
    pub name: String,
    /// Journeys with all their events.
    pub whole: u64,
    /// Journeys with some of their events.
    pub cut: u64,
    /// Journeys without any of their events.
    pub left_out: u64,
}

impl Filter {
    /// Sets the time window: events at its start and later, before its end. Journeys may be cut at both ends.
    ///
    /// ```
    /// use total_experience::model::time::Timestamp;
    /// use total_experience::journey::log::{EventLog, Filter};
    ///
    /// let at = |text: &str| text.parse::<Timestamp>();
    /// let mut builder = EventLog::builder();
    /// builder.event("ask", at("2024-04-30T23:59:59Z")?, &[("customer", "Ada")])?;
    /// builder.event("pay", at("2024-05-01T09:00:00+02:00")?, &[("customer", "Ada")])?;
    /// let may = Filter::default().with_window(at("2024-05-01")?..at("2024-06-01")?);
    /// assert_eq!(may.apply(&builder.finish())?.log.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_window(mut self, window: Range<Timestamp>) -> Self {
        self.window = Some(window);
        self
    }

    /// Sets that journeys of this type are kept whole, with their events outside the window and the channels too, or
    /// left out whole.
    ///
    /// Events that involve no object of the type are judged by themselves. It needs a window or channels.
    ///
    /// ```
    /// use total_experience::journey::log::{EventLog, Filter, WholeJourneys};
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// for (who, activity, channel) in
    ///     [("Ada", "basket", "web"), ("Ada", "ask", "telephone"), ("Ada", "pay", "web"), ("Bob", "pay", "web")]
    /// {
    ///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", who)])?;
    ///     let channel = builder.channel(channel)?;
    ///     builder.set_channel(channel)?;
    /// }
    /// let log = builder.finish();
    /// let case = log.object_type("case").expect("in the log");
    /// let web = Filter::default().with_channels(&["web"]);
    /// let cut = web.apply(&log)?; // Ada's call is left out, so that she seems to go from basket to payment
    /// assert_eq!((cut.log.len(), cut.types[0].cut), (3, 1));
    /// let whole = web.with_whole_journeys(case, WholeJourneys::Inside).apply(&log)?; // only Bob never left the web
    /// assert_eq!((whole.log.len(), whole.types[0].cut), (1, 0));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    #[must_use]
    pub fn with_whole_journeys(mut self, object_type: ObjectTypeId, journeys: WholeJourneys) -> Self {
        self.whole = Some((object_type, journeys));
        self
    }

    /// Sets the activities: other events are left out.
    #[must_use]
    pub fn with_activities(mut self, names: &[&str]) -> Self {
        self.activities = Some(names.iter().map(|&name| name.to_owned()).collect());
        self
    }

    /// Sets the channels: other events are left out, which cuts journeys that also used others. Events whose channel is not
    /// known are left out too, and counted. For journeys wholly in these channels see
    /// [`with_whole_journeys`](Self::with_whole_journeys).
    #[must_use]
    pub fn with_channels(mut self, names: &[&str]) -> Self {
        self.channels = Some(names.iter().map(|&name| name.to_owned()).collect());
        self
    }

    /// Sets the types of objects: objects of other types are left out.
    #[must_use]
    pub fn with_types(mut self, types: &[ObjectTypeId]) -> Self {
        self.types = Some(types.to_vec());
        self
    }

    /// Sets the objects of a type: others of this type are left out. Several such conditions on one type must all hold.
    #[must_use]
    pub fn with_objects(
        mut self,
        object_type: ObjectTypeId,
        objects: impl IntoIterator<Item = ObjectId>,
    ) -> Self {
        self.objects.push((object_type, objects.into_iter().collect()));
        self
    }

    /// The part of `log` that meets the conditions.
    ///
    /// # Errors
    /// [`Error::BadValue`] for a window that ends before it starts, and for whole journeys without a window or channels;
    /// [`Error::NoTimes`] for a window and a log without times; [`Error::UnknownActivity`]; [`Error::UnknownChannel`];
    /// [`Error::UnknownId`] for types that the log does not have
    /// and for objects that are not of their type.
    pub fn apply(&self, log: &EventLog) -> Result<Filtered, Error> {
        let in_window = self.check_window()?;
        if self.window.is_some() {
            log.check_times("what is in a window of time")?;
        }
        let activities = self.check_activities(log)?;
        let channels = self.check_channels(log)?;
        let in_channel = |channel: Option<EventChannelId>| {
            let channels = channels.as_ref();
            channels
                .is_none_or(|kept| channel.is_some_and(|channel| kept.get(channel.index()) == Some(&true)))
        };
        let is_inside = |event: &Event<'_>| in_window(event.time) && in_channel(event.channel);
        let kept = self.kept_objects(log, is_inside)?;
        let mut conditions = Vec::new();
        if self.types.is_some() {
            conditions.push(0..log.object_count() as u32);
        }
        for (object_type, _) in &self.objects {
            conditions.push(log.object_range(*object_type)?);
        }
        let whole = self.whole.map(|(object_type, _)| log.object_range(object_type)).transpose()?;
        conditions.extend(whole.clone());

        let is_kept = |object: &ObjectId| kept.get(object.index()).is_some_and(|&kept| kept);
        let events: Vec<u32> = log
            .events()
            .filter(|event| {
                let of_whole = || {
                    whole.as_ref().is_some_and(|range| {
                        event.objects.iter().any(|object| range.contains(&object.as_u32()))
                    })
                };
                activities.get(event.activity.index()).is_some_and(|&kept| kept)
                    && (is_inside(event) || of_whole())
                    && conditions.iter().all(|range| {
                        let own = || event.objects.iter().filter(|object| range.contains(&object.as_u32()));
                        own().next().is_none() || own().any(is_kept)
                    })
            })
            .map(|event| event.id.as_u32())
            .collect();
        let mut part = log.clone();
        reorder(&mut part, &events);
        part.retain_objects(is_kept);
        Ok(Filtered {
            events_left_out: (log.len() - part.len()) as u64,
            without_channel: if channels.is_some() {
                unknown_channels(log) - unknown_channels(&part)
            } else {
                0
            },
            relations_left_out: (log.relation_count() - part.relation_count()) as u64,
            types: kept_journeys(log, &part)?,
            log: part,
        })
    }

    fn check_window(&self) -> Result<impl Fn(Timestamp) -> bool + Copy + use<>, Error> {
        let window = self.window.as_ref().map(|window| (window.start, window.end));
        match window {
            Some((from, to)) if from > to => Err(Error::BadValue {
                what: "the end of the window",
                value: to.to_string(),
                expected: "a time that is not before its start",
            }),
            None if self.whole.is_some() && self.channels.is_none() => Err(Error::BadValue {
                what: "the window",
                value: "none".to_owned(),
                expected: "a window or channels for the journeys that are kept whole",
            }),
            _ => Ok(move |time| window.is_none_or(|(from, to)| from <= time && time < to)),
        }
    }

    /// Per activity whether its events are kept.
    fn check_activities(&self, log: &EventLog) -> Result<Vec<bool>, Error> {
        let mut kept = vec![self.activities.is_none(); log.activity_count()];
        for name in self.activities.iter().flatten() {
            let activity = log.activity(name).ok_or_else(|| Error::UnknownActivity { name: name.clone() })?;
            kept[activity.index()] = true;
        }
        Ok(kept)
    }

    /// Per channel whether its events are kept; `None` where no channel is asked for.
    fn check_channels(&self, log: &EventLog) -> Result<Option<Vec<bool>>, Error> {
        let Some(names) = &self.channels else { return Ok(None) };
        let mut kept = vec![false; log.channel_count()];
        for name in names {
            let channel = log.channel(name).ok_or_else(|| Error::UnknownChannel { name: name.clone() })?;
            kept[channel.index()] = true;
        }
        Ok(Some(kept))
    }

    /// Per object whether it meets the conditions on objects.
    fn kept_objects(
        &self,
        log: &EventLog,
        is_inside: impl Fn(&Event<'_>) -> bool,
    ) -> Result<Vec<bool>, Error> {
        let count = log.object_count();
        let mut kept = vec![self.types.is_none(); count];
        for &object_type in self.types.iter().flatten() {
            kept[to_usize(log.object_range(object_type)?)].fill(true);
        }
        for (object_type, objects) in &self.objects {
            let range = log.object_range(*object_type)?;
            let mut listed = vec![false; range.len()];
            for object in objects {
                let at = object.as_u32().checked_sub(range.start).map(|at| at as usize);
                let slot = at.and_then(|at| listed.get_mut(at));
                *slot.ok_or(Error::UnknownId { what: "object", id: object.as_u32(), count })? = true;
            }
            kept[to_usize(range)].iter_mut().zip(listed).for_each(|(kept, listed)| *kept &= listed);
        }
        if let Some((object_type, journeys)) = self.whole {
            let range = log.object_range(object_type)?;
            let mut chosen: Vec<Option<bool>> = vec![None; range.len()];
            for event in log.events() {
                for object in event.objects.iter().filter(|object| range.contains(&object.as_u32())) {
                    let (slot, inside) =
                        (&mut chosen[object.index() - range.start as usize], is_inside(&event));
                    *slot = Some(match journeys {
                        WholeJourneys::Inside => slot.unwrap_or(true) && inside,
                        WholeJourneys::Touching => slot.unwrap_or(false) || inside,
                        WholeJourneys::Starting => slot.unwrap_or(inside),
                    });
                }
            }
            kept[to_usize(range)]
                .iter_mut()
                .zip(chosen)
                .for_each(|(kept, chosen)| *kept &= chosen == Some(true));
        }
        Ok(kept)
    }
}

impl EventLog {
    /// Takes the other objects out of the events.
    fn retain_objects(&mut self, is_kept: impl Fn(&ObjectId) -> bool) {
        if self.objects.iter().all(&is_kept) {
            return;
        }
        let mut offsets = vec![0];
        let (mut objects, mut qualifiers) = (Vec::new(), Vec::new());
        for event in self.events() {
            for (at, object) in event.objects.iter().enumerate().filter(|(_, object)| is_kept(object)) {
                objects.push(*object);
                qualifiers.extend(event.qualifiers.get(at));
            }
            offsets.push(objects.len() as u32);
        }
        (self.rows, self.objects, self.qualifiers) = (Rows::from_offsets(offsets), objects, qualifiers);
    }
}

fn unknown_channels(log: &EventLog) -> u64 {
    let known = log.channel_column().iter().flatten().count();
    (log.len() - known) as u64
}

/// Journeys kept whole, cut and left out, by type.
fn kept_journeys(log: &EventLog, part: &EventLog) -> Result<Vec<FilteredType>, Error> {
    let relations = |log: &EventLog| {
        let mut counts = vec![0_u32; log.object_count()];
        log.objects.iter().for_each(|object| counts[object.index()] += 1);
        counts
    };
    let (before, after) = (relations(log), relations(part));
    let kept = |object_type: ObjectTypeId| {
        let name = log.object_type_name(object_type).unwrap_or_default().to_owned();
        let mut kept = FilteredType { name, whole: 0, cut: 0, left_out: 0 };
        for object in to_usize(log.object_range(object_type)?).filter(|&object| before[object] > 0) {
            match after[object] {
                0 => kept.left_out += 1,
                count if count == before[object] => kept.whole += 1,
                _ => kept.cut += 1,
            }
        }
        Ok(kept)
    };
    log.object_types().map(kept).collect()
}

fn to_usize(range: Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
