//! Revision of a network: edges changed, added or removed, and solved from what was known before.

use std::collections::{BTreeMap, VecDeque};

use crate::numeric::linalg::norm::norm;

use crate::cascade::stability::component::MARGIN;
use crate::cascade::{Edge, EdgeColumns, Error, Network, NodeIndex, NodeValues, SolveOptions};
use crate::numeric::ordered_map::OrderedMap;

/// A change of the influence of one node on another within a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeChange {
    /// The node that drives.
    pub from: NodeIndex,
    /// The node that is driven.
    pub to: NodeIndex,
    /// Units of the target per unit of the source from now on, in place of all parallel edges; none removes them.
    pub weight: Option<f64>,
}

/// A shock and the equilibrium that answered it before a [`Revision`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved<'a> {
    /// The shock, one value a node in its unit.
    pub shock: &'a [f64],
    /// What [`Network::equilibrium`] answered to it.
    pub equilibrium: &'a [f64],
}

/// A network with some edges changed, certified to be stable: what if?
///
/// Made by [`Network::revised`]. It borrows the network and holds the changed rows only, so that asking costs what
/// changed; [`freeze`](Self::freeze) makes a network of it.
#[derive(Clone, Debug)]
pub struct Revision<'a> {
    base: &'a Network,
    /// The rows that changed: targets, ascending and each once, with weights.
    rows: OrderedMap<u32, Vec<(u32, f64)>>,
    /// What the changes come to by ends: the new weight, or none.
    changes: BTreeMap<(u32, u32), Option<f64>>,
    /// The whole network, where certifying the change needed it or many nodes changed.
    frozen: Option<Box<Network>>,
}

impl Network {
    /// The network with some edges changed, added or removed, certified again.
    ///
    /// Lags and standard errors do not matter to what a revision answers; [`Revision::freeze`] keeps them. A node that
    /// persists can be given another weight on itself, or none; one that does not cannot be made to, because the time that
    /// it would take is not known: that needs an edge with a lag in the network.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownEnd`], [`Error::NotFinite`] and [`Error::SelfInfluence`] naming the change by its number;
    /// [`Error::Unstable`] and [`Error::Undecided`] as for a new network.
    pub fn revised(&self, changes: &[EdgeChange]) -> Result<Revision<'_>, Error> {
        let nodes = self.node_count();
        let mut rows: OrderedMap<u32, Vec<(u32, f64)>> = OrderedMap::new();
        let mut last = BTreeMap::new();
        for (edge, change) in changes.iter().enumerate() {
            let (from, to, weight) = (change.from.as_u32(), change.to.as_u32(), change.weight);
            if let Some(node) = [from, to].into_iter().find(|&node| node as usize >= nodes) {
                return Err(Error::UnknownEnd { edge, node, nodes });
            }
            if let Some(value) = weight.filter(|weight| !weight.is_finite()) {
                return Err(Error::NotFinite { edge, field: "the weight", value });
            }
            if from == to && weight.is_some() && !self.out.has(from as usize, to as usize) {
                return Err(Error::SelfInfluence { edge, node: self.key(change.from).into_owned() });
            }
            last.insert((from, to), weight);
            let row = rows.entry(from).or_insert_with(|| self.merged(from));
            match (row.binary_search_by_key(&to, |&(target, _)| target), weight) {
                (Ok(at), Some(weight)) => row[at].1 = weight,
                (Ok(at), None) => drop(row.remove(at)),
                (Err(at), Some(weight)) => row.insert(at, (to, weight)),
                (Err(_), None) => {}
            }
        }
        let mut revision = Revision { base: self, rows, changes: last, frozen: None };
        // Row sums below 1 prove that |W| has a radius below 1, and only the changed rows need be summed again.
        let sum = |row: &Vec<(u32, f64)>| row.iter().map(|(_, weight)| weight.abs()).sum::<f64>();
        let proved = self.widest < 1.0 - MARGIN && revision.rows.values().all(|row| sum(row) < 1.0 - MARGIN);
        if !proved {
            revision.frozen = Some(Box::new(revision.freeze()?));
        }
        Ok(revision)
    }

    /// A row of W, targets ascending, parallel edges added up.
    fn merged(&self, from: u32) -> Vec<(u32, f64)> {
        let mut row: Vec<(u32, f64)> = self.out.row(from as usize).map(|(to, w)| (to as u32, w)).collect();
        row.sort_by_key(|&(to, _)| to);
        row.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
        row
    }
}

impl Revision<'_> {
    /// The equilibrium of a shock in the changed network, from that in the one before.
    ///
    /// # Definition
    ///
    /// x = s + W' x, W with the changes. From x0, which solves it without, follows the residual (W - W0)' x0 where edges
    /// changed. Each node takes up its residual and passes it on along its edges, until |s + W' x - x| has grown by at
    /// most tolerance |s| in the 2-norm. When that passes more than a quarter of the network's edges, it is solved anew.
    ///
    /// # Arguments
    ///
    /// `before`: the shock, and what [`Network::equilibrium`] answered to it before the change.
    ///
    /// # Errors
    ///
    /// As [`Network::equilibrium`].
    ///
    /// # Complexity
    ///
    /// - Copying the answer: O(nodes).
    /// - Passing on: O(edges that leave a node) each time its value changes by more than the tolerance asks for.
    /// - In all: never much more than freezing and solving the changed network.
    ///
    /// # References
    ///
    /// Andersen, Chung & Lang (2006), Local graph partitioning using PageRank vectors, doi:10.1109/FOCS.2006.44;
    /// Southwell (1946), Relaxation methods in theoretical physics.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::analyze::{EdgeChange, Solved};
    /// use total_experience::cascade::{EdgeColumns, Network, SolveOptions};
    ///
    /// let network = Network::from_columns(3, &EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() })?;
    /// let (shock, options) = ([10.0, 0.0, 0.0], SolveOptions::default());
    /// let before = network.equilibrium_with(&shock, &options)?;
    /// let what_if = network.revised(&[
    ///     EdgeChange { from: 1.into(), to: 2.into(), weight: Some(0.6) },
    ///     EdgeChange { from: 0.into(), to: 1.into(), weight: None },
    ///     EdgeChange { from: 0.into(), to: 2.into(), weight: Some(0.25) },
    /// ])?;
    /// let before = Solved { shock: &shock, equilibrium: &before };
    /// assert_eq!(what_if.equilibrium_with(before, &options)?, [10.0, 0.0, 2.5]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn equilibrium(&self, before: Solved<'_>) -> Result<NodeValues, Error> {
        self.equilibrium_with(before, &SolveOptions::default())
    }

    /// [`equilibrium`](Self::equilibrium) with options.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium), and for options out of range.
    pub fn equilibrium_with(&self, before: Solved<'_>, options: &SolveOptions) -> Result<NodeValues, Error> {
        let Solved { shock, equilibrium: previous } = before;
        self.base.check(shock)?;
        self.base.check(previous)?;
        options.check()?;
        if let Some(frozen) = &self.frozen {
            return frozen.equilibrium_with(shock, options);
        }
        match self.passed_on(shock, previous, options) {
            Some(x) => match x.iter().position(|value| !value.is_finite()) {
                Some(node) => Err(self.base.named(Error::overflow(NodeIndex::at(node)))),
                None => Ok(self.base.keyed(x)),
            },
            None => self.freeze()?.equilibrium_with(shock, options),
        }
    }

    /// The answer, or none if more is passed on than a quarter of the network: in no order of memory, that takes about as
    /// long as solving anew.
    fn passed_on(&self, shock: &[f64], previous: &[f64], options: &SolveOptions) -> Option<Vec<f64>> {
        const SHARE: usize = 4;
        let mut x = previous.to_vec();
        let mut residual = vec![0.0; x.len()];
        let mut queued = vec![false; x.len()];
        let mut queue = VecDeque::new();
        let small = options.tolerance * norm(shock.iter().copied()) / (x.len() as f64).sqrt();
        let add = |residual: &mut [f64], queue: &mut VecDeque<u32>, queued: &mut [bool], to: u32, by: f64| {
            let at = to as usize;
            residual[at] += by;
            if residual[at].abs() > small && !std::mem::replace(&mut queued[at], true) {
                queue.push_back(to);
            }
        };
        for (&from, row) in &self.rows {
            let value = previous[from as usize];
            for (to, weight) in self.base.out.row(from as usize) {
                add(&mut residual, &mut queue, &mut queued, to as u32, -weight * value);
            }
            row.iter().for_each(|&(to, w)| add(&mut residual, &mut queue, &mut queued, to, w * value));
        }
        let mut left = (self.base.edge_count() + self.base.node_count()).div_ceil(SHARE);
        while let Some(node) = queue.pop_front() {
            let at = node as usize;
            queued[at] = false;
            let value = std::mem::take(&mut residual[at]);
            x[at] += value;
            let mut pass = |to, weight: f64| add(&mut residual, &mut queue, &mut queued, to, weight * value);
            let passed = if let Some(row) = self.rows.get(&node) {
                row.iter().for_each(|&(to, weight)| pass(to, weight));
                row.len()
            } else {
                self.base.out.row(at).for_each(|(to, weight)| pass(to as u32, weight));
                self.base.out.range(at).len()
            };
            left = left.checked_sub(passed + 1)?;
        }
        Some(x)
    }

    /// A network of its own with the changes made, in which lags, standard errors, [`origin`](crate::cascade::Edge::origin) and the
    /// nodes of a map stay as they were. A changed edge keeps the lag of the first that it replaces, and its standard error
    /// is not known any more; an added one has no lag, and its origin is [`u32::MAX`].
    ///
    /// # Errors
    ///
    /// As [`Network::from_columns`].
    pub fn freeze(&self) -> Result<Network, Error> {
        if let Some(frozen) = &self.frozen {
            return Ok((**frozen).clone());
        }
        let count = self.base.edge_count() + self.changes.len();
        let mut columns: [Vec<u32>; 4] = std::array::from_fn(|_| Vec::with_capacity(count));
        let [from, to, lag, origin] = &mut columns;
        let (mut weight, mut standard_error) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut add = |edge: &Edge| {
            from.push(edge.from.as_u32());
            to.push(edge.to.as_u32());
            lag.push(edge.lag);
            origin.push(edge.origin);
            weight.push(edge.weight);
            standard_error.push(edge.standard_error.unwrap_or(f64::NAN));
        };
        for node in 0..self.base.node_count() {
            let mut changes: Vec<(u32, Option<f64>)> = (self.changes)
                .range((node as u32, 0)..=(node as u32, u32::MAX))
                .map(|(&(_, to), &weight)| (to, weight))
                .collect();
            for edge in self.base.out_edges(node) {
                match changes.iter_mut().find(|(to, _)| *to == edge.to.as_u32()) {
                    // Of parallel edges the first takes the weight, and none is left for the others.
                    Some((_, weight)) => {
                        if let Some(weight) = weight.take() {
                            add(&Edge { weight, standard_error: None, ..edge });
                        }
                    }
                    None => add(&edge),
                }
            }
            for (to, weight) in changes {
                if let Some(weight) = weight {
                    let (from, to) = (NodeIndex::at(node), NodeIndex::from(to));
                    add(&Edge { from, to, weight, standard_error: None, lag: 0, origin: u32::MAX });
                }
            }
        }
        let mut edges = EdgeColumns { from, to, weight: &weight, ..EdgeColumns::default() };
        if lag.iter().any(|&lag| lag > 0) {
            edges = edges.with_lag(lag);
        }
        if standard_error.iter().any(|error| !error.is_nan()) {
            edges = edges.with_standard_error(&standard_error);
        }
        let network = self.base.remade(&edges)?;
        Ok(network.known_as(self.base, origin))
    }
}
