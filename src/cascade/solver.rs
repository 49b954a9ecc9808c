//! Solves x = b + A x, block by block.

use crate::numeric::dense;
use crate::numeric::gmres::EXACT;

use super::anderson::{Memory, settle};
use super::real::{Lanes, Real, add};
use super::stretch::{Part, ROWS, Sums};
use super::sweep::{Block, Kind, Sweep};
use super::system::System;
use super::{Error, Progress, SolveOptions};

/// How far a stage in short numbers can take a residual, their rounding being 6e-8.
const STAGE: f64 = 5e-7;

/// A residual that is so many times what it was before the first sweep tells that mixing does harm.
const WORSE: f64 = 10.0;

impl Sweep {
    /// Solves for up to K right-hand sides at once: the rows are read once for all.
    pub(super) fn solve<const K: usize>(
        &self,
        given: &[&[f64]],
        options: &SolveOptions,
        watch: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Vec<Vec<f64>>, Error> {
        let lanes = |node: &u32| {
            std::array::from_fn(|lane| given.get(lane).map_or(0.0, |given| given[*node as usize]))
        };
        let mut values = Lanes::<f64, K>::new(self.order.len());
        let x = &mut values.rows_mut()[..self.order.len()];
        x.iter_mut().zip(&self.order).for_each(|(x, node)| *x = lanes(node));
        let iterated = self.blocks.iter().filter(|block| block.kind == Kind::Iterated).count();
        let share = norms(x).map(|norm| norm / (iterated.max(1) as f64).sqrt());
        let mut sums = Box::new([[0.0; K]; ROWS]);
        for block in &self.blocks {
            match block.kind {
                Kind::Acyclic => self.wide(block).substitute(x, &mut sums),
                Kind::Eliminated => self.eliminate(block, x),
                Kind::Iterated => self.iterate(block, x, &mut sums, share, options, watch)?,
            }
        }
        let mut solved = vec![vec![0.0; x.len()]; given.len()];
        for (&node, x) in self.order.iter().zip(x.iter()) {
            if x.iter().any(|value| !value.is_finite()) {
                return Err(Error::Overflow { node: node as usize });
            }
            solved.iter_mut().zip(x).for_each(|(solved, x)| solved[node as usize] = *x);
        }
        Ok(solved)
    }

    fn eliminate<const K: usize>(&self, block: &Block, x: &mut [[f64; K]]) {
        let system = self.wide(block);
        let (first, size) = (system.first, system.len);
        let mut a = vec![0.0; size * size];
        (0..size).for_each(|place| a[place * size + place] = 1.0);
        for stretch in system.stretches {
            for at in stretch.all() {
                let row = stretch.rows.start + system.cells.rows[at] as usize;
                let (column, weight) = (system.cells.columns[at] as usize, system.cells.weights[at]);
                if column < first {
                    let from = x[column];
                    add(&mut x[row], weight, &from);
                } else {
                    a[(row - first) * size + column - first] -= weight;
                }
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
        sums: &mut Sums<f64, K>,
        share: [f64; K],
        options: &SolveOptions,
        watch: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<(), Error> {
        let system = self.wide(block);
        let b = x[block.rows.clone()].to_vec();
        x[block.rows.clone()].fill([0.0; K]);
        let mut residual = b.clone();
        system.read(&[Part::Entering], x, &mut residual, sums);
        let sizes = norms(&residual);
        let targets: [f64; K] = std::array::from_fn(|lane| options.tolerance * sizes[lane].min(share[lane]));
        let (moved, most) = ([0.0; K], options.max_iterations);
        let mut course = Course { norm: sizes, targets, moved, left: [0.5; K], sweeps: 0, most };
        let mut narrow = self.narrow(block);
        let (mut short, mut long) = (Memory::new(true), Memory::new(true));
        while !course.is_done() {
            if course.sweeps >= most {
                let far = (0..K).map(|lane| course.norm[lane] / sizes[lane]).fold(0.0, f64::max);
                return Err(Error::NotConverged {
                    iterations: most,
                    residual: far,
                    tolerance: options.tolerance,
                });
            }
            let (before, mut goes_on) = (course.sweeps, true);
            let mut told = |now: Progress| {
                goes_on = watch(Progress::new(before + now.sweeps, now.ahead));
                goes_on
            };
            match &narrow {
                Some(system) => course.stage(system, &residual, STAGE, x, &mut short, &mut told),
                None => course.stage(&system, &residual, f64::EPSILON, x, &mut long, &mut told),
            }
            if !goes_on {
                return Err(Error::Cancelled { iterations: course.sweeps });
            }
            residual.copy_from_slice(&b);
            system.read(&Part::ALL, x, &mut residual, sums);
            for (residual, x) in residual.iter_mut().zip(&x[block.rows.clone()]) {
                (0..K).for_each(|lane| residual[lane] -= x[lane]);
            }
            let norm = norms(&residual);
            if norm.iter().any(|norm| !norm.is_finite()) {
                return self.by_residuals(block, &b, x, &course, options, watch);
            }
            // Rounding of x alone makes a residual of this size.
            let floor = norms(&x[block.rows.clone()]).map(|size| 8.0 * f64::EPSILON * size);
            let worse = |lane: usize| norm[lane] > floor[lane].max(WORSE * sizes[lane]);
            if short.mixes && (0..K).any(worse) {
                // Mixing can lead astray where sweeps alone do not: from the start again without.
                (short, long) = (Memory::new(false), Memory::new(false));
                x[block.rows.clone()].fill([0.0; K]);
                residual.copy_from_slice(&b);
                system.read(&[Part::Entering], x, &mut residual, sums);
                course.norm = sizes;
                continue;
            }
            if course.learn(norm) && !course.is_done() && narrow.take().is_none() {
                if (0..K).all(|lane| norm[lane] <= targets[lane].max(floor[lane])) {
                    break;
                }
                // Without signs, sweeps settle wherever the cascade does, if slowly; with them they may grow.
                if system.len <= EXACT || system.is_signed() {
                    return self.by_residuals(block, &b, x, &course, options, watch);
                }
            }
        }
        Ok(())
    }
}

/// How a stage is to go, and how the last one went.
#[derive(Clone, Copy)]
pub(super) struct Course<const K: usize> {
    /// The residual at the start.
    norm: [f64; K],
    /// The residual that ends the iteration.
    pub(super) targets: [f64; K],
    /// By how much the last sweep moved.
    moved: [f64; K],
    /// What is expected to be left of a sweep's move as residual.
    left: [f64; K],
    pub(super) sweeps: usize,
    most: usize,
}

impl<const K: usize> Course<K> {
    /// Adds to x what the residual asks for, as far as numbers with a rounding of `reach` can tell.
    fn stage<T: Real>(
        &mut self,
        system: &System<'_, T>,
        residual: &[[f64; K]],
        reach: f64,
        x: &mut [[f64; K]],
        memory: &mut Memory<T, K>,
        watch: &mut dyn FnMut(Progress) -> bool,
    ) {
        let mut scale = [0.0_f64; K];
        for residual in residual {
            (0..K).for_each(|lane| scale[lane] = scale[lane].max(residual[lane].abs()));
        }
        let scale = scale.map(|scale| if scale > 0.0 { scale } else { 1.0 });
        let goals = std::array::from_fn(|lane| {
            let norm = self.norm[lane];
            let asked = (self.targets[lane] / norm).min(1.0);
            // Stages of equal depth: none goes further than is asked for in all.
            let stages = (asked.ln() / reach.ln()).ceil().max(1.0);
            if norm == 0.0 { 0.0 } else { asked.powf(1.0 / stages) * norm / self.left[lane] / scale[lane] }
        });
        let b: Vec<[T; K]> = residual
            .iter()
            .map(|residual| std::array::from_fn(|lane| T::of(residual[lane] / scale[lane])))
            .collect();
        let settled = settle(system, &b, goals, self.most - self.sweeps, memory, watch);
        let block = system.first..system.first + system.len;
        for (x, found) in x[block.clone()].iter_mut().zip(&settled.x.rows()[block]) {
            (0..K).for_each(|lane| x[lane] += found[lane].wide() * scale[lane]);
        }
        self.moved = std::array::from_fn(|lane| settled.moved[lane] * scale[lane]);
        self.sweeps += settled.sweeps;
    }

    /// Takes note of the residual that a stage left, and tells whether that is no progress.
    fn learn(&mut self, norm: [f64; K]) -> bool {
        let before = std::mem::replace(&mut self.norm, norm);
        // A little more is expected than was seen; rounding makes any move look as if it left much.
        let left = |lane: usize| (1.25 * norm[lane] / self.moved[lane]).clamp(1e-3, 1.0);
        self.left = std::array::from_fn(|lane| if self.moved[lane] > 0.0 { left(lane) } else { 1.0 });
        (0..K).any(|lane| norm[lane] > self.targets[lane].max(0.5 * before[lane]))
    }

    fn is_done(&self) -> bool {
        (0..K).all(|lane| self.norm[lane] <= self.targets[lane])
    }
}

/// The 2-norm of every column.
fn norms<const K: usize>(x: &[[f64; K]]) -> [f64; K] {
    let mut sums = [0.0; K];
    for x in x {
        (0..K).for_each(|lane| sums[lane] += x[lane] * x[lane]);
    }
    sums.map(f64::sqrt)
}
