//! Map in the order of its keys, whose tree is compiled once for a type of key and not for each type of value.
//!
//! A [`BTreeMap`] is about 5000 lines of LLVM code for every pair of types. Here the tree knows places in a vector, and
//! what depends on the values is a few lines. It has the methods of [`BTreeMap`] that this crate uses; entries are never
//! removed.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::cold_sort::permute;

#[derive(Clone, Debug)]
pub(crate) struct OrderedMap<K, V> {
    /// Per key its place in `entries`.
    places: BTreeMap<K, usize>,
    /// In the order of insertion.
    entries: Vec<(K, V)>,
}

impl<K: Ord + Clone, V> OrderedMap<K, V> {
    pub(crate) fn new() -> Self {
        Self { places: BTreeMap::new(), entries: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.places.get(key).map(|&at| &self.entries[at].1)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.places.get(key).map(|&at| &mut self.entries[at].1)
    }

    pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let at = self.places.get(&key).copied();
        Entry { map: self, key, at }
    }

    /// Sets the value of a key, and gives the one before.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.get_mut(&key) {
            Some(known) => Some(std::mem::replace(known, value)),
            None => {
                self.push(key, value);
                None
            }
        }
    }

    fn push(&mut self, key: K, value: V) {
        self.places.insert(key.clone(), self.entries.len());
        self.entries.push((key, value));
    }

    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { places: self.places.values(), entries: &self.entries }
    }

    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = &K> + Clone {
        self.places.keys()
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub(crate) fn into_values(self) -> impl ExactSizeIterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }
}

/// The value of a key, or the place for it.
pub(crate) struct Entry<'a, K, V> {
    map: &'a mut OrderedMap<K, V>,
    key: K,
    at: Option<usize>,
}

impl<'a, K: Ord + Clone, V> Entry<'a, K, V> {
    pub(crate) fn or_insert_with(self, value: impl FnOnce() -> V) -> &'a mut V {
        let at = self.at.unwrap_or(self.map.entries.len());
        if self.at.is_none() {
            self.map.push(self.key, value());
        }
        &mut self.map.entries[at].1
    }

    pub(crate) fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

#[derive(Debug)]
pub(crate) struct Iter<'a, K, V> {
    places: std::collections::btree_map::Values<'a, K, usize>,
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
        let (key, value) = self.entries.get(*self.places.next()?)?;
        Some((key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<'a, K: Ord + Clone, V> IntoIterator for &'a OrderedMap<K, V> {
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
        permute(&mut self.entries, self.places.into_values().collect());
        self.entries.into_iter()
    }
}

impl<K: Ord + Clone, V> FromIterator<(K, V)> for OrderedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K: Ord + Clone, V> Default for OrderedMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + Clone, V: PartialEq> PartialEq for OrderedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_a_tree_holds_in_its_order() {
        let (mut map, mut tree) = (OrderedMap::new(), BTreeMap::new());
        let mut state = 3_u32;
        for step in 0..500_u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = state >> 25;
            if step % 3 == 0 {
                assert_eq!(map.insert(key, step), tree.insert(key, step));
            } else {
                *map.entry(key).or_default() += step;
                *tree.entry(key).or_default() += step;
            }
            assert_eq!(map.get(&(step % 128)), tree.get(&(step % 128)));
        }
        assert_eq!(map.len(), tree.len());
        assert!(map.iter().eq(&tree));
        assert!(map.into_iter().eq(tree));
    }
}
