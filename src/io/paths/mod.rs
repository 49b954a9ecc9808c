//! Paths of touchpoints and how they ended, from CSV.

mod options;
mod separator;
mod sink;
mod steps;

use std::io::Read;

pub use self::options::{ImportedPaths, PathNotes, PathOptions};
pub(crate) use self::sink::PathSink;
use super::Error;
use super::table::reader::Table;
use crate::journey::markov::paths::target::PathTarget;
use crate::journey::markov::{Chain, ChainCounts, Paths};

/// Reads paths from CSV: `path,total_conversions,total_conversion_value,total_null`, as attribution tools write them.
///
/// A path is the names of its touchpoints, separated by ` > `; names are taken without space around them. Another arrow
/// (`>`, `->`, `=>`, `>>`, `→` and the like) or `|` is found where it is the only one in the file, and stands in the
/// notes. A file that mixes them is refused, and one where only a comma or semicolon may separate touchpoints: declare
/// the separator ([`PathOptions::separator`]). `path` (or `journey`) and `total_conversions` (or `conversions`, `conv`, `goal`) must be there; `total_conversion_value` (or
/// `value`), `total_null` (or `null`, `lost`) and `total_open` (or `open`) need not be, and are 0 where they are not
/// or are empty. Counts are whole numbers, `3.0` and `1e+05` among them; `1.000`, which may be a thousand, is refused
/// unless its marks are declared ([`PathOptions::table`]). Journeys without the goal are lost only if the file says so;
/// whether it can, and which columns were not read, stands in the notes.
///
/// Time linear in bytes: plain rows are split by vectorised search, quoted ones by a full CSV reader. Space as
/// [`Paths`], and the different names.
///
/// # Errors
/// The errors of a table; [`Error::EmptyField`] for an empty path; [`Error::BadField`] for a path with an empty step and
/// for a number that is none; [`Error::Path`] for a separator that is not clear; [`Error::Journey`] when the counts are too large to stay exact; [`Error::NoRows`].
///
/// ```
/// use total_experience::io::paths;
///
/// let text = "path,total_conversions,total_conversion_value,total_null\nsearch > shop,3,90.5,17\nshop,1,10,9\n";
/// let found = paths::read_paths(text.as_bytes())?;
/// let totals = found.paths.totals();
/// assert_eq!((found.paths.len(), totals.goal, totals.lost), (2, 4, 26));
///
/// let misspelt = paths::read_paths(text.replace("total_null", "nulls").as_bytes())?;
/// assert!(misspelt.notes.lost_unknown);
/// assert_eq!(misspelt.notes.unread_columns, ["nulls"]);
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_paths(reader: impl Read) -> Result<ImportedPaths, Error> {
    read_paths_with(reader, &PathOptions::default())
}

/// [`read_paths`] with options.
///
/// # Errors
///
/// As [`read_paths`].
pub fn read_paths_with(reader: impl Read, options: &PathOptions) -> Result<ImportedPaths, Error> {
    let mut paths = Paths::new();
    let notes = read_into(reader, options, &mut paths)?;
    Ok(ImportedPaths { paths, notes })
}

/// Reads the same files as [`read_paths`] and makes the chain of order 1 of them, without keeping the paths.
///
/// The result equals [`Chain::fit`] of [`read_paths`]; it takes space for the touchpoints and their transitions only. It
/// has no notes: ask [`Chain::totals`] whether any journey was lost.
///
/// # Errors
/// As [`read_paths`]; [`Error::Journey`] when the file has rows but no journeys.
///
/// ```
/// use total_experience::io::paths;
///
/// let text = "path,total_conversions,total_null\nsearch > shop,3,17\nshop,1,9\n";
/// let answer = paths::read_chain(text.as_bytes())?.solve()?;
/// assert_eq!(answer.touchpoint("shop").and_then(|shop| shop.removal_effect), Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_chain(reader: impl Read) -> Result<Chain, Error> {
    read_chain_with(reader, &PathOptions::default())
}

/// [`read_chain`] with options.
///
/// # Errors
///
/// As [`read_chain`].
pub fn read_chain_with(reader: impl Read, options: &PathOptions) -> Result<Chain, Error> {
    let mut counts = ChainCounts::new();
    read_into(reader, options, &mut counts)?;
    Ok(counts.finish()?)
}

fn read_into(
    reader: impl Read,
    options: &PathOptions,
    paths: &mut impl PathTarget,
) -> Result<PathNotes, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut sink = PathSink::new(table.header(), table.numbers(), options, paths)?;
    table.read_as_asked(&mut sink, &options.execution)?;
    sink.finish()
}
