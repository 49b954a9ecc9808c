//! Cells of a sparse matrix by blocks of rows and windows of columns.

use std::ops::Range;

use super::lanes::{Real, add};

/// Most rows of a row block: a row's number within it takes 16 bits.
const MOST_ROWS: usize = 1 << 15;

/// Columns of a window, as a power of 2: a column's number within it takes 16 bits.
const WINDOW: u32 = 16;

/// How many rows a row block of a matrix of n rows has.
///
/// In long ones x is read again while it is near.
pub(crate) fn rows_of_row_block(n: usize) -> usize {
    const FEWEST: usize = 1 << 11;
    (n / 32).next_power_of_two().clamp(FEWEST, MOST_ROWS)
}

/// Which columns a cell is in, seen from its row, in the order in which the cells of a row block stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Before the block.
    Entering,
    /// Before the row block. By columns, a few thousand at a time, so that x is read from the nearer caches.
    Lower,
    /// In the row block, but not the row's own.
    Near,
    /// The row's own.
    Own,
    /// Behind the row block. By columns as [`Part::Lower`].
    Upper,
}

impl Part {
    const ALL: [Self; 5] = [Self::Entering, Self::Lower, Self::Near, Self::Own, Self::Upper];

    /// All but what enters.
    pub(crate) const WITHIN: [Self; 4] = [Self::Lower, Self::Near, Self::Own, Self::Upper];
}

/// Rows that stand together.
#[derive(Clone, Debug)]
pub(crate) struct RowBlock {
    pub(crate) rows: Range<usize>,
    pub(crate) cells: Range<usize>,
    /// Where the windows start, and where those of each [`Part`] end.
    windows: [u32; 6],
    /// The lane groups of what is near: before the rows, and behind them.
    pub(crate) near: [Range<usize>; 2],
}

impl RowBlock {
    /// Cells that are not yet in parts.
    pub(crate) fn new(rows: Range<usize>, cells: Range<usize>) -> Self {
        Self { rows, cells, windows: [0; 6], near: [0..0, 0..0] }
    }

    fn windows(&self, part: Part) -> Range<usize> {
        self.windows[part as usize] as usize..self.windows[part as usize + 1] as usize
    }
}

/// Cells of one part that read up to 2^16 columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Where the columns start.
    first: u32,
    /// Where the cells end; they start where those of the window before end.
    end: u32,
}

/// The cells of a window.
fn cells(windows: &[Window], window: usize) -> Range<usize> {
    let start = window.checked_sub(1).map_or(0, |before| windows[before].end);
    start as usize..windows[window].end as usize
}

/// Cells with weights of one precision: row within the row block, column within the window, weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells<'a, T> {
    pub(crate) windows: &'a [Window],
    pub(crate) rows: &'a [u16],
    pub(crate) columns: &'a [u16],
    pub(crate) weights: &'a [T],
}

/// The cells of a window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a, T> {
    /// Where the columns start.
    pub(crate) first: usize,
    pub(crate) rows: &'a [u16],
    pub(crate) columns: &'a [u16],
    pub(crate) weights: &'a [T],
}

impl<'a, T: Real> Cells<'a, T> {
    /// The cells of a part of a row block, window by window.
    pub(crate) fn part(self, row_block: &RowBlock, part: Part) -> impl Iterator<Item = Run<'a, T>> {
        row_block.windows(part).map(move |window| {
            let cells = cells(self.windows, window);
            Run {
                first: self.windows[window].first as usize,
                rows: &self.rows[cells.clone()],
                columns: &self.columns[cells.clone()],
                weights: &self.weights[cells],
            }
        })
    }

    /// Row within the row block, column and weight of the cells of a row block.
    pub(crate) fn of(self, row_block: &RowBlock) -> impl Iterator<Item = (usize, usize, T)> {
        Part::ALL.into_iter().flat_map(move |part| self.part(row_block, part)).flat_map(|run| {
            let cells = run.rows.iter().zip(run.columns).zip(run.weights);
            cells.map(move |((&row, &column), &weight)| (row as usize, run.first + column as usize, weight))
        })
    }
}

impl<'a, T: Real> Run<'a, T> {
    /// Adds to the rows' sums what the cells make of x, which starts with the window.
    ///
    /// Cell by cell and not row by row: rows are short, and a wrong guess where one ends costs as much as several cells.
    pub(crate) fn gather<X: Real, const K: usize>(&self, x: &[[X; K]], sums: &mut [[T; K]]) {
        for ((&row, &column), &weight) in self.rows.iter().zip(self.columns).zip(self.weights) {
            add(&mut sums[row as usize], weight, &x[column as usize]);
        }
    }
}

/// A cell by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) weight: f64,
    pub(crate) column: u16,
    pub(crate) row: u16,
}

/// Sorts the cells of row blocks into parts and windows.
pub(crate) struct Sorter {
    /// Columns of 2^shift positions are told apart.
    shift: u32,
    /// How many of them there are.
    wide: u32,
    pub(crate) windows: Vec<Window>,
    next: Vec<u32>,
    few: Vec<(u32, Cell)>,
    sorted: Vec<Cell>,
}

impl Sorter {
    /// For n columns, and up to `most` cells at a time.
    pub(crate) fn new(n: usize, most: usize) -> Self {
        const FEWEST: u32 = 11;
        const PARTS: u32 = 14;
        let shift = n.max(1).ilog2().saturating_sub(PARTS).clamp(FEWEST, WINDOW);
        let (next, few, sorted) = (Vec::new(), Vec::new(), Vec::with_capacity(most));
        Self { shift, wide: (n >> shift) as u32 + 1, windows: Vec::new(), next, few, sorted }
    }

    /// Sorts the cells of a row block whose block starts at row `block`: rows, low and high halves of the columns'
    /// positions, weights.
    ///
    /// A counting sort, but for few cells. O(cells).
    pub(crate) fn sort(
        &mut self,
        row_block: &mut RowBlock,
        block: usize,
        (rows, low, high, weights): (&[u16], &[u16], &[u16], &[f64]),
    ) -> &[Cell] {
        const FEW: usize = 1_024;
        let (shift, wide, block) = (self.shift, self.wide, block as u32);
        let (start, len) = (row_block.rows.start as u32, row_block.rows.len() as u32);
        // Keys in the order of parts, and in one by columns.
        let (lower, near, upper) = (wide, 2 * wide, 2 * wide + 2);
        // The key, and the column within its window. Whether a cell is below or above cannot be foreseen, all else can.
        let place = |row: u16, low: u16, high: u16| {
            let (row, column) = (u32::from(row), u32::from(high) << 16 | u32::from(low));
            if column < block {
                return (column >> shift, column as u16);
            }
            let (within, offset) = (column.wrapping_sub(start), column - block);
            if within < len {
                return (near + u32::from(within == row), within as u16);
            }
            let far = if column < start { lower } else { upper };
            (far + (offset >> shift), offset as u16)
        };
        let window = |key: u32| match key {
            _ if key < lower => (Part::Entering, key << shift >> WINDOW << WINDOW),
            _ if key < near => (Part::Lower, block + ((key - lower) << shift >> WINDOW << WINDOW)),
            _ if key < upper => (if key == near { Part::Near } else { Part::Own }, start),
            _ => (Part::Upper, block + ((key - upper) << shift >> WINDOW << WINDOW)),
        };
        let cell = |at: usize| {
            let (key, column) = place(rows[at], low[at], high[at]);
            (key, Cell { weight: weights[at], column, row: rows[at] })
        };
        row_block.windows = [self.windows.len() as u32; 6];
        let (mut last, mut end_of_cells) = (None, row_block.cells.start as u32);
        let mut count = |key: u32, count: u32| {
            let (part, first) = window(key);
            if last.replace((part, first)) != Some((part, first)) {
                self.windows.push(Window { first, end: end_of_cells });
                row_block.windows[part as usize + 1..].fill(self.windows.len() as u32);
            }
            end_of_cells += count;
            self.windows.iter_mut().last().into_iter().for_each(|window| window.end = end_of_cells);
        };
        self.sorted.clear();
        if rows.len() <= FEW {
            self.few.clear();
            self.few.extend((0..rows.len()).map(cell));
            self.few.sort_by_key(|&(key, _)| key);
            self.few.chunk_by(|a, b| a.0 == b.0).for_each(|run| count(run[0].0, run.len() as u32));
            self.sorted.extend(self.few.iter().map(|&(_, cell)| cell));
        } else {
            self.next.clear();
            self.next.resize((upper + wide) as usize, 0);
            for at in 0..rows.len() {
                self.next[cell(at).0 as usize] += 1;
            }
            let mut sum = 0;
            for (key, next) in self.next.iter_mut().enumerate().filter(|(_, next)| **next > 0) {
                count(key as u32, *next);
                sum += std::mem::replace(next, sum);
            }
            self.sorted.resize(rows.len(), Cell::default());
            for at in 0..rows.len() {
                let (key, cell) = cell(at);
                let next = &mut self.next[key as usize];
                self.sorted[*next as usize] = cell;
                *next += 1;
            }
        }
        &self.sorted
    }

    /// Of the cells that were sorted last, those whose columns are in the row block, which have one window.
    pub(crate) fn near(&self, row_block: &RowBlock) -> &[Cell] {
        let window = row_block.windows(Part::Near).next();
        window.map_or(&[], |window| {
            let Range { start, end } = cells(&self.windows, window);
            &self.sorted[start - row_block.cells.start..end - row_block.cells.start]
        })
    }
}
