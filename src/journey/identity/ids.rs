//! Identifiers of records, of keys and of kinds of keys.

use crate::model::ids::ids;

ids! {
    /// Identifies a record of one [`IdentityRecords`](super::IdentityRecords): its place in their order.
    RecordId,
    /// Identifies a key of one [`IdentityRecords`](super::IdentityRecords).
    KeyId,
    /// Identifies a kind of keys of one [`IdentityRecords`](super::IdentityRecords): its place as declared.
    KeyKindId,
}
