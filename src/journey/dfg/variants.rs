//! Variants: the different sequences of activities of journeys, with their counts.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::pairs::Alphabet;
use crate::Execution;
use crate::journey::Error;
use crate::journey::log::visits::laid_out;
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::numeric::prefix::Prefix;

/// Variants of the journeys of one type of objects: each different sequence of activities, with its count.
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
/// - Time: two passes over the log, expected linear in visits, and a sort of the journeys.
/// - Space: 1, 2 or 4 bytes a visit, as the number of activities asks, and about 28 an object.
///
/// # References
/// W. M. P. van der Aalst (2016), Process Mining: Data Science in Action, chapter 5, doi:10.1007/978-3-662-49851-4.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::journey::dfg::Variants;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// for (case, activity) in [("1", "ask"), ("1", "pay"), ("2", "ask"), ("3", "ask"), ("3", "pay")] {
///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", case)])?;
/// }
/// let log = builder.finish();
/// let variants = Variants::discover(&log, log.object_type("case").expect("named above"))?;
/// let top = variants.top(1);
/// assert_eq!(top.shown[0].to_string(), "ask > pay (2, 66.7 %)");
/// assert_eq!((top.other.variants, top.other.count), (1, 1));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Variants {
    /// In alphabetical order, so that ranks are their places.
    names: Vec<String>,
    objects: u64,
    steps: Steps,
    variants: Vec<Spot>,
}

/// Ranks of the activities of sequences, one behind the other, no wider than they need to be.
#[derive(Clone, Debug)]
enum Steps {
    Narrow(Vec<u8>),
    Middle(Vec<u16>),
    Wide(Vec<u32>),
}

impl Steps {
    fn ranks(&self, range: Range<usize>) -> Option<Vec<usize>> {
        fn of<T: Rank>(steps: &[T], range: Range<usize>) -> Option<Vec<usize>> {
            Some(steps.get(range)?.iter().map(|step| step.index()).collect())
        }
        match self {
            Self::Narrow(steps) => of(steps, range),
            Self::Middle(steps) => of(steps, range),
            Self::Wide(steps) => of(steps, range),
        }
    }
}

/// Place of the sequence of a variant among the steps, and its count.
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

/// Variant: a sequence of activities with the number of journeys that follow it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Variant<'a> {
    /// The names of the activities in order.
    pub activities: Vec<&'a str>,
    /// Journeys that go this way.
    pub count: u64,
    /// Their share of all journeys, 0..1.
    pub share: f64,
}

/// Most common variants, and the remainder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TopVariants<'a> {
    /// The most common variants.
    pub shown: Vec<Variant<'a>>,
    /// Share of all journeys that the shown variants cover, 0..1.
    pub coverage: f64,
    /// The remainder.
    pub other: OtherVariants,
}

/// Remainder of variants that a list does not show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OtherVariants {
    /// Number of variants not shown.
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
    /// [`Error::UnknownId`] when the log has no such type.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        Self::discover_with(log, object_type, &Execution::default())
    }

    /// [`discover`](Self::discover) on threads and watched as `execution` says.
    ///
    /// # Errors
    /// As [`discover`](Self::discover); [`Error::Cancelled`] by the watch.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        execution: &Execution,
    ) -> Result<Self, Error> {
        let told = execution.steps(1);
        let (range, alphabet) = (log.object_range(object_type)?, Alphabet::of(log));
        let variants = match alphabet.order.len() {
            0..=0x100 => Self::by_ranks::<u8>(log, &range, &alphabet, execution),
            0x101..=0x1_0000 => Self::by_ranks::<u16>(log, &range, &alphabet, execution),
            _ => Self::by_ranks::<u32>(log, &range, &alphabet, execution),
        };
        told.add(1)?;
        Ok(variants)
    }

    /// Journeys as sequences of the alphabetical ranks of their activities, which T can hold.
    fn by_ranks<T: Rank>(
        log: &EventLog,
        range: &Range<u32>,
        alphabet: &Alphabet,
        execution: &Execution,
    ) -> Self {
        let ranks: Vec<T> = alphabet.ranks.iter().map(|&rank| T::of(rank)).collect();
        let (steps, ends) = laid_out(log, range, execution, T::of(0), |_, activity| ranks[activity.index()]);
        let prefix = Prefix::new(ranks.len());
        let code = |journey: &[T]| prefix.of(journey.iter().map(|step| step.index() as u64));
        let size = execution.share(ends.len(), steps.len());
        let parts = execution.map((0..ends.len()).step_by(size).collect(), |from| {
            let mut begin = from.checked_sub(1).map_or(0, |before| ends[before]);
            let ends = &ends[from..(from + size).min(ends.len())];
            let journeys = ends.iter().filter_map(|&end| {
                let start = std::mem::replace(&mut begin, end);
                (end > start).then(|| (code(&steps[start as usize..end as usize]), start, end))
            });
            journeys.collect::<Vec<_>>()
        });
        let journeys = parts.into_iter().reduce(|mut all, part| {
            all.extend(part);
            all
        });
        let journeys = journeys.unwrap_or_default();
        drop(ends);
        let objects = journeys.len() as u64;
        let mut variants = counted(journeys, &steps, prefix.length, execution);
        let distinct = variants.iter().map(Spot::len).sum();
        let steps = if distinct <= steps.len() / 2 { kept(&steps, &mut variants, distinct) } else { steps };
        let names = alphabet.order.iter().filter_map(|&activity| log.activity_name(activity));
        Self { names: names.map(str::to_owned).collect(), objects, steps: T::steps(steps), variants }
    }

    /// The number of variants.
    pub fn len(&self) -> usize {
        self.variants.len()
    }

    /// Whether there is no variant: no object of the type is in an event.
    pub fn is_empty(&self) -> bool {
        self.variants.is_empty()
    }

    /// The number of journeys.
    pub fn object_count(&self) -> u64 {
        self.objects
    }

    /// The variant of this rank, from 0.
    pub fn get(&self, rank: usize) -> Option<Variant<'_>> {
        let spot = self.variants.get(rank)?;
        let name = |rank: usize| self.names.get(rank).map_or("", String::as_str);
        let activities = self.steps.ranks(spot.range())?.into_iter().map(name).collect();
        Some(Variant { activities, count: spot.count, share: self.share(spot.count) })
    }

    /// All variants, most common first.
    pub fn iter(&self) -> VariantIter<'_> {
        VariantIter { variants: self, ranks: 0..self.len() }
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

/// Iterator over [`Variants`], most common first.
#[derive(Clone, Debug)]
pub struct VariantIter<'a> {
    variants: &'a Variants,
    ranks: Range<usize>,
}

impl<'a> Iterator for VariantIter<'a> {
    type Item = Variant<'a>;

    fn next(&mut self) -> Option<Variant<'a>> {
        self.variants.get(self.ranks.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ranks.size_hint()
    }
}

impl DoubleEndedIterator for VariantIter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.variants.get(self.ranks.next_back()?)
    }
}

impl ExactSizeIterator for VariantIter<'_> {}

impl<'a> IntoIterator for &'a Variants {
    type Item = Variant<'a>;
    type IntoIter = VariantIter<'a>;

    fn into_iter(self) -> VariantIter<'a> {
        self.iter()
    }
}

impl fmt::Display for Variant<'_> {
    /// The activities, the count and the share, such as `ask > pay (2, 66.7 %)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {:.1} %)", self.activities.join(" > "), self.count, 100.0 * self.share)
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

/// The variants of `journeys` (prefix, begin and end among `steps`) in order.
fn counted<T: Rank>(
    mut journeys: Vec<(u64, u32, u32)>,
    steps: &[T],
    prefix: usize,
    execution: &Execution,
) -> Vec<Spot> {
    // Step by step: what is left is short, and a call to compare bytes takes longer.
    let rest =
        |begin: u32, end: u32| steps[begin as usize..end as usize].get(prefix..).unwrap_or_default().iter();
    // Which of equal journeys comes first does not matter: each stands for all of them.
    execution.sort_unstable_by(&mut journeys, |&(a, a_begin, a_end), &(b, b_begin, b_end)| {
        a.cmp(&b).then_with(|| rest(a_begin, a_end).cmp(rest(b_begin, b_end)))
    });
    let same = |&(a, a_begin, a_end): &(u64, u32, u32), &(b, b_begin, b_end): &(u64, u32, u32)| {
        a == b && rest(a_begin, a_end).eq(rest(b_begin, b_end))
    };
    let mut variants: Vec<Spot> = journeys
        .chunk_by(same)
        .map(|same| Spot { count: same.len() as u64, begin: same[0].1, end: same[0].2 })
        .collect();
    most_common_first(&mut variants);
    variants
}

fn most_common_first(variants: &mut [Spot]) {
    variants.sort_by_key(|variant| Reverse(variant.count)); // stable: by names where counts are equal
}

/// The steps of the variants alone, whose spots are moved there.
fn kept<T: Rank>(steps: &[T], variants: &mut [Spot], distinct: usize) -> Vec<T> {
    let mut kept = Vec::with_capacity(distinct);
    for variant in variants {
        let begin = kept.len() as u32;
        kept.extend_from_slice(&steps[variant.range()]);
        (variant.begin, variant.end) = (begin, kept.len() as u32);
    }
    kept
}

/// The place of an activity in alphabetical order, from 0.
trait Rank: Copy + Ord + Send + Sync {
    /// `rank`, which fits.
    fn of(rank: u32) -> Self;
    fn index(self) -> usize;
    fn steps(steps: Vec<Self>) -> Steps;
}

macro_rules! ranks {
    ($($number:ty => $steps:ident),*) => {$(
        impl Rank for $number {
            fn of(rank: u32) -> Self {
                rank as Self
            }
            fn index(self) -> usize {
                self as usize
            }
            fn steps(steps: Vec<Self>) -> Steps {
                Steps::$steps(steps)
            }
        }
    )*};
}
ranks!(u8 => Narrow, u16 => Middle, u32 => Wide);
