//! How sure a cascade is: draws of the weights.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::numeric::quantile::quantile_of_sorted;
use crate::numeric::rng::Rng;

use super::{EdgeColumns, Error, Network, NetworkOptions, SolveOptions};

/// What weights are drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WeightDraws {
    /// Normal with the weight as mean and its standard error, independent of each other.
    #[default]
    Normal,
    /// The same, truncated at 0 so that no weight changes its sign.
    SameSign,
}

/// How the uncertainty of a cascade is found.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UncertaintyOptions {
    /// How many networks are drawn, rounded up to pairs; default 2,000.
    pub draws: usize,
    /// Seed: the same seed gives the same bits.
    pub seed: u64,
    /// What weights are drawn from.
    pub weights: WeightDraws,
    /// Two-sided level of the bands; default .95.
    pub level: f64,
    /// How each drawn network is solved.
    pub solve: SolveOptions,
}

impl Default for UncertaintyOptions {
    fn default() -> Self {
        let (weights, solve) = (WeightDraws::Normal, SolveOptions::default());
        Self { draws: 2_000, seed: 1, weights, level: 0.95, solve }
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
}

/// How sure the total effect is at every node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Uncertainty {
    /// Networks drawn.
    pub draws: usize,
    /// Networks among them that do not settle. They enter no band: with many, the bands say too little.
    pub unstable: usize,
    /// One band a node, in its unit; none when every draw was unstable.
    pub nodes: Vec<Option<Band>>,
    /// For each node how often a push on it is worth most to the objective, among the stable draws, 0..1.
    pub worth_most: Vec<f64>,
    /// Influences without a standard error, which no draw moved.
    pub fixed: usize,
}

/// The spread of a value over draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Band {
    /// Half of the draws are below.
    pub median: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Share of draws above 0.
    pub positive: f64,
}

impl Network {
    /// How sure the total effect of a push is at every node, by drawing the weights.
    ///
    /// # Definition
    ///
    /// For each draw every weight with a standard error is replaced by a deviate ([`WeightDraws`]), independently, the
    /// network is certified and solved. Bands are the type 7 quantiles over the stable draws. Draws come in antithetic
    /// pairs: the second takes the mirrored deviates of the first, which costs nothing and keeps the median of a nearly
    /// linear effect where it belongs.
    ///
    /// # Arguments
    ///
    /// `push` and `objective`: one value a node each.
    ///
    /// # Errors
    ///
    /// As [`equilibrium`](Self::equilibrium); [`Error::BadOption`] for no draws or a level outside 0..1.
    ///
    /// # Complexity
    ///
    /// A freeze and two solves a draw; O(draws x nodes) space.
    ///
    /// # References
    ///
    /// Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Hammersley & Morton (1956), A new Monte
    /// Carlo technique: antithetic variates, doi:10.1017/S0305004100031455.
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::{EdgeColumns, Network, UncertaintyOptions};
    ///
    /// let edges = EdgeColumns::new(&[0], &[1], &[0.5]).with_standard_error(&[0.1]);
    /// let network = Network::from_columns(2, &edges)?;
    /// let found = network.uncertainty(&[10.0, 0.0], &[0.0, 1.0], &UncertaintyOptions::default())?;
    /// let band = found.nodes[1].unwrap();
    /// assert!((band.median - 5.0).abs() < 0.1 && (band.high - 6.96).abs() < 0.2);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn uncertainty(
        &self,
        push: &[f64],
        objective: &[f64],
        options: &UncertaintyOptions,
    ) -> Result<Uncertainty, Error> {
        self.check(push)?;
        self.check(objective)?;
        options.solve.check()?;
        if !(1..=1_000_000_000 / self.node_count()).contains(&options.draws) {
            let range = "at least 1, and draws x nodes at most a billion";
            return Err(Error::BadOption { option: "draws", value: options.draws as f64, range });
        }
        if !(options.level > 0.0 && options.level < 1.0) {
            return Err(Error::BadOption {
                option: "level",
                value: options.level,
                range: "above 0 and below 1",
            });
        }
        let edges: Vec<_> = self.edges().collect();
        let from: Vec<u32> = edges.iter().map(|edge| edge.from as u32).collect();
        let to: Vec<u32> = edges.iter().map(|edge| edge.to as u32).collect();
        let lag: Vec<u32> = edges.iter().map(|edge| edge.lag).collect();
        let network_options = NetworkOptions::default().with_dense_limit(self.dense_limit);
        let pairs = options.draws.div_ceil(2);
        let mut totals: Vec<Vec<f64>> = vec![Vec::with_capacity(2 * pairs); self.node_count()];
        let mut worth_most = vec![0.0; self.node_count()];
        let mut stable = 0_usize;
        for pair in 0..pairs {
            let mut rng = Rng::new(options.seed, pair as u64);
            let deviates: Vec<f64> = edges.iter().map(|_| rng.normal()).collect();
            for mirror in [1.0, -1.0] {
                let draw = |(edge, deviate): (&super::Edge, &f64)| match edge.standard_error {
                    Some(error) => options.weights.apply(edge.weight, error, mirror * deviate),
                    None => edge.weight,
                };
                let weight: Vec<f64> = edges.iter().zip(&deviates).map(draw).collect();
                let columns = EdgeColumns::new(&from, &to, &weight).with_lag(&lag);
                let drawn = match Self::with_options(self.node_count(), &columns, &network_options) {
                    Ok(drawn) => drawn,
                    Err(Error::Unstable { .. } | Error::Undecided { .. }) => continue,
                    Err(error) => return Err(error),
                };
                stable += 1;
                for (node, total) in drawn.equilibrium(push, &options.solve)?.into_iter().enumerate() {
                    totals[node].push(total);
                }
                let values = drawn.adjoint(objective, &options.solve)?;
                let best = (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b]).then(b.cmp(&a)));
                best.into_iter().for_each(|node| worth_most[node] += 1.0);
            }
        }
        worth_most.iter_mut().for_each(|count| *count /= stable.max(1) as f64);
        Ok(Uncertainty {
            draws: 2 * pairs,
            unstable: 2 * pairs - stable,
            nodes: totals.into_iter().map(|totals| Band::of(totals, options.level)).collect(),
            worth_most,
            fixed: edges.iter().filter(|edge| edge.standard_error.is_none()).count(),
        })
    }
}

impl WeightDraws {
    fn apply(self, weight: f64, standard_error: f64, deviate: f64) -> f64 {
        if standard_error == 0.0 {
            return weight;
        }
        match self {
            Self::Normal => weight + standard_error * deviate,
            Self::SameSign => {
                // The deviate's probability, moved into the part of the distribution on the weight's side of 0.
                let normal = Normal::standard();
                let below = normal.cdf(-weight.abs() / standard_error);
                let probability = below + (1.0 - below) * normal.cdf(deviate);
                let size = weight.abs() + standard_error * normal.inverse_cdf(probability);
                size.max(0.0).copysign(weight)
            }
        }
    }
}

impl Band {
    fn of(mut values: Vec<f64>, level: f64) -> Option<Self> {
        values.sort_unstable_by(f64::total_cmp);
        let at = |probability| quantile_of_sorted(&values, probability);
        Some(Self {
            median: at(0.5)?,
            low: at((1.0 - level) / 2.0)?,
            high: at((1.0 + level) / 2.0)?,
            positive: values.iter().filter(|value| **value > 0.0).count() as f64 / values.len() as f64,
        })
    }
}
