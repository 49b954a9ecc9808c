//! Passes over the rows of a block.

use super::real::{Real, add};
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
    /// Solves x = c + L x, first row first, and writes L x + D x to `read`.
    pub(super) fn forth<const K: usize>(
        &self,
        c: &[[T; K]],
        x: &mut [[T; K]],
        read: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        for stretch in self.stretches {
            let (rows, places) = (stretch.rows.clone(), self.places(stretch));
            sums[..rows.len()].copy_from_slice(&c[places.clone()]);
            self.cells.slice(stretch.part(Part::Lower)).gather(x, sums);
            x[rows.clone()].copy_from_slice(&sums[..rows.len()]);
            self.cells.slice(stretch.part(Part::NearLower)).follow(rows.start, x);
            let (read, c) = (&mut read[places.clone()], &c[places]);
            for ((read, x), c) in read.iter_mut().zip(&x[rows.clone()]).zip(c) {
                *read = std::array::from_fn(|lane| x[lane] - c[lane]);
            }
            for at in stretch.part(Part::Own) {
                let row = self.cells.rows[at] as usize;
                add(&mut read[row], self.cells.weights[at], &x[rows.start + row]);
            }
        }
    }

    /// Solves x = b + `read` + U x in the rows of one stretch, those behind being solved, and takes `read` to b + U x.
    pub(super) fn back<const K: usize>(
        &self,
        stretch: &Stretch,
        b: &[[T; K]],
        x: &mut [[T; K]],
        read: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        let (rows, places) = (stretch.rows.clone(), self.places(stretch));
        let (b, read) = (&b[places.clone()], &mut read[places]);
        for ((sum, b), read) in sums.iter_mut().zip(b).zip(read.iter()) {
            *sum = std::array::from_fn(|lane| b[lane] + read[lane]);
        }
        self.cells.slice(stretch.part(Part::Upper)).gather(x, sums);
        x[rows.clone()].copy_from_slice(&sums[..rows.len()]);
        self.cells.slice(stretch.part(Part::NearUpper)).follow(rows.start, x);
        for (read, x) in read.iter_mut().zip(&x[rows]) {
            *read = std::array::from_fn(|lane| x[lane] - read[lane]);
        }
    }

    /// Adds to `given` what the rows read of x, in one part of the cells or in all.
    pub(super) fn read<const K: usize>(
        &self,
        part: Option<Part>,
        x: &[[T; K]],
        given: &mut [[T; K]],
        sums: &mut Sums<T, K>,
    ) {
        for stretch in self.stretches {
            let cells = self.cells.slice(part.map_or(stretch.all(), |part| stretch.part(part)));
            let given = &mut given[self.places(stretch)];
            sums[..given.len()].copy_from_slice(given);
            cells.gather(x, sums);
            given.copy_from_slice(&sums[..given.len()]);
        }
    }

    /// Solves rows that read only earlier ones, x holding what is given.
    pub(super) fn substitute<const K: usize>(&self, x: &mut [[T; K]], sums: &mut Sums<T, K>) {
        for stretch in self.stretches {
            let rows = stretch.rows.clone();
            sums[..rows.len()].copy_from_slice(&x[rows.clone()]);
            self.cells.slice(stretch.part(Part::Lower)).gather(x, sums);
            x[rows.clone()].copy_from_slice(&sums[..rows.len()]);
            self.cells.slice(stretch.part(Part::NearLower)).follow(rows.start, x);
        }
    }

    pub(super) fn places(&self, stretch: &Stretch) -> std::ops::Range<usize> {
        stretch.rows.start - self.first..stretch.rows.end - self.first
    }
}
