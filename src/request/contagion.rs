//! Requests about contagion: whom an incident or a rumour reaches, and whom to tell first.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::rows::{cut, nodes, usual_rows};
use super::{Error, Version};
use crate::Execution;
use crate::cascade::NodeIndex;
use crate::cascade::contagion::{Contagion, Diffusion, SelectOptions, SpreadOptions};

/// A question to a [`Contagion`]: how many nodes some seeds reach, or which seeds reach most.
///
/// ```
/// use total_experience::cascade::EdgeColumns;
/// use total_experience::cascade::contagion::{Contagion, Diffusion};
/// use total_experience::request::contagion::ContagionRequest;
///
/// let names = ["desk", "branch"].map(String::from);
/// let edges = EdgeColumns { from: &[0], to: &[1], weight: &[0.25], ..EdgeColumns::default() };
/// let network = Contagion::from_columns(2, &edges.with_names(&names), Diffusion::IndependentCascade)?;
/// let request = ContagionRequest { seeds: vec!["desk".into()], ..ContagionRequest::default() };
/// assert_eq!(request.run(&network)?.exact_spread, Some(1.25));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ContagionRequest {
    /// Version of the form.
    pub version: Version,
    /// Keys of the nodes where it starts.
    pub seeds: Vec<String>,
    /// How many seeds to find that reach most. The spread of `seeds` is then told beside it.
    pub select: Option<usize>,
    /// Simulated runs.
    pub runs: u64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Rows of each list, the most important first; none: all.
    #[serde(default = "usual_rows")]
    pub rows: Option<usize>,
}

impl Default for ContagionRequest {
    fn default() -> Self {
        let runs = SpreadOptions::default().runs;
        Self { version: Version, seeds: Vec::new(), select: None, runs, seed: 1, rows: usual_rows() }
    }
}

/// Answer to a [`ContagionRequest`]; names are borrowed from the network.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContagionAnswer<'a> {
    /// Version of the form.
    pub version: Version,
    /// Nodes of the network.
    pub nodes: usize,
    /// Edges of the network.
    pub edges: usize,
    /// The rule of the spread.
    pub model: Diffusion,
    /// Where it starts: the seeds found, or those of the request.
    pub seeds: Vec<Cow<'a, str>>,
    /// Mean number of nodes reached, seeds included.
    pub spread: f64,
    /// Its standard error; none after a single run.
    pub standard_error: Option<f64>,
    /// Runs made.
    pub runs: u64,
    /// The expected number over all that can happen, where the network is small enough to count it.
    pub exact_spread: Option<f64>,
    /// Mean number of nodes reached in each round; round 0 is the seeds.
    pub rounds: Vec<f64>,
    /// Nodes reached, the likeliest first, without the seeds.
    pub activation: Vec<ActivationRow<'a>>,
    /// Nodes left out of `activation`.
    pub activation_left_out: usize,
    /// How good the seeds found are; none unless `select` is asked for.
    pub selection: Option<SelectionAnswer>,
    /// What the seeds of the request reach, where others were found.
    pub given: Option<GivenSeeds<'a>>,
}

/// Chance of a node of being reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ActivationRow<'a> {
    /// Key of the node.
    pub node: Cow<'a, str>,
    /// Share of runs in which it was reached.
    pub probability: f64,
}

/// Guarantee of selected seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SelectionAnswer {
    /// Expected number of nodes reached, estimated from sets that had no part in the choice.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The seeds reach at least so many.
    pub at_least: f64,
    /// No choice of as many seeds reaches more.
    pub best_at_most: f64,
    /// The seeds reach at least this share of the best possible.
    pub guarantee: f64,
    /// Whether the guarantee is 1 - 1/e - eps or more.
    pub guaranteed: bool,
    /// Reverse-reachable sets made.
    pub sets: u64,
}

/// Spread of the seeds that were given.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GivenSeeds<'a> {
    /// Their keys.
    pub seeds: Vec<Cow<'a, str>>,
    /// Mean number of nodes reached.
    pub spread: f64,
    /// Its standard error; none after a single run.
    pub standard_error: Option<f64>,
}

impl ContagionRequest {
    /// Asks the network.
    ///
    /// # Errors
    ///
    /// [`Error`] where nothing is asked or a seed is not there or is there twice;
    /// [`cascade::Error`](crate::cascade::Error) where `runs` is out of range.
    pub fn run<'a>(&self, network: &'a Contagion) -> Result<ContagionAnswer<'a>, Error> {
        self.run_with(network, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with<'a>(
        &self,
        network: &'a Contagion,
        execution: &Execution,
    ) -> Result<ContagionAnswer<'a>, Error> {
        let node_count = network.node_count();
        let all = (0..node_count).map(|node| network.key(NodeIndex::at(node)));
        let given = nodes("seeds", self.seeds.iter().map(String::as_str), |key| network.find(key), all)?;
        let options = SpreadOptions::default().with_seed(self.seed).with_runs(self.runs);
        let run = |seeds: &[NodeIndex]| {
            network.spread_with(seeds, &options.clone().with_execution(execution.clone()))
        };
        let selection = match self.select {
            None if given.is_empty() => return Err(Error::NoSeeds),
            None => None,
            Some(count) if count > node_count => {
                return Err(Error::TooManySeeds { count, node_count });
            }
            Some(count) => {
                let options = SelectOptions::default().with_seed(self.seed).with_execution(execution.clone());
                Some(network.select_with(count, &options)?)
            }
        };
        let seeds = selection.as_ref().map_or_else(|| given.clone(), |found| found.seeds.clone());
        let found = run(&seeds)?;
        let is_other = selection.is_some() && !given.is_empty();
        let finite = |error: f64| Some(error).filter(|error| error.is_finite());
        let keys = |nodes: &[NodeIndex]| nodes.iter().map(|&node| network.key(node)).collect::<Vec<_>>();
        let given = match is_other {
            true => {
                let found = run(&given)?;
                let (spread, standard_error) = (found.spread, finite(found.standard_error));
                Some(GivenSeeds { seeds: keys(&given), spread, standard_error })
            }
            false => None,
        };
        let mut reached: Vec<_> = found.activation.values().copied().enumerate().collect();
        reached.retain(|&(node, share)| share > 0.0 && !seeds.contains(&NodeIndex::at(node)));
        reached.sort_by(|a, b| b.1.total_cmp(&a.1));
        let activation_left_out = cut(&mut reached, self.rows);
        let row = |(node, probability)| ActivationRow { node: network.key(NodeIndex::at(node)), probability };
        Ok(ContagionAnswer {
            version: Version,
            nodes: node_count,
            edges: network.edge_count(),
            model: network.diffusion(),
            spread: found.spread,
            standard_error: finite(found.standard_error),
            runs: found.runs,
            exact_spread: network.exact(&seeds).ok().map(|exact| exact.spread),
            seeds: keys(&seeds),
            rounds: found.rounds,
            activation: reached.into_iter().map(row).collect(),
            activation_left_out,
            selection: selection.map(|found| SelectionAnswer {
                estimate: found.spread,
                standard_error: found.standard_error,
                at_least: found.at_least,
                best_at_most: found.best_at_most,
                guarantee: found.guarantee,
                guaranteed: found.guaranteed,
                sets: found.sets,
            }),
            given,
        })
    }
}
