//! Counts of steps by pair of activities, and of starts and ends.

use std::collections::HashMap;
use std::ops::Range;

use crate::journey::log::visits::{NEVER, for_each_event};
use crate::journey::log::{ActivityId, EventLog, ObjectId};
use crate::numeric::cold_sort::{sort_by, sort_by_key};

/// Two activities, and how often the later one directly follows the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: ActivityId,
    pub(crate) to: ActivityId,
    pub(crate) count: u64,
}

/// The activities of a log in the order of their names.
#[derive(Debug)]
pub(crate) struct Alphabet {
    /// Per place the activity.
    pub(crate) order: Vec<ActivityId>,
    /// Per activity its place.
    pub(crate) ranks: Vec<u32>,
}

impl Alphabet {
    pub(crate) fn of(log: &EventLog) -> Self {
        let mut named: Vec<_> = names(log).zip((0..).map(ActivityId::from_u32)).collect();
        sort_by(&mut named, Ord::cmp);
        let order: Vec<ActivityId> = named.iter().map(|&(_, activity)| activity).collect();
        let mut ranks = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(activity, rank)| ranks[activity.index()] = rank);
        Self { order, ranks }
    }
}

/// Starts and ends of journeys by activity, and the number of their events.
#[derive(Debug)]
pub(crate) struct Ends {
    /// Per activity starts and ends.
    pub(crate) activities: Vec<[u64; 2]>,
    pub(crate) events: u64,
}

impl Ends {
    pub(crate) fn new(activities: usize) -> Self {
        Self { activities: vec![[0; 2]; activities], events: 0 }
    }

    /// Counts the events of others too.
    pub(crate) fn add(&mut self, other: &Self) {
        self.events += other.events;
        for (mine, other) in self.activities.iter_mut().zip(&other.activities) {
            *mine = [mine[0] + other[0], mine[1] + other[1]];
        }
    }

    pub(crate) fn start(&mut self, activity: ActivityId) {
        self.activities[activity.index()][0] += 1;
    }

    /// A journey ends in the activity of a row, if in any.
    fn end_in(&mut self, row: u32) {
        if let Some(ends) = row.checked_sub(1).and_then(|last| self.activities.get_mut(last as usize)) {
            ends[1] += 1;
        }
    }

    /// Counts the ends from the last event of each journey, where it has one.
    pub(crate) fn end(&mut self, log: &EventLog, last: &[u32]) {
        for activity in last.iter().filter_map(|&event| log.activity_column().get(event as usize)) {
            self.activities[activity.index()][1] += 1;
        }
    }
}

/// Counts of steps by row and later activity. Row 0 holds starts, row a + 1 what comes after activity a.
enum Steps {
    /// In rows of this width: where the table is hardly larger than what is counted.
    Table(usize, Vec<u32>),
    Seen(HashMap<(u32, ActivityId), u32>),
}

impl Steps {
    /// For at most so many steps, fewer than 2^32, between so many activities.
    fn new(activities: usize, steps: usize) -> Self {
        match activities.checked_mul(activities + 1) {
            Some(cells) if cells <= 4 * steps + 1_024 => Self::Table(activities, vec![0; cells]),
            _ => Self::Seen(HashMap::new()),
        }
    }

    /// The edges by the names of their activities, and per activity the starts.
    fn into_edges(self, alphabet: &Alphabet) -> (Vec<Edge>, Vec<u64>) {
        let mut starts = vec![0; alphabet.order.len()];
        let mut edges = Vec::new();
        match self {
            Self::Table(width, counts) => {
                let (first, rest) = counts.split_at(width);
                starts.iter_mut().zip(first).for_each(|(start, &count)| *start = u64::from(count));
                edges.reserve(rest.iter().filter(|count| **count > 0).count());
                for &from in &alphabet.order {
                    let row = &rest[from.index() * width..][..width];
                    for &to in &alphabet.order {
                        let count = u64::from(row[to.index()]);
                        if count > 0 {
                            edges.push(Edge { from, to, count });
                        }
                    }
                }
            }
            Self::Seen(counts) => {
                for ((row, to), count) in counts {
                    let count = u64::from(count);
                    match row.checked_sub(1).map(ActivityId::from_u32) {
                        Some(from) => edges.push(Edge { from, to, count }),
                        None => starts[to.index()] = count,
                    }
                }
                let rank = |activity: ActivityId| alphabet.ranks[activity.index()];
                sort_by_key(&mut edges, |edge| (rank(edge.from), rank(edge.to)));
            }
        }
        (edges, starts)
    }
}

/// The edges of the journeys of the objects in `range`, by the names of their activities, and where journeys start and
/// end.
pub(crate) fn counted(log: &EventLog, range: &Range<u32>, alphabet: &Alphabet) -> (Vec<Edge>, Ends) {
    let mut steps = Steps::new(log.activity_count(), log.relation_count());
    let mut ends = match &mut steps {
        Steps::Table(width, counts) => {
            for_each_step(log, range, |row, to| counts[row as usize * *width + to.index()] += 1)
        }
        Steps::Seen(counts) => {
            for_each_step(log, range, |row, to| *counts.entry((row, to)).or_default() += 1)
        }
    };
    let (edges, starts) = steps.into_edges(alphabet);
    ends.activities.iter_mut().zip(starts).for_each(|(ends, starts)| ends[0] = starts);
    (edges, ends)
}

/// Calls `step` for every visit of the objects in `range`, with the row of the visit before: a start is a step from row
/// 0. Returns where journeys end, and in how many events they are.
fn for_each_step(log: &EventLog, range: &Range<u32>, mut step: impl FnMut(u32, ActivityId)) -> Ends {
    // Counted by itself, and not in memory at every step.
    let mut events = 0;
    let mut ends = Ends::new(log.activity_count());
    let place = |object: &ObjectId| object.as_u32().wrapping_sub(range.start) as usize;
    if log.has_one_object_per_event() {
        // Per object the row of its last visit: no event names an object twice.
        let mut rows = vec![0_u32; range.len()];
        for (object, &activity) in log.relations().iter().zip(log.activity_column()) {
            if let Some(row) = rows.get_mut(place(object)) {
                step(std::mem::replace(row, activity.as_u32() + 1), activity);
                events += 1;
            }
        }
        rows.into_iter().for_each(|row| ends.end_in(row));
    } else {
        let mut rows = vec![(0_u32, NEVER); range.len()];
        for_each_event(log, |event, activity, objects| {
            let mut involved = false;
            for object in objects {
                if let Some(row) = rows.get_mut(place(object))
                    && row.1 != event
                {
                    let (before, _) = std::mem::replace(row, (activity.as_u32() + 1, event));
                    step(before, activity);
                    involved = true;
                }
            }
            events += u64::from(involved);
        });
        rows.into_iter().for_each(|(row, _)| ends.end_in(row));
    }
    ends.events = events;
    ends
}

/// The items by count, largest first; items of equal count stay in their order.
pub(crate) fn largest_first<T: Copy>(mut items: Vec<T>, count: impl Fn(&T) -> u64) -> Vec<T> {
    const BITS: u32 = 11;
    let most = items.iter().map(&count).max().unwrap_or(0);
    let Some(&any) = items.first() else { return items };
    let mut sorted = vec![any; items.len()];
    let mut shift = 0;
    while most.checked_shr(shift).is_some_and(|rest| rest > 0) {
        let digit = |item: &T| !(count(item) >> shift) as usize % (1 << BITS);
        let mut next = [0_usize; 1 << BITS];
        items.iter().for_each(|item| next[digit(item)] += 1);
        let mut total = 0;
        for next in &mut next {
            total += std::mem::replace(next, total);
        }
        for item in &items {
            let next = &mut next[digit(item)];
            sorted[*next] = *item;
            *next += 1;
        }
        std::mem::swap(&mut items, &mut sorted);
        shift += BITS;
    }
    items
}

/// The names of all activities of a log, by number.
pub(crate) fn names(log: &EventLog) -> impl Iterator<Item = &str> {
    let numbers = (0..log.activity_count() as u32).map(ActivityId::from_u32);
    numbers.map(|activity| log.activity_name(activity).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::largest_first;

    #[test]
    fn large_counts_and_equal_ones() {
        let counts = [3, 1 << 40, 0, 3, u64::MAX, 2_049, 1, 2_048, 1 << 40];
        let mut expected: Vec<(u64, usize)> = counts.iter().copied().zip(0..).collect();
        let sorted = largest_first(expected.clone(), |item| item.0);
        expected.sort_by_key(|item| std::cmp::Reverse(item.0));
        assert_eq!(sorted, expected);
        assert!(largest_first(Vec::<u64>::new(), |&count| count).is_empty());
    }
}
