//! The influence graph, frozen for computing.

use std::sync::OnceLock;

use crate::model::ids::InfluenceId;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;
use crate::numeric::linalg::components::Components;
use crate::numeric::linalg::csr::Csr;

use super::edges::check;
use super::memory::room_for_edges;
use super::solve::layout::{Direction, Sweep};
use super::stability::Stability;
use super::stability::certificate;
use super::stability::refusal::Refusal;
use super::{Edge, EdgeColumns, Error, NetworkOptions};

/// The influence graph of a map, or of plain columns, frozen for computing and certified to be stable.
///
/// Node numbers count from 0. For a map they follow [`ExperienceMap::nodes`]: facets, then outcomes; [`number`]
/// and [`node`] translate.
///
/// Space: 16 bytes an edge and 12 a node, up to 12 more an edge where standard errors or lags are given; the first solve
/// in each of the two directions adds up to 18 an edge and 4 a node, in networks of a few thousand nodes up to 45 an edge.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
///
/// // W[0,1] = .35, W[1,2] = .26, W[0,2] = .10
/// let network = Network::from_columns(3, &EdgeColumns::new(&[0, 1, 0], &[1, 2, 2], &[0.35, 0.26, 0.10]))?;
/// let total = network.equilibrium(&[12.0, 0.0, 0.0], &SolveOptions::default())?;
/// assert!((total[2] - 2.292).abs() < 1e-12); // 12 x (.10 + .35 x .26)
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
///
/// [`number`]: Network::number
/// [`node`]: Network::node
#[derive(Clone, Debug)]
pub struct Network {
    /// Row i holds the targets of node i: W as written in the literature.
    pub(super) out: Csr,
    /// Row j holds the sources of node j: the transpose of W. Made when first asked for.
    into: OnceLock<Csr>,
    /// How to solve x = s + W' x and v = c + W v. Each made when first asked for.
    forwards: OnceLock<Sweep>,
    backwards: OnceLock<Sweep>,
    pub(super) components: Components,
    /// In the order of `out`; NaN where not known. Absent when none is known.
    standard_error: Option<Vec<f64>>,
    /// In the order of `out`. Absent when all are 0.
    lag: Option<Vec<u32>>,
    /// For networks of a map: the node behind each number, ascending.
    nodes: Vec<Node>,
    /// Components up to this size are solved by elimination.
    pub(super) dense_limit: usize,
    /// The largest row sum of |W|.
    pub(super) widest: f64,
    stability: Stability,
}

impl Network {
    /// Freezes the influences of a map.
    ///
    /// # Errors
    ///
    /// As [`from_columns`](Self::from_columns); nodes are named by their keys.
    pub fn from_map(map: &ExperienceMap) -> Result<Self, Error> {
        Self::from_map_without(map, |_| false)
    }

    /// [`from_map`](Self::from_map) with options.
    ///
    /// # Errors
    ///
    /// As [`from_map`](Self::from_map).
    pub fn from_map_with(map: &ExperienceMap, options: &NetworkOptions) -> Result<Self, Error> {
        Self::of_map(map, |_| false, options)
    }

    /// Freezes the influences of a map but those that `without` picks out: what would be without them?
    ///
    /// # Errors
    ///
    /// As [`from_map`](Self::from_map).
    pub fn from_map_without(
        map: &ExperienceMap,
        without: impl Fn(InfluenceId) -> bool,
    ) -> Result<Self, Error> {
        Self::of_map(map, without, &NetworkOptions::default())
    }

    fn of_map(
        map: &ExperienceMap,
        without: impl Fn(InfluenceId) -> bool,
        options: &NetworkOptions,
    ) -> Result<Self, Error> {
        let nodes: Vec<Node> = map.nodes().collect();
        let number = |node| nodes.binary_search(&node).map_or(u32::MAX, |number| number as u32);
        let count = map.influence_count();
        let mut columns: [Vec<u32>; 4] = std::array::from_fn(|_| Vec::with_capacity(count));
        let [from, to, lag, origin] = &mut columns;
        let (mut weight, mut standard_error) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (id, influence) in map.influences().filter(|(id, _)| !without(*id)) {
            from.push(number(influence.from));
            to.push(number(influence.to));
            weight.push(influence.weight);
            standard_error.push(influence.standard_error.unwrap_or(f64::NAN));
            lag.push(influence.lag);
            origin.push(id.as_u32());
        }
        let edges = EdgeColumns::new(from, to, &weight).with_standard_error(&standard_error).with_lag(lag);
        let name = |number: u32| {
            nodes
                .get(number as usize)
                .and_then(|&node| map.node_key(node))
                .unwrap_or_else(|| number.to_string())
        };
        let mut network = Self::freeze(nodes.len(), &edges, options, &name)?;
        network.out.rename_origins(origin);
        network.nodes = nodes;
        Ok(network)
    }

    /// Freezes edges between nodes numbered from 0. Parallel edges add up.
    ///
    /// Time O(nodes + edges), and more inside strongly connected components: see [`Stability`].
    ///
    /// # Errors
    ///
    /// Typed errors that name the edge for columns that do not fit, unknown nodes, numbers that are not finite, a
    /// node that influences itself within a period; [`Error::Unstable`] naming the loop when the spectral radius is 1
    /// or more; [`Error::Undecided`] or [`Error::Uncertified`] when that cannot be told.
    pub fn from_columns(nodes: usize, edges: &EdgeColumns<'_>) -> Result<Self, Error> {
        Self::with_options(nodes, edges, &NetworkOptions::default())
    }

    /// [`from_columns`](Self::from_columns) with options.
    ///
    /// # Errors
    ///
    /// As [`from_columns`](Self::from_columns).
    pub fn with_options(
        nodes: usize,
        edges: &EdgeColumns<'_>,
        options: &NetworkOptions,
    ) -> Result<Self, Error> {
        if nodes > options.max_nodes {
            return Err(Error::TooLarge { what: "nodes", count: nodes, most: options.max_nodes });
        }
        let name = |number: u32| {
            edges
                .names
                .and_then(|names| names.get(number as usize).cloned())
                .unwrap_or_else(|| number.to_string())
        };
        Self::freeze(nodes, edges, options, &name)
    }

    fn freeze(
        nodes: usize,
        edges: &EdgeColumns<'_>,
        options: &NetworkOptions,
        name: &dyn Fn(u32) -> String,
    ) -> Result<Self, Error> {
        check(nodes, edges, name)?;
        room_for_edges((nodes, 28), (edges.from.len(), 16))?;
        let out = Csr::new(nodes, edges.from, edges.to, edges.weight);
        let given = || out.origins().iter().map(|&row| row as usize);
        let standard_error = edges.standard_error.map(|errors| given().map(|row| errors[row]).collect());
        let lag = edges.lag.map(|lags| given().map(|row| lags[row]).collect());
        let sum = |node| out.values_of(node).iter().map(|value| value.abs()).sum::<f64>();
        let widest = (0..nodes).map(sum).fold(0.0, f64::max);
        let components = Components::new(&out);
        let certificate = certificate::certify(&out, &components, widest, options);
        let stability = certificate.map_err(|refusal| refused(refusal, name))?;
        Ok(Self {
            out,
            into: OnceLock::new(),
            forwards: OnceLock::new(),
            backwards: OnceLock::new(),
            components,
            standard_error,
            lag,
            nodes: Vec::new(),
            dense_limit: options.dense_limit,
            widest,
            stability,
        })
    }

    /// Takes over the nodes of another network, and which row or influence each edge was made from.
    pub(super) fn known_as(mut self, other: &Self, origin: &[u32]) -> Self {
        self.out.rename_origins(origin);
        self.nodes.clone_from(&other.nodes);
        self
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.out.rows()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.out.entries()
    }

    /// The number of a node of the map.
    pub fn number(&self, node: Node) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    /// The node of the map behind a number; none for networks made from columns.
    pub fn node(&self, number: usize) -> Option<Node> {
        self.nodes.get(number).copied()
    }

    /// The edges, in order of the node they come from.
    pub fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        (0..self.node_count()).flat_map(|node| self.out_edges(node))
    }

    /// The edges that leave a node.
    pub(super) fn out_edges(&self, from: usize) -> impl Iterator<Item = Edge> + '_ {
        self.out.range(from).map(move |position| {
            let (to, weight) = self.out.entry(position);
            Edge {
                from,
                to,
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
    pub(super) fn sweep(&self, direction: Direction) -> &Sweep {
        let sweep = match direction {
            Direction::Forwards => &self.forwards,
            Direction::Backwards => &self.backwards,
        };
        sweep.get_or_init(|| Sweep::new(&self.out, &self.components, self.dense_limit, direction))
    }

    /// Why cascades in this network settle.
    pub fn stability(&self) -> &Stability {
        &self.stability
    }

    /// A vector over the nodes that is zero but for `values`: a shock, or the weights of an objective.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownNode`], [`Error::NodeTwice`] and [`Error::BadValue`] for a number that is not finite.
    pub fn vector(&self, values: &[(Node, f64)]) -> Result<Vec<f64>, Error> {
        let mut vector = vec![0.0; self.node_count()];
        let mut seen = vec![false; self.node_count()];
        for &(node, value) in values {
            let number = self.number(node).ok_or_else(|| Error::UnknownNode { node: node.to_string() })?;
            if !value.is_finite() {
                return Err(Error::BadValue { node: number, value });
            }
            if std::mem::replace(&mut seen[number], true) {
                return Err(Error::NodeTwice { node: node.to_string() });
            }
            vector[number] = value;
        }
        Ok(vector)
    }

    /// Checks a vector over the nodes.
    pub(super) fn check(&self, vector: &[f64]) -> Result<(), Error> {
        if vector.len() != self.node_count() {
            return Err(Error::WrongLength { found: vector.len(), expected: self.node_count() });
        }
        match vector.iter().position(|value| !value.is_finite()) {
            Some(node) => Err(Error::BadValue { node, value: vector[node] }),
            None => Ok(()),
        }
    }

    /// Options for networks made of this one: an estimate passes where it passed here.
    pub(super) fn freeze_options(&self) -> NetworkOptions {
        NetworkOptions::default()
            .with_dense_limit(self.dense_limit)
            .with_accept_estimate(!self.stability().certified)
            .with_max_nodes(self.node_count())
    }
}

/// A refusal as an error that names the nodes.
fn refused(refusal: Refusal, name: &dyn Fn(u32) -> String) -> Error {
    match refusal {
        Refusal::Unstable { radius, size, nodes, gain } => {
            let names = joined(&nodes, name);
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
