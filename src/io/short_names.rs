//! Interning of short names without hashing or comparing text.

/// Names up to this many bytes have a key.
pub(crate) const SHORT: usize = 15;
const WORD: usize = SHORT + 1;
/// Slots at first, and at most: 48 MiB for a million names and more.
const FEWEST: usize = 1 << 10;
const MOST: usize = 1 << 21;
/// Slots in a row that a name may be in. Half of the slots are vacant, so that none of a million names needs as many.
const PROBES: usize = 128;
/// Names that are looked up together. Enough for the waits for memory to overlap, few enough to stay at hand.
#[cfg(feature = "csv")]
pub(crate) const GROUP: usize = 32;

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

    /// What `read` makes of the name, which is valid text.
    #[cfg(feature = "csv")]
    pub(crate) fn with_name<T>(self, read: impl FnOnce(&str) -> T) -> T {
        let word = u128::from(self.0) | u128::from(self.1) << 64;
        let bytes = word.to_le_bytes();
        let length = bytes.last().copied().map_or(0, usize::from).min(SHORT);
        read(std::str::from_utf8(&bytes[..length]).unwrap_or_default())
    }
}

/// What a table of short names is looked up by: a short name, or several.
pub(crate) trait Key: Copy + PartialEq {
    /// No name has this key.
    const VACANT: Self;

    fn mixed(self) -> usize;
}

impl Key for ShortKey {
    /// The length of no name.
    const VACANT: Self = Self(0, 0);

    #[inline]
    fn mixed(self) -> usize {
        let product = u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1 ^ 0xd1b5_4a32_d192_ed03);
        (product as u64 ^ (product >> 64) as u64) as usize
    }
}

#[cfg(feature = "csv")]
impl<const N: usize> Key for [ShortKey; N] {
    const VACANT: Self = [ShortKey::VACANT; N];

    #[inline]
    fn mixed(self) -> usize {
        self.iter().fold(0, |mixed, key| key.mixed() ^ mixed.rotate_left(5))
    }
}

/// A table from short names to numbers that may forget, and knows whether it did.
///
/// What is not found costs a look-up elsewhere and no more; as long as the table [is complete](Self::is_complete) not
/// even that. The mixing needs no secret: a name looks at a bounded number of slots whatever the names are.
#[derive(Debug)]
pub(crate) struct ShortNames<T, K = ShortKey> {
    slots: Vec<(K, Option<T>)>,
    used: usize,
    is_complete: bool,
}

impl<T: Copy, K: Key> ShortNames<T, K> {
    pub(crate) fn new() -> Self {
        Self { slots: vec![(K::VACANT, None); FEWEST], used: 0, is_complete: true }
    }

    /// What was kept for a key, or else what `new` makes.
    #[inline]
    pub(crate) fn number<E>(&mut self, key: Option<K>, new: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
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
    pub(crate) fn find(&self, key: K) -> Option<T> {
        let mut slots = self.row(key).filter_map(|at| self.slots.get(at));
        slots.find(|slot| slot.0 == key || slot.0 == K::VACANT)?.1
    }

    /// Whether every key that was kept is found.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Keeps what belongs to a key that was not found, if there is room.
    pub(crate) fn keep(&mut self, key: K, number: T) {
        if self.used * 2 >= self.slots.len() && self.slots.len() < MOST {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(K::VACANT, None); old.len() * 2];
            self.used = 0;
            for (key, number) in old {
                if let Some(number) = number {
                    self.put(key, number);
                }
            }
        }
        self.put(key, number);
    }

    fn put(&mut self, key: K, number: T) {
        let has_room = self.used * 4 < self.slots.len() * 3;
        let vacant = self.row(key).find(|&at| self.slots[at].0 == K::VACANT).filter(|_| has_room);
        self.is_complete &= vacant.is_some();
        if let Some(at) = vacant {
            self.slots[at] = (key, Some(number));
            self.used += 1;
        }
    }

    /// The slots that a key may be in, in the order in which they are taken.
    #[inline]
    fn row(&self, key: K) -> impl Iterator<Item = usize> + use<T, K> {
        let (first, mask) = (self.first(key), self.slots.len() - 1);
        (0..PROBES).map(move |step| (first + step) & mask)
    }

    #[inline]
    fn first(&self, key: K) -> usize {
        key.mixed() & (self.slots.len() - 1)
    }
}

#[cfg(feature = "csv")]
impl<T: Copy> ShortNames<T> {
    /// Reads the first slot of a key, so that it is at hand when [`number`](Self::number) comes for it. Readers that
    /// look up many names call this for several before the first look-up: the waits for memory then overlap.
    #[inline]
    pub(crate) fn touch(&self, key: ShortKey) -> u64 {
        self.slots.get(self.first(key)).map_or(0, |slot| slot.0.0)
    }
}

/// A small table of the short names that were looked up last, in which one takes the place of another.
///
/// Events of a case come near to each other, so that most cases of a block are found here, where memory is at hand.
#[cfg(feature = "csv")]
#[derive(Debug, Default)]
pub(crate) struct RecentNames<T> {
    slots: Vec<(ShortKey, Option<T>)>,
}

#[cfg(feature = "csv")]
impl<T: Copy> RecentNames<T> {
    const SLOTS: usize = 1 << 12;

    /// An empty table; the default takes no memory and keeps nothing.
    pub(crate) fn new() -> Self {
        Self { slots: vec![(ShortKey::VACANT, None); Self::SLOTS] }
    }

    /// What was kept for a key, unless another took its place.
    #[inline]
    pub(crate) fn find(&self, key: ShortKey) -> Option<T> {
        self.slots.get(key.mixed() & (Self::SLOTS - 1)).filter(|slot| slot.0 == key)?.1
    }

    #[inline]
    pub(crate) fn keep(&mut self, key: ShortKey, number: T) {
        if let Some(slot) = self.slots.get_mut(key.mixed() & (Self::SLOTS - 1)) {
            *slot = (key, Some(number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FEWEST, Key, PROBES, ShortKey, ShortNames};

    #[test]
    fn finds_what_it_kept() {
        let mut names = ShortNames::new();
        let key = |number: u32| {
            let name = format!("case_{number:07}");
            ShortKey::of(name.as_bytes(), name.as_bytes()).unwrap()
        };
        for number in 0..100_000 {
            assert_eq!(names.find(key(number)), None);
            names.keep(key(number), number);
        }
        for number in 0..100_000 {
            assert_eq!(names.find(key(number)), Some(number));
        }
        assert!(names.is_complete());
    }

    /// Names that are made to collide are forgotten, which the table knows.
    #[test]
    fn forgets_what_collides() {
        let mut names = ShortNames::new();
        let keys = (0..u64::MAX).map(|number| ShortKey(number, 1 << 56));
        let same = keys.filter(|key| key.mixed() % FEWEST == 7).take(PROBES + 1);
        for (number, key) in (0..).zip(same) {
            assert!(names.is_complete());
            names.keep(key, number);
            assert_eq!(names.find(key), Some(number).filter(|&number| number < PROBES));
        }
        assert!(!names.is_complete());
    }

    #[cfg(feature = "csv")]
    #[test]
    fn keys_hold_their_names() {
        for name in ["a", "fifteen bytes..", "a b", "x\u{e9}y"] {
            assert!(ShortKey::of(name.as_bytes(), b"").unwrap().with_name(|kept| kept == name));
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
