//! Kinds of things in a map.

/// A stakeholder group, by its key.
pub const TXM_KIND_STAKEHOLDER: i32 = 0;
/// A touchpoint, by its key.
pub const TXM_KIND_TOUCHPOINT: i32 = 1;
/// A facet, by `touchpoint/dimension/stakeholder` such as `teller_app/ux/tellers`; dimensions are cx, ex, ux, mx.
pub const TXM_KIND_FACET: i32 = 2;
/// An outcome, by its key.
pub const TXM_KIND_OUTCOME: i32 = 3;
/// An end of an influence: a facet or an outcome, by the key of either. The identifier of a facet as a node is its
/// own; that of an outcome has `TXM_NODE_OUTCOME` set besides.
pub const TXM_KIND_NODE: i32 = 4;
/// An influence; it has no key.
pub const TXM_KIND_INFLUENCE: i32 = 5;
