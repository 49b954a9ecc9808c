//! Facet: one dimension of one touchpoint for one stakeholder group.

use serde::{Deserialize, Serialize};

use super::Dimension;
use super::ids::{StakeholderId, TouchpointId};

/// One dimension of one touchpoint for one stakeholder group: what is measured, scored and influenced.
///
/// Its score is in points on 0..100.
///
/// Its external key is `touchpoint/dimension/stakeholder`, such as `teller_app/ux/tellers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// The touchpoint.
    pub touchpoint: TouchpointId,
    /// The experience dimension.
    pub dimension: Dimension,
    /// The stakeholder group.
    pub stakeholder: StakeholderId,
}
