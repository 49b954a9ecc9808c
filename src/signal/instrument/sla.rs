//! Service level agreement as an instrument: share of cases within a target.

use std::fmt;
use std::ops::RangeInclusive;

use crate::model::names::names;
use crate::signal::{Error, Scale};

/// Service level agreement as an instrument: the share of cases within a target, higher is better.
///
/// "95 % of calls answered within 20 seconds, per day" has a target (20 s), a share (.95) and a window (a day). It says
/// the same as "the 95th percentile of the times is at most 20 s".
///
/// * One signal is one case: its measured time. For [`Sla::kept`] it is 1 when the level was kept and 0 when not.
/// * The score is the share kept with its Wilson interval (Wilson 1927, *Journal of the American Statistical Association*
///   22(158), 209-212).
/// * [`verdict`](Self::verdict) says whether that interval shows anything.
///
/// It scores measurements of a facet. The promise of a touchpoint, which event logs are held against, is another type:
/// [`model::ServiceLevel`](crate::model::ServiceLevel).
///
/// ```
/// use total_experience::model::ids::FacetId;
/// use total_experience::signal::Error;
/// use total_experience::signal::instrument::{Instrument, Sla, SlaVerdict};
///
/// let answering = Sla::within(0.0..=3600.0, 20.0)?.with_share(0.95)?.with_window(86_400)?;
/// let instrument = Instrument::Sla(answering);
/// assert_eq!(instrument.to_string(), "sla:0-3600:20:window=86400");
/// assert_eq!(instrument.value(&[Some(20.0)])?, Some(1.0));
/// assert_eq!(instrument.value(&[Some(20.5)])?, Some(0.0));
/// assert_eq!(answering.period(86_400 * 3 + 5), Some(3));
/// // 95 of 100 in time: the interval reaches from .888 to .978, which shows neither.
/// assert_eq!(answering.verdict(0.888..=0.978), SlaVerdict::Open);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sla {
    /// The scale of the measured times and the target; `None` when a signal says itself whether it was kept.
    measured: Option<(Scale, f64)>,
    share: f64,
    window: Option<u32>,
}

/// Verdict of an interval of the share kept on an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlaVerdict {
    /// The whole interval is at or above the agreed share.
    Kept,
    /// The whole interval is below it.
    Broken,
    /// The interval holds the agreed share: more cases are needed.
    Open,
}

names!(SlaVerdict, "verdict", Error, {
    Kept => "kept",
    Broken => "broken",
    Open => "open",
});

impl Sla {
    /// The share asked for unless another is set.
    pub const USUAL_SHARE: f64 = 0.95;

    /// An agreement whose signals are 1 (kept) and 0 (not kept).
    pub const fn kept() -> Self {
        Self { measured: None, share: Self::USUAL_SHARE, window: None }
    }

    /// An agreement whose signals lie in a range (of seconds, minutes, errors) and keep it at or below `target`.
    ///
    /// # Errors
    /// [`Error::ScaleBounds`]; [`Error::SlaTarget`] unless the target is in the range and below its end.
    pub fn within(range: RangeInclusive<f64>, target: f64) -> Result<Self, Error> {
        let (min, max) = range.into_inner();
        let scale = Scale::new(min, max)?.lower_is_better();
        if target >= min && target < max {
            Ok(Self { measured: Some((scale, target + 0.0)), ..Self::kept() })
        } else {
            Err(Error::SlaTarget { target, min, max })
        }
    }

    /// Sets the share of cases in which the level is to be kept.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless above 0 and at most 1.
    pub const fn with_share(self, share: f64) -> Result<Self, Error> {
        if share > 0.0 && share <= 1.0 {
            Ok(Self { share, ..self })
        } else {
            Err(Error::OutOfRange {
                what: "an agreed share",
                value: share,
                range: "above 0 and at most 1, .95 for 95 %",
            })
        }
    }

    /// Sets the length of the windows in which the level is to be kept, in the unit of the signals' times.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for 0.
    pub const fn with_window(self, window: u32) -> Result<Self, Error> {
        if window > 0 {
            Ok(Self { window: Some(window), ..self })
        } else {
            Err(Error::OutOfRange { what: "a window of a service level", value: 0.0, range: "at least 1" })
        }
    }

    /// The share of cases that the agreement asks for.
    pub const fn share(&self) -> f64 {
        self.share
    }

    /// The largest value that keeps the level, if signals are measured.
    pub fn target(&self) -> Option<f64> {
        self.measured.map(|(_, target)| target)
    }

    /// The number of the window in which a time lies: the period of its response. Windows begin at multiples of their
    /// length. `None` without a window, or when the number does not fit.
    pub fn period(&self, time: i64) -> Option<i32> {
        i32::try_from(time.div_euclid(i64::from(self.window?))).ok()
    }

    /// The verdict of an interval of the share kept: see [`SlaVerdict`].
    pub fn verdict(&self, interval: RangeInclusive<f64>) -> SlaVerdict {
        let (low, high) = interval.into_inner();
        if low >= self.share {
            SlaVerdict::Kept
        } else if high < self.share {
            SlaVerdict::Broken
        } else {
            SlaVerdict::Open
        }
    }

    pub(crate) const fn item_scale(&self) -> Scale {
        match self.measured {
            Some((scale, _)) => scale,
            None => Scale::whole(0, 1),
        }
    }

    /// 1 or 0 for a checked signal.
    pub(crate) fn value(&self, signal: f64) -> f64 {
        self.measured.map_or(signal, |(_, target)| f64::from(signal <= target))
    }

    pub(crate) fn fmt_suffix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((scale, target)) = self.measured {
            f.write_str(":")?;
            scale.fmt_bounds(f)?;
            write!(f, ":{target}")?;
        }
        if self.share != Self::USUAL_SHARE {
            write!(f, ":share={}", self.share)?;
        }
        self.window.map_or(Ok(()), |window| write!(f, ":window={window}"))
    }
}
