//! String interner: numbers for texts, each different text kept once.

use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;

use foldhash::quality::RandomState;

use crate::journey::Error;

/// Numbers texts from 0 in order of first appearance and finds them again both ways.
///
/// All texts lie in one string. The table holds the number and 32 bits of the hash, so that a look-up rarely touches a
/// text that differs. The hash is keyed, so that no input can be made to collide; numbers do not depend on the key.
/// The table is made when a text is first looked for: who knows that texts are new [appends](Self::append) them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    text: String,
    ends: Vec<u32>,
    /// A power of two of slots: 32 bits of the hash and the number, or [`VACANT`]. These bits tell the slot too, so that
    /// the table grows without a look at the texts.
    slots: OnceLock<Vec<(u32, u32)>>,
    hasher: RandomState,
}

const VACANT: u32 = u32::MAX;

impl Interner {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text with this number.
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        let at = number as usize;
        let end = *self.ends.get(at)? as usize;
        let start =
            at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&start| start as usize);
        self.text.get(start..end)
    }

    /// The texts by their numbers.
    #[cfg(feature = "csv")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).filter_map(|number| self.get(number))
    }

    /// The number of `text`, if it has one.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        if self.ends.is_empty() {
            return None;
        }
        let slots = self.slots();
        slots.get(self.slot(self.hash(text), text)?).map(|slot| slot.1).filter(|&n| n != VACANT)
    }

    /// The number of `text`, a new one if it has none; `what` names what is numbered.
    pub(crate) fn intern(&mut self, text: &str, what: &'static str) -> Result<u32, Error> {
        if (self.len() + 1) * 4 > self.slots().len() * 3 {
            self.grow();
        }
        let hash = self.hash(text);
        let slot = self.slot(hash, text).and_then(|at| self.slots.get_mut()?.get_mut(at));
        let number = u32::try_from(self.ends.len()).unwrap_or(VACANT);
        let end = u32::try_from(self.text.len() + text.len());
        match (slot, end) {
            (Some(slot), _) if slot.1 != VACANT => Ok(slot.1),
            (Some(slot), Ok(end)) if number != VACANT => {
                *slot = (tag(hash), number);
                self.text.push_str(text);
                self.ends.push(end);
                Ok(number)
            }
            (_, Err(_)) => Err(too_large("bytes of names")),
            _ => Err(too_large(what)),
        }
    }

    /// Numbers a text that has no number yet: the caller knows.
    #[cfg(feature = "csv")]
    pub(crate) fn append(&mut self, text: &str, what: &'static str) -> Result<u32, Error> {
        if self.slots.get().is_some() {
            return self.intern(text, what);
        }
        let number = u32::try_from(self.ends.len()).ok().filter(|&number| number != VACANT);
        let number = number.ok_or_else(|| too_large(what))?;
        let end = u32::try_from(self.text.len() + text.len()).map_err(|_| too_large("bytes of names"))?;
        self.text.push_str(text);
        self.ends.push(end);
        Ok(number)
    }

    /// The table, made if it is not there.
    fn slots(&self) -> &[(u32, u32)] {
        self.slots.get_or_init(|| {
            let size = (self.len() * 4 / 3 + 1).next_power_of_two().max(16);
            let mut slots = vec![(0, VACANT); size];
            for number in 0..self.len() as u32 {
                put(&mut slots, tag(self.hash(self.get(number).unwrap_or_default())), number);
            }
            slots
        })
    }

    fn hash(&self, text: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    /// The slot in which `text` is or would be.
    fn slot(&self, hash: u64, text: &str) -> Option<usize> {
        let slots = self.slots.get()?;
        let mask = slots.len().checked_sub(1)?;
        let tag = tag(hash);
        let mut at = tag as usize & mask;
        loop {
            let &(other, number) = slots.get(at)?;
            if number == VACANT || (other == tag && self.get(number) == Some(text)) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let old = self.slots.take().unwrap_or_default();
        let mut slots = vec![(0, VACANT); (old.len() * 2).max(16)];
        for &(tag, number) in old.iter().filter(|slot| slot.1 != VACANT) {
            put(&mut slots, tag, number);
        }
        self.slots = slots.into();
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.slots.get().map_or(0, Vec::capacity) * 8
    }
}

/// Puts a number that is not there into the first vacant slot from that of its hash on.
fn put(slots: &mut [(u32, u32)], tag: u32, number: u32) {
    let mask = slots.len() - 1;
    let mut at = tag as usize & mask;
    while slots[at].1 != VACANT {
        at = (at + 1) & mask;
    }
    slots[at] = (tag, number);
}

fn too_large(what: &'static str) -> Error {
    Error::TooLarge { what, count: u64::from(VACANT) + 1, most: u64::from(VACANT) }
}

const fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn numbers_in_order_of_appearance() {
        let mut interner = Interner::default();
        assert_eq!(interner.find("a"), None);
        for round in 0..2 {
            for number in 0..5_000_u32 {
                assert_eq!(interner.intern(&format!("name {number}"), "names"), Ok(number), "{round}");
            }
        }
        assert_eq!(interner.intern("", "names"), Ok(5_000));
        assert_eq!(interner.get(0), Some("name 0"));
        assert_eq!(interner.get(4_999), Some("name 4999"));
        assert_eq!(interner.get(5_000), Some(""));
        assert_eq!(interner.get(5_001), None);
        assert_eq!(interner.find("name 17"), Some(17));
        assert_eq!(interner.find("name"), None);
    }

    #[cfg(feature = "csv")]
    #[test]
    fn finds_what_was_appended() {
        let mut interner = Interner::default();
        for number in 0..5_000_u32 {
            assert_eq!(interner.append(&format!("name {number}"), "names"), Ok(number));
        }
        assert_eq!(interner.clone().intern("name 17", "names"), Ok(17));
        assert_eq!(interner.clone().intern("another", "names"), Ok(5_000));
        assert_eq!((interner.find("name 4999"), interner.find("name")), (Some(4_999), None));
        assert_eq!(interner.append("another", "names"), Ok(5_000));
        assert_eq!(interner.find("another"), Some(5_000));
    }
}
