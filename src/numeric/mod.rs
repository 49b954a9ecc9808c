//! Numbers: the arithmetic that the other rooms share. Crate-private.

pub(crate) mod quantile;
