//! Declared weights of the items or dimensions of an instrument.

use std::fmt;

use crate::signal::Error;
use crate::signal::weight::{LARGEST_WEIGHT, SMALLEST_WEIGHT};

/// Declared weights of the N parts (items, dimensions) of an instrument: `sum_i w_i x_i / sum_i w_i`.
///
/// Only their ratios count, so weights that sum to 1, to 100 or to anything else are all right. They are part of the
/// instrument: values joined by other weights do not mix.
///
/// ```
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::Weights;
///
/// let weights = Weights::new([11.0, 32.0, 22.0, 19.0, 16.0])?;
/// assert_eq!(weights.shares()[1], 0.32);
/// assert!(matches!(Weights::new([1.0, -0.5]), Err(Error::PartWeight { part: 2, .. })));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights<const N: usize>([f64; N]);

impl<const N: usize> Weights<N> {
    /// Equal weights.
    pub const EQUAL: Self = Self([1.0; N]);

    /// Weights of the parts in their order.
    ///
    /// # Errors
    /// [`Error::PartWeight`] for a weight that is not 0 or from 1e-60 to 1e60, [`Error::NoPartWeight`] when all are 0.
    pub fn new(weights: [f64; N]) -> Result<Self, Error> {
        let (min, max) = (SMALLEST_WEIGHT, LARGEST_WEIGHT);
        for (at, weight) in weights.into_iter().enumerate() {
            if weight != 0.0 && !(min..=max).contains(&weight) {
                return Err(Error::PartWeight { part: at + 1, weight, min, max });
            }
        }
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(Error::NoPartWeight { parts: N });
        }
        // `+ 0.0` turns a negative zero into zero, which is written otherwise.
        Ok(Self(weights.map(|weight| weight + 0.0)))
    }

    /// The weights as they were declared.
    pub const fn as_array(&self) -> &[f64; N] {
        &self.0
    }

    /// The weights divided by their sum.
    pub fn shares(&self) -> [f64; N] {
        let sum: f64 = self.0.iter().sum();
        self.0.map(|weight| weight / sum)
    }

    /// The weighted mean of the parts, within their range: rounding may carry a mean of equal parts past them.
    pub fn mean(&self, parts: &[f64; N]) -> f64 {
        let sum: f64 = self.0.iter().sum();
        let weighted: f64 = self.0.iter().zip(parts).map(|(weight, part)| weight * part).sum();
        let low = parts.iter().copied().fold(f64::INFINITY, f64::min);
        let high = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (weighted / sum).max(low).min(high)
    }

    /// `w=A/B/C`, as it stands in the name of an instrument.
    pub(crate) fn parse(text: &str) -> Option<Result<Self, Error>> {
        let mut weights = [0.0; N];
        let mut texts = text.strip_prefix("w=")?.split('/');
        for weight in &mut weights {
            *weight = texts.next()?.parse().ok()?;
        }
        texts.next().is_none().then(|| Self::new(weights))
    }

    /// What stands behind the name of an instrument: nothing for equal weights of 1.
    pub(crate) fn fmt_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::EQUAL {
            return Ok(());
        }
        for (at, weight) in self.0.iter().enumerate() {
            write!(f, "{}{weight}", if at == 0 { ":w=" } else { "/" })?;
        }
        Ok(())
    }
}

impl<const N: usize> Default for Weights<N> {
    fn default() -> Self {
        Self::EQUAL
    }
}
