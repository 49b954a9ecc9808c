//! Friction that several groups share, and promises by group.

use serde::Serialize;

use crate::journey::friction::{Friction, PromiseGaps};

/// A shared touchpoint with less than this part of all burden is not worth a team of several groups.
const WORTHWHILE: f64 = 0.01;

/// A touchpoint whose friction several groups share: mended once, it helps them all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SharedFriction {
    /// The touchpoint.
    pub touchpoint: String,
    /// Who owns it, where that is known and may be shown.
    pub owner: Option<String>,
    /// Its burden by that of all touchpoints.
    pub burden_share: f64,
    /// The effective number of groups that share it, of those whose burden is known.
    pub breadth: f64,
    /// Groups whose burden is not known, since it is withheld or was not measured.
    pub unknown_groups: usize,
    /// Groups with their parts of its burden.
    pub groups: Vec<(String, f64)>,
}

/// Promises to a group, and what it got.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupPromises {
    /// Key of the stakeholder group.
    pub stakeholder: String,
    /// Promised and actual times by touchpoint.
    #[serde(flatten)]
    pub promises: PromiseGaps,
}

impl GroupPromises {
    /// The promises to a group.
    pub fn new(stakeholder: impl Into<String>, promises: PromiseGaps) -> Self {
        Self { stakeholder: stakeholder.into(), promises }
    }
}

/// The touchpoints that several groups share, of at least a hundredth of all burden.
pub(super) fn shared(friction: &Friction) -> Vec<SharedFriction> {
    let all = friction.burden();
    let shared = friction.shared_from(WORTHWHILE).into_iter().filter_map(|touchpoint| {
        let (burden, breadth) = (touchpoint.burden?, touchpoint.breadth?);
        let part = |group: &crate::journey::friction::GroupFriction| {
            Some((group.stakeholder.clone(), group.burden? / burden))
        };
        Some(SharedFriction {
            touchpoint: touchpoint.name.clone(),
            owner: touchpoint.owner.clone(),
            burden_share: burden / all,
            breadth,
            unknown_groups: touchpoint.groups.len() - touchpoint.known_groups.min(touchpoint.groups.len()),
            groups: touchpoint.groups.iter().filter_map(part).collect(),
        })
    });
    shared.collect()
}
