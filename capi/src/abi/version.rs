//! Version of the library.

use std::ffi::c_char;

/// Version of the library as one number: major x 10,000 + minor x 100 + patch.
///
/// Compare it with `TXM_VERSION_NUMBER` of the header to see whether library and header belong together.
///
/// Threads: any.
///
/// @return the number.
/// @since 0.1
#[unsafe(no_mangle)]
pub extern "C" fn txm_version_number() -> u32 {
    const {
        part(env!("CARGO_PKG_VERSION_MAJOR")) * 10_000
            + part(env!("CARGO_PKG_VERSION_MINOR")) * 100
            + part(env!("CARGO_PKG_VERSION_PATCH"))
    }
}

/// Version of the library as text, such as `0.1.0`.
///
/// Threads: any.
///
/// @return a NUL-terminated text that lives as long as the library.
/// @since 0.1
#[unsafe(no_mangle)]
pub extern "C" fn txm_version_string() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// A part of the version, which the one number has two digits for.
const fn part(text: &str) -> u32 {
    let number = match u32::from_str_radix(text, 10) {
        Ok(number) => number,
        Err(_) => 100,
    };
    assert!(number < 100, "a part of the version is no number below 100");
    number
}
