//! Index of a node in a network.

use std::fmt;
use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// Index of a node in a [`Network`](super::Network) or a [`Contagion`](super::contagion::Contagion), counted from 0.
///
/// Slices and vectors with one value a node can be indexed by it. [`Network::find`](super::Network::find) gives the index of
/// a key, [`Network::key`](super::Network::key) the key of an index.
///
/// ```
/// use total_experience::cascade::NodeIndex;
///
/// let node = NodeIndex::from(2);
/// assert_eq!([10.0, 20.0, 30.0][node], 30.0);
/// assert_eq!((node.as_usize(), node.to_string()), (2, "2".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeIndex(u32);

impl NodeIndex {
    /// The index as a number of 32 bits, as edge columns hold it.
    pub fn as_u32(self) -> u32 {
        self.0
    }

    /// The index as a place in a slice.
    pub fn as_usize(self) -> usize {
        self.0 as usize
    }

    /// The index of a place below the number of nodes, which is less than 2^32.
    pub(crate) fn at(place: usize) -> Self {
        Self(place as u32)
    }
}

impl From<u32> for NodeIndex {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<NodeIndex> for u32 {
    fn from(node: NodeIndex) -> Self {
        node.0
    }
}

impl fmt::Display for NodeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> Index<NodeIndex> for [T] {
    type Output = T;

    fn index(&self, node: NodeIndex) -> &T {
        &self[node.as_usize()]
    }
}

impl<T> IndexMut<NodeIndex> for [T] {
    fn index_mut(&mut self, node: NodeIndex) -> &mut T {
        &mut self[node.as_usize()]
    }
}

impl<T> Index<NodeIndex> for Vec<T> {
    type Output = T;

    fn index(&self, node: NodeIndex) -> &T {
        &self[node.as_usize()]
    }
}

impl<T> IndexMut<NodeIndex> for Vec<T> {
    fn index_mut(&mut self, node: NodeIndex) -> &mut T {
        &mut self[node.as_usize()]
    }
}

impl PartialEq<u32> for NodeIndex {
    fn eq(&self, number: &u32) -> bool {
        self.0 == *number
    }
}
