//! Arithmetic that the rooms above share and that is no part of the public interface.

mod exact_sum;

pub(crate) use exact_sum::ExactSum;
