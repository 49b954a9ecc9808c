//! Values of nodes, with their keys.

use std::borrow::Cow;
use std::ops::{Deref, Index, IndexMut};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::keys::Keys;

/// One value for each node of a network: a slice underneath, found by key, and iterated with keys.
///
/// - By node: `values[node]` by [`NodeIndex`](super::NodeIndex) or number, to be read or set.
/// - By key: [`get`](Self::get).
/// - With keys: `for (key, value) in &values`, and [`largest_first`](Self::largest_first).
/// - Without keys: [`values`](Self::values), `&values` where a `&[f64]` is wanted, or [`as_slice`](Self::as_slice). The values cannot be
///   put into another order, because they would lose their nodes.
///
/// Where the network has no keys, the numbers of the nodes are their keys. As JSON it is an array of the values; two are
/// equal when their values are.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network};
///
/// let names = ["training", "service"].map(String::from);
/// let network = Network::from_columns(2, &EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() }.with_names(&names))?;
/// let total = network.equilibrium(&network.node_values(&[("training", 10.0)])?)?;
/// assert_eq!((total.get("service"), total[1]), (Some(&5.0), 5.0));
/// for (key, value) in &total {
///     println!("{key}: {value:+.1}");
/// }
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct NodeValues<T = f64> {
    values: Vec<T>,
    keys: Option<Arc<Keys>>,
}

impl<T> NodeValues<T> {
    pub(crate) fn new(values: Vec<T>, keys: Option<Arc<Keys>>) -> Self {
        Self { values, keys }
    }

    /// The value of the node with a key; none where no node has it.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.values.get(Keys::find(self.keys.as_deref(), key)?)
    }

    /// The keys of the nodes with their values, in order of the nodes.
    pub fn iter(&self) -> Entries<'_, T> {
        Entries { keys: self.keys.as_deref(), values: self.values.iter().enumerate() }
    }

    /// The values alone, in order of the nodes.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values as a slice, in order of the nodes.
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }

    /// The values alone.
    pub fn into_vec(self) -> Vec<T> {
        self.values
    }
}

impl NodeValues {
    /// The keys of the nodes with their values, the largest first; nodes of equal value in order.
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let names = ["a", "b"].map(String::from);
    /// let network = Network::from_columns(2, &EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() }.with_names(&names))?;
    /// let values = network.node_values(&[("a", -1.0), ("b", 2.0)])?;
    /// assert_eq!(values.largest_first()[0], ("b".into(), 2.0));
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn largest_first(&self) -> Vec<(Cow<'_, str>, f64)> {
        let mut entries: Vec<_> = self.iter().map(|(key, &value)| (key, value)).collect();
        entries.sort_by(|a, b| b.1.total_cmp(&a.1));
        entries
    }
}

impl<T> Deref for NodeValues<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values
    }
}

impl<T, I> Index<I> for NodeValues<T>
where
    [T]: Index<I>,
{
    type Output = <[T] as Index<I>>::Output;

    fn index(&self, at: I) -> &Self::Output {
        &self.values.as_slice()[at]
    }
}

impl<T, I> IndexMut<I> for NodeValues<T>
where
    [T]: IndexMut<I>,
{
    fn index_mut(&mut self, at: I) -> &mut Self::Output {
        &mut self.values.as_mut_slice()[at]
    }
}

impl<T> AsRef<[T]> for NodeValues<T> {
    fn as_ref(&self) -> &[T] {
        &self.values
    }
}

/// Values without keys.
impl<T> From<Vec<T>> for NodeValues<T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, keys: None }
    }
}

impl<T> From<NodeValues<T>> for Vec<T> {
    fn from(values: NodeValues<T>) -> Self {
        values.values
    }
}

impl<T> IntoIterator for NodeValues<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    /// The values alone; a loop over a reference gives keys too.
    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a NodeValues<T> {
    type Item = (Cow<'a, str>, &'a T);
    type IntoIter = Entries<'a, T>;

    fn into_iter(self) -> Entries<'a, T> {
        self.iter()
    }
}

impl<T: PartialEq<U>, U> PartialEq<NodeValues<U>> for NodeValues<T> {
    fn eq(&self, other: &NodeValues<U>) -> bool {
        self.values == other.values
    }
}

impl<T: PartialEq<U>, U> PartialEq<[U]> for NodeValues<T> {
    fn eq(&self, other: &[U]) -> bool {
        self.values == other
    }
}

impl<T: PartialEq<U>, U> PartialEq<&[U]> for NodeValues<T> {
    fn eq(&self, other: &&[U]) -> bool {
        self.values == *other
    }
}

impl<T: PartialEq<U>, U> PartialEq<Vec<U>> for NodeValues<T> {
    fn eq(&self, other: &Vec<U>) -> bool {
        self.values == *other
    }
}

impl<T: PartialEq<U>, U, const N: usize> PartialEq<[U; N]> for NodeValues<T> {
    fn eq(&self, other: &[U; N]) -> bool {
        self.values == *other
    }
}

impl<T: Serialize> Serialize for NodeValues<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for NodeValues<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

/// Iterator over the keys and values of [`NodeValues`].
#[derive(Clone, Debug)]
pub struct Entries<'a, T> {
    keys: Option<&'a Keys>,
    values: std::iter::Enumerate<std::slice::Iter<'a, T>>,
}

impl<'a, T> Iterator for Entries<'a, T> {
    type Item = (Cow<'a, str>, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        let keys = self.keys;
        self.values.next().map(|(node, value)| (Keys::key(keys, node), value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl<T> ExactSizeIterator for Entries<'_, T> {}
