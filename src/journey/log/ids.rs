//! Identifiers of events, activities, objects, types, qualifiers and channels of a log.

use std::fmt;
use std::num::NonZeroU16;

use crate::model::ids::ids;
use crate::numeric::rank::Rank;

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
}

/// Identifies a channel of one [`EventLog`](super::EventLog), in 16 bits: an event without one costs no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct EventChannelId(NonZeroU16);

impl EventChannelId {
    /// The most channels that a log can have.
    pub const MOST: usize = u16::MAX as usize;

    /// The identifier of the channel at this place among a log's channels; `None` from [`MOST`](Self::MOST) on.
    /// It is checked where it is used.
    pub fn from_index(index: usize) -> Option<Self> {
        u16::try_from(index.checked_add(1)?).ok().and_then(NonZeroU16::new).map(Self)
    }

    /// The channel's place among those of the log, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Rank for EventChannelId {
    const BITS: u32 = 16;

    fn rank(&self) -> u64 {
        u64::from(self.0.get())
    }
}

impl fmt::Display for EventChannelId {
    /// The channel's place among those of the log, from 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.index().fmt(f)
    }
}

impl QualifierId {
    /// No qualifier.
    pub const NONE: Self = Self(0);
}
