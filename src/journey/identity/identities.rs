//! Identity resolution: the persons behind records, by joins on shared keys that can be taken back.

use serde::{Deserialize, Serialize};

use super::forest::Forest;
use super::links::Links;
use super::{IdentityLink, IdentityRecords, KeyId, KeyKindId, RecordId};
use crate::journey::Error;

/// Options of [`Identity`]: when a key is taken for a hub that many strangers share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct IdentityOptions {
    /// Most keys of one strong kind that a link may be seen with before it is put aside, from 1. Default 10.
    pub hub_cap: u32,
}

impl Default for IdentityOptions {
    fn default() -> Self {
        Self { hub_cap: 10 }
    }
}

impl IdentityOptions {
    /// Sets the most keys of one strong kind that a link may be seen with, from 1.
    #[must_use]
    pub const fn with_hub_cap(mut self, hub_cap: u32) -> Self {
        self.hub_cap = hub_cap;
        self
    }
}

/// Identity resolution: which records are of the same person, for a single view of customers known by many keys.
///
/// What it answers: how many people are behind these records, and who is who? And as much: which keys were not
/// trusted, which joins were refused and why, and what does the view look like without a key that proved wrong?
///
/// # Definition
/// A *link* is what two records have in common that says they are of one person: an equal strong key, or two equal
/// weak keys of different kinds. One equal weak key says nothing.
///
/// ```text
/// spread(l) = over strong kinds, the most different keys of one kind, l apart, that the holders of l carry
/// hub       = a link with spread(l) > hub_cap: it is put aside and joins nobody
/// join      = each holder of a link that is no hub is joined to the person of the link's first holder ...
/// conflict  = ... unless that gives one person two keys of a kind of which a person has one: refused, and listed
/// ```
///
/// A shared tablet, a switchboard's number, `info@` are hubs: merged over, they would make one giant of strangers.
/// Links are taken in one order: strong kinds as declared, then pairs of weak kinds as declared; links of the same
/// kinds in the order in which they first appear in the records; the holders of a link in the order of the records.
/// A refused join stays refused, so that of two persons who claim a record the one wins whose link comes first.
///
/// Without kinds of which a person has one ([`KeyKind::with_one_per_person`](super::KeyKind::with_one_per_person))
/// there is no conflict, and the persons do not depend on the order of the records. With such kinds they depend on it
/// only where there are conflicts; sort the records by something of their own, such as their time, for a result that
/// does not depend on how they arrived. Nothing ever depends on how keys are numbered.
///
/// A person is named by the first of its records. All links join at once, with every record known:
/// [`into_records`](Self::into_records), [`IdentityRecords::push`], and [`discover`](Self::discover) again for more.
///
/// # Complexity
/// - All joins: time O(k log k + n log n) for n records with k keys together, of which none has more than 64.
/// - Undoing a join: constant time.
/// - Withdrawing a key: the time of doing all joins again.
/// - Space beside the records: 12 bytes a record and 4 for each kind of which a person has one, 24 a join, 4 for
///   each key that a record shares with another, and for a while 12 for each pair of weak keys of a record.
///
/// # References
/// B. A. Galler & M. J. Fischer (1964), An improved equivalence algorithm, doi:10.1145/364099.364331; I. P. Fellegi &
/// A. B. Sunter (1969), A theory for record linkage, doi:10.1080/01621459.1969.10501049, for strong and weak
/// agreement; J. Westbrook & R. E. Tarjan (1989), Amortized analysis of algorithms for set union with backtracking,
/// doi:10.1137/0218001.
///
/// # Example
/// ```
/// use total_experience::journey::identity::{Identity, IdentityRecords, KeyKind};
///
/// let kinds = vec![
///     KeyKind::strong("customer").with_one_per_person(),
///     KeyKind::strong("e-mail"),
///     KeyKind::weak("name"),
///     KeyKind::weak("birthday"),
/// ];
/// let mut records = IdentityRecords::new(kinds)?;
/// records.add(&[("customer", "17"), ("e-mail", "ada@example.org"), ("name", "Ada")])?;
/// records.add(&[("e-mail", "ada@example.org"), ("birthday", "12-10")])?;
/// records.add(&[("name", "Ada"), ("birthday", "12-10")])?; // agrees with each of the two in one weak key only
/// records.add(&[("customer", "18"), ("e-mail", "ada@example.org")])?; // who?
/// let identity = Identity::discover(records)?;
/// let summary = identity.summary();
/// assert_eq!((summary.records, summary.persons, summary.conflicts), (4, 3, 1));
/// assert_eq!(summary.match_rate, Some(0.5));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Identity {
    records: IdentityRecords,
    options: IdentityOptions,
    /// Per key its kind.
    kinds: Vec<u8>,
    links: Links,
    /// Per link its spread.
    spreads: Vec<u32>,
    /// Per key whether it was withdrawn.
    withdrawn: Vec<bool>,
    /// Where the joins end: a place among the holders of the links. Undoing moves it back.
    end: usize,
    forest: Forest,
    /// Each with the place of the holder it was refused at.
    conflicts: Vec<(usize, IdentityConflict)>,
}

/// Join that made two persons one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentityMerge {
    /// The link it rests on.
    pub link: IdentityLink,
    /// The record that held the link first.
    pub first: RecordId,
    /// The record whose person was joined to that of `first`.
    pub second: RecordId,
}

/// Join that was refused, because a person would have had two keys of a kind of which it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentityConflict {
    /// The link the join would have rested on.
    pub link: IdentityLink,
    /// The record that held the link first.
    pub first: RecordId,
    /// The record whose person was not joined to that of `first`.
    pub second: RecordId,
    /// The first kind, as declared, of which there would have been two keys.
    pub kind: KeyKindId,
    /// The key of that kind of the person of `first`, and that of the person of `second`.
    pub keys: [KeyId; 2],
}

/// Link that was put aside because too many different keys are seen with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentityHub {
    /// The link.
    pub link: IdentityLink,
    /// Records that hold it.
    pub records: usize,
    /// The most different keys of one strong kind that these carry beside it.
    pub spread: u32,
}

/// Counts of records, keys, persons, joins, refusals and hubs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentitySummary {
    /// Records that carry a key.
    pub records: u64,
    /// Records that carry none; they are nobody's and in no other count.
    pub records_without_key: u64,
    /// Different keys that records carry.
    pub keys: u64,
    /// Persons.
    pub persons: u64,
    /// Persons with one record.
    pub singletons: u64,
    /// Records of the person with most records.
    pub largest: u64,
    /// Share of `records` that were joined to another; none without records.
    pub match_rate: Option<f64>,
    /// Joins that made two persons one.
    pub merges: u64,
    /// Joins that were refused.
    pub conflicts: u64,
    /// Links that were put aside.
    pub hubs: u64,
    /// Keys that were withdrawn.
    pub withdrawn: u64,
}

impl Identity {
    /// Finds the persons of the records, with the default cap on hubs. See [`Identity`] for definition and cost.
    ///
    /// # Errors
    /// None with the default options; see [`discover_with`](Self::discover_with).
    pub fn discover(records: IdentityRecords) -> Result<Self, Error> {
        Self::discover_with(records, &IdentityOptions::default())
    }

    /// As [`discover`](Self::discover), with another cap on hubs.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a cap of 0.
    pub fn discover_with(records: IdentityRecords, options: &IdentityOptions) -> Result<Self, Error> {
        if options.hub_cap == 0 {
            let what = "the hub cap".to_owned();
            return Err(Error::OutOfRange { what, value: 0.0, low: 1.0, high: f64::from(u32::MAX) });
        }
        let kinds = records.kinds_of_keys();
        let links = Links::new(&records, &kinds);
        let withdrawn = vec![false; kinds.len()];
        let mut identity = Self {
            options: *options,
            spreads: links.spreads(&records, &kinds, &withdrawn),
            end: links.holders.len(),
            forest: Forest::new(&records, &kinds),
            conflicts: Vec::new(),
            withdrawn,
            links,
            kinds,
            records,
        };
        identity.join_all();
        Ok(identity)
    }

    /// Does every join up to the end, from no join at all.
    fn join_all(&mut self) {
        self.conflicts.clear();
        for number in 0..self.links.links.len() {
            if !self.joins(number) {
                continue;
            }
            let range = self.links.range(number);
            let first = self.links.holders[range.start];
            for place in (range.start + 1..range.end).take_while(|&place| place < self.end) {
                let second = self.links.holders[place];
                if let Err((exclusive, keys)) = self.forest.join(first, second, place) {
                    let conflict = IdentityConflict {
                        link: self.links.links[number],
                        first: RecordId::from_u32(first),
                        second: RecordId::from_u32(second),
                        kind: exclusive,
                        keys,
                    };
                    self.conflicts.push((place, conflict));
                }
            }
        }
    }

    fn joins(&self, link: usize) -> bool {
        self.spreads[link] <= self.options.hub_cap && !self.is_link_withdrawn(self.links.links[link])
    }

    fn is_link_withdrawn(&self, link: IdentityLink) -> bool {
        let withdrawn = |key: KeyId| self.withdrawn[key.index()];
        match link {
            IdentityLink::Strong(key) => withdrawn(key),
            IdentityLink::Weak(one, other) => withdrawn(one) || withdrawn(other),
        }
    }

    /// Takes back the last join that made two persons one, with the joins and refusals behind it: what is left is what
    /// there was before it. Returns it; `None` when nothing is joined.
    ///
    /// Last is the join that [`merges`](Self::merges) ends with. Joins stand in the order of their links: strong kinds as
    /// declared, then pairs of weak kinds, and within a kind by the first record that holds the link. They do not stand
    /// in the order of the records, so that what the last record did need not be what is undone first. To take back what
    /// one key did, wherever it stands, ask [`withdraw`](Self::withdraw). Time O(log n) beside the refusals dropped.
    pub fn undo(&mut self) -> Option<IdentityMerge> {
        let merge = self.merges().next_back()?;
        self.end = self.forest.last_place()?;
        self.forest.undo();
        self.conflicts.truncate(self.conflicts.partition_point(|&(place, _)| place < self.end));
        Some(merge)
    }

    /// Does everything again as if no record had ever carried this key: its joins are taken back, hubs that it made are
    /// trusted again, and joins that it stood in the way of are done. What was [undone](Self::undo) stays undone.
    ///
    /// Every join is done anew, whatever the key: O(k + n log n) for n records with k keys together, and m times that for
    /// m keys, one by one. Keys that are known to be wrong from the start are better left out of the records.
    ///
    /// # Errors
    /// [`Error::UnknownId`] for an unknown key.
    pub fn withdraw(&mut self, key: KeyId) -> Result<(), Error> {
        let bound = self.withdrawn.len();
        let withdrawn = self.withdrawn.get_mut(key.index());
        *withdrawn.ok_or(Error::UnknownId { what: "key", id: key.as_u32(), count: bound })? = true;
        self.forest.forget(key);
        self.spreads = self.links.spreads(&self.records, &self.kinds, &self.withdrawn);
        self.join_all();
        Ok(())
    }

    /// The records.
    pub fn records(&self) -> &IdentityRecords {
        &self.records
    }

    /// The records, to add to them.
    pub fn into_records(self) -> IdentityRecords {
        self.records
    }

    /// The person of a record, named by the first of its records; none for a record that is not there.
    pub fn person(&self, record: RecordId) -> Option<RecordId> {
        (record.index() < self.records.len()).then(|| RecordId::from_u32(self.forest.person(record.as_u32())))
    }

    /// Per record its person, named by the first of its records.
    pub fn persons(&self) -> impl ExactSizeIterator<Item = RecordId> {
        (0..self.records.len() as u32).map(|record| RecordId::from_u32(self.forest.person(record)))
    }

    /// The records of the person of a record, in their order: linear time.
    pub fn records_of(&self, record: RecordId) -> impl Iterator<Item = RecordId> {
        let person = self.person(record);
        let all = (0..self.records.len() as u32).map(RecordId::from_u32);
        all.filter(move |&other| person.is_some() && self.person(other) == person)
    }

    /// The joins that made two persons one, in their order.
    pub fn merges(&self) -> impl DoubleEndedIterator<Item = IdentityMerge> + ExactSizeIterator {
        self.forest.places().map(|place| {
            let link = self.links.at(place);
            IdentityMerge {
                link: self.links.links[link],
                first: RecordId::from_u32(self.links.holders[self.links.range(link).start]),
                second: RecordId::from_u32(self.links.holders[place]),
            }
        })
    }

    /// The joins that were refused, in their order.
    pub fn conflicts(&self) -> impl ExactSizeIterator<Item = IdentityConflict> {
        self.conflicts.iter().map(|&(_, conflict)| conflict)
    }

    /// The links that were put aside, in their order.
    pub fn hubs(&self) -> impl Iterator<Item = IdentityHub> {
        let links = self.links.links.iter().zip(&self.spreads).enumerate();
        links
            .filter(|&(_, (&link, &spread))| spread > self.options.hub_cap && !self.is_link_withdrawn(link))
            .map(|(number, (&link, &spread))| IdentityHub {
                link,
                records: self.links.range(number).len(),
                spread,
            })
    }

    /// Whether a key was withdrawn.
    pub fn is_withdrawn(&self, key: KeyId) -> bool {
        self.withdrawn.get(key.index()).is_some_and(|&withdrawn| withdrawn)
    }

    /// Counts of records, keys, persons, joins, refusals and hubs, in linear time.
    pub fn summary(&self) -> IdentitySummary {
        let mut carried = vec![false; self.kinds.len()];
        let mut sizes = vec![0_u64; self.records.len()];
        let mut records = 0;
        for (record, keys) in &self.records {
            let mut known = false;
            for key in keys.iter().filter(|key| !self.withdrawn[key.index()]) {
                (carried[key.index()], known) = (true, true);
            }
            if known {
                records += 1;
                sizes[self.forest.person(record.as_u32()) as usize] += 1;
            }
        }
        let singletons = sizes.iter().filter(|&&size| size == 1).count() as u64;
        IdentitySummary {
            records,
            records_without_key: self.records.len() as u64 - records,
            keys: carried.iter().filter(|&&carried| carried).count() as u64,
            persons: sizes.iter().filter(|&&size| size > 0).count() as u64,
            singletons,
            largest: sizes.iter().copied().max().unwrap_or(0),
            match_rate: (records > 0).then(|| (records - singletons) as f64 / records as f64),
            merges: self.forest.places().len() as u64,
            conflicts: self.conflicts.len() as u64,
            hubs: self.hubs().count() as u64,
            withdrawn: self.withdrawn.iter().filter(|&&withdrawn| withdrawn).count() as u64,
        }
    }

    /// Per key the one person whose records carry it: none when nobody does or it was withdrawn, and when several do.
    pub(crate) fn owners_of_keys(&self) -> Vec<KeyOwner> {
        let mut owners = vec![KeyOwner::Nobody; self.kinds.len()];
        for (record, keys) in &self.records {
            let person = self.forest.person(record.as_u32());
            for key in keys.iter().filter(|key| !self.withdrawn[key.index()]) {
                let owner = &mut owners[key.index()];
                *owner = match *owner {
                    KeyOwner::Nobody => KeyOwner::One(person),
                    KeyOwner::One(known) if known == person => KeyOwner::One(known),
                    _ => KeyOwner::Several,
                };
            }
        }
        owners
    }
}

/// The persons whose records carry a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyOwner {
    Nobody,
    /// The person's first record.
    One(u32),
    Several,
}
