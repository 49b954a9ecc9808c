//! A share of counted things, with how sure it is.

use serde::{Deserialize, Serialize};

use crate::score::{IntervalOptions, Score};

/// So many of so many, with Wilson's 95 % limits; no share of nothing.
///
/// ```
/// use total_experience::journey::Share;
///
/// let share = Share::new(1, 5);
/// assert_eq!((share.share, share.low.map(|low| low > 0.0)), (Some(0.2), Some(true)));
/// assert_eq!(Share::new(0, 0).share, None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// The former by the latter; none of nothing.
    pub share: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl Share {
    /// How many things are needed before a share of them is compared with another.
    pub const ENOUGH: u64 = 30;

    /// The share of `count` in `of`, of which it is a part: what is beyond `of` does not count.
    ///
    /// Reference: E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953.
    pub fn new(count: u64, of: u64) -> Self {
        let count = count.min(of);
        let score = Score::proportion(count, of, &IntervalOptions::default()).ok().flatten();
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
