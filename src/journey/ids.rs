//! The numbers that the columns of a log hold.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The identifier with this number. A log checks every identifier it is given.
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

ids! {
    /// Identifies an event of one [`EventLog`](super::EventLog): its place in the log's order.
    EventId,
    /// Identifies an activity (a touchpoint's name in the log) of one [`EventLog`](super::EventLog).
    ActivityId,
    /// Identifies a type of objects of one [`EventLog`](super::EventLog), such as `case`, `customer` or `resource`.
    ObjectTypeId,
    /// Identifies an object of one [`EventLog`](super::EventLog). The objects of a type have consecutive numbers.
    ObjectId,
    /// Identifies a qualifier (the part an object plays in an event) of one [`EventLog`](super::EventLog).
    QualifierId,
    /// Identifies an edge of one [`JourneyGraph`](super::JourneyGraph): its place in the list of edges.
    JourneyEdgeId,
}

impl QualifierId {
    /// No qualifier.
    pub const NONE: Self = Self(0);
}
