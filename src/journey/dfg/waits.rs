//! Waits between visits, grouped by pairs of activities.

use std::time::Duration;

use super::pairs::{Alphabet, Edge};
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

    /// Calls `each` for every pair that has waits, with their summary, by the names of the activities.
    pub(crate) fn per_pair(mut self, alphabet: &Alphabet, mut each: impl FnMut(Edge, WaitSummary)) {
        let activities = self.starts.len();
        let mut sorted = Vec::new();
        let mut ends = Vec::new();
        for &from in &alphabet.order {
            let group = self.starts[from.index()] as usize..self.next[from.index()] as usize;
            let (waits, to) = (&mut self.waits[group.clone()], &self.to[group]);
            let mut pair = |to, waits: &mut [u64]| {
                each(Edge { from, to, count: waits.len() as u64 }, summary(waits));
            };
            if waits.len() < activities {
                // Few waits: a table of all later activities would cost more than they do.
                let ranks = to.iter().map(|&to| alphabet.ranks[to as usize]);
                let mut pairs: Vec<(u32, u64)> = ranks.zip(waits.iter().copied()).collect();
                pairs.sort_unstable();
                for same in pairs.chunk_by(|a, b| a.0 == b.0) {
                    sorted.clear();
                    sorted.extend(same.iter().map(|&(_, wait)| wait));
                    pair(alphabet.order[same[0].0 as usize], &mut sorted);
                }
                continue;
            }
            ends.clear();
            ends.resize(activities + 1, 0_u32);
            to.iter().for_each(|&to| ends[to as usize + 1] += 1);
            // Where the waits of each later activity begin; once they are there, where they end.
            (1..activities).for_each(|to| ends[to + 1] += ends[to]);
            sorted.clear();
            sorted.resize(waits.len(), 0);
            for (&to, &wait) in to.iter().zip(waits.iter()) {
                let end = &mut ends[to as usize];
                sorted[*end as usize] = wait;
                *end += 1;
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
}

fn summary(waits: &mut [u64]) -> WaitSummary {
    let sum: u128 = waits.iter().map(|&wait| u128::from(wait)).sum();
    let [median, p90] = quantiles(waits, [0.5, 0.9]).unwrap_or_default();
    WaitSummary { sum, median, p90 }
}
