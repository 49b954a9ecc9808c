//! Passes over the rows of a block.

use std::ops::Range;

use super::real::{Real, add, dot};
use super::stretch::{Cells, Part, Stretch, Sums};

/// The rows of a block, x = b + A x with A = L + D + U, with weights of one precision: L reads earlier rows, U later ones,
/// D the rows themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct System<'a, T> {
    /// Position of the first row. `x` is indexed by positions, all else by rows of the block.
    pub(super) first: usize,
    /// How many rows there are.
    pub(super) len: usize,
    pub(super) stretches: &'a [Stretch],
    pub(super) cells: Cells<'a, T>,
}

impl<T: Real> System<'_, T> {
    /// Solves x = c + L x in the rows of one stretch, those before being solved; `c` holds the stretch's rows only.
    pub(super) fn forth<const K: usize>(
        &self,
        stretch: &Stretch,
        c: &[[T; K]],
        x: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        sums[..c.len()].copy_from_slice(c);
        self.solve(stretch, Part::Lower, Part::NearLower, x, sums);
    }

    /// Solves x = b + (L + D) y + U x in the rows of one stretch, those behind being solved and x holding y = c + L y, and
    /// writes b + U x to `end`; `b`, `c` and `end` hold the stretch's rows only.
    pub(super) fn back<const K: usize>(
        &self,
        stretch: &Stretch,
        (b, c): (&[[T; K]], &[[T; K]]),
        x: &mut [[T; K]],
        end: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        let rows = stretch.rows.clone();
        for (read, (y, c)) in end.iter_mut().zip(x[rows.clone()].iter().zip(c)) {
            *read = std::array::from_fn(|lane| y[lane] - c[lane]);
        }
        for at in stretch.part(Part::Own) {
            let row = self.cells.rows[at] as usize;
            add(&mut end[row], self.cells.weights[at], &x[rows.start + row]);
        }
        for (sum, (b, read)) in sums.iter_mut().zip(b.iter().zip(end.iter())) {
            *sum = std::array::from_fn(|lane| b[lane] + read[lane]);
        }
        self.solve(stretch, Part::Upper, Part::NearUpper, x, sums);
        for (end, x) in end.iter_mut().zip(&x[rows]) {
            *end = std::array::from_fn(|lane| x[lane] - end[lane]);
        }
    }

    /// Solves rows that read only earlier ones, x holding what is given.
    pub(super) fn substitute<const K: usize>(&self, x: &mut [[T; K]], sums: &mut Sums<T, K>) {
        for stretch in self.stretches {
            sums[..stretch.rows.len()].copy_from_slice(&x[stretch.rows.clone()]);
            self.solve(stretch, Part::Lower, Part::NearLower, x, sums);
        }
    }

    /// Solves the rows of a stretch: what they read of other stretches first, then row by row what they read of their own.
    fn solve<const K: usize>(
        &self,
        stretch: &Stretch,
        far: Part,
        near: Part,
        x: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        let rows = stretch.rows.clone();
        self.cells.slice(stretch.part(far)).gather(x, sums);
        x[rows.clone()].copy_from_slice(&sums[..rows.len()]);
        for (row, cells) in self.cells.slice(stretch.part(near)).runs() {
            x[rows.start + row] = dot(cells, x, x[rows.start + row]);
        }
    }

    /// Adds to `given` what the rows read of x in the parts named.
    pub(super) fn read<const K: usize>(
        &self,
        parts: &[Part],
        x: &[[T; K]],
        given: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        for stretch in self.stretches {
            let given = &mut given[self.places(stretch)];
            sums[..given.len()].copy_from_slice(given);
            for &part in parts {
                let cells = self.cells.slice(stretch.part(part));
                match part {
                    Part::NearLower | Part::NearUpper => {
                        cells.runs().for_each(|(row, cells)| sums[row] = dot(cells, x, sums[row]));
                    }
                    _ => cells.gather(x, sums),
                }
            }
            given.copy_from_slice(&sums[..given.len()]);
        }
    }

    /// Whether some weight is negative.
    pub(super) fn is_signed(&self) -> bool {
        let cells = self.stretches.iter().flat_map(|stretch| &self.cells.weights[stretch.all()]);
        cells.into_iter().any(|&weight| weight < T::default())
    }

    /// Where the rows of a stretch stand in the block.
    pub(super) fn places(&self, stretch: &Stretch) -> Range<usize> {
        stretch.rows.start - self.first..stretch.rows.end - self.first
    }
}
