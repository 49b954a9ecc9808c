//! Intervals of any statistic, by drawing the units again.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::numeric::stats::level::Level;
use crate::numeric::stats::quantile::quantile_of_sorted;
use crate::numeric::stats::resample::draw_positions;
use crate::numeric::stats::rng::Rng;
use crate::score::Error;

/// Which limits a bootstrap gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BootstrapKind {
    /// Bias-corrected and accelerated.
    #[default]
    Bca,
    /// Quantiles of the replicates as they are.
    Percentile,
}

/// How a bootstrap is made.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BootstrapOptions {
    /// Two-sided confidence level, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// How often the units are drawn; 1,999 unless set.
    pub replicates: usize,
    /// Seed: the same seed gives the same bits.
    pub seed: u64,
    /// Which limits; BCa unless set.
    pub kind: BootstrapKind,
}

impl Default for BootstrapOptions {
    fn default() -> Self {
        Self { level: 0.95, replicates: 1_999, seed: 1, kind: BootstrapKind::Bca }
    }
}

impl BootstrapOptions {
    /// The same options at this confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// The same options with this many replicates.
    #[must_use]
    pub const fn with_replicates(self, replicates: usize) -> Self {
        Self { replicates, ..self }
    }

    /// The same options with this seed.
    #[must_use]
    pub const fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same options for these limits.
    #[must_use]
    pub const fn with_kind(self, kind: BootstrapKind) -> Self {
        Self { kind, ..self }
    }
}

/// A statistic with limits from drawing the units again.
///
/// Made by [`Bootstrap::of`] and [`Bootstrap::with_positions`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Bootstrap {
    /// The statistic of the units as they are.
    pub estimate: f64,
    /// Lower limit; `None` when no replicate has a value.
    pub low: Option<f64>,
    /// Upper limit; `None` when no replicate has a value.
    pub high: Option<f64>,
    /// Standard deviation of the replicates, divisor one less than their number; `None` for fewer than two.
    pub standard_error: Option<f64>,
    /// Replicates with a value.
    pub replicates: usize,
    /// Replicates for which the statistic has none. They enter no limit: with many, the limits say too little.
    pub undefined: usize,
    /// Which limits these are: percentile where BCa was asked for and has none.
    pub kind: BootstrapKind,
    /// Why they are not BCa, when that was asked for.
    pub degenerate: Option<Degenerate>,
    /// Bias correction z0, when it was computed and is finite.
    pub bias: Option<f64>,
    /// Acceleration a, when it was computed and is finite.
    pub acceleration: Option<f64>,
}

/// Why there are no BCa limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Degenerate {
    /// Leaving out one unit never changes the statistic, or leaves it without a value.
    Jackknife,
    /// All replicates lie on one side of the estimate.
    OneSided,
    /// Bias and acceleration are so large that the corrected levels leave 0..1 or their order.
    Levels,
}

impl Bootstrap {
    /// Limits of a statistic of `units` units, by drawing as many of them with replacement, again and again.
    ///
    /// # Definition
    ///
    /// With t the statistic of the units as they are, `t*_b` that of replicate b and B their number:
    ///
    /// * percentile: the quantiles (Hyndman-Fan type 7) of the `t*` at `(1 -+ level)/2`;
    /// * BCa: those at `Phi(z0 + (z0 -+ z)/(1 - a (z0 -+ z)))`, with
    ///   `z0 = Phi^-1((#{t* < t} + #{t* = t}/2)/B)`, which counts ties by half (equal to 1e-13 of the largest absolute
    ///   value: rounding breaks no tie), and
    ///   `a = sum d_i^3 / (6 (sum d_i^2)^1.5)`, `d_i = mean - t_(i)` over the statistics `t_(i)` without unit i.
    ///
    /// Where BCa does not exist (a median often does not move when one unit is left out) the limits are percentile, and
    /// [`degenerate`](Self::degenerate) says so. Each replicate has a stream of random numbers of its own: the bits
    /// depend on the seed alone.
    ///
    /// # Arguments
    ///
    /// `statistic` is given positions of units (0 to units - 1, some several times, or all but one) and answers `None`
    /// or a number that is not finite where it has no value. It may look up as many columns as it likes: one draw takes
    /// the same units in each. Draw what was sampled: people, or branches when whole branches were.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for no units or replicates; [`Error::NoStatistic`] when the units as they are have no value;
    /// [`Error::Level`].
    ///
    /// # Complexity
    ///
    /// B calls of the statistic, and one a unit for BCa; O(B log B) time beside them, O(B + units) space.
    ///
    /// # References
    ///
    /// Efron (1987), Better bootstrap confidence intervals, doi:10.1080/01621459.1987.10478410; Efron & Tibshirani
    /// (1993), An Introduction to the Bootstrap, chapter 14, doi:10.1201/9780429246593.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::inference::{Bootstrap, BootstrapKind, BootstrapOptions, Degenerate};
    ///
    /// let waits = [3.0, 4.0, 4.0, 5.0, 7.0, 9.0, 14.0, 31.0];
    /// let mean = |units: &[usize]| Some(units.iter().map(|&unit| waits[unit]).sum::<f64>() / units.len() as f64);
    /// let found = Bootstrap::of(waits.len(), mean, &BootstrapOptions::default())?;
    /// assert_eq!((found.estimate, found.kind), (9.625, BootstrapKind::Bca));
    /// // A long tail: further up than down.
    /// assert!(found.high.unwrap() - 9.625 > 9.625 - found.low.unwrap());
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn of(
        units: usize,
        mut statistic: impl FnMut(&[usize]) -> Option<f64>,
        options: &BootstrapOptions,
    ) -> Result<Self, Error> {
        let whole = Whole::of(units, &mut statistic, options.level)?;
        check_replicates(options)?;
        let mut positions = vec![0; units];
        let replicates = (0..options.replicates).map(|replicate| {
            draw_positions(&mut Rng::new(options.seed, replicate as u64), units, &mut positions);
            statistic(&positions)
        });
        let replicates: Vec<Option<f64>> = replicates.collect();
        Ok(whole.limits(replicates, &mut statistic, options.kind))
    }

    /// As [`of`](Self::of) on the threads of rayon's current pool: the result has the same bits, since every replicate has
    /// a stream of its own and the replicates keep their order.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of).
    #[cfg(feature = "parallel")]
    pub fn of_parallel(
        units: usize,
        statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
        options: &BootstrapOptions,
    ) -> Result<Self, Error> {
        use rayon::prelude::*;

        let whole = Whole::of(units, &mut |drawn: &[usize]| statistic(drawn), options.level)?;
        check_replicates(options)?;
        let replicates = (0..options.replicates)
            .into_par_iter()
            .map_init(
                || vec![0; units],
                |positions, replicate| {
                    draw_positions(&mut Rng::new(options.seed, replicate as u64), units, positions);
                    statistic(positions)
                },
            )
            .collect();
        Ok(whole.limits(replicates, &mut |drawn: &[usize]| statistic(drawn), options.kind))
    }

    /// The same with draws that were made elsewhere: one row of `units` positions a replicate, one after the other.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of); [`Error::Rows`] when the positions are not whole rows; [`Error::Element`] for the first
    /// that is no unit.
    pub fn with_positions(
        units: usize,
        mut statistic: impl FnMut(&[usize]) -> Option<f64>,
        positions: &[usize],
        level: f64,
        kind: BootstrapKind,
    ) -> Result<Self, Error> {
        let whole = Whole::of(units, &mut statistic, level)?;
        if positions.is_empty() || !positions.len().is_multiple_of(units) {
            return Err(Error::Rows { found: positions.len(), row: units });
        }
        if let Some(position) = positions.iter().position(|&unit| unit >= units) {
            let (list, value) = ("position", positions[position] as f64);
            return Err(Error::Element { list, position, value, range: "below the number of units" });
        }
        let replicates = positions.chunks(units).map(&mut statistic).collect();
        Ok(whole.limits(replicates, &mut statistic, kind))
    }
}

fn check_replicates(options: &BootstrapOptions) -> Result<(), Error> {
    if options.replicates == 0 {
        let argument = "the number of replicates";
        return Err(Error::Argument { argument, value: 0.0, range: "at least 1" });
    }
    Ok(())
}

/// The statistic before anything is drawn.
struct Whole {
    units: usize,
    estimate: f64,
    level: Level,
}

impl Whole {
    fn of(
        units: usize,
        statistic: &mut impl FnMut(&[usize]) -> Option<f64>,
        level: f64,
    ) -> Result<Self, Error> {
        let level = Error::level(level)?;
        if units == 0 {
            return Err(Error::Argument { argument: "the number of units", value: 0.0, range: "at least 1" });
        }
        let all: Vec<usize> = (0..units).collect();
        let estimate = statistic(&all).filter(|value| value.is_finite()).ok_or(Error::NoStatistic)?;
        Ok(Self { units, estimate, level })
    }

    fn limits(
        &self,
        replicates: Vec<Option<f64>>,
        statistic: &mut impl FnMut(&[usize]) -> Option<f64>,
        kind: BootstrapKind,
    ) -> Bootstrap {
        let all = replicates.len();
        let mut values: Vec<f64> =
            replicates.into_iter().flatten().filter(|value| value.is_finite()).collect();
        values.sort_unstable_by(f64::total_cmp);
        let mut found = Bootstrap {
            estimate: self.estimate,
            low: None,
            high: None,
            standard_error: standard_deviation(&values),
            replicates: values.len(),
            undefined: all - values.len(),
            kind,
            degenerate: None,
            bias: None,
            acceleration: None,
        };
        let plain = (self.level.lower(), self.level.upper());
        let levels = match kind {
            BootstrapKind::Percentile => plain,
            BootstrapKind::Bca => {
                found.bias = self.bias(&values);
                found.acceleration = self.acceleration(statistic);
                self.corrected(found.bias, found.acceleration).unwrap_or_else(|reason| {
                    (found.kind, found.degenerate) = (BootstrapKind::Percentile, Some(reason));
                    plain
                })
            }
        };
        found.low = quantile_of_sorted(&values, levels.0);
        found.high = quantile_of_sorted(&values, levels.1);
        found
    }

    /// z0 of ascending replicates; none when all lie on one side.
    fn bias(&self, sorted: &[f64]) -> Option<f64> {
        let largest =
            sorted.iter().chain([&self.estimate]).fold(0.0_f64, |most, value| most.max(value.abs()));
        let rounding = 1e-13 * largest;
        let below = sorted.partition_point(|value| *value < self.estimate - rounding);
        let up_to = sorted.partition_point(|value| *value <= self.estimate + rounding);
        let share = (below + up_to) as f64 / (2 * sorted.len()) as f64;
        (share > 0.0 && share < 1.0).then(|| Normal::standard().inverse_cdf(share))
    }

    /// The statistic without each unit in turn; none when that never changes it or has no value.
    fn acceleration(&self, statistic: &mut impl FnMut(&[usize]) -> Option<f64>) -> Option<f64> {
        if self.units < 2 {
            return None;
        }
        let mut rest: Vec<usize> = (1..self.units).collect();
        let mut without = Vec::with_capacity(self.units);
        for unit in 0..self.units {
            without.push(statistic(&rest).filter(|value| value.is_finite())?);
            if let Some(next) = rest.get_mut(unit) {
                *next = unit;
            }
        }
        let n = self.units as f64;
        let mean = without.iter().map(|value| value / n).sum::<f64>();
        let largest = without.iter().map(|value| (mean - value).abs()).fold(0.0, f64::max);
        // What is only rounding would be taken for skewness.
        if largest <= 1e-13 * mean.abs().max(self.estimate.abs()) {
            return None;
        }
        let power = |power| without.iter().map(|value| ((mean - value) / largest).powi(power)).sum::<f64>();
        Some(power(3) / (6.0 * power(2).powf(1.5)))
    }

    fn corrected(&self, bias: Option<f64>, acceleration: Option<f64>) -> Result<(f64, f64), Degenerate> {
        let a = acceleration.ok_or(Degenerate::Jackknife)?;
        let z0 = bias.ok_or(Degenerate::OneSided)?;
        let corrected = |z: f64| {
            let rest = 1.0 - a * (z0 + z);
            (rest > 0.0).then(|| Normal::standard().cdf(z0 + (z0 + z) / rest))
        };
        match (corrected(-self.level.z), corrected(self.level.z)) {
            (Some(low), Some(high)) if low < high => Ok((low, high)),
            _ => Err(Degenerate::Levels),
        }
    }
}

fn standard_deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().map(|value| value / n).sum::<f64>();
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt())
}
