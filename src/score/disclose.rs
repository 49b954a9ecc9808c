//! Which groups of a report may be shown, so that none that may not can be had by subtraction.

use std::collections::HashMap;

use serde::{Serialize, Serializer};
use thiserror::Error;

use super::releases::Releases;
use super::suppress::System;

/// The groups of one report, each joined of strata: disjoint sets of respondents.
///
/// A *cell* is a stratum that the report shows as a group of its own; a *total* is a group joined of several strata; a
/// plain stratum is in no group but the totals that name it. [`protect`](Self::protect) says which groups may be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupTable {
    strata: Vec<Stratum>,
    numbers: HashMap<String, usize>,
    groups: Vec<Group>,
    names: HashMap<String, usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stratum {
    pub(super) key: String,
    pub(super) respondents: u64,
    pub(super) minimum: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) key: String,
    /// Numbers of the strata, ascending.
    pub(super) members: Vec<usize>,
}

/// What can be wrong with a table of groups or a history of releases.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DisclosureError {
    /// Two groups, or two strata, have one key.
    #[error("`{key}` is in the table twice: give each group and each stratum a key of its own")]
    Duplicate {
        /// The key.
        key: String,
    },
    /// A total names a stratum that the table does not have.
    #[error("group `{group}` is joined of `{stratum}`, which the table does not have: add the stratum first")]
    UnknownStratum {
        /// Key of the group.
        group: String,
        /// Key of the stratum.
        stratum: String,
    },
    /// A two-way table has another number of counts than rows times columns.
    #[error("{rows} rows and {columns} columns need {rows} x {columns} counts, not {counts}")]
    Shape {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
        /// Number of counts.
        counts: usize,
    },
    /// A stratum has another number of respondents than when it was released.
    #[error(
        "stratum `{stratum}` has {now} respondents, but was released with {released}: its difference could be read \
         off. Split it in the history, or give those who came later a stratum of their own"
    )]
    StratumChanged {
        /// Key of the stratum.
        stratum: String,
        /// Respondents when it was released.
        released: u64,
        /// Respondents in the table.
        now: u64,
    },
    /// The parts of a stratum do not have its respondents.
    #[error("the parts of stratum `{stratum}` have {parts} respondents, the stratum has {whole}")]
    Split {
        /// Key of the stratum.
        stratum: String,
        /// Respondents of the parts.
        parts: u64,
        /// Respondents of the stratum.
        whole: u64,
    },
    /// Earlier releases alone tell of fewer respondents than the minimum.
    #[error(
        "earlier releases already tell of too few respondents by subtraction, in {}: nothing more can be released \
         about them", strata.join(" + ")
    )]
    AlreadyDisclosed {
        /// Keys of the strata.
        strata: Vec<String>,
    },
    /// The search for what can be subtracted took too long to be sure.
    #[error(
        "more than {limit} combinations of small strata: join small strata, publish fewer totals, or lower the minimum"
    )]
    TooManyCombinations {
        /// The most that are tried.
        limit: usize,
    },
}

/// Which groups of a table may be shown.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Disclosure {
    /// One entry a group, in the order of the table.
    pub groups: Vec<GroupDisclosure>,
    pub(super) table: GroupTable,
}

/// Whether one group may be shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GroupDisclosure {
    /// Key of the group.
    pub key: String,
    /// Whether it may be shown.
    pub status: DisclosureStatus,
}

/// Whether a group may be shown. Serialises without the reason for a suppression, which would tell of the group.
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
        self.table.names.get(key).and_then(|&at| self.groups.get(at)).map(|group| group.status)
    }
}

impl GroupTable {
    /// No group yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A two-way table with its totals: cells `row/column`, groups `row`, `column` and `all`.
    ///
    /// `counts`: respondents, row by row. `minimum`: the fewest that may be shown.
    ///
    /// # Errors
    /// [`DisclosureError::Shape`], [`DisclosureError::Duplicate`].
    pub fn two_way(
        rows: &[&str],
        columns: &[&str],
        counts: &[u64],
        minimum: u32,
    ) -> Result<Self, DisclosureError> {
        let shape = DisclosureError::Shape { rows: rows.len(), columns: columns.len(), counts: counts.len() };
        if rows.len().checked_mul(columns.len()) != Some(counts.len()) {
            return Err(shape);
        }
        let key = |row: &str, column: &str| format!("{row}/{column}");
        let names: Vec<String> =
            rows.iter().flat_map(|row| columns.iter().map(move |column| key(row, column))).collect();
        let mut table = Self::new();
        for (name, &count) in names.iter().zip(counts) {
            table.add_cell(name, count, minimum)?;
        }
        for row in rows {
            let members: Vec<String> = columns.iter().map(|column| key(row, column)).collect();
            table.add_total(row, &members)?;
        }
        for column in columns {
            let members: Vec<String> = rows.iter().map(|row| key(row, column)).collect();
            table.add_total(column, &members)?;
        }
        table.add_total("all", &names)?;
        Ok(table)
    }

    /// Adds respondents who are shown only within totals. The strata of a table, and of the releases it is held
    /// against, must have no respondent in common.
    ///
    /// `respondents`: their exact number, since a change of it between releases is looked for
    /// ([`Respondents::AtLeast`](crate::signal::response::Respondents::AtLeast) will not do there).
    /// `minimum`: the fewest of these respondents that may be told of, such as
    /// [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group). A group of several strata has the
    /// largest minimum of those that someone is in.
    ///
    /// # Errors
    /// [`DisclosureError::Duplicate`]; the table stays as it was.
    pub fn add_stratum(&mut self, key: &str, respondents: u64, minimum: u32) -> Result<(), DisclosureError> {
        if self.numbers.contains_key(key) {
            return Err(DisclosureError::Duplicate { key: key.to_owned() });
        }
        self.numbers.insert(key.to_owned(), self.strata.len());
        self.strata.push(Stratum { key: key.to_owned(), respondents, minimum });
        Ok(())
    }

    /// Adds respondents who are a group of the report of their own: a stratum and a group of one key.
    ///
    /// # Errors
    /// [`DisclosureError::Duplicate`]; the table stays as it was.
    pub fn add_cell(&mut self, key: &str, respondents: u64, minimum: u32) -> Result<(), DisclosureError> {
        if self.names.contains_key(key) {
            return Err(DisclosureError::Duplicate { key: key.to_owned() });
        }
        self.add_stratum(key, respondents, minimum)?;
        self.add_total(key, &[key])
    }

    /// Adds a group joined of strata. A stratum named twice counts once.
    ///
    /// # Errors
    /// [`DisclosureError::Duplicate`], [`DisclosureError::UnknownStratum`]; the table stays as it was.
    pub fn add_total<K: AsRef<str>>(&mut self, key: &str, strata: &[K]) -> Result<(), DisclosureError> {
        if self.names.contains_key(key) {
            return Err(DisclosureError::Duplicate { key: key.to_owned() });
        }
        let number = |stratum: &K| {
            let unknown = || DisclosureError::UnknownStratum {
                group: key.to_owned(),
                stratum: stratum.as_ref().to_owned(),
            };
            self.numbers.get(stratum.as_ref()).copied().ok_or_else(unknown)
        };
        let mut members = strata.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        members.sort_unstable();
        members.dedup();
        self.names.insert(key.to_owned(), self.groups.len());
        self.groups.push(Group { key: key.to_owned(), members });
        Ok(())
    }

    /// Says which groups may be shown, alone and together with what was released before.
    ///
    /// # Definition
    ///
    /// Who knows the results of published groups and their numbers of respondents knows every linear combination of
    /// their sums. With one column a stratum and one row a published group (of `earlier` too), 1 where the stratum is
    /// in the group, a set `G` of strata is *disclosed* if some vector of the row space is not zero in every stratum
    /// of `G` and zero in all others, and `0 < sum over G of respondents < minimum(G)`. No set is disclosed by the
    /// groups published: no group below its minimum, no rest of a total, no difference of two groups or of two
    /// releases, not even of two that each have someone whom the other has not. No suppressed group is in the row
    /// space.
    ///
    /// 1. Primary: groups with `0 < respondents < minimum` are suppressed.
    /// 2. Complementary: while a set is disclosed, one published group of its derivation is suppressed: of its cells
    ///    the one with the fewest respondents, where it has none the smallest total; the first of equals.
    /// 3. From the largest on, a complementary group whose return discloses nothing is published again.
    ///
    /// What remains is minimal in that no suppressed group can return, not that no other choice is smaller (that
    /// problem is NP-hard). The row space is computed modulo 2^61 - 1. That is exact for tables of one or two
    /// hierarchies, whose systems are totally unimodular, and for all others of rank 34 or less by Hadamard's bound.
    ///
    /// Not protected against: estimates with limits (that a hidden count lies between 1 and 4 may follow from totals),
    /// respondents who collude, and strata that overlap without saying so.
    ///
    /// # Arguments
    ///
    /// `earlier`: what has been shown of the same answers, kept by the caller ([`Releases::record`]).
    ///
    /// # Errors
    ///
    /// [`DisclosureError::StratumChanged`], [`DisclosureError::AlreadyDisclosed`],
    /// [`DisclosureError::TooManyCombinations`]: rather than publishing on a guess, nothing is.
    ///
    /// # Complexity
    ///
    /// With t totals, h strata that are not published alone and c complementary groups: O(c t^2 (t + h)) time for the
    /// algebra, at most 1,000,000 steps a search for disclosed sets; O(t (t + h) + h^2) space.
    ///
    /// # References
    ///
    /// Cox (1980), Suppression methodology and statistical disclosure control, doi:10.1080/01621459.1980.10477481.
    /// Hundepool et al. (2012), Statistical Disclosure Control, chapter 4, doi:10.1002/9781118348239.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::score::{DisclosureStatus, GroupTable, Releases};
    ///
    /// let teams = ["north", "south", "west"];
    /// let counts = [9, 2, 12, 8, 7, 11]; // men and women by team
    /// let table = GroupTable::two_way(&teams, &["men", "women"], &counts, 5)?;
    /// let shown = table.protect(&Releases::default())?;
    /// assert_eq!(shown.status("north/women"), Some(DisclosureStatus::Primary));
    /// // The total of the north less its men would be its two women, and so on around the table.
    /// let hidden: Vec<&str> =
    ///     shown.groups.iter().filter(|group| !group.status.is_published()).map(|group| &*group.key).collect();
    /// assert_eq!(hidden, ["north/men", "north/women", "west/men", "west/women"]);
    /// # Ok::<(), total_experience::score::DisclosureError>(())
    /// ```
    pub fn protect(&self, earlier: &Releases) -> Result<Disclosure, DisclosureError> {
        let statuses = System::new(self, earlier)?.suppress()?;
        let groups = self.groups.iter().zip(statuses);
        let groups =
            groups.map(|(group, status)| GroupDisclosure { key: group.key.clone(), status }).collect();
        Ok(Disclosure { groups, table: self.clone() })
    }

    pub(super) fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    pub(super) fn stratum_number(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}
