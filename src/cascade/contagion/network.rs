//! Network of a contagion: probabilities by edge, and the rule by which it spreads.

use std::borrow::Cow;
use std::sync::Arc;

use super::rows::Rows;
use crate::cascade::keys::Keys;
use crate::cascade::memory::MOST_NODES;
use crate::cascade::{EdgeColumns, Error, NodeIndex, NodeValues};
use crate::model::names::names;

/// Rule by which a contagion spreads from node to node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Diffusion {
    /// Independent cascade: a node that is reached has one chance to pass it on along each of its edges, with the
    /// edge's probability.
    #[default]
    IndependentCascade,
    /// Linear threshold: a node is reached when the weights of its reached neighbours pass a threshold of its own,
    /// drawn evenly from 0..1. The weights that enter a node add up to at most 1.
    LinearThreshold,
}

names! { Diffusion, "rule of a contagion", crate::cascade::Error, {
    IndependentCascade => "independent_cascade",
    LinearThreshold => "linear_threshold",
} }

/// A network along which something either reaches a node or does not: an outage, a rumour, a complaint that is shared.
///
/// This is a model of incidents and of word of mouth, **not of scores**: a node is reached once and for all, nothing is
/// more or less, better or worse, and nothing has to be stable. What a change of a score does is asked of a
/// [`Network`](crate::cascade::Network). Probabilities are of the whole episode, not of a day.
///
/// Node numbers count from 0. Space: 8 bytes an edge and 16 a node where all probabilities are equal, 16 bytes more an
/// edge where they are mixed.
///
/// ```
/// use total_experience::cascade::contagion::{Contagion, Diffusion};
/// use total_experience::cascade::{EdgeColumns, NodeIndex};
///
/// // An outage of the till (0) stops the web shop (1) one time in two, and delivery (2) by itself or through the shop.
/// let edges = EdgeColumns { from: &[0, 0, 1], to: &[1, 2, 2], weight: &[0.5, 0.25, 0.5], ..EdgeColumns::default() };
/// let outage = Contagion::from_columns(3, &edges, Diffusion::IndependentCascade)?;
/// let till = NodeIndex::from(0);
/// let exact = outage.exact(&[till])?;
/// assert_eq!(exact.activation, [1.0, 0.5, 0.4375]); // 1 - (1 - .25) (1 - .5 x .5)
/// let drawn = outage.spread(&[till])?;
/// assert!((drawn.spread - exact.spread).abs() < 4.0 * drawn.standard_error);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
///
/// References: Kempe, Kleinberg & Tardos (2003), Maximizing the spread of influence through a social network,
/// doi:10.1145/956750.956769; Goldenberg, Libai & Muller (2001), Talk of the network, doi:10.1023/A:1011122126881;
/// Granovetter (1978), Threshold models of collective behavior, doi:10.1086/226707.
#[derive(Clone, Debug)]
pub struct Contagion {
    pub(super) diffusion: Diffusion,
    /// Row i holds the edges that leave node i.
    pub(super) out: Rows,
    /// Row j holds the edges that enter node j.
    pub(super) into: Rows,
    /// The keys of the nodes; absent where their numbers are.
    keys: Option<Arc<Keys>>,
}

impl Contagion {
    /// Freezes edges between nodes numbered from 0; their weights are probabilities. Standard errors and lags are not
    /// used. Parallel edges are chances of their own, or weights that add up; an edge to its own source does nothing.
    ///
    /// Time O(nodes + edges), and O(edges log edges) where the probabilities at a node are mixed.
    ///
    /// # Errors
    ///
    /// Columns that do not fit, unknown nodes, more than 100 million of them; [`Error::BadProbability`] naming the
    /// edge;
    /// [`Error::TooMuchWeight`] naming the node where linear thresholds would not do.
    pub fn from_columns(nodes: usize, edges: &EdgeColumns<'_>, diffusion: Diffusion) -> Result<Self, Error> {
        check_ends(nodes, edges.from, edges.to)?;
        let expected = edges.from.len();
        let columns = [("weight", edges.weight.len(), expected)];
        let names = edges.names.map(|names| ("names", names.len(), nodes));
        for (what, found, expected) in columns.into_iter().chain(names) {
            if found != expected {
                return Err(Error::WrongLength { what, found, expected });
            }
        }
        if let Some(edge) = edges.weight.iter().position(|weight| !(0.0..=1.0).contains(weight)) {
            return Err(Error::BadProbability { edge, value: edges.weight[edge] });
        }
        let into = Rows::new(nodes, edges.to, edges.from, edges.weight);
        if diffusion == Diffusion::LinearThreshold {
            for node in 0..nodes {
                let sum = into.row(node).fold(0.0, |sum, (_, weight)| sum + weight);
                // n weights of 1/n may add up to a little more.
                if sum > 1.0 + 1e-9 {
                    let name = edges.names.map_or_else(|| node.to_string(), |names| names[node].clone());
                    return Err(Error::TooMuchWeight { node: name, sum });
                }
            }
        }
        let keys = edges.names.map(Keys::of_names).transpose()?.map(Arc::new);
        Ok(Self { diffusion, out: Rows::new(nodes, edges.from, edges.to, edges.weight), into, keys })
    }

    /// The rule by which it spreads.
    pub fn diffusion(&self) -> Diffusion {
        self.diffusion
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.out.nodes()
    }

    /// Number of edges that can pass something on: those of probability 0 are not kept.
    pub fn edge_count(&self) -> usize {
        self.out.edges()
    }

    /// The node with a key: a name of the columns or, where there are none, a number.
    pub fn find(&self, key: &str) -> Option<NodeIndex> {
        let node = Keys::find(self.keys.as_deref(), key)?;
        (node < self.node_count()).then(|| NodeIndex::at(node))
    }

    /// The key of a node; its number where the columns had no names.
    pub fn key(&self, node: NodeIndex) -> Cow<'_, str> {
        Keys::key(self.keys.as_deref(), node.as_usize())
    }

    /// One value a node with the keys of this network.
    pub(super) fn keyed<T>(&self, values: Vec<T>) -> NodeValues<T> {
        NodeValues::new(values, self.keys.clone())
    }

    pub(super) fn check_seeds(&self, seeds: &[NodeIndex]) -> Result<(), Error> {
        let nodes = self.node_count();
        let mut sorted = seeds.to_vec();
        sorted.sort_unstable();
        if let Some(&node) = sorted.last().filter(|&&node| node.as_usize() >= nodes) {
            return Err(Error::UnknownId { what: "seed", id: node.to_string() });
        }
        match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Error::NodeTwice { node: self.key(pair[0]).into_owned() }),
            None => Ok(()),
        }
    }
}

/// Probabilities of the weighted cascade, one an edge: 1 / the number of edges that enter its target.
///
/// `targets`: for each edge the number of the node that it enters.
///
/// The usual choice where edges are known and probabilities are not; with it every node is reached along one of its
/// edges on average if all its neighbours are. The weights fit linear thresholds too.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooLarge`], and [`Error::UnknownEnd`] naming the edge.
///
/// ```
/// use total_experience::cascade::contagion::weighted_cascade;
///
/// assert_eq!(weighted_cascade(3, &[1, 2, 2])?, [1.0, 0.5, 0.5]);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
pub fn weighted_cascade(nodes: usize, targets: &[u32]) -> Result<Vec<f64>, Error> {
    check_ends(nodes, targets, targets)?;
    let mut entering = vec![0_u32; nodes];
    for &node in targets {
        entering[node as usize] += 1;
    }
    Ok(targets.iter().map(|&node| f64::from(entering[node as usize]).recip()).collect())
}

fn check_ends(nodes: usize, from: &[u32], to: &[u32]) -> Result<(), Error> {
    const MOST: usize = u32::MAX as usize - 1;
    if nodes == 0 {
        return Err(Error::Empty);
    }
    for (what, count, most) in [("nodes", nodes, MOST_NODES), ("edges", from.len(), MOST)] {
        if count > most {
            return Err(Error::TooLarge { what, count, most });
        }
    }
    if to.len() != from.len() {
        return Err(Error::WrongLength { what: "to", found: to.len(), expected: from.len() });
    }
    for (edge, (&from, &to)) in from.iter().zip(to).enumerate() {
        if let Some(node) = [from, to].into_iter().find(|&node| node as usize >= nodes) {
            return Err(Error::UnknownEnd { edge, node, nodes });
        }
    }
    Ok(())
}
