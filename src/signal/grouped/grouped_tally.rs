//! Grouped tally: the answers of many groups to one instrument, counted from flat columns.

use std::ops::Range;
use std::sync::Arc;

use super::answers::{BLOCK, Cells};
use super::{GroupTally, GroupedAnswers};
use crate::Execution;
use crate::model::ids::FacetId;
use crate::numeric::ordered_map::OrderedMap;
use crate::signal::Error;
use crate::signal::instrument::Instrument;
use crate::signal::tally::buckets::Buckets;
use crate::signal::tally::{FacetTally, Tally};

/// Tally of many groups that one instrument measures, from flat columns of tens of millions of answers.
///
/// Groups are numbered from 0; what they mean (facets, branches, weeks) is the caller's. The figures of a group are
/// those of a [`Tally`] to the bit, and [`Tally::add_grouped`] makes one of it.
///
/// Weights and respondents are not known here. Use [`Tally::add_columns`] where answers repeat, or where groups are small
/// and protected.
///
/// Answers are checked like any other: one off its scale is an error that names the row, and then no row is taken.
/// Whole answers are counted in cells; others (6.5 of NPS, 72.5 of SUS) are right but slower.
///
/// # Definition
/// For group g and value v the tally holds the count `n_gv`; mean, variance and shares are computed from the counts
/// without rounding until the last division.
///
/// # Complexity
/// There is one cell per group and whole value of the scale, and one per group for missing answers; at most
/// [`GroupedTally::MAX_CELLS`].
///
/// * Adding n rows, n at least a quarter of the cells: O(n + cells) time, 5 bytes a cell meanwhile.
/// * Adding fewer rows: O(n) time and space.
/// * Reading a group: O(1).
/// * Space: 8 bytes a cell.
///
/// # References
/// Counting without comparing: Knuth 1998, *The Art of Computer Programming* 3, section 5.2, algorithm D.
///
/// ```
/// use total_experience::signal::grouped::{GroupedAnswers, GroupedTally, Groups};
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::Instrument;
///
/// let touchpoint = [0_u32, 1, 1, 0, 1];
/// let dimension = [0_u8, 3, 3, 0, 3];
/// let answer = [9_i8, 10, 6, -1, 8];
/// let mut tally = GroupedTally::new(Instrument::Nps, 2 * 4)?;
/// tally.add(&GroupedAnswers::new(Groups::crossed(&touchpoint, &dimension, 4), &answer).with_missing_code(-1))?;
/// let group = tally.group(7).unwrap();
/// assert_eq!((group.answer_count(), group.mean(), group.answer_count_from(9.0)), (3, Some(8.0), 1));
/// assert_eq!(tally.group(0).unwrap().missing_count(), 1);
///
/// let error = tally.add(&GroupedAnswers::new(Groups::flat(&[0, 5]), &[3_u8, 11])).unwrap_err();
/// assert_eq!(error.to_string(), "row 1, group 5: 11 is outside the scale 0..10");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct GroupedTally {
    buckets: Arc<Buckets>,
    cells: Cells,
    counts: Vec<u64>,
    /// Answers that have no cell, by group.
    others: OthersByGroup,
}

/// Answers that have no cell, by group.
type OthersByGroup = OrderedMap<u32, FacetTally>;
/// An operation that is watched tells its progress after so many rows.
const TOLD_ROWS: usize = 1 << 22;

/// Scales with more whole values than this have no cells.
const MAX_LEVELS: u32 = 1024;
/// The facet number of tallies that stand for no facet yet.
const NO_FACET: FacetId = FacetId::from_u32(0);

impl GroupedTally {
    /// A grouped tally has at most this many cells: groups times whole values of the scale (and one for missing answers).
    pub const MAX_CELLS: usize = 1 << 28;

    /// A tally of no answers, with groups 0 to `groups - 1`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] beyond [`GroupedTally::MAX_CELLS`], or beyond the memory that can be had.
    pub fn new(instrument: Instrument, groups: u32) -> Result<Self, Error> {
        let (first, levels) = levels(&instrument);
        let cells = Cells { groups, first, levels };
        let refused = Error::TooLarge {
            what: "cells of a grouped tally",
            count: cells.len() as u64,
            most: Self::MAX_CELLS as u64,
        };
        if cells.len() > Self::MAX_CELLS {
            return Err(refused);
        }
        let mut counts = Vec::new();
        counts.try_reserve_exact(cells.len()).map_err(|_| refused)?;
        counts.resize(cells.len(), 0);
        Ok(Self { buckets: Arc::new(Buckets::of(instrument)), cells, counts, others: OrderedMap::new() })
    }

    /// The instrument of all groups.
    pub fn instrument(&self) -> &Instrument {
        self.buckets.instrument()
    }

    /// Number of groups.
    pub const fn group_count(&self) -> u32 {
        self.cells.groups
    }

    /// The tally of a group, `None` beyond the last one.
    pub fn group(&self, group: u32) -> Option<GroupTally<'_>> {
        let width = self.cells.width() as usize;
        let start = group as usize * width;
        let counts = self.counts.get(start..start + width).filter(|_| group < self.cells.groups)?;
        Some(GroupTally::new(&self.buckets, self.cells.first, counts, self.others.get(&group)))
    }

    /// The tallies of all groups in order of their numbers.
    pub fn groups(&self) -> GroupIter<'_> {
        GroupIter { tally: self, numbers: 0..self.group_count() }
    }

    /// Adds answers on the calling thread: all of them, or on any error none.
    ///
    /// # Errors
    /// [`Error::WrongLength`], [`Error::GroupWidth`], [`Error::MissingCode`] when the code is an answer; for the first
    /// wrong row [`Error::UnknownGroup`], [`Error::UnknownCell`] or [`Error::GroupRow`]; [`Error::TooLarge`].
    pub fn add(&mut self, rows: &GroupedAnswers<'_>) -> Result<(), Error> {
        self.add_with(rows, &Execution::default())
    }

    /// As [`add`](Self::add), on the threads of a rayon pool and watched as `execution` says. The result has the same
    /// bits, and so has an error. Progress counts rows.
    ///
    /// # Errors
    /// As [`add`](Self::add); [`Error::Cancelled`] when the watch ended it.
    pub fn add_with(&mut self, rows: &GroupedAnswers<'_>, execution: &Execution) -> Result<(), Error> {
        self.check(rows)?;
        // A table of its own pays when it is filled; few rows are noted one by one.
        if rows.len() < self.cells.len() / 4 {
            let steps = execution.steps(rows.len() as u64);
            steps.add(0)?;
            let mut noted = Vec::with_capacity(rows.len());
            let others = self.scan(rows, 0, |cells| noted.extend_from_slice(cells))?;
            steps.add(rows.len() as u64)?;
            noted.into_iter().for_each(|cell| self.counts[cell as usize] += 1);
            self.take_others(others);
            return Ok(());
        }
        for (counts, others) in self.count_all(rows, execution)? {
            self.take(&counts, others);
        }
        Ok(())
    }

    /// The rows counted in as many tables as threads work on them.
    fn count_all(
        &self,
        rows: &GroupedAnswers<'_>,
        execution: &Execution,
    ) -> Result<Vec<(Counts, OthersByGroup)>, Error> {
        let steps = execution.steps(rows.len() as u64);
        steps.add(0)?;
        let count = |part: Range<usize>| -> Result<_, Error> {
            let (mut counts, mut others) = (Counts::new(self.cells.len()), OrderedMap::new());
            for start in part.clone().step_by(TOLD_ROWS) {
                let end = (start + TOLD_ROWS).min(part.end);
                let more = self.scan(&rows.part(start..end), start, |cells| counts.add(cells))?;
                self.merge_others(&mut others, more);
                steps.add((end - start) as u64)?;
            }
            Ok((counts, others))
        };
        #[cfg(feature = "parallel")]
        if execution.is_parallel() {
            use rayon::prelude::*;

            // A part costs a table of counts, so it has at least as many rows as there are cells.
            let length = rows.len().div_ceil(rayon::current_num_threads()).max(self.cells.len()).max(1);
            let counted: Vec<_> = (0..rows.len().div_ceil(length))
                .into_par_iter()
                .map(|part| count(part * length..((part + 1) * length).min(rows.len())))
                .collect();
            // The first wrong row is in the first part that has one.
            return counted.into_iter().collect();
        }
        Ok(vec![count(0..rows.len())?])
    }

    /// Adds everything that another grouped tally of the same groups and instrument holds.
    ///
    /// # Errors
    /// [`Error::GroupedMismatch`] for another number of groups or another instrument. This tally is then unchanged.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.instrument() != other.instrument() || self.group_count() != other.group_count() {
            return Err(Error::GroupedMismatch {
                instrument: self.instrument().to_string(),
                groups: self.group_count(),
                other_instrument: other.instrument().to_string(),
                other_groups: other.group_count(),
            });
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.take_others(other.others.clone());
        Ok(())
    }

    fn check(&self, rows: &GroupedAnswers<'_>) -> Result<(), Error> {
        rows.check(self.cells.groups)?;
        if let Some(code) = rows.missing_code()
            && self.instrument().scale().check(f64::from(code)).is_ok()
        {
            return Err(Error::MissingCode { code, instrument: self.instrument().to_string() });
        }
        // Counts of the table are 40 bits wide.
        let (count, most) = (rows.len() as u64, 1 << 39);
        if count > most { Err(Error::TooLarge { what: "rows at once", count, most }) } else { Ok(()) }
    }

    /// Hands the cells of all rows to `take`, block by block, and tallies the answers that have none.
    fn scan(
        &self,
        rows: &GroupedAnswers<'_>,
        offset: usize,
        mut take: impl FnMut(&[u32]),
    ) -> Result<OthersByGroup, Error> {
        let mut others = OrderedMap::new();
        let mut cells = [0; BLOCK];
        for start in (0..rows.len()).step_by(BLOCK) {
            let block = rows.part(start..(start + BLOCK).min(rows.len()));
            let cells = &mut cells[..block.len()];
            if self.cells.locate(&block, cells) {
                take(cells);
            } else {
                let known = self.scan_rows(&block, offset + start, cells, &mut others)?;
                take(&cells[..known]);
            }
        }
        Ok(others)
    }

    /// One row after the other: the number of cells found.
    fn scan_rows(
        &self,
        rows: &GroupedAnswers<'_>,
        offset: usize,
        cells: &mut [u32],
        others: &mut OthersByGroup,
    ) -> Result<usize, Error> {
        let (levels, width) = (self.cells.levels, self.cells.width());
        let mut known = 0;
        for row in 0..rows.len() {
            let group = rows.group(row, self.cells.groups).map_err(|error| error.shifted(offset))?;
            let answer = rows.answer(row);
            let level = match answer {
                None => Some(levels),
                Some(answer) => {
                    self.instrument().scale().check(answer).map_err(|source| Error::GroupRow {
                        row: offset + row,
                        group,
                        source: Box::new(source),
                    })?;
                    let level = answer - f64::from(self.cells.first);
                    let is_cell = level.fract() == 0.0 && (0.0..f64::from(levels)).contains(&level);
                    is_cell.then_some(level as u32)
                }
            };
            if let Some(level) = level {
                cells[known] = group * width + level;
                known += 1;
            } else {
                let other = others
                    .entry(group)
                    .or_insert_with(|| FacetTally::new(NO_FACET, Arc::clone(&self.buckets)));
                other.add_checked(answer, 1.0, None);
            }
        }
        Ok(known)
    }

    fn take(&mut self, counts: &Counts, others: OthersByGroup) {
        for ((count, &low), &high) in self.counts.iter_mut().zip(&counts.low).zip(&counts.high) {
            *count += u64::from(high) * 256 + u64::from(low);
        }
        self.take_others(others);
    }

    fn take_others(&mut self, more: OthersByGroup) {
        let mut others = std::mem::take(&mut self.others);
        self.merge_others(&mut others, more);
        self.others = others;
    }

    fn merge_others(&self, others: &mut OthersByGroup, more: OthersByGroup) {
        for (group, more) in more {
            let fresh = || FacetTally::new(NO_FACET, Arc::clone(&self.buckets));
            others.entry(group).or_insert_with(fresh).merge_checked(&more);
        }
    }
}

/// Iterator over the groups of a [`GroupedTally`], with their numbers.
#[derive(Clone, Debug)]
pub struct GroupIter<'a> {
    tally: &'a GroupedTally,
    numbers: Range<u32>,
}

impl<'a> Iterator for GroupIter<'a> {
    type Item = (u32, GroupTally<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.numbers.next()?;
        Some((number, self.tally.group(number)?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl<'a> IntoIterator for &'a GroupedTally {
    type Item = (u32, GroupTally<'a>);
    type IntoIter = GroupIter<'a>;

    fn into_iter(self) -> GroupIter<'a> {
        self.groups()
    }
}

impl PartialEq for GroupedTally {
    /// Whether the same groups of the same instrument hold the same answers.
    fn eq(&self, other: &Self) -> bool {
        self.buckets == other.buckets
            && self.cells == other.cells
            && self.counts == other.counts
            && self.others == other.others
    }
}

/// Counts in a byte each and what went over: a table of bytes stays in the second-level cache.
struct Counts {
    low: Vec<u8>,
    high: Vec<u32>,
}

impl Counts {
    fn new(cells: usize) -> Self {
        Self { low: vec![0; cells], high: vec![0; cells] }
    }

    fn add(&mut self, cells: &[u32]) {
        for &cell in cells {
            let count = &mut self.low[cell as usize];
            *count = count.wrapping_add(1);
            if *count == 0 {
                self.high[cell as usize] += 1;
            }
        }
    }
}

/// The first whole value of a scale and how many there are; none when one of them is no answer, or there are too many.
fn levels(instrument: &Instrument) -> (i32, u32) {
    let scale = instrument.scale();
    let (first, last) = (scale.min().ceil(), scale.max().floor());
    let count = last - first + 1.0;
    if !(1.0..=f64::from(MAX_LEVELS)).contains(&count) || first.abs().max(last.abs()) > f64::from(1 << 30) {
        return (0, 0);
    }
    let (first, count) = (first as i32, count as u32);
    let all = (0..count).all(|level| scale.check(f64::from(first) + f64::from(level)).is_ok());
    if all { (first, count) } else { (0, 0) }
}

impl Tally {
    /// Adds a grouped tally, group by group to these facets: all of them, or on any error none. Facets that are
    /// not declared are, with its instrument; respondents are unverified.
    ///
    /// # Errors
    /// [`Error::WrongLength`] unless there is one facet per group; [`Error::InstrumentMismatch`],
    /// [`Error::TooMany`].
    pub fn add_grouped(&mut self, grouped: &GroupedTally, facets: &[FacetId]) -> Result<(), Error> {
        let expected = grouped.group_count() as usize;
        if facets.len() != expected {
            return Err(Error::WrongLength { what: "facet", expected, found: facets.len() });
        }
        let mut given = Self::new();
        for (group, &facet) in (0..).zip(facets) {
            given.declare(facet, *grouped.instrument())?;
            if let Some(group) = grouped.group(group) {
                given.add_summary(facet, &group.to_tally(facet))?;
            }
        }
        self.merge(&given)
    }
}
