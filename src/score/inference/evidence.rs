//! Evidence of answers on a number between 0 and 1, and its score-type limits.

use super::sample::{Base, Sample};
use crate::numeric::stats::level::Level;
use crate::signal::instrument::Statistic;
use crate::signal::tally::FacetTally;

/// Degrees of freedom below which a variance says nothing.
const FEWEST_DEGREES: f64 = 0.1;

/// What answers say of a number on 0..1: an estimate, its variance, and how much of the variance they may hide.
///
/// With E the estimate, V its variance, N the answers and a the chance that a few of them agree, the limits are
/// Wilson's (1927) at `n = (E (1-E) + a/4N) / (V + a/4N^2)` effective answers: as if one more answer of the largest
/// variance a scale allows, 1/4, had come, as far as the answers are few values. For a share that is Wilson's own n.
/// Where variances are estimated, Student's t takes the place of z, with Satterthwaite's degrees of freedom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub(crate) estimate: f64,
    pub(crate) variance: f64,
    /// Sum over the parts of the variance of its square over its degrees of freedom.
    pub(crate) squares_by_degrees: f64,
    /// N; infinite where everyone answered.
    pub(crate) answers: f64,
    /// a, 0..1.
    pub(crate) agreement: f64,
    /// Whether anything is known of the spread.
    pub(crate) has_spread: bool,
}

impl Evidence {
    /// An estimate whose variance is known from elsewhere.
    pub(crate) const fn known(estimate: f64, variance: f64) -> Self {
        Self {
            estimate,
            variance,
            squares_by_degrees: 0.0,
            answers: f64::INFINITY,
            agreement: 0.0,
            has_spread: true,
        }
    }

    /// V with the hidden part.
    pub(crate) fn full_variance(&self) -> f64 {
        self.variance + self.agreement / (4.0 * self.answers * self.answers)
    }

    /// Standard error of the estimate; `None` where answers that may differ were all alike.
    pub(crate) fn standard_error(&self) -> Option<f64> {
        (self.variance > 0.0 || self.answers.is_infinite()).then(|| self.variance.sqrt())
    }

    /// Degrees of freedom of the variance; none when it is known.
    pub(crate) fn degrees(&self) -> Option<f64> {
        let variance = self.full_variance();
        (self.squares_by_degrees > 0.0).then(|| variance * (variance / self.squares_by_degrees))
    }

    /// Effective number of answers, at least one.
    fn effective(&self) -> f64 {
        let (estimate, variance) = (self.estimate, self.full_variance());
        ((estimate * (1.0 - estimate) + self.agreement / (4.0 * self.answers)) / variance).max(1.0)
    }

    /// The limits, which hold the estimate and stay on 0..1; `None` where nothing is known of the spread.
    pub(crate) fn limits(&self, level: &Level) -> Option<(f64, f64)> {
        let quantile = match self.degrees() {
            None => level.z,
            Some(degrees) if degrees < FEWEST_DEGREES => return None,
            Some(degrees) => level.t(degrees)?,
        };
        self.has_spread.then(|| (self.at(-quantile), self.at(quantile)))
    }

    /// The value that is this many standard errors away: Wilson's limit with this quantile.
    pub(crate) fn at(&self, quantile: f64) -> f64 {
        let variance = self.full_variance();
        if variance <= 0.0 {
            return self.estimate;
        }
        let is_end = self.estimate <= 0.0 || self.estimate >= 1.0;
        if is_end && self.agreement <= 0.0 {
            // Answers that are all at an end agree: this variance is known from elsewhere.
            return (self.estimate + quantile * variance.sqrt()).clamp(0.0, 1.0);
        }
        let (n, square) = (self.effective(), quantile * quantile);
        let centre = (self.estimate + square / (2.0 * n)) / (1.0 + square / n);
        let spread = (self.estimate * (1.0 - self.estimate) / n + square / (4.0 * n * n)).sqrt();
        let value = (centre + quantile / (1.0 + square / n) * spread).clamp(0.0, 1.0);
        if quantile < 0.0 { value.min(self.estimate) } else { value.max(self.estimate) }
    }

    /// The value at a normal deviate: with few degrees of freedom it goes as far as t would (Wallace 1959,
    /// doi:10.1214/aoms/1177706094, turned around).
    pub(crate) fn at_deviate(&self, deviate: f64) -> f64 {
        let quantile = self.degrees().map_or(deviate, |degrees| {
            let degrees = degrees.max(FEWEST_DEGREES);
            let square = (deviate * (8.0 * degrees + 3.0) / (8.0 * degrees + 1.0)).powi(2) / degrees;
            // From here on the value is an end of the scale.
            (degrees * square.min(500.0).exp_m1()).sqrt().copysign(deviate)
        });
        self.at(quantile)
    }

    /// The weighted mean of parts, for weights that sum to 1.
    pub(crate) fn of_mean(parts: &[(f64, Part)]) -> Self {
        let count = parts.len() as f64;
        let estimate = parts.iter().map(|(weight, part)| weight * part.estimate).sum::<f64>().clamp(0.0, 1.0);
        let sampled = || parts.iter().filter(|(_, part)| part.answers.is_finite());
        let mut mean = Self::known(estimate, 0.0);
        if sampled().next().is_none() {
            return mean;
        }
        mean.answers = sampled().map(|(_, part)| part.answers).sum();
        mean.agreement = sampled().map(|(weight, part)| weight * part.agreement).sum();
        mean.has_spread = sampled().any(|(_, part)| part.has_spread);
        for (weight, part) in sampled() {
            let (variance, degrees) = part.variance(estimate, count);
            let variance = weight * weight * variance;
            mean.variance += variance;
            mean.squares_by_degrees += degrees.map_or(0.0, |degrees| variance * (variance / degrees));
        }
        mean
    }
}

/// What the answers of one facet bring into a mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Points on 0..1.
    estimate: f64,
    /// Mean squared distance of the answers from the estimate, on 0..1.
    square: f64,
    /// n_e.
    effective: f64,
    /// n*; infinite where everyone answered.
    answers: f64,
    agreement: f64,
    has_spread: bool,
    /// Whether the answers count for two or three known values: a share, a net promoter score.
    has_known_values: bool,
}

impl Part {
    /// The part of a facet with answers, of which `mean` is the mean.
    pub(crate) fn new(tally: &FacetTally, mean: f64, sample: &Sample, base: &Base) -> Self {
        let (instrument, weight) = (tally.instrument(), tally.weight());
        let answers = match *base {
            Base::Sample(answers) => answers,
            Base::Census => f64::INFINITY,
        };
        let is_wide = tally.range().is_some_and(|(low, high)| low < high);
        let part = Self {
            estimate: 0.0,
            square: 0.0,
            effective: sample.effective,
            answers,
            agreement: 1.0,
            has_spread: true,
            has_known_values: true,
        };
        match instrument.statistic() {
            Statistic::NetPromoter { promoter, passive } => {
                let (p, d) = (tally.weight_from(promoter) / weight, tally.weight_below(passive) / weight);
                let score = p - d;
                Self { estimate: (1.0 + score) / 2.0, square: (p + d - score * score).max(0.0) / 4.0, ..part }
            }
            Statistic::TopBox { cut } => {
                let share = tally.weight_from(cut) / weight;
                Self { estimate: share, square: share * (1.0 - share), ..part }
            }
            Statistic::Mean => {
                let scale = instrument.scale();
                Self {
                    estimate: (scale.points(mean) / 100.0).clamp(0.0, 1.0),
                    square: tally.squares_about(mean) / weight / (scale.max() - scale.min()).powi(2),
                    agreement: tally.agreement(),
                    has_spread: is_wide && sample.effective > 1.0,
                    has_known_values: false,
                    ..part
                }
            }
        }
    }

    /// Variance of the estimate and its degrees of freedom, as one of `count` parts whose mean is `joint`.
    ///
    /// Where the values are known, so is the variance of the only part: it follows from the estimate that is tested. Of
    /// several, all but one estimate are free. One answer tells no spread: it then counts as the largest there can be.
    fn variance(&self, joint: f64, count: f64) -> (f64, Option<f64>) {
        let lost = if self.has_known_values { 1.0 - count.recip() } else { 1.0 };
        let left = self.effective - lost;
        if left <= 0.0 || (count > 1.0 && self.effective < 2.0) {
            let largest = if count > 1.0 { joint * (1.0 - joint) } else { 0.0 };
            return (largest / self.answers, None);
        }
        let variance = self.square * (self.effective / left) / self.answers;
        (variance, (!self.has_known_values).then_some(left))
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Part};
    use crate::numeric::stats::level::Level;
    use crate::numeric::stats::proportion::wilson_limits;

    fn share(estimate: f64, n: f64) -> Part {
        Part {
            estimate,
            square: estimate * (1.0 - estimate),
            effective: n,
            answers: n,
            agreement: 1.0,
            has_spread: true,
            has_known_values: true,
        }
    }

    #[test]
    fn a_share_has_the_limits_of_wilson() {
        let level = Level::new(0.95).unwrap();
        for (successes, n) in [(0.0, 1.0), (1.0, 1.0), (3.0, 7.0), (10.0, 10.0), (413.0, 851.0)] {
            let (low, high) = Evidence::of_mean(&[(1.0, share(successes / n, n))]).limits(&level).unwrap();
            let wilson = wilson_limits(successes / n, n, &level);
            assert!((low - wilson.0).abs() < 1e-12 && (high - wilson.1).abs() < 1e-12, "{successes} of {n}");
        }
    }

    #[test]
    fn limits_are_the_values_at_their_quantiles() {
        let level = Level::new(0.95).unwrap();
        let joint = Evidence::of_mean(&[(0.5, share(0.2, 5.0)), (0.5, share(1.0, 3.0))]);
        assert_eq!(joint.limits(&level), Some((joint.at(-level.z), joint.at(level.z))));
        assert_eq!(joint.at_deviate(level.z), joint.at(level.z));
        let values: Vec<f64> = (-40..=40).map(|at| joint.at(f64::from(at) / 10.0)).collect();
        assert!(values.is_sorted() && values[0] > 0.0 && values[80] < 1.0);
    }

    /// Wallace's approximation is within 1.5 % of the quantile of t from three degrees of freedom on.
    #[test]
    fn deviates_of_few_degrees() {
        let level = Level::new(0.95).unwrap();
        for n in [4.0, 10.0, 50.0] {
            let mean = Part { has_known_values: false, agreement: 0.0, ..share(0.5, n) };
            let mean = Evidence::of_mean(&[(1.0, Part { square: 1e-6, ..mean })]);
            let (exact, near) = (mean.limits(&level).unwrap().1, mean.at_deviate(level.z));
            assert!(((near - 0.5) / (exact - 0.5) - 1.0).abs() < 0.015, "{n}: {near} {exact}");
        }
    }

    #[test]
    fn nothing_is_known_of_one_value() {
        let level = Level::new(0.95).unwrap();
        let equal = Part { square: 0.0, has_known_values: false, has_spread: false, ..share(1.0, 4.0) };
        assert_eq!(Evidence::of_mean(&[(1.0, equal)]).limits(&level), None);
        let (low, high) = Evidence::of_mean(&[(0.5, equal), (0.5, share(0.5, 4.0))]).limits(&level).unwrap();
        assert!(low < 0.75 && high > 0.75);
    }
}
