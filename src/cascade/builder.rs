//! Builder of networks, from a map or from columns.

use std::sync::Arc;

use crate::model::ids::InfluenceId;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;
use crate::numeric::ordered_set::OrderedSet;

use super::keys::Keys;
use super::{EdgeColumns, Error, Network, NetworkOptions};

/// Builder of a [`Network`]: from which edges, without which, and with which options.
///
/// ```
/// use total_experience::cascade::{EdgeColumns, Network, NetworkOptions};
///
/// let names = ["app", "branch"].map(String::from);
/// let edges = EdgeColumns { from: &[0], to: &[1], weight: &[0.4], ..EdgeColumns::default() }.with_names(&names);
/// let options = NetworkOptions::default().with_dense_limit(64);
/// let network = Network::builder().with_columns(2, &edges).with_options(options).build()?;
/// assert_eq!(network.key(network.find("branch").unwrap()), "branch");
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct NetworkBuilder<'a> {
    source: Source<'a>,
    without: OrderedSet<InfluenceId>,
    options: NetworkOptions,
}

#[derive(Clone, Debug, Default)]
enum Source<'a> {
    #[default]
    Nothing,
    Map(&'a ExperienceMap),
    Columns(usize, EdgeColumns<'a>),
}

impl<'a> NetworkBuilder<'a> {
    /// Sets the map whose influences become the edges; nodes have the keys of the map.
    pub fn with_map(mut self, map: &'a ExperienceMap) -> Self {
        self.source = Source::Map(map);
        self
    }

    /// Sets the edges between nodes numbered from 0. Parallel edges add up.
    pub fn with_columns(mut self, node_count: usize, edges: &EdgeColumns<'a>) -> Self {
        self.source = Source::Columns(node_count, *edges);
        self
    }

    /// Sets the influences of the map that are left out: what would be without them?
    pub fn without(mut self, influences: impl IntoIterator<Item = InfluenceId>) -> Self {
        self.without = influences.into_iter().collect();
        self
    }

    /// Sets how the network is frozen and certified.
    pub fn with_options(mut self, options: NetworkOptions) -> Self {
        self.options = options;
        self
    }

    /// Freezes the edges and certifies that they are stable.
    ///
    /// # Errors
    ///
    /// - [`Error::Empty`] without a map, columns or nodes;
    /// - errors that name the edge, for columns of unequal length, unknown nodes, numbers that are not finite, and a node
    ///   that influences itself within a period;
    /// - [`Error::NodeTwice`] where two nodes have one name;
    /// - [`Error::TooLarge`] and [`Error::TooMuchMemory`];
    /// - [`Error::Unstable`] naming the loop where the spectral radius is 1 or more, [`Error::Undecided`] or
    ///   [`Error::Uncertified`] where that cannot be told.
    ///
    /// # Complexity
    ///
    /// - O(nodes + edges) time and space;
    /// - more time inside strongly connected components: see [`Stability`](super::stability::Stability).
    pub fn build(&self) -> Result<Network, Error> {
        match &self.source {
            Source::Nothing => Err(Error::Empty),
            Source::Map(map) => self.freeze_map(map),
            Source::Columns(nodes, edges) => {
                if *nodes > self.options.max_nodes {
                    let most = self.options.max_nodes;
                    return Err(Error::TooLarge { what: "nodes", count: *nodes, most });
                }
                let names = edges.names.filter(|names| names.len() == *nodes);
                let keys = names.map(Keys::of_names).transpose()?;
                Network::freeze(*nodes, edges, &self.options, keys.map(Arc::new))
            }
        }
    }

    fn freeze_map(&self, map: &ExperienceMap) -> Result<Network, Error> {
        let nodes: Vec<Node> = map.nodes().collect();
        let number = |node| nodes.binary_search(&node).map_or(u32::MAX, |number| number as u32);
        let count = map.influence_count();
        let mut columns: [Vec<u32>; 4] = std::array::from_fn(|_| Vec::with_capacity(count));
        let [from, to, lag, origin] = &mut columns;
        let (mut weight, mut standard_error) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (id, influence) in map.influences().filter(|(id, _)| !self.without.contains(id)) {
            from.push(number(influence.from));
            to.push(number(influence.to));
            weight.push(influence.weight);
            standard_error.push(influence.standard_error.unwrap_or(f64::NAN));
            lag.push(influence.lag);
            origin.push(id.as_u32());
        }
        let edges = EdgeColumns { from, to, weight: &weight, ..EdgeColumns::default() }
            .with_standard_error(&standard_error)
            .with_lag(lag);
        let key = |&node: &Node| map.node_key(node).unwrap_or_else(|| node.to_string());
        let keys = Arc::new(Keys::new(nodes.iter().map(key).collect()));
        Ok(Network::freeze(nodes.len(), &edges, &self.options, Some(keys))?.of_map(nodes, origin))
    }
}

impl Network {
    /// A builder: from a map or from columns, with options, without some influences.
    pub fn builder<'a>() -> NetworkBuilder<'a> {
        NetworkBuilder::default()
    }

    /// Freezes the influences of a map, with default options.
    ///
    /// # Errors
    ///
    /// As [`NetworkBuilder::build`].
    pub fn from_map(map: &ExperienceMap) -> Result<Self, Error> {
        Self::builder().with_map(map).build()
    }

    /// Freezes edges between nodes numbered from 0, with default options. Parallel edges add up.
    ///
    /// # Errors
    ///
    /// As [`NetworkBuilder::build`].
    pub fn from_columns(node_count: usize, edges: &EdgeColumns<'_>) -> Result<Self, Error> {
        Self::builder().with_columns(node_count, edges).build()
    }
}
