//! Identity: which of many ids are one person, by guarded joins that can be taken back.
//!
//! | Type | For |
//! |---|---|
//! | [`IdentityRecords`] | records and the keys that each carries: the input |
//! | [`Identity`] | persons, found by joins on shared keys; hubs, conflicts, undo |
//! | [`PersonLog`] | the journeys of an event log by person |

mod forest;
mod identities;
mod ids;
mod links;
mod person_log;
mod records;

pub use identities::{
    Identity, IdentityConflict, IdentityHub, IdentityMerge, IdentityOptions, IdentitySummary,
};
pub use ids::{KeyId, KeyKindId, RecordId};
pub use links::IdentityLink;
pub use person_log::{ObservedEvents, PersonLog};
pub use records::{IdentityRecords, KeyKind, KeyStrength, RecordIter};
