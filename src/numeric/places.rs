//! Places of entries in the order of their keys, without knowing the keys: compiled once for all maps.

use std::cmp::Ordering;

/// A block holds at most this many places.
const BLOCK: usize = 128;

/// Places in the order of the keys that lie at them, with the ranks of these keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// None is empty.
    blocks: Vec<Vec<(u64, u32)>>,
    /// Per block its last place, where there are several blocks.
    lasts: Vec<(u64, u32)>,
    length: usize,
}

/// Where a key's place belongs: a block, and the position in it.
pub(super) type Slot = (usize, usize);

impl Places {
    pub(super) const fn new() -> Self {
        Self { blocks: Vec::new(), lasts: Vec::new(), length: 0 }
    }

    /// The place of a key of this rank, or where it belongs. `compare` tells how the key at a place stands to it, and is
    /// asked where ranks are equal.
    pub(super) fn find(&self, rank: u64, compare: &dyn Fn(usize) -> Ordering) -> Result<usize, Slot> {
        let stands = |&(other, place): &(u64, u32)| other.cmp(&rank).then_with(|| compare(place as usize));
        let at = match self.lasts.as_slice() {
            [] => 0,
            // What comes in order goes to the end at once.
            [.., last] if stands(last).is_lt() => self.blocks.len() - 1,
            lasts => lasts.partition_point(|last| stands(last).is_lt()),
        };
        let block = self.blocks.get(at).map(Vec::as_slice).unwrap_or_default();
        match block.binary_search_by(stands) {
            Ok(position) => Ok(block[position].1 as usize),
            Err(position) => Err((at, position)),
        }
    }

    /// Puts the next place, which is the count of places so far, where [`Places::find`] said that it belongs.
    pub(super) fn insert(&mut self, rank: u64, (at, position): Slot) {
        let place = (rank, self.length as u32);
        self.length += 1;
        let Some(block) = self.blocks.get_mut(at) else {
            let mut block = Vec::with_capacity(8);
            block.push(place);
            self.blocks.push(block);
            return;
        };
        block.insert(position, place);
        let last = position + 1 == block.len();
        if let Some(known) = self.lasts.get_mut(at).filter(|_| last) {
            *known = place;
        }
        if block.len() > BLOCK {
            if self.lasts.is_empty() {
                self.lasts.extend(block.last());
            }
            // A block that grows at its end stays full.
            let half = if last { BLOCK } else { BLOCK / 2 };
            let rest = block.split_off(half);
            self.lasts.insert(at, block[half - 1]);
            self.blocks.insert(at + 1, rest);
        }
    }

    pub(super) fn iter(&self) -> Iter<'_> {
        Iter { block: [].iter(), blocks: self.blocks.iter(), left: self.length }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Iter<'a> {
    block: std::slice::Iter<'a, (u64, u32)>,
    blocks: std::slice::Iter<'a, Vec<(u64, u32)>>,
    left: usize,
}

impl Iterator for Iter<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.block.len() == 0 {
            self.block = self.blocks.next()?.iter();
        }
        self.left -= 1;
        self.block.next().map(|&(_, place)| place as usize)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Iter<'_> {}
