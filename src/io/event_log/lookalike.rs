//! Columns of a table that look like a lifecycle of work and are not read as one.

use std::collections::HashMap;

use super::columns::Columns;
use crate::io::table::header::Header;

/// Rows that are looked at, most columns of a table that is looked at, and the fewest activities of cases that tell.
const MOST_ROWS: usize = 2_000;
const MOST_COLUMNS: usize = 64;
const FEWEST: usize = 2;

/// A look at the first rows: the fields of the case, the activity, and each column that is not read, row by row.
pub(super) struct Look {
    columns: Vec<usize>,
    fields: Vec<String>,
}

impl Look {
    pub(super) fn new(columns: &Columns, header: &Header) -> Self {
        let unread = columns.unread(header).filter(|_| header.len() <= MOST_COLUMNS);
        Self {
            columns: [columns.case.at, columns.activity.at].into_iter().chain(unread).collect(),
            fields: Vec::new(),
        }
    }

    pub(super) fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Takes the next field; whether to go on.
    pub(super) fn take(&mut self, field: &str) -> bool {
        self.fields.push(field.to_owned());
        self.columns.len() > 2 && self.fields.len() < MOST_ROWS * self.columns.len()
    }

    /// The first column with two words, with each of which nearly every activity of a case stands there once.
    pub(super) fn lifecycle(&self) -> Option<usize> {
        let width = self.columns.len();
        (2..width).find(|&at| self.is_lifecycle(at)).and_then(|at| self.columns.get(at).copied())
    }

    fn is_lifecycle(&self, at: usize) -> bool {
        let rows = || self.fields.chunks_exact(self.columns.len());
        let mut words: Vec<&str> = Vec::new();
        let mut counts: HashMap<(&str, &str), [u32; 2]> = HashMap::new();
        for row in rows() {
            let (case, activity, word) = (row[0].as_str(), row[1].as_str(), row[at].as_str());
            let place = words.iter().position(|known| *known == word).unwrap_or(words.len());
            if place == words.len() {
                words.push(word);
            }
            if place > 1 || word.is_empty() {
                return false;
            }
            counts.entry((case, activity)).or_default()[place] += 1;
        }
        // The last case may be cut.
        let pairs = counts.values().filter(|counts| counts[0] > 0 && counts[0] == counts[1]).count();
        pairs >= FEWEST && pairs * 10 >= counts.len() * 9
    }
}
