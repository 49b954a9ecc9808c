//! Block solver of x = b + A x, with iterative refinement from 32 to 64 bits.

use std::ops::Range;

use crate::numeric::linalg::dense;
use crate::numeric::linalg::gmres::EXACT;
use crate::numeric::linalg::norm;

use crate::execution::Cancelled;

use super::anderson::{Limits, Vectors, settle};
use super::block_ops::BlockOps;
use super::lanes::{Lanes, Real, add};
use super::layout::{Block, Kind, Layout};
use crate::cascade::{Error, NodeIndex, SolveOptions};

/// How far a stage in short numbers can take a residual, their rounding being 6e-8.
const STAGE: f64 = 5e-7;

/// A residual that is so many times what it was before the first sweep tells that mixing does harm.
const WORSE: f64 = 10.0;

/// A residual that is so many times what rounding of x makes is found from x and not from what was added to it.
const EXACTING: f64 = 100.0;

/// Numbers that solves use again.
#[derive(Debug, Default)]
pub(crate) struct Work<const K: usize> {
    x: Lanes<f64, K>,
    residual: Vec<[f64; K]>,
    sums: Vec<[f64; K]>,
    short: Vectors<f32, K>,
    long: Vectors<f64, K>,
}

/// Tells how many sweeps of how many are made; an error ends the solve.
pub(crate) type Tell<'a> = &'a dyn Fn(u64, u64) -> Result<(), Cancelled>;

/// Writes what is given in some rows.
type Fill<'a, const K: usize> = &'a dyn Fn(Range<usize>, &mut [[f64; K]]);

impl Layout {
    /// Solves for up to K right-hand sides at once: the rows are read once for all.
    pub(crate) fn solve<const K: usize>(
        &self,
        given: &[&[f64]],
        options: &SolveOptions,
        work: &mut Work<K>,
        tell: Tell<'_>,
    ) -> Result<Vec<Vec<f64>>, Error> {
        // All sizes of shock are one problem: what is solved is near 1.
        let sizes = |given: &&[f64]| largest::<1>(given.as_chunks().0)[0];
        let size: [f64; K] = std::array::from_fn(|lane| power_of_2(given.get(lane).map_or(0.0, sizes)));
        let lanes = |node: &u32| {
            std::array::from_fn(|lane| {
                given.get(lane).map_or(0.0, |given| given[*node as usize] / size[lane])
            })
        };
        // What is given in some rows, asked for anew when it is needed again.
        let fill = |rows: Range<usize>, x: &mut [[f64; K]]| {
            x.iter_mut().zip(&self.order[rows]).for_each(|(x, node)| *x = lanes(node));
        };
        let mut values = std::mem::take(&mut work.x);
        values.fit(self.order.len());
        let x = values.rows_mut();
        fill(0..x.len(), x);
        let iterated = self.blocks.iter().filter(|block| block.kind == Kind::Iterated).count();
        let share = norms(x).map(|norm| norm / (iterated.max(1) as f64).sqrt());
        let (mut ended, most) = (0, options.max_iterations as u64);
        let total = most.saturating_mul(iterated as u64);
        for block in &self.blocks {
            let ops = self.wide(block);
            work.sums.resize(work.sums.len().max(ops.widest()), [0.0; K]);
            match block.kind {
                Kind::Acyclic => ops.substitute(x, &mut work.sums),
                Kind::Eliminated => eliminate(&ops, block.rows.start, x),
                Kind::Iterated => {
                    let mut watch = |sweeps: usize| tell(ended + (sweeps as u64).min(most), total).is_ok();
                    self.iterate(block, &fill, x, work, share, options, &mut watch)?;
                    ended += most;
                }
            }
        }
        let mut solved = vec![vec![0.0; x.len()]; given.len()];
        for (&node, x) in self.order.iter().zip(x.iter()) {
            for (lane, solved) in solved.iter_mut().enumerate() {
                // Adding 0 turns -0 into 0.
                let value = x[lane] * size[lane] + 0.0;
                if !value.is_finite() {
                    return Err(Error::overflow(NodeIndex::from(node)));
                }
                solved[node as usize] = value;
            }
        }
        work.x = values;
        Ok(solved)
    }

    /// Sweeps in short numbers towards what the residual, in full, still asks for, until it asks for nothing.
    #[expect(clippy::too_many_arguments)]
    fn iterate<const K: usize>(
        &self,
        block: &Block,
        fill: Fill<'_, K>,
        x: &mut [[f64; K]],
        work: &mut Work<K>,
        share: [f64; K],
        options: &SolveOptions,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Error> {
        let ops = self.wide(block);
        let (before, x) = x[..block.rows.end].split_at_mut(block.rows.start);
        let Work { residual, sums, short, long, .. } = work;
        // What the rows are given, and what they read of those before.
        let begin = |b: &mut [[f64; K]]| {
            fill(block.rows.clone(), b);
            ops.enter(before, b);
        };
        residual.resize(x.len(), [0.0; K]);
        begin(residual);
        x.fill([0.0; K]);
        let sizes = norms(residual);
        let targets: [f64; K] = std::array::from_fn(|lane| options.tolerance * sizes[lane].min(share[lane]));
        // Without signs, sweeps settle wherever the cascade does, if slowly; with them they may grow.
        let by_residuals = ops.len <= EXACT || ops.is_signed();
        let most = if by_residuals { options.max_iterations.div_ceil(2) } else { options.max_iterations };
        let moved = [0.0; K];
        let mut course = Course { norm: sizes, targets, moved, left: [0.5; K], sweeps: 0, most, mixes: true };
        let mut narrow = self.narrow(block);
        let mut held = None;
        short.forget();
        long.forget();
        while !course.is_done() {
            if course.sweeps >= most {
                if by_residuals {
                    break;
                }
                let far = (0..K).map(|lane| course.norm[lane] / sizes[lane]).fold(0.0, f64::max);
                return Err(Error::NotConverged {
                    iterations: most,
                    residual: far,
                    tolerance: options.tolerance,
                });
            }
            let (earlier, mut goes_on) = (course.sweeps, true);
            let mut told = |sweeps: usize| {
                goes_on = watch(earlier + sweeps);
                goes_on
            };
            match &narrow {
                Some(narrow) => {
                    let scale = course.stage(narrow, residual, STAGE, x, short, &mut told);
                    ops.answer(short.x.rows(), scale, residual, sums);
                }
                None => {
                    course.stage(&ops, residual, f64::EPSILON, x, long, &mut told);
                    begin(residual);
                    ops.answer(x, [1.0; K], residual, sums);
                }
            }
            if !goes_on {
                return Err(Error::Cancelled);
            }
            let mut left = norms(residual);
            // Rounding of x alone makes a residual of this size.
            let floor = norms(x).map(|size| 8.0 * f64::EPSILON * size);
            if (0..K).any(|lane| left[lane] <= EXACTING * floor[lane]) && narrow.is_some() {
                // What was added to x one by one is near what its rounding hides.
                begin(residual);
                ops.answer(x, [1.0; K], residual, sums);
                left = norms(residual);
            }
            if left.iter().any(|left| !left.is_finite()) {
                break;
            }
            let worse = |lane: usize| left[lane] > floor[lane].max(WORSE * sizes[lane]);
            if course.mixes && (0..K).any(worse) {
                // Mixing can lead astray where sweeps alone do not, and in short numbers where it does not in long ones:
                // from the start again, in long numbers first, then without.
                if held.is_none() && narrow.is_some() {
                    held = narrow.take();
                } else {
                    course.mixes = false;
                    narrow = held.take().or(narrow);
                }
                course.norm = sizes;
                x.fill([0.0; K]);
                begin(residual);
                continue;
            }
            if course.learn(left) && !course.is_done() && narrow.take().is_none() {
                if (0..K).all(|lane| left[lane] <= targets[lane].max(floor[lane])) {
                    return Ok(());
                }
                if by_residuals {
                    break;
                }
            }
        }
        if course.is_done() {
            return Ok(());
        }
        begin(residual);
        self.by_residuals(block, residual, x, (targets, course.sweeps), options, watch)
    }
}

/// Solves a small component, whose rows start at `first`, by elimination.
fn eliminate<const K: usize>(ops: &BlockOps<'_, f64>, first: usize, x: &mut [[f64; K]]) {
    let size = ops.len;
    let mut a = vec![0.0; size * size];
    (0..size).for_each(|place| a[place * size + place] = 1.0);
    for row_block in ops.row_blocks {
        for (row, column, weight) in ops.cells.of(row_block) {
            let row = row_block.rows.start + row;
            if column < first {
                let from = x[column];
                add(&mut x[row], weight, &from);
            } else {
                a[(row - first) * size + column - first] -= weight;
            }
        }
    }
    let x = &mut x[first..first + size];
    for lane in 0..K {
        let mut b: Vec<f64> = x.iter().map(|x| x[lane]).collect();
        // Certified stable, so the matrix is not singular; should rounding make it so, the check for overflow tells.
        if dense::solve(&mut a.clone(), &mut b).is_none() {
            b.fill(f64::NAN);
        }
        x.iter_mut().zip(b).for_each(|(x, b)| x[lane] = b);
    }
}

/// How a stage is to go, and how the last one went.
#[derive(Clone, Copy)]
struct Course<const K: usize> {
    /// The residual at the start.
    norm: [f64; K],
    /// The residual that ends the iteration.
    targets: [f64; K],
    /// By how much the last sweep moved.
    moved: [f64; K],
    /// What is expected to be left of a sweep's move as residual.
    left: [f64; K],
    sweeps: usize,
    most: usize,
    /// Whether earlier sweeps are mixed into later ones.
    mixes: bool,
}

impl<const K: usize> Course<K> {
    /// Adds to x what the residual asks for, as far as numbers with a rounding of `reach` can tell. That is what `vectors`
    /// hold then as x, times the power of 2 returned for each column.
    fn stage<T: Real>(
        &mut self,
        ops: &BlockOps<'_, T>,
        residual: &[[f64; K]],
        reach: f64,
        x: &mut [[f64; K]],
        vectors: &mut Vectors<T, K>,
        watch: &mut dyn FnMut(usize) -> bool,
    ) -> [f64; K] {
        let scale = largest(residual).map(power_of_2);
        let goals = std::array::from_fn(|lane| {
            let norm = self.norm[lane];
            let asked = (self.targets[lane] / norm).min(1.0);
            // Stages of equal depth: none goes further than is asked for in all.
            let stages = (asked.ln() / reach.ln()).ceil().max(1.0);
            if norm == 0.0 { 0.0 } else { asked.powf(1.0 / stages) * norm / self.left[lane] / scale[lane] }
        });
        let scaled = |residual: &[f64; K]| std::array::from_fn(|lane| T::of(residual[lane] / scale[lane]));
        vectors.b.clear();
        vectors.b.extend(residual.iter().map(scaled));
        let limits = Limits { sweeps: self.most - self.sweeps, mixes: self.mixes };
        let settled = settle(ops, vectors, goals, limits, watch);
        for (x, found) in x.iter_mut().zip(vectors.x.rows()) {
            (0..K).for_each(|lane| x[lane] += found[lane].wide() * scale[lane]);
        }
        self.moved = std::array::from_fn(|lane| settled.moved[lane] * scale[lane]);
        self.sweeps += settled.sweeps;
        scale
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

/// A power of 2 near a size, 1 for 0: what is divided by it keeps all its digits.
fn power_of_2(size: f64) -> f64 {
    // The bits of the exponent; the least that is left makes its reciprocal finite too.
    const EXPONENT: u64 = 0x7ff << 52;
    let power = f64::from_bits(size.to_bits() & EXPONENT);
    if size > 0.0 { power.clamp(f64::MIN_POSITIVE * 4.0, f64::MAX / 4.0) } else { 1.0 }
}

/// The 2-norm of every column.
fn norms<const K: usize>(x: &[[f64; K]]) -> [f64; K] {
    let squares = folded(x, |sum, value| sum + value * value, |sum, more| sum + more);
    std::array::from_fn(|lane| norm::of_squares(squares[lane], x.iter().map(|x| x[lane])))
}

/// The largest size in every column.
fn largest<const K: usize>(x: &[[f64; K]]) -> [f64; K] {
    let larger = |most: f64, value: f64| if value.abs() > most { value.abs() } else { most };
    folded(x, larger, larger)
}

/// Folds every column from 0 on, side by side so that no step waits for the one before; K divides [`WIDTH`].
fn folded<const K: usize>(
    x: &[[f64; K]],
    step: impl Fn(f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> [f64; K] {
    const WIDTH: usize = 16;
    let mut wide = [0.0; WIDTH];
    let (chunks, rest) = x.as_flattened().as_chunks::<WIDTH>();
    chunks.iter().for_each(|chunk| (0..WIDTH).for_each(|at| wide[at] = step(wide[at], chunk[at])));
    rest.iter().zip(&mut wide).for_each(|(value, folded)| *folded = step(*folded, *value));
    let mut folded = [0.0; K];
    wide.iter().enumerate().for_each(|(at, value)| folded[at % K] = join(folded[at % K], *value));
    folded
}
