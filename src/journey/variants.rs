//! The different journeys, and how common each is.

use std::cmp::Reverse;
use std::ops::Range;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::pairs::{Alphabet, names};
use super::visits::laid_out;
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
#[derive(Clone, Debug)]
pub struct Variants {
    names: Vec<String>,
    objects: u64,
    activities: Vec<ActivityId>,
    variants: Vec<Spot>,
}

/// Where the sequence of a variant lies among the activities, and its count.
#[derive(Clone, Copy, Debug)]
struct Spot {
    count: u64,
    begin: u32,
    end: u32,
}

impl Spot {
    fn range(&self) -> Range<usize> {
        self.begin as usize..self.end as usize
    }

    fn len(&self) -> usize {
        self.range().len()
    }
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
        let (activities, ends) = laid_out(log, &log.object_range(object_type)?);
        let names: Vec<String> = names(log).map(str::to_owned).collect();
        let prefix = Prefix::new(log);
        let mut begin = 0;
        let journeys = ends.iter().filter_map(|&end| {
            let start = std::mem::replace(&mut begin, end);
            (end > start).then(|| (prefix.of(&activities[start as usize..end as usize]), start, end))
        });
        let journeys: Vec<_> = journeys.collect();
        drop(ends);
        let objects = journeys.len() as u64;
        let variants = counted(journeys, &activities, &prefix);
        let distinct = variants.iter().map(Spot::len).sum();
        let mut found = Self { names, objects, activities, variants };
        if distinct <= found.activities.len() / 2 {
            found.keep(distinct);
        }
        Ok(found)
    }

    /// Keeps the sequences of the variants alone.
    fn keep(&mut self, distinct: usize) {
        let mut kept = Vec::with_capacity(distinct);
        for variant in &mut self.variants {
            let begin = kept.len() as u32;
            kept.extend_from_slice(&self.activities[variant.range()]);
            (variant.begin, variant.end) = (begin, kept.len() as u32);
        }
        self.activities = kept;
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
        let spot = self.variants.get(rank)?;
        let name = |activity: &ActivityId| self.names.get(activity.index()).map_or("", String::as_str);
        let activities = self.activities.get(spot.range())?.iter().map(name).collect();
        Some(Variant { activities, count: spot.count, share: self.share(spot.count) })
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

impl PartialEq for Variants {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
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

/// The variants of `journeys` (prefix, begin and end among `activities`) in order.
fn counted(mut journeys: Vec<(u64, u32, u32)>, activities: &[ActivityId], prefix: &Prefix) -> Vec<Spot> {
    let journey = |begin: u32, end: u32| &activities[begin as usize..end as usize];
    let code = |activity: &ActivityId| prefix.codes[activity.index()];
    journeys.sort_unstable_by(|&(a, a_begin, a_end), &(b, b_begin, b_end)| {
        let rest = |begin, end| journey(begin, end).iter().skip(prefix.length).map(code);
        a.cmp(&b).then_with(|| rest(a_begin, a_end).cmp(rest(b_begin, b_end)))
    });
    let same =
        |a: &(u64, u32, u32), b: &(u64, u32, u32)| a.0 == b.0 && journey(a.1, a.2) == journey(b.1, b.2);
    let mut variants: Vec<Spot> = journeys
        .chunk_by(same)
        .map(|same| Spot { count: same.len() as u64, begin: same[0].1, end: same[0].2 })
        .collect();
    variants.sort_by_key(|variant| Reverse(variant.count)); // stable: by names where counts are equal
    variants
}

/// The first steps of a journey as one number that sorts as their names do.
struct Prefix {
    /// Per activity its place in alphabetical order, from 1; 0 stands for no step.
    codes: Vec<u32>,
    bits: u32,
    length: usize,
}

impl Prefix {
    fn new(log: &EventLog) -> Self {
        let codes: Vec<u32> = Alphabet::of(log).ranks.iter().map(|rank| rank + 1).collect();
        let bits = u32::BITS - (codes.len() as u32).leading_zeros();
        Self { codes, bits: bits.max(1), length: (u64::BITS / bits.max(1)) as usize }
    }

    fn of(&self, journey: &[ActivityId]) -> u64 {
        let steps = journey.iter().take(self.length);
        let missing = (self.length - steps.len()) as u32;
        let number = steps.fold(0, |number, step| number << self.bits | u64::from(self.codes[step.index()]));
        number.checked_shl(missing * self.bits).unwrap_or_default()
    }
}
