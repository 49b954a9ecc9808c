//! Keys of nodes, and the nodes of keys.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::Error;

/// The keys of the nodes of a network. Where it has none, the numbers of the nodes are their keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    names: Vec<String>,
    /// Made when a key is first looked for.
    index: OnceLock<Index>,
}

/// Nodes by the hashes of their keys.
#[derive(Clone, Debug)]
struct Index {
    /// A power of two of slots: each node is in the first that was vacant from that of its hash on.
    slots: Vec<u32>,
    hasher: RandomState,
}

const VACANT: u32 = u32::MAX;

impl Index {
    /// The index of all names, and the first that is the same as one before.
    fn new(names: &[String]) -> (Self, Option<&String>) {
        let slots = vec![VACANT; (names.len() * 2).next_power_of_two()];
        let mut index = Self { slots, hasher: RandomState::default() };
        let mut twice = None;
        for (node, name) in (0..).zip(names) {
            let slot = index.slot(names, name);
            if index.slots[slot] == VACANT {
                index.slots[slot] = node;
            } else {
                twice = twice.or(Some(name));
            }
        }
        (index, twice)
    }

    /// The slot in which the node of a key is or would be.
    fn slot(&self, names: &[String], key: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hasher.hash_one(key) as usize & mask;
        while self.slots[slot] != VACANT && names[self.slots[slot] as usize] != key {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

impl Keys {
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, index: OnceLock::new() }
    }

    /// The keys that a caller gives.
    ///
    /// # Errors
    ///
    /// [`Error::NodeTwice`] where two nodes share a key.
    pub(super) fn of_names(names: &[String]) -> Result<Self, Error> {
        match Index::new(names) {
            (_, Some(twice)) => Err(Error::NodeTwice { node: twice.clone() }),
            (index, None) => Ok(Self { names: names.to_vec(), index: index.into() }),
        }
    }

    /// The key of a node.
    pub(super) fn key(keys: Option<&Self>, node: usize) -> Cow<'_, str> {
        match keys.and_then(|keys| keys.names.get(node)) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(node.to_string()),
        }
    }

    /// The node of a key. Without keys a number need not be that of a node.
    pub(super) fn find(keys: Option<&Self>, key: &str) -> Option<usize> {
        let Some(keys) = keys else { return key.parse().ok() };
        let index = keys.index.get_or_init(|| Index::new(&keys.names).0);
        Some(index.slots[index.slot(&keys.names, key)])
            .filter(|&node| node != VACANT)
            .map(|node| node as usize)
    }
}
