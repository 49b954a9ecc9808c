//! Links between records: shared keys and pairs of keys, in a fixed order, with the records that hold them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{IdentityRecords, KeyId, KeyStrength, RecordId};

/// Evidence that two records are of one person: a shared strong key, or two shared weak keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IdentityLink {
    /// An equal strong key.
    Strong(KeyId),
    /// Two equal weak keys of different kinds.
    Weak(KeyId, KeyId),
}

impl IdentityLink {
    /// Whether it is this key, or has it as a part.
    pub fn contains(self, key: KeyId) -> bool {
        match self {
            Self::Strong(own) => own == key,
            Self::Weak(one, other) => one == key || other == key,
        }
    }
}

/// All links that two or more records hold.
#[derive(Clone, Debug)]
pub(crate) struct Links {
    pub(crate) links: Vec<IdentityLink>,
    /// Per link where its holders start, and the count of all behind the last.
    starts: Vec<usize>,
    /// Records, ascending within a link.
    pub(crate) holders: Vec<u32>,
}

impl Links {
    /// The links in their order: strong kinds as declared, then pairs of weak kinds; within these by the record that
    /// held a link first, and by where it stands there.
    pub(crate) fn new(records: &IdentityRecords, kinds: &[u8]) -> Self {
        let weak: Vec<bool> = records.kinds().iter().map(|kind| kind.strength == KeyStrength::Weak).collect();
        let is_weak = |key: u32| weak[kinds[key as usize] as usize];

        // Per key where its holders start, by counting.
        let mut starts = vec![0_usize; kinds.len() + 1];
        let mut first = vec![usize::MAX; kinds.len()];
        let mut place = 0;
        for (_, keys) in records {
            for key in keys {
                starts[key.index() + 1] += 1;
                first[key.index()] = first[key.index()].min(place);
                place += 1;
            }
        }
        (1..starts.len()).for_each(|key| starts[key] += starts[key - 1]);
        let mut next = starts.clone();
        let mut holders = vec![0; place];
        let mut pairs: Vec<(u32, u32, u32)> = Vec::new();
        let held = |key: u32| starts[key as usize + 1] - starts[key as usize];
        let mut shared: Vec<u32> = Vec::new();
        for (record, (_, keys)) in (0..).zip(records) {
            shared.clear();
            for key in keys.iter().map(|key| key.as_u32()) {
                holders[next[key as usize]] = record;
                next[key as usize] += 1;
                if is_weak(key) && held(key) > 1 {
                    shared.push(key);
                }
            }
            shared.sort_by_key(|&key| kinds[key as usize]);
            for (at, &one) in shared.iter().enumerate() {
                let others =
                    shared[at + 1..].iter().filter(|&&key| kinds[key as usize] != kinds[one as usize]);
                pairs.extend(others.map(|&other| (one, other, record)));
            }
        }

        let mut links = Self { links: Vec::new(), starts: vec![0], holders: Vec::new() };
        let mut strong: Vec<u32> =
            (0..kinds.len() as u32).filter(|&key| !is_weak(key) && held(key) > 1).collect();
        strong.sort_unstable_by_key(|&key| (kinds[key as usize], first[key as usize]));
        for key in strong {
            let own = &holders[starts[key as usize]..starts[key as usize + 1]];
            links.add(IdentityLink::Strong(KeyId::from_u32(key)), own.iter().copied());
        }

        pairs.sort_unstable();
        let mut groups: Vec<_> =
            pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|group| group.len() > 1).collect();
        groups.sort_by_cached_key(|group| {
            let (one, other, record) = group[0];
            let keys = records.keys_of(RecordId::from_u32(record)).unwrap_or_default();
            let place = |wanted: u32| keys.iter().position(|key| key.as_u32() == wanted);
            (kinds[one as usize], kinds[other as usize], record, place(one), place(other))
        });
        for group in groups {
            let link = IdentityLink::Weak(KeyId::from_u32(group[0].0), KeyId::from_u32(group[0].1));
            links.add(link, group.iter().map(|&(_, _, record)| record));
        }
        links
    }

    fn add(&mut self, link: IdentityLink, holders: impl Iterator<Item = u32>) {
        self.links.push(link);
        self.holders.extend(holders);
        self.starts.push(self.holders.len());
    }

    /// The places of the holders of a link.
    pub(crate) fn range(&self, link: usize) -> Range<usize> {
        self.starts[link]..self.starts[link + 1]
    }

    /// The link of a place among the holders.
    pub(crate) fn at(&self, place: usize) -> usize {
        self.starts.partition_point(|&start| start <= place) - 1
    }

    /// Per link how many different keys of one strong kind its holders carry beside it: the most of any kind.
    /// Keys that are `withdrawn` are not seen.
    pub(crate) fn spreads(&self, records: &IdentityRecords, kinds: &[u8], withdrawn: &[bool]) -> Vec<u32> {
        let strong: Vec<bool> =
            records.kinds().iter().map(|kind| kind.strength == KeyStrength::Strong).collect();
        let mut seen = vec![u32::MAX; kinds.len()];
        let mut counts = vec![0_u32; strong.len()];
        let spread = |(number, link): (u32, &IdentityLink)| {
            counts.fill(0);
            for &record in &self.holders[self.range(number as usize)] {
                for &key in records.keys_of(RecordId::from_u32(record)).unwrap_or_default() {
                    let kind = kinds[key.index()] as usize;
                    if strong[kind]
                        && !withdrawn[key.index()]
                        && !link.contains(key)
                        && std::mem::replace(&mut seen[key.index()], number) != number
                    {
                        counts[kind] += 1;
                    }
                }
            }
            counts.iter().copied().max().unwrap_or(0)
        };
        (0..).zip(&self.links).map(spread).collect()
    }
}
