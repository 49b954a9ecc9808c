//! Exact linear algebra over the integers modulo the prime 2^61 - 1.

/// The prime 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let folded = (product & u128::from(PRIME)) as u64 + (product >> 61) as u64;
    if folded >= PRIME { folded - PRIME } else { folded }
}

/// `a - b`.
pub(crate) fn subtract(a: u64, b: u64) -> u64 {
    if a >= b { a - b } else { a + PRIME - b }
}

/// `a + b`.
pub(crate) fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

fn invert(a: u64) -> u64 {
    let (mut base, mut exponent, mut inverse) = (a, PRIME - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            inverse = multiply(inverse, base);
        }
        base = multiply(base, base);
        exponent >>= 1;
    }
    inverse
}

/// A matrix in reduced row echelon form, with the combinations of its first rows that made each row.
#[derive(Debug)]
pub(crate) struct Reduced {
    columns: usize,
    /// One row a pivot.
    rows: Vec<Vec<u64>>,
    pivots: Vec<usize>,
    /// For each row its coefficients on the rows given.
    origins: Vec<Vec<u64>>,
}

impl Reduced {
    /// Reduces rows of numbers below the prime. O(rows rank (columns + rows)) time.
    pub(crate) fn new(given: Vec<Vec<u64>>, columns: usize) -> Self {
        let count = given.len();
        let mut rows = given;
        let mut origins: Vec<Vec<u64>> =
            (0..count).map(|row| (0..count).map(|at| u64::from(at == row)).collect()).collect();
        let mut pivots = Vec::new();
        for column in 0..columns {
            let rank = pivots.len();
            let Some(found) = (rank..count).find(|&row| rows[row][column] != 0) else { continue };
            rows.swap(rank, found);
            origins.swap(rank, found);
            let inverse = invert(rows[rank][column]);
            for value in rows[rank].iter_mut().chain(&mut origins[rank]) {
                *value = multiply(*value, inverse);
            }
            let (pivot, origin) = (rows[rank].clone(), origins[rank].clone());
            for row in (0..count).filter(|&row| row != rank) {
                let factor = rows[row][column];
                if factor != 0 {
                    take(&mut rows[row], factor, &pivot);
                    take(&mut origins[row], factor, &origin);
                }
            }
            pivots.push(column);
        }
        rows.truncate(pivots.len());
        origins.truncate(pivots.len());
        Self { columns, rows, pivots, origins }
    }

    /// For each column its coordinates in a basis of the kernel: a vector is a combination of the rows if and only if
    /// its product with these coordinates is zero.
    pub(crate) fn kernel(&self) -> Vec<Vec<u64>> {
        let free: Vec<usize> =
            (0..self.columns).filter(|column| self.pivots.binary_search(column).is_err()).collect();
        let mut kernel: Vec<Vec<u64>> = (0..self.columns)
            .map(|column| free.iter().map(|&other| u64::from(other == column)).collect())
            .collect();
        for (row, &pivot) in self.rows.iter().zip(&self.pivots) {
            kernel[pivot] = free.iter().map(|&column| subtract(0, row[column])).collect();
        }
        kernel
    }

    /// The coefficients on the rows given that make `target`, which must be a combination of them.
    pub(crate) fn combination(&self, target: &[u64]) -> Vec<u64> {
        let mut coefficients = vec![0; self.origins.first().map_or(0, Vec::len)];
        for (origin, &pivot) in self.origins.iter().zip(&self.pivots) {
            take(&mut coefficients, subtract(0, target[pivot]), origin);
        }
        coefficients
    }
}

/// Coefficients, not all zero, with which the rows sum to zero; `None` when they are linearly independent.
/// O(rows^2 (columns + rows)) time.
pub(crate) fn dependence(rows: &[&[u64]]) -> Option<Vec<u64>> {
    let mut basis: Vec<(usize, Vec<u64>, Vec<u64>)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let mut rest = row.to_vec();
        let mut origin: Vec<u64> = (0..rows.len()).map(|at| u64::from(at == number)).collect();
        for (pivot, base, from) in &basis {
            let factor = rest[*pivot];
            if factor != 0 {
                take(&mut rest, factor, base);
                take(&mut origin, factor, from);
            }
        }
        let Some(pivot) = rest.iter().position(|&value| value != 0) else { return Some(origin) };
        let inverse = invert(rest[pivot]);
        rest.iter_mut().chain(&mut origin).for_each(|value| *value = multiply(*value, inverse));
        basis.push((pivot, rest, origin));
    }
    None
}

/// `values -= factor other`.
fn take(values: &mut [u64], factor: u64, other: &[u64]) {
    for (value, &other) in values.iter_mut().zip(other) {
        if other != 0 {
            *value = subtract(*value, multiply(factor, other));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_combinations_and_kernels() {
        // Rows 1+2, 2+3, 1+3 have full rank, and 2 (1) = row 0 - row 1 + row 2.
        let rows = vec![vec![1, 1, 0], vec![0, 1, 1], vec![1, 0, 1]];
        let reduced = Reduced::new(rows, 3);
        assert!(reduced.kernel().iter().all(Vec::is_empty));
        assert_eq!(reduced.combination(&[2, 0, 0]), [1, PRIME - 1, 1]);
        // Rows 1+2+3 and 3 leave 1 - 2 unknown.
        let reduced = Reduced::new(vec![vec![1, 1, 1], vec![0, 0, 1], vec![1, 1, 0]], 3);
        let kernel = reduced.kernel();
        assert_eq!(kernel, [vec![PRIME - 1], vec![1], vec![0]]);
        assert_eq!(add(kernel[0][0], kernel[1][0]), 0);
        let coefficients = reduced.combination(&[1, 1, 0]);
        assert_eq!((coefficients[0], coefficients[1]), (1, PRIME - 1));
        assert_eq!(multiply(invert(3), 3), 1);
    }

    #[test]
    fn finds_dependences() {
        assert_eq!(dependence(&[&[1, 0], &[1, 1]]), None);
        assert_eq!(dependence(&[&[0, 0]]), Some(vec![1]));
        let found = dependence(&[&[1, 2], &[0, 5], &[2, 4]]).unwrap();
        assert_eq!(found, [PRIME - 2, 0, 1]); // the third is twice the first
        assert_eq!(dependence(&[&[], &[]]), Some(vec![1, 0]));
    }
}
