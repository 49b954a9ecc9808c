//! Linear algebra: sparse and dense matrices, solvers, eigenvalues, components, and rank modulo a prime.

pub(crate) mod absorbing;
pub(crate) mod arnoldi;
pub(crate) mod components;
pub(crate) mod csr;
pub(crate) mod dense;
mod giant_component;
pub(crate) mod gmres;
pub(crate) mod gth;
pub(crate) mod norm;
pub(crate) mod prime_field;
