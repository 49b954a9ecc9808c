//! Proportion of counted things with its confidence limits (Wilson).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Score, Successes};

/// Proportion of counted things, with Wilson's 95 % limits.
///
/// [`Score::proportion`] gives limits at other levels, and for known populations.
///
/// ```
/// use total_experience::score::inference::{Proportion, Successes};
///
/// let share = Proportion::new(Successes { count: 1, of: 5 });
/// assert_eq!((share.share, share.low.map(|low| low > 0.0)), (Some(0.2), Some(true)));
/// assert_eq!(share.to_string(), "20.0 % (1 of 5)");
/// assert_eq!(Proportion::new(Successes { count: 0, of: 0 }).share, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Proportion {
    /// Number that has what is asked about.
    pub count: u64,
    /// Number of all.
    pub of: u64,
    /// `count / of`; `None` where `of` is 0.
    pub share: Option<f64>,
    /// Lower 95 % limit.
    pub low: Option<f64>,
    /// Upper 95 % limit.
    pub high: Option<f64>,
}

impl Proportion {
    /// How many things are needed before a share of them is compared with another.
    pub const ENOUGH: u64 = 30;

    /// The proportion of these successes. A `count` above `of` is taken as `of`.
    ///
    /// Reference: E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953.
    pub fn new(Successes { count, of }: Successes) -> Self {
        let count = count.min(of);
        let score = Score::proportion(Successes { count, of }).ok().flatten();
        Self {
            count,
            of,
            share: (of > 0).then(|| count as f64 / of as f64),
            low: score.as_ref().and_then(|score| score.points.low).map(|points| points / 100.0),
            high: score.as_ref().and_then(|score| score.points.high).map(|points| points / 100.0),
        }
    }

    /// The share, where it is one of at least [`ENOUGH`](Self::ENOUGH).
    pub fn of_enough(&self) -> Option<f64> {
        self.share.filter(|_| self.of >= Self::ENOUGH)
    }
}

impl fmt::Display for Proportion {
    /// Such as `20.0 % (1 of 5)`, or `none of 0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.share {
            Some(share) => write!(f, "{:.1} % ({} of {})", 100.0 * share, self.count, self.of),
            None => f.write_str("none of 0"),
        }
    }
}
