//! Scale of answers: bounds, step and direction.

use std::fmt;
use std::str::FromStr;

use super::Error;
use crate::model::Direction;
use crate::model::names::as_text;

/// Values and scale bounds are at most this large, so that sums over 2^53 answers stay exact.
pub(crate) const LARGEST: f64 = 1e60;
/// Values other than zero are at least this far from it, for the same reason.
pub(crate) const SMALLEST: f64 = 1e-60;

/// Scale of an answer: bounds, step and direction.
///
/// As text, and in JSON, it is `MIN-MAX[:step=STEP][:lower]`: `1-5:step=1`, `0-60:lower`. `MIN..MAX` may stand for
/// `MIN-MAX`, and is what is written for negative bounds.
///
/// An answer off its scale is an error and never clamped: a 1-4 rating read as 0-10 would make every user a
/// detractor without anyone noticing.
///
/// ```
/// use total_experience::signal::{Error, Scale};
///
/// let stars = Scale::new(1.0, 5.0)?.with_step(1.0)?;
/// assert_eq!(stars.points(4.0), 75.0);
/// assert!(matches!(stars.check(6.0), Err(Error::OffScale { .. })));
/// assert!(matches!(stars.check(4.5), Err(Error::OffStep { .. })));
///
/// let minutes_waited = Scale::new(0.0, 60.0)?.lower_is_better();
/// assert_eq!(minutes_waited.points(15.0), 75.0);
/// assert_eq!((minutes_waited.to_string(), "1-5:step=1".parse::<Scale>()?), ("0-60:lower".to_owned(), stars));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    min: f64,
    max: f64,
    /// Number of steps from `min` to `max`; 0 when every real value between is allowed.
    steps: u32,
    direction: Direction,
}

impl Scale {
    /// The largest number of steps of a stepped scale.
    pub const MAX_STEPS: u32 = 4096;

    /// Every real value from `min` to `max`, higher is better. The lower bound comes first; the other way round is
    /// refused.
    ///
    /// # Errors
    /// [`Error::ScaleBounds`] unless both are finite, within +-1e60, and `min < max`.
    pub fn new(min: f64, max: f64) -> Result<Self, Error> {
        let fits = min.abs() <= LARGEST && max.abs() <= LARGEST && min < max;
        let apart = [min, max].iter().all(|bound| *bound == 0.0 || bound.abs() >= SMALLEST);
        if !fits || !apart {
            return Err(Error::ScaleBounds { min, max });
        }
        // `+ 0.0` turns a negative zero into zero.
        Ok(Self { min: min + 0.0, max: max + 0.0, steps: 0, direction: Direction::HigherIsBetter })
    }

    /// Sets the step: the scale is restricted to `min`, `min + step`, ..., `max`.
    ///
    /// # Errors
    /// [`Error::ScaleStep`] unless the step divides the scale into a whole number of steps (within 1e-9 of one), at
    /// most [`Scale::MAX_STEPS`].
    pub fn with_step(self, step: f64) -> Result<Self, Error> {
        let Self { min, max, .. } = self;
        let error = Error::ScaleStep { step, min, max, limit: Self::MAX_STEPS };
        let steps = (max - min) / step;
        let whole = steps.round();
        if !(step > 0.0
            && (1.0..=f64::from(Self::MAX_STEPS)).contains(&whole)
            && (steps - whole).abs() <= 1e-9)
        {
            return Err(error);
        }
        Ok(Self { steps: whole as u32, ..self })
    }

    /// Sets the direction: the lower end is the good one.
    #[must_use]
    pub const fn lower_is_better(self) -> Self {
        Self { direction: Direction::LowerIsBetter, ..self }
    }

    /// `min`, `min + 1`, ..., `max`, for the instruments of this room.
    pub(crate) const fn whole(min: i16, max: i16) -> Self {
        Self {
            min: min as f64,
            max: max as f64,
            steps: (max - min) as u32,
            direction: Direction::HigherIsBetter,
        }
    }

    /// Every real value from `min` to `max`, for the instruments of this room.
    pub(crate) const fn real(min: i16, max: i16) -> Self {
        Self { steps: 0, ..Self::whole(min, max) }
    }

    /// A time or a price in any unit: from zero, higher is worse.
    pub(crate) const fn amount() -> Self {
        Self { max: LARGEST, ..Self::real(0, 1).lower_is_better() }
    }

    /// 0 to 100 in this many equal steps.
    pub(crate) const fn percent_in(steps: u32) -> Self {
        Self { steps, ..Self::whole(0, 100) }
    }

    /// Lower bound.
    pub const fn min(&self) -> f64 {
        self.min
    }

    /// Upper bound.
    pub const fn max(&self) -> f64 {
        self.max
    }

    /// Distance between two neighbouring values, `None` when every real value is allowed.
    pub fn step(&self) -> Option<f64> {
        (self.steps > 0).then(|| (self.max - self.min) / f64::from(self.steps))
    }

    /// The direction: whether the higher or the lower end is good.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Number of steps, 0 for a scale without.
    pub(crate) const fn steps(&self) -> u32 {
        self.steps
    }

    /// The value `step` steps above the lower bound.
    pub(crate) fn level(&self, step: u32) -> f64 {
        self.min + (self.max - self.min) * f64::from(step) / f64::from(self.steps.max(1))
    }

    /// Checks that a value is on the scale. On a stepped scale it may be off by 1e-9 of a step, so that computed values
    /// such as 100/12 pass.
    ///
    /// # Errors
    /// [`Error::NotFinite`], [`Error::OffScale`], [`Error::OffStep`], or [`Error::TooSmall`] for a value between
    /// -1e-60 and 1e-60 other than zero.
    pub fn check(&self, value: f64) -> Result<(), Error> {
        let Self { min, max, .. } = *self;
        if !value.is_finite() {
            return Err(Error::NotFinite { value, min, max });
        }
        if value < min || value > max {
            return Err(Error::OffScale { value, min, max });
        }
        if let Some(step) = self.step() {
            let position = self.position(value);
            if (position - position.round()).abs() > 1e-9 {
                return Err(Error::OffStep { value, min, max, step });
            }
        } else if value != 0.0 && value.abs() < SMALLEST {
            return Err(Error::TooSmall { value, bound: SMALLEST });
        }
        Ok(())
    }

    /// The scale in the parts of `MIN-MAX[:step=STEP][:lower]`; `None` when they have another form.
    pub(crate) fn parse(parts: &[&str]) -> Option<Result<Self, Error>> {
        let [range, options @ ..] = parts else { return None };
        let (min, max) = bounds(range)?;
        let (step, lower) = match options {
            [] => (None, false),
            ["lower"] => (None, true),
            [step] => (Some(step), false),
            [step, "lower"] => (Some(step), true),
            _ => return None,
        };
        let step = match step {
            Some(step) => Some(number(step.strip_prefix("step=")?)?),
            None => None,
        };
        let scale = Self::new(min, max).and_then(|scale| match step {
            Some(step) => scale.with_step(step),
            None => Ok(scale),
        });
        Some(scale.map(|scale| if lower { scale.lower_is_better() } else { scale }))
    }

    /// Writes `1-10`, or `-3..3` where a dash could be read as a sign.
    pub(crate) fn fmt_bounds(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if self.min < 0.0 || self.max < 0.0 { ".." } else { "-" };
        write!(f, "{}{between}{}", self.min, self.max)
    }

    /// How many steps a value lies above the lower bound.
    pub(crate) fn position(&self, value: f64) -> f64 {
        (value - self.min) / (self.max - self.min) * f64::from(self.steps)
    }

    /// Points on 0..100, 100 the good end: `100 (x - min) / (max - min)`, or `100 (max - x) / (max - min)` when lower
    /// is better. A value off the scale gives points off 0..100: [`check`](Self::check) it first.
    pub fn points(&self, value: f64) -> f64 {
        let from_worst = match self.direction {
            Direction::HigherIsBetter => value - self.min,
            Direction::LowerIsBetter => self.max - value,
        };
        100.0 * from_worst / (self.max - self.min)
    }
}

impl fmt::Display for Scale {
    /// `MIN-MAX[:step=STEP][:lower]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_bounds(f)?;
        if let Some(step) = self.step() {
            write!(f, ":step={step}")?;
        }
        match self.direction {
            Direction::HigherIsBetter => Ok(()),
            Direction::LowerIsBetter => f.write_str(":lower"),
        }
    }
}

impl FromStr for Scale {
    type Err = Error;

    /// Reads `MIN-MAX[:step=STEP][:lower]`.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for text of another form; [`Error::ScaleBounds`], [`Error::ScaleStep`].
    fn from_str(text: &str) -> Result<Self, Error> {
        let parts: Vec<&str> = text.split(':').collect();
        let unknown =
            || Error::unknown_name("scale", text, &["MIN-MAX[:step=STEP][:lower], such as 1-5:step=1"]);
        Self::parse(&parts).ok_or_else(unknown)?
    }
}

as_text!(Scale);

/// A finite decimal number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// `MIN-MAX` or `MIN..MAX`.
pub(super) fn bounds(text: &str) -> Option<(f64, f64)> {
    let (min, max) = text.split_once("..").or_else(|| {
        let at = text.char_indices().skip(1).find(|(_, letter)| *letter == '-')?.0;
        Some((text.get(..at)?, text.get(at + 1..)?))
    })?;
    Some((number(min)?, number(max)?))
}
