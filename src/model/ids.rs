//! Typed identifiers of the things in a map.
//!
//! A map hands them out in order of creation, from zero, and never reuses one. An identifier is a number in 32 bits that
//! cannot be mixed up with that of another kind.
//! [`ExperienceMap`](super::map::ExperienceMap) finds them by key: `map.touchpoint_id("checkout")`.

use super::error::{Fault, Kind};

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
            /// The identifier with this number, unchecked: what is asked with it checks it.
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

        impl crate::numeric::rank::Rank for $name {
            const BITS: u32 = 32;

            fn rank(&self) -> u64 {
                u64::from(self.0)
            }
        }

        impl std::fmt::Display for $name {
            /// The number.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    )+};
}
pub(crate) use ids;

/// The number of the next thing of a kind. Numbers stop below 2^31, which leaves [`Node`](super::influence::Node) a bit.
pub(crate) fn next_number(count: usize, kind: Kind) -> Result<u32, Fault> {
    const MOST: u32 = (1 << 31) - 1;
    u32::try_from(count).ok().filter(|&number| number < MOST).ok_or(Fault::TooMany { kind, most: MOST })
}

ids! {
    /// Identifier of a [`Stakeholder`](crate::model::Stakeholder).
    StakeholderId,
    /// Identifier of a [`Segment`](crate::model::Segment).
    SegmentId,
    /// Identifier of a [`Channel`](crate::model::Channel).
    ChannelId,
    /// Identifier of a [`System`](crate::model::System).
    SystemId,
    /// Identifier of a [`Touchpoint`](crate::model::Touchpoint).
    TouchpointId,
    /// Identifier of a [`Facet`](crate::model::Facet).
    FacetId,
    /// Identifier of an [`Outcome`](crate::model::Outcome).
    OutcomeId,
    /// Identifier of an [`Influence`](super::influence::Influence).
    InfluenceId,
    /// Identifier of a [`Journey`](crate::model::Journey).
    JourneyId,
}
