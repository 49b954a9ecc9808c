//! Interning of short names without hashing or comparing text.

/// Names up to this many bytes have a key.
pub(crate) const SHORT: usize = 15;
const WORD: usize = SHORT + 1;
/// Slots at first, and at most: 48 MiB for a million names and more.
const FEWEST: usize = 1 << 10;
const MOST: usize = 1 << 21;

/// A short name as a number: its bytes and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShortKey(u64, u64);

impl ShortKey {
    /// The key of `name`, which is also the beginning of `ahead`; nothing when it is long, empty or when there may be
    /// space around it.
    #[inline]
    pub(crate) fn of(name: &[u8], ahead: &[u8]) -> Option<Self> {
        let (&first, &last) = (name.first()?, name.last()?);
        if name.len() > SHORT || !first.is_ascii_graphic() || !last.is_ascii_graphic() {
            return None;
        }
        let word = match ahead.first_chunk::<WORD>() {
            Some(word) => u128::from_le_bytes(*word),
            None => {
                let mut word = [0; WORD];
                word.get_mut(..name.len())?.copy_from_slice(name);
                u128::from_le_bytes(word)
            }
        };
        Some(Self::cut(word, name.len()))
    }

    /// The key of the first `length` bytes of a word, which are at most [`SHORT`].
    #[inline]
    pub(crate) fn cut(word: u128, length: usize) -> Self {
        let kept = word & ((1 << (8 * length)) - 1) | (length as u128) << (8 * SHORT);
        Self(kept as u64, (kept >> 64) as u64)
    }

    /// The name.
    #[cfg(feature = "csv")]
    pub(crate) fn bytes(self) -> ([u8; WORD], usize) {
        let word = u128::from(self.0) | u128::from(self.1) << 64;
        let bytes = word.to_le_bytes();
        (bytes, bytes.last().copied().map_or(0, usize::from).min(SHORT))
    }

    #[inline]
    fn mixed(self) -> usize {
        let product = u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1 ^ 0xd1b5_4a32_d192_ed03);
        (product as u64 ^ (product >> 64) as u64) as usize
    }
}

/// A table from short names to numbers that may forget.
///
/// What is not found costs a look-up elsewhere and no more, so each name has four slots and none is ever moved: the
/// mixing needs no secret, since a name looks at no more than four slots whatever the names are.
#[derive(Debug)]
pub(crate) struct ShortNames<T> {
    slots: Vec<(ShortKey, Option<T>)>,
    used: usize,
}

/// No name has this key: its length is none.
const VACANT: ShortKey = ShortKey(0, 0);

impl<T: Copy> ShortNames<T> {
    pub(crate) fn new() -> Self {
        Self { slots: vec![(VACANT, None); FEWEST], used: 0 }
    }

    /// What was kept for a key, or else what `new` makes.
    #[inline]
    pub(crate) fn number<E>(
        &mut self,
        key: Option<ShortKey>,
        new: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let Some(key) = key else { return new() };
        if let Some(number) = self.find(key) {
            return Ok(number);
        }
        let number = new()?;
        self.keep(key, number);
        Ok(number)
    }

    /// What was kept for a key.
    #[inline]
    pub(crate) fn find(&self, key: ShortKey) -> Option<T> {
        let first = self.first(key);
        let slot = self.slots.get(first)?;
        if slot.0 == key {
            return slot.1;
        }
        (1..4).filter_map(|step| self.slots.get(first ^ step)).find(|slot| slot.0 == key)?.1
    }

    /// Keeps what belongs to a key that was not found, if there is room.
    pub(crate) fn keep(&mut self, key: ShortKey, number: T) {
        if self.used * 2 >= self.slots.len() && self.slots.len() < MOST {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(VACANT, None); old.len() * 2];
            self.used = 0;
            for (key, number) in old {
                if let Some(number) = number {
                    self.put(key, number);
                }
            }
        }
        self.put(key, number);
    }

    fn put(&mut self, key: ShortKey, number: T) {
        let first = self.first(key);
        let vacant = (0..4).find(|step| self.slots[first ^ step].0 == VACANT);
        if let Some(step) = vacant {
            self.slots[first ^ step] = (key, Some(number));
            self.used += 1;
        }
    }

    #[inline]
    fn first(&self, key: ShortKey) -> usize {
        key.mixed() & (self.slots.len() - 1)
    }

    /// Reads the first slot of a key, so that it is at hand when [`number`](Self::number) comes for it. Readers that
    /// look up many names call this for several before the first look-up: the waits for memory then overlap.
    #[cfg(feature = "csv")]
    #[inline]
    pub(crate) fn touch(&self, key: ShortKey) -> u64 {
        self.slots.get(self.first(key)).map_or(0, |slot| slot.0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{ShortKey, ShortNames};

    #[test]
    fn finds_what_it_kept() {
        let mut names = ShortNames::new();
        let key = |number: u32| {
            let name = format!("case_{number:07}");
            ShortKey::of(name.as_bytes(), name.as_bytes()).unwrap()
        };
        let mut kept = 0;
        for number in 0..100_000 {
            assert_eq!(names.find(key(number)), None);
            names.keep(key(number), number);
        }
        for number in 0..100_000 {
            let found = names.find(key(number));
            assert!(found.is_none_or(|found| found == number));
            kept += usize::from(found.is_some());
        }
        assert!(kept > 90_000, "{kept}");
    }

    #[cfg(feature = "csv")]
    #[test]
    fn keys_hold_their_names() {
        for name in ["a", "fifteen bytes..", "a b", "x\u{e9}y"] {
            let (bytes, length) = ShortKey::of(name.as_bytes(), b"").unwrap().bytes();
            assert_eq!(&bytes[..length], name.as_bytes());
        }
    }

    #[test]
    fn few_names_are_all_kept() {
        for names in 0..40_u32 {
            let mut table = ShortNames::new();
            let key = |number: u32| {
                let name = format!("team_{number:02}");
                ShortKey::of(name.as_bytes(), name.as_bytes()).unwrap()
            };
            (0..names).for_each(|number| table.keep(key(number), number));
            assert!((0..names).all(|number| table.find(key(number)) == Some(number)), "{names}");
        }
    }

    #[test]
    fn keys_differ_by_bytes_and_length() {
        let of = |name: &str, more: &str| ShortKey::of(name.as_bytes(), format!("{name}{more}").as_bytes());
        for name in ["a", "a\0", "\0", "fifteen bytes..", "a b"] {
            assert_eq!(of(name, ""), of(name, ",and more than sixteen bytes"), "{name}");
        }
        assert_ne!(of("ab", ""), of("a", "b and more than sixteen bytes"));
        for name in ["", " a", "a ", "a\u{e9}", "sixteen bytes..."] {
            assert_eq!(of(name, ""), None, "{name}");
        }
    }
}
