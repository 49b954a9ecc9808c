//! The cells of a matrix, laid out by stretches of rows.

use std::ops::Range;

use super::real::{Real, add};

/// Most rows of a stretch. So many sums stay in the nearest cache, and a row's number within a stretch takes 16 bits.
pub(super) const ROWS: usize = 2_048;

/// One sum a row of a stretch and column of x.
pub(super) type Sums<T, const K: usize> = [[T; K]; ROWS];

/// A cell of the matrix: row within its stretch, column as a position, weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) weight: f64,
    pub(super) column: u32,
    pub(super) row: u16,
}

/// Which columns a cell is in, seen from its row, in the order in which the cells of a stretch stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Before the block.
    Entering,
    /// Before the stretch. By columns, a few thousand at a time, so that x is read from the nearer caches.
    Lower,
    /// Before the row, in the stretch. By rows.
    NearLower,
    /// The row's own.
    Own,
    /// Behind the row, in the stretch. By rows, the last first.
    NearUpper,
    /// Behind the stretch. By columns as [`Part::Lower`].
    Upper,
}

impl Part {
    pub(super) const ALL: [Self; 6] =
        [Self::Entering, Self::Lower, Self::NearLower, Self::Own, Self::NearUpper, Self::Upper];
}

/// Up to [`ROWS`] rows that stand together.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) rows: Range<usize>,
    /// Where the cells start, and where each [`Part`] of them ends.
    cells: [u32; 7],
}

impl Stretch {
    /// Cells from `start` on, not yet in parts.
    pub(super) fn new(rows: Range<usize>, start: u32, end: u32) -> Self {
        let mut cells = [end; 7];
        cells[0] = start;
        Self { rows, cells }
    }

    pub(super) fn all(&self) -> Range<usize> {
        self.cells[0] as usize..self.cells[6] as usize
    }

    pub(super) fn part(&self, part: Part) -> Range<usize> {
        self.cells[part as usize] as usize..self.cells[part as usize + 1] as usize
    }
}

/// Cells with weights of one precision.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a, T> {
    pub(super) rows: &'a [u16],
    pub(super) columns: &'a [u32],
    pub(super) weights: &'a [T],
}

impl<T: Real> Cells<'_, T> {
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let (rows, columns) = (&self.rows[range.clone()], &self.columns[range.clone()]);
        Self { rows, columns, weights: &self.weights[range] }
    }

    /// Adds to the rows' sums what the cells make of x.
    ///
    /// Cell by cell and not row by row: rows are short, and a wrong guess where one ends costs as much as several cells.
    pub(super) fn gather<const K: usize>(&self, x: &[[T; K]], sums: &mut Sums<T, K>) {
        for ((&row, &column), &weight) in self.rows.iter().zip(self.columns).zip(self.weights) {
            // The remainder is the row, and tells the compiler that it is one.
            add(&mut sums[row as usize % ROWS], weight, &x[column as usize]);
        }
    }

    /// Runs of cells of one row: the row and its cells' columns and weights.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, (&[u32], &[T]))> {
        let mut start = 0;
        self.rows.chunk_by(PartialEq::eq).map(move |run| {
            let range = start..start + run.len();
            start = range.end;
            (run[0] as usize, (&self.columns[range.clone()], &self.weights[range]))
        })
    }
}

/// Sorts cells into parts.
pub(super) struct Sorter {
    /// Columns of 2^shift positions are told apart.
    shift: u32,
    /// How many of them there are.
    wide: usize,
    sorted: Vec<Cell>,
    next: Vec<u32>,
}

impl Sorter {
    pub(super) fn new(n: usize) -> Self {
        const MOST: u32 = 9;
        let shift = n.max(1).ilog2().saturating_sub(MOST).max(ROWS.ilog2());
        Self { shift, wide: (n >> shift) + 1, sorted: Vec::new(), next: Vec::new() }
    }

    /// Sorts the cells of a stretch whose block starts at row `block`.
    ///
    /// A counting sort, but for few cells. O(cells).
    pub(super) fn sort(&mut self, stretch: &mut Stretch, block: usize, cells: &mut Vec<Cell>) {
        const FEW: usize = 1_024;
        let rows = stretch.rows.clone();
        let part = |cell: &Cell| {
            let (column, row) = (cell.column as usize, rows.start + cell.row as usize);
            match column {
                _ if column < block => Part::Entering,
                _ if column < rows.start => Part::Lower,
                _ if column >= rows.end => Part::Upper,
                _ if column < row => Part::NearLower,
                _ if column > row => Part::NearUpper,
                _ => Part::Own,
            }
        };
        let (shift, wide) = (self.shift, self.wide);
        let key = |cell: &Cell| {
            let column = (cell.column >> shift) as usize;
            match part(cell) {
                Part::Entering => 0,
                Part::Lower => 1 + column,
                near @ (Part::NearLower | Part::Own | Part::NearUpper) => wide + near as usize,
                Part::Upper => wide + Part::Upper as usize + column,
            }
        };
        if cells.len() <= FEW {
            cells.sort_by_key(key);
        } else {
            self.next.clear();
            self.next.resize(2 * wide + Part::Upper as usize + 1, 0);
            cells.iter().for_each(|cell| self.next[key(cell) + 1] += 1);
            (1..self.next.len()).for_each(|at| self.next[at] += self.next[at - 1]);
            self.sorted.resize(cells.len(), Cell::default());
            for cell in cells.iter() {
                let next = &mut self.next[key(cell)];
                self.sorted[*next as usize] = *cell;
                *next += 1;
            }
            std::mem::swap(cells, &mut self.sorted);
        }
        let start = stretch.cells[0];
        for (end, last) in stretch.cells[1..].iter_mut().zip(Part::ALL) {
            *end = start + cells.partition_point(|cell| part(cell) <= last) as u32;
        }
        let near = |part| {
            let range = stretch.part(part);
            range.start - start as usize..range.end - start as usize
        };
        cells[near(Part::NearLower)].sort_by_key(|cell| cell.row);
        cells[near(Part::NearUpper)].sort_by_key(|cell| std::cmp::Reverse(cell.row));
    }
}
