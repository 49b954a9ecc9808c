//! Statistics: confidence limits, quantiles, random numbers, and sums without rounding.

mod exact_sum;
pub(crate) mod level;
pub(crate) mod proportion;
pub(crate) mod quantile;
pub(crate) mod quantile_sketch;
pub(crate) mod resample;
pub(crate) mod rng;
pub(crate) mod sobol;

pub(crate) use exact_sum::ExactSum;
