//! Gauss-Seidel sweeps with acceleration.

use std::ops::{Add, Mul, Sub};

use super::Progress;
use super::sweep::Rows;

/// A number that sweeps compute with.
pub(super) trait Real:
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
pub(super) struct Lanes<T, const K: usize> {
    buffer: Vec<T>,
    skip: usize,
}

impl<T: Real, const K: usize> Lanes<T, K> {
    pub(super) fn new(rows: usize) -> Self {
        const LINE: usize = 64;
        let buffer = vec![T::default(); rows * K + LINE / size_of::<T>()];
        // Where alignment cannot be told, none is needed for the result.
        let skip = buffer.as_ptr().align_offset(LINE).min(LINE / size_of::<T>());
        Self { buffer, skip }
    }

    pub(super) fn rows(&self) -> &[[T; K]] {
        self.buffer[self.skip..].as_chunks().0
    }

    pub(super) fn rows_mut(&mut self) -> &mut [[T; K]] {
        self.buffer[self.skip..].as_chunks_mut().0
    }
}

/// `sum` and the inner product of a row with every column of `x`.
#[inline]
pub(super) fn dot<T: Real, const K: usize>(
    (columns, weights): (&[u32], &[T]),
    x: &[[T; K]],
    mut sum: [T; K],
) -> [T; K] {
    // Two sums, so that an addition need not wait for the one before.
    let mut odd = [T::default(); K];
    let ((pairs, left), (pair_weights, left_weights)) = (columns.as_chunks::<2>(), weights.as_chunks::<2>());
    for (&[even, next], weights) in pairs.iter().zip(pair_weights) {
        add(&mut sum, weights[0], &x[even as usize]);
        add(&mut odd, weights[1], &x[next as usize]);
    }
    if let ([column], [weight]) = (left, left_weights) {
        add(&mut sum, *weight, &x[*column as usize]);
    }
    std::array::from_fn(|lane| sum[lane] + odd[lane])
}

#[inline]
fn add<T: Real, const K: usize>(sum: &mut [T; K], weight: T, x: &[T; K]) {
    for lane in 0..K {
        sum[lane] = sum[lane] + weight * x[lane];
    }
}

/// Sums of squares run over this many rows in the sweep's precision before they are widened.
const STRETCH: usize = 512;

/// Numbers that are summed or mixed side by side; a multiple of every K.
const WIDTH: usize = 16;

/// Sweeps without a new best step after which rounding is all that moves.
const PATIENCE: usize = 20;

/// An iterate of the past: where a sweep ended, and by how much it moved.
struct Past<T, const K: usize> {
    end: Vec<[T; K]>,
    step: Vec<[T; K]>,
}

/// Where sweeps ended.
pub(super) struct Settled<T, const K: usize> {
    /// The entries before the first row are 0.
    pub(super) x: Lanes<T, K>,
    /// By how much the last sweep moved each column.
    pub(super) moved: [f64; K],
    pub(super) sweeps: usize,
}

/// What a sweep's step and its differences from the two before, p and q, have as inner products.
#[derive(Clone, Copy)]
struct Products<const K: usize> {
    step: [f64; K],
    pp: [f64; K],
    pq: [f64; K],
    qq: [f64; K],
    p: [f64; K],
    q: [f64; K],
}

/// x = b + A x from x = 0, K columns of b at once, until a sweep moves each by at most its goal in the 2-norm, moves it no
/// less any more, or `most` sweeps are made.
///
/// # Definition
///
/// A sweep takes x to g. From the steps f = g - x of three sweeps follow the weights t that make
/// |f - t1 (f - f1) - t2 (f - f2)| least; the next sweep starts at g - t1 (g - g1) - t2 (g - g2).
///
/// # References
///
/// Anderson (1965), Iterative procedures for nonlinear integral equations, doi:10.1145/321296.321305; Walker & Ni (2011),
/// Anderson acceleration for fixed-point iterations, doi:10.1137/10078356X: with all steps kept it equals GMRES.
pub(super) fn settle<T: Real, const K: usize>(
    rows: Rows<'_, T>,
    b: &[[T; K]],
    goals: [f64; K],
    most: usize,
    watch: &mut dyn FnMut(Progress) -> bool,
) -> Settled<T, K> {
    let zero = [T::default(); K];
    let mut lanes = Lanes::new(rows.first + rows.len());
    let mut step = vec![zero; rows.len()];
    let mut past: [Option<Past<T, K>>; 2] = [None, None];
    let (mut best, mut since, mut last) = (f64::INFINITY, 0, [f64::INFINITY; K]);
    for sweep in 1.. {
        let [p, q] = [0, 1].map(|age| past[age].as_ref().map(|past| past.step.as_slice()));
        let x = lanes.rows_mut();
        let products = relax(rows, b, x, &mut step, p, q);
        let moved = products.step.map(f64::sqrt);
        let far = (0..K).map(|lane| if moved[lane] <= goals[lane] { 0.0 } else { moved[lane] / goals[lane] });
        let far = far.fold(0.0, |far, lane| if lane > far || lane.is_nan() { lane } else { far });
        since = if far < best { 0 } else { since + 1 };
        best = best.min(far);
        let goes_on = watch(Progress::new(sweep, far));
        if far == 0.0 || far.is_nan() || sweep >= most || since >= PATIENCE || !goes_on {
            return Settled { x: lanes, moved, sweeps: sweep };
        }
        let mut weights = [[0.0; K]; 2];
        for lane in (0..K).filter(|&lane| moved[lane] <= 2.0 * last[lane]) {
            [weights[0][lane], weights[1][lane]] = mixture(&products, lane);
        }
        last = moved;
        let mut oldest = past[1].take();
        let free =
            oldest.as_mut().map_or_else(|| vec![zero; rows.len()], |oldest| std::mem::take(&mut oldest.step));
        let known = past[0].as_ref().map(|past| past.end.as_slice());
        let mut end = oldest.map_or_else(Vec::new, |oldest| oldest.end);
        let current = &mut x[rows.first..rows.first + rows.len()];
        if end.is_empty() {
            // No third sweep to mix in: any vector will do, its weight is 0.
            end = current.to_vec();
        }
        mix(current, known, &mut end, weights);
        past[1] = past[0].take();
        past[0] = Some(Past { end, step: std::mem::replace(&mut step, free) });
    }
    unreachable!("the sweeps are counted without end")
}

/// One sweep over the rows.
fn relax<T: Real, const K: usize>(
    rows: Rows<'_, T>,
    b: &[[T; K]],
    x: &mut [[T; K]],
    step: &mut [[T; K]],
    p: Option<&[[T; K]]>,
    q: Option<&[[T; K]]>,
) -> Products<K> {
    let none = [0.0; K];
    let mut products = Products { step: none, pp: none, pq: none, qq: none, p: none, q: none };
    for start in (0..rows.len()).step_by(STRETCH) {
        let stretch = start..rows.len().min(start + STRETCH);
        for place in stretch.clone() {
            let new = dot(rows.row(place), x, b[place]);
            let old = std::mem::replace(&mut x[rows.first + place], new);
            step[place] = std::array::from_fn(|lane| new[lane] - old[lane]);
        }
        let step = step[stretch.clone()].as_flattened();
        let [p, q] = [p, q].map(|past| past.map_or(step, |past| past[stretch.clone()].as_flattened()));
        products.add(step, p, q);
    }
    products
}

impl<const K: usize> Products<K> {
    fn add<T: Real>(&mut self, step: &[T], p: &[T], q: &[T]) {
        let mut sums = [[T::default(); WIDTH]; 6];
        let mut add = |step: &[T; WIDTH], p: &[T; WIDTH], q: &[T; WIDTH]| {
            for at in 0..WIDTH {
                let (f, u, v) = (step[at], step[at] - p[at], step[at] - q[at]);
                for (sum, product) in sums.iter_mut().zip([f * f, u * u, u * v, v * v, u * f, v * f]) {
                    sum[at] = sum[at] + product;
                }
            }
        };
        let (steps, rest) = step.as_chunks::<WIDTH>();
        let ((ps, p_rest), (qs, q_rest)) = (p.as_chunks::<WIDTH>(), q.as_chunks::<WIDTH>());
        steps.iter().zip(ps).zip(qs).for_each(|((step, p), q)| add(step, p, q));
        if !rest.is_empty() {
            let fill = |values: &[T]| {
                let mut filled = [T::default(); WIDTH];
                filled[..values.len()].copy_from_slice(values);
                filled
            };
            add(&fill(rest), &fill(p_rest), &fill(q_rest));
        }
        let totals = [&mut self.step, &mut self.pp, &mut self.pq, &mut self.qq, &mut self.p, &mut self.q];
        for (total, sums) in totals.into_iter().zip(sums) {
            sums.iter().enumerate().for_each(|(at, sum)| total[at % K] += sum.wide());
        }
    }
}

/// The weights of the two past sweeps for one column; 0 where the past says nothing new.
fn mixture<const K: usize>(products: &Products<K>, lane: usize) -> [f64; 2] {
    const DEPENDENT: f64 = 1e-8;
    let Products { pp, pq, qq, p, q, .. } = products;
    let (pp, pq, qq, p, q) = (pp[lane], pq[lane], qq[lane], p[lane], q[lane]);
    let determinant = pp * qq - pq * pq;
    if determinant > DEPENDENT * pp * qq {
        return [(p * qq - q * pq) / determinant, (q * pp - p * pq) / determinant];
    }
    [if pp > 0.0 { p / pp } else { 0.0 }, 0.0]
}

/// Takes x to x - t1 (x - recent) - t2 (x - oldest), and `oldest` to what x was.
fn mix<T: Real, const K: usize>(
    x: &mut [[T; K]],
    recent: Option<&[[T; K]]>,
    oldest: &mut [[T; K]],
    weights: [[f64; K]; 2],
) {
    let [t1, t2] = weights.map(|weights| std::array::from_fn::<T, WIDTH, _>(|at| T::of(weights[at % K])));
    let step = |x: &mut T, recent: T, oldest: &mut T, at: usize| {
        let old = *x;
        *x = old - t1[at] * (old - recent) - t2[at] * (old - *oldest);
        *oldest = old;
    };
    let Some(recent) = recent else {
        return oldest.copy_from_slice(x);
    };
    let (xs, x_rest) = x.as_flattened_mut().as_chunks_mut::<WIDTH>();
    let (recents, recent_rest) = recent.as_flattened().as_chunks::<WIDTH>();
    let (oldests, oldest_rest) = oldest.as_flattened_mut().as_chunks_mut::<WIDTH>();
    for ((x, recent), oldest) in xs.iter_mut().zip(recents).zip(oldests) {
        for at in 0..WIDTH {
            step(&mut x[at], recent[at], &mut oldest[at], at);
        }
    }
    let rest = x_rest.iter_mut().zip(recent_rest).zip(oldest_rest).enumerate();
    rest.for_each(|(at, ((x, &recent), oldest))| step(x, recent, oldest, at));
}
