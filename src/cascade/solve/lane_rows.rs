//! Cells of a row block on itself, laid out so that several rows are solved side by side.

use std::ops::Range;

use super::lanes::{Real, add};
use super::row_block::Cell;

/// Rows of a lane group.
const LANES: usize = 4;

/// Cells that rows read before them in their row block, or behind them: lane group by lane group in the order of solving.
///
/// The rows of a lane group read in step what stands outside of it, one cell each; who has fewer cells than the others reads
/// itself, with weight 0. What they read of each other follows, cell by cell, and so does all where few of them read
/// much. So no loop ends where it cannot be foreseen, as it does at the end of every row when rows are read one by one.
#[derive(Clone, Debug, Default)]
pub(crate) struct LaneRows {
    lane_groups: Vec<LaneGroup>,
    columns: Vec<[u16; LANES]>,
    weights: Vec<[f64; LANES]>,
    narrow: Vec<[f32; LANES]>,
    inner: Vec<Cell>,
}

/// Up to four rows.
#[derive(Clone, Copy, Debug)]
struct LaneGroup {
    /// The first row, within the row block.
    first: u16,
    /// Where its steps and its inner cells end; they start where those of the lane group before end.
    steps: u32,
    inner: u32,
}

/// [`LaneRows`] with weights of one precision.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LaneRowCells<'a, T> {
    lane_groups: &'a [LaneGroup],
    columns: &'a [[u16; LANES]],
    weights: &'a [[T; LANES]],
    inner: &'a [Cell],
}

impl LaneRows {
    /// Adds the cells of a row block that stand before their row, or those behind it; where the lane groups are.
    ///
    /// `cells`: of the row block, which has `rows`, columns counted as they are. O(cells log cells).
    pub(crate) fn push(&mut self, rows: usize, cells: &[Cell], behind: bool) -> Range<usize> {
        let (start, last) = (self.lane_groups.len(), (rows - 1) as u16);
        let mut mine: Vec<Cell> = cells
            .iter()
            .filter(|cell| if behind { cell.column > cell.row } else { cell.column < cell.row })
            .copied()
            .collect();
        mine.sort_by_key(|cell| if behind { u16::MAX - cell.row } else { cell.row });
        let lane_group = |at: u16| at as usize / LANES;
        for cells in mine.chunk_by(|a, b| lane_group(a.row) == lane_group(b.row)) {
            let first = (lane_group(cells[0].row) * LANES) as u16;
            let outer = || cells.iter().filter(|cell| lane_group(cell.column) != lane_group(cell.row));
            let mut counts = [0; LANES];
            outer().for_each(|cell| counts[(cell.row - first) as usize] += 1);
            let steps = counts.into_iter().max().unwrap_or(0);
            // Steps of which a third is taken are worth their memory.
            let in_step = 3 * counts.iter().sum::<usize>() >= steps * LANES;
            if in_step {
                let start = self.columns.len();
                // Whatever a row holds, 0 times that is no fault of another row.
                let own = std::array::from_fn(|lane| (first + lane as u16).min(last));
                self.columns.resize(start + steps, own);
                self.weights.resize(start + steps, [0.0; LANES]);
                let mut made = [start; LANES];
                for cell in outer() {
                    let lane = (cell.row - first) as usize;
                    let step = made[lane];
                    (self.columns[step][lane], self.weights[step][lane]) = (cell.column, cell.weight);
                    made[lane] += 1;
                }
            }
            self.inner.extend(
                cells.iter().filter(|cell| !in_step || lane_group(cell.column) == lane_group(cell.row)),
            );
            let (steps, inner) = (self.columns.len() as u32, self.inner.len() as u32);
            self.lane_groups.push(LaneGroup { first, steps, inner });
        }
        start..self.lane_groups.len()
    }

    /// Makes short weights.
    pub(crate) fn shorten(&mut self) {
        self.narrow = self.weights.iter().map(|weights| weights.map(|weight| weight as f32)).collect();
    }

    pub(crate) fn wide(&self) -> LaneRowCells<'_, f64> {
        self.cells(&self.weights)
    }

    pub(crate) fn narrow(&self) -> LaneRowCells<'_, f32> {
        self.cells(&self.narrow)
    }

    fn cells<'a, T>(&'a self, weights: &'a [[T; LANES]]) -> LaneRowCells<'a, T> {
        LaneRowCells { lane_groups: &self.lane_groups, columns: &self.columns, weights, inner: &self.inner }
    }
}

impl<T: Real> LaneRowCells<'_, T> {
    /// Adds to the rows of a row block what they read in some lane groups; `x` holds the row block's rows only.
    pub(crate) fn solve<const K: usize>(&self, lane_groups: Range<usize>, x: &mut [[T; K]]) {
        let (mut step, mut cell) = match lane_groups.start.checked_sub(1) {
            Some(before) => {
                (self.lane_groups[before].steps as usize, self.lane_groups[before].inner as usize)
            }
            None => (0, 0),
        };
        for lane_group in &self.lane_groups[lane_groups] {
            let first = lane_group.first as usize;
            let last = x.len() - 1;
            let mut sums: [[T; K]; LANES] = std::array::from_fn(|lane| x[last.min(first + lane)]);
            let steps = step..lane_group.steps as usize;
            for (columns, weights) in self.columns[steps.clone()].iter().zip(&self.weights[steps]) {
                for lane in 0..LANES {
                    add(&mut sums[lane], weights[lane], &x[columns[lane] as usize]);
                }
            }
            // Not `copy_from_slice`, which is a call for as little as this.
            x[first..].iter_mut().zip(sums).for_each(|(x, sum)| *x = sum);
            for cell in &self.inner[cell..lane_group.inner as usize] {
                let from = x[cell.column as usize];
                add(&mut x[cell.row as usize], T::of(cell.weight), &from);
            }
            (step, cell) = (lane_group.steps as usize, lane_group.inner as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against rows that are solved one by one.
        #[test]
        fn lane_groups_solve_as_rows_do(
            rows in 1_u16..23,
            cells in prop::collection::vec((any::<u16>(), any::<u16>(), prop_oneof![Just(-1.0), Just(1.0)]), 0..60),
            behind in any::<bool>(),
        ) {
            let cells: Vec<Cell> = cells
                .into_iter()
                .map(|(row, column, weight)| Cell { row: row % rows, column: column % rows, weight })
                .collect();
            let mut lane_groups = LaneRows::default();
            // What was there before is left alone.
            lane_groups.push(4, &[Cell { row: 3, column: 0, weight: 1.0 }, Cell { row: 3, column: 2, weight: 1.0 }], false);
            let range = lane_groups.push(rows as usize, &cells, behind);
            let start: Vec<[f64; 1]> = (1..=rows).map(|value| [f64::from(value)]).collect();
            let mut x = start.clone();
            lane_groups.wide().solve(range, &mut x);
            let mut expected = start;
            let order: Vec<u16> = if behind { (0..rows).rev().collect() } else { (0..rows).collect() };
            for row in order {
                let read = |cell: &&Cell| cell.row == row && if behind { cell.column > row } else { cell.column < row };
                let sum: f64 =
                    cells.iter().filter(read).map(|cell| cell.weight * expected[cell.column as usize][0]).sum();
                expected[row as usize][0] += sum;
            }
            // Whole numbers below 4^23: their sums are exact in any order.
            prop_assert_eq!(x, expected);
        }
    }
}
