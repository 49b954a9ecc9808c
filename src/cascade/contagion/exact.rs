//! Exact spread of a contagion, by enumeration of its worlds.

use serde::{Deserialize, Serialize};

use super::rows::Rows;
use super::{Contagion, Diffusion, ExactOptions};
use crate::cascade::{Error, NodeIndex, NodeValues};

/// Exact spread of a contagion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExactSpread {
    /// Expected number of nodes reached, seeds included.
    pub spread: f64,
    /// Probability of each node to be reached.
    pub activation: NodeValues,
    /// Edges within reach of the seeds that may go either way.
    pub uncertain_edges: usize,
}

impl Contagion {
    /// The exact expected spread from the seeds, for small networks.
    ///
    /// # Definition
    ///
    /// Spread sigma(S) = sum over worlds of their probability times the nodes that S reaches there. A world of the
    /// independent cascade says of each edge whether it passes on; one of the linear threshold model gives each node at
    /// most one entering edge, with the edge's weight as probability (Kempe et al., theorem 2.5). Worlds are told apart
    /// only as far as it matters: edges are decided one by one when they are met, an edge into a node that is reached
    /// already is not, and for thresholds an edge of weight w decides with w / (1 - what the node has withstood).
    ///
    /// # Errors
    ///
    /// Unknown seeds, or one given twice; [`Error::TooUncertain`] when more edges than
    /// [`ExactOptions::edge_limit`] leave nodes that the seeds can reach, end neither at a seed nor at a node that is
    /// reached for certain, and have a probability below 1.
    ///
    /// # Complexity
    ///
    /// - Time: O(nodes + edges), and at most 2^k ways to go on for k such edges, mostly far fewer. The problem is
    ///   #P-hard: no method is fast on all large networks.
    /// - Space: O(nodes + k).
    ///
    /// # References
    ///
    /// Kempe, Kleinberg & Tardos (2003), doi:10.1145/956750.956769; Chen, Wang & Wang (2010), Scalable influence
    /// maximization, theorem 1, doi:10.1145/1835804.1835934, for the hardness.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::contagion::{Contagion, Diffusion};
    /// use total_experience::cascade::EdgeColumns;
    ///
    /// let edges = EdgeColumns { from: &[0, 0, 1], to: &[1, 2, 2], weight: &[0.5, 0.25, 0.5], ..EdgeColumns::default() };
    /// let rumour = Contagion::from_columns(3, &edges, Diffusion::LinearThreshold)?;
    /// let found = rumour.exact(&[0.into()])?;
    /// assert_eq!(found.activation, [1.0, 0.5, 0.5]); // .25 + .5 x .5
    /// assert_eq!(found.spread, 2.0);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn exact(&self, seeds: &[NodeIndex]) -> Result<ExactSpread, Error> {
        self.exact_with(seeds, &ExactOptions::default())
    }

    /// [`exact`](Self::exact) with options.
    ///
    /// # Errors
    ///
    /// As [`exact`](Self::exact), and for options out of range.
    pub fn exact_with(&self, seeds: &[NodeIndex], options: &ExactOptions) -> Result<ExactSpread, Error> {
        options.check()?;
        self.check_seeds(seeds)?;
        let certain = self.closure(seeds, |chance| chance >= 1.0);
        let reachable = self.closure(seeds, |_| true);
        let uncertain_edges = (0..self.node_count())
            .filter(|&node| reachable[node])
            .flat_map(|node| self.out.row(node).map(move |edge| (node, edge)))
            .filter(|&(node, (to, chance))| chance < 1.0 && to != node && !certain[to])
            .count();
        if uncertain_edges > options.edge_limit {
            return Err(Error::TooUncertain { edges: uncertain_edges, limit: options.edge_limit });
        }
        let nodes = self.node_count();
        let mut worlds = Worlds {
            out: &self.out,
            diffusion: self.diffusion,
            reached: vec![false; nodes],
            queue: Vec::new(),
            withstood: vec![0.0; nodes],
            undo: Vec::new(),
            activation: vec![0.0; nodes],
        };
        // Nodes reached for certain come first, so that no edge into them is asked.
        for node in (0..nodes).filter(|&node| certain[node]) {
            worlds.reach(node, 1.0);
        }
        worlds.explore(Place { turn: 0, edge: 0 }, 1.0);
        let activation = worlds.activation;
        let spread = activation.iter().fold(0.0, |sum, chance| sum + chance);
        Ok(ExactSpread { spread, activation: self.keyed(activation), uncertain_edges })
    }

    /// What the seeds reach along edges of a kind.
    fn closure(&self, seeds: &[NodeIndex], passes: impl Fn(f64) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.node_count()];
        let mut open: Vec<usize> = seeds.iter().map(|seed| seed.as_usize()).collect();
        open.iter().for_each(|&seed| reached[seed] = true);
        while let Some(node) = open.pop() {
            for (to, chance) in self.out.row(node) {
                if passes(chance) && !std::mem::replace(&mut reached[to], true) {
                    open.push(to);
                }
            }
        }
        reached
    }
}

/// The worlds that agree with what is decided so far.
struct Worlds<'a> {
    out: &'a Rows,
    diffusion: Diffusion,
    reached: Vec<bool>,
    queue: Vec<u32>,
    /// For thresholds: the weights of edges that did not reach a node.
    withstood: Vec<f64>,
    /// What `withstood` was before, to take decisions back.
    undo: Vec<(usize, f64)>,
    activation: Vec<f64>,
}

/// The next edge to be decided: of which node in the queue, and which of its edges.
#[derive(Clone, Copy)]
struct Place {
    turn: usize,
    edge: usize,
}

impl Worlds<'_> {
    fn reach(&mut self, node: usize, mass: f64) {
        self.reached[node] = true;
        self.queue.push(node as u32);
        self.activation[node] += mass;
    }

    /// Adds what the worlds of total probability `mass` reach from `place` on. Nests once an undecided edge at most.
    fn explore(&mut self, mut place: Place, mut mass: f64) {
        let (queued, noted) = (self.queue.len(), self.undo.len());
        while let Some(&node) = self.queue.get(place.turn) {
            let range = self.out.range(node as usize);
            if place.edge == range.len() {
                place = Place { turn: place.turn + 1, edge: 0 };
                continue;
            }
            let (to, weight) = self.out.edge(node as usize, range.start + place.edge);
            place.edge += 1;
            if self.reached[to] {
                continue;
            }
            let chance = match self.diffusion {
                Diffusion::IndependentCascade => weight,
                Diffusion::LinearThreshold => weight / (1.0 - self.withstood[to]),
            };
            if chance >= 1.0 {
                self.reach(to, mass);
                continue;
            }
            let before = self.queue.len();
            self.reach(to, mass * chance);
            self.explore(place, mass * chance);
            self.forget(before);
            mass *= 1.0 - chance;
            if self.diffusion == Diffusion::LinearThreshold {
                self.undo.push((to, self.withstood[to]));
                self.withstood[to] += weight;
            }
        }
        self.forget(queued);
        for (node, before) in self.undo.drain(noted..).rev() {
            self.withstood[node] = before;
        }
    }

    fn forget(&mut self, queued: usize) {
        for node in self.queue.drain(queued..) {
            self.reached[node as usize] = false;
        }
    }
}
