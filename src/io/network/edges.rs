//! Influences between plainly named nodes, from CSV.

use std::collections::HashMap;
use std::io::Read;

use super::NetworkFileOptions;
use crate::cascade::EdgeColumns;
use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::TableNotes;
use crate::io::table::fields::Fields;
use crate::io::table::header::Header;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::reader::Table;
use crate::io::table::row::TableRow;

/// Influences between plainly named nodes, as columns.
///
/// ```
/// use total_experience::cascade::Network;
/// use total_experience::io::network;
///
/// let text = "from,to,weight,standard_error\nstaff,customers,.26,.09\napp,staff,.35,.08\n";
/// let edges = network::read_edges(text.as_bytes())?;
/// assert_eq!(edges.names, ["staff", "customers", "app"]);
/// let network = Network::from_columns(edges.names.len(), &edges.columns())?;
/// assert_eq!(network.edge_count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Edges {
    /// Names of the nodes in order of first mention; the numbers below count through it.
    pub names: Vec<String>,
    /// Numbers of the nodes that drive.
    pub from: Vec<u32>,
    /// Numbers of the nodes that are driven.
    pub to: Vec<u32>,
    /// Units of the target per unit of the source.
    pub weight: Vec<f64>,
    /// Standard errors; NaN where none is given.
    pub standard_error: Vec<f64>,
    /// Lags in periods.
    pub lag: Vec<u32>,
    /// Line of the file on which each row begins, for messages.
    pub lines: Vec<u64>,
    /// Columns that say nothing here, by their names: a misspelt one is among them.
    pub unread_columns: Vec<String>,
    /// How the table is written.
    pub table: TableNotes,
}

impl Edges {
    /// The columns to make a [`Network`](crate::cascade::Network) of.
    pub fn columns(&self) -> EdgeColumns<'_> {
        EdgeColumns { from: &self.from, to: &self.to, weight: &self.weight, ..EdgeColumns::default() }
            .with_standard_error(&self.standard_error)
            .with_lag(&self.lag)
            .with_names(&self.names)
    }

    /// The number of the node with this name.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }
}

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
    while let Some(row) = table.next_row()? {
        sink.add(row)?;
    }
    sink.finish()
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

/// Rows of a table on their way into columns of edges.
pub(crate) struct EdgeSink {
    columns: Columns,
    numbers: Numbers,
    edges: Edges,
    nodes: HashMap<String, u32>,
    /// The rows of the influences, by their ends and lag.
    seen: HashMap<(u32, u32, u32), u64>,
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
        let mut sink =
            Self { columns, numbers, edges: Edges::default(), nodes: HashMap::new(), seen: HashMap::new() };
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

    pub(crate) fn add<'a>(&mut self, row: impl TableRow<'a>) -> Result<(), Error> {
        let Self { columns, numbers, edges, nodes, seen } = self;
        let fields = Fields { row, header: &columns.header };
        let line = fields.row.line();
        let ends = [fields.required(columns.from)?, fields.required(columns.to)?];
        let [source, target] = ends.map(|name| match nodes.get(name) {
            Some(&number) => number,
            None => {
                let number = edges.names.len() as u32;
                edges.names.push(name.to_owned());
                nodes.insert(name.to_owned(), number);
                number
            }
        });
        let weight = number(&fields, numbers, columns.weight, f64::NEG_INFINITY, "a finite number")?;
        let error = match fields.filled(columns.standard_error) {
            Some(column) => number(&fields, numbers, column, 0.0, "a finite number of at least 0")?,
            None => f64::NAN,
        };
        let lag = match fields.filled(columns.lag) {
            Some(column) => fields
                .row
                .whole(column, numbers)
                .map_err(|fault| fields.bad(column, fault.expected("a whole number of periods from 0")))?,
            None => 0,
        };
        if let Some(first) = seen.insert((source, target, lag), line) {
            let [from, to] = ends.map(shown);
            return Err(Error::DuplicateEdge { line, first, from, to, lag });
        }
        edges.from.push(source);
        edges.to.push(target);
        edges.weight.push(weight);
        edges.standard_error.push(error);
        edges.lag.push(lag);
        edges.lines.push(line);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Edges, Error> {
        if self.edges.from.is_empty() {
            return Err(Error::NoRows);
        }
        self.edges.table = self.numbers.notes();
        Ok(self.edges)
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
