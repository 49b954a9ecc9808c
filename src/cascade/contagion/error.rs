//! What can be wrong with a contagion.

use thiserror::Error;

/// What can be wrong with a contagion or a question to it.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ContagionError {
    /// There is nothing that could spread.
    #[error("the contagion has no nodes")]
    Empty,
    /// More than 100 million nodes, or more edges than 32-bit positions can hold.
    #[error("{count} {what} are more than a contagion can hold ({most})")]
    TooLarge {
        /// `nodes` or `edges`.
        what: &'static str,
        /// How many were asked for.
        count: usize,
        /// How many there can be.
        most: usize,
    },
    /// Columns that belong together have different lengths.
    #[error("column `{column}` has {found} rows, `from` has {expected}")]
    UnequalColumns {
        /// Which column.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The length of `from`.
        expected: usize,
    },
    /// An edge ends at a node that does not exist.
    #[error("edge {edge} names node {node}, but there are only {nodes} nodes, numbered from 0")]
    UnknownEnd {
        /// Row of the edge.
        edge: usize,
        /// The node's number.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
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
        "the weights that enter node `{node}` add up to {sum:.4}: the linear threshold model allows at most 1"
    )]
    TooMuchWeight {
        /// Name of the node, or its number.
        node: String,
        /// The sum.
        sum: f64,
    },
    /// A seed is not a node.
    #[error("seed {node} is no node: there are {nodes} nodes, numbered from 0")]
    UnknownSeed {
        /// The number given.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A seed is given twice.
    #[error("seed {node} is given twice")]
    SeedTwice {
        /// Its number.
        node: u32,
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
    /// An option is outside its range.
    #[error("option `{option}` is {value}: it must be {range}")]
    BadOption {
        /// Which option.
        option: &'static str,
        /// What was given.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// The caller asked to stop.
    #[error("stopped as asked, with {done} of {total} done")]
    Stopped {
        /// How much was done.
        done: u64,
        /// How much there was to do at most.
        total: u64,
    },
}
