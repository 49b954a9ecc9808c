//! Names of the nodes of a network that is being read.

use crate::io::short_names::{ShortKey, ShortNames};
use crate::journey::Error;
use crate::journey::log::interner::Interner;

/// Numbers of the names of nodes, in order of first mention.
#[derive(Debug)]
pub(super) struct NodeNames {
    names: Interner,
    short: ShortNames<u32>,
}

impl NodeNames {
    pub(super) fn new() -> Self {
        Self { names: Interner::default(), short: ShortNames::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The name with this number.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        self.names.get(number)
    }

    /// The number of a name, a new one if it has none.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, Error> {
        let key = ShortKey::of(name.as_bytes(), name.as_bytes());
        let is_new = self.short.is_complete() && key.is_some();
        let Self { names, short } = self;
        short.number(key, || if is_new { names.append(name, "nodes") } else { names.intern(name, "nodes") })
    }

    /// The number of a name, if it has one.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        match ShortKey::of(name.as_bytes(), name.as_bytes()) {
            Some(key) => self.find_short(key),
            None => self.names.find(name),
        }
    }

    /// [`find`](Self::find) of a short name.
    pub(super) fn find_short(&self, key: ShortKey) -> Option<u32> {
        match self.short.find(key) {
            None if !self.short.is_complete() => key.with_name(|name| self.names.find(name)),
            found => found,
        }
    }

    /// Reads the place of a short name, so that it is at hand for a look-up.
    pub(super) fn touch(&self, key: ShortKey) -> u64 {
        self.short.touch(key)
    }
}
