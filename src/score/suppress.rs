//! The search for what published groups tell by subtraction, and the choice of what to hide.

use crate::numeric::modular::{Reduced, add};

use super::disclose::{DisclosureError, DisclosureStatus, GroupTable};
use super::releases::Releases;

/// Most steps of one search for a disclosed set.
const STEPS: usize = 1_000_000;

/// The linear system of a table and of what was released before. Strata are numbered those of the table first;
/// nobody is in an empty stratum, so groups are without them.
pub(super) struct System {
    keys: Vec<String>,
    respondents: Vec<u64>,
    minimum: Vec<u64>,
    /// Groups of the table.
    groups: Vec<Vec<usize>>,
    /// Groups of earlier releases.
    past: Vec<Vec<usize>>,
}

/// How a set that is too small follows from published groups.
struct Derivation {
    /// The set, by number of stratum.
    disclosed: Vec<usize>,
    /// Strata used that are published alone.
    cells: Vec<usize>,
    /// Groups of the table used that have several strata.
    totals: Vec<usize>,
}

impl System {
    pub(super) fn new(table: &GroupTable, earlier: &Releases) -> Result<Self, DisclosureError> {
        let strata = table.strata();
        let mut keys: Vec<String> = strata.iter().map(|stratum| stratum.key.clone()).collect();
        let mut respondents: Vec<u64> = strata.iter().map(|stratum| stratum.respondents).collect();
        let mut minimum: Vec<u64> = strata.iter().map(|stratum| u64::from(stratum.minimum)).collect();
        for (key, past) in earlier.strata() {
            match table.stratum_number(key) {
                None => {
                    keys.push(key.clone());
                    respondents.push(past.respondents);
                    minimum.push(u64::from(past.minimum));
                }
                Some(at) if respondents[at] == past.respondents => {}
                Some(at) => {
                    let (released, now) = (past.respondents, respondents[at]);
                    return Err(DisclosureError::StratumChanged { stratum: key.clone(), released, now });
                }
            }
        }
        let own = strata.len();
        let number = |key: &String| {
            let later = || keys[own..].binary_search(key).ok().map(|at| own + at);
            table.stratum_number(key).or_else(later)
        };
        let inhabited = |members: Vec<usize>| -> Vec<usize> {
            members.into_iter().filter(|&at| respondents[at] > 0).collect()
        };
        let groups = table.groups().iter().map(|group| inhabited(group.members.clone())).collect();
        let ascending = |mut members: Vec<usize>| {
            members.sort_unstable();
            members
        };
        let past = earlier.groups().iter().map(|group| group.iter().filter_map(number).collect());
        let past = past.map(|group| ascending(inhabited(group))).collect();
        Ok(Self { keys, respondents, minimum, groups, past })
    }

    /// The status of each group of the table.
    pub(super) fn suppress(&self) -> Result<Vec<DisclosureStatus>, DisclosureError> {
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
        hidden.sort_by_key(|&at| (std::cmp::Reverse(self.count(&self.groups[at])), at));
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

    fn already(&self, found: &Derivation) -> DisclosureError {
        let strata = found.disclosed.iter().map(|&at| self.keys[at].clone()).collect();
        DisclosureError::AlreadyDisclosed { strata }
    }

    fn count(&self, members: &[usize]) -> u64 {
        members.iter().fold(0, |sum, &at| sum.saturating_add(self.respondents[at]))
    }

    /// Whether fewer respondents are in these strata than the largest of their minimums.
    fn is_small(&self, members: &[usize]) -> bool {
        self.count(members) < members.iter().map(|&at| self.minimum[at]).max().unwrap_or(0)
    }

    /// A set that is too small and follows from the open groups and the earlier ones, with one way to it.
    fn derivation(&self, open: &[bool]) -> Result<Option<Derivation>, DisclosureError> {
        let own = (0..self.groups.len()).filter(|&at| open[at]).map(|at| (Some(at), &self.groups[at]));
        let shown: Vec<(Option<usize>, &Vec<usize>)> =
            own.chain(self.past.iter().map(|group| (None, group))).collect();
        // Strata published alone are known and leave the system; `Some(true)` once released and not to be hidden.
        let mut known: Vec<Option<bool>> = vec![None; self.keys.len()];
        for &(number, group) in &shown {
            if let &[stratum] = group.as_slice() {
                known[stratum] = Some(known[stratum] == Some(true) || number.is_none());
            }
        }
        if let Some(at) = (0..known.len()).find(|&at| known[at].is_some() && self.is_small(&[at])) {
            return Ok(Some(Derivation { disclosed: vec![at], cells: Vec::new(), totals: Vec::new() }));
        }
        let shown: Vec<_> =
            shown.into_iter().filter(|(_, group)| group.iter().any(|&at| known[at].is_none())).collect();
        let mut columns: Vec<usize> = shown
            .iter()
            .flat_map(|(_, group)| group.iter().copied())
            .filter(|&at| known[at].is_none())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let indicator = |group: &[usize]| -> Vec<u64> {
            columns.iter().map(|at| u64::from(group.binary_search(at).is_ok())).collect()
        };
        let reduced = Reduced::new(shown.iter().map(|(_, group)| indicator(group)).collect(), columns.len());
        let Some(disclosed) = self.smallest_zero(&columns, &reduced.kernel())? else { return Ok(None) };
        let coefficients = reduced.combination(&indicator(&disclosed));
        let (mut cells, mut totals) = (vec![0; known.len()], Vec::new());
        for (&(number, group), &coefficient) in shown.iter().zip(&coefficients) {
            if coefficient == 0 {
                continue;
            }
            totals.extend(number);
            for &at in group.iter().filter(|&&at| known[at] == Some(false)) {
                cells[at] = add(cells[at], coefficient);
            }
        }
        let cells = (0..cells.len()).filter(|&at| cells[at] != 0).collect();
        Ok(Some(Derivation { disclosed, cells, totals }))
    }

    /// The first small set of strata whose kernel coordinates sum to zero, in ascending order of strata.
    fn smallest_zero(
        &self,
        columns: &[usize],
        kernel: &[Vec<u64>],
    ) -> Result<Option<Vec<usize>>, DisclosureError> {
        let largest = columns.iter().map(|&at| self.minimum[at]).max().unwrap_or(0);
        let small: Vec<usize> =
            (0..columns.len()).filter(|&at| self.respondents[columns[at]] < largest).collect();
        let mut search = Search { system: self, columns, kernel, small: &small, steps: 0 };
        for (from, &first) in small.iter().enumerate() {
            let mut set = vec![first];
            if search.extend(from, &mut set, &kernel[first], largest)? {
                let mut found: Vec<usize> = set.into_iter().map(|at| columns[at]).collect();
                found.sort_unstable();
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

struct Search<'a> {
    system: &'a System,
    columns: &'a [usize],
    kernel: &'a [Vec<u64>],
    /// Columns of strata that may be in a small set.
    small: &'a [usize],
    steps: usize,
}

impl Search<'_> {
    /// Extends `set`, whose coordinates sum to `sum`, by strata after the first of it until the sum is zero and the
    /// set small. Whatever cancels the first coordinate that is not zero must be in it, so only that is tried.
    fn extend(
        &mut self,
        from: usize,
        set: &mut Vec<usize>,
        sum: &[u64],
        largest: u64,
    ) -> Result<bool, DisclosureError> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(DisclosureError::TooManyCombinations { limit: STEPS });
        }
        let strata: Vec<usize> = set.iter().map(|&at| self.columns[at]).collect();
        let Some(pivot) = sum.iter().position(|&value| value != 0) else {
            return Ok(self.system.is_small(&strata));
        };
        let count = self.system.count(&strata);
        for &next in &self.small[from + 1..] {
            let more = self.system.respondents[self.columns[next]];
            if self.kernel[next][pivot] == 0 || set.contains(&next) || count.saturating_add(more) >= largest {
                continue;
            }
            let sums: Vec<u64> = sum.iter().zip(&self.kernel[next]).map(|(&a, &b)| add(a, b)).collect();
            set.push(next);
            if self.extend(from, set, &sums, largest)? {
                return Ok(true);
            }
            set.pop();
        }
        Ok(false)
    }
}
