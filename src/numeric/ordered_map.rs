//! Map in the order of its keys, whose search is compiled once and not for each pair of types.
//!
//! A [`BTreeMap`](std::collections::BTreeMap) is about 5000 lines of LLVM code for every pair of types. Here the search
//! knows ranks of keys and places in a vector, and what depends on the types is a few lines. It has the methods of
//! `BTreeMap` that this crate uses; entries are never removed.

use std::borrow::Borrow;
use std::fmt;

use super::cold_sort::permute;
use super::places::{self, Places, Slot};
use super::rank::Rank;

#[derive(Clone)]
pub(crate) struct OrderedMap<K, V> {
    /// In the order of the keys.
    places: Places,
    /// In the order of insertion.
    entries: Vec<(K, V)>,
}

impl<K, V> OrderedMap<K, V> {
    pub(crate) const fn new() -> Self {
        Self { places: Places::new(), entries: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { places: self.places.iter(), entries: &self.entries }
    }

    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub(crate) fn into_values(self) -> impl ExactSizeIterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }
}

impl<K: Rank, V> OrderedMap<K, V> {
    fn find<Q: Rank + ?Sized>(&self, key: &Q) -> Result<usize, Slot>
    where
        K: Borrow<Q>,
    {
        self.places.find(key.rank(), &|place| self.entries[place].0.borrow().cmp(key))
    }

    pub(crate) fn get<Q: Rank + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|at| &self.entries[at].1)
    }

    pub(crate) fn get_mut<Q: Rank + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|at| &mut self.entries[at].1)
    }

    pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let at = self.find(&key);
        Entry { map: self, key, at }
    }

    /// Sets the value of a key, and gives the one before.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            Err(slot) => {
                self.push(slot, key, value);
                None
            }
        }
    }

    fn push(&mut self, slot: Slot, key: K, value: V) {
        self.places.insert(key.rank(), slot);
        self.entries.push((key, value));
    }
}

/// The value of a key, or the place for it.
pub(crate) struct Entry<'a, K, V> {
    map: &'a mut OrderedMap<K, V>,
    key: K,
    at: Result<usize, Slot>,
}

impl<'a, K: Rank, V> Entry<'a, K, V> {
    pub(crate) fn or_insert_with(self, value: impl FnOnce() -> V) -> &'a mut V {
        let at = self.at.unwrap_or_else(|slot| {
            self.map.push(slot, self.key, value());
            self.map.len() - 1
        });
        &mut self.map.entries[at].1
    }

    pub(crate) fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

pub(crate) struct Iter<'a, K, V> {
    places: places::Iter<'a>,
    entries: &'a [(K, V)],
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self { places: self.places.clone(), entries: self.entries }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.entries.get(self.places.next()?)?;
        Some((key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<'a, K, V> IntoIterator for &'a OrderedMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K, V> IntoIterator for OrderedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(mut self) -> Self::IntoIter {
        permute(&mut self.entries, self.places.iter().collect());
        self.entries.into_iter()
    }
}

impl<K: Rank, V> FromIterator<(K, V)> for OrderedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> Default for OrderedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for OrderedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for OrderedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn holds_what_a_tree_holds_in_its_order() {
        let (mut map, mut tree) = (OrderedMap::new(), BTreeMap::new());
        let mut state = 3_u32;
        for step in 0..5000_u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = state >> 20;
            if step % 3 == 0 {
                assert_eq!(map.insert(key, step), tree.insert(key, step));
            } else {
                *map.entry(key).or_default() += step;
                *tree.entry(key).or_default() += step;
            }
            assert_eq!(map.get(&(step % 4096)), tree.get(&(step % 4096)));
        }
        assert_eq!(map.len(), tree.len());
        assert!(map.iter().eq(&tree));
        assert!(map.into_iter().eq(tree));
    }
}
