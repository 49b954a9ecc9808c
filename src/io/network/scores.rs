//! Present scores of plainly named nodes, from CSV.

use std::collections::HashMap;
use std::io::Read;

use super::NetworkFileOptions;
use crate::io::Error;
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;

/// Reads today's scores from CSV with the columns `node` and `score` (or `points`), on 0..100.
///
/// Time and space O(rows).
///
/// # Errors
/// The errors of a table; [`Error::EmptyField`]; [`Error::BadField`] for a score that is no number in 0..100 and for a
/// node that is there twice; [`Error::NoRows`].
///
/// ```
/// use total_experience::io::network;
///
/// let found = network::read_scores("node,score\nstaff,55\n".as_bytes())?;
/// assert_eq!(found["staff"], 55.0);
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_scores(reader: impl Read) -> Result<HashMap<String, f64>, Error> {
    read_scores_with(reader, &NetworkFileOptions::default())
}

/// [`read_scores`] with options.
///
/// # Errors
///
/// As [`read_scores`].
pub fn read_scores_with(
    reader: impl Read,
    options: &NetworkFileOptions,
) -> Result<HashMap<String, f64>, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut sink = ScoreSink::new(table.header(), table.numbers())?;
    while let Some(row) = table.next_row()? {
        sink.add(row)?;
    }
    sink.finish()
}

/// Rows of a table on their way into scores by node.
pub(crate) struct ScoreSink {
    header: Header,
    pub(crate) node: usize,
    pub(crate) score: usize,
    numbers: Numbers,
    scores: HashMap<String, f64>,
}

impl ScoreSink {
    pub(crate) fn new(header: &Header, numbers: Numbers) -> Result<Self, Error> {
        Ok(Self {
            header: header.clone(),
            node: header.column("node that has a score", &["node"])?,
            score: header.column("score of a node", &["score", "points"])?,
            numbers,
            scores: HashMap::new(),
        })
    }

    pub(crate) fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
        let fields = Fields { row, header: &self.header };
        let name = fields.required(self.node)?;
        let points = match fields.row.real(self.score, &self.numbers) {
            Ok(points) if (0.0..=100.0).contains(&points) => points,
            found => {
                let fault = found.err().unwrap_or(NumberFault::Form);
                return Err(fields.bad(self.score, fault.expected("a number of points from 0 to 100")));
            }
        };
        if self.scores.insert(name.to_owned(), points).is_some() {
            return Err(fields.bad(self.node, "one row for each node"));
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<HashMap<String, f64>, Error> {
        if self.scores.is_empty() { Err(Error::NoRows) } else { Ok(self.scores) }
    }
}
