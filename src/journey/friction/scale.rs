//! Scale of friction: measures to 0..1 by declared anchors, and their combination.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::journey::Error;
use crate::journey::checks::checked;
use crate::model::names::names;

/// Component of friction: one kind of what hurts at a touchpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FrictionComponent {
    /// Time kept waiting, in seconds.
    Wait,
    /// Share of visits that do again what was done before.
    Rework,
    /// Share of visits that fail: by the log when activities are declared that say so.
    Error,
    /// Share of visits after which people leave for good, beyond the usual share.
    DropOff,
    /// Effort as people state it: CES 2.0, where 7 is easiest.
    Effort,
    /// Share of visits that try again in another channel.
    SwitchAfterFailure,
    /// Share of the visits with a promise that take longer than promised.
    BrokenPromise,
}

impl FrictionComponent {
    /// All components, in the order of their place in a list.
    pub const ALL: [Self; 7] = [
        Self::Wait,
        Self::Rework,
        Self::Error,
        Self::DropOff,
        Self::Effort,
        Self::SwitchAfterFailure,
        Self::BrokenPromise,
    ];
}

names! { FrictionComponent, "component of friction", crate::journey::Error, {
    Wait => "wait",
    Rework => "rework",
    Error => "error",
    DropOff => "drop_off",
    Effort => "effort",
    SwitchAfterFailure => "switch_after_failure",
    BrokenPromise => "broken_promise",
} }

/// Anchors of a measure: friction is 0 at `good` and 1 at `bad`, and grows evenly between.
///
/// ```
/// use total_experience::journey::friction::Anchor;
///
/// let ease = Anchor { good: 7.0, bad: 1.0 }; // a scale on which more is better
/// assert_eq!((ease.friction(5.5)?, ease.friction(0.0)?), (0.25, 1.0));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The value at which there is no friction; above `bad` where more is better.
    pub good: f64,
    /// The value from which friction is complete.
    pub bad: f64,
}

impl Anchor {
    fn check(self) -> Result<Self, Error> {
        let Self { good, bad } = self;
        if good.is_finite() && bad.is_finite() && good != bad && (bad - good).is_finite() {
            Ok(self)
        } else {
            Err(Error::Anchors { good, bad })
        }
    }

    /// The friction of a value: `(value - good) / (bad - good)`, held within 0..1.
    ///
    /// # Errors
    /// [`Error::Anchors`] unless both anchors are finite and differ; [`Error::OutOfRange`] for a value that is not a
    /// number.
    pub fn friction(&self, value: f64) -> Result<f64, Error> {
        self.check()?;
        if value.is_nan() {
            let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
            return Err(Error::OutOfRange { what: "a measure of friction".to_owned(), value, low, high });
        }
        Ok(self.of(value))
    }

    pub(crate) fn of(&self, value: f64) -> f64 {
        ((value - self.good) / (self.bad - self.good)).clamp(0.0, 1.0)
    }
}

/// Combination of components to one friction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Combination {
    /// sum w f / sum w over the components that were measured: they make up for each other.
    #[default]
    WeightedMean,
    /// 1 - prod (1 - w f): any one of them is enough to hurt. Weights are 0..1.
    NoisyOr,
}

names! { Combination, "combination of frictions", crate::journey::Error, {
    WeightedMean => "weighted_mean",
    NoisyOr => "noisy_or",
} }

/// Scale of friction: anchors, weights and combination that turn measures into friction, under a version.
///
/// Friction is only as comparable as its anchors, so they are declared: a report names the
/// [`version`](Self::version), and whoever changes an anchor gives the scale a new one. The defaults, version
/// `default-1`, fit service desks:
///
/// | Component | good | bad | weight |
/// |---|--:|--:|--:|
/// | wait, seconds | 3,600 (an hour) | 259,200 (three days) | 1 |
/// | rework, share of visits | 0 | .5 | 1 |
/// | error, share of visits | 0 | .2 | 1 |
/// | drop-off, share of visits in excess of usual | 0 | .2 | 1 |
/// | effort, CES 2.0 | 7 | 1 | 1 |
/// | switch after failure, share of visits | 0 | .5 | 1 |
/// | broken promise, share of visits with a promise | 0 | .5 | 1 |
///
/// ```
/// use total_experience::journey::friction::{Anchor, FrictionScale};
/// use total_experience::journey::friction::FrictionComponent::{Rework, Wait};
///
/// let wait = Anchor { good: 30.0, bad: 330.0 };
/// let kiosk = FrictionScale::default().with_version("kiosk-3").with_anchor(Wait, wait)?;
/// let wait = kiosk.anchor(Wait).friction(180.0)?;
/// assert_eq!(kiosk.combine(&[(Wait, wait), (Rework, 0.0)])?, Some(0.25));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "WrittenScale", into = "WrittenScale")]
pub struct FrictionScale {
    version: String,
    anchors: [Anchor; 7],
    weights: [f64; 7],
    combination: Combination,
}

/// A scale as it is written; what is left out is as in the default scale.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
struct WrittenScale {
    version: String,
    anchors: BTreeMap<FrictionComponent, Anchor>,
    weights: BTreeMap<FrictionComponent, f64>,
    combination: Combination,
}

impl Default for WrittenScale {
    fn default() -> Self {
        FrictionScale::default().into()
    }
}

impl From<FrictionScale> for WrittenScale {
    fn from(scale: FrictionScale) -> Self {
        let all = FrictionComponent::ALL;
        Self {
            anchors: all.map(|component| (component, scale.anchor(component))).into(),
            weights: all.map(|component| (component, scale.weight(component))).into(),
            version: scale.version,
            combination: scale.combination,
        }
    }
}

impl TryFrom<WrittenScale> for FrictionScale {
    type Error = Error;

    fn try_from(written: WrittenScale) -> Result<Self, Error> {
        let WrittenScale { version, anchors, weights, combination } = written;
        let mut scale = Self::default().with_version(version).with_combination(combination);
        for (component, anchor) in anchors {
            scale = scale.with_anchor(component, anchor)?;
        }
        for (component, weight) in weights {
            scale = scale.with_weight(component, weight)?;
        }
        Ok(scale)
    }
}

impl Default for FrictionScale {
    fn default() -> Self {
        let anchor = |good, bad| Anchor { good, bad };
        Self {
            version: "default-1".to_owned(),
            anchors: [
                anchor(3_600.0, 259_200.0),
                anchor(0.0, 0.5),
                anchor(0.0, 0.2),
                anchor(0.0, 0.2),
                anchor(7.0, 1.0),
                anchor(0.0, 0.5),
                anchor(0.0, 0.5),
            ],
            weights: [1.0; 7],
            combination: Combination::WeightedMean,
        }
    }
}

impl FrictionScale {
    /// Sets the name under which the anchors and weights are declared.
    #[must_use]
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Sets the anchors of a component.
    ///
    /// # Errors
    /// [`Error::Anchors`] unless both are finite and differ.
    pub fn with_anchor(mut self, component: FrictionComponent, anchor: Anchor) -> Result<Self, Error> {
        self.anchors[component as usize] = anchor.check()?;
        Ok(self)
    }

    /// Sets the weight of a component; 0 leaves it out.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a weight that is negative or not finite.
    pub fn with_weight(mut self, component: FrictionComponent, weight: f64) -> Result<Self, Error> {
        checked(|| format!("the weight of {}", component.name()), weight, f64::MAX)?;
        self.weights[component as usize] = weight;
        Ok(self)
    }

    /// Sets how components are combined.
    #[must_use]
    pub const fn with_combination(mut self, combination: Combination) -> Self {
        self.combination = combination;
        self
    }

    /// The name under which these anchors and weights are declared.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The combination of components.
    pub const fn combination(&self) -> Combination {
        self.combination
    }

    /// The anchors of a component.
    pub const fn anchor(&self, component: FrictionComponent) -> Anchor {
        self.anchors[component as usize]
    }

    /// The weight of a component.
    pub const fn weight(&self, component: FrictionComponent) -> f64 {
        self.weights[component as usize]
    }

    /// Combines components, each 0..1, to one friction. What was not measured is not listed and does not count as 0;
    /// `None` when nothing with a weight is listed.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a component outside 0..1, and for a weight above 1 under [`Combination::NoisyOr`].
    pub fn combine(&self, components: &[(FrictionComponent, f64)]) -> Result<Option<f64>, Error> {
        self.combine_measured(components.iter().map(|&(component, friction)| (component, friction, 1.0)))
    }

    /// [`combine`](Self::combine) of components with the share of the visits, 0..1, on which each was measured: it
    /// counts with that share of its weight.
    pub(crate) fn combine_measured(
        &self,
        components: impl IntoIterator<Item = (FrictionComponent, f64, f64)>,
    ) -> Result<Option<f64>, Error> {
        let (mut sum, mut weights, mut spared) = (0.0, 0.0, 1.0);
        for (component, friction, measured_on) in components {
            let weight = self.weight(component);
            checked(|| format!("the friction of {}", component.name()), friction, 1.0)?;
            if self.combination == Combination::NoisyOr {
                checked(|| format!("the weight of {} in a noisy-or", component.name()), weight, 1.0)?;
            }
            let weight = weight * measured_on;
            sum += weight * friction;
            weights += weight;
            spared *= 1.0 - weight * friction;
        }
        Ok((weights > 0.0).then(|| match self.combination {
            Combination::WeightedMean => (sum / weights).min(1.0),
            Combination::NoisyOr => 1.0 - spared,
        }))
    }
}
