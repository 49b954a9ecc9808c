//! Targets of a score, with the verdict that its interval supports.

use serde::{Deserialize, Serialize};

use crate::model::Direction;
use crate::model::names::names;
use crate::score::Error;
use crate::score::inference::Score;
use crate::score::scorecard::JointScore;
use crate::signal::instrument::ScoreUnit;

/// Target of a score, perhaps with a threshold that must hold meanwhile.
///
/// ```
/// use total_experience::score::inference::{PromoterCounts, Score};
/// use total_experience::score::monitor::{KpiTarget, Standing};
///
/// let counts = PromoterCounts { promoters: 60, passives: 25, detractors: 15 };
/// let nps = Score::net_promoter(counts)?.unwrap(); // 45, limits 29.3..58.0
/// let kpi = KpiTarget::at_least(50.0).with_threshold(20.0);
/// let check = kpi.check(&nps)?;
/// assert_eq!(check.target, Standing::Unknown); // 45 is below 50, but the limits reach over it
/// assert_eq!(check.threshold, Some(Standing::Met));
/// # Ok::<(), total_experience::score::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KpiTarget {
    target: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    #[serde(default)]
    direction: Direction,
}

/// Standing of a score to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// The whole interval is at the bound or on the good side of it.
    Met,
    /// The whole interval is on the bad side.
    Missed,
    /// The interval reaches over the bound, or there is none: more answers are needed.
    Unknown,
}

names!(Standing, "standing", Error, {
    Met => "met",
    Missed => "missed",
    Unknown => "unknown",
});

/// Standing of a score to a target and its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KpiCheck {
    /// Its standing to the target.
    pub target: Standing,
    /// Its standing to the threshold, when there is one.
    pub threshold: Option<Standing>,
    /// How far the estimate is beyond the target, positive on the good side, in the unit of the score.
    pub margin: f64,
}

impl KpiTarget {
    /// The target of a score that is to be at least this, in its own unit.
    pub const fn at_least(target: f64) -> Self {
        Self { target, threshold: None, direction: Direction::HigherIsBetter }
    }

    /// The target of a score that is to be at most this, in its own unit: for waits, errors, effort.
    pub const fn at_most(target: f64) -> Self {
        Self { target, threshold: None, direction: Direction::LowerIsBetter }
    }

    /// Sets the bound that must hold even before the target is reached.
    #[must_use]
    pub const fn with_threshold(self, threshold: f64) -> Self {
        Self { threshold: Some(threshold), ..self }
    }

    /// The standing of a score by its interval. A score that is below the target by chance alone has not missed it.
    ///
    /// # Errors
    /// [`Error::TargetOffScale`] when the target or the threshold cannot be a value of the score: 40 of a share is the
    /// sign of another unit. [`Error::Threshold`] when the threshold asks more than the target.
    pub fn check(&self, score: &Score) -> Result<KpiCheck, Error> {
        let range = match score.unit {
            ScoreUnit::NetPromoter => (-100.0, 100.0),
            ScoreUnit::Scale { min, max } => (min, max),
            _ => (0.0, 1.0),
        };
        self.within(range, score.estimate, score.low, score.high)
    }

    /// The standing of the points of a dimension or a stakeholder group; `None` when there are none.
    ///
    /// # Errors
    /// As [`check`](Self::check), on 0..100.
    pub fn check_points(&self, score: &JointScore) -> Result<Option<KpiCheck>, Error> {
        let check = score.points.map(|points| self.within((0.0, 100.0), points, score.low, score.high));
        check.transpose()
    }

    fn within(
        &self,
        (min, max): (f64, f64),
        estimate: f64,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Result<KpiCheck, Error> {
        let Self { target, threshold, direction } = *self;
        let sign = match direction {
            Direction::HigherIsBetter => 1.0,
            Direction::LowerIsBetter => -1.0,
        };
        for value in std::iter::once(target).chain(threshold) {
            if !(min..=max).contains(&value) {
                return Err(Error::TargetOffScale { value, min, max });
            }
        }
        if let Some(threshold) = threshold.filter(|threshold| sign * threshold > sign * target) {
            return Err(Error::Threshold { threshold, target });
        }
        let standing = |bound: f64| match low.zip(high) {
            Some((low, high)) => {
                let (worst, best) = if sign > 0.0 { (low, high) } else { (-high, -low) };
                match (worst >= sign * bound, best < sign * bound) {
                    (true, _) => Standing::Met,
                    (_, true) => Standing::Missed,
                    _ => Standing::Unknown,
                }
            }
            None => Standing::Unknown,
        };
        Ok(KpiCheck {
            target: standing(target),
            threshold: threshold.map(standing),
            margin: sign * (estimate - target),
        })
    }
}
