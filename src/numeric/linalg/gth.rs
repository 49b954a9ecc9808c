//! GTH elimination (Grassmann, Taksar and Heyman) of absorbing Markov chains, free of subtraction.

/// The factors of `I - Q` for the n x n probabilities `Q` of moving between transient states.
///
/// `I - Q = (I - L)(D - U)` with `L` strictly lower, `U` strictly upper, `D` diagonal. A pivot is not `1 - q`, which
/// cancels where states are left rarely, but the sum of all ways out of the state (Grassmann, Taksar & Heyman 1985,
/// doi:10.1287/opre.33.5.1107), so that only positive numbers are added, multiplied and divided: every answer is exact
/// to a few units in the last place per state, however slowly the chain ends.
///
/// O(n^3) time, n^2 numbers.
#[derive(Clone, Debug)]
pub(crate) struct Gth {
    n: usize,
    /// `L` below the diagonal, `D` on it, `U` above.
    factors: Vec<f64>,
}

impl Gth {
    /// Takes `Q`, row by row, and for each state the probability of ending from it. Every state must have a way to an
    /// end, else `None`.
    pub(crate) fn new(mut q: Vec<f64>, mut ending: Vec<f64>) -> Option<Self> {
        let n = ending.len();
        for pivot in 0..n {
            let (above, below) = q.split_at_mut((pivot + 1) * n);
            let row = &mut above[pivot * n..];
            let out = row[pivot + 1..].iter().fold(ending[pivot], |sum, value| sum + value);
            // Written so that NaN, too, is no pivot.
            if !(out > 0.0 && out.is_finite()) {
                return None;
            }
            row[pivot] = out;
            let tail = &row[pivot + 1..];
            let end = ending[pivot];
            for (other, lower) in below.chunks_exact_mut(n).zip(&mut ending[pivot + 1..]) {
                if other[pivot] != 0.0 {
                    let factor = other[pivot] / out;
                    other[pivot] = factor;
                    *lower += factor * end;
                    add_scaled(&mut other[pivot + 1..], factor, tail);
                }
            }
        }
        Some(Self { n, factors: q })
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.factors[row * self.n..(row + 1) * self.n]
    }

    /// `N r` with `N = (I - Q)^-1`, in place.
    pub(crate) fn solve(&self, r: &mut [f64]) {
        for row in 1..self.n {
            let (known, rest) = r.split_at_mut(row);
            rest[0] += dot(&self.row(row)[..row], known);
        }
        for row in (0..self.n).rev() {
            let (head, known) = r.split_at_mut(row + 1);
            let factors = self.row(row);
            head[row] = (head[row] + dot(&factors[row + 1..], known)) / factors[row];
        }
    }

    /// `s N`, in place.
    pub(crate) fn solve_left(&self, s: &mut [f64]) {
        for row in 0..self.n {
            let (head, rest) = s.split_at_mut(row + 1);
            let factors = self.row(row);
            head[row] /= factors[row];
            add_scaled(rest, head[row], &factors[row + 1..]);
        }
        for row in (1..self.n).rev() {
            let (rest, tail) = s.split_at_mut(row);
            add_scaled(rest, tail[0], &self.row(row)[..row]);
        }
    }

    /// The diagonal of `N`: a third of the cost of inverting, because each factor is inverted in its own triangle.
    pub(crate) fn diagonal(&self) -> Vec<f64> {
        let n = self.n;
        // (I - L)^-1 below the diagonal, whose ones are not kept; (D - U)^-1 on and above it.
        let mut inverse = vec![0.0; n * n];
        for row in 1..n {
            let (known, rest) = inverse.split_at_mut(row * n);
            for (before, &factor) in self.row(row)[..row].iter().enumerate() {
                if factor != 0.0 {
                    add_scaled(&mut rest[..before], factor, &known[before * n..before * n + before]);
                    rest[before] += factor;
                }
            }
        }
        for row in (0..n).rev() {
            let (head, known) = inverse.split_at_mut((row + 1) * n);
            let (mine, factors) = (&mut head[row * n + row..], &self.row(row)[row..]);
            for (ahead, &factor) in factors.iter().enumerate().skip(1) {
                if factor != 0.0 {
                    let from = (ahead - 1) * n + row + ahead;
                    add_scaled(&mut mine[ahead..], factor, &known[from..ahead * n]);
                }
            }
            let pivot = factors[0];
            mine.iter_mut().for_each(|value| *value /= pivot);
            mine[0] = 1.0 / pivot;
        }
        (0..n)
            .map(|at| {
                (at + 1..n)
                    .fold(inverse[at * n + at], |sum, k| sum + inverse[at * n + k] * inverse[k * n + at])
            })
            .collect()
    }
}

fn add_scaled(to: &mut [f64], factor: f64, values: &[f64]) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += factor * value;
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dense;
    use super::Gth;

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
            let found = Gth::new(q.clone(), ending.clone()).unwrap();
            let matrix: Vec<f64> =
                (0..n * n).map(|at| f64::from(u8::from(at / n == at % n)) - q[at]).collect();
            let transposed: Vec<f64> = (0..n * n).map(|at| matrix[at % n * n + at / n]).collect();
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
            let mut right = ending.clone();
            found.solve(&mut right);
            prop_assert!(right.iter().all(|&value| near(value, 1.0)), "{right:?}");
            let mut left = ending.clone();
            found.solve_left(&mut left);
            let mut expected = ending;
            dense::solve(&mut transposed.clone(), &mut expected).unwrap();
            prop_assert!(left.iter().zip(&expected).all(|(a, b)| near(*a, *b)));
            for (at, value) in found.diagonal().into_iter().enumerate() {
                let mut unit = vec![0.0; n];
                unit[at] = 1.0;
                dense::solve(&mut matrix.clone(), &mut unit).unwrap();
                prop_assert!(near(value, unit[at]), "{value} {}", unit[at]);
            }
        }
    }

    #[test]
    fn keeps_its_digits_where_chains_hardly_end() {
        let rare = 1e-17; // 1 - (1 - rare) would be nothing
        let found = Gth::new(vec![0.0, 1.0 - rare, 1.0, 0.0], vec![rare, 0.0]).unwrap();
        let mut ends = vec![rare, 0.0];
        found.solve(&mut ends);
        assert!(ends.iter().all(|end| (end - 1.0).abs() < 1e-15), "{ends:?}");
        assert!((found.diagonal()[0] * rare - 1.0).abs() < 1e-15);
        assert!(Gth::new(vec![1.0], vec![0.0]).is_none());
        assert!(Gth::new(Vec::new(), Vec::new()).unwrap().diagonal().is_empty());
    }
}
