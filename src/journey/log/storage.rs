//! Storage of a log: offsets into the column of objects, and tables of external keys.

use std::borrow::Cow;
use std::ops::Range;

use super::interner::Interner;

/// Offsets of the objects of each event in the column of objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Every event has this many.
    Stride(u32),
    /// Event `i` has those from offset `i` to offset `i + 1`.
    Offsets(Vec<u32>),
}

impl Rows {
    pub(super) fn range(&self, event: usize) -> Range<usize> {
        match self {
            Self::Stride(stride) => {
                let stride = *stride as usize;
                event * stride..(event + 1) * stride
            }
            Self::Offsets(offsets) => match offsets.get(event..).unwrap_or_default() {
                [start, end, ..] => *start as usize..*end as usize,
                _ => 0..0,
            },
        }
    }

    /// The compact form of `offsets`.
    pub(super) fn from_offsets(offsets: Vec<u32>) -> Self {
        let stride = match offsets.as_slice() {
            [start, end, ..] => end - start,
            _ => 0,
        };
        let uniform = offsets.windows(2).all(|pair| pair[1] - pair[0] == stride);
        if uniform { Self::Stride(stride) } else { Self::Offsets(offsets) }
    }
}

/// The external keys of the objects of one type.
#[derive(Clone, Debug)]
pub(super) enum Keys {
    /// As many as given, whose keys are their numbers within the type.
    Numbered(u32),
    Named(Interner),
}

impl Keys {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Numbered(count) => *count as usize,
            Self::Named(names) => names.len(),
        }
    }

    pub(super) fn get(&self, number: u32) -> Option<Cow<'_, str>> {
        match self {
            Self::Numbered(count) => (number < *count).then(|| Cow::Owned(number.to_string())),
            Self::Named(names) => names.get(number).map(Cow::Borrowed),
        }
    }

    pub(super) fn find(&self, key: &str) -> Option<u32> {
        match self {
            Self::Numbered(count) => {
                let number: u32 = key.parse().ok()?;
                (number < *count && number.to_string() == key).then_some(number)
            }
            Self::Named(names) => names.find(key),
        }
    }
}
