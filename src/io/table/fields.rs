//! Fields of a table row, converted and checked.

use super::row::TableRow;
use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::space::trimmed;

/// A row with the header it stands under, so that what is wrong with a field is said by line and column.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'h, T> {
    pub(crate) row: T,
    pub(crate) header: &'h [String],
}

impl<T> Fields<'_, T> {
    pub(crate) fn name(&self, column: usize) -> String {
        self.header.get(column).cloned().unwrap_or_default()
    }

    /// The field without space around it, which must not be empty.
    pub(crate) fn required<'a>(&self, column: usize) -> Result<&'a str, Error>
    where
        T: TableRow<'a>,
    {
        match trimmed(self.row.get(column)) {
            "" => Err(Error::EmptyField { line: self.row.line(), column: self.name(column) }),
            text => Ok(text),
        }
    }

    /// The column and its field without space around it, where there is such a column and the field is not empty.
    pub(crate) fn optional<'a>(&self, column: Option<usize>) -> Option<(usize, &'a str)>
    where
        T: TableRow<'a>,
    {
        let column = column?;
        Some((column, trimmed(self.row.get(column)))).filter(|(_, text)| !text.is_empty())
    }

    /// The column, where there is such a column and its field is not empty.
    pub(crate) fn filled<'a>(&self, column: Option<usize>) -> Option<usize>
    where
        T: TableRow<'a>,
    {
        column.filter(|&column| !self.row.is_empty(column))
    }

    /// That the field is not what was `expected`.
    pub(crate) fn bad<'a>(&self, column: usize, expected: impl Into<String>) -> Error
    where
        T: TableRow<'a>,
    {
        Error::BadField {
            line: self.row.line(),
            column: self.name(column),
            value: shown(self.row.get(column)),
            expected: expected.into(),
        }
    }
}
