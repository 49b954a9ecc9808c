//! Relative lift over a benchmark (Fieller), and joint claims over several.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::score::Error;
use crate::score::inference::Score;
use crate::score::scorecard::{Composite, JointScore};
use crate::signal::instrument::ScoreUnit;

/// Points on 0..100 with their standard error, of which ratios can be taken.
///
/// A net promoter score has no natural zero, so "20 % more" of it means nothing: a [`Score`] in net promoter points is
/// refused, and a [`Benchmark`] of scores does not compile:
///
/// ```
/// use total_experience::score::Error;
/// use total_experience::score::inference::{PromoterCounts, Score};
/// use total_experience::score::monitor::PointEstimate;
///
/// let nps = Score::net_promoter(PromoterCounts { promoters: 60, passives: 25, detractors: 15 })?.unwrap();
/// assert_eq!(PointEstimate::try_from(&nps), Err(Error::NetPromoterRatio));
/// # Ok::<(), Error>(())
/// ```
///
/// ```compile_fail
/// use total_experience::score::monitor::Benchmark;
/// use total_experience::score::inference::{PromoterCounts, Score};
///
/// let nps = |promoters| Score::net_promoter(PromoterCounts { promoters, passives: 25, detractors: 15 });
/// let ours = nps(60).unwrap().unwrap();
/// let theirs = nps(50).unwrap().unwrap();
/// let ratio = Benchmark { ours, theirs }; // scores are no points
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointEstimate {
    /// Points on 0..100.
    pub points: f64,
    /// Their standard error, 0 or more.
    pub standard_error: f64,
}

impl PointEstimate {
    fn check(self) -> Result<(), Error> {
        let Self { points, standard_error } = self;
        if !(0.0..=100.0).contains(&points) {
            return Err(Error::out_of_range("a score in points", points, "0 to 100"));
        }
        if !(standard_error >= 0.0 && standard_error.is_finite()) {
            return Err(Error::out_of_range(
                "a standard error",
                standard_error,
                "a finite number, 0 or more",
            ));
        }
        Ok(())
    }

    fn known(points: f64, standard_error: Option<f64>) -> Result<Self, Error> {
        let standard_error = standard_error.ok_or(Error::NoStandardError { points })?;
        Ok(Self { points, standard_error })
    }
}

impl TryFrom<&Score> for PointEstimate {
    type Error = Error;

    /// The points of a share or a mean. [`Error::NetPromoterRatio`], [`Error::NoStandardError`].
    fn try_from(score: &Score) -> Result<Self, Error> {
        match score.unit {
            ScoreUnit::NetPromoter => Err(Error::NetPromoterRatio),
            _ => Self::known(score.points.estimate, score.points.standard_error),
        }
    }
}

impl TryFrom<&JointScore> for PointEstimate {
    type Error = Error;

    /// The points of a dimension or a stakeholder group. [`Error::TooFew`] when it has none,
    /// [`Error::NoStandardError`].
    fn try_from(score: &JointScore) -> Result<Self, Error> {
        let none = Error::TooFew { what: "published facets", found: score.facet_count, least: 1 };
        Self::known(score.points.ok_or(none)?, score.standard_error)
    }
}

impl TryFrom<&Composite> for PointEstimate {
    type Error = Error;

    /// The points of an index. [`Error::NoStandardError`].
    fn try_from(index: &Composite) -> Result<Self, Error> {
        Self::known(index.points, index.standard_error)
    }
}

/// Pair of independent scores in points: one's own, and the one it is held against.
///
/// They come from different respondents. [`lift`](Self::lift) and [`joint_claim`] check them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// One's own score.
    pub ours: PointEstimate,
    /// The score it is held against, above 0: nothing is a percentage of 0.
    pub theirs: PointEstimate,
}

/// Lift of one score over another: by how much it is above, relative to the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lift {
    /// `a/b - 1`: .25 is 25 % more.
    pub estimate: f64,
    /// Where the true lift lies.
    pub limits: LiftLimits,
}

/// The limits of a [`Lift`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LiftLimits {
    /// Between these.
    Bounded {
        /// Lower limit.
        low: f64,
        /// Upper limit.
        high: f64,
    },
    /// The other score cannot be told from zero, so that no lift can be excluded.
    Unbounded,
}

/// Test of the claim that several lifts are all reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JointClaim {
    /// The one-sided p-value of each benchmark, in the order given.
    pub p_values: Vec<f64>,
    /// The p-value of the claim that all lifts are reached: the largest.
    pub p_value: f64,
}

impl JointClaim {
    /// Whether the claim is shown at this level of significance, such as 0.05.
    pub fn is_shown(&self, significance: f64) -> bool {
        self.p_value < significance
    }
}

impl Benchmark {
    fn check(&self) -> Result<(), Error> {
        self.ours.check()?;
        self.theirs.check()?;
        if self.theirs.points <= 0.0 {
            return Err(Error::out_of_range(
                "the score to compare with",
                self.theirs.points,
                "points above 0",
            ));
        }
        Ok(())
    }

    /// The lift of one's own score over the other.
    ///
    /// # Definition
    ///
    /// With points `a` (one's own) and `b`, standard errors `s_a`, `s_b`, independent, and `z` the normal quantile of
    /// the two-sided level: lift `a/b - 1`; its limits are the least and the largest ratio `r` with
    /// `(a - r b)^2 <= z^2 (s_a^2 + r^2 s_b^2)`, less 1: with `c = b^2 - z^2 s_b^2`,
    /// `r = (a b +- z sqrt(a^2 s_b^2 + c s_a^2)) / c`. Points are not negative, so neither is the lower ratio. When
    /// `z^2 s_b^2 >= b^2` there are no such limits: [`LiftLimits::Unbounded`].
    ///
    /// # Arguments
    ///
    /// `level`: two-sided, between 0 and 1, such as 0.95.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for the level, points outside 0..100, a negative standard error, or a score of 0 to compare
    /// with.
    ///
    /// # Complexity
    ///
    /// O(1) time and space.
    ///
    /// # References
    ///
    /// Fieller (1954), Some problems in interval estimation, doi:10.1111/j.2517-6161.1954.tb00159.x.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::monitor::{Benchmark, LiftLimits, PointEstimate};
    ///
    /// let customers = Benchmark {
    ///     ours: PointEstimate { points: 78.0, standard_error: 0.9 },
    ///     theirs: PointEstimate { points: 64.0, standard_error: 1.0 },
    /// };
    /// let lift = customers.lift(0.95)?;
    /// let LiftLimits::Bounded { low, high } = lift.limits else { panic!("the other score is far from zero") };
    /// assert_eq!(format!("{:.4} {low:.4}..{high:.4}", lift.estimate), "0.2188 0.1735..0.2663");
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn lift(&self, level: f64) -> Result<Lift, Error> {
        let z = Error::level(level)?.z;
        self.check()?;
        let (a, b) = (self.ours.points, self.theirs.points);
        let (var_a, var_b) = (self.ours.standard_error.powi(2), self.theirs.standard_error.powi(2));
        let left = b * b - z * z * var_b;
        let limits = if left <= 0.0 {
            LiftLimits::Unbounded
        } else {
            let half = z * (a * a * var_b + var_a * left).sqrt();
            let ratio = |sign: f64| ((a * b + sign * half) / left).max(0.0);
            let (low, high) = (ratio(-1.0) - 1.0, ratio(1.0) - 1.0);
            if high.is_finite() { LiftLimits::Bounded { low, high } } else { LiftLimits::Unbounded }
        };
        Ok(Lift { estimate: a / b - 1.0, limits })
    }

    /// The one-sided p-value of "the lift is not above `lift`".
    fn p_value(&self, lift: f64) -> f64 {
        let ratio = 1.0 + lift;
        let above = self.ours.points - ratio * self.theirs.points;
        let error = self.ours.standard_error.hypot(ratio * self.theirs.standard_error);
        match (error > 0.0, above > 0.0) {
            (true, _) => Normal::standard().sf(above / error),
            (false, true) => 0.0,
            (false, false) => 1.0,
        }
    }
}

/// Intersection-union test of a lift in *all* of several dimensions, such as for customers and for employees.
///
/// # Definition
///
/// For each benchmark with points `a`, `b`, standard errors `s_a`, `s_b` and the lift `L`:
/// `z = (a - (1+L) b) / sqrt(s_a^2 + (1+L)^2 s_b^2)`, `p = 1 - Phi(z)`. The claim that all exceed `L` is the
/// intersection of the single ones, so its p-value is the largest: `p = max p_i`. No correction for several tests is
/// due, whatever the dependence between them.
///
/// # Arguments
///
/// `benchmarks`: at least one. `lift`: above -1; .25 is 25 %, 0 is "better at all".
///
/// # Errors
///
/// [`Error::TooFew`] without a benchmark; [`Error::OutOfRange`] for an impossible lift, and as
/// [`Benchmark::lift`].
///
/// # Complexity
///
/// O(benchmarks) time and space.
///
/// # References
///
/// Berger (1982), Multiparameter hypothesis testing and acceptance sampling, doi:10.1080/00401706.1982.10487790.
///
/// # Example
///
/// ```
/// use total_experience::score::monitor::{Benchmark, PointEstimate, joint_claim};
///
/// let estimate = |points, standard_error| PointEstimate { points, standard_error };
/// let customers = Benchmark { ours: estimate(78.0, 0.9), theirs: estimate(64.0, 1.0) };
/// let employees = Benchmark { ours: estimate(70.0, 1.6), theirs: estimate(61.0, 1.8) };
/// let claim = joint_claim(&[customers, employees], 0.25)?;
/// assert_eq!(format!("{:.4?} {:.3}", claim.p_values, claim.p_value), "[0.9029, 0.9882] 0.988");
/// assert!(!claim.is_shown(0.05)); // 25 % better in both is not shown
/// assert!(joint_claim(&[customers, employees], 0.0)?.is_shown(0.05)); // better in both is
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn joint_claim(benchmarks: &[Benchmark], lift: f64) -> Result<JointClaim, Error> {
    if benchmarks.is_empty() {
        return Err(Error::TooFew { what: "benchmarks", found: 0, least: 1 });
    }
    if !(lift > -1.0 && lift.is_finite()) {
        return Err(Error::out_of_range("a lift", lift, "a share above -1, such as 0.25"));
    }
    benchmarks.iter().try_for_each(Benchmark::check)?;
    let p_values: Vec<f64> = benchmarks.iter().map(|benchmark| benchmark.p_value(lift)).collect();
    let p_value = p_values.iter().copied().fold(0.0, f64::max);
    Ok(JointClaim { p_values, p_value })
}
