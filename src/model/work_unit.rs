//! Work unit: the branch, store or team in which customers and employees meet.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::numeric::envelope::fnv1a;
use crate::numeric::rank::Rank;

/// Key of a work unit, the branch, store or team in which customers and employees meet.
///
/// It is the caller's own number, or a hash of the caller's text.
///
/// ```
/// use total_experience::model::WorkUnit;
///
/// assert_eq!(WorkUnit::from_text("branch 12"), WorkUnit::from_text("branch 12"));
/// assert_ne!(WorkUnit::from_text("branch 12"), WorkUnit::from_text("branch 13"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[repr(transparent)]
pub struct WorkUnit(u64);

impl Rank for WorkUnit {
    fn rank(&self) -> u64 {
        self.0
    }
}

impl WorkUnit {
    /// The unit with this number.
    pub const fn new(key: u64) -> Self {
        Self(key)
    }

    /// The unit with this text as key: FNV-1a, 64 bits, over the UTF-8 bytes, the same in every version of this library.
    pub const fn from_text(text: &str) -> Self {
        Self(fnv1a(text.as_bytes()))
    }

    /// The number behind the key.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for WorkUnit {
    /// The number behind the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
