//! Disjoint sets of records with undo (union by size, without path compression).

use super::{IdentityRecords, KeyId, KeyKindId};

const NONE: u32 = u32::MAX;

/// Union by size without path compression, so that a join changes one parent and can be taken back in constant time.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    parents: Vec<u32>,
    /// Per root how many records it has.
    sizes: Vec<u32>,
    /// Per root the first of its records.
    firsts: Vec<u32>,
    /// Kinds of which a person has one.
    exclusive: Vec<KeyKindId>,
    /// Per record and exclusive kind the key, or `NONE`: of a root, that of the person.
    keys: Vec<u32>,
    journal: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    place: usize,
    /// The root that became a child.
    child: u32,
    /// The first record of the other root before.
    first: u32,
    /// A bit for each exclusive kind whose key the other root got from the child.
    filled: u64,
}

impl Forest {
    /// Every record alone.
    pub(crate) fn new(records: &IdentityRecords, kinds: &[u8]) -> Self {
        let own: Vec<u32> = (0..records.len() as u32).collect();
        let exclusive: Vec<KeyKindId> = (0..)
            .zip(records.kinds())
            .filter(|(_, kind)| kind.one_per_person)
            .map(|(number, _)| KeyKindId::from_u32(number))
            .collect();
        let mut keys = vec![NONE; own.len() * exclusive.len()];
        if !exclusive.is_empty() {
            for ((_, carried), slots) in records.into_iter().zip(keys.chunks_exact_mut(exclusive.len())) {
                for &key in carried {
                    let kind = KeyKindId::from_u32(u32::from(kinds[key.index()]));
                    if let Ok(at) = exclusive.binary_search(&kind) {
                        slots[at] = key.as_u32();
                    }
                }
            }
        }
        Self {
            sizes: vec![1; own.len()],
            firsts: own.clone(),
            parents: own,
            exclusive,
            keys,
            journal: Vec::new(),
        }
    }

    fn root(&self, record: u32) -> usize {
        let mut at = record as usize;
        while self.parents[at] as usize != at {
            at = self.parents[at] as usize;
        }
        at
    }

    /// The first record of the person of a record.
    pub(crate) fn person(&self, record: u32) -> u32 {
        self.firsts[self.root(record)]
    }

    /// Makes the persons of two records one, unless that person would have two keys of an exclusive kind.
    pub(crate) fn join(&mut self, one: u32, other: u32, place: usize) -> Result<(), (KeyKindId, [KeyId; 2])> {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return Ok(());
        }
        let width = self.exclusive.len();
        for (at, &kind) in self.exclusive.iter().enumerate() {
            let keys = [self.keys[one * width + at], self.keys[other * width + at]];
            if keys[0] != keys[1] && !keys.contains(&NONE) {
                return Err((kind, keys.map(KeyId::from_u32)));
            }
        }
        let (root, child) = if self.sizes[one] < self.sizes[other] { (other, one) } else { (one, other) };
        let mut filled = 0;
        for at in 0..width {
            let from = self.keys[child * width + at];
            let to = &mut self.keys[root * width + at];
            if *to == NONE && from != NONE {
                *to = from;
                filled |= 1 << at;
            }
        }
        self.journal.push(Entry { place, child: child as u32, first: self.firsts[root], filled });
        self.parents[child] = root as u32;
        self.sizes[root] += self.sizes[child];
        self.firsts[root] = self.firsts[root].min(self.firsts[child]);
        Ok(())
    }

    /// Takes back the last join.
    pub(crate) fn undo(&mut self) {
        let Some(entry) = self.journal.pop() else { return };
        let child = entry.child as usize;
        let root = self.parents[child] as usize;
        let width = self.exclusive.len();
        for at in (0..width).filter(|at| entry.filled >> at & 1 == 1) {
            self.keys[root * width + at] = NONE;
        }
        self.firsts[root] = entry.first;
        self.sizes[root] -= self.sizes[child];
        self.parents[child] = entry.child;
    }

    /// Takes back every join, and no record carries this key any more.
    pub(crate) fn forget(&mut self, key: KeyId) {
        while !self.journal.is_empty() {
            self.undo();
        }
        self.keys.iter_mut().filter(|own| **own == key.as_u32()).for_each(|own| *own = NONE);
    }

    /// The place of the last join.
    pub(crate) fn last_place(&self) -> Option<usize> {
        self.journal.last().map(|entry| entry.place)
    }

    /// The places of the joins, in their order.
    pub(crate) fn places(&self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        self.journal.iter().map(|entry| entry.place)
    }
}
