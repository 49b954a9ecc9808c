//! Network of influences in compressed rows, certified to be stable.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::model::influence::Node;
use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;

use super::edges::check;
use super::keys::Keys;
use super::memory::room_for_edges;
use super::solve::layout::{Direction, Layout};
use super::stability::Stability;
use super::stability::certificate::{self, Known};
use super::stability::refusal::Refusal;
use super::stability::tighten::tighten;
use super::{Edge, EdgeColumns, Error, NetworkOptions, NodeIndex, NodeValues};

/// Network of influences of a map, or of plain columns, frozen for computing and certified to be stable.
///
/// Made by [`from_map`](Self::from_map), [`from_columns`](Self::from_columns) or, with options, a
/// [`builder`](Self::builder). Nodes have a [`NodeIndex`], counted from 0, and a key; [`find`](Self::find) and
/// [`key`](Self::key) translate. For a map they follow
/// [`ExperienceMap::nodes`](crate::model::map::ExperienceMap::nodes): facets, then outcomes.
///
/// Space: 16 bytes an edge and 12 a node, up to 12 more an edge where standard errors or lags are given; the first solve
/// in each of the two directions adds up to 18 an edge and 4 a node, in networks of a few thousand nodes up to 45 an edge.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network};
///
/// // W[0,1] = .35, W[1,2] = .26, W[0,2] = .10
/// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1, 0], to: &[1, 2, 2], weight: &[0.35, 0.26, 0.10], ..EdgeColumns::default() })?;
/// let total = network.equilibrium(&[12.0, 0.0, 0.0])?;
/// assert!((total[2] - 2.292).abs() < 1e-12); // 12 x (.10 + .35 x .26)
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    /// Row i holds the targets of node i: W as written in the literature.
    pub(super) out: Csr,
    /// Row j holds the sources of node j: the transpose of W. Made when first asked for.
    into: OnceLock<Csr>,
    /// How to solve x = s + W' x and v = c + W v. Each made when first asked for.
    forwards: OnceLock<Layout>,
    backwards: OnceLock<Layout>,
    pub(super) components: Components,
    /// In the order of `out`; NaN where not known. Absent when none is known.
    standard_error: Option<Vec<f64>>,
    /// In the order of `out`. Absent when all are 0.
    lag: Option<Vec<u32>>,
    /// For networks of a map: the node behind each number, ascending.
    nodes: Vec<Node>,
    /// The keys of the nodes; absent where their numbers are.
    keys: Option<Arc<Keys>>,
    /// Components up to this size are solved by elimination.
    pub(super) dense_limit: usize,
    /// The largest row sum of |W|.
    pub(super) widest: f64,
    /// Proved on freezing, with what is exact of it; and tightened, when first asked for.
    certificate: (Stability, Known),
    stability: OnceLock<Stability>,
}

impl Network {
    /// Freezes edges between nodes numbered from 0, after checking them; `keys` name the nodes.
    pub(super) fn freeze(
        nodes: usize,
        edges: &EdgeColumns<'_>,
        options: &NetworkOptions,
        keys: Option<Arc<Keys>>,
    ) -> Result<Self, Error> {
        let name = &|node: u32| Keys::key(keys.as_deref(), node as usize).into_owned();
        check(nodes, edges, name)?;
        room_for_edges((nodes, 28), (edges.from.len(), 16))?;
        let out = Csr::new(nodes, edges.from, edges.to, edges.weight);
        let given = || out.origins().iter().map(|&row| row as usize);
        let errors = edges.standard_error.filter(|errors| errors.iter().any(|error| !error.is_nan()));
        let standard_error = errors.map(|errors| given().map(|row| errors[row]).collect());
        let lags = edges.lag.filter(|lags| lags.iter().any(|&lag| lag != 0));
        let lag = lags.map(|lags| given().map(|row| lags[row]).collect());
        let sum = |node| out.values_of(node).iter().map(|value| value.abs()).sum::<f64>();
        let widest = (0..nodes).map(sum).fold(0.0, f64::max);
        let components = Components::new(&out);
        let certificate = certificate::certify(&out, &components, widest, options);
        let certificate = certificate.map_err(|refusal| refused(refusal, name))?;
        Ok(Self {
            out,
            into: OnceLock::new(),
            forwards: OnceLock::new(),
            backwards: OnceLock::new(),
            components,
            standard_error,
            lag,
            nodes: Vec::new(),
            keys,
            dense_limit: options.dense_limit,
            widest,
            certificate,
            stability: OnceLock::new(),
        })
    }

    /// Takes over the nodes of another network, and which row or influence each edge was made from.
    pub(super) fn known_as(mut self, other: &Self, origin: &[u32]) -> Self {
        self.out.rename_origins(origin);
        self.nodes.clone_from(&other.nodes);
        self.keys.clone_from(&other.keys);
        self
    }

    /// Sets the nodes of a map, and which influence each edge was made from.
    pub(super) fn of_map(mut self, nodes: Vec<Node>, origin: &[u32]) -> Self {
        self.out.rename_origins(origin);
        self.nodes = nodes;
        self
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.out.rows()
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.out.entries()
    }

    /// The indices of all nodes, ascending.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeIndex> + use<> {
        (0..self.node_count() as u32).map(NodeIndex::from)
    }

    /// The node with a key: for a map `touchpoint/dimension/stakeholder` or the key of an outcome, for columns a name or,
    /// where there are none, a number.
    pub fn find(&self, key: &str) -> Option<NodeIndex> {
        let node = Keys::find(self.keys.as_deref(), key)?;
        (node < self.node_count()).then(|| NodeIndex::at(node))
    }

    /// The key of a node; its number where the network was made without names.
    pub fn key(&self, node: NodeIndex) -> Cow<'_, str> {
        Keys::key(self.keys.as_deref(), node.as_usize())
    }

    /// The index of a node of the map.
    pub fn index(&self, node: Node) -> Option<NodeIndex> {
        self.nodes.binary_search(&node).ok().map(NodeIndex::at)
    }

    /// The node of the map behind an index; none for networks made from columns.
    pub fn node(&self, node: NodeIndex) -> Option<Node> {
        self.nodes.get(node.as_usize()).copied()
    }

    /// The edges, in order of the node they come from.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.node_count()).flat_map(|node| self.out_edges(node))
    }

    /// The edges that leave a node.
    pub(super) fn out_edges(&self, from: usize) -> impl Iterator<Item = Edge> + Clone + '_ {
        self.out.range(from).map(move |position| {
            let (to, weight) = self.out.entry(position);
            Edge {
                from: NodeIndex::at(from),
                to: NodeIndex::at(to),
                weight,
                standard_error: self
                    .standard_error
                    .as_ref()
                    .map(|errors| errors[position])
                    .filter(|error| !error.is_nan()),
                lag: self.lag.as_ref().map_or(0, |lags| lags[position]),
                origin: self.out.origins()[position],
            }
        })
    }

    /// The transpose of W.
    pub(super) fn into(&self) -> &Csr {
        self.into.get_or_init(|| self.out.transposed())
    }

    /// How to solve in a direction.
    pub(super) fn layout(&self, direction: Direction) -> &Layout {
        let layout = match direction {
            Direction::Forwards => &self.forwards,
            Direction::Backwards => &self.backwards,
        };
        layout.get_or_init(|| Layout::new(&self.out, &self.components, self.dense_limit, direction))
    }

    /// The certificate that cascades in this network settle. Where a proof left it open whether the radius is near to 1,
    /// bounds are tightened when this is first called: up to some 300 passes over the edges.
    pub fn stability(&self) -> &Stability {
        let (found, known) = &self.certificate;
        let options = || self.freeze_options();
        self.stability.get_or_init(|| tighten(&self.out, &self.components, found, *known, &options()))
    }

    /// Values of the nodes that are 0 but for some: a shock, or the weights of an objective.
    ///
    /// Nodes are named by key, by [`NodeIndex`], or as [`Node`] of the map.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownId`], [`Error::NodeTwice`], and [`Error::BadValue`] for a number that is not finite.
    pub fn node_values<N: NodeName>(&self, values: &[(N, f64)]) -> Result<NodeValues, Error> {
        let mut all = vec![0.0; self.node_count()];
        let mut seen = vec![false; self.node_count()];
        for &(name, value) in values {
            let unknown = || Error::UnknownId { what: "node", id: name.to_string() };
            let node = name.find_in(self).filter(|node| node.as_usize() < all.len()).ok_or_else(unknown)?;
            if !value.is_finite() {
                return Err(Error::BadValue { node: self.key(node).into_owned(), value });
            }
            if std::mem::replace(&mut seen[node], true) {
                return Err(Error::NodeTwice { node: self.key(node).into_owned() });
            }
            all[node] = value;
        }
        Ok(self.keyed(all))
    }

    /// One value a node with the keys of this network.
    pub(super) fn keyed<T>(&self, values: Vec<T>) -> NodeValues<T> {
        NodeValues::new(values, self.keys.clone())
    }

    /// The same error, with the key of the node at which a cascade overflows.
    pub(super) fn named(&self, error: Error) -> Error {
        match error {
            Error::Overflow { node, .. } => Error::Overflow { node, key: self.key(node).into_owned() },
            error => error,
        }
    }

    /// Checks one value a node.
    pub(super) fn check(&self, values: &[f64]) -> Result<(), Error> {
        self.check_length("values of nodes", values.len())?;
        match values.iter().position(|value| !value.is_finite()) {
            Some(node) => {
                let key = self.key(NodeIndex::at(node)).into_owned();
                Err(Error::BadValue { node: key, value: values[node] })
            }
            None => Ok(()),
        }
    }

    /// Checks that there is one of something for each node.
    pub(super) fn check_length(&self, what: &'static str, found: usize) -> Result<(), Error> {
        let expected = self.node_count();
        if found == expected { Ok(()) } else { Err(Error::WrongLength { what, found, expected }) }
    }

    /// Checks that a node is one of this network.
    pub(super) fn check_node(&self, node: NodeIndex) -> Result<(), Error> {
        let known = node.as_usize() < self.node_count();
        if known { Ok(()) } else { Err(Error::UnknownId { what: "node", id: node.to_string() }) }
    }

    /// Another network between as many nodes, certified by the same rules.
    pub(super) fn remade(&self, edges: &EdgeColumns<'_>) -> Result<Self, Error> {
        self.remade_with(edges, &self.freeze_options())
    }

    /// Another network between as many nodes of the same keys.
    pub(super) fn remade_with(
        &self,
        edges: &EdgeColumns<'_>,
        options: &NetworkOptions,
    ) -> Result<Self, Error> {
        Self::freeze(self.node_count(), edges, options, self.keys.clone())
    }

    /// Options for networks made of this one: an estimate passes where it passed here.
    pub(super) fn freeze_options(&self) -> NetworkOptions {
        NetworkOptions::default()
            .with_dense_limit(self.dense_limit)
            .with_accept_estimate(!self.certificate.0.certified)
            .with_max_nodes(self.node_count())
    }
}

/// Name of a node in a network: its key, its index, or the node of the map.
pub trait NodeName: Copy + fmt::Display {
    /// The node's index in a network; none where the network does not have it.
    fn find_in(self, network: &Network) -> Option<NodeIndex>;
}

impl NodeName for &str {
    fn find_in(self, network: &Network) -> Option<NodeIndex> {
        network.find(self)
    }
}

impl NodeName for NodeIndex {
    fn find_in(self, _: &Network) -> Option<NodeIndex> {
        Some(self)
    }
}

impl NodeName for Node {
    fn find_in(self, network: &Network) -> Option<NodeIndex> {
        network.index(self)
    }
}

/// A refusal as an error that names the nodes.
fn refused(refusal: Refusal, name: &dyn Fn(u32) -> String) -> Error {
    match refusal {
        Refusal::Unstable { radius, size, nodes, gain } => {
            let names = joined(&nodes, name);
            let nodes = nodes.into_iter().map(NodeIndex::from).collect();
            Error::Unstable { radius, size, nodes, names, gain }
        }
        Refusal::Undecided { size, node, low, high, limit } => {
            Error::Undecided { size, node: name(node), low, high, limit }
        }
        Refusal::Uncertified { size, estimate, low, high, nodes, gain } => {
            Error::Uncertified { size, estimate, low, high, names: joined(&nodes, name), gain }
        }
    }
}

/// The names round a loop, joined by arrows; long loops are cut in the middle.
fn joined(nodes: &[u32], name: &dyn Fn(u32) -> String) -> String {
    const SHOWN: usize = 12;
    let mut names: Vec<String> = nodes.iter().chain(nodes.first()).map(|&node| name(node)).collect();
    if names.len() > SHOWN {
        let cut = names.len() - SHOWN;
        names.splice(SHOWN / 2..SHOWN / 2 + cut, [format!("... {cut} more ...")]);
    }
    names.join(" -> ")
}
