//! Skip sampling: number of failures before the next success of equal chances.

use crate::numeric::stats::rng::Rng;

/// Cells of a table of gaps.
const CELLS: usize = 1 << BITS;
const BITS: u32 = 10;
/// Bits that decide between a cell's own gap and the other one.
const SHARE: u32 = 32 - BITS;
/// The last cell: as many trials failed, go on.
const BEYOND: u32 = CELLS as u32 - 1;
/// Chances below this often need more than one look at the table; a logarithm takes as long.
const LEAST: f64 = 1.0 / 512.0;

/// A table of the number of failures before the next success: P(k) = p (1 - p)^k below [`BEYOND`].
///
/// Walker's method: 32 random bits choose a cell, and within it one of two gaps. P(k) is rounded to 2^-32. Reference:
/// Vose (1991), A linear algorithm for generating random numbers with a given distribution, doi:10.1109/32.92917.
#[derive(Clone, Debug)]
pub(crate) struct Gaps {
    /// In the high bits the share of the cell's own gap, below them the other gap.
    cells: Box<[u32; CELLS]>,
}

impl Gaps {
    /// `None` for chances so small or so certain that a table does not pay.
    pub(crate) fn new(chance: f64) -> Option<Self> {
        if !(LEAST..1.0).contains(&chance) {
            return None;
        }
        let fail = 1.0 - chance;
        // In units of a cell.
        let mut mass: Vec<f64> =
            (0..BEYOND).map(|gap| chance * fail.powi(gap as i32) * CELLS as f64).collect();
        mass.push(fail.powi(BEYOND as i32) * CELLS as f64);
        let mut cells: Box<[u32; CELLS]> = Box::new(std::array::from_fn(|cell| cell as u32));
        // Masses fall with the gap but for the last: a cell with too little is filled up from one with too much.
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..CELLS).partition(|&cell| mass[cell] < 1.0);
        while let (Some(&cell), Some(&rich)) = (small.last(), large.last()) {
            small.pop();
            let share = (mass[cell] * f64::from(1_u32 << SHARE)).round() as u32;
            // A whole cell of its own keeps itself as the other gap.
            cells[cell] = if share >> SHARE == 0 { share << BITS | rich as u32 } else { cell as u32 };
            mass[rich] -= 1.0 - mass[cell];
            if mass[rich] < 1.0 {
                large.pop();
                small.push(rich);
            }
        }
        Some(Self { cells })
    }

    /// The gap of 32 random bits.
    fn at(&self, random: u32) -> u16 {
        let own = random % CELLS as u32;
        let cell = self.cells[own as usize];
        let other = cell % CELLS as u32;
        (if random >> BITS < cell >> BITS { own } else { other }) as u16
    }
}

/// Random numbers for the trials of one run, by the number of failures before the next success.
#[derive(Debug)]
pub(crate) struct SkipSampler<'a> {
    pub(crate) rng: Rng,
    gaps: Option<&'a Gaps>,
    ready: [u16; MANY],
    used: usize,
    filled: usize,
    /// Trials of the stream that are still known to fail.
    pub(crate) left: u64,
}

/// Gaps drawn at a time: few at first, because most runs and sets are small.
const FEW: usize = 8;
const MANY: usize = 64;

impl<'a> SkipSampler<'a> {
    pub(crate) fn new(gaps: Option<&'a Gaps>, rng: Rng) -> Self {
        Self { rng, gaps, ready: [0; MANY], used: 0, filled: 0, left: 0 }
    }

    /// How many trials fail before one succeeds, by a logarithm times `scale` where there is no table.
    #[inline]
    pub(crate) fn failures(&mut self, scale: f64) -> u64 {
        let Some(gaps) = self.gaps else { return self.failures_by_logarithm(scale) };
        let mut failures = 0;
        loop {
            if self.used == self.filled {
                self.draw(gaps);
            }
            let gap = self.ready[self.used % MANY];
            self.used += 1;
            failures += u64::from(gap);
            if u32::from(gap) != BEYOND {
                return failures;
            }
        }
    }

    /// As [`failures`](Self::failures) for chances of any size.
    pub(crate) fn failures_by_logarithm(&mut self, scale: f64) -> u64 {
        // Rows of certain edges need no random number. No row is longer than 2^32.
        if scale == 0.0 { 0 } else { u64::from((self.rng.uniform().ln() * scale) as u32) }
    }

    #[cold]
    #[inline(never)]
    fn draw(&mut self, gaps: &Gaps) {
        self.used = 0;
        if self.filled == 0 {
            self.filled = FEW;
            let random = self.rng.blocks::<{ FEW / 4 }>();
            self.turn(gaps, random);
        } else {
            self.filled = MANY;
            let random = self.rng.blocks::<{ MANY / 4 }>();
            self.turn(gaps, random);
        }
    }

    fn turn<const LANES: usize>(&mut self, gaps: &Gaps, random: [[u32; LANES]; 4]) {
        for (ready, &random) in self.ready.iter_mut().zip(random.as_flattened()) {
            *ready = gaps.at(random);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every gap's share of all 2^32 random numbers is its probability, but for rounding in each cell.
    #[test]
    fn shares_are_probabilities() {
        for chance in [1.0 / 512.0, 0.01, 0.3, 0.999] {
            let gaps = Gaps::new(chance).unwrap();
            let mut share = vec![0_u64; CELLS];
            for (own, cell) in gaps.cells.iter().enumerate() {
                let kept = cell >> BITS;
                share[own] += u64::from(kept);
                share[*cell as usize % CELLS] += u64::from((1 << SHARE) - kept);
                assert!(kept == 0 || usize::from(gaps.at(own as u32 | (kept - 1) << BITS)) == own);
            }
            assert_eq!(share.iter().sum::<u64>(), 1 << 32);
            let mut left = 1.0;
            for (gap, &found) in share[..CELLS - 1].iter().enumerate() {
                let error = found as f64 / 2_f64.powi(32) - left * chance;
                // Half a step, and as much for each cell that a large one fills up.
                assert!(error.abs() < 1e-6 * chance, "{chance} {gap}: {error}");
                left *= 1.0 - chance;
            }
        }
        assert!([0.0, 0.001, 1.0].into_iter().all(|chance| Gaps::new(chance).is_none()));
    }

    /// Gaps beyond the table go on where it ends: failures below and above have the right mean.
    #[test]
    fn long_gaps_go_on() {
        let gaps = Gaps::new(1.0 / 512.0).unwrap();
        let mut skips = SkipSampler::new(Some(&gaps), Rng::new(5, 0));
        let draws: Vec<u64> = (0..100_000).map(|_| skips.failures(f64::NAN)).collect();
        let mean = draws.iter().sum::<u64>() as f64 / draws.len() as f64;
        let long = draws.iter().filter(|&&gap| gap >= 1023).count() as f64 / draws.len() as f64;
        // Expected: 511 with standard error 1.62; (1 - 1/512)^1023 = .13533 with .00108.
        assert!((mean - 511.0).abs() < 6.5 && (long - 0.135_33).abs() < 0.0044, "{mean} {long}");
    }
}
