//! Symmetric Gauss-Seidel sweeps with Anderson acceleration.

use super::block_ops::BlockOps;
use super::lanes::{Lanes, Real};

/// Numbers that are summed or mixed side by side; a multiple of every K.
const WIDTH: usize = 16;

/// Sweeps without a new best step after which rounding is all that moves.
const PATIENCE: usize = 20;

/// Sweeps for which the difference of the first two is kept. Where more are needed, that of the last two says more.
const KEPT: usize = 10;

/// Numbers that stages use again.
#[derive(Debug, Default)]
pub(crate) struct Vectors<T, const K: usize> {
    /// What is to be solved for.
    pub(crate) b: Vec<[T; K]>,
    /// Where the sweeps ended.
    pub(crate) x: Lanes<T, K>,
    start: Vec<[T; K]>,
    end: Vec<[T; K]>,
    last_end: Vec<[T; K]>,
    step: Vec<[T; K]>,
    last_step: Vec<[T; K]>,
    sums: Vec<[T; K]>,
    /// By how much two sweeps differ in where they ended, and in their steps: what is mixed in besides the last sweep.
    /// Empty where nothing is known yet.
    slow: [Vec<[T; K]>; 2],
}

impl<T: Real, const K: usize> Vectors<T, K> {
    /// Forgets what was learnt of the last block.
    pub(crate) fn forget(&mut self) {
        self.slow.iter_mut().for_each(Vec::clear);
    }

    fn fit(&mut self, ops: &BlockOps<'_, T>) {
        let Self { x, start, end, last_end, step, last_step, sums, .. } = self;
        x.fit(ops.len);
        for vector in [start, end, last_end, step, last_step] {
            vector.resize(ops.len, [T::default(); K]);
        }
        sums.resize(ops.widest(), [T::default(); K]);
    }
}

/// How sweeps went.
pub(crate) struct Settled<const K: usize> {
    /// By how much the last sweep moved each column.
    pub(crate) moved: [f64; K],
    pub(crate) sweeps: usize,
}

/// How far sweeps may go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) sweeps: usize,
    /// Whether earlier sweeps are mixed in.
    pub(crate) mixes: bool,
}

/// What a sweep's step f has as inner products with u, by how much it differs from the last one, and with v, by how much
/// the first two differed.
#[derive(Clone, Copy)]
struct Products<const K: usize> {
    ff: [f64; K],
    uu: [f64; K],
    uv: [f64; K],
    vv: [f64; K],
    uf: [f64; K],
    vf: [f64; K],
}

/// x = b + A x from x = 0, K columns of b at once, until a sweep moves each by at most its goal in the 2-norm, moves it no
/// less any more, or the limit is reached. `vectors` hold b and get x.
///
/// # Definition
///
/// With A = L + D + U, rows that read earlier ones, themselves and later ones, a sweep takes c to g = b + D y + U x: forth,
/// y = c + L y, and back, x = b + (L + D) y + U x. Each half reads its own triangle only. From the steps f = g - c follow the
/// weights s and t that make |f - s (f - f') - t (f2 - f1)| least, f' being the last step and f1 and f2 the first two; the
/// next sweep starts at g - s (g - g') - t (g2 - g1). What moves slowest shows in the first two steps, so their
/// difference serves all sweeps, those towards a later residual too: it does not depend on b. `vectors` keep it.
///
/// # References
///
/// Conrad & Wallach (1979), Alternating methods for sets of linear equations, doi:10.1007/BF01396498, on sweeps forth and
/// back for the price of one; Anderson (1965), Iterative procedures for nonlinear integral equations,
/// doi:10.1145/321296.321305; Walker & Ni (2011), Anderson acceleration for fixed-point iterations, doi:10.1137/10078356X:
/// with all steps kept it equals GMRES.
pub(crate) fn settle<T: Real, const K: usize>(
    ops: &BlockOps<'_, T>,
    vectors: &mut Vectors<T, K>,
    goals: [f64; K],
    limits: Limits,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Settled<K> {
    vectors.fit(ops);
    let Vectors { b, x, start, end, last_end, step, last_step, sums, slow } = vectors;
    let x = x.rows_mut();
    start.copy_from_slice(b);
    let mut weights = [[0.0; K]; 2];
    let (mut best, mut since, mut least) = (f64::INFINITY, 0, [f64::INFINITY; K]);
    for sweep in 1.. {
        for row_block in ops.row_blocks {
            let places = ops.places(row_block);
            let start = &mut start[places.clone()];
            if sweep > 1 {
                let end = &end[places.clone()];
                let past = slow[0].get(places.clone()).unwrap_or(end);
                mix(start, end, &last_end[places], past, weights);
            }
            ops.forth(row_block, start, x, sums);
        }
        std::mem::swap(end, last_end);
        let mut products = Products::NONE;
        for row_block in ops.row_blocks.iter().rev() {
            let places = ops.places(row_block);
            let (start, end, step) =
                (&start[places.clone()], &mut end[places.clone()], &mut step[places.clone()]);
            ops.back(row_block, (&b[places.clone()], start), x, end, sums);
            for (step, (end, start)) in step.iter_mut().zip(end.iter().zip(start)) {
                *step = std::array::from_fn(|lane| end[lane] - start[lane]);
            }
            let last = if sweep == 1 { &*step } else { &last_step[places.clone()] };
            let past = slow[1].get(places).unwrap_or(&[]);
            products.add(step.as_flattened(), last.as_flattened(), past.as_flattened());
        }
        let moved = products.ff.map(f64::sqrt);
        let far = (0..K).map(|lane| if moved[lane] <= goals[lane] { 0.0 } else { moved[lane] / goals[lane] });
        let far = far.fold(0.0, |far, lane| if lane > far || lane.is_nan() { lane } else { far });
        since = if far < best { 0 } else { since + 1 };
        best = best.min(far);
        let goes_on = watch(sweep);
        if far == 0.0 || far.is_nan() || sweep >= limits.sweeps || since >= PATIENCE || !goes_on {
            return Settled { moved, sweeps: sweep };
        }
        weights = [[0.0; K]; 2];
        for lane in (0..K).filter(|&lane| limits.mixes && moved[lane] <= 2.0 * least[lane]) {
            [weights[0][lane], weights[1][lane]] = mixture(&products, lane);
        }
        least = std::array::from_fn(|lane| least[lane].min(moved[lane]));
        std::mem::swap(step, last_step);
        if sweep > 1 && (slow[0].is_empty() || sweep > KEPT) {
            // What now is `step` is the sweep's before.
            differ(&mut slow[0], end, last_end);
            differ(&mut slow[1], last_step, step);
        }
    }
    unreachable!("the sweeps are counted without end")
}

fn differ<T: Real, const K: usize>(by: &mut Vec<[T; K]>, these: &[[T; K]], those: &[[T; K]]) {
    let less = |(this, that): (&[T; K], &[T; K])| std::array::from_fn(|lane| this[lane] - that[lane]);
    by.clear();
    by.extend(these.iter().zip(those).map(less));
}

impl<const K: usize> Products<K> {
    const NONE: Self =
        Self { ff: [0.0; K], uu: [0.0; K], uv: [0.0; K], vv: [0.0; K], uf: [0.0; K], vf: [0.0; K] };

    /// Adds the products of some rows: of the step, of the last one, and of the difference of the first two.
    fn add<T: Real>(&mut self, step: &[T], last: &[T], slow: &[T]) {
        let mut sums = [[T::default(); WIDTH]; 6];
        let mut add = |f: &[T; WIDTH], last: &[T; WIDTH], v: &[T; WIDTH]| {
            for at in 0..WIDTH {
                let (f, u, v) = (f[at], f[at] - last[at], v[at]);
                for (sum, product) in sums.iter_mut().zip([f * f, u * u, u * v, v * v, u * f, v * f]) {
                    sum[at] = sum[at] + product;
                }
            }
        };
        let (steps, rest) = step.as_chunks::<WIDTH>();
        let ((lasts, last_rest), (slows, slow_rest)) = (last.as_chunks::<WIDTH>(), slow.as_chunks::<WIDTH>());
        if slow.is_empty() {
            let nothing = [T::default(); WIDTH];
            steps.iter().zip(lasts).for_each(|(step, last)| add(step, last, &nothing));
        } else {
            steps.iter().zip(lasts).zip(slows).for_each(|((step, last), slow)| add(step, last, slow));
        }
        if !rest.is_empty() {
            let fill = |values: &[T]| {
                let mut filled = [T::default(); WIDTH];
                filled[..values.len()].copy_from_slice(values);
                filled
            };
            add(&fill(rest), &fill(last_rest), &fill(slow_rest));
        }
        let totals = [&mut self.ff, &mut self.uu, &mut self.uv, &mut self.vv, &mut self.uf, &mut self.vf];
        for (total, sums) in totals.into_iter().zip(sums) {
            sums.iter().enumerate().for_each(|(at, sum)| total[at % K] += sum.wide());
        }
    }
}

/// The weights of u and v for one column; 0 where they say nothing new.
fn mixture<const K: usize>(products: &Products<K>, lane: usize) -> [f64; 2] {
    const DEPENDENT: f64 = 1e-8;
    let Products { uu, uv, vv, uf, vf, .. } = products;
    let (uu, uv, vv, uf, vf) = (uu[lane], uv[lane], vv[lane], uf[lane], vf[lane]);
    let determinant = uu * vv - uv * uv;
    if determinant > DEPENDENT * uu * vv {
        return [(uf * vv - vf * uv) / determinant, (vf * uu - uf * uv) / determinant];
    }
    match (uu > 0.0, vv > 0.0) {
        (true, _) => [uf / uu, 0.0],
        (false, true) => [0.0, vf / vv],
        (false, false) => [0.0; 2],
    }
}

/// Writes end - s (end - last) - t slow to `start`.
fn mix<T: Real, const K: usize>(
    start: &mut [[T; K]],
    end: &[[T; K]],
    last: &[[T; K]],
    slow: &[[T; K]],
    weights: [[f64; K]; 2],
) {
    let [s, t] = weights.map(|weights| std::array::from_fn::<T, WIDTH, _>(|at| T::of(weights[at % K])));
    let mixed = |at: usize, end: T, last: T, slow: T| end - s[at] * (end - last) - t[at] * slow;
    let (starts, start_rest) = start.as_flattened_mut().as_chunks_mut::<WIDTH>();
    let (ends, end_rest) = end.as_flattened().as_chunks::<WIDTH>();
    let (lasts, last_rest) = last.as_flattened().as_chunks::<WIDTH>();
    let (slows, slow_rest) = slow.as_flattened().as_chunks::<WIDTH>();
    for (start, ((end, last), slow)) in starts.iter_mut().zip(ends.iter().zip(lasts).zip(slows)) {
        *start = std::array::from_fn(|at| mixed(at, end[at], last[at], slow[at]));
    }
    for (at, start) in start_rest.iter_mut().enumerate() {
        *start = mixed(at, end_rest[at], last_rest[at], slow_rest[at]);
    }
}
