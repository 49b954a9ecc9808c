//! Who answered, counted without keeping answers and people together.

use crate::numeric::envelope::fnv1a;

/// The stable key of a person who answers: the caller's own number, or a hash of the caller's text.
///
/// Keys tell people apart and do nothing else. They are no anonymisation: whoever can list the texts can hash them.
///
/// ```
/// use total_experience::signal::Respondent;
///
/// assert_eq!(Respondent::from_text("E-1044"), Respondent::from_text("E-1044"));
/// assert_ne!(Respondent::from_text("E-1044"), Respondent::from_text("E-1045"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Respondent(u64);

impl Respondent {
    /// The respondent with this number.
    pub const fn new(key: u64) -> Self {
        Self(key)
    }

    /// The respondent with this text as key: FNV-1a, 64 bits, over the UTF-8 bytes, the same in every version of this
    /// library. Two of a million different texts collide with probability 3e-8, and would then count as one person.
    pub const fn from_text(text: &str) -> Self {
        Self(fnv1a(text.as_bytes()))
    }

    /// The number behind the key.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The key with its bits well mixed, one to one (the finaliser of SplitMix64), so that the smallest are a fair
    /// sample.
    const fn mixed(self) -> u64 {
        let mut z = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// How many people stand behind the answers of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Respondents {
    /// At least one answer came without a respondent key, so people cannot be told apart; if every such answer
    /// came from another person there were this many.
    Unverified {
        /// The largest possible number of people.
        at_most: u64,
    },
    /// Exactly this many different people.
    Exactly(u64),
    /// At least this many different people: a tally counts up to 127 exactly.
    AtLeast(u64),
}

impl Respondents {
    /// The number to hold against a minimum group size: the largest possible for unverified ones, else the number
    /// known.
    pub const fn count(self) -> u64 {
        match self {
            Self::Unverified { at_most: n } | Self::Exactly(n) | Self::AtLeast(n) => n,
        }
    }

    /// Whether every answer came with a respondent key.
    pub const fn is_verified(self) -> bool {
        !matches!(self, Self::Unverified { .. })
    }
}

/// The smallest mixed keys of the distinct respondents seen, ascending: their union does not depend on order or split,
/// and its length is the exact number of people until it is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SmallestKeys {
    keys: Vec<u64>,
}

impl SmallestKeys {
    /// How many are kept.
    pub(super) const LIMIT: usize = 128;

    pub(super) fn add(&mut self, respondent: Respondent) {
        self.add_mixed(respondent.mixed());
    }

    fn add_mixed(&mut self, key: u64) {
        if self.is_full() && self.keys.last().is_some_and(|&last| key >= last) {
            return;
        }
        if let Err(at) = self.keys.binary_search(&key) {
            self.keys.insert(at, key);
            self.keys.truncate(Self::LIMIT);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for &key in &other.keys {
            self.add_mixed(key);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.keys.len() >= Self::LIMIT
    }

    pub(super) fn as_slice(&self) -> &[u64] {
        &self.keys
    }

    /// From stored keys, `None` unless they ascend strictly and are few enough.
    pub(super) fn from_stored(keys: Vec<u64>) -> Option<Self> {
        (keys.len() <= Self::LIMIT && keys.is_sorted_by(|a, b| a < b)).then_some(Self { keys })
    }
}
