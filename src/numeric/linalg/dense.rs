//! Dense linear algebra for small matrices, stored row by row.

/// Solves `a x = b` in place by elimination with partial pivoting: `b` becomes `x`, `a` is used up. `None` when the
/// matrix is singular to working precision.
///
/// O(n^3) time, no extra space. Reference: Golub & Van Loan (2013), Matrix Computations, section 3.4.
pub(crate) fn solve(a: &mut [f64], b: &mut [f64]) -> Option<()> {
    let n = b.len();
    for pivot in 0..n {
        let best = (pivot..n).max_by(|&i, &j| a[i * n + pivot].abs().total_cmp(&a[j * n + pivot].abs()))?;
        if best != pivot {
            (0..n).for_each(|column| a.swap(best * n + column, pivot * n + column));
            b.swap(best, pivot);
        }
        let top = a[pivot * n + pivot];
        if top == 0.0 || !top.is_finite() {
            return None;
        }
        for row in pivot + 1..n {
            let factor = a[row * n + pivot] / top;
            if factor != 0.0 {
                for column in pivot + 1..n {
                    a[row * n + column] -= factor * a[pivot * n + column];
                }
                b[row] -= factor * b[pivot];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| a[row * n + column] * b[column]).sum();
        b[row] = (b[row] - known) / a[row * n + row];
    }
    Some(())
}

/// The determinant of the n x n matrix `a`, which is used up, by elimination with partial pivoting. O(n^3) time.
pub(crate) fn determinant(a: &mut [f64], n: usize) -> f64 {
    let mut found = 1.0;
    for pivot in 0..n {
        let largest = (pivot..n).max_by(|&i, &j| a[i * n + pivot].abs().total_cmp(&a[j * n + pivot].abs()));
        let best = largest.unwrap_or(pivot);
        if best != pivot {
            (pivot..n).for_each(|column| a.swap(best * n + column, pivot * n + column));
            found = -found;
        }
        let top = a[pivot * n + pivot];
        found *= top;
        if top == 0.0 {
            return 0.0;
        }
        for row in pivot + 1..n {
            let factor = a[row * n + pivot] / top;
            (pivot + 1..n).for_each(|column| a[row * n + column] -= factor * a[pivot * n + column]);
        }
    }
    found
}

/// The largest modulus of an eigenvalue of the n x n matrix `a`, which is used up. `None` when the iteration does not
/// settle, which is not known to happen for finite matrices.
///
/// Balancing, reduction to Hessenberg form by stabilised elimination, then Francis' implicit double-shift QR iteration
/// without vectors: about 10 n^3 operations, no extra space. References: Wilkinson & Reinsch (1971), Handbook for
/// Automatic Computation II, contributions II/11, II/13 and II/14 (`balance`, `elmhes`, `hqr`).
pub(crate) fn spectral_radius(a: &mut [f64], n: usize) -> Option<f64> {
    balance(a, n);
    hessenberg(a, n);
    let mut radius = 0.0_f64;
    let mut end = n; // the active block is rows 0..end
    let mut shift = 0.0; // sum of the exceptional shifts taken from the diagonal
    let mut tries = 0;
    while end > 0 {
        let start = deflation_point(a, n, end);
        let last = end - 1;
        if start == last {
            radius = radius.max((a[last * n + last] + shift).abs());
            end -= 1;
            tries = 0;
            continue;
        }
        let (x, y) = (a[last * n + last], a[(last - 1) * n + last - 1]);
        let w = a[last * n + last - 1] * a[(last - 1) * n + last];
        if start + 1 == last {
            radius = radius.max(pair_modulus(x + shift, y + shift, w));
            end -= 2;
            tries = 0;
            continue;
        }
        if tries == 60 {
            return None;
        }
        let (mut x, mut y, mut w) = (x, y, w);
        if tries > 0 && tries % 10 == 0 {
            shift += x;
            (0..end).for_each(|i| a[i * n + i] -= x);
            let size = a[last * n + last - 1].abs() + a[(last - 1) * n + last - 2].abs();
            x = 0.75 * size;
            y = x;
            w = -0.4375 * size * size;
        }
        tries += 1;
        double_step(a, n, start, end, (x, y, w));
    }
    Some(radius)
}

/// The larger modulus of the eigenvalues of [[y, b], [c, x]] with b c = w.
fn pair_modulus(x: f64, y: f64, w: f64) -> f64 {
    let p = 0.5 * (y - x);
    let discriminant = p * p + w;
    if discriminant >= 0.0 {
        let z = p + discriminant.sqrt().copysign(p);
        let other = if z == 0.0 { x } else { x - w / z };
        (x + z).abs().max(other.abs())
    } else {
        (x + p).hypot((-discriminant).sqrt())
    }
}

/// The first row of the last block of rows before `end` that does not fall apart.
fn deflation_point(a: &mut [f64], n: usize, end: usize) -> usize {
    for row in (1..end).rev() {
        let size = a[(row - 1) * n + row - 1].abs() + a[row * n + row].abs();
        let scale = if size == 0.0 { 1.0 } else { size };
        if a[row * n + row - 1].abs() <= f64::EPSILON * scale {
            a[row * n + row - 1] = 0.0;
            return row;
        }
    }
    0
}

/// Scales rows and columns by powers of two, which changes no eigenvalue and no bit of a mantissa, until each row and its
/// column are about equally large: entries as unlike as 1e300 and 1e-300 would drown each other.
fn balance(a: &mut [f64], n: usize) {
    const ROUNDS: usize = 100;
    let sizes = |a: &[f64], i: usize| {
        let others = (0..n).filter(|&j| j != i);
        others.fold((0.0_f64, 0.0_f64), |(row, column), j| {
            (row.max(a[i * n + j].abs()), column.max(a[j * n + i].abs()))
        })
    };
    for _ in 0..ROUNDS {
        let mut changed = false;
        for i in 0..n {
            let (row, column) = sizes(a, i);
            if row == 0.0 || column == 0.0 || !(row.is_finite() && column.is_finite()) {
                continue;
            }
            // Half of the exponent between them; in two parts, since one can pass the range of powers.
            let exponent = ((row.log2() - column.log2()) / 2.0).round();
            if exponent.abs() >= 1.0 {
                changed = true;
                let half = (exponent / 2.0).floor();
                for part in [half, exponent - half] {
                    let factor = part.exp2();
                    for j in (0..n).filter(|&j| j != i) {
                        a[i * n + j] /= factor;
                        a[j * n + i] *= factor;
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
}

fn hessenberg(a: &mut [f64], n: usize) {
    for middle in 1..n.saturating_sub(1) {
        let mut pivot = middle;
        for row in middle..n {
            if a[row * n + middle - 1].abs() > a[pivot * n + middle - 1].abs() {
                pivot = row;
            }
        }
        if pivot != middle {
            (middle - 1..n).for_each(|column| a.swap(pivot * n + column, middle * n + column));
            (0..n).for_each(|row| a.swap(row * n + pivot, row * n + middle));
        }
        let top = a[middle * n + middle - 1];
        if top == 0.0 {
            continue;
        }
        for row in middle + 1..n {
            let factor = a[row * n + middle - 1] / top;
            if factor != 0.0 {
                (middle..n).for_each(|column| a[row * n + column] -= factor * a[middle * n + column]);
                (0..n).for_each(|i| a[i * n + middle] += factor * a[i * n + row]);
            }
            a[row * n + middle - 1] = 0.0;
        }
    }
}

/// One implicit double-shift QR step on rows `start..end`, the shifts being the eigenvalues of the trailing pair.
fn double_step(a: &mut [f64], n: usize, start: usize, end: usize, (x, y, w): (f64, f64, f64)) {
    let last = end - 1;
    let at = |row: usize, column: usize| row * n + column;
    let mut first = last - 1;
    let (mut p, mut q, mut r);
    loop {
        first -= 1;
        let z = a[at(first, first)];
        let (rx, sy) = (x - z, y - z);
        p = (rx * sy - w) / a[at(first + 1, first)] + a[at(first, first + 1)];
        q = a[at(first + 1, first + 1)] - z - rx - sy;
        r = a[at(first + 2, first + 1)];
        let size = p.abs() + q.abs() + r.abs();
        if size > 0.0 {
            p /= size;
            q /= size;
            r /= size;
        }
        if first == start {
            break;
        }
        let small = a[at(first, first - 1)].abs() * (q.abs() + r.abs());
        let near = a[at(first - 1, first - 1)].abs() + z.abs() + a[at(first + 1, first + 1)].abs();
        if small <= f64::EPSILON * p.abs() * near {
            break;
        }
    }
    for row in first + 2..=last {
        a[at(row, row - 2)] = 0.0;
        if row > first + 2 {
            a[at(row, row - 3)] = 0.0;
        }
    }
    for k in first..last {
        let three = k + 1 < last;
        let mut size = 1.0;
        if k > first {
            p = a[at(k, k - 1)];
            q = a[at(k + 1, k - 1)];
            r = if three { a[at(k + 2, k - 1)] } else { 0.0 };
            size = p.abs() + q.abs() + r.abs();
            if size == 0.0 {
                continue;
            }
            p /= size;
            q /= size;
            r /= size;
        }
        let s = (p * p + q * q + r * r).sqrt().copysign(p);
        if s == 0.0 {
            continue;
        }
        if k > first {
            a[at(k, k - 1)] = -s * size;
        } else if start != first {
            a[at(k, k - 1)] = -a[at(k, k - 1)];
        }
        p += s;
        let (u, v, z) = (p / s, q / s, r / s);
        q /= p;
        r /= p;
        for column in k..end {
            let mut sum = a[at(k, column)] + q * a[at(k + 1, column)];
            if three {
                sum += r * a[at(k + 2, column)];
                a[at(k + 2, column)] -= sum * z;
            }
            a[at(k + 1, column)] -= sum * v;
            a[at(k, column)] -= sum * u;
        }
        for row in start..=last.min(k + 3) {
            let mut sum = u * a[at(row, k)] + v * a[at(row, k + 1)];
            if three {
                sum += z * a[at(row, k + 2)];
                a[at(row, k + 2)] -= sum * r;
            }
            a[at(row, k + 1)] -= sum * q;
            a[at(row, k)] -= sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn radius(rows: &[&[f64]]) -> f64 {
        spectral_radius(&mut rows.concat(), rows.len()).unwrap()
    }

    #[test]
    fn known_spectra() {
        let close = |rows: &[&[f64]], expected: f64| {
            let found = radius(rows);
            assert!((found - expected).abs() <= 1e-12 * expected.max(1.0), "{found} is not {expected}");
        };
        close(&[&[-3.0]], 3.0);
        close(&[&[0.0, 0.9], &[1.2, 0.0]], 1.08_f64.sqrt());
        close(&[&[0.0, -1.0], &[1.0, 0.0]], 1.0); // a quarter turn: eigenvalues i and -i
        close(&[&[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0], &[1.0, 0.0, 0.0]], 1.0); // a ring: all on the unit circle
        close(
            &[&[0.0, 1.0, 0.0, 0.0], &[0.0, 0.0, 1.0, 0.0], &[0.0, 0.0, 0.0, 1.0], &[0.5, 0.0, 0.0, 0.0]],
            0.5_f64.powf(0.25),
        );
        // numpy 2.4.6: max(abs(linalg.eigvals(...)))
        close(&[&[4.0, 1.0, 2.0], &[-1.0, 3.0, 0.5], &[0.25, 2.0, -5.0]], 5.223934001133792);
        assert_eq!(spectral_radius(&mut [], 0), Some(0.0));
        assert_eq!(radius(&[&[0.0, 0.0, 0.0], &[5.0, 0.0, 0.0], &[1.0, 2.0, 0.0]]), 0.0);
    }

    proptest! {
        /// The powers of a matrix grow like its radius, whatever the algorithm.
        #[test]
        fn radius_is_the_growth_of_powers(entries in prop::collection::vec(-1.0_f64..1.0, 36)) {
            let n = 6;
            let found = spectral_radius(&mut entries.clone(), n).unwrap();
            let mut power = entries;
            let mut log_scale = 0.0;
            let mut exponent = 1.0;
            for _ in 0..14 {
                let mut square = vec![0.0; n * n];
                for i in 0..n {
                    for k in 0..n {
                        for j in 0..n {
                            square[i * n + j] += power[i * n + k] * power[k * n + j];
                        }
                    }
                }
                let norm = square.iter().map(|value| value * value).sum::<f64>().sqrt();
                prop_assume!(norm > 0.0);
                log_scale = 2.0 * log_scale + norm.ln();
                exponent *= 2.0;
                power = square.iter().map(|value| value / norm).collect();
            }
            // |A^k|^(1/k) exceeds the radius by a factor of at most (c k^5)^(1/k), k = 16384: under half a percent.
            let growth = (log_scale / exponent).exp();
            prop_assert!((growth / found - 1.0).abs() < 5e-3, "{found} against {growth}");
        }

        #[test]
        fn solves(entries in prop::collection::vec(-1.0_f64..1.0, 25), x in prop::collection::vec(-1.0_f64..1.0, 5)) {
            let n = 5;
            let mut a = entries;
            (0..n).for_each(|i| a[i * n + i] += 6.0); // dominant, so well conditioned
            let mut b: Vec<f64> = (0..n).map(|i| (0..n).map(|j| a[i * n + j] * x[j]).sum()).collect();
            solve(&mut a, &mut b).unwrap();
            for (found, expected) in b.iter().zip(&x) {
                prop_assert!((found - expected).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn singular_is_none() {
        assert_eq!(solve(&mut [1.0, 2.0, 2.0, 4.0], &mut [1.0, 2.0]), None);
        assert_eq!(determinant(&mut [1.0, 2.0, 2.0, 4.0], 2), 0.0);
        assert_eq!(determinant(&mut [1.0, 2.0, 4.0, 2.0], 2), -6.0);
        assert_eq!(determinant(&mut [], 0), 1.0);
    }
}
