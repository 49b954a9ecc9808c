//! Numbers: the arithmetic that the other rooms share. Crate-private.

mod exact_sum;
pub(crate) mod quantile;

pub(crate) use exact_sum::ExactSum;
