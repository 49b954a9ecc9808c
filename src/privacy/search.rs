//! Search for what follows from published groups by subtraction: combinations of rows modulo a prime.

use crate::numeric::cold_sort::sort_by;
use crate::numeric::linalg::prime_field::{Reduced, add, dependence};
use crate::numeric::ordered_map::OrderedMap;

use super::Error;
use super::releases::Releases;
use super::table::GroupTable;

/// Most steps of one search for a combination of too few respondents.
const STEPS: usize = 1_000_000;

/// The linear system of a table and of what was released before. Strata are numbered those of the table first;
/// nobody is in an empty stratum, so groups are without them.
pub(super) struct System {
    pub(super) keys: Vec<String>,
    pub(super) respondents: Vec<u64>,
    minimum: Vec<u64>,
    /// Groups of the table.
    pub(super) groups: Vec<Vec<usize>>,
    /// Groups of earlier releases.
    past: Vec<Vec<usize>>,
}

/// How a combination that is not zero in too small a set alone follows from published groups.
pub(super) struct Derivation {
    /// The set, by number of stratum.
    pub(super) disclosed: Vec<usize>,
    /// Strata used that are published alone.
    pub(super) cells: Vec<usize>,
    /// Groups of the table used that have several strata.
    pub(super) totals: Vec<usize>,
}

impl System {
    pub(super) fn new(table: &GroupTable, earlier: &Releases) -> Result<Self, Error> {
        let strata = table.strata();
        let mut keys: Vec<String> = strata.iter().map(|stratum| stratum.key.clone()).collect();
        let mut respondents: Vec<u64> = strata.iter().map(|stratum| stratum.respondents).collect();
        let mut minimum: Vec<u64> =
            strata.iter().map(|stratum| u64::from(stratum.minimum.as_u32())).collect();
        for (key, past) in earlier.strata() {
            match table.stratum_number(key) {
                None => {
                    keys.push(key.clone());
                    respondents.push(past.respondents);
                    minimum.push(u64::from(past.minimum.as_u32()));
                }
                Some(at) if respondents[at] == past.respondents => {}
                Some(at) => {
                    let (released, now) = (past.respondents, respondents[at]);
                    return Err(Error::StratumChanged { stratum: key.clone(), released, now });
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

    pub(super) fn count(&self, members: &[usize]) -> u64 {
        members.iter().fold(0, |sum, &at| sum.saturating_add(self.respondents[at]))
    }

    /// Whether fewer respondents are in these strata than the largest of their minimums.
    pub(super) fn is_small(&self, members: &[usize]) -> bool {
        self.count(members) < members.iter().map(|&at| self.minimum[at]).max().unwrap_or(0)
    }

    /// A set that is too small and follows from the open groups and the earlier ones, with one way to it.
    pub(super) fn derivation(&self, open: &[bool]) -> Result<Option<Derivation>, Error> {
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
        let blocks = blocks(&shown.iter().map(|(_, group)| *group).collect::<Vec<_>>(), &known);
        let indicator = |group: &[usize]| -> Vec<u64> {
            blocks.iter().map(|block| u64::from(group.binary_search(&block[0]).is_ok())).collect()
        };
        let rows = shown.iter().map(|(_, group)| indicator(group)).collect();
        let reduced = Reduced::new(rows, blocks.len());
        let Some(target) = self.small_combination(&blocks, &reduced.kernel())? else { return Ok(None) };
        let told = blocks.iter().zip(&target).filter(|(_, value)| **value != 0);
        let mut disclosed: Vec<usize> = told.flat_map(|(block, _)| block.iter().copied()).collect();
        disclosed.sort_unstable();
        let coefficients = reduced.combination(&target);
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

    /// A combination of the rows, its value in each block, that is not zero in a small set of strata alone.
    fn small_combination(
        &self,
        blocks: &[Vec<usize>],
        kernel: &[Vec<u64>],
    ) -> Result<Option<Vec<u64>>, Error> {
        let minimum = |block: &Vec<usize>| block.iter().map(|&at| self.minimum[at]).max().unwrap_or(0);
        let largest = blocks.iter().map(minimum).max().unwrap_or(0);
        let small: Vec<usize> = (0..blocks.len()).filter(|&at| self.count(&blocks[at]) < largest).collect();
        let mut search = Search { system: self, blocks, kernel, small: &small, largest, steps: 0 };
        for (from, &first) in small.iter().enumerate() {
            if let Some(found) = search.extend(from, &mut vec![first])? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// The strata of the groups, known ones apart, in blocks of those that are in the same groups: no combination of the
/// groups tells them apart. In the order of their first strata.
fn blocks(groups: &[&Vec<usize>], known: &[Option<bool>]) -> Vec<Vec<usize>> {
    let mut within: OrderedMap<usize, Vec<usize>> = OrderedMap::new();
    for (number, group) in groups.iter().enumerate() {
        for &at in group.iter().filter(|&&at| known[at].is_none()) {
            within.entry(at).or_default().push(number);
        }
    }
    let mut within: Vec<(Vec<usize>, usize)> = within.into_iter().map(|(at, groups)| (groups, at)).collect();
    sort_by(&mut within, Ord::cmp);
    let together = within.chunk_by(|a, b| a.0 == b.0);
    let mut blocks: Vec<Vec<usize>> = together.map(|same| same.iter().map(|&(_, at)| at).collect()).collect();
    sort_by(&mut blocks, Ord::cmp);
    blocks
}

/// The search for small sets of blocks whose kernel coordinates are linearly dependent: some combination of the rows is
/// zero everywhere else.
struct Search<'a> {
    system: &'a System,
    blocks: &'a [Vec<usize>],
    kernel: &'a [Vec<u64>],
    /// Blocks that may be in a small set.
    small: &'a [usize],
    largest: u64,
    steps: usize,
}

impl Search<'_> {
    /// Extends `set` by blocks after its first until it is dependent and small; gives the combination.
    ///
    /// Where only one block of the set has a coordinate other than zero, another one must cancel it, so only such are
    /// tried; where there is no such coordinate, those that share one with the set.
    fn extend(&mut self, from: usize, set: &mut Vec<usize>) -> Result<Option<Vec<u64>>, Error> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Error::TooManyCombinations { limit: STEPS });
        }
        let rows: Vec<&[u64]> = set.iter().map(|&at| self.kernel[at].as_slice()).collect();
        if let Some(coefficients) = dependence(&rows) {
            let told = set.iter().zip(&coefficients).filter(|(_, value)| **value != 0);
            let strata: Vec<usize> = told.flat_map(|(&at, _)| self.blocks[at].iter().copied()).collect();
            if !self.system.is_small(&strata) {
                return Ok(None);
            }
            let mut target = vec![0; self.blocks.len()];
            set.iter().zip(coefficients).for_each(|(&at, value)| target[at] = value);
            return Ok(Some(target));
        }
        let used = |coordinate: usize| rows.iter().filter(|row| row[coordinate] != 0).count();
        let lonely = (0..rows[0].len()).find(|&coordinate| used(coordinate) == 1);
        let shared: Vec<usize> = match lonely {
            Some(coordinate) => vec![coordinate],
            None => (0..rows[0].len()).filter(|&coordinate| used(coordinate) > 0).collect(),
        };
        let count = set.iter().map(|&at| self.system.count(&self.blocks[at])).sum::<u64>();
        for &next in &self.small[from + 1..] {
            let more = self.system.count(&self.blocks[next]);
            let joins = shared.iter().any(|&coordinate| self.kernel[next][coordinate] != 0);
            if !joins || set.contains(&next) || count.saturating_add(more) >= self.largest {
                continue;
            }
            set.push(next);
            if let Some(found) = self.extend(from, set)? {
                return Ok(Some(found));
            }
            set.pop();
        }
        Ok(None)
    }
}
