//! Sensitivity of an effect to each weight, and standard errors by the delta method.

use serde::{Deserialize, Serialize};

use crate::numeric::iterate::iterate;
use crate::numeric::linalg::norm::norm;

use crate::cascade::{Edge, Error, Network, NodeIndex, NodeValues, SolveOptions};

/// Effect of a shock on an objective, which [`Network::sensitivity`] and [`Network::uncertainty`] are asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect<'a> {
    /// The shock, one value a node in its unit.
    pub shock: &'a [f64],
    /// The objective: what a unit at each node is worth, one value a node.
    pub objective: &'a [f64],
}

/// Sensitivity of an effect on an objective to every edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sensitivity {
    /// The effect, c . x, in units of the objective.
    pub effect: f64,
    /// Standard error of the effect from the standard errors of the edges, taken as independent.
    pub standard_error: f64,
    /// One entry an edge, in the order of [`Network::edges`].
    pub edges: Vec<EdgeSensitivity>,
    /// How many edges that matter (gradient other than 0) have no standard error, so that the effect's is too small.
    pub unknown: usize,
}

iterate! { Sensitivity => EdgeSensitivity in edges }

/// Sensitivity of an effect to one edge.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EdgeSensitivity {
    /// The node that drives.
    pub from: NodeIndex,
    /// The node that is driven.
    pub to: NodeIndex,
    /// Change of the effect per unit of the weight.
    pub gradient: f64,
    /// Share of the effect's variance that comes from this edge, 0..1: measure the largest next. None where the
    /// weight's standard error is not known or the variance is 0.
    pub variance_share: Option<f64>,
}

impl Network {
    /// The sensitivity of the effect of a shock on an objective to every edge, from two solves.
    ///
    /// # Definition
    ///
    /// With x = s + W' x and v = c + W v: d(c . x) / dW\[i,j\] = x_i v_j. For independent edges the variance of the
    /// effect is, to first order, sum (x_i v_j)^2 se_ij^2 (the delta method); an edge's share is its term of the sum.
    ///
    /// # Arguments
    ///
    /// `effect`: the shock s and the objective c.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// - Time: two solves and one pass over the edges.
    /// - Space: O(nodes + edges).
    ///
    /// # References
    ///
    /// Oehlert (1992), A note on the delta method, doi:10.1080/00031305.1992.10475842; Cacuci (1981), Sensitivity
    /// theory for nonlinear systems, doi:10.1063/1.525186.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::analyze::Effect;
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() }
    ///     .with_standard_error(&[0.1, 0.1]);
    /// let network = Network::from_columns(3, &edges)?;
    /// let effect = Effect { shock: &[10.0, 0.0, 0.0], objective: &[0.0, 0.0, 1.0] };
    /// let found = network.sensitivity(effect)?;
    /// assert_eq!(found.effect, 2.0);
    /// assert_eq!(found.edges[1].gradient, 5.0); // 10 x .5 reach node 1
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn sensitivity(&self, effect: Effect<'_>) -> Result<Sensitivity, Error> {
        self.sensitivity_with(effect, &SolveOptions::default())
    }

    /// [`sensitivity`](Self::sensitivity) with options.
    ///
    /// # Errors
    ///
    /// As [`sensitivity`](Self::sensitivity), and for options out of range.
    pub fn sensitivity_with(&self, effect: Effect<'_>, options: &SolveOptions) -> Result<Sensitivity, Error> {
        let x = self.equilibrium_with(effect.shock, options)?;
        let v = self.adjoint_with(effect.objective, options)?;
        self.sensitivity_of(&x, &v, effect.objective, |_| true)
    }

    /// The sensitivity by what a shock does (x) and what a unit at each node is worth (v), with the edges out of nodes
    /// whose x is of interest; what is not may only be 0.
    pub(crate) fn sensitivity_of(
        &self,
        x: &NodeValues,
        v: &NodeValues,
        objective: &[f64],
        is_of_interest: impl Fn(f64) -> bool,
    ) -> Result<Sensitivity, Error> {
        let nodes = (0..self.node_count()).filter(|&node| is_of_interest(x[node]));
        let terms = || {
            nodes.clone().flat_map(|node| self.out_edges(node)).map(|edge| {
                let gradient = x[edge.from] * v[edge.to];
                (edge, gradient, edge.standard_error.map(|error| gradient * error))
            })
        };
        let standard_error = norm(terms().filter_map(|(_, _, part)| part));
        let effect: f64 = x.values().zip(objective).map(|(x, weight)| x * weight).sum();
        if !(effect.is_finite() && standard_error.is_finite()) {
            let from = self.edges().map(|edge| edge.from);
            let node = from.max_by(|&a, &b| x[a].abs().total_cmp(&x[b].abs())).unwrap_or_default();
            return Err(self.named(Error::overflow(node)));
        }
        let mut found = Sensitivity { effect, standard_error, edges: Vec::new(), unknown: 0 };
        for (Edge { from, to, .. }, gradient, part) in terms() {
            found.unknown += usize::from(gradient != 0.0 && part.is_none());
            let variance_share =
                part.filter(|_| standard_error > 0.0).map(|part| (part / standard_error).powi(2));
            found.edges.push(EdgeSensitivity { from, to, gradient, variance_share });
        }
        Ok(found)
    }

    /// Standard error of the total effect of a shock at every node, from the standard errors of the edges.
    ///
    /// # Definition
    ///
    /// With x = s + W' x and G = (I - W')^-1, to first order and for independent edges the variance at node k is
    /// sum over edges of (G\[k,j\] x_i se_ij)^2 (the delta method). None where an edge that matters has no standard
    /// error.
    ///
    /// # Arguments
    ///
    /// `shock`: one value a node. The answer has one standard error a node, in the node's unit.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium).
    ///
    /// # Complexity
    ///
    /// - Time: one solve for each node that the shock reaches over an edge. Meant for maps that people draw, not
    ///   for millions of nodes.
    /// - Space: O(nodes + edges).
    ///
    /// # References
    ///
    /// Oehlert (1992), A note on the delta method, doi:10.1080/00031305.1992.10475842.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    ///
    /// let edges = EdgeColumns { from: &[0, 1], to: &[1, 2], weight: &[0.5, 0.4], ..EdgeColumns::default() }.with_standard_error(&[0.1, f64::NAN]);
    /// let network = Network::from_columns(3, &edges)?;
    /// let found = network.standard_errors(&[10.0, 0.0, 0.0])?;
    /// assert_eq!(found, [Some(0.0), Some(1.0), None]);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn standard_errors(&self, shock: &[f64]) -> Result<NodeValues<Option<f64>>, Error> {
        self.standard_errors_with(shock, &SolveOptions::default())
    }

    /// [`standard_errors`](Self::standard_errors) with options.
    ///
    /// # Errors
    ///
    /// As [`standard_errors`](Self::standard_errors), and for options out of range.
    pub fn standard_errors_with(
        &self,
        shock: &[f64],
        options: &SolveOptions,
    ) -> Result<NodeValues<Option<f64>>, Error> {
        let x = self.equilibrium_with(shock, &options.within())?;
        // What the edges into each node contribute to its standard error; NaN where one is not known.
        let mut own = vec![0.0_f64; x.len()];
        for edge in self.edges().filter(|edge| x[edge.from] != 0.0) {
            own[edge.to] = own[edge.to].hypot(x[edge.from] * edge.standard_error.unwrap_or(f64::NAN));
        }
        let mut found = vec![0.0_f64; x.len()];
        let mut unit = vec![0.0; x.len()];
        let (solve, asked) = (options.within(), own.iter().filter(|own| **own != 0.0).count() as u64);
        let asking = own.iter().enumerate().filter(|(_, own)| **own != 0.0);
        for (done, (node, &contribution)) in (0..).zip(asking) {
            options.execution.tell(done, asked)?;
            unit[node] = 1.0;
            for (sum, reach) in found.iter_mut().zip(self.equilibrium_with(&unit, &solve)?) {
                if reach != 0.0 {
                    *sum = sum.hypot(reach * contribution);
                }
            }
            unit[node] = 0.0;
        }
        match found.iter().position(|error| error.is_infinite()) {
            Some(node) => Err(self.named(Error::overflow(NodeIndex::at(node)))),
            None => {
                let known = |error: f64| Some(error).filter(|error| !error.is_nan());
                Ok(self.keyed(found.into_iter().map(known).collect()))
            }
        }
    }
}
