//! Paths: sequences of touchpoints, with how many journeys took them and how these ended.

#[cfg_attr(not(feature = "csv"), expect(dead_code, reason = "only tables put rows into parts"))]
pub(crate) mod target;

use serde::{Deserialize, Serialize};

use crate::journey::Error;
use crate::journey::log::interner::Interner;
use crate::numeric::cold_sort::sort_by_key;
use crate::numeric::grow::grow;

/// Most transitions, with multiplicity, that a table of paths may stand for: up to here every count is an exact `f64`.
pub(super) const MOST_TRANSITIONS: u64 = 1 << 53;

/// Counts of the journeys that took a path, by how they ended.
///
/// ```
/// use total_experience::journey::markov::PathCounts;
///
/// let counts = PathCounts::goal(30).with_lost(20).with_open(4).with_value(1_250.0);
/// assert_eq!(counts.journey_count(), 54);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PathCounts {
    /// Journeys that reached the goal.
    pub goal: u64,
    /// Journeys that are known to have ended without the goal.
    pub lost: u64,
    /// Journeys that are not finished: neither goal nor lost.
    pub open: u64,
    /// Worth of the journeys that reached the goal, together, in the caller's unit.
    pub value: f64,
}

impl PathCounts {
    /// Counts of a path by which this many journeys reached the goal, and none ended otherwise.
    pub const fn goal(journeys: u64) -> Self {
        Self { goal: journeys, lost: 0, open: 0, value: 0.0 }
    }

    /// Sets how many journeys were lost.
    #[must_use]
    pub const fn with_lost(mut self, lost: u64) -> Self {
        self.lost = lost;
        self
    }

    /// Sets how many journeys are not finished.
    #[must_use]
    pub const fn with_open(mut self, open: u64) -> Self {
        self.open = open;
        self
    }

    /// Sets the worth of the goals, all together.
    #[must_use]
    pub const fn with_value(mut self, value: f64) -> Self {
        self.value = value;
        self
    }

    /// All journeys, however they ended; at most `u64::MAX`.
    pub const fn journey_count(&self) -> u64 {
        self.goal.saturating_add(self.lost).saturating_add(self.open)
    }
}

/// Table of paths, from which chains are fitted and rules attribute.
///
/// What it answers: which ways were taken how often, and how did they end? Rows come from [`add`](Self::add), from
/// `io::paths`, or from a log by [`discover`](Self::discover). The order of the rows means nothing, equal paths
/// may stand in several rows, and tables of different sources [`merge`](Self::merge).
///
/// Space: 4 bytes a step and 20 a row; 8 more a row where journeys are open, and where they have a worth; 8 more a step
/// where times are known.
///
/// ```
/// use total_experience::journey::markov::{PathCounts, Paths};
///
/// let mut paths = Paths::new();
/// paths.add(&["search", "shop"], PathCounts::goal(30).with_lost(20))?;
/// paths.add(&["shop"], PathCounts::goal(15).with_lost(35))?;
/// assert_eq!((paths.len(), paths.totals().goal, paths.touchpoint_count()), (2, 45, 2));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Paths {
    pub(super) names: Interner,
    pub(super) steps: Vec<u32>,
    /// Per row the number of steps up to its end.
    pub(super) ends: Vec<u32>,
    pub(super) goal: Vec<u64>,
    pub(super) lost: Vec<u64>,
    /// Empty while no journey is open.
    pub(super) open: Vec<u64>,
    /// Empty while nothing is worth something.
    pub(super) value: Vec<f64>,
    /// Whether some row stands for no journey.
    pub(super) idle: bool,
    /// Per step the nanoseconds to the next step or to the end; empty when times are not known.
    waits: Vec<i64>,
    pub(super) transitions: u64,
}

/// A row of a table of paths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathRow<'a> {
    pub(crate) steps: &'a [u32],
    /// As long as `steps`, or empty when times are not known.
    pub(crate) waits: &'a [i64],
    pub(crate) counts: PathCounts,
}

impl Paths {
    /// No path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds journeys that passed the touchpoints `steps` in this order.
    ///
    /// # Errors
    /// [`Error::EmptyPath`]; [`Error::EmptyName`]; [`Error::BadValue`] for a worth that is not finite;
    /// [`Error::TooLarge`] transitions for exact counts (2^53). The table is then as it was, but for names.
    pub fn add<S: AsRef<str>>(&mut self, steps: &[S], counts: PathCounts) -> Result<(), Error> {
        if steps.is_empty() {
            return Err(Error::EmptyPath);
        }
        let before = self.steps.len();
        let added = steps.iter().try_for_each(|step| {
            let number = self.number(step.as_ref())?;
            self.push_step(number);
            Ok(())
        });
        added.and_then(|()| self.finish_row(counts)).inspect_err(|_| self.steps.truncate(before))
    }

    /// The number of a touchpoint, a new one if need be.
    pub(crate) fn number(&mut self, name: &str) -> Result<u32, Error> {
        filled_number(&mut self.names, name)
    }

    /// One step more of the row that is being made; `number` must come from [`number`](Self::number).
    pub(crate) fn push_step(&mut self, number: u32) {
        self.steps.push(number);
    }

    /// Ends the row that is being made. After an error it is gone.
    pub(crate) fn finish_row(&mut self, counts: PathCounts) -> Result<(), Error> {
        let start = self.row_start(self.ends.len());
        let checked = checked_transitions(&counts, self.steps.len() - start, self.transitions);
        let limit =
            Error::TooLarge { what: "steps", count: self.steps.len() as u64, most: u64::from(u32::MAX) };
        let end = u32::try_from(self.steps.len()).map_err(|_| limit);
        let (transitions, end) = checked
            .and_then(|transitions| Ok((transitions, end?)))
            .and_then(|row| self.grow().map(|()| row))
            .inspect_err(|_| self.steps.truncate(start))?;
        self.transitions = transitions;
        push_or_skip(&mut self.open, self.ends.len(), counts.open);
        push_or_skip(&mut self.value, self.ends.len(), counts.value);
        self.ends.push(end);
        self.goal.push(counts.goal);
        self.lost.push(counts.lost);
        self.idle |= counts.journey_count() == 0;
        Ok(())
    }

    /// As [`finish_row`](Self::finish_row), with the time from each step to the next or to the end.
    pub(crate) fn finish_timed_row(&mut self, counts: PathCounts, waits: &[i64]) -> Result<(), Error> {
        self.finish_row(counts)?;
        self.waits.extend_from_slice(waits);
        Ok(())
    }

    /// Adds every row of another table.
    ///
    /// # Errors
    /// [`Error::TimesMissing`] when only one of the two has times; [`Error::TooLarge`]. The table is then as it was,
    /// but for names.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if !self.steps.is_empty() && !other.steps.is_empty() && self.has_times() != other.has_times() {
            return Err(Error::TimesMissing);
        }
        let numbers = (0..other.names.len() as u32)
            .map(|number| self.number(other.names.get(number).unwrap_or_default()))
            .collect::<Result<Vec<u32>, Error>>()?;
        let before = (self.steps.len(), self.ends.len(), self.waits.len(), self.transitions);
        for row in other.rows() {
            let steps = row.steps.iter().filter_map(|&step| numbers.get(step as usize));
            self.steps.extend(steps);
            if let Err(error) = self.finish_timed_row(row.counts, row.waits) {
                self.steps.truncate(before.0);
                self.ends.truncate(before.1);
                self.goal.truncate(before.1);
                self.lost.truncate(before.1);
                self.open.truncate(before.1);
                self.value.truncate(before.1);
                self.waits.truncate(before.2);
                self.transitions = before.3;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Makes room for one row more.
    pub(super) fn grow(&mut self) -> Result<(), Error> {
        let has_room = grow(&mut self.ends, 1)
            && grow(&mut self.goal, 1)
            && grow(&mut self.lost, 1)
            && grow(&mut self.steps, 64);
        let full = Error::MemoryFull { what: "paths", count: self.ends.len() as u64 };
        if has_room { Ok(()) } else { Err(full) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Number of steps of all rows together.
    pub fn step_count(&self) -> usize {
        self.steps.len()
    }

    /// Number of touchpoints that have a name in the table.
    pub fn touchpoint_count(&self) -> usize {
        self.names.len()
    }

    /// Whether it is known how long each step took.
    pub fn has_times(&self) -> bool {
        !self.waits.is_empty()
    }

    /// All journeys, by how they ended. The worth is the sum of the rows', rounded once, whatever their order.
    pub fn totals(&self) -> PathCounts {
        let mut value = crate::numeric::stats::ExactSum::default();
        self.value.iter().for_each(|&worth| value.add(worth));
        let sum = |counts: &[u64]| counts.iter().sum();
        PathCounts::goal(sum(&self.goal))
            .with_lost(sum(&self.lost))
            .with_open(sum(&self.open))
            .with_value(value.value())
    }

    /// The rows: touchpoints in order, and how many journeys ended how.
    pub fn iter(&self) -> PathIter<'_> {
        PathIter { paths: self, next: 0 }
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = PathRow<'_>> {
        (0..self.len()).map(|at| self.row(at))
    }

    fn row(&self, at: usize) -> PathRow<'_> {
        let range = self.row_start(at)..self.ends.get(at).map_or(0, |&end| end as usize);
        PathRow {
            steps: self.steps.get(range.clone()).unwrap_or_default(),
            waits: self.waits.get(range).unwrap_or_default(),
            counts: PathCounts {
                goal: self.goal.get(at).copied().unwrap_or(0),
                lost: self.lost.get(at).copied().unwrap_or(0),
                open: self.open.get(at).copied().unwrap_or(0),
                value: self.value.get(at).copied().unwrap_or(0.0),
            },
        }
    }

    pub(super) fn row_start(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize)
    }

    pub(crate) fn name(&self, number: u32) -> &str {
        self.names.get(number).unwrap_or_default()
    }

    /// The touchpoints that some journey passed, by name, and for each number its place among them (or `u32::MAX`):
    /// so that no answer depends on the order of the rows.
    pub(crate) fn ranks(&self) -> (Vec<String>, Vec<u32>) {
        let mut passed = vec![false; self.names.len()];
        let mut pass = |steps: &[u32]| steps.iter().for_each(|&step| passed[step as usize] = true);
        if self.idle {
            self.rows().filter(|row| row.counts.journey_count() > 0).for_each(|row| pass(row.steps));
        } else {
            pass(&self.steps);
        }
        let mut numbers: Vec<u32> = (0..self.names.len() as u32).filter(|&n| passed[n as usize]).collect();
        sort_by_key(&mut numbers, |&number| self.name(number));
        let mut ranks = vec![u32::MAX; self.names.len()];
        for (rank, &number) in numbers.iter().enumerate() {
            ranks[number as usize] = rank as u32;
        }
        (numbers.iter().map(|&number| self.name(number).to_owned()).collect(), ranks)
    }
}

/// The rows of [`Paths`]: touchpoints in order, and how many journeys ended how.
#[derive(Clone, Debug)]
pub struct PathIter<'a> {
    paths: &'a Paths,
    next: usize,
}

impl<'a> Iterator for PathIter<'a> {
    type Item = (Vec<&'a str>, PathCounts);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.paths.len() {
            return None;
        }
        let row = self.paths.row(self.next);
        self.next += 1;
        Some((row.steps.iter().map(|&step| self.paths.name(step)).collect(), row.counts))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.paths.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for PathIter<'_> {}

impl<'a> IntoIterator for &'a Paths {
    type Item = (Vec<&'a str>, PathCounts);
    type IntoIter = PathIter<'a>;

    fn into_iter(self) -> PathIter<'a> {
        self.iter()
    }
}

/// The number of a name that must not be empty.
pub(crate) fn filled_number(names: &mut Interner, name: &str) -> Result<u32, Error> {
    if name.is_empty() {
        return Err(Error::EmptyName { what: "a touchpoint" });
    }
    names.intern(name, "touchpoints")
}

/// How many transitions there are with a row of so many steps, so that all counts stay exact.
pub(crate) fn checked_transitions(counts: &PathCounts, steps: usize, before: u64) -> Result<u64, Error> {
    if !counts.value.is_finite() {
        return Err(Error::BadValue {
            what: "the worth of a path",
            value: counts.value.to_string(),
            expected: "a finite number",
        });
    }
    let journeys = [counts.lost, counts.open].iter().fold(counts.goal, |sum, &n| sum.saturating_add(n));
    let count = journeys.saturating_mul(steps as u64 + 1).saturating_add(before);
    if count > MOST_TRANSITIONS {
        return Err(Error::TooLarge { what: "transitions", count, most: MOST_TRANSITIONS });
    }
    Ok(count)
}

/// Adds a value to a column of `length` values that stays empty as long as all of them are nothing.
pub(super) fn push_or_skip<T: Copy + Default + PartialEq>(column: &mut Vec<T>, length: usize, value: T) {
    if column.is_empty() && value != T::default() {
        column.resize(length, T::default());
    } else if column.is_empty() {
        return;
    }
    column.push(value);
}
