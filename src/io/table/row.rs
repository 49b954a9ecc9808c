//! Rows of a table: borrowed from the buffer, or held.

use std::ops::Range;
use std::str::FromStr;

use super::numbers::{NumberFault, Numbers};
use crate::io::source::space::trimmed;
use crate::io::time::column::TimeColumn;
use crate::model::time::{ParsedTime, TimeFault};

/// A row as readers use it, however it was split.
pub(crate) trait TableRow<'a> {
    /// The line of the file on which the row starts, from 1.
    fn line(&self) -> u64;

    /// The field in this column, unquoted; empty beyond the last column.
    fn get(&self, column: usize) -> &'a str;

    /// The bytes of the field in this column, and the same with what happens to follow in memory, so that short fields
    /// can be looked at in words.
    fn bytes(&self, column: usize) -> (&'a [u8], &'a [u8]);

    /// The places of the texts of these columns in dictionaries, after a number that is another one for other dictionaries;
    /// `None` where a source has none, or nothing is in one of the columns.
    fn codes<const N: usize>(&self, _columns: [usize; N]) -> Option<(u64, [u32; N])> {
        None
    }

    /// Whether there is nothing in this column, or space only.
    fn is_empty(&self, column: usize) -> bool {
        trimmed(self.get(column)).is_empty()
    }

    /// The value in this column, where the source stores it as other than text. [`get`](Self::get) writes it as text.
    fn typed(&self, _column: usize) -> Option<Typed> {
        None
    }

    /// How many items there are in this column, where the source stores lists.
    fn item_count(&self, _column: usize) -> Option<usize> {
        None
    }

    /// An item of the list in this column, without space around it.
    fn item(&self, _column: usize, _at: usize) -> &'a str {
        ""
    }

    /// The number in this column; it may be infinite or none.
    fn real(&self, column: usize, numbers: &Numbers) -> Result<f64, NumberFault> {
        match self.typed(column) {
            Some(Typed::Real(number)) => Ok(number),
            Some(Typed::Whole(number)) => Ok(number as f64),
            _ => numbers.real(self.get(column)),
        }
    }

    /// The whole number in this column.
    fn whole<T: FromStr + TryFrom<i64>>(&self, column: usize, numbers: &Numbers) -> Result<T, NumberFault> {
        match self.typed(column) {
            Some(Typed::Whole(number)) => T::try_from(number).map_err(|_| NumberFault::Form),
            _ => numbers.whole(self.get(column)),
        }
    }

    /// The time in this column.
    fn time(&self, column: usize, times: &mut TimeColumn) -> Result<ParsedTime, TimeFault> {
        match self.typed(column) {
            Some(Typed::Time(time)) => time,
            _ => times.parse(self.get(column).trim()),
        }
    }
}

/// A value that is stored as other than text.
#[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "text has no other types"))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Typed {
    Whole(i64),
    Real(f64),
    Time(Result<ParsedTime, TimeFault>),
}

/// One row below the header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// A row of `text`, in which each field ends where the next one begins.
    pub(crate) fn new(line: u64, text: &'a str, ends: &'a [usize]) -> Self {
        Self { line, text, ends }
    }

    /// The line of the file on which the row starts, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// How many fields there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The field in this column, unquoted; empty beyond the last column.
    pub(crate) fn get(&self, column: usize) -> &'a str {
        self.range(column).and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    fn range(&self, column: usize) -> Option<Range<usize>> {
        let start = match column.checked_sub(1) {
            None => Some(0),
            Some(before) => self.ends.get(before).copied(),
        };
        Some(start?..*self.ends.get(column)?)
    }
}

impl<'a> TableRow<'a> for Row<'a> {
    fn line(&self) -> u64 {
        self.line
    }

    fn get(&self, column: usize) -> &'a str {
        Self::get(self, column)
    }

    fn bytes(&self, column: usize) -> (&'a [u8], &'a [u8]) {
        self.range(column).and_then(|range| with_rest(self.text, range)).unwrap_or_default()
    }
}

/// The bytes in a range, and the same with what follows.
pub(crate) fn with_rest(text: &str, range: Range<usize>) -> Option<(&[u8], &[u8])> {
    let rest = text.as_bytes().get(range.start..)?;
    Some((rest.get(..range.end.checked_sub(range.start)?)?, rest))
}

/// A row of its own, to be looked at again.
pub(crate) struct HeldRow {
    line: u64,
    text: String,
    ends: Vec<usize>,
}

impl HeldRow {
    pub(crate) fn new(row: &Row<'_>) -> Self {
        Self { line: row.line, text: row.text.to_owned(), ends: row.ends.to_vec() }
    }

    pub(crate) fn row(&self) -> Row<'_> {
        Row { line: self.line, text: &self.text, ends: &self.ends }
    }
}
