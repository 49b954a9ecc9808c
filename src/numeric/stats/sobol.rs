//! Sobol sequence: points that fill a cube evenly (quasi-Monte Carlo).

use super::rng::Rng;

/// Polynomials over the integers modulo 2, bits from the highest power down, and the first odd numbers of each sequence:
/// the first dimensions of Joe & Kuo (2008), `new-joe-kuo-6.21201`.
const DIRECTIONS: [(u32, &[u32]); DIMENSIONS - 1] = [
    (3, &[1]),
    (7, &[1, 3]),
    (11, &[1, 3, 1]),
    (13, &[1, 1, 1]),
    (19, &[1, 1, 3, 3]),
    (25, &[1, 3, 5, 13]),
    (37, &[1, 1, 5, 5, 17]),
    (41, &[1, 1, 5, 5, 5]),
    (47, &[1, 1, 7, 11, 19]),
    (55, &[1, 1, 5, 1, 1]),
    (59, &[1, 1, 1, 3, 11]),
    (61, &[1, 3, 5, 5, 31]),
    (67, &[1, 3, 3, 9, 7, 49]),
    (91, &[1, 1, 1, 15, 21, 21]),
    (97, &[1, 3, 1, 13, 27, 49]),
];

/// How many coordinates a point can have.
pub(crate) const DIMENSIONS: usize = 16;

/// One coordinate of the points of a scrambled Sobol sequence.
///
/// The first 2^k points have one in each of 2^k equal parts of every coordinate, and are as even in several together as
/// the sequence allows. Each seed scrambles them anew, so that a point by itself is uniform. References: Sobol (1967),
/// doi:10.1016/0041-5553(67)90144-9; Joe & Kuo (2008), Constructing Sobol sequences with better two-dimensional
/// projections, doi:10.1137/070709359; Owen (1995), Randomly permuted (t,m,s)-nets and (t,s)-sequences,
/// doi:10.1007/978-1-4612-2552-2_19; Burley (2020), Practical hash-based Owen scrambling, JCGT 9(4).
#[derive(Clone, Debug)]
pub(crate) struct Sobol {
    directions: [u32; 32],
    scramble: u32,
}

impl Sobol {
    /// Coordinate `dimension`, below [`DIMENSIONS`].
    pub(crate) fn new(dimension: usize, seed: u64) -> Self {
        let scramble = Rng::new(seed, u64::MAX - dimension as u64).next_u64() as u32;
        Self { directions: directions(dimension), scramble }
    }

    /// Point number `index`, on (0, 1). Points repeat after 2^32.
    pub(crate) fn at(&self, index: u32) -> f64 {
        const PARTS: f64 = (1_u64 << 32) as f64;
        let mut bits = self.plain(index).reverse_bits();
        bits = bits.wrapping_add(self.scramble);
        for factor in [0x6c50_b47c_u32, 0xb82f_1e52, 0xc7af_e638, 0x8d22_f6e6] {
            bits ^= bits.wrapping_mul(factor);
        }
        (f64::from(bits.reverse_bits()) + 0.5) / PARTS
    }

    /// The point before it is scrambled, as a part of 2^32.
    fn plain(&self, index: u32) -> u32 {
        let set = (0..32).filter(|bit| index >> bit & 1 == 1);
        set.fold(0, |point, bit| point ^ self.directions[bit])
    }
}

fn directions(dimension: usize) -> [u32; 32] {
    let mut found: [u32; 32] = std::array::from_fn(|bit| 1 << (31 - bit));
    let Some(&(polynomial, first)) = dimension.checked_sub(1).and_then(|at| DIRECTIONS.get(at)) else {
        return found;
    };
    let degree = first.len();
    for bit in 0..32 {
        found[bit] = match first.get(bit) {
            Some(odd) => odd << (31 - bit),
            None => {
                let oldest = found[bit - degree];
                let taken = (1..degree).filter(|back| polynomial >> (degree - back) & 1 == 1);
                taken.fold(oldest ^ (oldest >> degree), |sum, back| sum ^ found[bit - back])
            }
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17: `qmc.Sobol(16, scramble=False, bits=32).random(8)`, the points at 1, 2, 3 and 7 in eighths; scipy goes
    /// through them in Gray code.
    #[test]
    fn plain_points() {
        let expected = [
            [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
            [6, 2, 2, 2, 6, 6, 2, 6, 6, 6, 6, 6, 2, 2, 6, 2],
            [2, 6, 6, 6, 2, 2, 6, 2, 2, 2, 2, 2, 6, 6, 2, 6],
            [1, 5, 3, 1, 1, 3, 5, 5, 5, 7, 5, 1, 5, 3, 1, 1],
        ];
        for (index, expected) in [1_u32, 2, 3, 7].into_iter().zip(expected) {
            for (dimension, expected) in expected.into_iter().enumerate() {
                let found = Sobol::new(dimension, 0).plain(index ^ (index >> 1)) >> 29;
                assert_eq!(found, expected, "point {index}, dimension {dimension}");
            }
        }
    }

    /// One point in each of as many parts, in each coordinate, whatever the seed.
    #[test]
    fn scrambled_points_stay_even() {
        for dimension in 0..DIMENSIONS {
            for seed in 0..20 {
                let sobol = Sobol::new(dimension, seed);
                let mut hit = [false; 256];
                (0..256).for_each(|index| hit[(sobol.at(index) * 256.0) as usize] = true);
                assert!(hit.iter().all(|hit| *hit), "dimension {dimension}, seed {seed}");
            }
        }
        // A point by itself is uniform over seeds: mean 1/2 with standard error .289 / sqrt(2000) = .0065.
        let mean = (0..2_000).map(|seed| Sobol::new(5, seed).at(3)).sum::<f64>() / 2_000.0;
        assert!((mean - 0.5).abs() < 0.03, "{mean}");
    }
}
