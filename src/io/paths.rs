//! Paths of journeys and how they ended, from CSV.

use std::io::Read;

use super::shown::shown;
use super::table::Table;
use super::{Error, Limits};
use crate::journey::{PathCounts, Paths};

/// Names up to this many bytes are found again without hashing.
const SHORT: usize = 15;
const RECENT: usize = 1 << 12;

/// Reads paths from CSV: `path,total_conversions,total_conversion_value,total_null`, as attribution tools write them.
///
/// A path is the names of its touchpoints, separated by ` > `; names are taken without space around them. `path` (or
/// `journey`) and `total_conversions` (or `conversions`, `conv`, `goal`) must be there; `total_conversion_value` (or
/// `value`), `total_null` (or `null`, `lost`) and `total_open` (or `open`) need not be, and are 0 where they are not
/// or are empty. Counts are whole numbers. Journeys without the goal are lost only if the file says so.
///
/// Time linear in bytes: plain rows are split by vectorised search, quoted ones by a full CSV reader. Space as
/// [`Paths`], and the different names.
///
/// # Errors
/// What a table can say; [`Error::EmptyField`] for an empty path; [`Error::BadField`] for a path with an empty step and
/// for a number that is none; [`Error::Journey`] when the counts are too large to stay exact; [`Error::NoRows`].
///
/// ```
/// use total_experience::io::{Limits, paths};
///
/// let text = "path,total_conversions,total_conversion_value,total_null\nsearch > shop,3,90.5,17\nshop,1,10,9\n";
/// let found = paths::read_paths(text.as_bytes(), &Limits::default())?;
/// assert_eq!((found.len(), found.totals().goal, found.totals().lost), (2, 4, 26));
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_paths(reader: impl Read, limits: &Limits) -> Result<Paths, Error> {
    let mut table = Table::new(reader, limits)?;
    let columns = Columns::find(&table)?;
    let separator = table.separator();
    let mut sink = Sink { paths: Paths::new(), recent: vec![(0, 0); RECENT] };
    let mut rows = 0_u64;
    loop {
        while let Some((first, text)) = table.plain_lines() {
            let mut fields = vec![""; columns.names.len()];
            let mut line = first;
            let mut rest = text;
            while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
                let row = rest[..end].trim_end_matches('\r');
                rest = &rest[end + 1..];
                if !row.is_empty() {
                    split(row, separator, line, &mut fields)?;
                    sink.add(line, &columns, |column| fields[column])?;
                    rows += 1;
                }
                line += 1;
            }
        }
        let Some(row) = table.next_row()? else { break };
        sink.add(row.line(), &columns, |column| row.get(column))?;
        rows += 1;
    }
    if rows == 0 { Err(Error::NoRows) } else { Ok(sink.paths) }
}

/// The fields of a row without quotes.
fn split<'a>(row: &'a str, separator: u8, line: u64, fields: &mut [&'a str]) -> Result<(), Error> {
    let (mut start, mut found) = (0, 0);
    for end in memchr::memchr_iter(separator, row.as_bytes()).chain([row.len()]) {
        if let Some(field) = fields.get_mut(found) {
            *field = &row[start..end];
        }
        start = end + 1;
        found += 1;
    }
    if found == fields.len() { Ok(()) } else { Err(Error::RaggedRow { line, expected: fields.len(), found }) }
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
}

struct Sink {
    paths: Paths,
    /// Short names seen lately, as sixteen bytes, and their numbers.
    recent: Vec<(u128, u32)>,
}

impl Sink {
    fn add<'a>(
        &mut self,
        line: u64,
        columns: &Columns,
        field: impl Fn(usize) -> &'a str,
    ) -> Result<(), Error> {
        let bad = |column: usize, expected: &str| Error::BadField {
            line,
            column: columns.names.get(column).cloned().unwrap_or_default(),
            value: shown(field(column)),
            expected: expected.to_owned(),
        };
        let count = |column: Option<usize>| match column {
            None => Ok(0),
            Some(column) => match field(column).trim() {
                "" => Ok(0),
                text => text.parse().map_err(|_| bad(column, "a whole number of journeys")),
            },
        };
        let goal = count(Some(columns.goal))?;
        let mut counts = PathCounts::new(goal, count(columns.lost)?).with_open(count(columns.open)?);
        if let Some(column) = columns.value {
            let text = field(column).trim();
            let value: Option<f64> = if text.is_empty() { Some(0.0) } else { text.parse().ok() };
            let value = value.filter(|value| value.is_finite());
            counts = counts.with_value(value.ok_or_else(|| bad(column, "a finite number"))?);
        }
        let path = field(columns.path);
        if path.trim().is_empty() {
            let column = columns.names.get(columns.path).cloned().unwrap_or_default();
            return Err(Error::EmptyField { line, column });
        }
        let mut rest = path;
        loop {
            let (step, more) = first_step(rest);
            let name = step.trim();
            if name.is_empty() {
                return Err(bad(columns.path, "a touchpoint on each side of ` > `"));
            }
            let number = self.number(name)?;
            self.paths.push_step(number);
            match more {
                Some(more) => rest = more,
                None => break,
            }
        }
        Ok(self.paths.finish_row(counts)?)
    }

    /// The number of a name. A short name, with its length, is itself the key of a small table of recent ones.
    fn number(&mut self, name: &str) -> Result<u32, Error> {
        if name.len() > SHORT {
            return Ok(self.paths.number(name)?);
        }
        let mut bytes = [0; SHORT + 1];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        bytes[SHORT] = name.len() as u8;
        let key = u128::from_le_bytes(bytes);
        // Fibonacci hashing; a collision costs a look-up in the interner and no more.
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = (mixed >> 52) as usize % RECENT;
        if self.recent[slot].0 == key {
            return Ok(self.recent[slot].1);
        }
        let number = self.paths.number(name)?;
        self.recent[slot] = (key, number);
        Ok(number)
    }
}

/// The first step of a path, and what follows the separator if there is one.
fn first_step(path: &str) -> (&str, Option<&str>) {
    let bytes = path.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'>', &bytes[from..]).map(|at| from + at) {
        if (at == 0 || bytes[at - 1] == b' ') && bytes.get(at + 1).is_none_or(|&next| next == b' ') {
            return (&path[..at.saturating_sub(1)], Some(path.get(at + 2..).unwrap_or_default()));
        }
        from = at + 1;
    }
    (path, None)
}

#[cfg(test)]
mod tests {
    use super::first_step;

    #[test]
    fn steps() {
        let steps = |path: &str| {
            let mut rest = Some(path.to_owned());
            let mut steps = Vec::new();
            while let Some(path) = rest {
                let (step, more) = first_step(&path);
                steps.push(step.to_owned());
                rest = more.map(str::to_owned);
            }
            steps
        };
        assert_eq!(steps("a > b c > d"), ["a", "b c", "d"]);
        assert_eq!(steps("a>b > c -> d"), ["a>b", "c -> d"]);
        assert_eq!(steps("a > > b"), ["a", "", "b"]);
        assert_eq!(steps("a >"), ["a", ""]);
        assert_eq!(steps("é > ü"), ["é", "ü"]);
    }
}
