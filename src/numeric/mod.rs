//! Numbers: the arithmetic that the other rooms share. Crate-private.

pub(crate) mod components;
pub(crate) mod csr;
pub(crate) mod dense;
pub(crate) mod quantile;
