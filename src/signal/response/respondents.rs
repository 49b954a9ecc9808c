//! Respondent: the key of a person who answers, and how many people stand behind answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::WorkUnit;
use crate::numeric::envelope::fnv1a;

/// The stable key of a person who answers: the caller's own number, or a hash of the caller's text.
///
/// Keys tell people apart and do nothing else. They are no anonymisation: whoever can list the texts can hash them.
///
/// ```
/// use total_experience::signal::response::Respondent;
///
/// assert_eq!(Respondent::from_text("E-1044"), Respondent::from_text("E-1044"));
/// assert_ne!(Respondent::from_text("E-1044"), Respondent::from_text("E-1045"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(transparent)]
#[serde(transparent)]
pub struct Respondent(u64);

impl Respondent {
    /// The respondent with this number.
    pub const fn new(key: u64) -> Self {
        Self(key)
    }

    /// The respondent with this text as key: FNV-1a, 64 bits, over the UTF-8 bytes, the same in every version of this
    /// library. Two of a million different texts collide with probability 3e-8, and would then count as one person.
    pub const fn from_text(text: &str) -> Self {
        Self(fnv1a(text.as_bytes()))
    }

    /// The person with this key in a unit, where keys tell people apart only within a branch, store or team: another
    /// person than the one with the same key in another unit.
    #[must_use]
    pub fn in_unit(self, unit: WorkUnit) -> Self {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&unit.as_u64().to_le_bytes());
        bytes[8..].copy_from_slice(&self.0.to_le_bytes());
        Self(fnv1a(&bytes))
    }

    /// The number behind the key.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The key with its bits well mixed, one to one (the finaliser of SplitMix64), so that the smallest are a fair
    /// sample.
    pub(crate) const fn mixed(self) -> u64 {
        let mut z = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Number of people behind the answers of a facet, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Respondents {
    /// At least one answer came without a respondent key, so people cannot be told apart; if every such answer
    /// came from another person there were this many.
    Unverified {
        /// The largest possible number of people.
        at_most: u64,
    },
    /// Exactly this many different people.
    Exactly(u64),
    /// At least this many different people: a tally counts up to 127 exactly.
    AtLeast(u64),
}

impl Respondents {
    /// The number to hold against a minimum group size: the largest possible for unverified ones, else the number
    /// known.
    pub const fn count(self) -> u64 {
        match self {
            Self::Unverified { at_most: n } | Self::Exactly(n) | Self::AtLeast(n) => n,
        }
    }

    /// Whether every answer came with a respondent key.
    pub const fn is_verified(self) -> bool {
        !matches!(self, Self::Unverified { .. })
    }
}

impl fmt::Display for Respondents {
    /// `12`, `at least 128`, or `at most 40, unverified`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(n) => write!(f, "{n}"),
            Self::AtLeast(n) => write!(f, "at least {n}"),
            Self::Unverified { at_most } => write!(f, "at most {at_most}, unverified"),
        }
    }
}
