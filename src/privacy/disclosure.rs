//! Disclosure of a table: the status of each of its groups.

use serde::{Serialize, Serializer};

use super::table::GroupTable;

/// The status of each group of a table, by [`GroupTable::protect`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Disclosure {
    /// One entry a group, in the order of the table.
    pub groups: Vec<GroupDisclosure>,
    pub(super) table: GroupTable,
}

/// The status of one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GroupDisclosure {
    /// Key of the group.
    pub key: String,
    /// Whether it may be shown.
    pub status: DisclosureStatus,
}

/// Status of a group: shown, empty or suppressed. Serializes without the reason for a suppression, which would tell of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DisclosureStatus {
    /// It may, with this many respondents.
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

impl Serialize for DisclosureStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Published { .. } => "published",
            Self::Empty => "empty",
            Self::Primary | Self::Complementary => "suppressed",
        })
    }
}

impl DisclosureStatus {
    /// Whether the group may be shown.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Published { .. })
    }
}

impl Disclosure {
    /// Whether a group may be shown; `None` when the table has no group of this key.
    pub fn status(&self, key: &str) -> Option<DisclosureStatus> {
        self.table.group_number(key).and_then(|at| self.groups.get(at)).map(|group| group.status)
    }
}
