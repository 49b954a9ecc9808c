//! Table of the groups of one report, each a union of strata.

use std::collections::HashMap;

use super::{Error, MinGroup};

/// Table of the groups of one report, whose small groups are to be protected.
///
/// It is made of strata: sets of respondents that have nobody in common.
///
/// * A *cell* is a stratum that the report shows as a group of its own.
/// * A *total* is a group joined of several strata.
/// * A plain stratum is shown only within the totals that name it.
///
/// [`protect`](Self::protect) says which groups may be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupTable {
    strata: Vec<Stratum>,
    numbers: HashMap<String, usize>,
    groups: Vec<Group>,
    names: HashMap<String, usize>,
}

/// Respondents counted by two attributes, such as team and age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoWay<'a> {
    /// Keys of the rows.
    pub rows: &'a [&'a str],
    /// Keys of the columns.
    pub columns: &'a [&'a str],
    /// Respondents, row by row.
    pub counts: &'a [u64],
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stratum {
    pub(super) key: String,
    pub(super) respondents: u64,
    pub(super) minimum: MinGroup,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) key: String,
    /// Numbers of the strata, ascending.
    pub(super) members: Vec<usize>,
}

impl GroupTable {
    /// A table without groups.
    pub fn new() -> Self {
        Self::default()
    }

    /// A two-way table with its totals: cells `row/column`, groups `row`, `column` and `all`.
    ///
    /// `minimum`: the fewest respondents that may be shown.
    ///
    /// # Errors
    /// [`Error::Shape`], [`Error::Duplicate`].
    pub fn two_way(table: TwoWay<'_>, minimum: MinGroup) -> Result<Self, Error> {
        let TwoWay { rows, columns, counts } = table;
        let shape = Error::Shape { rows: rows.len(), columns: columns.len(), counts: counts.len() };
        if rows.len().checked_mul(columns.len()) != Some(counts.len()) {
            return Err(shape);
        }
        let key = |row: &str, column: &str| format!("{row}/{column}");
        let names: Vec<String> =
            rows.iter().flat_map(|row| columns.iter().map(move |column| key(row, column))).collect();
        let mut table = Self::new();
        for (name, &count) in names.iter().zip(counts) {
            table.add_cell(name, count, minimum)?;
        }
        for row in rows {
            let members: Vec<String> = columns.iter().map(|column| key(row, column)).collect();
            table.add_total(row, &members)?;
        }
        for column in columns {
            let members: Vec<String> = rows.iter().map(|row| key(row, column)).collect();
            table.add_total(column, &members)?;
        }
        table.add_total("all", &names)?;
        Ok(table)
    }

    /// Adds a stratum: respondents who are shown only within totals.
    ///
    /// The strata of a table, and of the releases it is held against, must have no respondent in common.
    ///
    /// # Arguments
    /// * `respondents`: their exact number, since releases are compared by it. A lower bound
    ///   ([`Respondents::AtLeast`](crate::signal::response::Respondents::AtLeast)) will not do.
    /// * `minimum`: the fewest of them that may be shown, such as
    ///   [`Stakeholder::minimum_group`](crate::model::Stakeholder::minimum_group). A group of several strata has the
    ///   largest minimum of those that someone is in.
    ///
    /// # Errors
    /// [`Error::Duplicate`]; the table stays as it was.
    pub fn add_stratum(&mut self, key: &str, respondents: u64, minimum: MinGroup) -> Result<(), Error> {
        if self.numbers.contains_key(key) {
            return Err(Error::Duplicate { key: key.to_owned() });
        }
        self.numbers.insert(key.to_owned(), self.strata.len());
        self.strata.push(Stratum { key: key.to_owned(), respondents, minimum });
        Ok(())
    }

    /// Adds a cell: a stratum that is a group of the report by itself, under the same key.
    ///
    /// # Errors
    /// [`Error::Duplicate`]; the table stays as it was.
    pub fn add_cell(&mut self, key: &str, respondents: u64, minimum: MinGroup) -> Result<(), Error> {
        if self.names.contains_key(key) {
            return Err(Error::Duplicate { key: key.to_owned() });
        }
        self.add_stratum(key, respondents, minimum)?;
        self.add_total(key, &[key])
    }

    /// Adds a total: a group joined of strata. A stratum named twice counts once.
    ///
    /// # Errors
    /// [`Error::Duplicate`], [`Error::UnknownStratum`]; the table stays as it was.
    pub fn add_total<K: AsRef<str>>(&mut self, key: &str, strata: &[K]) -> Result<(), Error> {
        if self.names.contains_key(key) {
            return Err(Error::Duplicate { key: key.to_owned() });
        }
        let number = |stratum: &K| {
            let unknown =
                || Error::UnknownStratum { group: key.to_owned(), stratum: stratum.as_ref().to_owned() };
            self.numbers.get(stratum.as_ref()).copied().ok_or_else(unknown)
        };
        let mut members = strata.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        members.sort_unstable();
        members.dedup();
        self.names.insert(key.to_owned(), self.groups.len());
        self.groups.push(Group { key: key.to_owned(), members });
        Ok(())
    }

    pub(super) fn strata(&self) -> &[Stratum] {
        &self.strata
    }

    pub(super) fn stratum_number(&self, key: &str) -> Option<usize> {
        self.numbers.get(key).copied()
    }

    pub(super) fn group_number(&self, key: &str) -> Option<usize> {
        self.names.get(key).copied()
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}
