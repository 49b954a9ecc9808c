//! Minimum group size: the fewest people whose figures may be shown.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Minimum group size: the fewest people whose figures may be shown.
///
/// It is the threshold rule of disclosure control, the k of k-anonymity.
///
/// 1, the default, turns the protection off. In JSON it is the plain number.
///
/// ```
/// use total_experience::privacy::MinGroup;
///
/// let five = MinGroup::new(5);
/// assert!(five.allows(5) && !five.allows(4) && !five.allows(0));
/// assert!(five.is_small(4) && !five.is_small(0)); // nobody is no small group
/// assert!(MinGroup::OFF.allows(1) && !MinGroup::OFF.is_small(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct MinGroup(u32);

impl MinGroup {
    /// No protection: a single person is shown.
    pub const OFF: Self = Self(1);

    /// A minimum of this many people.
    pub const fn new(people: u32) -> Self {
        Self(people)
    }

    /// The number of people.
    pub const fn as_u32(self) -> u32 {
        self.0
    }

    /// Whether groups of any size are shown: a minimum of 1 or 0.
    pub const fn is_off(self) -> bool {
        self.0 <= 1
    }

    /// Whether a group of this many people may be shown: it reaches the minimum.
    pub const fn allows(self, people: u64) -> bool {
        people >= self.0 as u64
    }

    /// Whether a group has people, but fewer than the minimum.
    pub const fn is_small(self, people: u64) -> bool {
        people > 0 && !self.allows(people)
    }
}

impl Default for MinGroup {
    fn default() -> Self {
        Self::OFF
    }
}

impl From<u32> for MinGroup {
    fn from(people: u32) -> Self {
        Self(people)
    }
}

impl From<MinGroup> for u32 {
    fn from(group: MinGroup) -> Self {
        group.0
    }
}

impl FromStr for MinGroup {
    type Err = ParseIntError;

    /// Reads a number of people.
    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for MinGroup {
    /// The number of people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
