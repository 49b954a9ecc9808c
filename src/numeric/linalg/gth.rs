//! GTH elimination (Grassmann, Taksar and Heyman) of absorbing Markov chains, free of subtraction.

use std::ops::Range;

/// The factors of `I - Q` for the n x n probabilities `Q` of moving between transient states.
///
/// `I - Q = (I - L)(D - U)` with `L` strictly lower, `U` strictly upper, `D` diagonal. A pivot is not `1 - q`, which
/// cancels where states are left rarely, but the sum of all ways out of the state (Grassmann, Taksar & Heyman 1985,
/// doi:10.1287/opre.33.5.1107), so that only positive numbers are added, multiplied and divided: every answer is exact
/// to a few units in the last place per state, however slowly the chain ends.
///
/// Pivots are taken in blocks. What a block does to the columns after it is a product of matrices, and of those columns
/// its pivots need no more than their sum.
///
/// O(n^3) time, n^2 numbers.
#[derive(Clone, Debug)]
pub(crate) struct Gth {
    n: usize,
    /// `L` below the diagonal, `D` on it, `U` above.
    factors: Vec<f64>,
}

/// Why there are no factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Some state has no way to an end.
    NoEnd,
    /// So many states, of which all may lead to all, and at most so many may be left.
    Large { states: usize, limit: usize },
    /// Whoever is told of the progress ended it.
    Ended,
}

/// Pivots in a block.
const BLOCK: usize = 64;
/// Columns that are updated at a time, and in a tile.
const COLUMNS: usize = 256;
const TILE: usize = 4;

impl Gth {
    /// Takes `Q`, row by row, and for each state the probability of ending from it. Every state must have a way to an
    /// end. `tell` is told of the states eliminated, and answers whether to go on.
    pub(crate) fn new(
        mut q: Vec<f64>,
        mut ending: Vec<f64>,
        parallel: bool,
        tell: &dyn Fn(usize) -> bool,
    ) -> Result<Self, Fault> {
        let n = ending.len();
        let mut rest = vec![0.0; n];
        for begin in (0..n).step_by(BLOCK) {
            let end = (begin + BLOCK).min(n);
            for (row, rest) in rest.iter_mut().enumerate().skip(begin) {
                *rest = q[row * n + end..(row + 1) * n].iter().fold(ending[row], |sum, value| sum + value);
            }
            for row in begin..n {
                let (above, mine) = q.split_at_mut(row * n);
                for pivot in begin..row.min(end) {
                    if mine[pivot] == 0.0 {
                        continue;
                    }
                    let before = &above[pivot * n..(pivot + 1) * n];
                    let factor = mine[pivot] / before[pivot];
                    mine[pivot] = factor;
                    rest[row] += factor * rest[pivot];
                    ending[row] += factor * ending[pivot];
                    add_scaled(&mut mine[pivot + 1..end], factor, &before[pivot + 1..end]);
                }
                if row < end {
                    let out = mine[row + 1..end].iter().fold(rest[row], |sum, value| sum + value);
                    // Written so that NaN, too, is no pivot.
                    if !(out > 0.0 && out.is_finite()) {
                        return Err(Fault::NoEnd);
                    }
                    mine[row] = out;
                    for pivot in begin..row {
                        let before = &above[pivot * n + end..(pivot + 1) * n];
                        let (factors, tail) = mine[..n].split_at_mut(end);
                        add_scaled(tail, factors[pivot], before);
                    }
                }
            }
            update(&mut q, n, begin..end, parallel);
            if !tell(end - begin) {
                return Err(Fault::Ended);
            }
        }
        Ok(Self { n, factors: q })
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.factors[row * self.n..(row + 1) * self.n]
    }

    /// `N r` with `N = (I - Q)^-1`, in place, for several `r` side by side, of which the rows before `nonzero` are 0 and
    /// those before `wanted` are not wanted.
    pub(crate) fn solve<const R: usize>(&self, r: &mut [[f64; R]], nonzero: usize, wanted: usize) {
        for row in nonzero + 1..self.n {
            let (known, rest) = r.split_at_mut(row);
            let sum = dot(&self.row(row)[nonzero..row], &known[nonzero..]);
            rest[0].iter_mut().zip(sum).for_each(|(value, sum)| *value += sum);
        }
        for row in (wanted..self.n).rev() {
            let (head, known) = r.split_at_mut(row + 1);
            let factors = self.row(row);
            let sum = dot(&factors[row + 1..], known);
            head[row].iter_mut().zip(sum).for_each(|(value, sum)| *value = (*value + sum) / factors[row]);
        }
    }

    /// `s N`, in place, for several `s` side by side, of which what stands before `nonzero` is 0.
    pub(crate) fn solve_left<const R: usize>(&self, s: &mut [[f64; R]], nonzero: usize) {
        let n = self.n;
        let mut begin = nonzero;
        while begin < n {
            let end = (begin + TILE).min(n);
            for row in begin..end {
                let (head, rest) = s.split_at_mut(row + 1);
                let factors = self.row(row);
                head[row].iter_mut().for_each(|value| *value /= factors[row]);
                add_outer(&mut rest[..end - row - 1], &[head[row]], &[&factors[row + 1..end]]);
            }
            let (head, rest) = s.split_at_mut(end);
            // Fewer are the last.
            if let [a, b, c, d] = head[begin..] {
                let rows = [0, 1, 2, 3].map(|row| &self.row(begin + row)[end..]);
                add_outer(rest, &[a, b, c, d], &rows);
            }
            begin = end;
        }
        let mut end = n;
        while end > 0 {
            let begin = end.saturating_sub(TILE);
            for row in (begin..end).rev() {
                let (rest, tail) = s.split_at_mut(row);
                add_outer(&mut rest[begin..], &[tail[0]], &[&self.row(row)[begin..row]]);
            }
            let (rest, tail) = s.split_at_mut(begin);
            if let [a, b, c, d] = tail[..end - begin] {
                let rows = [3, 2, 1, 0].map(|row| &self.row(begin + row)[..begin]);
                add_outer(rest, &[d, c, b, a], &rows);
            }
            end = begin;
        }
    }
}

/// Adds to the rows and columns after a block of pivots the product of its lower factors and its upper rows.
fn update(q: &mut [f64], n: usize, block: Range<usize>, parallel: bool) {
    let (above, below) = q.split_at_mut(block.end * n);
    let upper = &above[block.start * n..];
    let mut packed: Vec<[f64; TILE]> = Vec::new();
    for begin in (block.end..n).step_by(COLUMNS) {
        let columns = begin..(begin + COLUMNS).min(n);
        packed.clear();
        for tile in columns.clone().step_by(TILE) {
            let width = TILE.min(columns.end - tile);
            packed.extend(upper.chunks_exact(n).map(|row| {
                let mut values = [0.0; TILE];
                values[..width].copy_from_slice(&row[tile..tile + width]);
                values
            }));
        }
        let rows = |rows: &mut [f64]| {
            let mut rows: Vec<&mut [f64]> = rows.chunks_exact_mut(n).collect();
            match &mut rows[..] {
                [a, b, c, d] => add_product([a, b, c, d], block.clone(), columns.clone(), &packed),
                few => {
                    few.iter_mut().for_each(|row| add_product([row], block.clone(), columns.clone(), &packed))
                }
            }
        };
        #[cfg(feature = "parallel")]
        if parallel {
            use rayon::prelude::*;
            below.par_chunks_mut(TILE * n).for_each(rows);
            continue;
        }
        let _ = parallel;
        below.chunks_mut(TILE * n).for_each(rows);
    }
}

/// Adds to some columns of `R` rows the product of their factors in the block and its rows, packed tile by tile.
///
/// This and what follows is where the time goes. Loops are by index, which are vectors in every profile: adapters of
/// iterators from another unit of compilation are calls.
#[inline]
fn add_product<const R: usize>(
    rows: [&mut [f64]; R],
    block: Range<usize>,
    columns: Range<usize>,
    packed: &[[f64; TILE]],
) {
    let parts = rows.map(|row| row.split_at_mut(block.end));
    let count = block.len();
    for (tile, upper) in packed.chunks_exact(count).enumerate() {
        let begin = columns.start - block.end + tile * TILE;
        let places = begin..(begin + TILE).min(columns.end - block.end);
        let mut sums = [[0.0; TILE]; R];
        let mut factors: [&[f64]; R] = [&[]; R];
        for row in 0..R {
            sums[row][..places.len()].copy_from_slice(&parts[row].1[places.clone()]);
            factors[row] = &parts[row].0[block.clone()][..count];
        }
        for pivot in 0..count {
            let upper = upper[pivot];
            for row in 0..R {
                add(&mut sums[row], factors[row][pivot], &upper);
            }
        }
        for row in 0..R {
            parts[row].1[places.clone()].copy_from_slice(&sums[row][..places.len()]);
        }
    }
}

/// Adds a multiple of one vector to another.
#[inline]
pub(crate) fn add<const R: usize>(to: &mut [f64; R], factor: f64, values: &[f64; R]) {
    for at in 0..R {
        to[at] += factor * values[at];
    }
}

/// The same of slices.
#[inline]
fn add_scaled(to: &mut [f64], factor: f64, values: &[f64]) {
    let values = &values[..to.len()];
    for at in 0..to.len() {
        to[at] += factor * values[at];
    }
}

/// Adds the products of `rows` and the values of their columns to `to`.
#[inline]
fn add_outer<const R: usize, const K: usize>(
    to: &mut [[f64; R]],
    values: &[[f64; R]; K],
    rows: &[&[f64]; K],
) {
    for at in 0..to.len() {
        let mut sum = to[at];
        for row in 0..K {
            add(&mut sum, rows[row][at], &values[row]);
        }
        to[at] = sum;
    }
}

/// The inner products of `a` with several vectors side by side.
#[inline]
fn dot<const R: usize>(a: &[f64], x: &[[f64; R]]) -> [f64; R] {
    let a = &a[..x.len()];
    let mut sums = [0.0; R];
    for at in 0..x.len() {
        add(&mut sums, a[at], &x[at]);
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dense;
    use super::{BLOCK, Fault, Gth};

    fn eliminate(q: Vec<f64>, ending: Vec<f64>) -> Result<Gth, Fault> {
        Gth::new(q, ending, false, &|_| true)
    }

    proptest! {
        /// All three answers are those of general elimination with pivoting.
        #[test]
        fn agrees_with_gauss(weights in prop::collection::vec(0.0_f64..1.0, 7 * 8), holes in any::<u64>()) {
            let n = 7;
            let mut q = Vec::new();
            let mut ending = Vec::new();
            for (row, weights) in weights.chunks(n + 1).enumerate() {
                let kept = |column: usize| holes >> ((row * 7 + column) % 64) & 1 == 1;
                let weights: Vec<f64> =
                    (0..=n).map(|c| if c == n || kept(c) { weights[c] + 1e-3 } else { 0.0 }).collect();
                let sum: f64 = weights.iter().sum();
                q.extend(weights[..n].iter().map(|weight| weight / sum));
                ending.push(weights[n] / sum);
            }
            let found = eliminate(q.clone(), ending.clone()).unwrap();
            let matrix: Vec<f64> =
                (0..n * n).map(|at| f64::from(u8::from(at / n == at % n)) - q[at]).collect();
            let transposed: Vec<f64> = (0..n * n).map(|at| matrix[at % n * n + at / n]).collect();
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
            let mut right: Vec<[f64; 1]> = ending.iter().map(|&value| [value]).collect();
            let mut left = right.clone();
            found.solve(&mut right, 0, 0);
            prop_assert!(right.iter().all(|&[value]| near(value, 1.0)), "{right:?}");
            found.solve_left(&mut left, 0);
            let mut expected = ending;
            dense::solve(&mut transposed.clone(), &mut expected).unwrap();
            prop_assert!(left.iter().zip(&expected).all(|(&[a], &b)| near(a, b)));
            // A column and a row of the inverse, from where they are not 0 to where they are wanted.
            for at in 0..n {
                let mut columns = vec![[0.0; 2]; n];
                columns[at] = [1.0, 2.0];
                let mut rows = columns.clone();
                found.solve(&mut columns, at, 2);
                found.solve_left(&mut rows, at);
                let mut unit = vec![0.0; n];
                unit[at] = 1.0;
                dense::solve(&mut matrix.clone(), &mut unit).unwrap();
                prop_assert!((2..n).all(|row| near(columns[row][0], unit[row]) && near(columns[row][1], 2.0 * unit[row])));
                let mut unit = vec![0.0; n];
                unit[at] = 1.0;
                dense::solve(&mut transposed.clone(), &mut unit).unwrap();
                prop_assert!((0..n).all(|row| near(rows[row][0], unit[row])));
            }
        }
    }

    #[test]
    fn keeps_its_digits_where_chains_hardly_end() {
        let rare = 1e-17; // 1 - (1 - rare) would be nothing
        let found = eliminate(vec![0.0, 1.0 - rare, 1.0, 0.0], vec![rare, 0.0]).unwrap();
        let mut ends = [[rare, 1.0], [0.0, 0.0]];
        found.solve(&mut ends, 0, 0);
        assert!(ends.iter().all(|end| (end[0] - 1.0).abs() < 1e-15), "{ends:?}");
        assert!((ends[0][1] * rare - 1.0).abs() < 1e-15);
        assert_eq!(eliminate(vec![1.0], vec![0.0]).unwrap_err(), Fault::NoEnd);
        assert_eq!(Gth::new(vec![0.0], vec![1.0], false, &|_| false).unwrap_err(), Fault::Ended);
        assert!(eliminate(Vec::new(), Vec::new()).is_ok());
    }

    /// Blocks and threads: a chain of three blocks and a bit, whose every state may go to every other.
    #[test]
    fn blocks_are_one_matrix() {
        let n = 3 * BLOCK + 5;
        let weight = |at: usize| 1.0 + (at * 7_919 % 101) as f64;
        let q: Vec<f64> = (0..n * n).map(|at| weight(at) / (60.0 * n as f64)).collect();
        let ending: Vec<f64> = q.chunks(n).map(|row| 1.0 - row.iter().sum::<f64>()).collect();
        let found = eliminate(q.clone(), ending.clone()).unwrap();
        let other = Gth::new(q.clone(), ending.clone(), true, &|_| true).unwrap();
        assert_eq!(found.factors, other.factors);
        let mut x: Vec<[f64; 1]> = ending.iter().map(|&value| [value]).collect();
        found.solve(&mut x, 0, 0);
        assert!(x.iter().all(|[value]| (value - 1.0).abs() < 1e-13));
        let mut s: Vec<[f64; 1]> = (0..n).map(|at| [weight(at)]).collect();
        found.solve_left(&mut s, 0);
        for at in 0..n {
            let back = (0..n).fold(s[at][0], |sum, from| sum - s[from][0] * q[from * n + at]);
            assert!((back - weight(at)).abs() < 1e-10, "{at}: {back}");
        }
    }
}
