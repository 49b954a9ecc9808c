//! Draws of uncertain components, and the limits of an index of them.

use serde::{Deserialize, Serialize};

use crate::numeric::stats::level::Level;
use crate::numeric::stats::quantile::quantile_of_sorted;
use crate::numeric::stats::rng::Rng;
use crate::score::Error;
use crate::score::inference::evidence::Evidence;

/// Options of drawn indexes and rankings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DrawOptions {
    /// Two-sided level of the limits, between 0 and 1; 0.95 unless set.
    pub level: f64,
    /// The number of draws of all components; 4,000 unless set.
    pub draws: usize,
    /// Seed: the same seed gives the same bits.
    pub seed: u64,
}

impl Default for DrawOptions {
    fn default() -> Self {
        Self { level: 0.95, draws: 4_000, seed: 1 }
    }
}

impl DrawOptions {
    /// The draws of a composite index that is not smooth.
    pub(super) const fn of_composite() -> Self {
        Self { level: 0.95, draws: 4_096, seed: 1 }
    }

    /// Sets the level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the number of draws.
    #[must_use]
    pub const fn with_draws(self, draws: usize) -> Self {
        Self { draws, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub const fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    pub(super) fn check(&self) -> Result<Level, Error> {
        if self.draws == 0 {
            return Err(Error::out_of_range("the number of draws", 0.0, "at least 1"));
        }
        Error::level(self.level)
    }
}

/// Limits and standard deviation of drawn values.
pub(super) struct Drawn {
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) deviation: Option<f64>,
}

/// The limits of an index of the points of components, drawn as what is known of each says. Values that are none do not
/// count.
pub(super) fn draw(
    evidence: &[Evidence],
    mut index: impl FnMut(&[f64]) -> Option<f64>,
    level: &Level,
    options: &DrawOptions,
) -> Drawn {
    let mut points = vec![0.0; evidence.len()];
    let mut values = Vec::with_capacity(options.draws);
    for at in 0..options.draws {
        let mut rng = Rng::new(options.seed, at as u64);
        for (points, part) in points.iter_mut().zip(evidence) {
            *points = 100.0 * part.at_deviate(rng.normal());
        }
        values.extend(index(&points));
    }
    values.sort_unstable_by(f64::total_cmp);
    let limit = |probability| quantile_of_sorted(&values, probability);
    let n = values.len() as f64;
    let mean = values.iter().map(|value| value / n).sum::<f64>();
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let deviation = (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
    Drawn { low: limit(level.lower()), high: limit(level.upper()), deviation }
}
