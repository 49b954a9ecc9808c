//! Sort keys: the first steps of a sequence packed into one number.

/// The first steps of a sequence of ranks as one number that sorts as they do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prefix {
    bits: u32,
    /// How many steps it holds.
    pub(crate) length: usize,
}

impl Prefix {
    /// For ranks from 0, fewer than `ranks`.
    pub(crate) fn new(ranks: usize) -> Self {
        let bits = (usize::BITS - ranks.leading_zeros()).max(1);
        Self { bits, length: (u64::BITS / bits) as usize }
    }

    /// A step is its rank and 1, no step is 0.
    pub(crate) fn of(&self, ranks: impl ExactSizeIterator<Item = u64>) -> u64 {
        let first = ranks.take(self.length);
        let missing = (self.length - first.len()) as u32;
        let number = first.fold(0, |number, rank| number << self.bits | (rank + 1));
        number.checked_shl(missing * self.bits).unwrap_or_default()
    }
}
