//! Disclosure of a table: the status of each of its groups.

use std::fmt;

use serde::{Serialize, Serializer};

use super::table::GroupTable;

/// Status of each group of a table, by [`GroupTable::protect`].
///
/// It is written without the numbers of respondents behind it, so it cannot be read back.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Disclosure {
    /// One entry a group, in the order of the table.
    pub groups: Vec<GroupDisclosure>,
    #[serde(skip)]
    pub(super) table: GroupTable,
}

impl<'a> IntoIterator for &'a Disclosure {
    type Item = &'a GroupDisclosure;
    type IntoIter = std::slice::Iter<'a, GroupDisclosure>;

    fn into_iter(self) -> Self::IntoIter {
        self.groups.iter()
    }
}

/// Status of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GroupDisclosure {
    /// Key of the group.
    pub key: String,
    /// Whether it may be shown.
    pub status: DisclosureStatus,
}

/// Status of a group: shown, empty or suppressed.
///
/// It is written and printed without the reason for a suppression, which would tell of the group: it cannot be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DisclosureStatus {
    /// It may be shown.
    Published {
        /// Number of respondents.
        respondents: u64,
    },
    /// Nobody answered: there is nothing to show.
    Empty,
    /// Fewer respondents than the minimum: neither result nor number may be shown.
    Primary,
    /// Large enough, but with it a smaller one could be computed: neither result nor number may be shown.
    Complementary,
}

impl fmt::Display for DisclosureStatus {
    /// `published`, `empty` or `suppressed`, without the reason.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Published { .. } => "published",
            Self::Empty => "empty",
            Self::Primary | Self::Complementary => "suppressed",
        })
    }
}

impl Serialize for DisclosureStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl DisclosureStatus {
    /// Whether the group may be shown.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Published { .. })
    }
}

impl Disclosure {
    /// The status of a group; `None` when the table has no group of this key.
    pub fn status(&self, key: &str) -> Option<DisclosureStatus> {
        self.table.group_number(key).and_then(|at| self.groups.get(at)).map(|group| group.status)
    }
}
