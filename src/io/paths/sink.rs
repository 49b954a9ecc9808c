//! Sink of paths: rows of a table, made into paths.

use super::options::{PathNotes, PathOptions};
use super::separator::{Separator, unclear_mark};
use super::steps::{PathSteps, StepFault};
use crate::io::shown::shown;
use crate::io::source::{DecimalMark, TableNotes};
use crate::io::table::header::Header;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::parts::PartSink;
use crate::io::table::row::TableRow;
use crate::io::table::sink::RowSink;
use crate::io::{Error, PathFault};
use crate::journey::markov::PathCounts;
use crate::journey::markov::paths::target::{PathPart, PathTarget, StepTarget};

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
            value_without_goal: 0,
            unread_columns: unread.map(|(_, name)| name).collect(),
            separator: None,
        }
    }

    /// Puts the path of a row and its counts into a target; `steps` know what separates touchpoints.
    fn read<'a>(
        &self,
        row: &impl TableRow<'a>,
        counts: PathCounts,
        steps: &mut PathSteps,
        paths: &mut impl StepTarget,
    ) -> Result<(), Error> {
        let path = row.get(self.path);
        let (_, ahead) = row.bytes(self.path);
        match steps.push(path, ahead, paths)? {
            Ok(()) => {}
            Err(StepFault::NoName) if path.trim().is_empty() => {
                let column = self.names.get(self.path).cloned().unwrap_or_default();
                return Err(Error::EmptyField { line: row.line(), column });
            }
            Err(StepFault::NoName) => {
                let separator = steps.separator().map(Separator::text).unwrap_or_default();
                return Err(self.bad(row, self.path, &format!("a touchpoint on each side of `{separator}`")));
            }
            Err(StepFault::Mixed { found, here }) => {
                return Err(self.of_path(row, PathFault::Mixed { found, here }));
            }
        }
        Ok(paths.finish_row(counts)?)
    }

    /// How many journeys took the path of a row, and how they ended.
    fn counts<'a>(&self, row: &impl TableRow<'a>, numbers: &Numbers) -> Result<PathCounts, Error> {
        let count = |column: Option<usize>| match column {
            None => Ok(0),
            Some(column) => match (row.typed(column), row.bytes(column).0) {
                (None, [digit @ b'0'..=b'9']) => Ok(u64::from(digit - b'0')),
                _ if row.is_empty(column) => Ok(0),
                _ => row
                    .whole(column, numbers)
                    .map_err(|fault| self.bad(row, column, &fault.expected("a whole number of journeys"))),
            },
        };
        let goal = count(Some(self.goal))?;
        let counts = PathCounts::goal(goal).with_lost(count(self.lost)?).with_open(count(self.open)?);
        let Some(column) = self.value else { return Ok(counts) };
        let value = if row.is_empty(column) { Ok(0.0) } else { row.real(column, numbers) };
        let value =
            value.and_then(|value| if value.is_finite() { Ok(value) } else { Err(NumberFault::Form) });
        let bad = |fault: NumberFault| self.bad(row, column, &fault.expected("a finite number"));
        Ok(counts.with_value(value.map_err(bad)?))
    }

    fn bad<'a>(&self, row: &impl TableRow<'a>, column: usize, expected: &str) -> Error {
        Error::BadField {
            line: row.line(),
            column: self.names.get(column).cloned().unwrap_or_default(),
            value: shown(row.get(column)),
            expected: expected.to_owned(),
        }
    }

    fn of_path<'a>(&self, row: &impl TableRow<'a>, fault: PathFault) -> Error {
        Error::Path {
            line: row.line(),
            column: self.names.get(self.path).cloned().unwrap_or_default(),
            value: shown(row.get(self.path)),
            fault,
        }
    }

    /// That a path may be of several touchpoints, by a mark that may be part of a name.
    fn unclear<'a>(&self, row: &impl TableRow<'a>) -> Option<Error> {
        unclear_mark(row.get(self.path)).map(|mark| self.of_path(row, PathFault::Unclear { mark }))
    }
}

/// Rows of a table on their way into paths.
pub(crate) struct PathSink<'p, P> {
    columns: Columns,
    paths: &'p mut P,
    steps: PathSteps,
    numbers: Numbers,
    rows: u64,
    value_without_goal: u64,
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
            value_without_goal: 0,
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
            _ => Ok(PathNotes {
                separator,
                value_without_goal: self.value_without_goal,
                ..self.columns.notes(self.rows, self.numbers.notes())
            }),
        }
    }
}

impl<P: PathTarget> RowSink for PathSink<'_, P> {
    fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
        self.rows += 1;
        let counts = self.columns.counts(&row, &self.numbers)?;
        self.value_without_goal += u64::from(is_value_without_goal(&counts));
        self.columns.read(&row, counts, &mut self.steps, self.paths)?;
        if self.steps.separator().is_none() && self.unclear.is_none() {
            self.unclear = self.columns.unclear(&row);
        }
        Ok(())
    }
}

/// Rows of a block on their way into paths.
pub(crate) struct RowsOfPaths {
    numbers: Numbers,
    steps: PathSteps,
    /// By what numbers are read.
    settled: Option<DecimalMark>,
    paths: PathPart,
    value_without_goal: u64,
    unclear: Option<Error>,
}

fn is_value_without_goal(counts: &PathCounts) -> bool {
    counts.goal == 0 && counts.value != 0.0
}

impl<P: PathTarget> PartSink for PathSink<'_, P> {
    type Part = RowsOfPaths;

    fn part(&self) -> RowsOfPaths {
        RowsOfPaths {
            numbers: self.numbers.clone(),
            steps: self.steps.clone(),
            settled: self.numbers.seen(),
            paths: PathPart::new(self.paths),
            value_without_goal: 0,
            unclear: None,
        }
    }

    fn parse<'a>(&self, part: &mut RowsOfPaths, row: impl TableRow<'a> + Copy) -> bool {
        let RowsOfPaths { numbers, steps, settled, paths, value_without_goal, unclear } = part;
        let Ok(counts) = self.columns.counts(&row, numbers) else { return false };
        if numbers.seen() != *settled || steps.is_settled_by(row.get(self.columns.path)) {
            return false;
        }
        let mut beside = paths.beside(&*self.paths);
        if self.columns.read(&row, counts, steps, &mut beside).is_err() {
            paths.drop_row();
            return false;
        }
        if steps.separator().is_none() && unclear.is_none() {
            *unclear = self.columns.unclear(&row);
        }
        *value_without_goal += u64::from(is_value_without_goal(&counts));
        true
    }

    fn fits(&self, part: &RowsOfPaths) -> bool {
        self.numbers.seen() == part.settled && self.steps.separator() == part.steps.separator()
    }

    fn join(&mut self, part: RowsOfPaths) -> Result<(), Error> {
        self.rows += part.paths.len() as u64;
        self.value_without_goal += part.value_without_goal;
        self.unclear = self.unclear.take().or(part.unclear);
        Ok(self.paths.join(part.paths)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PathOptions, PathSink};
    use crate::execution::Execution;
    use crate::io::table::reader::Table;
    use crate::journey::markov::Paths;

    /// What is read in parts, or by the reference.
    fn read(
        bytes: &[u8],
        separator: Option<&str>,
        sizes: (usize, usize),
        execution: Option<&Execution>,
    ) -> Result<String, String> {
        let options = PathOptions { separator: separator.map(str::to_owned), ..PathOptions::default() };
        let read = || {
            let mut paths = Paths::new();
            let mut table = Table::with_sizes(bytes, &options.limits, options.table, sizes)?;
            let mut sink = PathSink::new(table.header(), table.numbers(), &options, &mut paths)?;
            match execution {
                Some(execution) => table.read_parts(&mut sink, execution)?,
                None => table.read_into(&mut sink)?,
            }
            let notes = sink.finish()?;
            let rows: Vec<_> = paths.iter().collect();
            Ok(format!("{rows:?} {:?} {} {notes:?}", paths.totals(), paths.touchpoint_count()))
        };
        read().map_err(|error: crate::io::Error| error.to_string())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        /// Paths, notes and refusals are those of the reference, whatever the sizes of blocks are.
        #[test]
        fn parts_equal_the_reference(
            rows in prop::collection::vec((
                prop::collection::vec(prop::sample::select(vec!["a", "b b", "\u{e9}", "a name that is long", "fourteen bytes", "x-y"]), 1..5),
                prop::sample::select(vec!["1", "12", "3.0", "0", "\"2\""]),
                prop::sample::select(vec!["", "0.5", "10"]),
                prop::sample::select(vec!["\n", "\n", "\r\n", "\n\n"]),
            ), 0..40),
            mark in prop::sample::select(vec![" > ", " > ", ">", "->", "|", " \u{2192} ", ";"]),
            odd in prop::option::of((0..40_usize, prop::sample::select(vec![
                "a > b >> c,1,\n", "a > ,1,\n", " ,1,\n", "a,x,\n", "a,1,nan\n", "a\n", "\"a > b\nb\",1,\n", "\"a,1,\n", "a | b,1,\n",
                "\"a, b\",1,\n", "new > b,1,2\n", "a,9007199254740992,\n", "a > a,1.000,\n",
            ]))),
            separator in prop::option::of(prop::sample::select(vec![" > ", "", "|"])),
            chunk in prop::sample::select(vec![10, 50, 1_000]),
            block in prop::sample::select(vec![5, 30, 90, 400]),
            parallel in any::<bool>(),
        ) {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|(steps, goal, value, line_break)| format!("{},{goal},{value}{line_break}", steps.join(mark)))
                .collect();
            if let Some((at, line)) = odd {
                lines.insert(at.min(lines.len()), line.to_owned());
            }
            let text = format!("path,conversions,value\n{}", lines.concat());
            let execution = Execution::default().with_parallel(parallel);
            let found = read(text.as_bytes(), separator, (chunk, block), Some(&execution));
            prop_assert_eq!(found, read(text.as_bytes(), separator, (chunk, block), None));
        }
    }
}
