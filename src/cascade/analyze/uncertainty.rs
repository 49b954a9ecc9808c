//! Uncertainty of a cascade: bands from networks with drawn weights (randomized quasi-Monte Carlo).

use serde::{Deserialize, Serialize};

use crate::numeric::stats::quantile::quantile_of_sorted;

use super::weight_draws::Drawing;
use super::{Effect, UncertaintyOptions};
use crate::cascade::{Edge, EdgeColumns, Error, Network, NodeIndex, NodeValues, SolveOptions};

/// Uncertainty of the total effect at every node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Uncertainty {
    /// Networks drawn.
    pub draws: usize,
    /// Networks among them that do not settle, or cannot be shown to. They enter no band: with many, the bands say too
    /// little.
    pub unstable: usize,
    /// One band a node, in its unit; none when every draw was unstable.
    pub nodes: NodeValues<Option<Band>>,
    /// One row a node: the quantiles at [`UncertaintyOptions::quantiles`]; empty when every draw was unstable.
    pub quantiles: NodeValues<Vec<f64>>,
    /// For each node how often a shock on it is worth most to the objective, among the stable draws, 0..1.
    pub worth_most: NodeValues,
    /// One row a node: how often it is worth most, second most, and so on, for [`UncertaintyOptions::ranks`] ranks.
    pub rank_probability: NodeValues<Vec<f64>>,
    /// Influences without a standard error, which no draw moved.
    pub fixed: usize,
}

impl Uncertainty {
    /// The share of draws in which a shock on a node is among the `count` that are worth most; at most as many as ranks were
    /// told apart.
    pub fn among_first(&self, node: impl Into<NodeIndex>, count: usize) -> Option<f64> {
        self.rank_probability
            .as_ref()
            .get(node.into().as_usize())?
            .get(..count)
            .map(|ranks| ranks.iter().sum())
    }
}

/// The spread of a value over draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Band {
    /// Half of the draws are below.
    pub median: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Mean of the draws.
    pub mean: f64,
    /// Their standard deviation, divisor one less than their number; none for one draw.
    pub standard_deviation: Option<f64>,
    /// Share of draws above 0.
    pub positive: f64,
    /// Share of draws below 0.
    pub negative: f64,
}

impl Network {
    /// The uncertainty of the total effect of a shock at every node, by drawing the weights.
    ///
    /// # Definition
    ///
    /// For each draw every weight with a standard error is replaced by a deviate
    /// ([`WeightDraws`](super::WeightDraws)), independently, the network is certified and solved. Bands are the type 7 quantiles over the stable draws; nodes are ranked by the
    /// value of one unit more ([`importance`](Self::importance)), ties by their numbers.
    ///
    /// The 16 weights that matter most by the delta method ([`sensitivity`](Self::sensitivity)) come from a scrambled
    /// Sobol sequence, all others from independent random numbers. On a map of eight influences 2,048 draws leave the
    /// limits of a band with a fifth of the variance that independent draws leave, the median with a fourteenth and the
    /// mean with less than a thousandth; antithetic pairs leave the limits as they are and the median with a twelfth.
    /// Every draw is a function of the seed and its number.
    ///
    /// # Arguments
    ///
    /// `effect`: the shock and the objective.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium); [`Error::OutOfRange`] for no draws, a level outside 0..1 or a probability
    /// that is none.
    ///
    /// # Complexity
    ///
    /// - Time: a freeze and two solves a draw.
    /// - Space: O(draws x nodes).
    ///
    /// # References
    ///
    /// Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Owen (1997), Scrambled net variance for
    /// integrals of smooth functions, doi:10.1214/aos/1031594731; Lemieux (2009), Monte Carlo and Quasi-Monte Carlo
    /// Sampling, section 7.3, for mixing with random numbers.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network};
    /// use total_experience::cascade::analyze::Effect;
    ///
    /// let edges = EdgeColumns { from: &[0], to: &[1], weight: &[0.5], ..EdgeColumns::default() }.with_standard_error(&[0.1]);
    /// let network = Network::from_columns(2, &edges)?;
    /// let effect = Effect { shock: &[10.0, 0.0], objective: &[0.0, 1.0] };
    /// let found = network.uncertainty(effect)?;
    /// let band = found.nodes[1].unwrap();
    /// assert!((band.median - 5.0).abs() < 0.01 && (band.high - 6.96).abs() < 0.02);
    /// assert_eq!(found.rank_probability[1][0], 1.0); // a shock on the aim itself is worth most
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn uncertainty(&self, effect: Effect<'_>) -> Result<Uncertainty, Error> {
        self.uncertainty_with(effect, &UncertaintyOptions::default())
    }

    /// [`uncertainty`](Self::uncertainty) with options.
    ///
    /// # Errors
    ///
    /// As [`uncertainty`](Self::uncertainty), and for options out of range.
    pub fn uncertainty_with(
        &self,
        effect: Effect<'_>,
        options: &UncertaintyOptions,
    ) -> Result<Uncertainty, Error> {
        Plan::drawn(self, effect, options)?.run()
    }

    /// The same with weights that were drawn elsewhere, by a bootstrap of the model they were estimated with for one:
    /// rows of one weight an edge, in the order of [`edges`](Self::edges). Weights that were estimated together hang
    /// together, which independent draws do not show. `draws`, `seed` and `weights` of the options are not looked at.
    ///
    /// # Errors
    ///
    /// As [`uncertainty`](Self::uncertainty); [`Error::PartialRow`] when the weights are not whole rows;
    /// [`Error::NotFinite`] for a weight that is no number.
    pub fn uncertainty_of_draws(
        &self,
        effect: Effect<'_>,
        weights: &[f64],
        options: &UncertaintyOptions,
    ) -> Result<Uncertainty, Error> {
        let row = self.edge_count();
        if weights.is_empty() || !weights.len().is_multiple_of(row.max(1)) {
            return Err(Error::PartialRow { found: weights.len(), row });
        }
        if let Some(at) = weights.iter().position(|weight| !weight.is_finite()) {
            return Err(Error::NotFinite { edge: at % row, field: "a drawn weight", value: weights[at] });
        }
        Plan::given(self, effect, weights, options)?.run()
    }
}

/// What a drawn network does.
struct Outcome {
    total: Vec<f64>,
    /// The nodes that are worth most, the best first.
    best: Vec<u32>,
}

enum Source<'a> {
    Drawn(Drawing),
    Given(&'a [f64]),
}

struct Plan<'a> {
    network: &'a Network,
    effect: Effect<'a>,
    options: &'a UncertaintyOptions,
    solve: SolveOptions,
    edges: Vec<Edge>,
    from: Vec<u32>,
    to: Vec<u32>,
    lag: Vec<u32>,
    source: Source<'a>,
    draws: usize,
}

impl<'a> Plan<'a> {
    fn drawn(
        network: &'a Network,
        effect: Effect<'a>,
        options: &'a UncertaintyOptions,
    ) -> Result<Self, Error> {
        options.check()?;
        let found = network.sensitivity_with(effect, &options.solve.within())?;
        // Where no error is known or nothing depends on any, the order does not matter.
        let influence: Vec<f64> = found.edges.iter().map(|edge| edge.variance_share.unwrap_or(0.0)).collect();
        let drawing = Drawing::new(options.weights, options.seed, &influence);
        Self::new(network, effect, options, Source::Drawn(drawing), options.draws)
    }

    fn given(
        network: &'a Network,
        effect: Effect<'a>,
        weights: &'a [f64],
        options: &'a UncertaintyOptions,
    ) -> Result<Self, Error> {
        let draws = weights.len() / network.edge_count().max(1);
        Self::new(network, effect, options, Source::Given(weights), draws)
    }

    fn new(
        network: &'a Network,
        effect: Effect<'a>,
        options: &'a UncertaintyOptions,
        source: Source<'a>,
        draws: usize,
    ) -> Result<Self, Error> {
        network.check(effect.shock)?;
        network.check(effect.objective)?;
        options.check()?;
        if !(1..=1_000_000_000 / network.node_count()).contains(&draws) {
            let range = "at least 1, and draws x nodes at most a billion";
            return Err(Error::OutOfRange { what: "draws", value: draws as f64, range });
        }
        let edges: Vec<_> = network.edges().collect();
        let from = edges.iter().map(|edge| edge.from.as_u32()).collect();
        let to = edges.iter().map(|edge| edge.to.as_u32()).collect();
        let lag = edges.iter().map(|edge| edge.lag).collect();
        let solve = options.solve.within();
        Ok(Self { network, effect, options, solve, edges, from, to, lag, source, draws })
    }

    /// Makes all draws. Every draw is a function of its number, and draws keep their order: threads change nothing.
    fn run(&self) -> Result<Uncertainty, Error> {
        let steps = self.options.execution().steps(self.draws as u64);
        let outcome = |draw| -> Result<Option<Outcome>, Error> {
            steps.check()?;
            let outcome = self.outcome(draw)?;
            steps.add(1)?;
            Ok(outcome)
        };
        #[cfg(feature = "parallel")]
        if self.options.execution().is_parallel() {
            use rayon::prelude::*;

            let outcomes: Vec<_> = (0..self.draws).into_par_iter().map(outcome).collect();
            // The first fault in order, whichever thread came first; after an end the rest is not drawn.
            return Ok(self.summary(outcomes.into_iter().collect::<Result<_, _>>()?));
        }
        Ok(self.summary((0..self.draws).map(outcome).collect::<Result<_, _>>()?))
    }

    /// What a draw does; none when its network does not settle.
    fn outcome(&self, draw: usize) -> Result<Option<Outcome>, Error> {
        let drawn;
        let weight = match &self.source {
            Source::Drawn(drawing) => {
                drawn = drawing.weights(&self.edges, draw);
                drawn.as_slice()
            }
            Source::Given(weights) => &weights[draw * self.edges.len()..][..self.edges.len()],
        };
        let columns = EdgeColumns { from: &self.from, to: &self.to, weight, ..EdgeColumns::default() }
            .with_lag(&self.lag);
        let nodes = self.network.node_count();
        let network = match self.network.remade(&columns) {
            Ok(network) => network,
            Err(Error::Unstable { .. } | Error::Undecided { .. } | Error::Uncertified { .. }) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let total = network.equilibrium_with(self.effect.shock, &self.solve)?.into_vec();
        let values = network.adjoint_with(self.effect.objective, &self.solve)?;
        let mut best: Vec<u32> = (0..nodes as u32).collect();
        let better =
            |a: &u32, b: &u32| values[*b as usize].total_cmp(&values[*a as usize]).then_with(|| a.cmp(b));
        let ranks = self.options.ranks.clamp(1, nodes);
        best.select_nth_unstable_by(ranks - 1, better);
        best.truncate(ranks);
        best.sort_unstable_by(better);
        Ok(Some(Outcome { total, best }))
    }

    fn summary(&self, outcomes: Vec<Option<Outcome>>) -> Uncertainty {
        let nodes = self.network.node_count();
        let stable: Vec<Outcome> = outcomes.into_iter().flatten().collect();
        let mut counts = vec![vec![0_u32; self.options.ranks.clamp(1, nodes)]; nodes];
        for outcome in &stable {
            outcome.best.iter().enumerate().for_each(|(rank, &node)| counts[node as usize][rank] += 1);
        }
        let share = |count: u32| f64::from(count) / stable.len().max(1) as f64;
        let mut bands = Vec::with_capacity(nodes);
        let mut quantiles = Vec::with_capacity(nodes);
        let mut values = Vec::with_capacity(stable.len());
        for node in 0..nodes {
            values.clear();
            values.extend(stable.iter().map(|outcome| outcome.total[node]));
            values.sort_unstable_by(f64::total_cmp);
            bands.push(Band::of(&values, self.options.level));
            let wanted = self.options.quantiles.iter();
            quantiles.push(wanted.filter_map(|&at| quantile_of_sorted(&values, at)).collect());
        }
        let worth_most = counts.iter().map(|ranks| share(ranks[0])).collect();
        let shares =
            |ranks: &Vec<u32>| ranks.iter().take(self.options.ranks).map(|&count| share(count)).collect();
        let rank_probability = counts.iter().map(shares).collect();
        Uncertainty {
            draws: self.draws,
            unstable: self.draws - stable.len(),
            nodes: self.network.keyed(bands),
            quantiles: self.network.keyed(quantiles),
            worth_most: self.network.keyed(worth_most),
            rank_probability: self.network.keyed(rank_probability),
            fixed: self.edges.iter().filter(|edge| edge.standard_error.is_none()).count(),
        }
    }
}

impl Band {
    /// The spread of ascending values.
    fn of(values: &[f64], level: f64) -> Option<Self> {
        let at = |probability| quantile_of_sorted(values, probability);
        let n = values.len() as f64;
        let mean = values.iter().map(|value| value / n).sum::<f64>();
        let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        Some(Self {
            median: at(0.5)?,
            low: at((1.0 - level) / 2.0)?,
            high: at((1.0 + level) / 2.0)?,
            mean,
            standard_deviation: (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt()),
            positive: values.iter().filter(|value| **value > 0.0).count() as f64 / n,
            negative: values.iter().filter(|value| **value < 0.0).count() as f64 / n,
        })
    }
}
