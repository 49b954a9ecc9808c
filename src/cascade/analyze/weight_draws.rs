//! Draws of weights from their standard errors.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::model::names::names;
use crate::numeric::stats::rng::Rng;
use crate::numeric::stats::sobol::{DIMENSIONS, Sobol};

use crate::cascade::Edge;

/// Distribution from which weights are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeightDraws {
    /// Normal with the weight as mean and its standard error, independent of each other; the default.
    #[default]
    Normal,
    /// The same, truncated at 0 so that no weight changes its sign.
    SameSign,
}

names! { WeightDraws, "distribution of drawn weights", crate::cascade::Error, {
    Normal => "normal",
    SameSign => "same_sign",
} }

impl WeightDraws {
    pub(crate) fn apply(self, weight: f64, standard_error: f64, deviate: f64) -> f64 {
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

/// Draws of all weights of a network, any of them by its number.
pub(crate) struct Drawing {
    weights: WeightDraws,
    seed: u64,
    /// The coordinates of the edges that matter most; the others are drawn at random.
    even: Vec<(usize, Sobol)>,
}

impl Drawing {
    /// `influence` of each edge: how much of the effect's spread comes from it.
    pub(crate) fn new(weights: WeightDraws, seed: u64, influence: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..influence.len()).filter(|&edge| influence[edge] > 0.0).collect();
        order.sort_by(|&a, &b| influence[b].total_cmp(&influence[a]).then(a.cmp(&b)));
        let coordinates = order.into_iter().take(DIMENSIONS).enumerate();
        let even = coordinates.map(|(dimension, edge)| (edge, Sobol::new(dimension, seed))).collect();
        Self { weights, seed, even }
    }

    /// The weights of draw `number`.
    pub(crate) fn weights(&self, edges: &[Edge], number: usize) -> Vec<f64> {
        let mut rng = Rng::new(self.seed, number as u64);
        let mut deviates: Vec<f64> = edges.iter().map(|_| rng.normal()).collect();
        let normal = Normal::standard();
        for (edge, sobol) in &self.even {
            deviates[*edge] = normal.inverse_cdf(sobol.at(number as u32));
        }
        let drawn = edges.iter().zip(deviates).map(|(edge, deviate)| match edge.standard_error {
            Some(error) => self.weights.apply(edge.weight, error, deviate),
            None => edge.weight,
        });
        drawn.collect()
    }
}
