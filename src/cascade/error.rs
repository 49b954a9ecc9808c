//! Errors of networks, cascades and contagions.

use thiserror::Error;

use crate::execution::Cancelled;
use crate::model::names::listed;
use crate::shown::shown;

use super::NodeIndex;
use super::stability::component::MARGIN;

/// Error of a network, a cascade or a contagion.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing to compute on.
    #[error("the network has no nodes")]
    Empty,
    /// A name is none of those that are known.
    #[error("`{name}` is no {what}: use {known}", name = shown(.name), known = shown(.known))]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// More nodes or edges than 32-bit positions, or the options, allow.
    #[error("{count} {what} are more than a network can hold ({most})")]
    TooLarge {
        /// `nodes` or `edges`.
        what: &'static str,
        /// How many were asked for.
        count: usize,
        /// How many there can be.
        most: usize,
    },
    /// There is not as much memory.
    #[error("{what} need {bytes} bytes, which cannot be had", what = shown(.what))]
    TooMuchMemory {
        /// What was asked for.
        what: String,
        /// What they need, at least.
        bytes: usize,
    },
    /// A column or a list of values has the wrong length.
    #[error("`{what}` has {found} values where {expected} are needed")]
    WrongLength {
        /// Which column or list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The length it needs.
        expected: usize,
    },
    /// An edge ends at a node that does not exist.
    #[error("edge {edge} names node {node}, but there are only {nodes} nodes, numbered from 0")]
    UnknownEnd {
        /// Row of the edge.
        edge: usize,
        /// The node's number.
        node: u32,
        /// Number of nodes.
        nodes: usize,
    },
    /// A weight or standard error of an edge is NaN or infinite.
    #[error("{field} of edge {edge} is {value}: a finite number is needed")]
    NotFinite {
        /// Row of the edge.
        edge: usize,
        /// Which number.
        field: &'static str,
        /// What was given.
        value: f64,
    },
    /// A standard error is negative.
    #[error("the standard error of edge {edge} is {value}: it cannot be negative")]
    NegativeStandardError {
        /// Row of the edge.
        edge: usize,
        /// What was given.
        value: f64,
    },
    /// A node influences itself within a period.
    #[error(
        "`{node}` influences itself within the same period (edge {edge}): give the edge lag 1, which leaves \
         the equilibrium exact (as an input-output table needs it), or remove it",
        node = shown(.node)
    )]
    SelfInfluence {
        /// Row of the edge.
        edge: usize,
        /// Name of the node.
        node: String,
    },
    /// A loop feeds itself so strongly that a cascade through it never ends.
    #[error("unstable: {}; a cascade settles only below 1", why_unstable(*radius, *size, names, *gain))]
    Unstable {
        /// Spectral radius of the component.
        radius: f64,
        /// How many nodes the component has.
        size: usize,
        /// The nodes of its strongest loop, by |product of weights|^(1/length), in the order of the arrows.
        nodes: Vec<NodeIndex>,
        /// Their names, joined by arrows; long loops are cut in the middle.
        names: String,
        /// Product of the weights round the loop.
        gain: f64,
    },
    /// It cannot be told whether the network is stable.
    #[error(
        "cannot tell whether the component of {size} nodes around `{node}` is stable: the spectral radius \
         of the absolute weights lies in {low:.6}..{high:.6}, and it is too large for its eigenvalues \
         (limit {limit})",
        node = shown(.node)
    )]
    Undecided {
        /// How many nodes the component has.
        size: usize,
        /// Name of one of them.
        node: String,
        /// The radius of the absolute weights is at least this.
        low: f64,
        /// The radius of the absolute weights is at most this.
        high: f64,
        /// The largest component whose eigenvalues are computed.
        limit: usize,
    },
    /// The value of a node is NaN or infinite.
    #[error("the value of node `{node}` is {value}: a finite number is needed", node = shown(.node))]
    BadValue {
        /// Key of the node.
        node: String,
        /// What was given.
        value: f64,
    },
    /// Who watched the progress ended the operation.
    #[error("cancelled by the watch of its progress")]
    Cancelled,
    /// One of many scenarios has a fault.
    #[error("scenario {scenario}: {source}")]
    Scenario {
        /// Which, from 0.
        scenario: usize,
        /// Its fault.
        source: Box<Error>,
    },
    /// A node, or what stands for one, is not there.
    #[error("there is no {what} `{id}`", id = shown(.id))]
    UnknownId {
        /// What it was to be.
        what: &'static str,
        /// What was given: a key or a number.
        id: String,
    },
    /// A node is named twice.
    #[error("node `{node}` is named twice", node = shown(.node))]
    NodeTwice {
        /// Key or number of the node.
        node: String,
    },
    /// An option is outside its range.
    #[error("`{what}` is {value}: it must be {range}")]
    OutOfRange {
        /// Which option.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// The iteration did not reach its tolerance.
    #[error(
        "no equilibrium within {iterations} iterations: the residual is {residual:.3e}, {tolerance:.3e} was asked"
    )]
    NotConverged {
        /// How many sweeps were made.
        iterations: usize,
        /// The residual relative to the shock, in the 2-norm.
        residual: f64,
        /// What was asked.
        tolerance: f64,
    },
    /// A value of a node is outside its range, such as a score outside 0..100.
    #[error("the {what} of node `{node}` is {value}: it must be {range}", node = shown(.node))]
    NodeOutOfRange {
        /// Which value.
        what: &'static str,
        /// Key or number of the node.
        node: String,
        /// What was given.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// Walks through a loop get ever stronger, so there is no strongest.
    #[error(
        "there is no strongest way: a loop around node `{key}` has |gain| of 1 or more",
        key = shown(.key)
    )]
    NoStrongest {
        /// A node of the loop's component.
        node: NodeIndex,
        /// Its key.
        key: String,
    },
    /// The equilibrium exists, but the trajectory over time swings ever wider and never reaches it.
    #[error(
        "the lagged trajectory never settles: the companion matrix of a component of {size} nodes has spectral radius \
         {radius:.4}, and 1 or more grows without end"
    )]
    LagUnstable {
        /// Spectral radius of the companion matrix.
        radius: f64,
        /// How many nodes the component has.
        size: usize,
    },
    /// It cannot be told whether the trajectory over time settles.
    #[error(
        "cannot tell whether the lagged trajectory of a component of {size} nodes with signs that may cancel settles: its \
         companion matrix has order {order}, and eigenvalues are computed up to {limit}. Set `dense_limit` to {} (the time \
         grows with its cube), shorten the longest lag, or ask for the equilibrium, in which lags play no part",
        order.div_ceil(2)
    )]
    LagUndecided {
        /// How many nodes the component has.
        size: usize,
        /// Order of its companion matrix: nodes times the longest lag.
        order: usize,
        /// The largest order whose eigenvalues are computed.
        limit: usize,
    },
    /// A value passed the largest number that can be held.
    #[error(
        "the cascade overflows at node `{key}`: its weights or the shock are too large",
        key = shown(.key)
    )]
    Overflow {
        /// The node.
        node: NodeIndex,
        /// Its key.
        key: String,
    },
    /// Only the signs of the weights could make a large component stable, and that could not be proved.
    #[error(
        "cannot prove that a component of {size} nodes is stable: by its signed weights the spectral radius \
         is about {estimate:.6}, by their absolute values it lies in {low:.6}..{high:.6}; its strongest \
         loop is {names}, gain {gain:.4}. An estimate below 1 is taken for the radius only with \
         `accept_estimate`",
        names = shown(.names)
    )]
    Uncertified {
        /// How many nodes the component has.
        size: usize,
        /// What the radius of the signed weights is about.
        estimate: f64,
        /// The radius of the absolute weights is at least this.
        low: f64,
        /// The radius of the absolute weights is at most this.
        high: f64,
        /// The nodes of its strongest loop, by |product of weights|^(1/length), joined by arrows; long loops are cut.
        names: String,
        /// Product of the weights round the loop.
        gain: f64,
    },
    /// An edge's probability is none.
    #[error("the probability of edge {edge} is {value}: a number from 0 to 1 is needed")]
    BadProbability {
        /// Row of the edge.
        edge: usize,
        /// What was given.
        value: f64,
    },
    /// What enters a node adds up to more than the largest threshold.
    #[error(
        "the weights that enter node `{node}` add up to {sum:.4}: the linear threshold model allows at most \
         1",
        node = shown(.node)
    )]
    TooMuchWeight {
        /// Name of the node, or its number.
        node: String,
        /// The sum.
        sum: f64,
    },
    /// Too many edges can go either way for an exact answer.
    #[error(
        "{edges} edges that the seeds can reach may go either way, and the limit for an exact answer is {limit}: raise \
         it, or estimate the spread"
    )]
    TooUncertain {
        /// How many edges may go either way.
        edges: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// The sets that seeds are chosen by grew too large.
    #[error(
        "{sets} sets have more than {limit} members: raise the limit, or lower the probabilities, which reach nearly \
         everybody"
    )]
    TooManyMembers {
        /// Sets made.
        sets: u64,
        /// Most members allowed.
        limit: usize,
    },
    /// Drawn weights are not one for each edge.
    #[error("{found} drawn weights are not whole rows of {row}, one for each edge")]
    PartialRow {
        /// How many weights were given.
        found: usize,
        /// Number of edges.
        row: usize,
    },
}

impl Error {
    pub(super) fn unknown_name(what: &'static str, name: &str, known: &[&str]) -> Self {
        Self::UnknownName { what, name: name.to_owned(), known: listed(known) }
    }

    /// [`Error::Overflow`] at a node whose key is not known here; `Network::named` puts it in.
    pub(super) fn overflow(node: NodeIndex) -> Self {
        Self::Overflow { node, key: node.to_string() }
    }
}

/// Which loop does it, or that none does it alone.
fn why_unstable(radius: f64, size: usize, names: &str, gain: f64) -> String {
    let names = shown(names);
    if gain.abs() >= 1.0 - MARGIN {
        return format!(
            "the loop {names} has gain {gain:.4}, and the spectral radius of its component of {size} nodes is {radius:.4}"
        );
    }
    format!(
        "the spectral radius of a component of {size} nodes is {radius:.4}, which many loops make together: the strongest, \
         {names}, has gain {gain:.4}"
    )
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
