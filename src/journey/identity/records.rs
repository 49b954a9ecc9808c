//! Records of people and the keys that each carries.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{KeyId, KeyKindId, RecordId};
use crate::journey::Error;
use crate::journey::log::interner::Interner;
use crate::model::names::names;

/// Most kinds of keys.
const MOST_KINDS: usize = 64;
/// Most keys of one record: what keeps the work on a record bounded.
const MOST_KEYS: usize = 64;
const MOST: u32 = u32::MAX - 1;

/// Strength of a kind of keys: how many equal keys say that two records are of the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyStrength {
    /// One equal key is enough: a customer number, an e-mail address.
    Strong,
    /// Two equal keys of different weak kinds count as one strong key: a name and a birthday.
    Weak,
}

names! { KeyStrength, "strength of a key", crate::journey::Error, {
    Strong => "strong",
    Weak => "weak",
} }

/// Kind of keys: its name and how far it is trusted.
///
/// ```
/// use total_experience::journey::identity::KeyKind;
///
/// let number = KeyKind::strong("customer number").with_one_per_person();
/// assert!(number.one_per_person);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KeyKind {
    /// Its name.
    pub name: String,
    /// Whether one key is enough.
    pub strength: KeyStrength,
    /// Whether a person has at most one value of it, so that two different values tell two people apart.
    #[serde(default)]
    pub one_per_person: bool,
}

impl KeyKind {
    /// A kind of which one key is enough.
    pub fn strong(name: impl Into<String>) -> Self {
        Self { name: name.into(), strength: KeyStrength::Strong, one_per_person: false }
    }

    /// A kind of which one key is not enough.
    pub fn weak(name: impl Into<String>) -> Self {
        Self { name: name.into(), strength: KeyStrength::Weak, one_per_person: false }
    }

    /// Sets that a person has at most one value of this kind.
    #[must_use]
    pub fn with_one_per_person(mut self) -> Self {
        self.one_per_person = true;
        self
    }
}

/// Records of people, in order, each with the keys it carries: the input of an [`Identity`](super::Identity).
///
/// A record is a row of a customer table, a login, a form: whatever shows several keys at once. Kinds of keys are
/// declared first, the most trusted first; see [`Identity`](super::Identity) for what their order decides. A key that
/// is missing is left out, not passed as an empty text.
///
/// [`add`](Self::add) takes texts. For data that is numbered already, [`numbered`](Self::numbered) declares how many
/// keys there are of each kind, and [`push`](Self::push) takes their numbers.
///
/// Space: 4 bytes a record and 4 a key it carries, beside the texts.
///
/// ```
/// use total_experience::journey::identity::{IdentityRecords, KeyKind};
///
/// let mut records = IdentityRecords::new(vec![KeyKind::strong("e-mail"), KeyKind::weak("name")])?;
/// records.add(&[("e-mail", "ada@example.org"), ("name", "Ada")])?;
/// assert_eq!((records.len(), records.key_count()), (1, 2));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct IdentityRecords {
    kinds: Vec<KeyKind>,
    table: KeyTable,
    /// Per record the number of keys up to its end.
    ends: Vec<u32>,
    keys: Vec<KeyId>,
}

/// The keys that are known.
#[derive(Clone, Debug)]
enum KeyTable {
    /// Texts, each behind one character that is its kind.
    Named { names: Interner, scratch: String },
    /// Per kind its first number, and the count of all.
    Numbered(Vec<u32>),
}

impl IdentityRecords {
    /// No record yet, and keys that are texts.
    ///
    /// # Errors
    /// [`Error::EmptyName`] and [`Error::DuplicateName`] for kinds; [`Error::TooLarge`] of them (64).
    pub fn new(kinds: Vec<KeyKind>) -> Result<Self, Error> {
        Self::of(kinds, KeyTable::Named { names: Interner::default(), scratch: String::new() })
    }

    /// No record yet, and this many keys of each kind, numbered from 0 through all kinds.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`Error::TooLarge`] keys.
    pub fn numbered(kinds: Vec<(KeyKind, u32)>) -> Result<Self, Error> {
        let mut starts = vec![0];
        let mut count = 0_u32;
        for (_, keys) in &kinds {
            count = count.checked_add(*keys).filter(|&count| count <= MOST).ok_or(too_many("keys"))?;
            starts.push(count);
        }
        Self::of(kinds.into_iter().map(|(kind, _)| kind).collect(), KeyTable::Numbered(starts))
    }

    fn of(kinds: Vec<KeyKind>, table: KeyTable) -> Result<Self, Error> {
        if kinds.len() > MOST_KINDS {
            return Err(Error::TooLarge {
                what: "kinds of keys",
                count: kinds.len() as u64,
                most: MOST_KINDS as u64,
            });
        }
        for (at, kind) in kinds.iter().enumerate() {
            if kind.name.is_empty() {
                return Err(Error::EmptyName { what: "a kind of keys" });
            }
            if kinds.iter().take(at).any(|other| other.name == kind.name) {
                return Err(Error::DuplicateName { what: "the kind of keys", name: kind.name.clone() });
            }
        }
        Ok(Self { kinds, table, ends: Vec::new(), keys: Vec::new() })
    }

    /// The kinds of keys, in the order declared.
    pub fn kinds(&self) -> &[KeyKind] {
        &self.kinds
    }

    /// The kind of keys with this name.
    pub fn kind(&self, name: &str) -> Option<KeyKindId> {
        let at = self.kinds.iter().position(|kind| kind.name == name)?;
        Some(KeyKindId::from_u32(at as u32))
    }

    /// The key of a kind with this value, a new one if there is none.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for a kind that was not declared; [`Error::EmptyName`]; [`Error::TooLarge`] keys;
    /// [`Error::BadValue`] where keys are numbered and the value is no number of one.
    pub fn key(&mut self, kind: KeyKindId, value: &str) -> Result<KeyId, Error> {
        let bound = self.kinds.len();
        if kind.index() >= bound {
            return Err(Error::UnknownId { what: "kind of keys", id: kind.as_u32(), count: bound });
        }
        if value.is_empty() {
            return Err(Error::EmptyName { what: "a key" });
        }
        if let KeyTable::Named { names, scratch } = &mut self.table {
            named(kind, value, scratch);
            return names.intern(scratch, "keys").map(KeyId::from_u32);
        }
        self.find_key(kind, value).ok_or_else(|| Error::BadValue {
            what: "a numbered key",
            value: value.to_owned(),
            expected: "a number below the count of its kind",
        })
    }

    /// The key of a kind with this value, if there is one.
    pub fn find_key(&self, kind: KeyKindId, value: &str) -> Option<KeyId> {
        match &self.table {
            KeyTable::Named { names, .. } => {
                let mut text = String::new();
                named(kind, value, &mut text);
                names.find(&text).map(KeyId::from_u32)
            }
            KeyTable::Numbered(starts) => {
                let number: u32 = value.parse().ok().filter(|number: &u32| number.to_string() == value)?;
                let [start, end] = *starts.get(kind.index()..)?.first_chunk()?;
                start.checked_add(number).filter(|&key| key < end).map(KeyId::from_u32)
            }
        }
    }

    /// Adds a record that carries these keys; a key that is given twice counts once.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for an unknown key; [`Error::TwoValues`] for two keys of a kind of which a person has one;
    /// [`Error::TooLarge`] keys (64) or records. The records are then as they were.
    pub fn push(&mut self, keys: &[KeyId]) -> Result<RecordId, Error> {
        let before = self.keys.len();
        self.push_keys(keys, before).inspect_err(|_| self.keys.truncate(before))
    }

    fn push_keys(&mut self, keys: &[KeyId], before: usize) -> Result<RecordId, Error> {
        let record = u32::try_from(self.ends.len()).ok().filter(|&record| record < MOST);
        let record = RecordId::from_u32(record.ok_or(too_many("records"))?);
        for &key in keys {
            let own = self.keys.get(before..).unwrap_or_default();
            if own.contains(&key) {
                continue;
            }
            let bound = self.key_count();
            let kind = self.key_kind(key);
            let kind = kind.ok_or(Error::UnknownId { what: "key", id: key.as_u32(), count: bound })?;
            if own.len() == MOST_KEYS {
                return Err(Error::TooLarge {
                    what: "keys of a record",
                    count: MOST_KEYS as u64 + 1,
                    most: MOST_KEYS as u64,
                });
            }
            if let Some(declared) = self.kinds.get(kind.index()).filter(|kind| kind.one_per_person)
                && own.iter().any(|&other| self.key_kind(other) == Some(kind))
            {
                return Err(Error::TwoValues { record: record.as_u32(), kind: declared.name.clone() });
            }
            self.keys.push(key);
        }
        let end = u32::try_from(self.keys.len()).map_err(|_| too_many("keys of records"))?;
        self.ends.push(end);
        Ok(record)
    }

    /// Adds a record that carries these keys, each given as kind and value.
    ///
    /// # Errors
    /// [`Error::UnknownKeyKind`]; as [`key`](Self::key) and [`push`](Self::push). The records are then as they were,
    /// but for keys that no record carries.
    pub fn add(&mut self, keys: &[(&str, &str)]) -> Result<RecordId, Error> {
        let number = |&(kind, value): &(&str, &str)| {
            let known = self.kind(kind).ok_or_else(|| Error::UnknownKeyKind { name: kind.to_owned() })?;
            self.key(known, value)
        };
        let keys = keys.iter().map(number).collect::<Result<Vec<KeyId>, Error>>()?;
        self.push(&keys)
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The number of keys, carried or not.
    pub fn key_count(&self) -> usize {
        match &self.table {
            KeyTable::Named { names, .. } => names.len(),
            KeyTable::Numbered(starts) => starts.last().map_or(0, |&count| count as usize),
        }
    }

    /// The kind of a key.
    pub fn key_kind(&self, key: KeyId) -> Option<KeyKindId> {
        match &self.table {
            KeyTable::Named { names, .. } => {
                names.get(key.as_u32())?.bytes().next().map(|kind| KeyKindId::from_u32(u32::from(kind)))
            }
            KeyTable::Numbered(starts) => {
                let behind = starts.partition_point(|&start| start <= key.as_u32());
                (behind < starts.len()).then(|| KeyKindId::from_u32(behind as u32 - 1))
            }
        }
    }

    /// The value of a key.
    pub fn key_value(&self, key: KeyId) -> Option<Cow<'_, str>> {
        match &self.table {
            KeyTable::Named { names, .. } => names.get(key.as_u32())?.get(1..).map(Cow::Borrowed),
            KeyTable::Numbered(starts) => {
                let start = starts.get(self.key_kind(key)?.index())?;
                Some(Cow::Owned((key.as_u32() - start).to_string()))
            }
        }
    }

    /// The keys that a record carries, in the order given.
    pub fn keys_of(&self, record: RecordId) -> Option<&[KeyId]> {
        let end = *self.ends.get(record.index())? as usize;
        let before = record.index().checked_sub(1).and_then(|before| self.ends.get(before));
        self.keys.get(before.map_or(0, |&start| start as usize)..end)
    }

    /// The records with their keys, in order.
    pub fn iter(&self) -> RecordIter<'_> {
        RecordIter { records: self, numbers: 0..self.len() as u32 }
    }

    /// Per key its kind.
    pub(crate) fn kinds_of_keys(&self) -> Vec<u8> {
        let kind = |key| self.key_kind(KeyId::from_u32(key)).map_or(0, |kind| kind.as_u32() as u8);
        (0..self.key_count() as u32).map(kind).collect()
    }
}

/// Iterator over [`IdentityRecords`]: each record with its keys, in order.
#[derive(Clone, Debug)]
pub struct RecordIter<'a> {
    records: &'a IdentityRecords,
    numbers: Range<u32>,
}

impl<'a> Iterator for RecordIter<'a> {
    type Item = (RecordId, &'a [KeyId]);

    fn next(&mut self) -> Option<Self::Item> {
        let record = RecordId::from_u32(self.numbers.next()?);
        Some((record, self.records.keys_of(record).unwrap_or_default()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl ExactSizeIterator for RecordIter<'_> {}

impl<'a> IntoIterator for &'a IdentityRecords {
    type Item = (RecordId, &'a [KeyId]);
    type IntoIter = RecordIter<'a>;

    fn into_iter(self) -> RecordIter<'a> {
        self.iter()
    }
}

/// The text under which a key is kept: kinds are below 64, so each is one byte.
fn named(kind: KeyKindId, value: &str, text: &mut String) {
    text.clear();
    text.push(char::from(kind.as_u32() as u8));
    text.push_str(value);
}

const fn too_many(what: &'static str) -> Error {
    Error::TooLarge { what, count: MOST as u64 + 1, most: MOST as u64 }
}
