//! Numbers of 32 or 64 bits, several side by side.

use std::ops::{Add, Mul, Sub};

/// A number that sweeps compute with.
pub(crate) trait Real:
    Copy + Default + PartialOrd + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    fn of(value: f64) -> Self;
    fn wide(self) -> f64;
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }
    fn wide(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn wide(self) -> f64 {
        self
    }
}

/// K numbers a row, rows beginning at lines of memory if K is large, so that none lies on two.
#[derive(Debug, Default)]
pub(crate) struct Lanes<T, const K: usize> {
    buffer: Vec<T>,
    skip: usize,
    rows: usize,
}

impl<T: Real, const K: usize> Lanes<T, K> {
    /// Makes room for so many rows; what they hold is left open.
    pub(crate) fn fit(&mut self, rows: usize) {
        const LINE: usize = 64;
        let wanted = rows * K + LINE / size_of::<T>();
        if self.buffer.len() < wanted {
            self.buffer = vec![T::default(); wanted];
            // Where alignment cannot be told, none is needed for the result.
            self.skip = self.buffer.as_ptr().align_offset(LINE).min(LINE / size_of::<T>());
        }
        self.rows = rows;
    }

    pub(crate) fn rows(&self) -> &[[T; K]] {
        &self.buffer[self.skip..].as_chunks().0[..self.rows]
    }

    pub(crate) fn rows_mut(&mut self) -> &mut [[T; K]] {
        &mut self.buffer[self.skip..].as_chunks_mut().0[..self.rows]
    }
}

/// Adds a multiple of x.
#[inline]
pub(crate) fn add<T: Real, X: Real, const K: usize>(sum: &mut [T; K], weight: T, x: &[X; K]) {
    for lane in 0..K {
        sum[lane] = sum[lane] + weight * T::of(x[lane].wide());
    }
}
