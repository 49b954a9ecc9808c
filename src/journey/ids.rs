//! The numbers that the columns of a log hold.

use crate::model::ids::ids;

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
    /// Identifies a record of one [`IdentityRecords`](super::IdentityRecords): its place in their order.
    RecordId,
    /// Identifies a key of one [`IdentityRecords`](super::IdentityRecords).
    KeyId,
    /// Identifies a kind of keys of one [`IdentityRecords`](super::IdentityRecords): its place as declared.
    KeyKindId,
}

impl QualifierId {
    /// No qualifier.
    pub const NONE: Self = Self(0);
}
