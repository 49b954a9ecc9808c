//! Sentinels for nothing (not there, not known, withheld): one a type; NaN for doubles, NULL for pointers.
//!
//! They stand in `preamble.h`, since cbindgen drops `MAX` and `MIN` without a word; a test compares.

/// No identifier, number or period.
pub const TXM_NONE: u32 = u32::MAX;
/// No count.
pub const TXM_NONE_U64: u64 = u64::MAX;
/// None of the constants of an enum.
pub const TXM_NONE_I32: i32 = -1;
/// No time.
pub const TXM_NONE_I64: i64 = i64::MIN;

/// A number of the caller, or nothing.
pub(crate) fn some(number: u32) -> Option<u32> {
    (number != TXM_NONE).then_some(number)
}

/// A double of the caller, or nothing.
pub(crate) fn some_real(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}
