//! Header of a table: the names of its columns, and how readers find them.

use std::ops::Deref;

use crate::io::Error;

/// The names of the columns, without space around them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header(Vec<String>);

impl Header {
    pub(crate) fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self(names.into_iter().map(|name| name.as_ref().trim().to_owned()).collect())
    }

    /// The first column that has one of `names`, in the order of `names`; exact spelling goes before other case.
    ///
    /// # Errors
    /// [`Error::DuplicateColumn`] when the header has that name twice.
    pub(crate) fn find(&self, names: &[&str]) -> Result<Option<usize>, Error> {
        self.find_by(names, |a, b| a == b).and_then(|found| match found {
            Some(column) => Ok(Some(column)),
            None => self.find_by(names, str::eq_ignore_ascii_case),
        })
    }

    fn find_by(&self, names: &[&str], same: impl Fn(&str, &str) -> bool) -> Result<Option<usize>, Error> {
        for name in names {
            let mut matching =
                self.0.iter().enumerate().filter(|(_, column)| same(column, name)).map(|(at, _)| at);
            if let Some(column) = matching.next() {
                if let Some(again) = matching.next() {
                    let name = self.0.get(again).cloned().unwrap_or_default();
                    return Err(Error::DuplicateColumn { name });
                }
                return Ok(Some(column));
            }
        }
        Ok(None)
    }

    /// As [`find`](Self::find), for a column that must be there.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] with the `role` of the column; [`Error::DuplicateColumn`].
    pub(crate) fn column(&self, role: &str, names: &[&str]) -> Result<usize, Error> {
        self.column_or(role, names, "add the column or rename the one that holds it")
    }

    /// As [`column`](Self::column), with another remedy for a column that is missing.
    pub(crate) fn column_or(&self, role: &str, names: &[&str], remedy: &'static str) -> Result<usize, Error> {
        self.find(names)?.ok_or_else(|| Error::MissingColumn {
            role: role.to_owned(),
            looked_for: names.iter().map(|&name| name.to_owned()).collect(),
            found: self.0.clone(),
            remedy,
        })
    }
}

impl Deref for Header {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}
