//! Arnoldi iteration: eigenvalues of large sparse matrices.

use super::dense;
use super::norm::norm;
use crate::numeric::stats::rng::Rng;

/// About how large the largest modulus of an eigenvalue is, for the n x n matrix that `multiply` applies. Not a bound:
/// an eigenvalue whose direction the search never meets, or one of a far from normal matrix, can be larger.
///
/// The dominant modulus of the matrix projected on the space of successive products of a seeded random vector, which
/// finds complex pairs as well as real eigenvalues; the search begins again from the last product until two rounds
/// agree to a millionth, at most [`ROUNDS`] times. At most [`STEPS`] products and as many vectors of n numbers a round,
/// fewer where those would take more than half a gigabyte. Where a thousand products more grow a vector faster, that
/// counts. NaN where a product overflows. Reference: Saad (2011), Numerical Methods for Large Eigenvalue Problems, chapter
/// 6, doi:10.1137/1.9781611970739.
pub(crate) fn estimate_radius(n: usize, mut multiply: impl FnMut(&[f64], &mut [f64])) -> f64 {
    let projected = by_projection(n, &mut multiply);
    // Turning pairs make the growth a little uneven.
    const UNEVEN: f64 = 1.01;
    if n <= STEPS || projected.is_nan() {
        return projected;
    }
    let growth = growth(n, multiply);
    // Of two the larger: too large an estimate refuses, too small a one deceives.
    if growth > UNEVEN * projected { growth } else { projected }
}

/// By how much a product grows a vector, in the mean of the second half of many: what is far from normal, as a ring with
/// more nodes than a projection has steps, shows in no projection but in this.
fn growth(n: usize, mut multiply: impl FnMut(&[f64], &mut [f64])) -> f64 {
    const PRODUCTS: usize = 1_000;
    let mut rng = Rng::new(1, 1);
    let mut x: Vec<f64> = (0..n).map(|_| rng.normal()).collect();
    let mut y = vec![0.0; n];
    let (mut size, mut logarithms) = (norm(x.iter().copied()), 0.0);
    for product in 0..PRODUCTS {
        multiply(&x, &mut y);
        let grown = norm(y.iter().copied());
        let by = grown / size;
        if !(by.is_finite() && by > 0.0) {
            return if by == 0.0 { 0.0 } else { f64::NAN };
        }
        if product >= PRODUCTS / 2 {
            logarithms += by.ln();
        }
        x.iter_mut().zip(&y).for_each(|(x, y)| *x = y / grown);
        size = 1.0;
    }
    (logarithms / (PRODUCTS - PRODUCTS / 2) as f64).exp()
}

fn by_projection(n: usize, multiply: &mut impl FnMut(&[f64], &mut [f64])) -> f64 {
    let most = STEPS.min(n).min((HELD / n.max(1)).max(8));
    let mut rng = Rng::new(1, 0);
    let mut start: Vec<f64> = (0..n).map(|_| rng.normal()).collect();
    let mut last = f64::NAN;
    for _ in 0..ROUNDS {
        let (found, next) = project(start, most, multiply);
        let settled = (found - last).abs() <= 1e-6 * found;
        let larger = if last > found { last } else { found };
        if settled || most == n || found.is_nan() {
            return larger;
        }
        (start, last) = (next, found);
    }
    last
}

const STEPS: usize = 60;
const ROUNDS: usize = 8;
/// Numbers held in the vectors of a round.
const HELD: usize = 1 << 26;

/// The dominant modulus after up to `most` products of `start`, and the vector to begin again from.
fn project(
    mut vector: Vec<f64>,
    most: usize,
    multiply: &mut impl FnMut(&[f64], &mut [f64]),
) -> (f64, Vec<f64>) {
    let n = vector.len();
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(most);
    let mut projected = vec![0.0; most * most];
    let mut restart = vec![0.0; n];
    let mut size = norm(vector.iter().copied());
    while basis.len() < most && size > 0.0 {
        let at = basis.len();
        vector.iter_mut().for_each(|value| *value /= size);
        basis.push(std::mem::replace(&mut vector, vec![0.0; n]));
        multiply(&basis[at], &mut vector);
        restart.copy_from_slice(&vector);
        let before = norm(vector.iter().copied());
        if !before.is_finite() {
            return (f64::NAN, restart);
        }
        // Twice is enough to be orthogonal to rounding.
        for _ in 0..2 {
            for (row, known) in basis.iter().enumerate() {
                let part: f64 = known.iter().zip(&vector).map(|(a, b)| a * b).sum();
                projected[row * most + at] += part;
                vector.iter_mut().zip(known).for_each(|(value, known)| *value -= part * known);
            }
        }
        size = norm(vector.iter().copied());
        if size <= 1e-14 * before {
            break; // the products stay in the space found: its eigenvalues are those of the matrix
        }
        if at + 1 < most {
            projected[(at + 1) * most + at] = size;
        }
    }
    let found = basis.len();
    let mut square = vec![0.0; found * found];
    for row in 0..found {
        square[row * found..][..found].copy_from_slice(&projected[row * most..][..found]);
    }
    (dense::spectral_radius(&mut square, found).unwrap_or(f64::NAN), restart)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn product(a: &[f64], n: usize) -> impl FnMut(&[f64], &mut [f64]) + '_ {
        move |x, y| {
            for (row, y) in y.iter_mut().enumerate() {
                *y = a[row * n..][..n].iter().zip(x).map(|(a, x)| a * x).sum();
            }
        }
    }

    #[test]
    fn finds_real_and_complex_ones_in_large_matrices() {
        // Blocks of turns by an angle, the largest of modulus .97; the rest fill the disc.
        let n = 3_000;
        let turn = |x: &[f64], y: &mut [f64]| {
            for block in 0..n / 2 {
                let size = 0.97 * (1.0 - block as f64 / n as f64);
                let (sine, cosine) = (1.0 + block as f64).sin_cos();
                let (a, b) = (x[2 * block], x[2 * block + 1]);
                y[2 * block] = size * (cosine * a - sine * b);
                y[2 * block + 1] = size * (sine * a + cosine * b);
            }
        };
        let found = estimate_radius(n, turn);
        assert!((found - 0.97).abs() < 0.015, "{found}"); // nothing sets the largest apart
        let found = estimate_radius(n, |x: &[f64], y: &mut [f64]| {
            y.iter_mut().zip(x).enumerate().for_each(|(at, (y, x))| *y = -0.5 * x / (1.0 + at as f64));
        });
        assert!((found - 0.5).abs() < 1e-6, "{found}");
        let wide = |x: &[f64], y: &mut [f64]| y.iter_mut().zip(x).for_each(|(y, x)| *y = 1e300 * x);
        assert!((estimate_radius(200, wide) / 1e300 - 1.0).abs() < 1e-12);
        assert!(estimate_radius(200, |_: &[f64], y: &mut [f64]| y.fill(f64::INFINITY)).is_nan());
        // A ring: no projection on fewer directions than it has nodes tells anything.
        let n = 200;
        let ring = |x: &[f64], y: &mut [f64]| (0..n).for_each(|at| y[at] = -1.01 * x[(at + 1) % n]);
        let found = estimate_radius(n, ring);
        assert!((found - 1.01).abs() < 1e-9, "{found}");
        assert_eq!(estimate_radius(5, |_: &[f64], y: &mut [f64]| y.fill(0.0)), 0.0);
    }

    proptest! {
        #[test]
        fn agrees_with_all_eigenvalues(entries in prop::collection::vec(-1.0_f64..1.0, 400)) {
            let n = 20;
            let expected = dense::spectral_radius(&mut entries.clone(), n).unwrap();
            let found = estimate_radius(n, product(&entries, n));
            prop_assert!((found / expected - 1.0).abs() < 1e-8, "{found} is not {expected}");
        }
    }
}
