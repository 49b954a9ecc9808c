//! Outcome: a business quantity that facets drive, with its unit and direction.

use serde::{Deserialize, Serialize};

use super::Error;
use super::names::names;

/// Business quantity that facets drive: retention, turnover, revenue, adoption, on-time share.
///
/// Its unit is part of it: a weight into an outcome is *units of the outcome per point*.
///
/// ```
/// use total_experience::model::{Direction, Outcome};
///
/// let turnover = Outcome::new("turnover").with_unit("percentage points").with_direction(Direction::LowerIsBetter);
/// assert_eq!(turnover.unit, "percentage points");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an outcome: {\"key\": ..., \"unit\": ..., ...}")]
#[non_exhaustive]
pub struct Outcome {
    /// Unique external key, without `/`.
    pub key: String,
    /// Name for reports; the key where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The unit of the quantity; never empty.
    #[serde(default)]
    pub unit: String,
    /// The better direction.
    #[serde(default, skip_serializing_if = "Direction::is_default")]
    pub direction: Direction,
    /// The value to be reached, in its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// The limit that must not be passed, in its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
}

impl Outcome {
    /// An outcome of which more is better. Give it a unit: a map refuses one without.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            name: None,
            unit: String::new(),
            direction: Direction::HigherIsBetter,
            target: None,
            threshold: None,
        }
    }

    /// Sets the name for reports.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the unit of the quantity.
    #[must_use]
    pub fn with_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Sets the better direction.
    #[must_use]
    pub fn with_direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Sets the value to be reached.
    #[must_use]
    pub fn with_target(mut self, target: f64) -> Self {
        self.target = Some(target);
        self
    }

    /// Sets the limit that must not be passed.
    #[must_use]
    pub fn with_threshold(mut self, threshold: f64) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// The harm of a change, in the unit of the outcome. Above 0 is harm, below 0 a gain.
    ///
    /// ```
    /// use total_experience::model::{Direction, Outcome};
    ///
    /// let turnover = Outcome::new("turnover").with_unit("percentage points").with_direction(Direction::LowerIsBetter);
    /// assert_eq!((turnover.harm(2.5), turnover.harm(-1.0)), (2.5, -1.0));
    /// assert_eq!(Outcome::new("revenue").with_unit("EUR").harm(-100.0), 100.0);
    /// ```
    pub fn harm(&self, change: f64) -> f64 {
        self.direction.harm(change)
    }

    /// The name for reports.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}

/// The better direction of a quantity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// More is better.
    #[default]
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
}

names!(Direction, "direction", Error, {
    HigherIsBetter => "higher_is_better",
    LowerIsBetter => "lower_is_better",
});

impl Direction {
    /// The harm of a change, in the unit of the quantity: `-change` where more is better, `change` where less is.
    pub fn harm(self, change: f64) -> f64 {
        match self {
            Self::HigherIsBetter => -change,
            Self::LowerIsBetter => change,
        }
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
