//! Substitution, sweeps and residuals over the rows of a block.

use std::ops::Range;

use super::lane_rows::LaneRowCells;
use super::lanes::Real;
use super::row_block::{Cells, Part, RowBlock};

/// The rows of a block, x = b + A x with A = L + D + U, with weights of one precision: L reads earlier rows, U later ones,
/// D the rows themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockOps<'a, T> {
    /// Position that x starts with: the block's first where it is iterated, 0 elsewhere.
    pub(crate) origin: usize,
    /// How many rows there are.
    pub(crate) len: usize,
    pub(crate) row_blocks: &'a [RowBlock],
    pub(crate) cells: Cells<'a, T>,
    pub(crate) lane_groups: LaneRowCells<'a, T>,
}

impl<T: Real> BlockOps<'_, T> {
    /// Solves x = c + L x in the rows of one row block, those before being solved; `c` holds the row block's rows only.
    pub(crate) fn forth<const K: usize>(
        &self,
        row_block: &RowBlock,
        c: &[[T; K]],
        x: &mut [[T; K]],
        sums: &mut [[T; K]],
    ) {
        sums[..c.len()].copy_from_slice(c);
        self.solve(row_block, Part::Lower, row_block.near[0].clone(), x, sums);
    }

    /// Solves x = b + (L + D) y + U x in the rows of one row block, those behind being solved and x holding y = c + L y, and
    /// writes b + D y + U x to `end`; `b`, `c` and `end` hold the row block's rows only.
    pub(crate) fn back<const K: usize>(
        &self,
        row_block: &RowBlock,
        (b, c): (&[[T; K]], &[[T; K]]),
        x: &mut [[T; K]],
        end: &mut [[T; K]],
        sums: &mut [[T; K]],
    ) {
        let rows = self.places(row_block);
        for (read, (y, c)) in end.iter_mut().zip(x[rows.clone()].iter().zip(c)) {
            *read = std::array::from_fn(|lane| y[lane] - c[lane]);
        }
        for (sum, (b, read)) in sums.iter_mut().zip(b.iter().zip(end.iter())) {
            *sum = std::array::from_fn(|lane| b[lane] + read[lane]);
        }
        self.gather(row_block, Part::Own, x, sums);
        self.solve(row_block, Part::Upper, row_block.near[1].clone(), x, sums);
        for (end, x) in end.iter_mut().zip(&x[rows]) {
            *end = std::array::from_fn(|lane| x[lane] - end[lane]);
        }
    }

    /// Solves rows that read only earlier ones, x holding what is given.
    pub(crate) fn substitute<const K: usize>(&self, x: &mut [[T; K]], sums: &mut [[T; K]]) {
        for row_block in self.row_blocks {
            sums[..row_block.rows.len()].copy_from_slice(&x[self.places(row_block)]);
            self.solve(row_block, Part::Lower, row_block.near[0].clone(), x, sums);
        }
    }

    /// Solves the rows of a row block: what they read of other row blocks first, then lane group by lane group what they read
    /// of their own.
    fn solve<const K: usize>(
        &self,
        row_block: &RowBlock,
        far: Part,
        near: Range<usize>,
        x: &mut [[T; K]],
        sums: &mut [[T; K]],
    ) {
        self.gather(row_block, far, x, sums);
        let x = &mut x[self.places(row_block)];
        x.copy_from_slice(&sums[..row_block.rows.len()]);
        self.lane_groups.solve(near, x);
    }

    /// Adds to `given` what the rows read of the positions before the block, whose values `x` holds.
    pub(crate) fn enter<const K: usize>(&self, x: &[[T; K]], given: &mut [[T; K]]) {
        for row_block in self.row_blocks {
            let given = &mut given[self.places(row_block)];
            for run in self.cells.part(row_block, Part::Entering) {
                run.gather(&x[run.first..], given);
            }
        }
    }

    /// Takes from the residual what x, times a power of 2 a column, answers: (I - A) x.
    pub(crate) fn answer<X: Real, const K: usize>(
        &self,
        x: &[[X; K]],
        scale: [f64; K],
        residual: &mut [[T; K]],
        sums: &mut [[T; K]],
    ) {
        let (scale, inverse) = (scale.map(T::of), scale.map(|scale| T::of(scale.recip())));
        for row_block in self.row_blocks {
            let places = self.places(row_block);
            let residual = &mut residual[places.clone()];
            for (sum, residual) in sums.iter_mut().zip(residual.iter()) {
                *sum = std::array::from_fn(|lane| residual[lane] * inverse[lane]);
            }
            Part::WITHIN.into_iter().for_each(|part| self.gather(row_block, part, x, sums));
            // Taken off last: most sums before are smaller than x, and so is their rounding.
            for ((residual, sum), x) in residual.iter_mut().zip(sums.iter()).zip(&x[places]) {
                *residual = std::array::from_fn(|lane| (sum[lane] - T::of(x[lane].wide())) * scale[lane]);
            }
        }
    }

    fn gather<X: Real, const K: usize>(
        &self,
        row_block: &RowBlock,
        part: Part,
        x: &[[X; K]],
        sums: &mut [[T; K]],
    ) {
        for run in self.cells.part(row_block, part) {
            run.gather(&x[run.first - self.origin..], sums);
        }
    }

    /// Whether some weight is negative.
    pub(crate) fn is_signed(&self) -> bool {
        let cells = self.row_blocks.iter().flat_map(|row_block| &self.cells.weights[row_block.cells.clone()]);
        cells.into_iter().any(|&weight| weight < T::default())
    }

    /// The most rows of a row block.
    pub(crate) fn widest(&self) -> usize {
        self.row_blocks.iter().map(|row_block| row_block.rows.len()).max().unwrap_or(0)
    }

    /// Where x holds the rows of a row block.
    pub(crate) fn places(&self, row_block: &RowBlock) -> Range<usize> {
        row_block.rows.start - self.origin..row_block.rows.end - self.origin
    }
}
