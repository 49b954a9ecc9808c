//! Paths of touchpoints and how they ended, from CSV.

mod steps;

use std::io::Read;

use serde::{Deserialize, Serialize};

use self::steps::PathSteps;
use super::Error;
use super::shown::shown;
use super::source::Limits;
use super::table::plain::Splitter;
use super::table::reader::Table;
use super::table::row::TableRow;
use crate::journey::markov::paths::PathTarget;
use crate::journey::markov::{Chain, ChainCounts, PathCounts, Paths};

/// Paths that were read, and what their reader noticed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportedPaths {
    /// The paths.
    pub paths: Paths,
    /// Notes on what was read, assumed and skipped, for a report to say.
    pub notes: PathNotes,
}

/// Notes of the reader of paths: what was assumed and skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PathNotes {
    /// Rows read.
    pub rows: u64,
    /// Whether no column says how many journeys were lost: then none counts as lost, and unless there is a column of
    /// open journeys every journey reaches the goal.
    pub lost_unknown: bool,
    /// Columns that nothing was read from. One of them may be a misspelt `total_null`.
    pub unread_columns: Vec<String>,
}

/// Reads paths from CSV: `path,total_conversions,total_conversion_value,total_null`, as attribution tools write them.
///
/// A path is the names of its touchpoints, separated by ` > `; names are taken without space around them. `path` (or
/// `journey`) and `total_conversions` (or `conversions`, `conv`, `goal`) must be there; `total_conversion_value` (or
/// `value`), `total_null` (or `null`, `lost`) and `total_open` (or `open`) need not be, and are 0 where they are not
/// or are empty. Counts are whole numbers, `3.0` among them. Journeys without the goal are lost only if the file says
/// so; whether it can, and which columns were not read, stands in the notes.
///
/// Time linear in bytes: plain rows are split by vectorised search, quoted ones by a full CSV reader. Space as
/// [`Paths`], and the different names.
///
/// # Errors
/// The errors of a table; [`Error::EmptyField`] for an empty path; [`Error::BadField`] for a path with an empty step and
/// for a number that is none; [`Error::Journey`] when the counts are too large to stay exact; [`Error::NoRows`].
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
    read_paths_with(reader, &Limits::default())
}

/// [`read_paths`] under limits of one's own.
///
/// # Errors
///
/// As [`read_paths`].
pub fn read_paths_with(reader: impl Read, limits: &Limits) -> Result<ImportedPaths, Error> {
    let mut paths = Paths::new();
    let notes = read_into(reader, limits, &mut paths)?;
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
    read_chain_with(reader, &Limits::default())
}

/// [`read_chain`] under limits of one's own.
///
/// # Errors
///
/// As [`read_chain`].
pub fn read_chain_with(reader: impl Read, limits: &Limits) -> Result<Chain, Error> {
    let mut counts = ChainCounts::new();
    read_into(reader, limits, &mut counts)?;
    Ok(counts.finish()?)
}

fn read_into(reader: impl Read, limits: &Limits, paths: &mut impl PathTarget) -> Result<PathNotes, Error> {
    let mut table = Table::new(reader, limits)?;
    let columns = Columns::find(&table)?;
    let mut splitter = Splitter::new(table.separator(), columns.names.len());
    let mut sink = Sink { paths, steps: PathSteps::new() };
    let mut read = 0;
    loop {
        if let Some(block) = table.plain_block() {
            let mut rows = splitter.rows(block);
            for row in rows.by_ref() {
                sink.add(&columns, &row)?;
            }
            let taken = rows.taken();
            read += taken.rows;
            table.take(taken);
        }
        let Some(row) = table.next_row()? else { break };
        sink.add(&columns, &row)?;
        read += 1;
    }
    if read == 0 { Err(Error::NoRows) } else { Ok(columns.notes(read)) }
}

struct Columns {
    names: Vec<String>,
    path: usize,
    goal: usize,
    lost: Option<usize>,
    open: Option<usize>,
    value: Option<usize>,
}

impl Columns {
    fn find<R: Read>(table: &Table<R>) -> Result<Self, Error> {
        let goals = ["total_conversions", "conversions", "conv", "goal"];
        Ok(Self {
            path: table.column("path of touchpoints", &["path", "journey"])?,
            goal: table.column("journeys that reached the goal", &goals)?,
            lost: table.find(&["total_null", "null", "lost"])?,
            open: table.find(&["total_open", "open"])?,
            value: table.find(&["total_conversion_value", "conversion_value", "value"])?,
            names: table.header().to_vec(),
        })
    }

    fn notes(self, rows: u64) -> PathNotes {
        let read = [Some(self.path), Some(self.goal), self.lost, self.open, self.value];
        let unread = self.names.into_iter().enumerate().filter(|(at, _)| !read.contains(&Some(*at)));
        PathNotes {
            rows,
            lost_unknown: self.lost.is_none(),
            unread_columns: unread.map(|(_, name)| name).collect(),
        }
    }
}

/// A number without the `.0` that some tools put behind whole numbers.
fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    }
}

struct Sink<'p, P> {
    paths: &'p mut P,
    steps: PathSteps,
}

impl<P: PathTarget> Sink<'_, P> {
    fn add<'a>(&mut self, columns: &Columns, row: &impl TableRow<'a>) -> Result<(), Error> {
        let (line, field) = (row.line(), |column| row.get(column));
        let bad = |column: usize, expected: &str| Error::BadField {
            line,
            column: columns.names.get(column).cloned().unwrap_or_default(),
            value: shown(field(column)),
            expected: expected.to_owned(),
        };
        let count = |column: Option<usize>| match column {
            None => Ok(0),
            Some(column) => match field(column) {
                digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
                    Ok(u64::from(digit.as_bytes()[0] - b'0'))
                }
                text if text.trim().is_empty() => Ok(0),
                text => whole(text.trim()).parse().map_err(|_| bad(column, "a whole number of journeys")),
            },
        };
        let goal = count(Some(columns.goal))?;
        let mut counts =
            PathCounts::goal(goal).with_lost(count(columns.lost)?).with_open(count(columns.open)?);
        if let Some(column) = columns.value {
            let text = field(column).trim();
            let value: Option<f64> = if text.is_empty() { Some(0.0) } else { text.parse().ok() };
            let value = value.filter(|value| value.is_finite());
            counts = counts.with_value(value.ok_or_else(|| bad(column, "a finite number"))?);
        }
        let path = field(columns.path);
        let (_, ahead) = row.bytes(columns.path);
        if !self.steps.push(path, ahead, self.paths)? {
            return Err(if path.trim().is_empty() {
                Error::EmptyField {
                    line,
                    column: columns.names.get(columns.path).cloned().unwrap_or_default(),
                }
            } else {
                bad(columns.path, "a touchpoint on each side of ` > `")
            });
        }
        Ok(self.paths.finish_row(counts)?)
    }
}
