//! Influences between plainly named nodes, as columns.

use crate::cascade::EdgeColumns;
use crate::io::source::TableNotes;

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
