//! Quantile sketch for `u64` with bounded relative error (DDSketch).
//!
//! The buckets are those of DDSketch (C. Masson, J. E. Rim & H. K. Lee 2019, doi:10.14778/3352063.3352135) with linear
//! interpolation between powers of two instead of a logarithm: they are found with shifts alone, so that they are the
//! same on every machine, and there are so few of them for 64 bits that none need ever be joined.

/// How fine the buckets are: 2^bits of them from each power of two to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Resolution {
    bits: u8,
}

impl Resolution {
    pub(crate) const LEAST_BITS: u8 = 2;
    pub(crate) const MOST_BITS: u8 = 12;
    /// 64 buckets from each power of two to the next: a relative error of 1 / 129.
    pub(crate) const ONE_PERCENT: Self = Self { bits: 6 };

    /// The coarsest whose relative error is at most `error`, if there is one.
    pub(crate) fn for_relative_error(error: f64) -> Option<Self> {
        (Self::LEAST_BITS..=Self::MOST_BITS)
            .map(|bits| Self { bits })
            .find(|resolution| resolution.relative_error() <= error)
    }

    pub(crate) fn from_bits(bits: u8) -> Option<Self> {
        (Self::LEAST_BITS..=Self::MOST_BITS).contains(&bits).then_some(Self { bits })
    }

    pub(crate) const fn bits(self) -> u8 {
        self.bits
    }

    /// The bound on the relative error of a value taken from its bucket: 1 / (2^(bits + 1) + 1).
    pub(crate) fn relative_error(self) -> f64 {
        1.0 / f64::from((2_u32 << self.bits) + 1)
    }

    /// The bucket of a value.
    pub(crate) const fn bucket(self, value: u64) -> u32 {
        let shift = (63 - (value | 1).leading_zeros()).saturating_sub(self.bits as u32);
        (shift << self.bits) + (value >> shift) as u32
    }

    /// How many buckets there are.
    pub(crate) const fn buckets(self) -> u32 {
        (65 - self.bits as u32) << self.bits
    }

    /// The smallest and the largest value of a bucket.
    pub(crate) const fn range(self, bucket: u32) -> (u64, u64) {
        let shift = (bucket >> self.bits).saturating_sub(1);
        let low = ((bucket - (shift << self.bits)) as u64) << shift;
        (low, low + ((1 << shift) - 1))
    }

    /// The value for a bucket that is relatively nearest to both its ends: their harmonic mean.
    fn middle(self, bucket: u32) -> f64 {
        let (low, high) = self.range(bucket);
        if low == high {
            return low as f64;
        }
        let (low, high) = (low as f64, high as f64);
        2.0 * low * (high / (low + high))
    }
}

/// How many values fell into which bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct QuantileSketch {
    /// Bucket and count, ascending by bucket, no count 0.
    counts: Vec<(u32, u64)>,
}

impl QuantileSketch {
    /// From buckets that ascend strictly, with counts above 0.
    pub(crate) fn from_counts(counts: Vec<(u32, u64)>) -> Self {
        Self { counts }
    }

    pub(crate) fn counts(&self) -> &[(u32, u64)] {
        &self.counts
    }

    pub(crate) fn add(&mut self, bucket: u32) {
        match self.counts.binary_search_by_key(&bucket, |&(bucket, _)| bucket) {
            Ok(at) => self.counts[at].1 += 1,
            Err(at) => self.counts.insert(at, (bucket, 1)),
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let ours = std::mem::take(&mut self.counts);
        let (mut ours, mut theirs) = (ours.as_slice(), other.counts.as_slice());
        self.counts.reserve_exact(ours.len().max(theirs.len()));
        while let (Some(&(a, x)), Some(&(b, y))) = (ours.first(), theirs.first()) {
            let (mine, yours) = (u64::from(a <= b), u64::from(b <= a));
            self.counts.push((a.min(b), x * mine + y * yours));
            ours = &ours[mine as usize..];
            theirs = &theirs[yours as usize..];
        }
        self.counts.extend_from_slice(ours);
        self.counts.extend_from_slice(theirs);
    }

    /// The quantile at `probability` by the convention of [`quantile`](super::quantile::quantile): linear between the
    /// order statistics around (n - 1) p. Each of the two is off by at most the relative error of the resolution, so
    /// the quantile is too. `least` and `most` are the first and the last order statistic. `None` without values.
    pub(crate) fn quantile(
        &self,
        resolution: Resolution,
        (least, most): (u64, u64),
        probability: f64,
    ) -> Option<f64> {
        let count: u64 = self.counts.iter().map(|&(_, count)| count).sum();
        let last = count.checked_sub(1)?;
        let position = probability.clamp(0.0, 1.0) * last as f64;
        let below = (position.floor() as u64).min(last);
        let statistic = |rank: u64| match rank {
            0 => least as f64,
            rank if rank == last => most as f64,
            rank => resolution.middle(self.bucket_of_rank(rank)).clamp(least as f64, most as f64),
        };
        let (low, high) = (statistic(below), statistic((below + 1).min(last)));
        Some(low + (position - below as f64) * (high - low))
    }

    fn bucket_of_rank(&self, rank: u64) -> u32 {
        let mut before = 0;
        let holds = self.counts.iter().find(|&&(_, count)| {
            before += count;
            rank < before
        });
        holds.map_or(0, |&(bucket, _)| bucket)
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantile::quantile;
    use super::{QuantileSketch, Resolution};

    fn of(values: &[u64], resolution: Resolution) -> QuantileSketch {
        let mut sketch = QuantileSketch::default();
        values.iter().for_each(|&value| sketch.add(resolution.bucket(value)));
        sketch
    }

    #[test]
    fn buckets_partition_every_value() {
        for bits in Resolution::LEAST_BITS..=Resolution::MOST_BITS {
            let resolution = Resolution::from_bits(bits).unwrap();
            let mut next = Some(0);
            for bucket in 0..resolution.buckets() {
                let (low, high) = resolution.range(bucket);
                assert_eq!(Some(low), next, "{bits} {bucket}");
                assert_eq!((resolution.bucket(low), resolution.bucket(high)), (bucket, bucket));
                let middle = resolution.middle(bucket);
                for end in [low as f64, high as f64] {
                    assert!((middle - end).abs() <= resolution.relative_error() * end * (1.0 + 1e-12));
                }
                next = high.checked_add(1);
            }
            assert_eq!(next, None, "the last bucket ends at u64::MAX");
        }
    }

    #[test]
    fn one_percent_takes_64_buckets_a_power_of_two() {
        let resolution = Resolution::for_relative_error(0.01).unwrap();
        assert_eq!(resolution, Resolution::ONE_PERCENT);
        assert_eq!((resolution.bits(), resolution.relative_error()), (6, 1.0 / 129.0));
        assert_eq!(resolution.buckets(), 3_776);
        assert_eq!(Resolution::for_relative_error(1e-6), None);
        assert_eq!(Resolution::for_relative_error(f64::NAN), None);
    }

    #[test]
    fn quantiles_follow_the_exact_convention() {
        let resolution = Resolution::for_relative_error(0.01).unwrap();
        let mut values: Vec<u64> = (0..1_000).map(|at: u64| at * at * at * 977 + at).collect();
        let sketch = of(&values, resolution);
        let ends = (0, 999 * 999 * 999 * 977 + 999);
        for probability in [0.0, 0.001, 0.3, 0.5, 0.9, 0.9995, 1.0] {
            let exact = quantile(&mut values, probability).unwrap();
            let found = sketch.quantile(resolution, ends, probability).unwrap();
            assert!((found - exact).abs() <= resolution.relative_error() * exact * (1.0 + 1e-12));
        }
        // Below 2^(bits + 1) a bucket holds one value, and nothing is lost.
        assert_eq!(of(&[8, 1, 4, 2], resolution).quantile(resolution, (1, 8), 0.5), Some(3.0));
        assert_eq!(QuantileSketch::default().quantile(resolution, (0, 0), 0.5), None);
    }

    #[test]
    fn merging_adds_the_counts() {
        let resolution = Resolution::for_relative_error(0.01).unwrap();
        let (ours, theirs) = ([5, 900, u64::MAX], [0, 5, 1_000_000]);
        let mut merged = of(&ours, resolution);
        merged.merge(&of(&theirs, resolution));
        assert_eq!(merged, of(&[ours, theirs].concat(), resolution));
    }
}
