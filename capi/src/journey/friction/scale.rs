//! Friction scale: the caller's own anchors, weights and combination.

use total_experience::journey::friction::{Anchor, Combination, FrictionComponent, FrictionScale};

use crate::abi::failure::Failure;
use crate::abi::input::{array, optional_array, optional_text};
use crate::journey::friction::constants::*;
use crate::journey::friction::options::txm_friction_options;

pub(crate) fn component(name: &str, number: i32) -> Result<FrictionComponent, Failure> {
    Ok(match number {
        TXM_COMPONENT_WAIT => FrictionComponent::Wait,
        TXM_COMPONENT_REWORK => FrictionComponent::Rework,
        TXM_COMPONENT_ERROR => FrictionComponent::Error,
        TXM_COMPONENT_DROP_OFF => FrictionComponent::DropOff,
        TXM_COMPONENT_EFFORT => FrictionComponent::Effort,
        TXM_COMPONENT_SWITCH_AFTER_FAILURE => FrictionComponent::SwitchAfterFailure,
        TXM_COMPONENT_BROKEN_PROMISE => FrictionComponent::BrokenPromise,
        other => return Err(Failure::bad_enum(name, other, "TXM_COMPONENT_...")),
    })
}

impl txm_friction_options {
    /// Anchors, weights and combination.
    ///
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say.
    pub(crate) unsafe fn scale(self) -> Result<FrictionScale, Failure> {
        let combination = match self.combination {
            TXM_COMBINATION_WEIGHTED_MEAN => Combination::WeightedMean,
            TXM_COMBINATION_NOISY_OR => Combination::NoisyOr,
            other => return Err(Failure::bad_enum("combination", other, "TXM_COMBINATION_...")),
        };
        let (components, good, bad, weights, version) = unsafe {
            (
                array("anchor", self.anchor, self.anchor_len)?,
                array("anchor_good", self.anchor_good, self.anchor_len)?,
                array("anchor_bad", self.anchor_bad, self.anchor_len)?,
                optional_array("anchor_weight", self.anchor_weight, self.anchor_len)?,
                optional_text("version", self.version, self.version_len)?,
            )
        };
        let mut scale = FrictionScale::default().with_combination(combination);
        for ((&number, &good), &bad) in components.iter().zip(good).zip(bad) {
            scale = scale.with_anchor(component("anchor", number)?, Anchor { good, bad })?;
        }
        for (&number, &weight) in components.iter().zip(weights.unwrap_or_default()) {
            scale = scale.with_weight(component("anchor", number)?, weight)?;
        }
        let is_own = !components.is_empty() || combination != Combination::default();
        Ok(match version {
            Some(version) => scale.with_version(version),
            None if is_own => scale.with_version("as given"),
            None => scale,
        })
    }
}
