//! Pairs of activities that follow each other, and the waits between them.

use std::collections::HashMap;

use super::ActivityId;
use crate::numeric::quantile::quantile;

/// Up to this many activities the edges are looked up in a square table (4 MiB), beyond in a hash table.
const TABLE_SIDE: usize = 1_024;
const NONE: u32 = u32::MAX;
const SECOND: f64 = 1e9;

/// Numbers pairs of activities in order of first appearance, and counts them.
#[derive(Debug)]
pub(super) struct Pairs {
    slots: Slots,
    pub(super) ends: Vec<(ActivityId, ActivityId)>,
    pub(super) counts: Vec<u64>,
}

#[derive(Debug)]
enum Slots {
    Table { side: usize, numbers: Vec<u32> },
    Hashed(HashMap<(ActivityId, ActivityId), u32>),
}

impl Pairs {
    pub(super) fn new(activities: usize) -> Self {
        let slots = if activities <= TABLE_SIDE {
            Slots::Table { side: activities, numbers: vec![NONE; activities * activities] }
        } else {
            Slots::Hashed(HashMap::new())
        };
        Self { slots, ends: Vec::new(), counts: Vec::new() }
    }

    pub(super) fn count(&mut self, from: ActivityId, to: ActivityId) {
        let next = self.counts.len() as u32;
        let slot = match &mut self.slots {
            Slots::Table { side, numbers } => numbers.get_mut(from.index() * *side + to.index()),
            Slots::Hashed(numbers) => Some(numbers.entry((from, to)).or_insert(NONE)),
        };
        let Some(number) = slot else { return };
        if *number == NONE {
            *number = next;
            self.ends.push((from, to));
            self.counts.push(0);
        }
        if let Some(count) = self.counts.get_mut(*number as usize) {
            *count += 1;
        }
    }

    /// The number of a pair that was counted.
    pub(super) fn find(&self, from: ActivityId, to: ActivityId) -> usize {
        let number = match &self.slots {
            Slots::Table { side, numbers } => numbers.get(from.index() * side + to.index()),
            Slots::Hashed(numbers) => numbers.get(&(from, to)),
        };
        number.copied().unwrap_or(NONE) as usize
    }
}

/// Waits in nanoseconds, pair by pair.
#[derive(Debug)]
pub(super) struct Waits {
    /// Per pair where its next wait goes; when all are added, where the next pair's begin.
    ends: Vec<usize>,
    waits: Vec<u64>,
}

/// What the waits of one pair come to, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WaitSummary {
    pub(super) mean: f64,
    pub(super) median: f64,
    pub(super) p90: f64,
}

impl Waits {
    pub(super) fn new(counts: &[u64]) -> Self {
        let mut total = 0;
        let ends = counts
            .iter()
            .map(|&count| {
                let start = total;
                total += count as usize;
                start
            })
            .collect();
        Self { ends, waits: vec![0; total] }
    }

    pub(super) fn add(&mut self, pair: usize, wait: u64) {
        if let Some(end) = self.ends.get_mut(pair)
            && let Some(slot) = self.waits.get_mut(*end)
        {
            *slot = wait;
            *end += 1;
        }
    }

    /// Count and summary of each pair.
    pub(super) fn per_pair(&mut self) -> impl Iterator<Item = (u64, WaitSummary)> {
        let mut start = 0;
        let waits = &mut self.waits;
        self.ends.iter().map(move |&end| {
            let group = waits.get_mut(start..end).unwrap_or_default();
            start = end;
            (group.len() as u64, summary(group))
        })
    }
}

fn summary(waits: &mut [u64]) -> WaitSummary {
    let sum: u128 = waits.iter().map(|&wait| u128::from(wait)).sum();
    let mut seconds = |probability| quantile(waits, probability).unwrap_or_default() / SECOND;
    let (median, p90) = (seconds(0.5), seconds(0.9));
    WaitSummary { mean: sum as f64 / (waits.len().max(1) as f64 * SECOND), median, p90 }
}
