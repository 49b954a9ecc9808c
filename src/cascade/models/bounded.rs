//! Bounded cascade: effects of large shocks on scores that end at 0 and 100, and their synergy.

use serde::{Deserialize, Serialize};

use crate::numeric::linalg::norm::norm;

use crate::cascade::{Error, Network, NodeIndex, NodeValues, SolveOptions};

/// Options of a bounded cascade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BoundedOptions {
    /// Weight f of falls, at least 1: people feel losses more than gains; default 1.
    pub fall_weight: f64,
    /// Tolerance and limit of the search for the fixed point.
    pub solve: SolveOptions,
}

impl Default for BoundedOptions {
    fn default() -> Self {
        Self { fall_weight: 1.0, solve: SolveOptions::default() }
    }
}

impl BoundedOptions {
    /// Sets the weight of falls.
    #[must_use]
    pub fn with_fall_weight(mut self, weight: f64) -> Self {
        self.fall_weight = weight;
        self
    }

    /// Sets how closely and how long the fixed point is sought.
    #[must_use]
    pub fn with_solve(mut self, solve: SolveOptions) -> Self {
        self.solve = solve;
        self
    }
}

/// Effect of a shock where scores saturate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bounded {
    /// Change at every node, in its unit.
    pub total: NodeValues,
    /// Whether the fixed point is proved to be the only one: max(1, f) radius(|W|) < 1.
    pub unique: bool,
    /// Sweeps over the network.
    pub iterations: usize,
}

impl Network {
    /// The effect of a lasting shock where scores saturate at 0 and 100.
    ///
    /// # Definition
    ///
    /// D_j = phi_j(s_j + sum_i W\[i,j\] D_i), the headroom form. With score x0 and headroom H = 100 - x0, gains are
    /// phi(y) = H (1 - exp(-y/H)) and falls phi(y) = -x0 (1 - exp(f y/x0)), f the weight of falls. H = 0 or x0 = 0
    /// gives 0 on that side. Nodes without a score (outcomes) stay linear: phi(y) = y. For f = 1 the slope at 0 is 1,
    /// so a small shock does what the [linear](Self::equilibrium) model says; scores stay within 0..100, and a
    /// saturated facet passes on less.
    ///
    /// The map contracts, and its fixed point is the only one, when max(1, f) radius(|W|) < 1. Otherwise the fixed
    /// point found is returned with [`Bounded::unique`] false, or an error when the iteration found none.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node, in its unit. `scores`: today's points on 0..100 of each node, none for outcomes.
    ///
    /// # Errors
    ///
    /// [`Error::WrongLength`], [`Error::BadValue`]; [`Error::NodeOutOfRange`] for a score outside 0..100;
    /// [`Error::OutOfRange`]; [`Error::NotConverged`] when no fixed point was found.
    ///
    /// # Complexity
    ///
    /// - Acyclic parts: one pass of O(nodes + edges), in topological order.
    /// - Components with loops: sweeps of O(nodes + edges) until one moves by no more than the tolerance times what
    ///   is shocked, in the 2-norm.
    /// - Space: O(nodes).
    ///
    /// # References
    ///
    /// Ortega & Rheinboldt (2000), Iterative Solution of Nonlinear Equations, theorem 13.1.2 (contraction in a weighted
    /// norm), doi:10.1137/1.9780898719468; Kahneman & Tversky (1979), Prospect theory, doi:10.2307/1914185, for falls.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let network = Network::from_columns(2, &EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() })?;
    /// let found = network.bounded(&[40.0, 0.0], &[Some(80.0), Some(50.0)])?;
    /// assert!(found.total[0] < 20.0 && found.unique); // 80 + 40 would pass 100
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn bounded(&self, shock: &[f64], scores: &[Option<f64>]) -> Result<Bounded, Error> {
        self.bounded_with(shock, scores, &BoundedOptions::default())
    }

    /// [`bounded`](Self::bounded) with options.
    ///
    /// # Errors
    ///
    /// As [`bounded`](Self::bounded), and for options out of range.
    pub fn bounded_with(
        &self,
        shock: &[f64],
        scores: &[Option<f64>],
        options: &BoundedOptions,
    ) -> Result<Bounded, Error> {
        self.check(shock)?;
        options.solve.check()?;
        self.check_length("scores", scores.len())?;
        let within = |score: &Option<f64>| score.is_none_or(|score| (0.0..=100.0).contains(&score));
        if let Some(node) = scores.iter().position(|score| !within(score)) {
            let (node, value) = (NodeIndex::at(node), scores[node].unwrap_or(f64::NAN));
            let (what, range) = ("score", "from 0 to 100 points");
            return Err(Error::NodeOutOfRange { what, node: self.key(node).into_owned(), value, range });
        }
        let fall = options.fall_weight;
        if !(fall.is_finite() && fall >= 1.0) {
            return Err(Error::OutOfRange {
                what: "fall_weight",
                value: fall,
                range: "finite and at least 1",
            });
        }
        let mut total = vec![0.0; shock.len()];
        let scale = norm(shock.iter().copied());
        let mut iterations = 0;
        let into = self.into();
        let (mut ended, count) = (0, self.node_count() as u64);
        for component in self.components.iter() {
            let alone = component.len() == 1 && !self.out.has(component[0] as usize, component[0] as usize);
            let mut sweeps = 0;
            loop {
                sweeps += 1;
                if !alone {
                    options.solve.execution.tell(ended, count)?;
                }
                // In units of the shock, whose squares may be too large or too small.
                let mut moved = 0.0;
                for &node in component {
                    let node = node as usize;
                    let new = headroom(shock[node] + into.dot(node, &total), scores[node], fall);
                    if !new.is_finite() {
                        return Err(self.named(Error::overflow(NodeIndex::at(node))));
                    }
                    moved += if new == total[node] { 0.0 } else { ((new - total[node]) / scale).powi(2) };
                    total[node] = new;
                }
                if alone || moved.sqrt() <= options.solve.tolerance {
                    break;
                }
                if sweeps >= options.solve.max_iterations {
                    let (residual, tolerance) = (moved.sqrt(), options.solve.tolerance);
                    return Err(Error::NotConverged { iterations: sweeps, residual, tolerance });
                }
            }
            iterations = iterations.max(sweeps);
            ended += component.len() as u64;
        }
        let unique = fall * self.stability().absolute_radius < 1.0;
        Ok(Bounded { total: self.keyed(total), unique, iterations })
    }

    /// The synergy of two shocks: what they do together beyond the sum of what each does alone, at every node.
    ///
    /// S(A, B) = D(A + B) - D(A) - D(B) with D of [`bounded`](Self::bounded); identically 0 in the linear model. With
    /// no negative weight and no fall it is never positive: saturation only takes away.
    ///
    /// # Errors
    ///
    /// As [`bounded`](Self::bounded).
    pub fn synergy(&self, shocks: [&[f64]; 2], scores: &[Option<f64>]) -> Result<NodeValues, Error> {
        self.synergy_with(shocks, scores, &BoundedOptions::default())
    }

    /// [`synergy`](Self::synergy) with options.
    ///
    /// # Errors
    ///
    /// As [`synergy`](Self::synergy), and for options out of range.
    pub fn synergy_with(
        &self,
        shocks: [&[f64]; 2],
        scores: &[Option<f64>],
        options: &BoundedOptions,
    ) -> Result<NodeValues, Error> {
        let [a, b] = shocks;
        self.check(a)?;
        self.check(b)?;
        let both: Vec<f64> = a.iter().zip(b).map(|(a, b)| a + b).collect();
        let [a, b, both] = [a, b, &both].map(|shock| self.bounded_with(shock, scores, options));
        let (a, b, both) = (a?.total, b?.total, both?.total);
        let beyond = both.values().zip(a.values().zip(b.as_slice())).map(|(both, (a, b))| both - a - b);
        Ok(self.keyed(beyond.collect()))
    }
}

/// phi: what arrives, dampened by the room that is left.
fn headroom(arriving: f64, score: Option<f64>, fall_weight: f64) -> f64 {
    let Some(score) = score else { return arriving };
    let room = if arriving >= 0.0 { 100.0 - score } else { score };
    if room == 0.0 || arriving == 0.0 {
        return 0.0;
    }
    let weight = if arriving >= 0.0 { 1.0 } else { fall_weight };
    // room (1 - exp(-|y| / room)), without cancellation for small shocks
    (-room * (-weight * arriving.abs() / room).exp_m1()).copysign(arriving)
}
