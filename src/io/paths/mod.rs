//! Paths of touchpoints and how they ended, from CSV.

mod options;
mod separator;
mod steps;

use std::io::Read;

pub use self::options::{ImportedPaths, PathNotes, PathOptions};
use self::separator::{Separator, unclear_mark};
use self::steps::{PathSteps, StepFault};
use super::shown::shown;
use super::source::TableNotes;
use super::table::header::Header;
use super::table::numbers::{NumberFault, Numbers};
use super::table::reader::Table;
use super::table::row::TableRow;
use super::table::sink::RowSink;
use super::{Error, PathFault};
use crate::journey::markov::paths::PathTarget;
use crate::journey::markov::{Chain, ChainCounts, PathCounts, Paths};

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
    table.read_into(&mut sink)?;
    sink.finish()
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
    fn find(header: &Header) -> Result<Self, Error> {
        let goals = ["total_conversions", "conversions", "conv", "goal"];
        Ok(Self {
            path: header.column("path of touchpoints", &["path", "journey"])?,
            goal: header.column("journeys that reached the goal", &goals)?,
            lost: header.find(&["total_null", "null", "lost"])?,
            open: header.find(&["total_open", "open"])?,
            value: header.find(&["total_conversion_value", "conversion_value", "value"])?,
            names: header.to_vec(),
        })
    }

    fn notes(self, rows: u64, table: TableNotes) -> PathNotes {
        let read = [Some(self.path), Some(self.goal), self.lost, self.open, self.value];
        let unread = self.names.into_iter().enumerate().filter(|(at, _)| !read.contains(&Some(*at)));
        PathNotes {
            rows,
            table,
            lost_unknown: self.lost.is_none(),
            unread_columns: unread.map(|(_, name)| name).collect(),
            separator: None,
        }
    }
}

/// Rows of a table on their way into paths.
pub(crate) struct PathSink<'p, P> {
    columns: Columns,
    paths: &'p mut P,
    steps: PathSteps,
    numbers: Numbers,
    rows: u64,
    /// Whether the separator is declared, and the first path that may be of several touchpoints, as long as none is known.
    is_declared: bool,
    unclear: Option<Error>,
}

impl<'p, P: PathTarget> PathSink<'p, P> {
    pub(crate) fn new(
        header: &Header,
        numbers: Numbers,
        options: &PathOptions,
        paths: &'p mut P,
    ) -> Result<Self, Error> {
        Ok(Self {
            columns: Columns::find(header)?,
            paths,
            steps: PathSteps::new(options.separator.as_deref()),
            numbers,
            rows: 0,
            is_declared: options.separator.is_some(),
            unclear: None,
        })
    }

    /// The column that holds paths.
    #[cfg(feature = "arrow")]
    pub(crate) fn path(&self) -> usize {
        self.columns.path
    }

    /// The columns that hold numbers.
    #[cfg(feature = "arrow")]
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let Columns { goal, lost, open, value, .. } = self.columns;
        [Some(goal), lost, open, value].into_iter().flatten().collect()
    }

    pub(crate) fn finish(self) -> Result<PathNotes, Error> {
        let separator = self.steps.separator().map(Separator::text);
        match self.unclear {
            _ if self.rows == 0 => Err(Error::NoRows),
            Some(unclear) if separator.is_none() && !self.is_declared => Err(unclear),
            _ => Ok(PathNotes { separator, ..self.columns.notes(self.rows, self.numbers.notes()) }),
        }
    }
}

impl<P: PathTarget> RowSink for PathSink<'_, P> {
    fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
        let columns = &self.columns;
        self.rows += 1;
        let (line, field) = (row.line(), |column| row.get(column));
        let bad = |column: usize, expected: &str| Error::BadField {
            line,
            column: columns.names.get(column).cloned().unwrap_or_default(),
            value: shown(field(column)),
            expected: expected.to_owned(),
        };
        let count = |column: Option<usize>| match column {
            None => Ok(0),
            Some(column) => match row.typed(column).is_none().then(|| field(column).as_bytes()) {
                Some([digit @ b'0'..=b'9']) => Ok(u64::from(digit - b'0')),
                _ if row.is_empty(column) => Ok(0),
                _ => row
                    .whole(column, &self.numbers)
                    .map_err(|fault| bad(column, &fault.expected("a whole number of journeys"))),
            },
        };
        let goal = count(Some(columns.goal))?;
        let mut counts =
            PathCounts::goal(goal).with_lost(count(columns.lost)?).with_open(count(columns.open)?);
        if let Some(column) = columns.value {
            let value = if row.is_empty(column) { Ok(0.0) } else { row.real(column, &self.numbers) };
            let value =
                value.and_then(|value| if value.is_finite() { Ok(value) } else { Err(NumberFault::Form) });
            counts =
                counts.with_value(value.map_err(|fault| bad(column, &fault.expected("a finite number")))?);
        }
        let path = field(columns.path);
        let (_, ahead) = row.bytes(columns.path);
        let of_path = |fault| Error::Path {
            line,
            column: columns.names.get(columns.path).cloned().unwrap_or_default(),
            value: shown(path),
            fault,
        };
        match self.steps.push(path, ahead, self.paths)? {
            Ok(()) => {}
            Err(StepFault::NoName) if path.trim().is_empty() => {
                let column = columns.names.get(columns.path).cloned().unwrap_or_default();
                return Err(Error::EmptyField { line, column });
            }
            Err(StepFault::NoName) => {
                let separator = self.steps.separator().map(Separator::text).unwrap_or_default();
                return Err(bad(columns.path, &format!("a touchpoint on each side of `{separator}`")));
            }
            Err(StepFault::Mixed { found, here }) => return Err(of_path(PathFault::Mixed { found, here })),
        }
        if self.steps.separator().is_none() && self.unclear.is_none() {
            self.unclear = unclear_mark(path).map(|mark| of_path(PathFault::Unclear { mark }));
        }
        Ok(self.paths.finish_row(counts)?)
    }
}
