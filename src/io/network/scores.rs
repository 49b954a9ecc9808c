//! Present scores of plainly named nodes, from CSV.

use std::collections::HashMap;
use std::io::Read;

use super::NetworkFileOptions;
use crate::io::Error;
use crate::io::table::fields::Fields;
use crate::io::table::numbers::NumberFault;
use crate::io::table::reader::Table;

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
    let numbers = table.numbers();
    let node = table.column("node that has a score", &["node"])?;
    let score = table.column("score of a node", &["score", "points"])?;
    let header = table.header().to_vec();
    let mut scores = HashMap::new();
    while let Some(row) = table.next_row()? {
        let fields = Fields { row, header: &header };
        let name = fields.required(node)?;
        let points = match numbers.real(row.get(score)) {
            Ok(points) if (0.0..=100.0).contains(&points) => points,
            found => {
                let fault = found.err().unwrap_or(NumberFault::Form);
                return Err(fields.bad(score, fault.expected("a number of points from 0 to 100")));
            }
        };
        if scores.insert(name.to_owned(), points).is_some() {
            return Err(fields.bad(node, "one row for each node"));
        }
    }
    if scores.is_empty() { Err(Error::NoRows) } else { Ok(scores) }
}
