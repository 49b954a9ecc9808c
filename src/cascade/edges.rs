//! Edges of networks, one by one and as columns.

use super::{Error, NodeIndex};

/// Edges as columns of equal length.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network};
///
/// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() };
/// assert_eq!(Network::from_columns(3, &edges)?.edge_count(), 2);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct EdgeColumns<'a> {
    /// Numbers of the nodes that drive.
    pub from: &'a [u32],
    /// Numbers of the nodes that are driven.
    pub to: &'a [u32],
    /// Units of the target per unit of the source.
    pub weight: &'a [f64],
    /// Standard errors of the weights; NaN where one is not known.
    pub standard_error: Option<&'a [f64]>,
    /// Lags in periods; all 0 when absent.
    pub lag: Option<&'a [u32]>,
    /// Keys of the nodes; their numbers when absent.
    pub names: Option<&'a [String]>,
}

impl<'a> EdgeColumns<'a> {
    /// Sets the standard errors of the weights; NaN where one is not known.
    #[must_use]
    pub fn with_standard_error(mut self, errors: &'a [f64]) -> Self {
        self.standard_error = Some(errors);
        self
    }

    /// Sets the lags in periods.
    #[must_use]
    pub fn with_lag(mut self, lags: &'a [u32]) -> Self {
        self.lag = Some(lags);
        self
    }

    /// Sets the keys of the nodes.
    #[must_use]
    pub fn with_names(mut self, names: &'a [String]) -> Self {
        self.names = Some(names);
        self
    }
}

/// An edge of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edge {
    /// The node that drives.
    pub from: NodeIndex,
    /// The node that is driven.
    pub to: NodeIndex,
    /// Units of the target per unit of the source.
    pub weight: f64,
    /// Standard error of the weight, when known.
    pub standard_error: Option<f64>,
    /// Periods until the effect shows.
    pub lag: u32,
    /// Row in the columns the network was made from; for a map, the number of the influence.
    pub origin: u32,
}

/// Checks columns of edges between so many nodes.
pub(super) fn check(
    nodes: usize,
    edges: &EdgeColumns<'_>,
    name: &dyn Fn(u32) -> String,
) -> Result<(), Error> {
    const MOST: usize = u32::MAX as usize - 1;
    let count = edges.from.len();
    if nodes == 0 {
        return Err(Error::Empty);
    }
    for (what, asked) in [("nodes", nodes), ("edges", count)] {
        if asked > MOST {
            return Err(Error::TooLarge { what, count: asked, most: MOST });
        }
    }
    let lengths = [
        ("to", Some(edges.to.len()), count),
        ("weight", Some(edges.weight.len()), count),
        ("standard_error", edges.standard_error.map(<[f64]>::len), count),
        ("lag", edges.lag.map(<[u32]>::len), count),
        ("names", edges.names.map(<[String]>::len), nodes),
    ];
    for (what, found, expected) in lengths {
        if let Some(found) = found.filter(|&found| found != expected) {
            return Err(Error::WrongLength { what, found, expected });
        }
    }
    for edge in 0..count {
        let (from, to, weight) = (edges.from[edge], edges.to[edge], edges.weight[edge]);
        if let Some(node) = [from, to].into_iter().find(|&node| node as usize >= nodes) {
            return Err(Error::UnknownEnd { edge, node, nodes });
        }
        if !weight.is_finite() {
            return Err(Error::NotFinite { edge, field: "the weight", value: weight });
        }
        match edges.standard_error.map(|errors| errors[edge]) {
            Some(value) if value.is_infinite() => {
                return Err(Error::NotFinite { edge, field: "the standard error", value });
            }
            Some(value) if value < 0.0 => return Err(Error::NegativeStandardError { edge, value }),
            _ => {}
        }
        if from == to && edges.lag.is_none_or(|lags| lags[edge] == 0) {
            return Err(Error::SelfInfluence { edge, node: name(from) });
        }
    }
    Ok(())
}
