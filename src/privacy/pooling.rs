//! Pooling of small groups into one, so that none of them can be had by subtraction.

use std::collections::BTreeSet;

use super::MinGroup;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;

/// A group without a row.
const NONE: u32 = u32::MAX;

/// The rows of a report on groups of people: one a group, and perhaps a last one of all small groups together.
///
/// Groups of fewer people than the minimum are pooled. Where those are together still fewer, the next larger group joins
/// them, and so on: total less rows shown tells then of no fewer people than the minimum. Equal groups join in the
/// order of their names.
#[derive(Debug)]
pub(crate) struct Pooling {
    pub(crate) rows: Vec<PooledRow>,
    /// Per group its row.
    row_of: OrderedMap<u32, u32>,
}

/// A group that is shown, or all that are pooled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PooledRow {
    /// `None` for groups that are pooled.
    pub(crate) name: Option<String>,
    /// Number of groups in the row.
    pub(crate) groups: u64,
    /// Number of different people in them.
    pub(crate) people: u64,
}

impl Pooling {
    /// The rows of the groups that are named in `members`, pairs of a person and a group.
    ///
    /// No rows at all when everybody together is too few.
    pub(crate) fn new(
        name: impl Fn(u32) -> String,
        members: &BTreeSet<(u32, u32)>,
        minimum: MinGroup,
    ) -> Self {
        Self::of(&name, OrderedMap::new(), members, minimum)
    }

    /// The same with groups of which no person may be known.
    pub(crate) fn with_groups(
        name: impl Fn(u32) -> String,
        groups: impl IntoIterator<Item = u32>,
        members: &BTreeSet<(u32, u32)>,
        minimum: MinGroup,
    ) -> Self {
        Self::of(&name, groups.into_iter().map(|group| (group, BTreeSet::new())).collect(), members, minimum)
    }

    fn of(
        name: &dyn Fn(u32) -> String,
        mut people: OrderedMap<u32, BTreeSet<u32>>,
        members: &BTreeSet<(u32, u32)>,
        minimum: MinGroup,
    ) -> Self {
        for &(person, group) in members {
            people.entry(group).or_default().insert(person);
        }
        let mut groups: Vec<(usize, String, u32)> =
            people.iter().map(|(&group, people)| (people.len(), name(group), group)).collect();
        sort_by(&mut groups, Ord::cmp);
        let (mut joint, mut taken) = (BTreeSet::new(), 0);
        for (size, _, group) in &groups {
            let too_few_so_far = taken > 0 && !minimum.allows(joint.len() as u64);
            if minimum.allows(*size as u64) && !too_few_so_far {
                break;
            }
            joint.extend(people.get(group).into_iter().flatten().copied());
            taken += 1;
        }
        if taken > 0 && !minimum.allows(joint.len() as u64) {
            return Self { rows: Vec::new(), row_of: OrderedMap::new() };
        }
        let (pooled, shown) = groups.split_at(taken);
        let mut rows: Vec<PooledRow> = shown
            .iter()
            .map(|(size, name, _)| PooledRow { name: Some(name.clone()), groups: 1, people: *size as u64 })
            .collect();
        let mut row_of: OrderedMap<u32, u32> = shown.iter().map(|&(_, _, group)| group).zip(0..).collect();
        if taken > 0 {
            for &(_, _, group) in pooled {
                row_of.insert(group, rows.len() as u32);
            }
            rows.push(PooledRow { name: None, groups: taken as u64, people: joint.len() as u64 });
        }
        Self { rows, row_of }
    }

    /// The row that a group is in; `u32::MAX` when it is in none.
    pub(crate) fn row(&self, group: u32) -> u32 {
        self.row_of.get(&group).copied().unwrap_or(NONE)
    }

    /// The name of a row; `None` for the pooled one.
    pub(crate) fn name(&self, row: u32) -> Option<&str> {
        self.rows.get(row as usize)?.name.as_deref()
    }

    /// Whether a group has a row of its own.
    pub(crate) fn is_shown(&self, group: u32) -> bool {
        self.name(self.row(group)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    use super::*;

    /// Groups 0, 1, ... of so many people, each of other people.
    fn pooled(sizes: &[u32], minimum: u32) -> Pooling {
        let members = sizes.iter().zip(0..).flat_map(|(&size, group)| (0..size).map(move |at| (at, group)));
        let members = members.map(|(at, group)| (100 * group + at, group)).collect();
        Pooling::with_groups(|group| format!("g{group}"), 0..sizes.len() as u32, &members, minimum.into())
    }

    fn row(name: Option<&str>, groups: u64, people: u64) -> PooledRow {
        PooledRow { name: name.map(str::to_owned), groups, people }
    }

    #[test]
    fn small_groups_are_one_row() {
        assert_eq!(pooled(&[3, 9, 2], 5).rows, [row(Some("g1"), 1, 9), row(None, 2, 5)]);
        // One small group alone would be the total less the others: the smallest of these joins it.
        assert_eq!(pooled(&[9, 3, 7], 5).rows, [row(Some("g0"), 1, 9), row(None, 2, 10)]);
        // Equal sizes join in the order of names.
        assert_eq!(pooled(&[5, 1, 5], 5).rows, [row(Some("g2"), 1, 5), row(None, 2, 6)]);
        // Too few in all: nothing.
        assert!(pooled(&[2, 2], 5).rows.is_empty());
        assert_eq!(pooled(&[2, 2], 5).row(0), u32::MAX);
    }

    #[test]
    fn without_a_minimum_every_group_is_shown() {
        assert_eq!(pooled(&[0, 1], 0).rows, [row(Some("g0"), 1, 0), row(Some("g1"), 1, 1)]);
        assert_eq!(pooled(&[2, 1], 1).rows, [row(Some("g1"), 1, 1), row(Some("g0"), 1, 2)]);
        assert!(pooled(&[], 5).rows.is_empty());
    }

    #[test]
    fn people_in_several_small_groups_count_once() {
        let members = [(1, 0), (2, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 2)].into();
        let rows = Pooling::new(|group| group.to_string(), &members, MinGroup::new(3));
        assert_eq!(rows.rows, [row(None, 3, 5)]);
        assert!(!rows.is_shown(2));
    }

    proptest! {
        /// Every row, the pooled one too, has as many people as the minimum; every group has a row, or none has.
        #[test]
        fn no_row_is_small(members in btree_set((0_u32..12, 0_u32..6), 0..40), minimum in 0_u32..8) {
            let minimum = MinGroup::new(minimum);
            let rows = Pooling::new(|group| group.to_string(), &members, minimum);
            for row in &rows.rows {
                prop_assert!(minimum.allows(row.people));
            }
            let everybody: BTreeSet<u32> = members.iter().map(|&(person, _)| person).collect();
            for &(_, group) in &members {
                prop_assert_eq!(rows.row(group) == u32::MAX, !minimum.allows(everybody.len() as u64));
            }
        }
    }
}
