//! Attribution rules: first, last, linear, decay, position.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Paths;
use super::paths::PathRow;
use crate::journey::{Error, seconds};
use crate::numeric::stats::ExactSum;

/// Rule of thumb that splits a goal among the touchpoints of its path.
///
/// What it answers: what would the customary rules say? They look at each path alone: unlike the removal effects of a
/// [`Chain`](super::Chain) they ask nobody what happens without a touchpoint. Use them to compare.
///
/// # Definition
/// A path t(1) .. t(L) with g goals gives the touchpoint at place i the credit g w(i) / sum of w, and value likewise.
///
/// ```text
/// First       w = 1 at i = 1, else 0            Last      w = 1 at i = L, else 0
/// Linear      w = 1
/// StepDecay   w(i) = 2^-((L - i) / half_life)   TimeDecay w(i) = 2^-(seconds from i to the last / half_life)
/// Position    w(1) = first, w(L) = last, the rest in equal parts between; without a middle first : last
/// ```
///
/// # Complexity
/// Linear time in steps; space linear in touchpoints. Sums are exact before they are rounded once, so the order of the
/// paths changes no bit.
///
/// # References
/// R. Berman (2018), Beyond the last touch: attribution in online advertising, doi:10.1287/mksc.2018.1104.
///
/// # Example
/// ```
/// use total_experience::journey::markov::{AttributionRule, PathCounts, Paths};
///
/// let mut paths = Paths::new();
/// paths.add(&["search", "mail", "mail", "shop"], PathCounts::goal(8).with_lost(2))?;
/// let credits = AttributionRule::POSITION.credits(&paths)?;
/// let mail = credits.iter().find(|credit| credit.name == "mail").expect("it is in the path");
/// assert!((mail.goals - 1.6).abs() < 1e-12);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AttributionRule {
    /// All to the first touchpoint.
    First,
    /// All to the last touchpoint.
    Last,
    /// Equal parts to every step.
    Linear,
    /// Half as much for each `half_life` steps before the last.
    StepDecay {
        /// Steps, above 0.
        half_life: f64,
    },
    /// Half as much for each `half_life` before the last touchpoint.
    TimeDecay {
        /// A span above 0; in JSON a number of seconds.
        #[serde(with = "seconds::Seconds")]
        half_life: Duration,
    },
    /// Fixed parts for the first and the last, the rest between.
    Position {
        /// The part of the first, from 0.
        first: f64,
        /// The part of the last, from 0; both together at most 1.
        last: f64,
    },
}

/// Share of the goals that an attribution rule gives a touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Credit {
    /// The touchpoint.
    pub name: String,
    /// Goals.
    pub goals: f64,
    /// Worth of the goals, in the unit of the paths.
    pub value: f64,
}

impl AttributionRule {
    /// The customary position rule: 40 % to the first, 40 % to the last, 20 % between.
    pub const POSITION: Self = Self::Position { first: 0.4, last: 0.4 };

    /// The credits of all touchpoints, by name; they add up to the goals of the paths that have touchpoints. See
    /// [`AttributionRule`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::BadValue`] for a half-life that is not above 0 and for parts that are negative or more than 1 together;
    /// [`Error::TimesMissing`] for decay by time of paths without times; [`Error::NoJourneys`].
    pub fn credits(&self, paths: &Paths) -> Result<Vec<Credit>, Error> {
        self.check(paths)?;
        let (names, ranks) = paths.ranks();
        if paths.totals().journey_count() == 0 {
            return Err(Error::NoJourneys);
        }
        let mut sums: Vec<[ExactSum; 2]> = names.iter().map(|_| Default::default()).collect();
        let mut weights = Vec::new();
        for row in paths.rows().filter(|row| row.counts.goal > 0) {
            self.weigh(&row, &mut weights);
            let total = weights.iter().fold(0.0, |sum, weight| sum + weight);
            for (&step, weight) in row.steps.iter().zip(&weights).filter(|pair| *pair.1 > 0.0) {
                let [goals, value] = &mut sums[ranks[step as usize] as usize];
                goals.add_product(row.counts.goal as f64, weight / total);
                value.add_product(row.counts.value, weight / total);
            }
        }
        let credits = names.into_iter().zip(sums);
        Ok(credits
            .map(|(name, [goals, value])| Credit { name, goals: goals.value(), value: value.value() })
            .collect())
    }

    fn check(&self, paths: &Paths) -> Result<(), Error> {
        let bad =
            |what, value: f64, expected| Err(Error::BadValue { what, value: value.to_string(), expected });
        match *self {
            Self::StepDecay { half_life } if !(half_life > 0.0 && half_life.is_finite()) => {
                bad("the half-life", half_life, "a finite number above 0")
            }
            Self::TimeDecay { half_life } if half_life.is_zero() => {
                bad("the half-life", 0.0, "a time above 0")
            }
            Self::TimeDecay { .. } if !paths.has_times() => Err(Error::TimesMissing),
            Self::Position { first, .. } if !(0.0..=1.0).contains(&first) => {
                bad("the part of the first touchpoint", first, "a number from 0 to 1")
            }
            Self::Position { first, last } if !(0.0..=1.0 - first).contains(&last) => {
                bad("the part of the last touchpoint", last, "a number from 0 to what the first leaves")
            }
            _ => Ok(()),
        }
    }

    /// The weights of the steps of a path, at least one of them above 0.
    fn weigh(&self, row: &PathRow<'_>, weights: &mut Vec<f64>) {
        let length = row.steps.len();
        weights.clear();
        weights.resize(length, if matches!(self, Self::Linear) { 1.0 } else { 0.0 });
        let Some(end) = length.checked_sub(1) else { return };
        match *self {
            Self::First => weights[0] = 1.0,
            Self::Last => weights[end] = 1.0,
            Self::Linear => {}
            Self::StepDecay { half_life } => {
                weights
                    .iter_mut()
                    .rev()
                    .zip(0..)
                    .for_each(|(w, age)| *w = (-f64::from(age) / half_life).exp2());
            }
            Self::TimeDecay { half_life } => {
                let (mut age, half_life) = (0.0, half_life.as_secs_f64());
                weights[end] = 1.0;
                for at in (0..end).rev() {
                    age += row.waits[at] as f64 / 1e9;
                    weights[at] = (-age / half_life).exp2();
                }
            }
            Self::Position { first, last } => {
                let middle = length.saturating_sub(2);
                if middle > 0 {
                    weights.fill((1.0 - first - last).max(0.0) / middle as f64);
                }
                let none = middle == 0 && first + last == 0.0;
                weights[0] = if none { 1.0 } else { first };
                weights[end] = match end {
                    0 => 1.0,
                    _ if none => 1.0,
                    _ => last,
                };
            }
        }
    }
}
