//! Bootstrap intervals (percentile and BCa) of any statistic.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::Execution;
use crate::model::names::names;
use crate::numeric::stats::level::Level;
use crate::numeric::stats::quantile::quantile_of_sorted;
use crate::numeric::stats::resample::draw_positions;
use crate::numeric::stats::rng::Rng;
use crate::score::Error;

/// Kind of bootstrap limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BootstrapKind {
    /// Bias-corrected and accelerated.
    #[default]
    Bca,
    /// Quantiles of the replicates as they are.
    Percentile,
}

names!(BootstrapKind, "kind of limits", Error, {
    Bca => "bca",
    Percentile => "percentile",
});

/// Options of a [`Bootstrap`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BootstrapOptions {
    /// Two-sided confidence level, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// The number of replicates; 1,999 unless set.
    pub replicates: usize,
    /// Seed: the same seed gives the same bits.
    pub seed: u64,
    /// The kind of limits; BCa unless set.
    pub kind: BootstrapKind,
    /// The threads, and who is told of the progress, in replicates.
    pub execution: Execution,
}

impl Default for BootstrapOptions {
    fn default() -> Self {
        Self {
            level: 0.95,
            replicates: 1_999,
            seed: 1,
            kind: BootstrapKind::Bca,
            execution: Execution::default(),
        }
    }
}

impl BootstrapOptions {
    /// Sets the confidence level.
    #[must_use]
    pub fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the number of replicates.
    #[must_use]
    pub fn with_replicates(self, replicates: usize) -> Self {
        Self { replicates, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sets the kind of limits.
    #[must_use]
    pub fn with_kind(self, kind: BootstrapKind) -> Self {
        Self { kind, ..self }
    }

    /// Sets the threads to run on and who is told of the progress.
    #[must_use]
    pub fn with_execution(self, execution: Execution) -> Self {
        Self { execution, ..self }
    }
}

/// Statistic with bootstrap limits: those of the statistic of units drawn again and again.
///
/// Made by [`Bootstrap::resample`] and [`Bootstrap::from_positions`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Number of replicates with a value.
    pub replicate_count: usize,
    /// Number of replicates for which the statistic has no value. They enter no limit: with many, the limits say too little.
    pub undefined_count: usize,
    /// Which limits these are: percentile where BCa was asked for and has none.
    pub kind: BootstrapKind,
    /// The reason why they are not BCa, when that was asked for.
    pub degenerate: Option<Degenerate>,
    /// Bias correction z0, when it was computed and is finite.
    pub bias: Option<f64>,
    /// Acceleration a, when it was computed and is finite.
    pub acceleration: Option<f64>,
}

/// Reason why there are no BCa limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Degenerate {
    /// Leaving out one unit never changes the statistic, or leaves it without a value.
    Jackknife,
    /// All replicates lie on one side of the estimate.
    OneSided,
    /// Bias and acceleration are so large that the corrected levels leave 0..1 or their order.
    Levels,
}

names!(Degenerate, "reason", Error, {
    Jackknife => "jackknife",
    OneSided => "one_sided",
    Levels => "levels",
});

impl Bootstrap {
    /// The limits of a statistic of `units` units, by drawing as many of them with replacement, again and again.
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
    /// [`Error::OutOfRange`] for no units; [`Error::NoStatistic`] when the units as they are have no value.
    ///
    /// # Complexity
    ///
    /// * Percentile: B calls of the statistic.
    /// * BCa: B calls, and one a unit.
    /// * Beside the calls: O(B (units + log B)) time, O(B + units) space.
    ///
    /// # References
    ///
    /// Efron (1987), Better bootstrap confidence intervals, doi:10.1080/01621459.1987.10478410; Efron & Tibshirani
    /// (1993), An Introduction to the Bootstrap, chapter 14, doi:10.1201/9780429246593.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::inference::{Bootstrap, BootstrapKind};
    ///
    /// let waits = [3.0, 4.0, 4.0, 5.0, 7.0, 9.0, 14.0, 31.0];
    /// let mean = |units: &[usize]| Some(units.iter().map(|&unit| waits[unit]).sum::<f64>() / units.len() as f64);
    /// let found = Bootstrap::resample(waits.len(), mean)?;
    /// assert_eq!((found.estimate, found.kind), (9.625, BootstrapKind::Bca));
    /// // A long tail: further up than down.
    /// assert!(found.high.unwrap() - 9.625 > 9.625 - found.low.unwrap());
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn resample(units: usize, statistic: impl Fn(&[usize]) -> Option<f64> + Sync) -> Result<Self, Error> {
        Self::resample_with(units, statistic, &BootstrapOptions::default())
    }

    /// [`resample`](Self::resample) at another level, of another kind, with more replicates, or on several threads.
    ///
    /// # Errors
    ///
    /// As [`resample`](Self::resample); [`Error::OutOfRange`] for no replicates and for the level; [`Error::Cancelled`].
    pub fn resample_with(
        units: usize,
        statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
        options: &BootstrapOptions,
    ) -> Result<Self, Error> {
        let whole = Whole::of(units, &mut |drawn: &[usize]| statistic(drawn), options.level)?;
        check_replicates(options)?;
        let steps = options.execution.steps(options.replicates as u64);
        let draw = |positions: &mut Vec<usize>, replicate: usize| {
            draw_positions(&mut Rng::new(options.seed, replicate as u64), units, positions);
            let value = statistic(positions);
            steps.add(1)?;
            Ok(value)
        };
        let replicates: Result<Vec<Option<f64>>, Error> = if options.execution.is_parallel() {
            in_parallel(options.replicates, || vec![0; units], &draw)
        } else {
            let mut positions = vec![0; units];
            (0..options.replicates).map(|replicate| draw(&mut positions, replicate)).collect()
        };
        Ok(whole.limits(replicates?, &mut |drawn: &[usize]| statistic(drawn), options.kind))
    }

    /// [`resample_with`](Self::resample_with) of draws that were made elsewhere: one row of `units` positions a replicate,
    /// one after the other. Of the options, level and kind count.
    ///
    /// # Errors
    ///
    /// As [`resample`](Self::resample); [`Error::WrongLength`] when the positions are not whole rows;
    /// [`Error::OutOfRange`] for the level, and for the first position that is no unit.
    pub fn from_positions(
        units: usize,
        mut statistic: impl FnMut(&[usize]) -> Option<f64>,
        positions: &[usize],
        options: &BootstrapOptions,
    ) -> Result<Self, Error> {
        let whole = Whole::of(units, &mut statistic, options.level)?;
        if positions.is_empty() || !positions.len().is_multiple_of(units) {
            return Err(Error::WrongLength { what: "positions", found: positions.len(), expected: units });
        }
        if let Some(position) = positions.iter().position(|&unit| unit >= units) {
            let what = format!("{} {position}", "position");
            return Err(Error::out_of_range(what, positions[position] as f64, "below the number of units"));
        }
        let replicates = positions.chunks(units).map(&mut statistic).collect();
        Ok(whole.limits(replicates, &mut statistic, options.kind))
    }
}

/// Each replicate on the threads of rayon's current pool, in their order.
#[cfg(feature = "parallel")]
fn in_parallel(
    replicates: usize,
    room: impl Fn() -> Vec<usize> + Send + Sync,
    draw: &(impl Fn(&mut Vec<usize>, usize) -> Result<Option<f64>, Error> + Sync),
) -> Result<Vec<Option<f64>>, Error> {
    use rayon::prelude::*;

    (0..replicates).into_par_iter().map_init(room, draw).collect()
}

#[cfg(not(feature = "parallel"))]
fn in_parallel(
    replicates: usize,
    room: impl Fn() -> Vec<usize>,
    draw: &impl Fn(&mut Vec<usize>, usize) -> Result<Option<f64>, Error>,
) -> Result<Vec<Option<f64>>, Error> {
    let mut positions = room();
    (0..replicates).map(|replicate| draw(&mut positions, replicate)).collect()
}

fn check_replicates(options: &BootstrapOptions) -> Result<(), Error> {
    if options.replicates == 0 {
        return Err(Error::out_of_range("the number of replicates", 0.0, "at least 1"));
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
            return Err(Error::out_of_range("the number of units", 0.0, "at least 1"));
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
            replicate_count: values.len(),
            undefined_count: all - values.len(),
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
