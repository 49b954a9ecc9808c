//! History of released groups, against which the next release is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::disclosure::Disclosure;
use super::{Error, MinGroup};

/// History of the groups that earlier releases showed of the same answers.
///
/// The caller keeps it, as JSON if need be. It holds keys of strata and numbers of respondents, small ones too: keep it
/// where the answers are kept.
///
/// A stratum stands for the same people with the same answers. A change is seen by its number of respondents alone: when
/// one person leaves as another joins, or someone answers anew, give those people a stratum with a key of its own.
///
/// ```
/// use total_experience::privacy::{GroupTable, MinGroup, Releases};
///
/// let (mut releases, five) = (Releases::default(), MinGroup::new(5));
/// let mut monday = GroupTable::new();
/// monday.add_cell("branch", 12, five)?;
/// releases.record(&monday.protect(&releases)?);
///
/// // On Tuesday two more have answered: shown again, the difference would be theirs.
/// let mut tuesday = GroupTable::new();
/// tuesday.add_stratum("branch", 12, five)?;
/// tuesday.add_stratum("branch, late", 2, five)?;
/// tuesday.add_total("branch so far", &["branch", "branch, late"])?;
/// let shown = tuesday.protect(&releases)?;
/// assert!(!shown.status("branch so far").unwrap().is_published());
/// # Ok::<(), total_experience::privacy::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Releases {
    /// Strata by key.
    strata: BTreeMap<String, Past>,
    /// Sets of strata shown as one group, each ascending.
    groups: Vec<Vec<String>>,
}

/// What is read before it is believed.
#[derive(Deserialize)]
struct Stored {
    strata: BTreeMap<String, Past>,
    groups: Vec<Vec<String>>,
}

impl TryFrom<Stored> for Releases {
    type Error = Error;

    fn try_from(Stored { strata, mut groups }: Stored) -> Result<Self, Error> {
        for group in &mut groups {
            if let Some(unknown) = group.iter().find(|key| !strata.contains_key(*key)) {
                let (group, stratum) = (group.join(" + "), unknown.clone());
                return Err(Error::UnknownStratum { group, stratum });
            }
            group.sort_unstable();
            group.dedup();
        }
        Ok(Self { strata, groups })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    pub(super) respondents: u64,
    pub(super) minimum: MinGroup,
}

impl Releases {
    /// Adds the published groups of a release, once it was shown.
    ///
    /// # Complexity
    /// O(groups of the release x groups of the history) time.
    pub fn record(&mut self, shown: &Disclosure) {
        let strata = shown.table.strata();
        for (group, status) in shown.table.groups().iter().zip(&shown.groups) {
            if !status.status.is_published() {
                continue;
            }
            let members = group.members.iter().filter_map(|&at| strata.get(at));
            let members: Vec<_> = members.filter(|stratum| stratum.respondents > 0).collect();
            for stratum in &members {
                let past = Past { respondents: stratum.respondents, minimum: stratum.minimum };
                self.strata.insert(stratum.key.clone(), past);
            }
            let mut keys: Vec<String> = members.into_iter().map(|stratum| stratum.key.clone()).collect();
            keys.sort_unstable();
            if !self.groups.contains(&keys) {
                self.groups.push(keys);
            }
        }
    }

    /// Splits a released stratum into parts with these numbers of respondents. A later table can then show groups that
    /// cut through it. A stratum that was not released is left alone.
    ///
    /// # Errors
    /// [`Error::Split`] when the parts have more or fewer respondents; [`Error::Duplicate`] when a
    /// part has the key of another stratum. The history stays as it was.
    pub fn split(&mut self, stratum: &str, parts: &[(&str, u64)]) -> Result<(), Error> {
        let Some(&past) = self.strata.get(stratum) else { return Ok(()) };
        let sum = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.1));
        if sum != past.respondents {
            let (stratum, whole) = (stratum.to_owned(), past.respondents);
            return Err(Error::Split { stratum, parts: sum, whole });
        }
        for (at, &(part, _)) in parts.iter().enumerate() {
            let taken = part != stratum && self.strata.contains_key(part);
            if taken || parts.iter().take(at).any(|other| other.0 == part) {
                return Err(Error::Duplicate { key: part.to_owned() });
            }
        }
        self.strata.remove(stratum);
        for &(part, respondents) in parts {
            self.strata.insert(part.to_owned(), Past { respondents, ..past });
        }
        for group in &mut self.groups {
            if let Ok(at) = group.binary_search_by(|key| key.as_str().cmp(stratum)) {
                group.remove(at);
                group.extend(parts.iter().map(|part| part.0.to_owned()));
                group.sort_unstable();
            }
        }
        Ok(())
    }

    /// Number of different groups shown.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// Whether nothing was shown.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub(super) fn strata(&self) -> &BTreeMap<String, Past> {
        &self.strata
    }

    pub(super) fn groups(&self) -> &[Vec<String>] {
        &self.groups
    }
}
