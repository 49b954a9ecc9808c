//! Comparison of models of a cascade on the same shocks.

use crate::shown::shown;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::CascadeModel;
use crate::cascade::Network;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::iterate::iterate;

/// A network and a shock that models are tried on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trial<'a> {
    /// Name in the comparison.
    pub name: String,
    /// The network.
    pub network: &'a Network,
    /// One value a node, in its unit.
    pub shock: Vec<f64>,
}

impl<'a> Trial<'a> {
    /// A trial of this name.
    pub fn new(name: impl Into<String>, network: &'a Network, shock: Vec<f64>) -> Self {
        Self { name: name.into(), network, shock }
    }
}

/// Options of a comparison of models.
#[derive(Clone)]
#[non_exhaustive]
pub struct CompareOptions<'a> {
    /// Number of most affected nodes that are held against each other; default 10.
    pub top: usize,
    /// Seconds since any moment, for the cost: the library itself reads no clock.
    pub clock: Option<&'a (dyn Fn() -> f64 + Sync)>,
}

impl Default for CompareOptions<'_> {
    fn default() -> Self {
        Self { top: 10, clock: None }
    }
}

impl fmt::Debug for CompareOptions<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CompareOptions").field("top", &self.top).finish_non_exhaustive()
    }
}

impl<'a> CompareOptions<'a> {
    /// Sets how many of the most affected nodes are held against each other.
    #[must_use]
    pub fn with_top(mut self, nodes: usize) -> Self {
        self.top = nodes;
        self
    }

    /// Sets the clock by which the cost is taken.
    #[must_use]
    pub fn with_clock(mut self, seconds: &'a (dyn Fn() -> f64 + Sync)) -> Self {
        self.clock = Some(seconds);
        self
    }
}

/// Answers of models to the same shocks, and their agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Every answer, trial by trial in the order of the models.
    pub answers: Vec<ModelAnswer>,
    /// Every pair of models, trial by trial.
    pub agreements: Vec<ModelAgreement>,
}

iterate! { Comparison => ModelAnswer in answers }

/// Answer of one model to one shock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelAnswer {
    /// Name of the trial.
    pub trial: String,
    /// Name of the model.
    pub model: String,
    /// Effect at every node, or what kept the model from answering.
    pub effect: Result<Vec<f64>, String>,
    /// Seconds by the caller's clock.
    pub seconds: Option<f64>,
}

/// Agreement of two models on one shock, over the nodes that are not shocked themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelAgreement {
    /// Name of the trial.
    pub trial: String,
    /// Names of the two models.
    pub models: [String; 2],
    /// Spearman's correlation of the effects; none where a model says the same of all nodes.
    pub rank_correlation: Option<f64>,
    /// Share of the most affected nodes, by |effect|, that both name.
    pub top_overlap: f64,
    /// Largest difference of two effects. Where units differ, as between points and probabilities, it says nothing.
    pub largest_difference: f64,
}

/// Error of a comparison of models.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// A model answers with the wrong number of values, or with one that is none.
    #[error(
        "model `{model}` on `{trial}` gave {found} finite values for {expected} nodes",
        model = shown(.model), trial = shown(.trial)
    )]
    BadEffect {
        /// Name of the model.
        model: String,
        /// Name of the trial.
        trial: String,
        /// How many finite values it gave.
        found: usize,
        /// Number of nodes.
        expected: usize,
    },
    /// No nodes would be held against each other.
    #[error("option `top` is 0: it must be at least 1")]
    NoTop,
}

/// Tries models on shocks: how far they agree, and what they cost.
///
/// # Definition
///
/// For each pair of models that answer: Spearman's rank correlation of their effects (ties take their mean rank), the
/// share of the [`CompareOptions::top`] most affected nodes that they have in common (ties: the smaller number), and
/// the largest difference. Nodes that are shocked are left out, since every model moves them. A model that fails on a trial
/// is listed with its fault and enters no pair.
///
/// # Errors
///
/// [`CompareError`] for answers that do not fit the network. The example is at [`CascadeModel`].
///
/// # Complexity
///
/// The models' own time, and O(models^2 x nodes log nodes) a trial; O(models x nodes) space a trial.
///
/// # References
///
/// Spearman (1904), The proof and measurement of association between two things, doi:10.2307/1412159.
pub fn compare(
    models: &[&dyn CascadeModel],
    trials: &[Trial<'_>],
    options: &CompareOptions<'_>,
) -> Result<Comparison, CompareError> {
    if options.top == 0 {
        return Err(CompareError::NoTop);
    }
    let mut found = Comparison { answers: Vec::new(), agreements: Vec::new() };
    for trial in trials {
        let first = found.answers.len();
        for model in models {
            let begin = options.clock.map(|clock| clock());
            let effect = model.effect(trial.network, &trial.shock).map_err(|fault| fault.to_string());
            let seconds = options.clock.zip(begin).map(|(clock, begin)| clock() - begin);
            if let Ok(effect) = &effect {
                let finite = effect.iter().filter(|value| value.is_finite()).count();
                let expected = trial.network.node_count();
                if finite != expected || effect.len() != expected {
                    let (model, trial) = (model.name().to_owned(), trial.name.clone());
                    return Err(CompareError::BadEffect { model, trial, found: finite, expected });
                }
            }
            let (trial, model) = (trial.name.clone(), model.name().to_owned());
            found.answers.push(ModelAnswer { trial, model, effect, seconds });
        }
        let kept = |effect: &[f64]| {
            let shocked = |node: usize| trial.shock.get(node).is_some_and(|shock| *shock != 0.0);
            (0..effect.len()).filter(|&node| !shocked(node)).map(|node| effect[node]).collect::<Vec<f64>>()
        };
        let answered: Vec<(&str, Vec<f64>)> = found.answers[first..]
            .iter()
            .filter_map(|answer| Some((answer.model.as_str(), kept(answer.effect.as_ref().ok()?))))
            .collect();
        for (at, (first, a)) in answered.iter().enumerate() {
            for (second, b) in &answered[at + 1..] {
                found.agreements.push(ModelAgreement {
                    trial: trial.name.clone(),
                    models: [(*first).to_owned(), (*second).to_owned()],
                    rank_correlation: correlation(&ranks(a), &ranks(b)),
                    top_overlap: overlap(a, b, options.top),
                    largest_difference: a.iter().zip(b).fold(0.0, |most, (a, b)| most.max((a - b).abs())),
                });
            }
        }
    }
    Ok(found)
}

/// Ranks from 1; equal values share their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    sort_by(&mut order, |&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        tied.iter().for_each(|&node| ranks[node] = rank);
        before += tied.len();
    }
    ranks
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let mean = (a.len() as f64 + 1.0) / 2.0;
    let product =
        |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - mean) * (b - mean));
    let size = (product(a, a) * product(b, b)).sqrt();
    (size > 0.0).then(|| product(a, b) / size)
}

/// Share of the `count` largest |values| that both have; 1 where there are none.
fn overlap(a: &[f64], b: &[f64], count: usize) -> f64 {
    let count = count.min(a.len());
    let top = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        sort_by(&mut order, |&a, &b| values[b].abs().total_cmp(&values[a].abs()));
        order.truncate(count);
        order.sort_unstable();
        order
    };
    let (a, b) = (top(a), top(b));
    let common = a.iter().filter(|node| b.binary_search(node).is_ok()).count();
    if count == 0 { 1.0 } else { common as f64 / count as f64 }
}
