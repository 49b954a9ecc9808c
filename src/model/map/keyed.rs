//! Things of one kind in order of their identifiers, found by key as well.

use std::collections::HashMap;

use crate::model::ids::next_number;

use crate::model::{Fault, Kind};

/// Things of one kind with unique external keys, in order of their identifiers.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<T> {
    items: Vec<T>,
    numbers: HashMap<Box<str>, u32>,
    /// By name for reports, where one is given; `None` where several share it.
    labels: HashMap<Box<str>, Option<u32>>,
}

/// A kind of thing that has an external key.
pub(crate) trait HasKey {
    const KIND: Kind;
    /// Whether node names are built from the key, so that it cannot hold `/`.
    const NAMES_NODES: bool = false;
    fn key(&self) -> &str;
    /// The name for reports, where one is given.
    fn name(&self) -> Option<&str>;
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { items: Vec::new(), numbers: HashMap::new(), labels: HashMap::new() }
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
        if let Some(name) = item.name() {
            self.labels.entry(name.into()).and_modify(|known| *known = None).or_insert(Some(number));
        }
        self.items.push(item);
        Ok(number)
    }

    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// The number of the thing with this key, else of the only thing with this name.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.number(name).or_else(|| self.labels.get(name).copied().flatten())
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.items.get(number as usize)
    }

    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

macro_rules! has_key {
    ($($kind:ident $names_nodes:literal $name:expr),+ $(,)?) => {$(
        impl HasKey for crate::model::$kind {
            const KIND: Kind = Kind::$kind;
            const NAMES_NODES: bool = $names_nodes;
            fn key(&self) -> &str {
                &self.key
            }
            fn name(&self) -> Option<&str> {
                let name: fn(&Self) -> Option<&str> = $name;
                name(self)
            }
        }
    )+};
}

has_key! {
    Stakeholder true |item| item.name.as_deref(),
    Segment false |_| None,
    Channel false |item| item.name.as_deref(),
    System false |item| item.name.as_deref(),
    Touchpoint false |item| item.name.as_deref(),
    Outcome true |item| item.name.as_deref(),
    Journey false |item| item.name.as_deref(),
}
