//! Options of a solve: tolerance and sweeps.

use total_experience::cascade::SolveOptions;

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::txm_status;

/// Options of a solve. Begin with `txm_solve_options_init`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_solve_options {
    /// Size of this struct, as `txm_solve_options_init` sets it.
    pub struct_size: u32,
    /// Most sweeps over a component that is too large to be solved by elimination; 10,000 unless set.
    pub max_iterations: u32,
    /// Largest residual of such a component relative to what enters it, above 0 and below 1; 1e-12 unless set.
    pub tolerance: f64,
}

no_padding!(txm_solve_options: u32, u32, f64);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_solve_options {
    const NAME: &'static str = "txm_solve_options";
    const DEFAULT: Self = Self { struct_size: 0, max_iterations: 10_000, tolerance: 1e-12 };
}

impl txm_solve_options {
    pub(crate) fn to_cascade(self) -> SolveOptions {
        SolveOptions::default()
            .with_tolerance(self.tolerance)
            .with_max_iterations(self.max_iterations as usize)
    }
}

/// Reads the options of the caller; NULL for the defaults.
///
/// # Safety
///
/// As [`spec::read`].
pub(crate) unsafe fn read(options: *const txm_solve_options) -> Result<SolveOptions, Failure> {
    Ok(unsafe { spec::read_or_default(options) }?.to_cascade())
}

/// Fills options with their defaults.
///
/// Threads: any; `options` exclusive.
///
/// @param options the struct to fill.
/// @param struct_size `sizeof *options` as the caller was compiled; nothing beyond is written.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_solve_options_init(
    options: *mut txm_solve_options,
    struct_size: usize,
) -> txm_status {
    unsafe { guard(std::ptr::null_mut(), || spec::init(options, struct_size)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_library() {
        assert_eq!(txm_solve_options::DEFAULT.to_cascade(), SolveOptions::default());
    }
}
