//! Things of one kind in order of their identifiers, found by key as well.

use std::collections::HashMap;

use crate::model::ids::next_number;

use crate::model::{Fault, Kind};

/// Things of one kind with unique external keys, in order of their identifiers.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<T> {
    items: Vec<T>,
    numbers: HashMap<Box<str>, u32>,
}

/// A kind of thing that has an external key.
pub(crate) trait HasKey {
    const KIND: Kind;
    /// Whether node names are built from the key, so that it cannot hold `/`.
    const NAMES_NODES: bool = false;
    fn key(&self) -> &str;
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { items: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: HasKey> Keyed<T> {
    /// Adds `item` under the next number, or says what is wrong with its key.
    pub(crate) fn add(&mut self, item: T) -> Result<u32, Fault> {
        let key = item.key();
        let bad = |reason| Fault::BadKey { kind: T::KIND, key: key.to_owned(), reason };
        if key.trim().is_empty() {
            return Err(bad("it is empty"));
        }
        if key.chars().any(char::is_control) {
            return Err(bad("it holds a control character"));
        }
        if T::NAMES_NODES && key.contains('/') {
            return Err(bad("it holds `/`, which separates the parts of a node's name"));
        }
        if self.numbers.contains_key(key) {
            return Err(Fault::Duplicate { kind: T::KIND, key: key.to_owned() });
        }
        let number = next_number(self.items.len(), T::KIND)?;
        self.numbers.insert(key.into(), number);
        self.items.push(item);
        Ok(number)
    }

    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.items.get(number as usize)
    }

    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

macro_rules! has_key {
    ($($kind:ident $names_nodes:literal),+ $(,)?) => {$(
        impl HasKey for crate::model::$kind {
            const KIND: Kind = Kind::$kind;
            const NAMES_NODES: bool = $names_nodes;
            fn key(&self) -> &str {
                &self.key
            }
        }
    )+};
}

has_key! {
    Stakeholder true,
    Segment false,
    Channel false,
    System false,
    Touchpoint false,
    Outcome true,
    Journey false,
}
