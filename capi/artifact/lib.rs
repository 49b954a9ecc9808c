//! The C library: everything stands in `total-experience-capi`.

pub use total_experience_capi::*;
