//! Solvers of x = b + A x for large sparse A, component by component.
//!
//! - `layout`: the rows in the order in which they are solved, of `row_block`s and `lane_rows`; `block_ops` works on them;
//! - `solver`: all components in turn; `anderson`: accelerated sweeps over one; `gmres_fallback`: where sweeps do not settle;
//! - `local_push`: shocks that reach few nodes.

mod anderson;
mod block_ops;
mod gmres_fallback;
mod lane_rows;
mod lanes;
pub(in crate::cascade) mod layout;
mod local_push;
mod row_block;
pub(in crate::cascade) mod solver;
