//! Cell suppression: the choice of groups that are not shown, primary and complementary.

use super::Error;
use super::disclosure::{Disclosure, DisclosureStatus, GroupDisclosure};
use super::releases::Releases;
use super::search::{Derivation, System};
use super::table::GroupTable;
use crate::numeric::cold_sort::sort_by_key;

impl GroupTable {
    /// The groups that may be shown, alone and together with what was released before.
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
    /// [`Error::StratumChanged`], [`Error::AlreadyDisclosed`], [`Error::TooManyCombinations`]. Nothing is then
    /// published, not even on a guess.
    ///
    /// # Complexity
    ///
    /// With t totals, h strata that are not published alone and c complementary groups:
    ///
    /// * algebra: O(c t^2 (t + h)) time;
    /// * search for disclosed sets: at most 1,000,000 steps for each choice of published groups;
    /// * space: O(t (t + h) + h^2).
    ///
    /// # References
    ///
    /// Cox (1980), Suppression methodology and statistical disclosure control, doi:10.1080/01621459.1980.10477481.
    /// Hundepool et al. (2012), Statistical Disclosure Control, chapter 4, doi:10.1002/9781118348239.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::privacy::{DisclosureStatus, GroupTable, MinGroup, Releases, TwoWay};
    ///
    /// let teams = ["north", "south", "west"];
    /// let counts = [9, 2, 12, 8, 7, 11]; // men and women by team
    /// let table = TwoWay { rows: &teams, columns: &["men", "women"], counts: &counts };
    /// let table = GroupTable::two_way(table, MinGroup::new(5))?;
    /// let shown = table.protect(&Releases::default())?;
    /// assert_eq!(shown.status("north/women"), Some(DisclosureStatus::Primary));
    /// // The total of the north less its men would be its two women, and so on around the table.
    /// let hidden: Vec<&str> =
    ///     shown.groups.iter().filter(|group| !group.status.is_published()).map(|group| &*group.key).collect();
    /// assert_eq!(hidden, ["north/men", "north/women", "west/men", "west/women"]);
    /// # Ok::<(), total_experience::privacy::Error>(())
    /// ```
    pub fn protect(&self, earlier: &Releases) -> Result<Disclosure, Error> {
        let statuses = System::new(self, earlier)?.suppress()?;
        let groups = self.groups().iter().zip(statuses);
        let groups =
            groups.map(|(group, status)| GroupDisclosure { key: group.key.clone(), status }).collect();
        Ok(Disclosure { groups, table: self.clone() })
    }
}

impl System {
    /// The status of each group of the table.
    fn suppress(&self) -> Result<Vec<DisclosureStatus>, Error> {
        let nothing = vec![false; self.groups.len()];
        if let Some(found) = self.derivation(&nothing)? {
            return Err(self.already(&found));
        }
        let primary = |group: &Vec<usize>| !group.is_empty() && self.is_small(group);
        let mut open: Vec<bool> = self.groups.iter().map(|group| !primary(group)).collect();
        let mut hidden = Vec::new();
        while let Some(found) = self.derivation(&open)? {
            let cell = found.cells.iter().copied().min_by_key(|&at| (self.respondents[at], at));
            let total = || found.totals.iter().copied().min_by_key(|&at| (self.count(&self.groups[at]), at));
            let members = match cell {
                Some(stratum) => vec![stratum],
                None => total().map(|at| self.groups[at].clone()).ok_or_else(|| self.already(&found))?,
            };
            for (at, group) in self.groups.iter().enumerate() {
                if open[at] && *group == members {
                    open[at] = false;
                    hidden.push(at);
                }
            }
        }
        sort_by_key(&mut hidden, |&at| (std::cmp::Reverse(self.count(&self.groups[at])), at));
        for &at in &hidden {
            open[at] = true;
            open[at] = self.derivation(&open)?.is_none();
        }
        let status = self.groups.iter().zip(&open).map(|(group, &open)| match open {
            _ if group.is_empty() => DisclosureStatus::Empty,
            true => DisclosureStatus::Published { respondents: self.count(group) },
            false if primary(group) => DisclosureStatus::Primary,
            false => DisclosureStatus::Complementary,
        });
        Ok(status.collect())
    }

    fn already(&self, found: &Derivation) -> Error {
        let strata = found.disclosed.iter().map(|&at| self.keys[at].clone()).collect();
        Error::AlreadyDisclosed { strata }
    }
}
