//! Influences between plainly named nodes, from CSV.

use std::collections::HashMap;
use std::io::Read;

use super::NetworkFileOptions;
use crate::cascade::EdgeColumns;
use crate::io::Error;
use crate::io::shown::shown;
use crate::io::source::TableNotes;
use crate::io::table::fields::Fields;
use crate::io::table::numbers::{NumberFault, Numbers};
use crate::io::table::reader::Table;

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
    let numbers = table.numbers();
    let [from, to, weight] = [
        table.column("source of an influence", &["from", "source"])?,
        table.column("target of an influence", &["to", "target"])?,
        table.column("weight of an influence", &["weight"])?,
    ];
    let standard_error = table.find(&["standard_error"])?;
    let lag = table.find(&["lag"])?;
    let header = table.header().to_vec();
    let read = [Some(from), Some(to), Some(weight), standard_error, lag];
    let unread = header.iter().enumerate().filter(|(at, _)| !read.contains(&Some(*at)));
    let unread_columns = unread.map(|(_, name)| name.clone()).collect();
    let mut edges = Edges { unread_columns, ..Edges::default() };
    let mut nodes: HashMap<String, u32> = HashMap::new();
    let mut seen: HashMap<(u32, u32, u32), u64> = HashMap::new();
    while let Some(row) = table.next_row()? {
        let fields = Fields { row, header: &header };
        let [source, target] =
            [fields.required(from)?, fields.required(to)?].map(|name| match nodes.get(name) {
                Some(&number) => number,
                None => {
                    let number = edges.names.len() as u32;
                    edges.names.push(name.to_owned());
                    nodes.insert(name.to_owned(), number);
                    number
                }
            });
        let weight = number(&fields, &numbers, weight, f64::NEG_INFINITY, "a finite number")?;
        let error = match fields.optional(standard_error) {
            Some((column, _)) => number(&fields, &numbers, column, 0.0, "a finite number of at least 0")?,
            None => f64::NAN,
        };
        let lag = match fields.optional(lag) {
            Some((column, text)) => numbers
                .whole(text)
                .map_err(|fault| fields.bad(column, fault.expected("a whole number of periods from 0")))?,
            None => 0,
        };
        if let Some(first) = seen.insert((source, target, lag), row.line()) {
            let name = |number: u32| shown(edges.names.get(number as usize).map_or("", String::as_str));
            return Err(Error::DuplicateEdge {
                line: row.line(),
                first,
                from: name(source),
                to: name(target),
                lag,
            });
        }
        edges.from.push(source);
        edges.to.push(target);
        edges.weight.push(weight);
        edges.standard_error.push(error);
        edges.lag.push(lag);
        edges.lines.push(row.line());
    }
    if edges.from.is_empty() {
        return Err(Error::NoRows);
    }
    edges.table = numbers.notes();
    Ok(edges)
}

fn number(
    fields: &Fields<'_>,
    numbers: &Numbers,
    column: usize,
    least: f64,
    expected: &str,
) -> Result<f64, Error> {
    match numbers.real(fields.required(column)?) {
        Ok(value) if value.is_finite() && value >= least => Ok(value),
        found => Err(fields.bad(column, found.err().unwrap_or(NumberFault::Form).expected(expected))),
    }
}
