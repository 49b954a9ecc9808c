//! Reverse-reachable sets.

use std::ops::Range;

use crate::numeric::stats::rng::Rng;

use super::{Contagion, Diffusion};

/// Keeps the random numbers of sets apart from those of runs with the same seed.
const STREAMS: u64 = 1 << 63;

/// Sets of nodes, one after the other.
#[derive(Debug, Default)]
pub(super) struct Sets {
    /// Where each set ends.
    pub(super) ends: Vec<usize>,
    pub(super) members: Vec<u32>,
}

impl Sets {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn range(&self, set: usize) -> Range<usize> {
        let start = if set == 0 { 0 } else { self.ends[set - 1] };
        start..self.ends[set]
    }

    pub(super) fn get(&self, set: usize) -> &[u32] {
        &self.members[self.range(set)]
    }

    #[cfg(feature = "parallel")]
    pub(super) fn append(&mut self, other: &Self) {
        let before = self.members.len();
        self.members.extend_from_slice(&other.members);
        self.ends.extend(other.ends.iter().map(|end| end + before));
    }
}

/// Which of the two collections a set is of: the one seeds are chosen by, or the one they are judged by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Collection {
    Choose = 0,
    Judge = 1,
}

/// Makes reverse-reachable sets. Set i of a collection is always the same.
pub(super) struct Maker<'a> {
    contagion: &'a Contagion,
    seed: u64,
    /// A bit a node: reached in this set.
    reached: Vec<u64>,
    /// Positions of the edges that pass on in this round.
    live: Vec<u32>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(contagion: &'a Contagion, seed: u64) -> Self {
        Self { contagion, seed, reached: vec![0; contagion.node_count().div_ceil(64)], live: Vec::new() }
    }

    /// The sets of these numbers.
    pub(super) fn make(&mut self, numbers: Range<u64>, sets: &mut Sets) {
        for number in numbers {
            self.grow(number, Collection::Choose, &mut sets.members, |_| false);
            sets.ends.push(sets.members.len());
        }
    }

    /// How many of the sets of these numbers hold one of the nodes whose bits are given. One that does is not grown on.
    pub(super) fn hits(&mut self, numbers: Range<u64>, wanted: &[u64]) -> u64 {
        let mut members = Vec::new();
        let mut hits = 0;
        for number in numbers {
            members.clear();
            let holds = |node: usize| wanted[node / 64] >> (node % 64) & 1 == 1;
            hits += u64::from(self.grow(number, Collection::Judge, &mut members, holds));
        }
        hits
    }

    /// Adds the members of one set, until one of them is what was looked for; whether one was.
    fn grow(
        &mut self,
        number: u64,
        collection: Collection,
        members: &mut Vec<u32>,
        sought: impl Fn(usize) -> bool,
    ) -> bool {
        let mut rng = Rng::new(self.seed, STREAMS | (2 * number) | collection as u64);
        let into = &self.contagion.into;
        let start = members.len();
        let root = ((u128::from(rng.next_u64()) * into.nodes() as u128) >> 64) as usize;
        members.push(root as u32);
        self.reached[root / 64] |= 1 << (root % 64);
        let mut found = sought(root);
        let mut at = start;
        match self.contagion.diffusion {
            Diffusion::IndependentCascade => {
                let mut skips = into.skips(rng);
                while at < members.len() && !found {
                    self.live.clear();
                    for &node in &members[at..] {
                        into.live(node as usize, &mut skips, &mut self.live);
                    }
                    at = members.len();
                    into.gather(&self.live, &mut self.reached, members);
                    found = members[at..].iter().any(|&node| sought(node as usize));
                }
            }
            Diffusion::LinearThreshold => {
                while at < members.len() && !found {
                    let Some(from) = into.pick(members[at] as usize, &mut rng) else { break };
                    at += 1;
                    into.gather(&[from], &mut self.reached, members);
                    found = members[at..].iter().any(|&node| sought(node as usize));
                }
            }
        }
        for &node in &members[start..] {
            self.reached[node as usize / 64] = 0;
        }
        found
    }
}
