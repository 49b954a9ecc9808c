//! Typed identifiers: small integers that cannot be mixed up and are never reused.

/// Declares identifiers that are numbers in 32 bits, checked by whoever is asked with them and not when made.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The identifier with this number. Whoever is asked with it checks it.
            pub const fn from_u32(number: u32) -> Self {
                Self(number)
            }

            /// The number behind the identifier.
            pub const fn as_u32(self) -> u32 {
                self.0
            }

            /// The number as an index into columns that are ordered by identifier.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}
pub(crate) use ids;

// Handed out by a map in order of creation, from zero, and never reused.
ids! {
    /// Identifies a [`Stakeholder`](super::Stakeholder).
    StakeholderId,
    /// Identifies a [`Segment`](super::Segment).
    SegmentId,
    /// Identifies a [`Channel`](super::Channel).
    ChannelId,
    /// Identifies a [`System`](super::System).
    SystemId,
    /// Identifies a [`Touchpoint`](super::Touchpoint).
    TouchpointId,
    /// Identifies a [`Facet`](super::Facet).
    FacetId,
    /// Identifies an [`Outcome`](super::Outcome).
    OutcomeId,
    /// Identifies an [`Influence`](super::Influence).
    InfluenceId,
    /// Identifies a [`Journey`](super::Journey).
    JourneyId,
}
