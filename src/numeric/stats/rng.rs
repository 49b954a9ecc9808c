//! Random number streams by counter, the same on every machine and in every order of work.

/// A stream of random numbers: Philox4x32-10, which turns (seed, stream, position) into bits without any state to share.
///
/// Every replicate of a simulation takes its own stream, so results do not depend on how replicates are spread over
/// threads. Period 2^66 numbers a stream, 2^64 streams a seed. Reference: Salmon, Moraes, Dror & Shaw (2011), Parallel
/// random numbers: as easy as 1, 2, 3, doi:10.1145/2063384.2063405.
#[derive(Clone, Debug)]
pub(crate) struct Rng {
    key: [u32; 2],
    stream: [u32; 2],
    block: u64,
    ready: [u32; 4],
    /// How many of `ready` are used.
    used: usize,
    /// The second of a pair of normal deviates.
    spare: Option<f64>,
}

impl Rng {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let halves = |number: u64| [number as u32, (number >> 32) as u32];
        Self { key: halves(seed), stream: halves(stream), block: 0, ready: [0; 4], used: 4, spare: None }
    }

    fn next_u32(&mut self) -> u32 {
        if self.used == 4 {
            let [low, high] = [self.block as u32, (self.block >> 32) as u32];
            self.ready = philox([low, high, self.stream[0], self.stream[1]], self.key);
            self.block += 1;
            self.used = 0;
        }
        self.used += 1;
        self.ready[self.used - 1]
    }

    pub(crate) fn next_u64(&mut self) -> u64 {
        u64::from(self.next_u32()) | u64::from(self.next_u32()) << 32
    }

    /// The next `LANES` whole blocks, lane by lane, first words first; what is left of a block begun is passed over.
    pub(crate) fn blocks<const LANES: usize>(&mut self) -> [[u32; LANES]; 4] {
        let first = self.block;
        self.block += LANES as u64;
        self.used = 4;
        let block = |lane: usize| first + lane as u64;
        philox_side_by_side(
            [
                std::array::from_fn(|lane| block(lane) as u32),
                std::array::from_fn(|lane| (block(lane) >> 32) as u32),
                [self.stream[0]; LANES],
                [self.stream[1]; LANES],
            ],
            self.key,
        )
    }

    /// Uniform on (0, 1): the middle of one of 2^53 equal parts, so never 0 or 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        const PARTS: f64 = (1_u64 << 53) as f64;
        ((self.next_u64() >> 11) as f64 + 0.5) / PARTS
    }

    /// A standard normal deviate, by Box and Muller (1958), doi:10.1214/aoms/1177706645.
    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.uniform()).sin_cos();
        self.spare = Some(radius * sine);
        radius * cosine
    }
}

fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    philox_side_by_side(counter.map(|word| [word]), key).map(|[word]| word)
}

/// Counters side by side, so that a compiler can work on several at once.
#[inline]
fn philox_side_by_side<const LANES: usize>(
    mut counter: [[u32; LANES]; 4],
    mut key: [u32; 2],
) -> [[u32; LANES]; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
        }
        let [first, second, third, fourth] = &mut counter;
        for (((first, second), third), fourth) in first.iter_mut().zip(second).zip(third).zip(fourth) {
            let a = u64::from(*first) * 0xD251_1F53;
            let b = u64::from(*third) * 0xCD9E_8D57;
            *first = (b >> 32) as u32 ^ *second ^ key[0];
            *second = b as u32;
            *third = (a >> 32) as u32 ^ *fourth ^ key[1];
            *fourth = a as u32;
        }
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of Random123, `kat_vectors`, philox4x32 10.
    #[test]
    fn known_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        let counter = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
        let key = [0xa409_3822, 0x299f_31d0];
        assert_eq!(philox(counter, key), [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }

    /// Blocks drawn side by side are those drawn one by one.
    #[test]
    fn blocks_are_the_same_numbers() {
        let (mut one, mut many) = (Rng::new(7, 3), Rng::new(7, 3));
        assert_eq!(one.next_u32(), many.next_u32());
        one.used = 4;
        let blocks = many.blocks::<8>();
        for lane in 0..8 {
            assert!(blocks.iter().all(|words| words[lane] == one.next_u32()));
        }
        assert_eq!(one.next_u64(), many.next_u64());
    }

    #[test]
    fn moments_and_streams() {
        let mut rng = Rng::new(7, 0);
        let draws: Vec<f64> = (0..200_000).map(|_| rng.normal()).collect();
        let n = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / n;
        let moment = |power| draws.iter().map(|z| (z - mean).powi(power)).sum::<f64>() / n;
        // Five standard errors: 1/sqrt(n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
        assert!(mean.abs() < 0.012 && (moment(2) - 1.0).abs() < 0.016);
        assert!(moment(3).abs() < 0.05 && (moment(4) - 3.0).abs() < 0.11);
        assert_ne!(Rng::new(7, 0).next_u64(), Rng::new(7, 1).next_u64());
        assert_ne!(Rng::new(7, 0).next_u64(), Rng::new(8, 0).next_u64());
        assert!((0..10_000).all(|_| (0.0..1.0).contains(&rng.uniform())));
    }
}
