//! Options of networks and of solves.

use serde::{Deserialize, Serialize};

use super::Error;
use super::memory::MOST_NODES;
use crate::Execution;

/// Options of a network: how it is frozen and certified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct NetworkOptions {
    /// Components up to this many nodes have their eigenvalues computed and are solved by elimination; default 128.
    pub dense_limit: usize,
    /// Most products with |W| that a larger component may take to be proved stable; default 1,000.
    pub max_iterations: usize,
    /// Most edges passed to prove a larger component stable by the signs of its weights; default 200,000,000, which
    /// takes about a second.
    pub proof_work: usize,
    /// Whether a larger component that only its signs can make stable is let pass on an estimate below 1 where that is
    /// not proved; default false. [`Stability::certified`](super::stability::Stability::certified) tells.
    pub accept_estimate: bool,
    /// Most nodes, so that a wrong count does not ask for all memory; default 100,000,000.
    pub max_nodes: usize,
}

impl NetworkOptions {
    /// Sets up to how many nodes a component's eigenvalues are computed.
    #[must_use]
    pub fn with_dense_limit(mut self, nodes: usize) -> Self {
        self.dense_limit = nodes;
        self
    }

    /// Sets how many edges are passed to prove a component stable by the signs of its weights.
    #[must_use]
    pub fn with_proof_work(mut self, edges: usize) -> Self {
        self.proof_work = edges;
        self
    }

    /// Sets the most nodes.
    #[must_use]
    pub fn with_max_nodes(mut self, nodes: usize) -> Self {
        self.max_nodes = nodes;
        self
    }

    /// Sets whether an estimate is let pass where stability is not proved.
    #[must_use]
    pub fn with_accept_estimate(mut self, accept: bool) -> Self {
        self.accept_estimate = accept;
        self
    }
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            dense_limit: 128,
            max_iterations: 1_000,
            proof_work: 200_000_000,
            accept_estimate: false,
            max_nodes: MOST_NODES,
        }
    }
}

/// Options of a solve: tolerance, limit and execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SolveOptions {
    /// Largest residual of a component relative to what enters it, in the 2-norm; default 1e-12.
    pub tolerance: f64,
    /// Most sweeps over a component; default 10,000. Where a component has signs or at most 1,024 nodes, half of them, and
    /// then as many products by least residuals (GMRES), which converge where sweeps hardly do.
    pub max_iterations: usize,
    /// How it runs. A single solve runs on one thread; its steps are sweeps over large components. Several right-hand sides
    /// run four by four on the threads, and each is a step. Other operations that solve name their own steps.
    pub execution: Execution,
}

impl Default for SolveOptions {
    fn default() -> Self {
        Self { tolerance: 1e-12, max_iterations: 10_000, execution: Execution::default() }
    }
}

impl SolveOptions {
    /// Sets the largest residual of a component relative to what enters it.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the most sweeps over a component.
    #[must_use]
    pub fn with_max_iterations(mut self, sweeps: usize) -> Self {
        self.max_iterations = sweeps;
        self
    }

    /// Sets how it runs: on which threads, and watched by whom.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    /// The same for a solve that is part of something that runs by its own rules.
    pub(super) fn within(&self) -> Self {
        Self { execution: Execution::default(), ..*self }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let (option, value, range) = ("tolerance", self.tolerance, "above 0 and below 1");
        let good = value > 0.0 && value < 1.0;
        if good { Ok(()) } else { Err(Error::OutOfRange { what: option, value, range }) }
    }
}
