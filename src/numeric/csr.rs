//! Sparse matrices in compressed rows.

/// A sparse matrix in compressed rows: entries of a row stand together, in the order in which they were given.
#[derive(Clone, Debug)]
pub(crate) struct Csr {
    offsets: Vec<u32>,
    entries: Vec<Entry>,
}

/// An entry of a row. One line of memory holds four of them whole, which is what sorting them waits for.
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
        Self::collect(n, cells.map(entry))
    }

    /// The matrix of entries with their rows.
    ///
    /// A counting sort by blocks of rows and then by rows, so that no step writes all over memory: four times as fast as
    /// sorting ten million entries at once. O(rows + entries).
    pub(crate) fn collect(n: usize, cells: impl Iterator<Item = (u32, Entry)> + Clone) -> Self {
        let mut starts = vec![0_u32; (n >> SHIFT) + 2];
        for (row, _) in cells.clone() {
            starts[(row >> SHIFT) as usize + 1] += 1;
        }
        for block in 1..starts.len() {
            starts[block] += starts[block - 1];
        }
        let count = starts[starts.len() - 1] as usize;
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); count];
        let mut within = vec![0_u16; count];
        for (row, entry) in cells {
            let position = &mut next[(row >> SHIFT) as usize];
            entries[*position as usize] = entry;
            within[*position as usize] = (row & ((1 << SHIFT) - 1)) as u16;
            *position += 1;
        }
        let mut offsets = vec![0_u32; n + 1];
        let mut next = vec![0_u32; n.min(1 << SHIFT)];
        let mut block = Vec::new();
        for (number, ends) in starts.windows(2).enumerate() {
            let range = ends[0] as usize..ends[1] as usize;
            next.fill(0);
            within[range.clone()].iter().for_each(|&row| next[row as usize] += 1);
            let mut sum = ends[0];
            for (next, offset) in next.iter_mut().zip(&mut offsets[(number << SHIFT).min(n) + 1..]) {
                sum += std::mem::replace(next, sum);
                *offset = sum;
            }
            block.clear();
            block.extend_from_slice(&entries[range.clone()]);
            for (entry, &row) in block.iter().zip(&within[range]) {
                entries[next[row as usize] as usize] = *entry;
                next[row as usize] += 1;
            }
        }
        Self { offsets, entries }
    }

    /// Rows and columns exchanged.
    pub(crate) fn transposed(&self) -> Self {
        let turn = |row| move |entry: &Entry| (entry.column, Entry { column: row, ..*entry });
        let cells = (0..self.rows()).flat_map(|row| self.all(row).iter().map(turn(row as u32)));
        Self::collect(self.rows(), cells)
    }

    pub(crate) fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(crate) fn entries(&self) -> usize {
        self.entries.len()
    }

    /// Where the entries of `row` stand.
    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.offsets[row] as usize..self.offsets[row + 1] as usize
    }

    /// The entries of `row`.
    pub(crate) fn all(&self, row: usize) -> &[Entry] {
        &self.entries[self.range(row)]
    }

    /// All entries, row by row.
    pub(crate) fn all_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// Column and value of the entry at a position.
    pub(crate) fn entry(&self, position: usize) -> (usize, f64) {
        (self.entries[position].column as usize, self.entries[position].value)
    }

    /// Which of the given entries the one at a position is.
    pub(crate) fn origin(&self, position: usize) -> u32 {
        self.entries[position].origin
    }

    /// Whether `row` has an entry in `column`.
    pub(crate) fn has(&self, row: usize, column: usize) -> bool {
        self.all(row).iter().any(|entry| entry.column as usize == column)
    }

    /// Columns and values of `row`.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.all(row).iter().map(|entry| (entry.column as usize, entry.value))
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
        assert_eq!((0..4).map(|position| matrix.origin(position)).collect::<Vec<_>>(), [1, 0, 2, 3]);
        assert_eq!(matrix.dot(2, &[10.0, 100.0, 0.0]), 530.0);
        let turned = matrix.transposed();
        let rows: Vec<Vec<_>> = (0..turned.rows()).map(|row| turned.row(row).collect()).collect();
        assert_eq!(rows, [vec![(2, 3.0)], vec![(2, 1.0), (2, 4.0)], vec![(0, 2.0)]]);
    }

    #[test]
    fn sorts_over_many_blocks() {
        for n in [8_191_u32, 8_192, 8_193, 40_000] {
            let rows: Vec<u32> = (0..100_000_u32).map(|k| k.wrapping_mul(2_654_435_761) % n).collect();
            let columns: Vec<u32> = rows.iter().map(|row| (row * 7) % n).collect();
            let matrix = Csr::new(n as usize, &rows, &columns, &vec![1.0; rows.len()]);
            assert_eq!(matrix.entries(), rows.len());
            for row in 0..n {
                let all = matrix.all(row as usize);
                assert!(all.is_sorted_by_key(|entry| entry.origin));
                assert!(all.iter().all(|entry| rows[entry.origin as usize] == row));
            }
        }
    }
}
