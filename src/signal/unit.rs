//! Where people meet: branches, stores, teams.

use crate::numeric::envelope::fnv1a;

/// The stable key of a unit (branch, store, team): the caller's own number, or a hash of the caller's text.
///
/// ```
/// use total_experience::signal::Unit;
///
/// assert_eq!(Unit::from_text("branch 12"), Unit::from_text("branch 12"));
/// assert_ne!(Unit::from_text("branch 12"), Unit::from_text("branch 13"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Unit(u64);

impl Unit {
    /// The unit with this number.
    pub const fn new(key: u64) -> Self {
        Self(key)
    }

    /// The unit with this text as key, hashed like [`Respondent::from_text`](super::Respondent::from_text).
    pub const fn from_text(text: &str) -> Self {
        Self(fnv1a(text.as_bytes()))
    }

    /// The number behind the key.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}
