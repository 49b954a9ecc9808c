//! Facet: one dimension of one touchpoint for one stakeholder group.

use super::Dimension;
use super::ids::{StakeholderId, TouchpointId};

/// One dimension of one touchpoint as one stakeholder group lives it: what is measured, scored, shocked and
/// influenced. Its score is in points on 0..100.
///
/// Its external key is `touchpoint/dimension/stakeholder`, such as `teller_app/ux/tellers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// The touchpoint.
    pub touchpoint: TouchpointId,
    /// The experience dimension.
    pub dimension: Dimension,
    /// The stakeholder group.
    pub stakeholder: StakeholderId,
}
