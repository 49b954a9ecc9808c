//! Generators of random networks: scale-free, uniform, small-world and layered.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::numeric::stats::rng::Rng;

use crate::cascade::memory::{MOST_NODES, room_for_edges};
use crate::cascade::{EdgeColumns, Error};

/// Options of generated networks: seed and weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct GenerateOptions {
    /// Seed: the same seed gives the same network; default 1.
    pub seed: u64,
    /// The |weights| that leave a node add up to a number drawn evenly between these, from 0 to below 1; default .35 to
    /// .85. Below 1 every cascade settles: the spectral radius is at most the largest sum.
    pub row_sums: RangeInclusive<f64>,
    /// Share of weights that are negative, 0..1; default 0.
    pub negative: f64,
}

impl Default for GenerateOptions {
    fn default() -> Self {
        Self { seed: 1, row_sums: 0.35..=0.85, negative: 0.0 }
    }
}

impl GenerateOptions {
    /// Sets the seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the limits of what the |weights| that leave a node add up to.
    #[must_use]
    pub fn with_row_sums(mut self, sums: RangeInclusive<f64>) -> Self {
        self.row_sums = sums;
        self
    }

    /// Sets the share of negative weights.
    #[must_use]
    pub fn with_negative(mut self, share: f64) -> Self {
        self.negative = share;
        self
    }

    fn check(&self) -> Result<(), Error> {
        let (least, most) = (*self.row_sums.start(), *self.row_sums.end());
        if !(least >= 0.0 && least <= most) {
            return Err(bad("row_sums.start", least, "at least 0 and at most the upper limit"));
        }
        if !(most > 0.0 && most < 1.0) {
            return Err(bad("row_sums.end", most, "above 0 and below 1"));
        }
        if !(0.0..=1.0).contains(&self.negative) {
            return Err(bad("negative", self.negative, "from 0 to 1"));
        }
        Ok(())
    }
}

/// A generated network: no edge twice, none from a node to itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Generated {
    /// Number of nodes.
    pub nodes: usize,
    /// Numbers of the nodes that drive.
    pub from: Vec<u32>,
    /// Numbers of the nodes that are driven.
    pub to: Vec<u32>,
    /// Weights.
    pub weight: Vec<f64>,
}

impl Generated {
    /// The columns to make a [`Network`](crate::cascade::Network) or a [`Contagion`](crate::cascade::contagion::Contagion) of.
    pub fn columns(&self) -> EdgeColumns<'_> {
        EdgeColumns { from: &self.from, to: &self.to, weight: &self.weight, ..EdgeColumns::default() }
    }
}

/// Scale-free network: few nodes have many edges.
///
/// # Definition
///
/// Chung and Lu's directed graph: an edge i -> j is drawn with probability proportional to a_i b_j, where a and b
/// are (rank + 10)^(-2/3) of two hidden random rankings, one for sending and one for receiving; repeated until
/// there are `edges` distinct ones. Both degrees have tails of exponent 1 + 3/2. In random order.
///
/// # Complexity
///
/// O(edges log edges) time, O(nodes + edges) space.
///
/// # References
///
/// Chung & Lu (2002), Connected components in random graphs with given expected degree sequences,
/// doi:10.1007/PL00012580.
///
/// # Example
///
/// ```
/// use total_experience::cascade::models::{GenerateOptions, ScaleFree};
/// use total_experience::cascade::Network;
///
/// let generated = ScaleFree { nodes: 1_000, edges: 5_000 }.generate(&GenerateOptions::default())?;
/// assert!(Network::from_columns(1_000, &generated.columns())?.stability().radius < 0.85);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleFree {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
}

impl ScaleFree {
    /// Draws such a network.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`]; [`Error::TooLarge`] for more than 100 million nodes or 2^32 edges, [`Error::TooMuchMemory`];
    /// [`Error::OutOfRange`] for more edges than half of all pairs.
    pub fn generate(&self, options: &GenerateOptions) -> Result<Generated, Error> {
        let Self { nodes, edges } = *self;
        let mut draw = Draw::new(nodes, edges, options)?;
        let mut sum = 0.0;
        let chance: Vec<f64> = (0..nodes)
            .map(|rank| {
                sum += (rank as f64 + 10.0).powf(-2.0 / 3.0);
                sum
            })
            .collect();
        let (senders, receivers) = (draw.ranking(nodes), draw.ranking(nodes));
        let of = |draw: &mut Draw<'_>, ranking: &[u32]| {
            let aim = draw.rng.uniform() * sum;
            ranking[chance.partition_point(|&upto| upto < aim).min(nodes - 1)]
        };
        draw.distinct(edges, |draw| (of(draw, &senders), of(draw, &receivers)))
    }
}

/// Network without structure: every set of so many directed pairs is as likely.
///
/// # Definition
///
/// G(n, m) of Erdos and Renyi, directed: `edges` distinct ordered pairs of different nodes, in random order.
///
/// # Complexity
///
/// O(edges log edges) time, O(edges) space.
///
/// # References
///
/// Erdos & Renyi (1959), On random graphs I, doi:10.5486/PMD.1959.6.3-4.12.
///
/// # Example
///
/// ```
/// use total_experience::cascade::models::{GenerateOptions, Uniform};
///
/// let generated = Uniform { nodes: 100, edges: 400 }.generate(&GenerateOptions::default().with_seed(7))?;
/// assert_eq!(generated.from.len(), 400);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
}

impl Uniform {
    /// Draws such a network.
    ///
    /// # Errors
    ///
    /// As [`ScaleFree::generate`].
    pub fn generate(&self, options: &GenerateOptions) -> Result<Generated, Error> {
        let Self { nodes, edges } = *self;
        let draw = Draw::new(nodes, edges, options)?;
        draw.distinct(edges, |draw| (draw.below(nodes), draw.below(nodes)))
    }
}

/// Small world: neighbours on a ring, some of whom are swapped for anybody.
///
/// # Definition
///
/// Watts and Strogatz, directed: node i drives the `neighbours` nodes i + 1, i + 2, ... of a ring; with probability
/// `rewire` the target of an edge is drawn among all nodes instead. An edge drawn twice is drawn again.
///
/// # Complexity
///
/// O(edges log neighbours) expected time, O(edges) space.
///
/// # References
///
/// Watts & Strogatz (1998), Collective dynamics of 'small-world' networks, doi:10.1038/30918.
///
/// # Example
///
/// ```
/// use total_experience::cascade::models::{GenerateOptions, SmallWorld};
///
/// let ring = SmallWorld { nodes: 10, neighbours: 2, rewire: 0.0 }.generate(&GenerateOptions::default())?;
/// assert_eq!((&ring.from[..2], &ring.to[..2]), (&[0, 0][..], &[1, 2][..]));
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallWorld {
    /// Number of nodes.
    pub nodes: usize,
    /// Nodes that each drives.
    pub neighbours: usize,
    /// Probability that an edge goes to any node instead, 0..1.
    pub rewire: f64,
}

impl SmallWorld {
    /// Draws such a network.
    ///
    /// # Errors
    ///
    /// As [`ScaleFree::generate`], and [`Error::OutOfRange`] when `rewire` is outside 0..1.
    pub fn generate(&self, options: &GenerateOptions) -> Result<Generated, Error> {
        let Self { nodes, neighbours, rewire } = *self;
        if !(0.0..=1.0).contains(&rewire) {
            return Err(bad("rewire", rewire, "from 0 to 1"));
        }
        let mut draw = Draw::new(nodes, nodes.saturating_mul(neighbours), options)?;
        let mut edges = Vec::with_capacity(nodes * neighbours);
        for from in 0..nodes {
            let start = edges.len();
            let ring = |step: usize| ((from + step) % nodes) as u32;
            edges.extend((1..=neighbours).map(|step| (from as u32, ring(step))));
            for at in start..edges.len() {
                while draw.rng.uniform() < rewire {
                    let target = draw.below(nodes);
                    let mut others = edges[start..].iter().map(|edge: &(u32, u32)| edge.1);
                    if target as usize != from && !others.any(|other| other == target) {
                        edges[at].1 = target;
                        break;
                    }
                }
            }
        }
        Ok(draw.weighted(edges))
    }
}

/// Network of layers without loops: each node drives some of the next layer.
///
/// # Definition
///
/// `layers` times `width` nodes, numbered layer by layer; each node drives `degree` distinct nodes of the next
/// layer, every choice as likely. Acyclic, with all longest paths of `layers` - 1 edges.
///
/// # Complexity
///
/// O(edges + nodes) time and space.
///
/// # References
///
/// Sugiyama, Tagawa & Toda (1981), Methods for visual understanding of hierarchical system structures,
/// doi:10.1109/TSMC.1981.4308636, for layered digraphs; Floyd in Bentley (1987), Programming pearls: a sample of
/// brilliance, doi:10.1145/30401.315746, for the choice of distinct targets.
///
/// # Example
///
/// ```
/// use total_experience::cascade::models::{GenerateOptions, Layered};
///
/// let layered = Layered { layers: 3, width: 4, degree: 2 }.generate(&GenerateOptions::default())?;
/// assert!((layered.nodes, layered.from.len()) == (12, 16));
/// assert!(layered.from.iter().zip(&layered.to).all(|(from, to)| to / 4 == from / 4 + 1));
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layered {
    /// Number of layers.
    pub layers: usize,
    /// Nodes of a layer.
    pub width: usize,
    /// Nodes of the next layer that each drives, at most `width`.
    pub degree: usize,
}

impl Layered {
    /// Draws such a network.
    ///
    /// # Errors
    ///
    /// As [`ScaleFree::generate`]; [`Error::OutOfRange`] when `degree` exceeds `width`.
    pub fn generate(&self, options: &GenerateOptions) -> Result<Generated, Error> {
        let Self { layers, width, degree } = *self;
        let nodes = layers.saturating_mul(width);
        if degree > width {
            return Err(bad("degree", degree as f64, "at most the width of a layer"));
        }
        let sending = nodes - width.min(nodes);
        options.check()?;
        check(nodes, sending.saturating_mul(degree))?;
        let mut draw = Draw { nodes, rng: Rng::new(options.seed, 0), options };
        let mut edges = Vec::with_capacity(sending * degree);
        for from in 0..sending {
            let (start, base) = (edges.len(), (from / width + 1) * width);
            // Floyd's choice: one target of ever more, or the newest where it is taken already.
            for last in width - degree..width {
                let target = (base + draw.below(last + 1) as usize) as u32;
                let taken = edges[start..].iter().any(|edge: &(u32, u32)| edge.1 == target);
                edges.push((from as u32, if taken { (base + last) as u32 } else { target }));
            }
        }
        Ok(draw.weighted(edges))
    }
}

fn bad(option: &'static str, value: f64, range: &'static str) -> Error {
    Error::OutOfRange { what: option, value, range }
}

fn check(nodes: usize, edges: usize) -> Result<(), Error> {
    const MOST: usize = u32::MAX as usize - 1;
    if nodes == 0 {
        return Err(Error::Empty);
    }
    match [("nodes", nodes, MOST_NODES), ("edges", edges, MOST)]
        .into_iter()
        .find(|&(_, count, most)| count > most)
    {
        Some((what, count, most)) => Err(Error::TooLarge { what, count, most }),
        // An eighth more edges are drawn than are wanted.
        None => room_for_edges((nodes, 32), (edges, 26)),
    }
}

/// A network that is being drawn.
struct Draw<'a> {
    nodes: usize,
    rng: Rng,
    options: &'a GenerateOptions,
}

impl<'a> Draw<'a> {
    fn new(nodes: usize, edges: usize, options: &'a GenerateOptions) -> Result<Self, Error> {
        options.check()?;
        check(nodes, edges)?;
        if edges as u128 > nodes as u128 * (nodes as u128 - 1) / 2 {
            return Err(bad("edges", edges as f64, "at most half of nodes x (nodes - 1)"));
        }
        Ok(Self { nodes, rng: Rng::new(options.seed, 0), options })
    }

    /// A number below `n`; none is favoured by more than one part in 2^32.
    fn below(&mut self, n: usize) -> u32 {
        ((u128::from(self.rng.next_u64()) * n as u128) >> 64) as u32
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1) as usize;
            items.swap(last, other);
        }
    }

    fn ranking(&mut self, nodes: usize) -> Vec<u32> {
        let mut ranking: Vec<u32> = (0..nodes as u32).collect();
        self.shuffle(&mut ranking);
        ranking
    }

    /// Draws pairs until `count` different ones are there, and puts them in random order.
    fn distinct(
        mut self,
        count: usize,
        mut pair: impl FnMut(&mut Self) -> (u32, u32),
    ) -> Result<Generated, Error> {
        /// Rounds after which a network is too dense for its hubs.
        const MOST_ROUNDS: usize = 200;
        let mut edges: Vec<(u32, u32)> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let missing = count - edges.len();
            for _ in 0..missing + missing / 8 + 8 {
                let edge = pair(&mut self);
                if edge.0 != edge.1 {
                    edges.push(edge);
                }
            }
            edges.sort_unstable();
            edges.dedup();
            if edges.len() >= count {
                self.shuffle(&mut edges);
                edges.truncate(count);
                return Ok(self.weighted(edges));
            }
        }
        Err(bad("edges", count as f64, "fewer: the nodes with most edges have all they can have"))
    }

    /// Gives the edges weights: even draws, scaled to the sum of their source.
    fn weighted(mut self, edges: Vec<(u32, u32)>) -> Generated {
        let mut weight: Vec<f64> = edges.iter().map(|_| 0.1 + 0.9 * self.rng.uniform()).collect();
        let mut leaving = vec![0.0; self.nodes];
        for (edge, weight) in edges.iter().zip(&weight) {
            leaving[edge.0 as usize] += weight;
        }
        let (least, most) = (*self.options.row_sums.start(), *self.options.row_sums.end());
        let scales: Vec<f64> =
            leaving.iter().map(|sum| (least + (most - least) * self.rng.uniform()) / sum).collect();
        for (edge, weight) in edges.iter().zip(&mut weight) {
            let sign = if self.rng.uniform() < self.options.negative { -1.0 } else { 1.0 };
            *weight *= sign * scales[edge.0 as usize];
        }
        let (from, to) = edges.into_iter().unzip();
        Generated { nodes: self.nodes, from, to, weight }
    }
}
