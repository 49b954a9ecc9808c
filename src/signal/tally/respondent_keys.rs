//! Sample of respondent keys that merges without a trace of the order (k minimum values).

use crate::signal::response::Respondent;

/// The smallest mixed keys of the distinct respondents seen, ascending: their union does not depend on order or split,
/// and its length is the exact number of people until it is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SmallestKeys {
    keys: Vec<u64>,
}

impl SmallestKeys {
    /// How many are kept.
    pub(crate) const LIMIT: usize = 128;

    pub(crate) fn add(&mut self, respondent: Respondent) {
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

    pub(crate) fn merge(&mut self, other: &Self) {
        for &key in &other.keys {
            self.add_mixed(key);
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.keys.len() >= Self::LIMIT
    }

    pub(crate) fn as_slice(&self) -> &[u64] {
        &self.keys
    }

    /// From stored keys, `None` unless they ascend strictly and are few enough.
    pub(crate) fn from_stored(keys: Vec<u64>) -> Option<Self> {
        (keys.len() <= Self::LIMIT && keys.is_sorted_by(|a, b| a < b)).then_some(Self { keys })
    }
}
