//! Composite TX index.

use total_experience::score::scorecard::{NoInterval, TxIndex};

use crate::abi::none::TXM_NONE_I32;
use crate::abi::spec::{Spec, no_padding};

/// The index has limits.
pub const TXM_INTERVAL_KNOWN: i32 = 0;
/// No limits: no dimension has points.
pub const TXM_INTERVAL_NO_DIMENSION: i32 = 1;
/// No limits: a dimension has no standard error.
pub const TXM_INTERVAL_NO_STANDARD_ERROR: i32 = 2;

/// Composite TX index. Begin with `TXM_INDEX_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_index {
    /// Size of this struct, as `TXM_INDEX_INIT` sets it.
    pub struct_size: u32,
    /// Whether there are limits, and why not: `TXM_INTERVAL_...`.
    pub interval: i32,
    /// The index on 0..100; NaN when no dimension with a weight has points.
    pub points: f64,
    /// Lower limit; NaN when there is none.
    pub low: f64,
    /// Upper limit; NaN when there is none.
    pub high: f64,
    /// Standard error; NaN when there is none.
    pub standard_error: f64,
    /// Share of what the index should rest on that it does rest on, 0..1.
    pub coverage: f64,
    /// Dimensions with a weight but without points: bit 1 << `TXM_DIMENSION_...` of each.
    pub missing: u32,
    /// Always 0.
    pub reserved: u32,
}

no_padding!(txm_index: u32, i32, [f64; 5], u32, u32);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_index {
    const NAME: &'static str = "txm_index";
    const DEFAULT: Self = Self {
        struct_size: 0,
        interval: TXM_INTERVAL_NO_DIMENSION,
        points: f64::NAN,
        low: f64::NAN,
        high: f64::NAN,
        standard_error: f64::NAN,
        coverage: f64::NAN,
        missing: 0,
        reserved: 0,
    };
}

impl From<&TxIndex> for txm_index {
    fn from(index: &TxIndex) -> Self {
        Self {
            interval: match index.no_interval {
                None => TXM_INTERVAL_KNOWN,
                Some(NoInterval::NoDimension) => TXM_INTERVAL_NO_DIMENSION,
                Some(NoInterval::NoStandardError) => TXM_INTERVAL_NO_STANDARD_ERROR,
                Some(_) => TXM_NONE_I32,
            },
            points: index.points.unwrap_or(f64::NAN),
            low: index.low.unwrap_or(f64::NAN),
            high: index.high.unwrap_or(f64::NAN),
            standard_error: index.standard_error.unwrap_or(f64::NAN),
            coverage: index.coverage,
            missing: index.missing.iter().fold(0, |bits, dimension| bits | 1 << dimension.index()),
            ..Self::DEFAULT
        }
    }
}
