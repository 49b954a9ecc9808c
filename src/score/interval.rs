//! Estimates with intervals.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::{Error, Method, Points, Score};
use crate::signal::instrument::{Instrument, ScoreUnit, Statistic};
use crate::signal::response::Respondents;
use crate::signal::tally::FacetTally;

/// How sure an interval should be, and of how many people the respondents are a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct IntervalOptions {
    /// Two-sided confidence level, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// Size N of the population when known: it narrows the interval.
    pub population: Option<u64>,
}

impl Default for IntervalOptions {
    fn default() -> Self {
        Self { level: 0.95, population: None }
    }
}

impl IntervalOptions {
    /// The same options at this confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// The same options for a population of this size.
    #[must_use]
    pub const fn with_population(self, population: u64) -> Self {
        Self { population: Some(population), ..self }
    }
}

/// How much information the answers hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) answers: u64,
    /// People, to hold against the population.
    respondents: u64,
    /// Kish's effective number of answers, n_e.
    pub(super) effective: f64,
}

/// What an interval is computed from: `n*`, or the whole population.
pub(super) enum Base {
    Sample(f64),
    Census,
}

impl Sample {
    pub(super) fn of(tally: &FacetTally) -> Self {
        let answers = tally.answers();
        let effective = tally.effective_answers();
        match tally.respondents() {
            // People asked again in other periods say little new: the effective number never passes that of people.
            Respondents::Exactly(people) => {
                Self { answers, respondents: people, effective: effective.min(people as f64) }
            }
            _ => Self { answers, respondents: answers, effective },
        }
    }

    /// `n* = n_e (N-1)/(N-n)`; everyone when n = N.
    pub(super) fn base(&self, population: Option<u64>) -> Result<Base, Error> {
        let Some(population) = population else { return Ok(Base::Sample(self.effective)) };
        let respondents = self.respondents;
        match population.checked_sub(respondents) {
            None => Err(Error::Population { respondents, population }),
            Some(0) => Ok(Base::Census),
            Some(others) => Ok(Base::Sample(self.effective * (population - 1) as f64 / others as f64)),
        }
    }
}

impl Score {
    /// The score of a facet from its tally; `None` when no answer has a positive weight.
    ///
    /// With `W = sum w`, `n_e = W^2 / sum w^2` (Kish 1965), N the population and n the respondents,
    /// `n* = n_e (N-1)/(N-n)`, or `n_e` when N is unknown. n = N leaves no uncertainty: the interval is a point.
    ///
    /// * Net promoter: `100 (p - d)` with *adjusted Wald* limits (Rocks 2016, doi:10.1080/00031305.2016.1198279):
    ///   `p' = (n* p + 3/4)/(n* + 3)`, `d'` likewise, `100 (p' - d' +- z sqrt((p' + d' - (p'-d')^2)/(n* + 3)))`,
    ///   clipped to +-100. The plain Wald limits of ten promoters out of ten are 100..100.
    /// * Share: Wilson's score limits (1927, doi:10.1080/01621459.1927.10502953) with n* for n (Korn and Graubard
    ///   1998).
    /// * Mean: `m = sum w x / W`, `s^2 = sum w (x-m)^2 / W  n_e/(n_e - 1)`, `m +- t s/sqrt(n*)` with n_e - 1 degrees of
    ///   freedom. No limits when n_e <= 1, and none clipped to the scale.
    ///
    /// n is the number of distinct respondents where a tally knows it, else the number of answers; n_e is never more than
    /// the people known, since asking the same ten people twelve times is not asking 120.
    ///
    /// # Errors
    /// [`Error::Level`]; [`Error::Population`] when n > N.
    ///
    /// Time: O(buckets).
    ///
    /// ```
    /// use total_experience::score::{IntervalOptions, Score};
    ///
    /// let score = Score::net_promoter(60, 25, 15, &IntervalOptions::default())?.unwrap();
    /// assert_eq!(score.estimate, 45.0);
    /// assert_eq!(format!("{:.4}..{:.4}", score.low.unwrap(), score.high.unwrap()), "29.3431..58.0355");
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn of(tally: &FacetTally, options: &IntervalOptions) -> Result<Option<Self>, Error> {
        let level = Level::new(options.level)?;
        let weight = tally.weight();
        let Some(mean) = tally.mean() else { return Ok(None) };
        let sample = Sample::of(tally);
        let base = sample.base(options.population)?;
        let instrument = tally.instrument();
        let found = match instrument.statistic() {
            Statistic::NetPromoter { promoter, passive } => {
                let (promoters, detractors) = (tally.weight_from(promoter), tally.weight_below(passive));
                net_promoter(promoters, detractors, weight, &base, &level)
            }
            Statistic::TopBox { cut } => wilson(tally.weight_from(cut), weight, &base, &level),
            _ => student(mean, tally.squares_about(mean) / weight, sample.effective, &base, &level),
        };
        Ok(Some(found.score(instrument, &sample)))
    }

    /// The net promoter score of counted answers, as [`Score::of`] a tally of NPS answers; `None` when there are none.
    ///
    /// How often limits at .95 hold the true score (and plain Wald limits), summed over all outcomes:
    ///
    /// | Promoters, passives, detractors | n = 10 | 20 | 50 | 100 | 400 |
    /// |---|---|---|---|---|---|
    /// | .60 .25 .15 | .956 (.899) | .956 (.912) | .952 (.939) | .949 (.944) | .950 (.948) |
    /// | .485 .313 .202 | .945 (.875) | .947 (.922) | .948 (.941) | .949 (.945) | .950 (.949) |
    /// | .90 .07 .03 | .930 (.649) | .962 (.875) | .968 (.874) | .960 (.919) | .953 (.942) |
    ///
    /// # Errors
    /// [`Error::Level`], [`Error::Population`].
    pub fn net_promoter(
        promoters: u64,
        passives: u64,
        detractors: u64,
        options: &IntervalOptions,
    ) -> Result<Option<Self>, Error> {
        let level = Level::new(options.level)?;
        let answers = promoters.saturating_add(passives).saturating_add(detractors);
        let Some((sample, base)) = counted(answers, options)? else { return Ok(None) };
        let found = net_promoter(promoters as f64, detractors as f64, answers as f64, &base, &level);
        Ok(Some(found.score(&Instrument::Nps, &sample)))
    }

    /// A share of counted trials with Wilson's limits; `None` without trials.
    ///
    /// # Errors
    /// [`Error::Proportion`] when there are more successes than trials; [`Error::Level`], [`Error::Population`].
    pub fn proportion(successes: u64, trials: u64, options: &IntervalOptions) -> Result<Option<Self>, Error> {
        if successes > trials {
            return Err(Error::Proportion { successes, trials });
        }
        let level = Level::new(options.level)?;
        let Some((sample, base)) = counted(trials, options)? else { return Ok(None) };
        let found = wilson(successes as f64, trials as f64, &base, &level);
        Ok(Some(found.score(&Instrument::Csat(Default::default()), &sample)))
    }
}

fn counted(answers: u64, options: &IntervalOptions) -> Result<Option<(Sample, Base)>, Error> {
    let sample = Sample { answers, respondents: answers, effective: answers as f64 };
    if answers == 0 { Ok(None) } else { Ok(Some((sample, sample.base(options.population)?))) }
}

/// A two-sided confidence level and its normal quantile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    upper: f64,
    pub(super) z: f64,
}

impl Level {
    pub(crate) fn new(level: f64) -> Result<Self, Error> {
        if !(level > 0.0 && level < 1.0) {
            return Err(Error::Level { level });
        }
        let upper = 0.5 + level / 2.0;
        // To the last bit where everyone uses it.
        let z = if level == 0.95 { 1.959_963_984_540_054 } else { Normal::standard().inverse_cdf(upper) };
        if z.is_finite() { Ok(Self { upper, z }) } else { Err(Error::Level { level }) }
    }

    /// Probability below the upper limit.
    pub(super) const fn upper(&self) -> f64 {
        self.upper
    }

    /// Probability below the lower limit.
    pub(super) const fn lower(&self) -> f64 {
        1.0 - self.upper
    }

    /// Quantile of Student's t.
    pub(crate) fn t(&self, degrees: f64) -> Option<f64> {
        if degrees >= 1000.0 {
            return Some(self.t_near_normal(degrees));
        }
        let t = StudentsT::new(0.0, 1.0, degrees).ok()?.inverse_cdf(self.upper);
        t.is_finite().then_some(t)
    }

    /// The expansion of Fisher and Cornish (Abramowitz and Stegun 1964, 26.7.5), exact to 1e-11 from 1,000 degrees of
    /// freedom on, where statrs loses digits.
    fn t_near_normal(&self, degrees: f64) -> f64 {
        let z = self.z;
        let z2 = z * z;
        let terms = [
            (z2 + 1.0) / 4.0,
            ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
            (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
            ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0,
        ];
        z * (1.0 + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees))
    }
}

/// A statistic in its own unit, before it becomes points.
struct Found {
    estimate: f64,
    limits: Option<(f64, f64)>,
    standard_error: Option<f64>,
    /// The standard error to combine scores with.
    combining: Option<f64>,
    method: Method,
}

impl Found {
    fn certain(estimate: f64) -> Self {
        Self {
            estimate,
            limits: Some((estimate, estimate)),
            standard_error: Some(0.0),
            combining: Some(0.0),
            method: Method::Census,
        }
    }

    fn score(self, instrument: &Instrument, sample: &Sample) -> Score {
        let points = |value: f64| instrument.points(value).clamp(0.0, 100.0);
        let (low, high) = self.limits.unzip();
        let ends =
            self.limits.map(|(low, high)| (points(low).min(points(high)), points(low).max(points(high))));
        let slope = match instrument.unit() {
            ScoreUnit::NetPromoter => 0.5,
            ScoreUnit::Scale { min, max } => 100.0 / (max - min),
            _ => 100.0,
        };
        Score {
            estimate: self.estimate,
            low,
            high,
            standard_error: self.standard_error,
            n: sample.answers,
            n_effective: sample.effective,
            unit: instrument.unit(),
            method: self.method,
            points: Points {
                estimate: points(self.estimate),
                low: ends.map(|ends| ends.0),
                high: ends.map(|ends| ends.1),
                standard_error: self.combining.map(|error| error * slope),
            },
        }
    }
}

fn net_promoter(promoters: f64, detractors: f64, weight: f64, base: &Base, level: &Level) -> Found {
    let estimate = 100.0 * (promoters - detractors) / weight;
    let &Base::Sample(n) = base else { return Found::certain(estimate) };
    let (p, d) = (promoters / weight, detractors / weight);
    let (centre, variance) = adjusted(p, d, n);
    let error = variance.sqrt();
    let limit = |sign: f64| (100.0 * (centre + sign * level.z * error)).clamp(-100.0, 100.0);
    Found {
        estimate,
        limits: Some((limit(-1.0), limit(1.0))),
        standard_error: Some(100.0 * promoter_variance(p, d, n).sqrt()),
        combining: Some(100.0 * error),
        method: Method::AdjustedWald,
    }
}

/// Centre and variance of `p - d` after adding three quarters of a promoter and of a detractor and one and a half
/// passives (Rocks 2016).
pub(super) fn adjusted(p: f64, d: f64, n: f64) -> (f64, f64) {
    let share = |share: f64| (n * share + 0.75) / (n + 3.0);
    (share(p) - share(d), promoter_variance(share(p), share(d), n + 3.0))
}

fn promoter_variance(p: f64, d: f64, n: f64) -> f64 {
    ((p + d - (p - d) * (p - d)) / n).max(0.0)
}

/// Wilson's limits of a share p of n.
pub(super) fn wilson_limits(p: f64, n: f64, level: &Level) -> (f64, f64) {
    let centre = (p + level.z * level.z / (2.0 * n)) / (1.0 + level.z * level.z / n);
    let half = wilson_half_width(p, n, level);
    let low = if p <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if p >= 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

fn wilson_half_width(p: f64, n: f64, level: &Level) -> f64 {
    let z2 = level.z * level.z;
    level.z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt()
}

fn wilson(successes: f64, weight: f64, base: &Base, level: &Level) -> Found {
    let p = successes / weight;
    let &Base::Sample(n) = base else { return Found::certain(p) };
    let (low, high) = wilson_limits(p, n, level);
    Found {
        estimate: p,
        limits: Some((low, high)),
        standard_error: Some((p * (1.0 - p) / n).sqrt()),
        combining: Some(wilson_half_width(p, n, level) / level.z),
        method: Method::Wilson,
    }
}

fn student(mean: f64, mean_square: f64, effective: f64, base: &Base, level: &Level) -> Found {
    let &Base::Sample(n) = base else { return Found::certain(mean) };
    let degrees = effective - 1.0;
    let none = Found {
        estimate: mean,
        limits: None,
        standard_error: None,
        combining: None,
        method: Method::NoInterval,
    };
    if degrees <= 0.0 {
        return none;
    }
    let error = (mean_square * effective / degrees / n).sqrt();
    let Some(half) = level.t(degrees).map(|t| t * error).filter(|half| half.is_finite()) else { return none };
    Found {
        estimate: mean,
        limits: Some((mean - half, mean + half)),
        standard_error: Some(error),
        combining: Some(error),
        method: Method::StudentT,
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    /// Quantiles by scipy 1.17.1, `t.ppf`.
    #[test]
    fn student_quantiles() {
        for (level, degrees, expected) in [
            (0.95, 1.0, 12.706204736174694),
            (0.95, 2.0, 4.302652729749462),
            (0.95, 9.0, 2.262157162798205),
            (0.95, 29.0, 2.045229642132703),
            (0.95, 0.5, 164.55767348048818),
            (0.95, 3.37, 2.993626519609903),
            (0.9, 119.0, 1.657759284942833),
            (0.99, 1e4, 2.5763210466685282),
            (0.95, 1e6, 1.959966356814107),
            (0.95, 50.0, 2.008559112100761),
            (0.95, 300.0, 1.9679030112610865),
            (0.95, 999.0, 1.9623414611334493),
            (0.95, 1000.0, 1.9623390808264083),
            (0.99, 1000.0, 2.580754698065951),
            (0.999999, 1000.0, 4.922289523423825),
            (0.95, 20000.0, 1.9600826051581348),
            (0.99, 300000.0, 2.5758456921390604),
            (0.999999, 40.0, 5.76846096927968),
        ] {
            let found = Level::new(level).unwrap().t(degrees).unwrap();
            assert!(
                (found / expected - 1.0).abs() < 1e-10,
                "{level} {degrees}: {found} should be {expected}"
            );
        }
        assert!((Level::new(0.9).unwrap().z - 1.6448536269514722).abs() < 1e-12);
    }
}
