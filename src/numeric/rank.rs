//! Numbers that order keys but for ties, so that most comparisons need not know the type.

/// A key with a number that orders it: `a < b` implies `a.rank() <= b.rank()`.
pub(crate) trait Rank: Ord {
    /// The rank is below `2^BITS`.
    const BITS: u32 = 64;

    fn rank(&self) -> u64;
}

impl Rank for u32 {
    const BITS: u32 = 32;

    fn rank(&self) -> u64 {
        u64::from(*self)
    }
}

impl Rank for u64 {
    fn rank(&self) -> u64 {
        *self
    }
}

impl Rank for i64 {
    fn rank(&self) -> u64 {
        self.cast_unsigned() ^ (1 << 63)
    }
}

impl Rank for usize {
    fn rank(&self) -> u64 {
        *self as u64
    }
}

impl Rank for str {
    /// The first bytes.
    fn rank(&self) -> u64 {
        let bytes = self.as_bytes();
        u64::from_be_bytes(
            bytes
                .first_chunk()
                .copied()
                .unwrap_or_else(|| std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default())),
        )
    }
}

impl Rank for String {
    fn rank(&self) -> u64 {
        self.as_str().rank()
    }
}

impl<T: Rank + ?Sized> Rank for &T {
    const BITS: u32 = T::BITS;

    fn rank(&self) -> u64 {
        T::rank(self)
    }
}

impl<T: Rank> Rank for Option<T> {
    const BITS: u32 = 64;

    /// Two of the smallest ranks may be equal.
    fn rank(&self) -> u64 {
        self.as_ref().map_or(0, T::rank)
    }
}

impl<A: Rank, B: Rank> Rank for (A, B) {
    const BITS: u32 = if A::BITS + B::BITS <= 64 { A::BITS + B::BITS } else { A::BITS };

    /// Of both where they have room, else of the first.
    fn rank(&self) -> u64 {
        if A::BITS + B::BITS <= 64 { self.0.rank() << B::BITS | self.1.rank() } else { self.0.rank() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks_do_not_fall<T: Rank>(ascending: &[T]) {
        assert!(ascending.is_sorted());
        assert!(ascending.iter().map(Rank::rank).is_sorted());
    }

    #[test]
    fn a_greater_key_has_no_lower_rank() {
        ranks_do_not_fall(&["", "\0", "a", "a\0", "ab", "customer 1", "customer 2", "z", "é"]);
        ranks_do_not_fall(&[i64::MIN, -1, 0, 1, i64::MAX]);
        ranks_do_not_fall(&[(0_u32, u32::MAX), (1, 0), (u32::MAX, 0)]);
        ranks_do_not_fall(&[((0_u32, 1_u32), (9_u32, 9_u32)), ((0, 2), (0, 0)), ((1, 0), (0, 0))]);
        ranks_do_not_fall(&[None, Some(0_u32), Some(1)]);
    }
}
