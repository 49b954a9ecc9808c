//! Numbers: the arithmetic that the other rooms share. Crate-private.

pub(crate) mod arnoldi;
pub(crate) mod components;
pub(crate) mod csr;
pub(crate) mod dense;
pub(crate) mod elimination;
mod exact_sum;
pub(crate) mod frame;
mod giant;
pub(crate) mod gmres;
pub(crate) mod modular;
pub(crate) mod norm;
pub(crate) mod quantile;
pub(crate) mod resample;
pub(crate) mod rng;
pub(crate) mod sketch;
pub(crate) mod sobol;

pub(crate) use exact_sum::ExactSum;
