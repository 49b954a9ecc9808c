//! Options of contagions.

use serde::{Deserialize, Serialize};

use crate::Execution;
use crate::cascade::Error;

/// Options of an exact spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExactOptions {
    /// Most edges within reach of the seeds that may go either way, up to 40; default 24. Each can double the time.
    pub edge_limit: usize,
}

impl Default for ExactOptions {
    fn default() -> Self {
        Self { edge_limit: 24 }
    }
}

impl ExactOptions {
    /// Sets how many edges may go either way.
    #[must_use]
    pub fn with_edge_limit(mut self, edges: usize) -> Self {
        self.edge_limit = edges;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        within("edge_limit", self.edge_limit as f64, 0.0..=40.0, "at most 40")
    }
}

/// Options of an estimated spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SpreadOptions {
    /// Number of runs; default 10,000.
    pub runs: u64,
    /// Seed: the same seed gives the same bits, on any number of threads; default 1.
    pub seed: u64,
    /// How the runs are made: on which threads, and watched by whom. Every run is a step.
    pub execution: Execution,
}

impl Default for SpreadOptions {
    fn default() -> Self {
        Self { runs: 10_000, seed: 1, execution: Execution::default() }
    }
}

impl SpreadOptions {
    /// Sets how often the contagion is run.
    #[must_use]
    pub fn with_runs(mut self, runs: u64) -> Self {
        self.runs = runs;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how it runs: on which threads, and watched by whom.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        within("runs", self.runs as f64, 1.0..=f64::from(u32::MAX), "from 1 to 2^32 - 1")
    }
}

/// Options of a selection of seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SelectOptions {
    /// How far below 1 - 1/e of the best possible spread the seeds may stay: eps, above 0, below 1 - 1/e; default .1.
    pub epsilon: f64,
    /// With which probability they may stay even lower: delta, above 0 and below 1; default 1e-5.
    pub failure: f64,
    /// Seed of the random numbers: the same seed gives the same bits, on any number of threads; default 1.
    pub seed: u64,
    /// Most members that the sets kept may have in all, 8 bytes each; default 100 million. When they are spent the
    /// best seeds so far are returned, with the guarantee that they have.
    pub member_limit: usize,
    /// How the sets are made: on which threads, and watched by whom. Every set is a step, of the most that can be needed:
    /// mostly far fewer are. It is told after every doubling.
    pub execution: Execution,
}

impl Default for SelectOptions {
    fn default() -> Self {
        let execution = Execution::default();
        Self { epsilon: 0.1, failure: 1e-5, seed: 1, member_limit: 100_000_000, execution }
    }
}

impl SelectOptions {
    /// Sets how far below 1 - 1/e of the best possible spread the seeds may stay.
    #[must_use]
    pub fn with_epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// Sets with which probability they may stay even lower.
    #[must_use]
    pub fn with_failure(mut self, failure: f64) -> Self {
        self.failure = failure;
        self
    }

    /// Sets the seed of the random numbers.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how many members the sets kept may have in all.
    #[must_use]
    pub fn with_member_limit(mut self, members: usize) -> Self {
        self.member_limit = members;
        self
    }

    /// Sets how it runs: on which threads, and watched by whom.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let inside = |value: f64, most: f64| value > 0.0 && value < most;
        if !inside(self.epsilon, GREEDY) {
            return bad("epsilon", self.epsilon, "above 0 and below 1 - 1/e");
        }
        if !inside(self.failure, 1.0) {
            return bad("failure", self.failure, "above 0 and below 1");
        }
        within("member_limit", self.member_limit as f64, 1.0..=4e9, "from 1 to 4e9")
    }
}

/// 1 - 1/e: what greedy choice is sure of.
pub(super) const GREEDY: f64 = 0.632_120_558_828_557_7;

fn within(
    option: &'static str,
    value: f64,
    allowed: std::ops::RangeInclusive<f64>,
    range: &'static str,
) -> Result<(), Error> {
    if allowed.contains(&value) { Ok(()) } else { bad(option, value, range) }
}

pub(super) fn bad(option: &'static str, value: f64, range: &'static str) -> Result<(), Error> {
    Err(Error::OutOfRange { what: option, value, range })
}
