//! Summaries of a sequence of moments: mean, worst, best, peak, end and trend.

use serde::{Deserialize, Serialize};

use crate::model::names::names;
use crate::score::Error;

/// Summary of the moments of one respondent, on their scale of 0..100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Memory {
    /// The mean of all moments.
    Mean,
    /// The lowest moment.
    Worst,
    /// The highest moment.
    Best,
    /// The most intense moment: the one furthest from 50, of two as far the lower.
    Peak,
    /// The last moment.
    End,
    /// Where the straight line through the moments ends.
    Trend,
}

names!(Memory, "memory", Error, {
    Mean => "mean",
    Worst => "worst",
    Best => "best",
    Peak => "peak",
    End => "end",
    Trend => "trend",
});

impl Memory {
    /// All of them, in the order of their weights.
    pub const ALL: [Self; 6] = [Self::Mean, Self::Worst, Self::Best, Self::Peak, Self::End, Self::Trend];
}

/// Summaries of one respondent's moments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Remembered {
    /// The mean of all moments.
    pub mean: f64,
    /// The lowest moment.
    pub worst: f64,
    /// The highest moment.
    pub best: f64,
    /// The most intense moment: the one furthest from 50, of two as far the lower.
    pub peak: f64,
    /// The last moment.
    pub end: f64,
    /// Where the straight line through the moments ends, which may be off 0..100.
    pub trend: f64,
    /// Points gained from one moment to the next along that line.
    pub slope: f64,
}

impl Remembered {
    /// The summaries of one respondent's moments.
    ///
    /// No one number is the remembered score by default: where no overall score tells which weights hold
    /// ([`fit_memory`](super::fit_memory)), show [`mean_worst_end`](Self::mean_worst_end) side by side. The mean of
    /// peak and end alone, widely used, is no safe default: it was found with short, uniform experiences such as pain
    /// (Kahneman and others 1993), and for complex ones it did not predict what was remembered better, in a virtual
    /// reality worse, than the mean of all moments (Kemp and others 2008; Strijbosch and others 2019).
    ///
    /// # Definition
    ///
    /// With moments `x_1 .. x_T`: mean `sum x / T`; worst `min x`; best `max x`; peak the `x_t` of largest
    /// `|x_t - 50|`; end `x_T`; slope `b = sum (t - (T+1)/2) x_t / (T (T^2 - 1) / 12)`, 0 for one moment; trend
    /// `mean + b (T-1)/2`.
    ///
    /// # Arguments
    ///
    /// `moments`: points on 0..100, 100 the good end, in the order in which they were lived.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] without a moment; [`Error::OutOfRange`] for points off 0..100.
    ///
    /// # Complexity
    ///
    /// O(moments) time, O(1) space.
    ///
    /// # References
    ///
    /// Kahneman, Fredrickson, Schreiber and Redelmeier (1993), doi:10.1111/j.1467-9280.1993.tb00589.x. Kemp, Burt and
    /// Furneaux (2008), doi:10.3758/MC.36.1.132. Strijbosch and others (2019), doi:10.3389/fpsyg.2019.01705.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::monitor::Remembered;
    ///
    /// let visit = Remembered::from_moments(&[70.0, 20.0, 60.0, 90.0])?;
    /// assert_eq!(visit.mean_worst_end(), [60.0, 20.0, 90.0]);
    /// assert_eq!((visit.peak, visit.slope), (90.0, 10.0)); // 90 is 40 from neutral, 20 only 30
    /// # Ok::<(), total_experience::score::Error>(())
    /// ```
    pub fn from_moments(moments: &[f64]) -> Result<Self, Error> {
        let Some(&end) = moments.last() else {
            return Err(Error::TooFew { what: "moments", found: 0, least: 1 });
        };
        if let Some(period) = moments.iter().position(|points| !(0.0..=100.0).contains(points)) {
            return Err(Error::out_of_range(format!("moment {period}"), moments[period], "points on 0..100"));
        }
        let n = moments.len() as f64;
        let mean = moments.iter().sum::<f64>() / n;
        let (mut worst, mut best, mut peak, mut pull) = (end, end, end, 0.0);
        for (at, &points) in moments.iter().enumerate() {
            worst = points.min(worst);
            best = points.max(best);
            let (far, farthest) = ((points - 50.0).abs(), (peak - 50.0_f64).abs());
            if far > farthest || (far == farthest && points < peak) {
                peak = points;
            }
            pull += (at as f64 - (n - 1.0) / 2.0) * points;
        }
        let slope = if moments.len() > 1 { pull / (n * (n * n - 1.0) / 12.0) } else { 0.0 };
        Ok(Self { mean, worst, best, peak, end, trend: mean + slope * (n - 1.0) / 2.0, slope })
    }

    /// Mean, worst and end side by side: the safe default where nothing tells how moments are weighed.
    pub const fn mean_worst_end(&self) -> [f64; 3] {
        [self.mean, self.worst, self.end]
    }

    /// One of the summaries.
    pub const fn get(&self, memory: Memory) -> f64 {
        match memory {
            Memory::Mean => self.mean,
            Memory::Worst => self.worst,
            Memory::Best => self.best,
            Memory::Peak => self.peak,
            Memory::End => self.end,
            Memory::Trend => self.trend,
        }
    }
}
