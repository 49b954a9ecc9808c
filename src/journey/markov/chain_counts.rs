//! Counts of the transitions of a chain, path by path, without keeping the paths.

use std::collections::HashMap;

use super::paths::target::{PathPart, PathTarget, StepTarget};
use super::paths::{checked_transitions, filled_number};
use super::transitions::MOST_IN_TABLE;
use super::{Chain, PathCounts};
use crate::journey::Error;
use crate::journey::log::interner::Interner;
use crate::numeric::cold_sort::sort_by_key;
use crate::numeric::stats::ExactSum;

/// Counts transitions for a [`Chain`] of order 1, without keeping the paths.
///
/// What it answers: the same as [`Chain::fit`] on a table of the same paths, bit for bit, in space that does not grow
/// with their number. Keep [`Paths`](super::Paths) instead where other questions follow: orders beyond 1, credits by
/// rules, times.
///
/// # Complexity
/// Constant time per step, plus the hashing of names. Space: 8 bytes for each pair of touchpoints (rounded up to a
/// power of two) up to 2,048 touchpoints, beyond that for each pair that occurs.
///
/// ```
/// use total_experience::journey::markov::{Chain, ChainCounts, PathCounts, Paths};
///
/// let (mut counts, mut paths) = (ChainCounts::new(), Paths::new());
/// let ends = PathCounts::goal(30).with_lost(20);
/// for path in [["A", "B"], ["B", "A"]] {
///     counts.add(&path, ends)?;
///     paths.add(&path, ends)?;
/// }
/// assert_eq!(counts.finish()?, Chain::fit(&paths)?);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ChainCounts {
    names: Interner,
    /// The touchpoints of the path that is being added.
    steps: Vec<u32>,
    /// How many touchpoints the table has room for.
    room: usize,
    /// Journeys from the start (row 0) and from each touchpoint t (row t + 1) to each touchpoint.
    table: Vec<u64>,
    /// The same by row and touchpoint, once there are too many touchpoints for the table.
    pairs: HashMap<(u32, u32), u64>,
    /// Per touchpoint the journeys that end there: goal, lost, open.
    exits: Vec<[u64; 3]>,
    totals: [u64; 3],
    worth: ExactSum,
    transitions: u64,
}

impl ChainCounts {
    /// No path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds journeys that passed the touchpoints `steps` in this order.
    ///
    /// # Errors
    /// As [`Paths::add`](super::Paths::add). The counts are then as they were, but for names.
    pub fn add<S: AsRef<str>>(&mut self, steps: &[S], counts: PathCounts) -> Result<(), Error> {
        if steps.is_empty() {
            return Err(Error::EmptyPath);
        }
        self.steps.clear();
        for step in steps {
            let number = self.number(step.as_ref())?;
            self.push_step(number);
        }
        self.finish_row(counts)
    }

    /// The chain of everything that was added.
    ///
    /// # Errors
    /// [`Error::NoJourneys`].
    pub fn finish(self) -> Result<Chain, Error> {
        let [goal, lost, open] = self.totals;
        let totals = PathCounts::goal(goal).with_lost(lost).with_open(open).with_value(self.worth.value());
        if totals.journey_count() == 0 {
            return Err(Error::NoJourneys);
        }
        let mut cells: Vec<(u32, u32, u64)> =
            self.pairs.iter().map(|(&(row, to), &count)| (row, to, count)).collect();
        if self.room > 0 {
            let table = self.table.iter().enumerate().filter(|cell| *cell.1 > 0);
            let cell =
                |(at, &count): (usize, &u64)| ((at / self.room) as u32, (at % self.room) as u32, count);
            cells.extend(table.map(cell));
        }
        // By name, so that no answer depends on the order of the paths; without those that no journey passed.
        let mut passed: Vec<u32> = cells.iter().map(|&(_, to, _)| to).collect();
        passed.sort_unstable();
        passed.dedup();
        sort_by_key(&mut passed, |&number| self.names.get(number));
        let mut places = vec![0; self.names.len() + 1];
        for (place, &number) in (1..).zip(&passed) {
            places[number as usize + 1] = place;
        }
        for cell in &mut cells {
            (cell.0, cell.1) = (places[cell.0 as usize], places[cell.1 as usize + 1] - 1);
        }
        cells.sort_unstable();
        let mut offsets = vec![0; passed.len() + 2];
        cells.iter().for_each(|cell| offsets[cell.0 as usize + 1] += 1);
        (1..offsets.len()).for_each(|row| offsets[row] += offsets[row - 1]);
        let exits = passed.iter().map(|&number| self.exits.get(number as usize).copied().unwrap_or_default());
        Ok(Chain {
            order: 1,
            names: passed.iter().map(|&n| self.names.get(n).unwrap_or_default().to_owned()).collect(),
            last: (0..passed.len() as u32).collect(),
            offsets,
            to: cells.iter().map(|cell| cell.1).collect(),
            counts: cells.iter().map(|cell| cell.2).collect(),
            exits: std::iter::once([0; 3]).chain(exits).collect(),
            seconds: None,
            totals,
        })
    }

    /// Makes room for all touchpoints that have a number; beyond what a table should hold, none.
    fn make_room(&mut self) {
        let needed = self.names.len();
        self.exits.resize(needed, [0; 3]);
        if needed <= self.room {
            return;
        }
        let room = if needed <= MOST_IN_TABLE { needed.next_power_of_two().max(16) } else { 0 };
        let mut table = vec![0; (room + 1) * room];
        for (at, &count) in self.table.iter().enumerate().filter(|cell| *cell.1 > 0) {
            let (row, to) = (at / self.room, at % self.room);
            if room > 0 {
                table[row * room + to] = count;
            } else {
                self.pairs.insert((row as u32, to as u32), count);
            }
        }
        (self.room, self.table) = (room, table);
    }
}

impl StepTarget for ChainCounts {
    fn number(&mut self, name: &str) -> Result<u32, Error> {
        filled_number(&mut self.names, name)
    }

    fn push_step(&mut self, number: u32) {
        self.steps.push(number);
    }

    fn finish_row(&mut self, counts: PathCounts) -> Result<(), Error> {
        let checked = checked_transitions(&counts, self.steps.len(), self.transitions);
        self.transitions = checked.inspect_err(|_| self.steps.clear())?;
        self.worth.add(counts.value);
        let journeys = counts.journey_count();
        if journeys > 0 {
            if self.exits.len() < self.names.len() {
                self.make_room();
            }
            let mut row = 0;
            for &to in &self.steps {
                if self.room > 0 {
                    self.table[row * self.room + to as usize] += journeys;
                } else {
                    *self.pairs.entry((row as u32, to)).or_default() += journeys;
                }
                row = to as usize + 1;
            }
            for (at, ended) in [counts.goal, counts.lost, counts.open].into_iter().enumerate() {
                self.totals[at] += ended;
                if let Some(exits) = row.checked_sub(1).and_then(|last| self.exits.get_mut(last)) {
                    exits[at] += ended;
                }
            }
        }
        self.steps.clear();
        Ok(())
    }
}

impl PathTarget for ChainCounts {
    fn known_count(&self) -> usize {
        self.names.len()
    }

    fn find(&self, name: &str) -> Option<u32> {
        self.names.find(name)
    }

    fn join(&mut self, part: PathPart) -> Result<(), Error> {
        part.add_to(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Paths;
    use super::{Chain, ChainCounts, PathCounts};

    fn both(rows: &[(Vec<String>, PathCounts)]) {
        let (mut counts, mut paths) = (ChainCounts::new(), Paths::new());
        for (steps, ends) in rows {
            assert_eq!(counts.add(steps, *ends), paths.add(steps, *ends));
        }
        assert_eq!(counts.finish(), Chain::fit(&paths));
    }

    #[test]
    fn more_touchpoints_than_a_table_holds() {
        let path = |row: usize| (0..3).map(|step| format!("t{}", row * 7 % (10 + row) + step)).collect();
        let rows: Vec<_> =
            (0..2_500).map(|row| (path(row), PathCounts::goal(1).with_lost(2).with_open(3))).collect();
        both(&rows);
    }

    proptest! {
        /// Whatever the paths, the chain is that of the table of paths; faults are the same and leave no trace.
        #[test]
        fn equals_the_table_of_paths(rows in prop::collection::vec((
            prop::collection::vec("[a-c]{0,2}|z", 0..5),
            (0..3_u64, 0..3_u64, prop::sample::select(vec![0, 0, 1, u64::MAX, 1 << 52])),
            prop::sample::select(vec![0.0, 0.1, 1e300, -1e300, f64::NAN]),
        ), 0..20)) {
            let row = |(steps, (goal, lost, open), value): (Vec<String>, (u64, u64, u64), f64)| {
                (steps, PathCounts::goal(goal).with_lost(lost).with_open(open).with_value(value))
            };
            both(&rows.into_iter().map(row).collect::<Vec<_>>());
        }
    }
}
