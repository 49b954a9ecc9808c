//! The C ABI of `total-experience`.

/// The version of the library as one number: major × 10,000 + minor × 100 + patch.
#[unsafe(no_mangle)]
pub extern "C" fn txm_version_number() -> u32 {
    100
}
