//! Reader of influences: rows of a table, made into columns of edges.

use std::io::Read;

use super::node_names::NodeNames;
use super::{Edges, NetworkFileOptions};
use crate::execution::Execution;
use crate::io::Error;
use crate::io::short_names::{GROUP, ShortKey};
use crate::io::shown::shown;
use crate::io::source::DecimalMark;
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::parts::PartSink;
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;
use crate::io::table::sink::RowSink;
use crate::journey::log::interner::Interner;

/// Reads influences from CSV with the columns `from` (or `source`), `to` (or `target`), `weight` and, optionally, `standard_error` and `lag`.
///
/// An empty standard error is unknown, an empty lag is 0. Time and space O(rows).
///
/// # Errors
/// The errors of a table; [`Error::EmptyField`], [`Error::BadField`] for a number that is none, is not finite, or is
/// negative where it cannot be; [`Error::DuplicateEdge`] for the same ends and lag twice; [`Error::NoRows`].
pub fn read_edges(reader: impl Read) -> Result<Edges, Error> {
    read_edges_with(reader, &NetworkFileOptions::default())
}

/// [`read_edges`] with options.
///
/// # Errors
///
/// As [`read_edges`].
pub fn read_edges_with(reader: impl Read, options: &NetworkFileOptions) -> Result<Edges, Error> {
    let mut table = Table::new(reader, &options.limits, options.table)?;
    let mut sink = EdgeSink::new(table.header(), table.numbers())?;
    let read = table.read_parts(&mut sink, &options.execution);
    sink.finish(read, &options.execution)
}

/// Where the columns are.
struct Columns {
    header: Header,
    from: usize,
    to: usize,
    weight: usize,
    standard_error: Option<usize>,
    lag: Option<usize>,
}

/// What a row says beside the names of its ends.
struct Influence {
    weight: f64,
    standard_error: f64,
    lag: u32,
}

impl Columns {
    /// The short names of the ends, where both have one.
    fn keys<'a>(&self, row: &impl TableRow<'a>) -> Option<[ShortKey; 2]> {
        let key = |column| {
            let (name, ahead) = row.bytes(column);
            ShortKey::of(name, ahead)
        };
        Some([key(self.from)?, key(self.to)?])
    }

    /// The names of the ends and the rest.
    fn read<'a>(
        &self,
        row: impl TableRow<'a>,
        numbers: &Numbers,
    ) -> Result<([&'a str; 2], Influence), Error> {
        let fields = Fields { row, header: &self.header };
        let ends = [fields.required(self.from)?, fields.required(self.to)?];
        let weight = number(&fields, numbers, self.weight, f64::NEG_INFINITY, "a finite number")?;
        let standard_error = match fields.filled(self.standard_error) {
            Some(column) => number(&fields, numbers, column, 0.0, "a finite number of at least 0")?,
            None => f64::NAN,
        };
        let lag = match fields.filled(self.lag) {
            Some(column) => fields
                .row
                .whole(column, numbers)
                .map_err(|fault| fields.bad(column, fault.expected("a whole number of periods from 0")))?,
            None => 0,
        };
        Ok((ends, Influence { weight, standard_error, lag }))
    }
}

fn number<'a>(
    fields: &Fields<'_, impl TableRow<'a>>,
    numbers: &Numbers,
    column: usize,
    least: f64,
    expected: &str,
) -> Result<f64, Error> {
    if fields.row.is_empty(column) {
        return Err(Error::EmptyField { line: fields.row.line(), column: fields.name(column) });
    }
    match fields.row.real(column, numbers) {
        Ok(value) if value.is_finite() && value >= least => Ok(value),
        found => Err(fields.bad(column, found.err().unwrap_or(NumberFault::Form).expected(expected))),
    }
}

/// Rows of a table on their way into columns of edges.
pub(crate) struct EdgeSink {
    columns: Columns,
    numbers: Numbers,
    names: NodeNames,
    edges: Edges,
}

impl EdgeSink {
    pub(crate) fn new(header: &Header, numbers: Numbers) -> Result<Self, Error> {
        let columns = Columns {
            from: header.column("source of an influence", &["from", "source"])?,
            to: header.column("target of an influence", &["to", "target"])?,
            weight: header.column("weight of an influence", &["weight"])?,
            standard_error: header.find(&["standard_error"])?,
            lag: header.find(&["lag"])?,
            header: header.clone(),
        };
        let mut sink = Self { columns, numbers, names: NodeNames::new(), edges: Edges::default() };
        let [names, numbers] = [sink.names(), sink.numbers()];
        let is_read = |at: &usize| names.contains(at) || numbers.contains(at);
        let unread = header.iter().enumerate().filter(|(at, _)| !is_read(at));
        sink.edges.unread_columns = unread.map(|(_, name)| name.clone()).collect();
        Ok(sink)
    }

    /// The columns that hold names.
    pub(crate) fn names(&self) -> Vec<usize> {
        vec![self.columns.from, self.columns.to]
    }

    /// The columns that hold numbers.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let optional = self.columns.standard_error.into_iter().chain(self.columns.lag);
        std::iter::once(self.columns.weight).chain(optional).collect()
    }

    /// The edges, unless one of them is there twice, which comes before what ended the reading.
    pub(crate) fn finish(mut self, read: Result<(), Error>, execution: &Execution) -> Result<Edges, Error> {
        if let Some((line, first, row)) = self.first_duplicate(execution) {
            let [from, to] = [self.edges.from[row], self.edges.to[row]]
                .map(|number| shown(self.names.get(number).unwrap_or_default()));
            return Err(Error::DuplicateEdge { line, first, from, to, lag: self.edges.lag[row] });
        }
        read?;
        if self.edges.from.is_empty() {
            return Err(Error::NoRows);
        }
        let name = |number| self.names.get(number).unwrap_or_default().to_owned();
        self.edges.names = (0..self.names.len() as u32).map(name).collect();
        self.edges.table = self.numbers.notes();
        Ok(self.edges)
    }

    /// The first row that has the ends and the lag of one above: its line, that of the first such, and itself.
    fn first_duplicate(&self, execution: &Execution) -> Option<(u64, u64, usize)> {
        let Edges { from, to, lag, lines, .. } = &self.edges;
        let mut starts = vec![0_usize; self.names.len() + 1];
        from.iter().for_each(|&source| starts[source as usize + 1] += 1);
        (1..starts.len()).for_each(|at| starts[at] += starts[at - 1]);
        let (mut next, mut by_source) = (starts.clone(), vec![0_u32; from.len()]);
        for (row, &source) in (0..).zip(from) {
            by_source[next[source as usize]] = row;
            next[source as usize] += 1;
        }
        // Of the sources in a range, the row that is there again first, and the first like it.
        let among = |ranges: &[usize]| {
            let mut rows: Vec<(u32, u32, u32)> = Vec::new();
            let mut found: Option<(u32, u32)> = None;
            for range in ranges.windows(2).filter(|range| range[1] - range[0] > 1) {
                rows.clear();
                let targets = by_source[range[0]..range[1]].iter();
                rows.extend(targets.map(|&row| (to[row as usize], lag[row as usize], row)));
                rows.sort_unstable();
                let again = rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|same| same.len() > 1);
                found = again.map(|same| (same[1].2, same[0].2)).chain(found).min();
            }
            found
        };
        // Ranges that meet in one place, a few for each thread, as sources differ.
        let size = execution.share(starts.len(), from.len()) / 8 + 2;
        let ranges = (0..starts.len()).step_by(size - 1).collect();
        let found = execution.map(ranges, |at: usize| among(&starts[at..(at + size).min(starts.len())]));
        let (row, first) = found.into_iter().flatten().min()?;
        Some((lines[row as usize], lines[first as usize], row as usize))
    }
}

impl RowSink for EdgeSink {
    fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
        let line = row.line();
        let (ends, influence) = self.columns.read(row, &self.numbers)?;
        let [from, to] = ends.map(|name| self.names.number(name));
        push(&mut self.edges, [from?, to?], influence, line);
        Ok(())
    }
}

fn push(edges: &mut Edges, [from, to]: [u32; 2], influence: Influence, line: u64) {
    edges.from.push(from);
    edges.to.push(to);
    edges.weight.push(influence.weight);
    edges.standard_error.push(influence.standard_error);
    edges.lag.push(influence.lag);
    edges.lines.push(line);
}

/// Rows of a block on their way into columns of edges.
pub(crate) struct EdgePart {
    numbers: Numbers,
    /// By what numbers are read.
    settled: Option<DecimalMark>,
    /// How many names the sink knew; numbers from here on are those of new ones.
    known: u32,
    new: Interner,
    /// Whether there was no room for a name.
    is_full: bool,
    /// Rows whose names are not looked up yet.
    waiting: Vec<([ShortKey; 2], Influence, u64)>,
    edges: Edges,
}

impl EdgePart {
    /// The number of a name that the sink does not know.
    fn new_number(&mut self, name: &str) -> u32 {
        let own = self.new.intern(name, "nodes").ok().and_then(|own| self.known.checked_add(own));
        self.is_full |= own.is_none();
        own.unwrap_or_default()
    }
}

impl EdgeSink {
    /// Looks up the names that wait, and takes their edges.
    fn look_up(&self, part: &mut EdgePart) {
        let keys = part.waiting.iter().flat_map(|(keys, ..)| keys);
        std::hint::black_box(keys.fold(0, |sum, &key| sum ^ self.names.touch(key)));
        let mut waiting = std::mem::take(&mut part.waiting);
        for (keys, influence, line) in waiting.drain(..) {
            let ends = keys.map(|key| {
                let known = self.names.find_short(key);
                known.unwrap_or_else(|| key.with_name(|name| part.new_number(name)))
            });
            push(&mut part.edges, ends, influence, line);
        }
        part.waiting = waiting;
    }
}

impl PartSink for EdgeSink {
    type Part = EdgePart;

    fn part(&self) -> EdgePart {
        EdgePart {
            numbers: self.numbers.clone(),
            settled: self.numbers.seen(),
            known: self.names.len() as u32,
            new: Interner::default(),
            is_full: false,
            waiting: Vec::with_capacity(GROUP),
            edges: Edges::default(),
        }
    }

    fn parse<'a>(&self, part: &mut EdgePart, row: impl TableRow<'a> + Copy) -> bool {
        let Ok((ends, influence)) = self.columns.read(row, &part.numbers) else { return false };
        if part.numbers.seen() != part.settled {
            return false;
        }
        if let Some(keys) = self.columns.keys(&row) {
            part.waiting.push((keys, influence, row.line()));
            if part.waiting.len() == GROUP {
                self.look_up(part);
            }
        } else {
            self.look_up(part);
            let ends = ends.map(|name| self.names.find(name).unwrap_or_else(|| part.new_number(name)));
            push(&mut part.edges, ends, influence, row.line());
        }
        true
    }

    fn close(&self, part: &mut EdgePart) {
        self.look_up(part);
    }

    fn fits(&self, part: &EdgePart) -> bool {
        self.numbers.seen() == part.settled && !part.is_full
    }

    fn join(&mut self, part: EdgePart) -> Result<(), Error> {
        let EdgePart { known, new, edges: mut behind, .. } = part;
        let numbers = new.iter().map(|name| self.names.number(name)).collect::<Result<Vec<_>, _>>()?;
        if !numbers.is_empty() {
            for end in behind.from.iter_mut().chain(&mut behind.to).filter(|end| **end >= known) {
                *end = numbers[(*end - known) as usize];
            }
        }
        self.edges.from.append(&mut behind.from);
        self.edges.to.append(&mut behind.to);
        self.edges.weight.append(&mut behind.weight);
        self.edges.standard_error.append(&mut behind.standard_error);
        self.edges.lag.append(&mut behind.lag);
        self.edges.lines.append(&mut behind.lines);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::EdgeSink;
    use crate::execution::Execution;
    use crate::io::source::{Limits, TableFormat};
    use crate::io::table::reader::Table;

    /// What is read in parts, or by the reference.
    fn read(bytes: &[u8], sizes: (usize, usize), execution: Option<&Execution>) -> Result<String, String> {
        let read = || {
            let mut table = Table::with_sizes(bytes, &Limits::default(), TableFormat::default(), sizes)?;
            let mut sink = EdgeSink::new(table.header(), table.numbers())?;
            let read = match execution {
                Some(execution) => table.read_parts(&mut sink, execution),
                None => table.read_into(&mut sink),
            };
            sink.finish(read, execution.unwrap_or(&Execution::default()))
        };
        read().map(|edges| format!("{edges:?}")).map_err(|error: crate::io::Error| error.to_string())
    }

    #[test]
    fn the_first_duplicate_is_named() {
        let text = "from,to,weight,lag\na,b,1,\nc,d,1,1\nc,d,1,0\nc,d,1,1\na,b,2,\na,b,x,\n";
        for execution in [None, Some(&Execution::default().with_parallel(true))] {
            let error = read(text.as_bytes(), (5, 7), execution).unwrap_err();
            assert!(error.contains("line 5") && error.contains("line 3"), "{error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// Edges, notes and refusals are those of the reference, whatever the sizes of blocks are.
        #[test]
        fn parts_equal_the_reference(
            rows in prop::collection::vec((
                0..40_u8,
                0..40_u8,
                prop::sample::select(vec!["1", "0.5", " -2 ", "\"3\"", "1e-3"]),
                prop::sample::select(vec!["", "0.1", "1"]),
                prop::sample::select(vec!["\n", "\n", "\r\n", "\n\n"]),
            ), 0..40),
            odd in prop::option::of((0..40_usize, prop::sample::select(vec![
                "a,b,,\n", "a,,1,\n", "a,b,x,\n", "a,b,1,-1\n", "a,b\n", "\"a\nb\",c,1,\n", "a,\"b,1,\n", "a,b,inf,\n", "a,b,\"1,5\",\n",
            ]))),
            chunk in prop::sample::select(vec![10, 50, 1_000]),
            block in prop::sample::select(vec![5, 30, 90, 400]),
            parallel in any::<bool>(),
        ) {
            let mut lines: Vec<String> = rows
                .iter()
                .map(|(from, to, weight, error, line_break)| format!("n{from},\u{e9}{to},{weight},{error}{line_break}"))
                .collect();
            if let Some((at, line)) = odd {
                lines.insert(at.min(lines.len()), line.to_owned());
            }
            let text = format!("from,to,weight,standard_error\n{}", lines.concat());
            let execution = Execution::default().with_parallel(parallel);
            let found = read(text.as_bytes(), (chunk, block), Some(&execution));
            prop_assert_eq!(found, read(text.as_bytes(), (chunk, block), None));
        }
    }
}
