//! Pooling of teams with too few people to be shown.

use crate::numeric::cold_sort::sort_by;
use crate::numeric::ordered_map::OrderedMap;
use std::collections::BTreeSet;

/// A team without a row.
const NONE: u32 = u32::MAX;

/// The rows of a report on teams: each a team, but the last may be all small ones.
#[derive(Debug)]
pub(crate) struct Teams {
    pub(crate) rows: Vec<Team>,
    /// Per team's object its row.
    row_of: OrderedMap<u32, u32>,
}

#[derive(Clone, Debug)]
pub(crate) struct Team {
    /// `None` for teams that are put together.
    pub(crate) name: Option<String>,
    pub(crate) teams: u64,
    pub(crate) people: u64,
}

impl Teams {
    /// Teams of `seats` (a person in a team), with the names of their numbers. Those of fewer people than `least` are
    /// put together, and with the next larger ones until they are enough. No rows at all when everybody together is too
    /// few.
    pub(crate) fn new(name: impl Fn(u32) -> String, seats: &BTreeSet<(u32, u32)>, least: u32) -> Self {
        Self::of(name, [], seats, least)
    }

    /// The same with teams of which no person may be known.
    pub(crate) fn of(
        name: impl Fn(u32) -> String,
        teams: impl IntoIterator<Item = u32>,
        seats: &BTreeSet<(u32, u32)>,
        least: u32,
    ) -> Self {
        let mut people: OrderedMap<u32, BTreeSet<u32>> =
            teams.into_iter().map(|team| (team, BTreeSet::new())).collect();
        for &(person, team) in seats {
            people.entry(team).or_default().insert(person);
        }
        let mut teams: Vec<(usize, String, u32)> =
            people.iter().map(|(&team, people)| (people.len(), name(team), team)).collect();
        sort_by(&mut teams, Ord::cmp);
        let least = least as usize;
        let (mut joint, mut taken) = (BTreeSet::new(), 0);
        for (size, _, team) in &teams {
            let hidden_so_far = taken > 0 && joint.len() < least;
            if *size >= least && !hidden_so_far {
                break;
            }
            joint.extend(people.get(team).into_iter().flatten().copied());
            taken += 1;
        }
        if taken > 0 && joint.len() < least {
            return Self { rows: Vec::new(), row_of: OrderedMap::new() };
        }
        let (hidden, shown) = teams.split_at(taken);
        let mut rows: Vec<Team> = shown
            .iter()
            .map(|(size, name, _)| Team { name: Some(name.clone()), teams: 1, people: *size as u64 })
            .collect();
        let mut row_of: OrderedMap<u32, u32> = shown.iter().map(|&(_, _, team)| team).zip(0..).collect();
        if taken > 0 {
            for &(_, _, team) in hidden {
                row_of.insert(team, rows.len() as u32);
            }
            rows.push(Team { name: None, teams: taken as u64, people: joint.len() as u64 });
        }
        Self { rows, row_of }
    }

    pub(crate) fn row(&self, team: u32) -> u32 {
        self.row_of.get(&team).copied().unwrap_or(NONE)
    }

    pub(crate) fn name(&self, row: u32) -> Option<String> {
        self.rows.get(row as usize)?.name.clone()
    }
}
