//! Confidence limits of net promoter scores, shares and means.

use super::evidence::{Evidence, Part};
use super::sample::{Base, Sample};
use super::{Method, Points, Score};
use crate::model::Direction;
use crate::numeric::stats::level::Level;
use crate::numeric::stats::proportion::{wilson_half_width, wilson_limits};
use crate::score::Error;
use crate::signal::Scale;
use crate::signal::instrument::{Instrument, ScoreUnit, Statistic};
use crate::signal::tally::FacetTally;
use serde::{Deserialize, Serialize};

/// Options of an interval: confidence level and size of the population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
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
    /// Sets the confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the size of the population.
    #[must_use]
    pub const fn with_population(self, population: u64) -> Self {
        Self { population: Some(population), ..self }
    }
}

/// Counted answers to a question about recommendation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromoterCounts {
    /// Answers of 9 and 10.
    pub promoters: u64,
    /// Answers of 7 and 8.
    pub passives: u64,
    /// Answers of 0 to 6.
    pub detractors: u64,
}

/// Counted trials and the successes among them: how many of all things have what is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successes {
    /// Number that has it.
    pub count: u64,
    /// Number of all.
    pub of: u64,
}

impl Score {
    /// The score of a facet from its tally; `None` when no answer has a positive weight.
    ///
    /// # Definition
    ///
    /// With `W = sum w`, `n_e = W^2 / sum w^2` (Kish 1965), N the population and n the respondents,
    /// `n* = n_e (N-1)/(N-n)`, or `n_e` when N is unknown. n = N leaves no uncertainty: the interval is a point.
    ///
    /// * Net promoter: `100 (p - d)` with *adjusted Wald* limits (Rocks 2016):
    ///   `p' = (n* p + 3/4)/(n* + 3)`, `d'` likewise, `100 (p' - d' +- z sqrt((p' + d' - (p'-d')^2)/(n* + 3)))`,
    ///   clipped to +-100 and widened to hold the estimate, which they may not with one answer or two. The plain Wald
    ///   limits of ten promoters out of ten are 100..100.
    /// * Share: Wilson's score limits (1927) with n* for n (Korn and Graubard 1998).
    /// * Mean: `m = sum w x / W`, `s^2 = sum w (x-m)^2 / W  n_e/(n_e - 1)`, standard error `s/sqrt(n*)`. With E the mean
    ///   on 0..1, `V = s^2/n*` on the same scale and a the chance that five answers drawn at random are the same value:
    ///   Wilson's limits at `(E (1-E) + a/4n*)/(V + a/4n*^2)` effective answers, with Student's t for z, of
    ///   `(n_e - 1) (1 + a/(4n*^2 V))^2` degrees of freedom. They stay on the scale. Answers far from its ends and of
    ///   many values have the limits `m +- t s/sqrt(n*)` but for terms of 1/n*; where most answers are one value, at
    ///   the top of a scale, those would be too narrow: the table below. No limits when n_e <= 1.1, and none when all
    ///   answers are one value: they tell no spread.
    ///
    /// n is the number of distinct respondents where a tally knows it, else the number of answers. n_e is never more than
    /// the people known: asking the same ten people twelve times is not asking 120.
    ///
    /// How often limits at .95 hold the true mean (in brackets those of Student's t), and the share of samples that have
    /// limits where it is not 1; 20,000 samples each (`limits_of_means_hold_the_true_mean` in `tests/it`). Where nearly
    /// all answers are at an end, few samples have limits, and of them those with the most other answers; a skewed
    /// measure needs some 50 answers:
    ///
    /// | Answers | n = 5 | 10 | 20 | 50 | 200 |
    /// |---|---|---|---|---|---|
    /// | stars, .25 at the top | .992 (.920) .99 | .952 (.932) | .954 (.944) | .952 (.947) | .950 (.949) |
    /// | stars, .60 at the top | .988 (.995) .92 | .980 (.897) .99 | .961 (.920) | .953 (.938) | .949 (.947) |
    /// | stars, .80 at the top | .982 (.999) .67 | .979 (.877) .89 | .973 (.881) .99 | .951 (.922) | .950 (.944) |
    /// | points, .95 at 100 | .928 (.970) .22 | .905 (.940) .40 | .949 (.900) .64 | .964 (.872) .92 | .950 (.915) |
    /// | points, .80 at 100 | .947 (.915) .67 | .974 (.884) .89 | .969 (.894) .99 | .953 (.925) | .952 (.945) |
    /// | points, uniform | .949 (.932) | .956 (.944) | .955 (.947) | .955 (.952) | .952 (.951) |
    /// | points, 50 +- 12 | .957 (.955) | .953 (.951) | .953 (.952) | .953 (.952) | .952 (.952) |
    /// | minutes, exponential | .923 (.880) | .925 (.899) | .934 (.919) | .944 (.937) | .947 (.945) |
    ///
    /// # Errors
    /// None at the default options; see [`from_tally_with`](Self::from_tally_with).
    ///
    /// # Complexity
    ///
    /// O(buckets) time, O(1) space.
    ///
    /// # References
    ///
    /// Rocks (2016), Interval estimation for the net promoter score, doi:10.1080/00031305.2016.1198279; Wilson (1927),
    /// doi:10.1080/01621459.1927.10502953; Korn & Graubard (1998), Confidence intervals for proportions with small
    /// expected number of positive counts estimated from survey data, Survey Methodology 24(2), 193-201; Kish (1965),
    /// Survey Sampling.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::inference::{PromoterCounts, Score};
    ///
    /// let counts = PromoterCounts { promoters: 60, passives: 25, detractors: 15 };
    /// let score = Score::net_promoter(counts)?.unwrap();
    /// assert_eq!(score.estimate, 45.0);
    /// assert_eq!(format!("{:.4}..{:.4}", score.low.unwrap(), score.high.unwrap()), "29.3431..58.0355");
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn from_tally(tally: &FacetTally) -> Result<Option<Self>, Error> {
        Self::from_tally_with(tally, &IntervalOptions::default())
    }

    /// [`from_tally`](Self::from_tally) with another level, or for a known population.
    ///
    /// # Errors
    /// As [`from_tally`](Self::from_tally); [`Error::Population`] when n > N.
    pub fn from_tally_with(tally: &FacetTally, options: &IntervalOptions) -> Result<Option<Self>, Error> {
        Ok(Self::with_part(tally, options)?.map(|(score, _)| score))
    }

    /// The score of a facet, and what its answers bring into a mean of several.
    pub(crate) fn with_part(
        tally: &FacetTally,
        options: &IntervalOptions,
    ) -> Result<Option<(Self, Part)>, Error> {
        let level = Error::level(options.level)?;
        let Some(mean) = tally.mean() else { return Ok(None) };
        let (weight, sample, instrument) = (tally.weight(), Sample::of(tally), tally.instrument());
        let base = sample.base(options.population)?;
        let part = Part::new(tally, mean, &sample, &base);
        let found = match instrument.statistic() {
            Statistic::NetPromoter { promoter, passive } => {
                let (promoters, detractors) = (tally.weight_from(promoter), tally.weight_below(passive));
                net_promoter(promoters, detractors, weight, &base, &level)
            }
            Statistic::TopBox { cut } => wilson(tally.weight_from(cut), weight, &base, &level),
            Statistic::Mean => bounded_mean(mean, instrument.scale(), part, &base, &level),
        };
        Ok(Some((found.score(instrument, &sample), part)))
    }

    /// The net promoter score of counted answers, with the limits of [`Score::from_tally`]; `None` when there are none.
    ///
    /// How often limits at .95 hold the true score (and plain Wald limits), summed over all outcomes:
    ///
    /// | Promoters, passives, detractors | n = 10 | 20 | 50 | 100 | 400 |
    /// |---|---|---|---|---|---|
    /// | .60 .25 .15 | .956 (.899) | .956 (.912) | .952 (.939) | .949 (.944) | .950 (.948) |
    /// | .485 .313 .202 | .945 (.875) | .947 (.922) | .948 (.941) | .949 (.945) | .950 (.949) |
    /// | .90 .07 .03 | .930 (.649) | .961 (.875) | .968 (.874) | .960 (.919) | .953 (.942) |
    ///
    /// # Errors
    /// None at the default options; see [`net_promoter_with`](Self::net_promoter_with).
    pub fn net_promoter(counts: PromoterCounts) -> Result<Option<Self>, Error> {
        Self::net_promoter_with(counts, &IntervalOptions::default())
    }

    /// [`net_promoter`](Self::net_promoter) at another level, or for a known population.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for the level, [`Error::Population`].
    pub fn net_promoter_with(
        counts: PromoterCounts,
        options: &IntervalOptions,
    ) -> Result<Option<Self>, Error> {
        let PromoterCounts { promoters, passives, detractors } = counts;
        let level = Error::level(options.level)?;
        let answers = promoters.saturating_add(passives).saturating_add(detractors);
        let Some((sample, base)) = counted(answers, options)? else { return Ok(None) };
        let found = net_promoter(promoters as f64, detractors as f64, answers as f64, &base, &level);
        Ok(Some(found.score(&Instrument::Nps, &sample)))
    }

    /// The share of counted things with Wilson's limits; `None` of none.
    ///
    /// # Errors
    /// [`Error::Proportion`] when there are more successes than trials.
    pub fn proportion(successes: Successes) -> Result<Option<Self>, Error> {
        Self::proportion_with(successes, &IntervalOptions::default())
    }

    /// [`proportion`](Self::proportion) at another level, or for a known population.
    ///
    /// # Errors
    /// As [`proportion`](Self::proportion); [`Error::OutOfRange`] for the level, [`Error::Population`].
    pub fn proportion_with(successes: Successes, options: &IntervalOptions) -> Result<Option<Self>, Error> {
        let Successes { count: successes, of: trials } = successes;
        if successes > trials {
            return Err(Error::Proportion { successes, trials });
        }
        let level = Error::level(options.level)?;
        let Some((sample, base)) = counted(trials, options)? else { return Ok(None) };
        let found = wilson(successes as f64, trials as f64, &base, &level);
        Ok(Some(found.score(&Instrument::Csat(Default::default()), &sample)))
    }
}

fn counted(answers: u64, options: &IntervalOptions) -> Result<Option<(Sample, Base)>, Error> {
    let sample = Sample::of_count(answers);
    if answers == 0 { Ok(None) } else { Ok(Some((sample, sample.base(options.population)?))) }
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
        limits: Some((limit(-1.0).min(estimate), limit(1.0).max(estimate))),
        standard_error: Some(100.0 * promoter_variance(p, d, n).sqrt()),
        combining: Some(100.0 * error),
        method: Method::AdjustedWald,
    }
}

/// Centre and variance of `p - d` after adding three quarters of a promoter and of a detractor and one and a half
/// passives (Rocks 2016).
pub(crate) fn adjusted(p: f64, d: f64, n: f64) -> (f64, f64) {
    let share = |share: f64| (n * share + 0.75) / (n + 3.0);
    (share(p) - share(d), promoter_variance(share(p), share(d), n + 3.0))
}

fn promoter_variance(p: f64, d: f64, n: f64) -> f64 {
    ((p + d - (p - d) * (p - d)) / n).max(0.0)
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

/// A mean with score-type limits: they are those of its evidence, in the units of the scale.
fn bounded_mean(mean: f64, scale: Scale, part: Part, base: &Base, level: &Level) -> Found {
    if matches!(base, Base::Census) {
        return Found::certain(mean);
    }
    let evidence = Evidence::of_mean(&[(1.0, part)]);
    let Some((low, high)) = evidence.limits(level) else {
        return Found {
            estimate: mean,
            limits: None,
            standard_error: None,
            combining: None,
            method: Method::NoInterval,
        };
    };
    let width = scale.max() - scale.min();
    let upwards = if scale.direction() == Direction::HigherIsBetter { width } else { -width };
    let value = |share: f64| (mean + (share - evidence.estimate) * upwards).clamp(scale.min(), scale.max());
    let (low, high) = (value(low), value(high));
    Found {
        estimate: mean,
        limits: Some((low.min(high), low.max(high))),
        standard_error: Some(evidence.variance.sqrt() * width),
        combining: Some(evidence.full_variance().sqrt() * width),
        method: Method::BoundedMean,
    }
}
