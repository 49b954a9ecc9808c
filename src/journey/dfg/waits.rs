//! Waits between visits, grouped by pairs of activities.

use std::time::Duration;

use super::pairs::{Alphabet, Edge};
use crate::Execution;
use crate::journey::log::ActivityId;
use crate::numeric::stats::quantile::quantiles;

/// Waits in nanoseconds, gathered by the earlier activity, then sorted out by the later one.
///
/// In two steps, because a wait that goes straight to one of tens of thousands of pairs misses the caches every time.
#[derive(Debug)]
pub(crate) struct Waits {
    /// Per earlier activity where its next wait goes; at first, and for the activity behind, where its room begins.
    next: Vec<u32>,
    starts: Vec<u32>,
    waits: Vec<u64>,
    /// Of each wait the later activity.
    to: Vec<u32>,
}

/// Sum and quantiles of the waits of one pair, in nanoseconds. They are rounded where they are read, not once for all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WaitSummary {
    sum: u128,
    median: f64,
    p90: f64,
}

impl WaitSummary {
    /// The mean of these `count` waits, to the nearest nanosecond.
    pub(crate) fn mean(&self, count: u64) -> Duration {
        Duration::from_nanos(rounded_mean(self.sum, count))
    }

    pub(crate) fn median(&self) -> Duration {
        Duration::from_nanos(nearest(self.median))
    }

    pub(crate) fn p90(&self) -> Duration {
        Duration::from_nanos(nearest(self.p90))
    }
}

/// The mean of `count` waits with this sum, rounded to the nearest nanosecond.
pub(crate) fn rounded_mean(sum: u128, count: u64) -> u64 {
    let count = count.max(1);
    let above = sum + u128::from(count / 2);
    // Nearly all sums fit into 64 bits, where a division takes a tenth of the time.
    match u64::try_from(above) {
        Ok(above) => above / count,
        Err(_) => u64::try_from(above / u128::from(count)).unwrap_or(u64::MAX),
    }
}

/// The whole number nearest to one that is not negative, half up.
fn nearest(value: f64) -> u64 {
    let below = value as u64;
    below + u64::from(value - below as f64 >= 0.5)
}

impl Waits {
    /// Room for at most so many waits after each activity, fewer than 2^32 in all.
    pub(crate) fn new(most: &[u32]) -> Self {
        let mut total = 0;
        let starts: Vec<u32> = most
            .iter()
            .map(|&most| {
                let start = total;
                total += most;
                start
            })
            .collect();
        Self { next: starts.clone(), starts, waits: vec![0; total as usize], to: vec![0; total as usize] }
    }

    pub(crate) fn add(&mut self, from: ActivityId, to: ActivityId, wait: u64) {
        let next = &mut self.next[from.index()];
        self.waits[*next as usize] = wait;
        self.to[*next as usize] = to.as_u32();
        *next += 1;
    }

    /// The waits after an activity, and of each the later activity.
    fn after(&self, from: ActivityId) -> (&[u64], &[u32]) {
        let (starts, next) = (self.starts.get(from.index()), self.next.get(from.index()));
        let group = starts.zip(next).map_or(0..0, |(&start, &next)| start as usize..next as usize);
        (self.waits.get(group.clone()).unwrap_or_default(), self.to.get(group).unwrap_or_default())
    }

    /// The summary of every pair that has waits in any of these parts, by the names of the activities.
    pub(crate) fn per_pair(
        parts: &[Self],
        alphabet: &Alphabet,
        execution: &Execution,
    ) -> Vec<(Edge, WaitSummary)> {
        const PIECES: usize = 8;
        let waits = parts.iter().map(|part| part.waits.len()).sum();
        let threads = execution.threads(waits);
        let pieces = if threads > 1 { threads * PIECES } else { 1 };
        let size = alphabet.order.len().div_ceil(pieces).max(1);
        let summaries = execution.map(alphabet.order.chunks(size).collect(), |activities| {
            let mut pairs = Pairs::default();
            activities.iter().for_each(|&from| pairs.add(parts, from, alphabet));
            pairs.found
        });
        summaries.into_iter().flatten().collect()
    }
}

/// Pairs of activities with summaries of their waits, and memory to find them in.
#[derive(Default)]
struct Pairs {
    found: Vec<(Edge, WaitSummary)>,
    sorted: Vec<u64>,
    ends: Vec<u32>,
}

impl Pairs {
    /// Adds the pairs of an earlier activity.
    fn add(&mut self, parts: &[Waits], from: ActivityId, alphabet: &Alphabet) {
        let activities = alphabet.order.len();
        let groups = || parts.iter().map(|part| part.after(from));
        let all = || groups().flat_map(|(waits, to)| to.iter().copied().zip(waits.iter().copied()));
        let count: usize = groups().map(|(waits, _)| waits.len()).sum();
        let Self { found, sorted, ends } = self;
        let mut pair = |to, waits: &mut [u64]| {
            found.push((Edge { from, to, count: waits.len() as u64 }, summary(waits)));
        };
        if count < activities {
            // Few waits: a table of all later activities would cost more than they do.
            let ranked = all().map(|(to, wait)| (alphabet.ranks[to as usize], wait));
            let mut pairs: Vec<(u32, u64)> = ranked.collect();
            pairs.sort_unstable();
            for same in pairs.chunk_by(|a, b| a.0 == b.0) {
                sorted.clear();
                sorted.extend(same.iter().map(|&(_, wait)| wait));
                pair(alphabet.order[same[0].0 as usize], sorted);
            }
            return;
        }
        ends.clear();
        ends.resize(activities + 1, 0_u32);
        groups().for_each(|(_, to)| to.iter().for_each(|&to| ends[to as usize + 1] += 1));
        // Where the waits of each later activity begin; once they are there, where they end.
        (1..activities).for_each(|to| ends[to + 1] += ends[to]);
        sorted.clear();
        sorted.resize(count, 0);
        for (waits, to) in groups() {
            for (&to, &wait) in to.iter().zip(waits) {
                let end = &mut ends[to as usize];
                sorted[*end as usize] = wait;
                *end += 1;
            }
        }
        for &to in &alphabet.order {
            let start = to.index().checked_sub(1).map_or(0, |before| ends[before]);
            let waits = &mut sorted[start as usize..ends[to.index()] as usize];
            if !waits.is_empty() {
                pair(to, waits);
            }
        }
    }
}

/// The summary of these waits, of which there is at least one.
pub(crate) fn summary(waits: &mut [u64]) -> WaitSummary {
    let sum: u128 = waits.iter().map(|&wait| u128::from(wait)).sum();
    let [median, p90] = quantiles(waits, [0.5, 0.9]).unwrap_or_default();
    WaitSummary { sum, median, p90 }
}
