//! Targets of paths: what rows of paths are put into, one by one or in parts.

use super::{MOST_TRANSITIONS, PathCounts, Paths, filled_number};
use crate::journey::Error;
use crate::numeric::grow::grow;

/// What rows of paths are put into, step by step.
pub(crate) trait StepTarget {
    /// The number of a touchpoint, a new one if need be.
    fn number(&mut self, name: &str) -> Result<u32, Error>;

    /// One step more of the row that is being made; `number` must come from [`number`](Self::number).
    fn push_step(&mut self, number: u32);

    /// Ends the row that is being made. After an error it is gone.
    fn finish_row(&mut self, counts: PathCounts) -> Result<(), Error>;
}

/// What keeps rows of paths, added one by one or in parts.
pub(crate) trait PathTarget: StepTarget + Sync {
    /// How many touchpoints have a number.
    fn known_count(&self) -> usize;

    /// The number of a touchpoint, if it has one.
    fn find(&self, name: &str) -> Option<u32>;

    /// Adds the rows of a part, in order.
    fn join(&mut self, part: PathPart) -> Result<(), Error>;
}

/// Rows of paths that are put into a target later, made apart from it.
#[derive(Clone, Debug)]
pub(crate) struct PathPart {
    /// How many touchpoints the target knew; numbers from here on are those of the names of `rows`.
    known: u32,
    rows: Paths,
}

impl PathPart {
    /// No row, of a target as it is now.
    pub(crate) fn new(target: &impl PathTarget) -> Self {
        Self { known: target.known_count() as u32, rows: Paths::new() }
    }

    /// The part, to put steps into that the target may know.
    pub(crate) fn beside<'a, P>(&'a mut self, target: &'a P) -> Beside<'a, P> {
        Beside { part: self, target }
    }

    /// Takes the row away that is being made.
    pub(crate) fn drop_row(&mut self) {
        self.rows.steps.truncate(self.rows.row_start(self.rows.len()));
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds its rows to a target one by one.
    pub(in crate::journey::markov) fn add_to(mut self, target: &mut impl PathTarget) -> Result<(), Error> {
        number_new(target, self.known, &mut self.rows)?;
        add_rows(target, &self.rows)
    }
}

/// A part beside the target that its rows are for.
pub(crate) struct Beside<'a, P> {
    part: &'a mut PathPart,
    target: &'a P,
}

impl<P: PathTarget> StepTarget for Beside<'_, P> {
    fn number(&mut self, name: &str) -> Result<u32, Error> {
        match self.target.find(name) {
            Some(number) => Ok(number),
            None => Ok(filled_number(&mut self.part.rows.names, name)?.saturating_add(self.part.known)),
        }
    }

    fn push_step(&mut self, number: u32) {
        self.part.rows.push_step(number);
    }

    fn finish_row(&mut self, counts: PathCounts) -> Result<(), Error> {
        self.part.rows.finish_row(counts)
    }
}

/// Gives the touchpoints of a part that the target did not know the numbers that the target has for them.
fn number_new(target: &mut impl PathTarget, known: u32, rows: &mut Paths) -> Result<(), Error> {
    if rows.names.len() == 0 {
        return Ok(());
    }
    let numbers = (0..rows.names.len() as u32).map(|number| target.number(rows.name(number)));
    let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
    for step in rows.steps.iter_mut().filter(|step| **step >= known) {
        *step = numbers[(*step - known) as usize];
    }
    Ok(())
}

/// Adds rows one by one, up to the first that does not fit.
fn add_rows(target: &mut impl PathTarget, rows: &Paths) -> Result<(), Error> {
    for row in rows.rows() {
        row.steps.iter().for_each(|&step| target.push_step(step));
        target.finish_row(row.counts)?;
    }
    Ok(())
}

impl Paths {
    /// Makes room for the rows of a part; whether there was memory for it.
    fn has_room_for(&mut self, rows: &Self) -> bool {
        grow(&mut self.steps, rows.steps.len())
            && grow(&mut self.ends, rows.ends.len())
            && grow(&mut self.goal, rows.ends.len())
            && grow(&mut self.lost, rows.ends.len())
    }
}

/// Appends a column to one of `length` values, either of which is empty as long as all of its values are nothing.
fn append_or_skip<T: Copy + Default>(
    column: &mut Vec<T>,
    length: usize,
    more: &mut Vec<T>,
    more_length: usize,
) {
    if column.is_empty() && more.is_empty() {
        return;
    }
    column.resize(length, T::default());
    column.append(more);
    column.resize(length + more_length, T::default());
}

impl StepTarget for Paths {
    fn number(&mut self, name: &str) -> Result<u32, Error> {
        self.number(name)
    }

    fn push_step(&mut self, number: u32) {
        self.push_step(number);
    }

    fn finish_row(&mut self, counts: PathCounts) -> Result<(), Error> {
        self.finish_row(counts)
    }
}

impl PathTarget for Paths {
    fn known_count(&self) -> usize {
        self.names.len()
    }

    fn find(&self, name: &str) -> Option<u32> {
        self.names.find(name)
    }

    fn join(&mut self, part: PathPart) -> Result<(), Error> {
        let PathPart { known, mut rows } = part;
        number_new(self, known, &mut rows)?;
        let transitions = self.transitions.saturating_add(rows.transitions);
        let steps = self.steps.len() + rows.steps.len();
        if transitions > MOST_TRANSITIONS || u32::try_from(steps).is_err() || !self.has_room_for(&rows) {
            return add_rows(self, &rows);
        }
        let (before, length) = (self.steps.len() as u32, self.len());
        self.transitions = transitions;
        self.idle |= rows.idle;
        append_or_skip(&mut self.open, length, &mut rows.open, rows.ends.len());
        append_or_skip(&mut self.value, length, &mut rows.value, rows.ends.len());
        self.steps.append(&mut rows.steps);
        self.ends.extend(rows.ends.iter().map(|end| before + end));
        self.goal.append(&mut rows.goal);
        self.lost.append(&mut rows.lost);
        Ok(())
    }
}
