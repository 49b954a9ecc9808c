//! Sparse matrix in compressed rows (CSR).

/// A sparse matrix in compressed rows: entries of a row stand together, in the order in which they were given.
///
/// Columns, values and origins stand apart, so that who asks what is linked reads a quarter of the matrix.
#[derive(Clone, Debug)]
pub(crate) struct Csr {
    offsets: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f64>,
    origins: Vec<u32>,
}

/// An entry of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    pub(crate) value: f64,
    pub(crate) column: u32,
    /// Which of the given entries this is.
    pub(crate) origin: u32,
}

/// 2^13 rows of a block: their counters and a block's entries stay in the second-level cache.
const SHIFT: u32 = 13;

impl Csr {
    /// The matrix with `values[k]` at (`rows[k]`, `columns[k]`). Entries of one place stay apart.
    ///
    /// Every index must be below `n`, and there must be fewer than 2^32 entries.
    pub(crate) fn new(n: usize, rows: &[u32], columns: &[u32], values: &[f64]) -> Self {
        let cells = rows.iter().zip(columns).zip(values).enumerate();
        let entry =
            |(origin, ((&row, &column), &value))| (row, Entry { value, column, origin: origin as u32 });
        Self::collect(n, rows.iter().copied(), cells.map(entry))
    }

    /// The matrix of entries with their rows, and before them the rows alone.
    ///
    /// A counting sort by blocks of rows and then by rows, so that no step writes all over memory: four times as fast as
    /// sorting ten million entries at once. O(rows + entries).
    pub(crate) fn collect(
        n: usize,
        rows: impl Iterator<Item = u32>,
        cells: impl Iterator<Item = (u32, Entry)>,
    ) -> Self {
        let mut starts = vec![0_u32; (n >> SHIFT) + 2];
        rows.for_each(|row| starts[(row >> SHIFT) as usize + 1] += 1);
        for block in 1..starts.len() {
            starts[block] += starts[block - 1];
        }
        let count = starts[starts.len() - 1] as usize;
        let (mut columns, mut values) = (vec![0_u32; count], vec![0.0; count]);
        let mut origins = vec![0_u32; count];
        let mut within = vec![0_u16; count];
        let mut next = starts.clone();
        for (row, entry) in cells {
            let position = &mut next[(row >> SHIFT) as usize];
            let at = *position as usize;
            (columns[at], values[at], origins[at]) = (entry.column, entry.value, entry.origin);
            within[at] = (row & ((1 << SHIFT) - 1)) as u16;
            *position += 1;
        }
        let mut offsets = vec![0_u32; n + 1];
        let mut next = vec![0_u32; n.min(1 << SHIFT)];
        let mut block: Vec<Entry> = Vec::new();
        for (number, ends) in starts.windows(2).enumerate() {
            let range = ends[0] as usize..ends[1] as usize;
            let rows = &within[range.clone()];
            next.fill(0);
            rows.iter().for_each(|&row| next[row as usize] += 1);
            let mut sum = ends[0];
            for (next, offset) in next.iter_mut().zip(&mut offsets[(number << SHIFT).min(n) + 1..]) {
                sum += std::mem::replace(next, sum);
                *offset = sum;
            }
            // One write a entry without order, and then three in order.
            block.resize(block.len().max(range.len()), Entry::default());
            let given =
                columns[range.clone()].iter().zip(&values[range.clone()]).zip(&origins[range.clone()]);
            for (((&column, &value), &origin), &row) in given.zip(rows) {
                let next = &mut next[row as usize];
                block[(*next - ends[0]) as usize] = Entry { value, column, origin };
                *next += 1;
            }
            let places =
                columns[range.clone()].iter_mut().zip(&mut values[range.clone()]).zip(&mut origins[range]);
            for (((column, value), origin), entry) in places.zip(&block) {
                (*column, *value, *origin) = (entry.column, entry.value, entry.origin);
            }
        }
        Self { offsets, columns, values, origins }
    }

    /// Rows and columns exchanged.
    pub(crate) fn transposed(&self) -> Self {
        let cells = (0..self.rows()).flat_map(|row| {
            self.range(row).map(move |at| {
                let (value, origin) = (self.values[at], self.origins[at]);
                (self.columns[at], Entry { value, column: row as u32, origin })
            })
        });
        Self::collect(self.rows(), self.columns.iter().copied(), cells)
    }

    /// The matrix with entries of one place added up, each where the first of them stands and with its origin.
    ///
    /// O(rows + entries).
    pub(crate) fn summed(&self) -> Self {
        // The row that last had an entry in each column, and where that entry is now.
        let mut last = vec![(u32::MAX, 0); self.rows()];
        let mut summed =
            Self { offsets: vec![0], columns: Vec::new(), values: Vec::new(), origins: Vec::new() };
        for row in 0..self.rows() {
            for at in self.range(row) {
                let last = &mut last[self.columns[at] as usize];
                if last.0 == row as u32 {
                    summed.values[last.1] += self.values[at];
                    continue;
                }
                *last = (row as u32, summed.columns.len());
                summed.columns.push(self.columns[at]);
                summed.values.push(self.values[at]);
                summed.origins.push(self.origins[at]);
            }
            summed.offsets.push(summed.columns.len() as u32);
        }
        summed
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

    /// The columns of all entries, row by row.
    pub(crate) fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// The columns of the entries of `row`.
    pub(crate) fn columns_of(&self, row: usize) -> &[u32] {
        &self.columns[self.range(row)]
    }

    /// The values of the entries of `row`.
    pub(crate) fn values_of(&self, row: usize) -> &[f64] {
        &self.values[self.range(row)]
    }

    /// Column and value of the entry at a position.
    pub(crate) fn entry(&self, position: usize) -> (usize, f64) {
        (self.columns[position] as usize, self.values[position])
    }

    /// Which of the given entries the one at each position is.
    pub(crate) fn origins(&self) -> &[u32] {
        &self.origins
    }

    /// Names the given entries anew.
    pub(crate) fn rename_origins(&mut self, names: &[u32]) {
        self.origins.iter_mut().for_each(|origin| *origin = names[*origin as usize]);
    }

    /// Whether `row` has an entry in `column`.
    pub(crate) fn has(&self, row: usize, column: usize) -> bool {
        self.columns_of(row).contains(&(column as u32))
    }

    /// Columns and values of `row`.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let columns = self.columns_of(row).iter().map(|&column| column as usize);
        columns.zip(self.values_of(row).iter().copied())
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
        let matrix = Csr::new(3, &[2, 0, 2, 2], &[1, 2, 0, 1], &[1.0, 2.0, 3.0, 4.0]);
        let rows: Vec<Vec<_>> = (0..matrix.rows()).map(|row| matrix.row(row).collect()).collect();
        assert_eq!(rows, [vec![(2, 2.0)], vec![], vec![(1, 1.0), (0, 3.0), (1, 4.0)]]);
        assert_eq!(matrix.origins(), [1, 0, 2, 3]);
        assert_eq!(matrix.dot(2, &[10.0, 100.0, 0.0]), 530.0);
        let turned = matrix.transposed();
        let rows: Vec<Vec<_>> = (0..turned.rows()).map(|row| turned.row(row).collect()).collect();
        assert_eq!(rows, [vec![(2, 3.0)], vec![(2, 1.0), (2, 4.0)], vec![(0, 2.0)]]);
    }

    #[test]
    fn entries_of_one_place_add_up() {
        let matrix = Csr::new(3, &[0, 2, 0, 0, 2], &[1, 0, 2, 1, 0], &[1.0, 2.0, 3.0, 4.0, -2.0]).summed();
        let rows: Vec<Vec<_>> = (0..matrix.rows()).map(|row| matrix.row(row).collect()).collect();
        assert_eq!(rows, [vec![(1, 5.0), (2, 3.0)], vec![], vec![(0, 0.0)]]);
        assert_eq!(matrix.origins(), [0, 2, 1]);
    }

    #[test]
    fn sorts_over_many_blocks() {
        for n in [8_191_u32, 8_192, 8_193, 40_000] {
            let rows: Vec<u32> = (0..100_000_u32).map(|k| k.wrapping_mul(2_654_435_761) % n).collect();
            let columns: Vec<u32> = rows.iter().map(|row| (row * 7) % n).collect();
            let matrix = Csr::new(n as usize, &rows, &columns, &vec![1.0; rows.len()]);
            assert_eq!(matrix.entries(), rows.len());
            for row in 0..n {
                let origins = &matrix.origins()[matrix.range(row as usize)];
                assert!(origins.is_sorted());
                assert!(origins.iter().all(|&origin| rows[origin as usize] == row));
            }
        }
    }
}
