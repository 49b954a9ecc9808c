//! Keys of nodes, and the nodes of keys.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::Error;

/// The keys of the nodes of a network. Where it has none, the numbers of the nodes are their keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    names: Vec<String>,
    /// The nodes in ascending order of their keys. Made when a key is first looked for.
    sorted: OnceLock<Vec<u32>>,
}

impl Keys {
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, sorted: OnceLock::new() }
    }

    /// The keys that a caller gives.
    ///
    /// # Errors
    ///
    /// [`Error::NodeTwice`] where two nodes share a key.
    pub(super) fn of_names(names: &[String]) -> Result<Self, Error> {
        let mut seen = HashSet::with_capacity_and_hasher(names.len(), RandomState::default());
        match names.iter().find(|name| !seen.insert(name.as_str())) {
            Some(name) => Err(Error::NodeTwice { node: name.clone() }),
            None => Ok(Self::new(names.to_vec())),
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
        let name = |node: u32| keys.names[node as usize].as_str();
        let sorted = keys.sorted.get_or_init(|| {
            let mut sorted: Vec<u32> = (0..keys.names.len() as u32).collect();
            sorted.sort_by_key(|&node| name(node));
            sorted
        });
        let node = *sorted.get(sorted.partition_point(|&node| name(node) < key))?;
        (name(node) == key).then_some(node as usize)
    }
}
