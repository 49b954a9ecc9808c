//! Options of the uncertainty of a cascade.

use super::WeightDraws;
use crate::Execution;
use crate::cascade::{Error, SolveOptions};

use serde::{Deserialize, Serialize};

/// Options of the uncertainty of a cascade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct UncertaintyOptions {
    /// Number of networks drawn; default 2,048. Powers of two fill most evenly.
    pub draws: usize,
    /// Seed: the same seed gives the same bits.
    pub seed: u64,
    /// Distribution from which weights are drawn.
    pub weights: WeightDraws,
    /// Two-sided level of the bands; default .95.
    pub level: f64,
    /// Probabilities at which quantiles are given besides the bands; none unless set.
    pub quantiles: Vec<f64>,
    /// How many ranks of nodes by the value of a shock are told apart; default 5.
    pub ranks: usize,
    /// How each drawn network is solved. Its execution runs the draws where none is set below.
    pub solve: SolveOptions,
    /// How the draws run: on which threads, and watched by whom. Every draw is a step.
    pub execution: Execution,
}

impl Default for UncertaintyOptions {
    fn default() -> Self {
        let (weights, solve) = (WeightDraws::Normal, SolveOptions::default());
        let (quantiles, execution) = (Vec::new(), Execution::default());
        Self { draws: 2_048, seed: 1, weights, level: 0.95, quantiles, ranks: 5, solve, execution }
    }
}

impl UncertaintyOptions {
    /// Sets how many networks are drawn.
    #[must_use]
    pub fn with_draws(mut self, draws: usize) -> Self {
        self.draws = draws;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets what weights are drawn from.
    #[must_use]
    pub fn with_weights(mut self, weights: WeightDraws) -> Self {
        self.weights = weights;
        self
    }

    /// Sets the two-sided level of the bands.
    #[must_use]
    pub fn with_level(mut self, level: f64) -> Self {
        self.level = level;
        self
    }

    /// Sets at which probabilities quantiles are given besides the bands.
    #[must_use]
    pub fn with_quantiles(mut self, probabilities: &[f64]) -> Self {
        self.quantiles = probabilities.to_vec();
        self
    }

    /// Sets how many ranks of nodes are told apart.
    #[must_use]
    pub fn with_ranks(mut self, ranks: usize) -> Self {
        self.ranks = ranks;
        self
    }

    /// Sets how each drawn network is solved.
    #[must_use]
    pub fn with_solve(mut self, solve: SolveOptions) -> Self {
        self.solve = solve;
        self
    }

    /// Sets how the draws run: on which threads, and watched by whom.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    pub(crate) fn execution(&self) -> &Execution {
        if self.execution == Execution::default() { &self.solve.execution } else { &self.execution }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let bad = |option, value, range| Err(Error::OutOfRange { what: option, value, range });
        self.solve.check()?;
        if !(self.level > 0.0 && self.level < 1.0) {
            return bad("level", self.level, "above 0 and below 1");
        }
        match self.quantiles.iter().find(|probability| !(0.0..=1.0).contains(*probability)) {
            Some(&probability) => bad("quantiles", probability, "from 0 to 1"),
            None => Ok(()),
        }
    }
}
