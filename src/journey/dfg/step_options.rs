//! Options of step paths: how many steps, which way, and from which visits.

use serde::{Deserialize, Serialize};

use crate::journey::Error;
use crate::model::names::names;

/// Most steps that are followed.
const MOST_STEPS: usize = 100;

/// Direction in which steps are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepDirection {
    /// Steps after the touchpoint.
    #[default]
    After,
    /// Steps before it, the nearest first.
    Before,
}

names! { StepDirection, "direction of steps", crate::journey::Error, {
    After => "after",
    Before => "before",
} }

/// Visits of the touchpoint from which steps are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepVisits {
    /// The first of each journey: a journey counts once.
    #[default]
    First,
    /// All: a journey counts as often as it is there.
    Every,
}

names! { StepVisits, "choice of visits", crate::journey::Error, {
    First => "first",
    Every => "every",
} }

/// Options of [`StepPaths`](super::StepPaths): how many steps, which way, and from which visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct StepOptions {
    /// Number of steps, 1 to 100. Default 3.
    pub steps: usize,
    /// Direction. Default [`After`](StepDirection::After).
    pub direction: StepDirection,
    /// Visits from which steps are followed. Default [`First`](StepVisits::First).
    pub visits: StepVisits,
}

impl Default for StepOptions {
    fn default() -> Self {
        Self { steps: 3, direction: StepDirection::After, visits: StepVisits::First }
    }
}

impl StepOptions {
    pub(super) fn check(&self) -> Result<(), Error> {
        if (1..=MOST_STEPS).contains(&self.steps) {
            return Ok(());
        }
        Err(Error::OutOfRange {
            what: "the number of steps".to_owned(),
            value: self.steps as f64,
            low: 1.0,
            high: MOST_STEPS as f64,
        })
    }

    /// Sets how many steps are followed, 1 to 100.
    #[must_use]
    pub const fn with_steps(mut self, steps: usize) -> Self {
        self.steps = steps;
        self
    }

    /// Sets which way steps are followed.
    #[must_use]
    pub const fn with_direction(mut self, direction: StepDirection) -> Self {
        self.direction = direction;
        self
    }

    /// Sets from which visits steps are followed.
    #[must_use]
    pub const fn with_visits(mut self, visits: StepVisits) -> Self {
        self.visits = visits;
        self
    }
}
