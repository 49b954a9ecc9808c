//! Solves x = b + A x, block by block.

use crate::numeric::dense;

use super::anderson::{Real, dot, settle};
use super::sweep::{Block, Kind, Rows, Sweep};
use super::{Error, SolveOptions};

/// How far a stage in short numbers can take a residual, their rounding being 6e-8.
const STAGE: f64 = 5e-7;

impl Sweep {
    /// Solves for up to K right-hand sides at once: the rows are read once for all.
    pub(super) fn solve<const K: usize>(
        &self,
        given: &[&[f64]],
        options: &SolveOptions,
    ) -> Result<Vec<Vec<f64>>, Error> {
        let lanes = |node: &u32| {
            std::array::from_fn(|lane| given.get(lane).map_or(0.0, |given| given[*node as usize]))
        };
        let mut x: Vec<[f64; K]> = self.order.iter().map(lanes).collect();
        let iterated = self.blocks.iter().filter(|block| block.kind == Kind::Iterated).count();
        let share = norms(&x).map(|norm| norm / (iterated.max(1) as f64).sqrt());
        for block in &self.blocks {
            match block.kind {
                Kind::Acyclic => self.substitute(block, &mut x),
                Kind::Eliminated => self.eliminate(block, &mut x),
                Kind::Iterated => self.iterate(block, &mut x, share, options)?,
            }
        }
        let mut solved = vec![vec![0.0; x.len()]; given.len()];
        for (&node, x) in self.order.iter().zip(&x) {
            if x.iter().any(|value| !value.is_finite()) {
                return Err(Error::Overflow { node: node as usize });
            }
            solved.iter_mut().zip(x).for_each(|(solved, x)| solved[node as usize] = *x);
        }
        Ok(solved)
    }

    fn substitute<const K: usize>(&self, block: &Block, x: &mut [[f64; K]]) {
        let rows = self.wide(&block.rows);
        for place in 0..rows.len() {
            x[rows.first + place] = dot(rows.row(place), x, x[rows.first + place]);
        }
    }

    fn eliminate<const K: usize>(&self, block: &Block, x: &mut [[f64; K]]) {
        let rows = self.wide(&block.rows);
        let (first, size) = (rows.first, rows.len());
        let mut a = vec![0.0; size * size];
        for place in 0..size {
            a[place * size + place] += 1.0;
            let (columns, weights) = rows.row(place);
            let outside = columns.partition_point(|&column| (column as usize) < first);
            x[first + place] = dot((&columns[..outside], &weights[..outside]), x, x[first + place]);
            for (&column, weight) in columns[outside..].iter().zip(&weights[outside..]) {
                a[place * size + column as usize - first] -= weight;
            }
        }
        for lane in 0..K {
            let mut b: Vec<f64> = x[block.rows.clone()].iter().map(|x| x[lane]).collect();
            // Certified stable, so the matrix is not singular; should rounding make it so, the check for overflow tells.
            if dense::solve(&mut a.clone(), &mut b).is_none() {
                b.fill(f64::NAN);
            }
            x[block.rows.clone()].iter_mut().zip(b).for_each(|(x, b)| x[lane] = b);
        }
    }

    /// Sweeps in short numbers towards what the residual, in full, still asks for, until it asks for nothing.
    fn iterate<const K: usize>(
        &self,
        block: &Block,
        x: &mut [[f64; K]],
        share: [f64; K],
        options: &SolveOptions,
    ) -> Result<(), Error> {
        let rows = self.wide(&block.rows);
        let b = x[block.rows.clone()].to_vec();
        x[block.rows.clone()].fill([0.0; K]);
        let mut residual = b.clone();
        for &row in &block.entering {
            let place = row as usize - rows.first;
            residual[place] = dot(rows.row(place), x, b[place]);
        }
        let sizes = norms(&residual);
        let targets: [f64; K] = std::array::from_fn(|lane| options.tolerance * sizes[lane].min(share[lane]));
        let mut norm = sizes;
        let mut narrow = self.narrow(&block.rows);
        let mut sweeps = 0;
        let solved = |norm: &[f64; K]| (0..K).all(|lane| norm[lane] <= targets[lane]);
        while !solved(&norm) {
            if sweeps >= options.max_iterations {
                let far = (0..K).map(|lane| norm[lane] / sizes[lane]).fold(0.0, f64::max);
                let (iterations, tolerance) = (sweeps, options.tolerance);
                return Err(Error::NotConverged { iterations, residual: far, tolerance });
            }
            let left = options.max_iterations - sweeps;
            sweeps += match narrow {
                Some(rows) => stage(rows, &residual, norm, targets, STAGE, left, x),
                None => stage(rows, &residual, norm, targets, 0.0, left, x),
            };
            for (place, residual) in residual.iter_mut().enumerate() {
                let sum = dot(rows.row(place), x, b[place]);
                *residual = std::array::from_fn(|lane| sum[lane] - x[rows.first + place][lane]);
            }
            let before = std::mem::replace(&mut norm, norms(&residual));
            if norm.iter().any(|norm| !norm.is_finite()) {
                return Err(Error::Overflow { node: self.order[rows.first] as usize });
            }
            if solved(&norm) {
                break;
            }
            let stalled = (0..K).any(|lane| norm[lane] > targets[lane].max(0.5 * before[lane]));
            if stalled && narrow.take().is_none() {
                // Rounding of x alone makes a residual of this size.
                let floor = norms(&x[block.rows.clone()]).map(|size| 8.0 * f64::EPSILON * size);
                if (0..K).all(|lane| norm[lane] <= targets[lane].max(floor[lane])) {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Adds to x what the residual asks for, as far as a stage goes; returns the sweeps that took.
fn stage<T: Real, const K: usize>(
    rows: Rows<'_, T>,
    residual: &[[f64; K]],
    norm: [f64; K],
    targets: [f64; K],
    reach: f64,
    most: usize,
    x: &mut [[f64; K]],
) -> usize {
    let mut scale = [0.0_f64; K];
    for residual in residual {
        (0..K).for_each(|lane| scale[lane] = scale[lane].max(residual[lane].abs()));
    }
    let scale = scale.map(|scale| if scale > 0.0 { scale } else { 1.0 });
    let goals = std::array::from_fn(|lane| {
        if norm[lane] <= targets[lane] {
            return norm[lane] / scale[lane];
        }
        let asked = targets[lane] / norm[lane];
        // Stages of equal depth: none goes further than is asked for in all.
        let stages = if reach > 0.0 { (asked.ln() / reach.ln()).ceil() } else { 1.0 };
        asked.powf(1.0 / stages) * norm[lane] / scale[lane]
    });
    let b: Vec<[T; K]> = residual
        .iter()
        .map(|residual| std::array::from_fn(|lane| T::of(residual[lane] / scale[lane])))
        .collect();
    let (found, sweeps) = settle(rows, &b, goals, most);
    for (x, found) in x[rows.first..].iter_mut().zip(&found[rows.first..]) {
        (0..K).for_each(|lane| x[lane] += found[lane].wide() * scale[lane]);
    }
    sweeps
}

/// The 2-norm of every column.
fn norms<const K: usize>(x: &[[f64; K]]) -> [f64; K] {
    let mut sums = [0.0; K];
    for x in x {
        (0..K).for_each(|lane| sums[lane] += x[lane] * x[lane]);
    }
    sums.map(f64::sqrt)
}
