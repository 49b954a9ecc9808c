//! The different journeys, and how common each is.

use std::collections::HashMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::visits::for_each_visit;
use super::{ActivityId, Error, EventLog, ObjectTypeId};

/// The variants of the journeys of one type of objects: each different sequence of activities, with its count.
///
/// What it answers: how many different ways are there, and how much of what happens do the common ones cover?
///
/// # Definition
/// Two objects are of the same variant when their journeys (see [`JourneyGraph`](super::JourneyGraph)) visit the same
/// activities in the same order. With n journeys, a variant of count c has the share c / n; the coverage of a set of
/// variants is the sum of their shares, from 0 to 1. Variants are ordered by count, largest first, then by the names of
/// their activities, so that the order does not depend on how the log is numbered.
///
/// # Complexity
/// Two passes over the log, expected linear time in visits, and a sort of the variants; 4 bytes per visit and about
/// 28 per object.
///
/// # References
/// W. M. P. van der Aalst (2016), Process Mining: Data Science in Action, chapter 5, doi:10.1007/978-3-662-49851-4.
///
/// ```
/// use total_experience::journey::{EventLog, Variants};
///
/// let mut builder = EventLog::builder();
/// for (case, activity) in [("1", "ask"), ("1", "pay"), ("2", "ask"), ("3", "ask"), ("3", "pay")] {
///     builder.event(activity, 0, &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let variants = Variants::discover(&log, log.object_type("case").expect("named above"))?;
/// let top = variants.top(1);
/// assert_eq!(top.shown[0].activities, ["ask", "pay"]);
/// assert_eq!((top.shown[0].count, top.other.variants, top.other.count), (2, 1, 1));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    names: Vec<String>,
    objects: u64,
    /// All sequences one behind the other.
    activities: Vec<ActivityId>,
    /// Per variant where its sequence ends, and its count.
    variants: Vec<(usize, u64)>,
}

/// One variant: a sequence of activities.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Variant<'a> {
    /// The names of the activities in order.
    pub activities: Vec<&'a str>,
    /// Journeys that go this way.
    pub count: u64,
    /// Their share of all journeys, 0..1.
    pub share: f64,
}

/// The most common variants, and what they leave out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TopVariants<'a> {
    /// The most common variants.
    pub shown: Vec<Variant<'a>>,
    /// Share of all journeys that the shown variants cover, 0..1.
    pub coverage: f64,
    /// The remainder.
    pub other: OtherVariants,
}

/// The variants that a list does not show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OtherVariants {
    /// How many variants are not shown.
    pub variants: usize,
    /// Journeys that go one of these ways.
    pub count: u64,
    /// Their share of all journeys, 0..1.
    pub share: f64,
}

impl Variants {
    /// Finds the variants of the journeys of `object_type`. See [`Variants`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::Foreign`] when the log has no such type.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        let range = log.object_range(object_type)?;
        let mut ends = vec![0_usize; range.len()];
        for_each_visit(log, &range, |visit, _| {
            if let Some(end) = ends.get_mut(visit.object) {
                *end += 1;
            }
        });
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        let mut visited = vec![ActivityId::from_u32(0); total];
        for_each_visit(log, &range, |visit, _| {
            if let Some(end) = ends.get_mut(visit.object)
                && let Some(slot) = visited.get_mut(*end)
            {
                *slot = visit.activity;
                *end += 1;
            }
        });

        let mut counts: HashMap<&[ActivityId], u64> = HashMap::new();
        let (mut start, mut objects) = (0, 0);
        for &end in &ends {
            if let Some(journey) = visited.get(start..end).filter(|journey| !journey.is_empty()) {
                *counts.entry(journey).or_default() += 1;
                objects += 1;
            }
            start = end;
        }
        let names: Vec<String> = (0..log.activity_count() as u32)
            .map(|number| log.activity_name(ActivityId::from_u32(number)).unwrap_or_default().to_owned())
            .collect();
        let ranks = ranks(&names);
        let rank = |activity: &ActivityId| ranks.get(activity.index());
        let mut ordered: Vec<_> = counts.into_iter().collect();
        ordered.sort_unstable_by(|(a, a_count), (b, b_count)| {
            b_count.cmp(a_count).then_with(|| a.iter().map(rank).cmp(b.iter().map(rank)))
        });

        let mut activities = Vec::new();
        let mut variants = Vec::with_capacity(ordered.len());
        for (journey, count) in ordered {
            activities.extend_from_slice(journey);
            variants.push((activities.len(), count));
        }
        Ok(Self { names, objects, activities, variants })
    }

    /// How many variants there are.
    pub fn len(&self) -> usize {
        self.variants.len()
    }

    /// Whether there is no variant: no object of the type is in an event.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// How many journeys there are.
    pub fn objects(&self) -> u64 {
        self.objects
    }

    /// The variant of this rank, from 0.
    pub fn get(&self, rank: usize) -> Option<Variant<'_>> {
        let &(end, count) = self.variants.get(rank)?;
        let start =
            rank.checked_sub(1).and_then(|before| self.variants.get(before)).map_or(0, |&(end, _)| end);
        let name = |activity: &ActivityId| self.names.get(activity.index()).map_or("", String::as_str);
        let activities = self.activities.get(start..end)?.iter().map(name).collect();
        Some(Variant { activities, count, share: self.share(count) })
    }

    /// All variants, most common first.
    pub fn iter(&self) -> impl Iterator<Item = Variant<'_>> {
        (0..self.len()).filter_map(|rank| self.get(rank))
    }

    /// The `count` most common variants with their coverage, and the remainder.
    pub fn top(&self, count: usize) -> TopVariants<'_> {
        let shown: Vec<_> = self.iter().take(count).collect();
        let covered: u64 = shown.iter().map(|variant| variant.count).sum();
        let rest = self.objects - covered;
        let other =
            OtherVariants { variants: self.len() - shown.len(), count: rest, share: self.share(rest) };
        TopVariants { shown, coverage: self.share(covered), other }
    }

    fn share(&self, count: u64) -> f64 {
        if self.objects == 0 { 0.0 } else { count as f64 / self.objects as f64 }
    }
}

impl Serialize for Variants {
    /// `{objects, variants: [{activities: [...], count, share}]}`, most common first.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Variants", 2)?;
        map.serialize_field("objects", &self.objects)?;
        map.serialize_field("variants", &self.iter().collect::<Vec<_>>())?;
        map.end()
    }
}

/// The place of each name in alphabetical order.
fn ranks(names: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&at| names.get(at));
    let mut ranks = vec![0; names.len()];
    for (rank, at) in order.into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(at) {
            *slot = rank;
        }
    }
    ranks
}
