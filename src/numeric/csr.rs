//! Sparse matrices in compressed rows.

/// A sparse matrix in compressed rows: entries of a row stand together, in the order in which they were given.
#[derive(Clone, Debug)]
pub(crate) struct Csr {
    offsets: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f64>,
}

impl Csr {
    /// The matrix with `values[k]` at (`rows[k]`, `columns[k]`), and for each entry of it the k it came from. Entries of
    /// one place stay apart.
    ///
    /// A counting sort: O(rows + entries). Every index must be below `n`, and there must be fewer than 2^32 entries.
    pub(crate) fn new(n: usize, rows: &[u32], columns: &[u32], values: &[f64]) -> (Self, Vec<u32>) {
        let mut offsets = vec![0_u32; n + 1];
        for &row in rows {
            offsets[row as usize + 1] += 1;
        }
        for row in 0..n {
            offsets[row + 1] += offsets[row];
        }
        let mut next = offsets.clone();
        let mut matrix = Self { offsets, columns: vec![0; columns.len()], values: vec![0.0; values.len()] };
        let mut origin = vec![0; rows.len()];
        for (entry, &row) in rows.iter().enumerate() {
            let position = next[row as usize] as usize;
            next[row as usize] += 1;
            matrix.columns[position] = columns[entry];
            matrix.values[position] = values[entry];
            origin[position] = entry as u32;
        }
        (matrix, origin)
    }

    pub(crate) fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(crate) fn entries(&self) -> usize {
        self.columns.len()
    }

    /// Where the entries of `row` stand.
    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.offsets[row] as usize..self.offsets[row + 1] as usize
    }

    /// Column and value of the entry at a position.
    pub(crate) fn entry(&self, position: usize) -> (usize, f64) {
        (self.columns[position] as usize, self.values[position])
    }

    /// The columns of `row`.
    pub(crate) fn columns(&self, row: usize) -> &[u32] {
        &self.columns[self.range(row)]
    }

    /// Columns and values of `row`.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.range(row);
        self.columns[range.clone()]
            .iter()
            .map(|&column| column as usize)
            .zip(self.values[range].iter().copied())
    }

    /// The inner product of `row` with `vector`.
    pub(crate) fn dot(&self, row: usize, vector: &[f64]) -> f64 {
        // Not `sum`, whose empty sum is -0.
        self.row(row).fold(0.0, |sum, (column, value)| sum + value * vector[column])
    }
}

#[cfg(test)]
mod tests {
    use super::Csr;

    #[test]
    fn keeps_the_order_within_rows() {
        let (matrix, origin) = Csr::new(3, &[2, 0, 2, 2], &[1, 2, 0, 1], &[1.0, 2.0, 3.0, 4.0]);
        let rows: Vec<Vec<_>> = (0..matrix.rows()).map(|row| matrix.row(row).collect()).collect();
        assert_eq!(rows, [vec![(2, 2.0)], vec![], vec![(1, 1.0), (0, 3.0), (1, 4.0)]]);
        assert_eq!(origin, [1, 0, 2, 3]);
        assert_eq!(matrix.dot(2, &[10.0, 100.0, 0.0]), 530.0);
    }
}
