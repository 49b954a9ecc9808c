//! Difference of two independent groups, with limits and test.

use std::fmt;

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::interval::adjusted;
use super::sample::{Base, Sample};
use super::score::write_limits;
use crate::model::names::names;
use crate::numeric::stats::level::Level;
use crate::numeric::stats::proportion::wilson_limits;
use crate::score::Error;
use crate::signal::instrument::{ScoreUnit, Statistic};
use crate::signal::tally::FacetTally;

/// Options of a [`Difference`]: confidence level and sizes of the two populations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DifferenceOptions {
    /// Two-sided confidence level, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// Size N of the first population, where known: it narrows the interval.
    pub first_population: Option<u64>,
    /// Size N of the second population, where known.
    pub second_population: Option<u64>,
}

impl Default for DifferenceOptions {
    fn default() -> Self {
        Self { level: 0.95, first_population: None, second_population: None }
    }
}

impl DifferenceOptions {
    /// Sets the confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the size of the first population.
    #[must_use]
    pub const fn with_first_population(self, people: u64) -> Self {
        Self { first_population: Some(people), ..self }
    }

    /// Sets the size of the second population.
    #[must_use]
    pub const fn with_second_population(self, people: u64) -> Self {
        Self { second_population: Some(people), ..self }
    }
}

/// Difference between two groups or periods, the first less the second, with its interval and test.
///
/// Made by [`Difference::between`] two tallies. Where the answers cannot tell, limits and test are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// First estimate less second, in [`unit`](Self::unit) and without any adjustment.
    pub estimate: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Standard error in [`statistic`](Self::statistic), in [`unit`](Self::unit).
    pub standard_error: Option<f64>,
    /// z, or t where there are [`degrees`](Self::degrees).
    pub statistic: Option<f64>,
    /// Degrees of freedom of t; `None` for z.
    pub degrees: Option<f64>,
    /// Two-sided probability of a statistic at least as far from 0 if there were no difference.
    pub p_value: Option<f64>,
    /// The unit of the estimate.
    pub unit: ScoreUnit,
    /// The method of limits and test.
    pub method: DifferenceMethod,
    /// The estimate in points of 0..100, above 0 when the first group is better off.
    pub points: f64,
    /// Numbers of answers.
    pub n: [u64; 2],
    /// Effective numbers of answers (Kish).
    pub n_effective: [f64; 2],
}

/// Method behind the limits of a [`Difference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceMethod {
    /// Adjusted Wald for two net promoter scores.
    AdjustedWald,
    /// Newcombe's limits from two Wilson intervals, and the pooled score test, for two shares.
    Newcombe,
    /// Welch's t for two means.
    Welch,
    /// Everyone answered on both sides: the limits are the estimate, and there is nothing to test.
    Census,
    /// A mean of one effective answer, or means without any spread: an estimate without limits.
    NoInterval,
}

names!(DifferenceMethod, "method", Error, {
    AdjustedWald => "adjusted_wald",
    Newcombe => "newcombe",
    Welch => "welch",
    Census => "census",
    NoInterval => "no_interval",
});

/// One side of a comparison of two means or two net promoter scores.
struct Side {
    estimate: f64,
    /// The estimate, or its adjusted form, that is tested.
    centre: f64,
    variance: f64,
    /// Degrees of freedom of the variance; none when it is known.
    degrees: Option<f64>,
}

/// Limits and test in the statistic's own unit.
struct Tested {
    limits: (f64, f64),
    error: f64,
    statistic: Option<f64>,
    degrees: Option<f64>,
    p_value: Option<f64>,
}

impl Difference {
    /// The difference `first - second` of two groups at a level of 0.95; `None` when a side has no answer of positive weight.
    ///
    /// # Definition
    ///
    /// With shares p (promoters, or top box) and d (detractors), means m, `n*` the effective number of answers after
    /// correction for a known population (see [`Score::from_tally`](super::Score::from_tally)), and z the normal quantile
    /// of the level:
    ///
    /// * Net promoter: the estimate is `100 ((p1 - d1) - (p2 - d2))`. With `p' = (n* p + 3/4)/(n* + 3)`, `d'` likewise,
    ///   centre `c = p' - d'` and `v = (p' + d' - c^2)/(n* + 3)`: limits `100 (c1 - c2 +- z sqrt(v1 + v2))` within
    ///   +-200 and widened to hold the estimate, and test `(c1 - c2)/sqrt(v1 + v2)`. The adjusted form is used because plain variances are 0 when
    ///   everyone agrees.
    /// * Share: with Wilson's limits l, u of each side, `p1 - p2 - sqrt((p1-l1)^2 + (u2-p2)^2)` to
    ///   `p1 - p2 + sqrt((u1-p1)^2 + (p2-l2)^2)` (Newcombe's method 10); test
    ///   `(p1 - p2)/sqrt(q (1-q) (1/n1* + 1/n2*))` with `q = (n1* p1 + n2* p2)/(n1* + n2*)`. Limits and test are two
    ///   methods: next to significance they may disagree.
    /// * Mean: `m1 - m2 +- t sqrt(e1^2 + e2^2)` with `e^2 = s^2/n*` and
    ///   `(e1^2 + e2^2)^2 / (e1^4/(n1-1) + e2^4/(n2-1))` degrees of freedom, n the effective numbers (Welch).
    ///
    /// A side on which everyone answered brings no variance.
    ///
    /// # Arguments
    ///
    /// Two facets of one instrument, or one facet in two periods. **The sides must be independent**: with the same
    /// people on both, answers go together and the test finds too little. Minimum sizes of groups are not known here:
    /// compare only what may be published.
    ///
    /// # Errors
    ///
    /// [`Error::MixedInstruments`] when the sides were asked in different ways: their numbers have no difference.
    ///
    /// # Complexity
    ///
    /// O(buckets) time, O(1) space.
    ///
    /// # References
    ///
    /// Rocks (2016), Interval estimation for the net promoter score, doi:10.1080/00031305.2016.1198279;
    /// Newcombe (1998), Interval estimation for the difference between independent proportions,
    /// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I;
    /// Welch (1947), The generalization of 'Student's' problem, doi:10.1093/biomet/34.1-2.28.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::model::ids::FacetId;
    /// use total_experience::score::inference::Difference;
    /// use total_experience::signal::response::Columns;
    /// use total_experience::signal::instrument::Instrument;
    /// use total_experience::signal::tally::Tally;
    ///
    /// let of = |values: &[f64]| {
    ///     let facet = FacetId::from_u32(0);
    ///     let mut tally = Tally::new();
    ///     tally.declare(facet, Instrument::Points)?;
    ///     tally.add_columns(&Columns::new(&vec![facet; values.len()], values))?;
    ///     Ok::<_, total_experience::signal::Error>(tally.facet(facet).unwrap().clone())
    /// };
    /// let (new, old) = (of(&[71.0, 64.0, 80.0, 77.0])?, of(&[60.0, 66.0, 58.0, 61.0, 55.0])?);
    /// let found = Difference::between(&new, &old)?.unwrap();
    /// assert_eq!(found.estimate, 13.0);
    /// assert!(found.p_value.unwrap() < 0.05 && found.low.unwrap() > 0.0);
    /// # Ok::<(), total_experience::Error>(())
    /// ```
    pub fn between(first: &FacetTally, second: &FacetTally) -> Result<Option<Self>, Error> {
        Self::between_with(first, second, &DifferenceOptions::default())
    }

    /// [`between`](Self::between) at another level, or for known populations.
    ///
    /// # Errors
    /// As [`between`](Self::between); [`Error::OutOfRange`] for the level; [`Error::Population`].
    pub fn between_with(
        first: &FacetTally,
        second: &FacetTally,
        options: &DifferenceOptions,
    ) -> Result<Option<Self>, Error> {
        let level = Error::level(options.level)?;
        let instrument = *first.instrument();
        if instrument != *second.instrument() {
            return Err(Error::MixedInstruments { first: instrument, second: *second.instrument() });
        }
        let tallies = [first, second];
        let samples = tallies.map(Sample::of);
        let bases = [samples[0].base(options.first_population)?, samples[1].base(options.second_population)?];
        let (Some(first_mean), Some(second_mean)) = (first.mean(), second.mean()) else { return Ok(None) };
        let census = bases.iter().all(|base| matches!(base, Base::Census));
        let (estimate, tested, method) = match instrument.statistic() {
            Statistic::NetPromoter { promoter, passive } => {
                let side = |at: usize| {
                    let share = |weight: f64| weight / tallies[at].weight();
                    let shares =
                        (share(tallies[at].weight_from(promoter)), share(tallies[at].weight_below(passive)));
                    promoters(shares, &bases[at])
                };
                let sides = [side(0), side(1)];
                let estimate = sides[0].estimate - sides[1].estimate;
                let mut tested = test(&sides, &level, (-200.0, 200.0));
                if let Some(Tested { limits: (low, high), .. }) = &mut tested {
                    (*low, *high) = (low.min(estimate), high.max(estimate));
                }
                (estimate, tested, DifferenceMethod::AdjustedWald)
            }
            Statistic::TopBox { cut } => {
                let share = |at: usize| tallies[at].weight_from(cut) / tallies[at].weight();
                let shares = [share(0), share(1)];
                (shares[0] - shares[1], Some(newcombe(shares, &bases, &level)), DifferenceMethod::Newcombe)
            }
            _ => {
                let means = [first_mean, second_mean];
                let mean = |at: usize| {
                    let square = tallies[at].squares_about(means[at]) / tallies[at].weight();
                    mean_of(means[at], square, samples[at].effective, &bases[at])
                };
                let tested = match (mean(0), mean(1)) {
                    (Some(a), Some(b)) => test(&[a, b], &level, (f64::NEG_INFINITY, f64::INFINITY)),
                    _ => None,
                };
                (means[0] - means[1], tested, DifferenceMethod::Welch)
            }
        };
        let (tested, method) = match tested {
            _ if census => (Some(Tested::nothing(estimate)), DifferenceMethod::Census),
            None => (None, DifferenceMethod::NoInterval),
            tested => (tested, method),
        };
        Ok(Some(Self {
            estimate,
            low: tested.as_ref().map(|tested| tested.limits.0),
            high: tested.as_ref().map(|tested| tested.limits.1),
            standard_error: tested.as_ref().map(|tested| tested.error),
            statistic: tested.as_ref().and_then(|tested| tested.statistic),
            degrees: tested.as_ref().and_then(|tested| tested.degrees),
            p_value: tested.as_ref().and_then(|tested| tested.p_value),
            unit: instrument.unit(),
            method,
            points: instrument.points(estimate) - instrument.points(0.0),
            n: samples.map(|sample| sample.answers),
            n_effective: samples.map(|sample| sample.effective),
        }))
    }
}

impl Tested {
    /// Nothing to test: the whole of both groups is known.
    fn nothing(estimate: f64) -> Self {
        Self { limits: (estimate, estimate), error: 0.0, statistic: None, degrees: None, p_value: None }
    }
}

/// One net promoter score, times 100, in its adjusted form.
fn promoters((p, d): (f64, f64), base: &Base) -> Side {
    let estimate = 100.0 * (p - d);
    let &Base::Sample(n) = base else {
        return Side { estimate, centre: estimate, variance: 0.0, degrees: None };
    };
    let (centre, variance) = adjusted(p, d, n);
    Side { estimate, centre: 100.0 * centre, variance: 1e4 * variance, degrees: None }
}

/// One mean; none when a single effective answer tells nothing of the spread.
fn mean_of(mean: f64, square: f64, effective: f64, base: &Base) -> Option<Side> {
    let &Base::Sample(n) = base else {
        return Some(Side { estimate: mean, centre: mean, variance: 0.0, degrees: None });
    };
    let degrees = effective - 1.0;
    let variance = square * effective / degrees / n;
    (degrees > 0.0).then_some(Side { estimate: mean, centre: mean, variance, degrees: Some(degrees) })
}

/// z, or t where a variance was estimated from few; none without any variance.
fn test(sides: &[Side; 2], level: &Level, range: (f64, f64)) -> Option<Tested> {
    let difference = sides[0].centre - sides[1].centre;
    let variance = sides[0].variance + sides[1].variance;
    if !(variance > 0.0 && variance.is_finite()) {
        return None;
    }
    let error = variance.sqrt();
    let statistic = difference / error;
    // Shares of the variance, so that no fourth power overflows.
    let terms = sides.iter().filter_map(|side| Some((side.variance / variance).powi(2) / side.degrees?));
    let inverse: f64 = terms.sum();
    let degrees = (inverse > 0.0).then(|| inverse.recip());
    let quantile = degrees.map_or(Some(level.z), |degrees| level.t(degrees))?;
    let limit = |sign: f64| (difference + sign * quantile * error).clamp(range.0, range.1);
    let p_value = Some(two_sided(statistic, degrees));
    Some(Tested { limits: (limit(-1.0), limit(1.0)), error, statistic: Some(statistic), degrees, p_value })
}

fn newcombe(shares: [f64; 2], bases: &[Base; 2], level: &Level) -> Tested {
    let estimate = shares[0] - shares[1];
    let limits = |at: usize| match bases[at] {
        Base::Sample(n) => wilson_limits(shares[at], n, level),
        Base::Census => (shares[at], shares[at]),
    };
    let (one, two) = (limits(0), limits(1));
    let low = estimate - (shares[0] - one.0).hypot(two.1 - shares[1]);
    let high = estimate + (one.1 - shares[0]).hypot(shares[1] - two.0);
    let (pooled, inverse) = match *bases {
        [Base::Sample(a), Base::Sample(b)] => {
            ((a * shares[0] + b * shares[1]) / (a + b), a.recip() + b.recip())
        }
        [Base::Census, Base::Sample(b)] => (shares[0], b.recip()),
        [Base::Sample(a), Base::Census] => (shares[1], a.recip()),
        [Base::Census, Base::Census] => (estimate, 0.0),
    };
    let error = (pooled * (1.0 - pooled) * inverse).max(0.0).sqrt();
    let statistic = (error > 0.0).then(|| estimate / error);
    let p_value = statistic.map(|statistic| two_sided(statistic, None));
    Tested { limits: (low.max(-1.0), high.min(1.0)), error, statistic, degrees: None, p_value }
}

/// Two-sided probability of a normal deviate, or of Student's t.
fn two_sided(statistic: f64, degrees: Option<f64>) -> f64 {
    /// From here on the normal deviate that corresponds to t (Abramowitz and Stegun 1964, 26.7.8) is
    /// closer than what statrs computes.
    const MANY: f64 = 1e5;
    let tail = match degrees {
        Some(degrees) if degrees < MANY => {
            StudentsT::new(0.0, 1.0, degrees).ok().map(|law| law.cdf(-statistic.abs()))
        }
        _ => None,
    };
    let deviate = degrees.map_or(statistic, |degrees| {
        statistic * (1.0 - 0.25 / degrees) / (1.0 + 0.5 * statistic * statistic / degrees).sqrt()
    });
    (2.0 * tail.unwrap_or_else(|| Normal::standard().cdf(-deviate.abs()))).min(1.0)
}

impl fmt::Display for Difference {
    /// Estimate, limits, unit and p-value, as `13.0 (5.1..20.9) NPS, p = 0.0012`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(if self.unit == ScoreUnit::Share { 3 } else { 1 });
        write_limits(f, self.estimate, self.low.zip(self.high), places)?;
        write!(f, " {}", self.unit)?;
        self.p_value.map_or(Ok(()), |p| write!(f, ", p = {p:.4}"))
    }
}

#[cfg(test)]
mod tests {
    use super::two_sided;

    /// scipy 1.17.1, `2 * t.sf(t, df)` and `2 * norm.sf(z)`.
    #[test]
    fn two_sided_probabilities() {
        for (statistic, degrees, expected, within) in [
            (2.0, Some(1e6), 0.04550053385131924, 1e-9),
            (5.0, Some(1e4), 5.830326613662659e-07, 1e-9),
            (-1.0, Some(3.3), 0.3848846904570244, 1e-12),
            (30.0, Some(8.0), 1.653525675178976e-09, 1e-12),
            (0.1, Some(1e9), 0.9203443254659882, 1e-9),
            (8.0, Some(1e5), 1.2573919876256345e-15, 2e-6),
            (1.0, None, 0.31731050786291415, 1e-9),
            (-5.0, None, 5.733031437583866e-07, 1e-9),
            (20.0, None, 5.507248237212311e-89, 1e-9),
        ] {
            let found = two_sided(statistic, degrees);
            assert!((found / expected - 1.0).abs() < within, "{statistic} {degrees:?}: {found}, {expected}");
        }
    }
}
