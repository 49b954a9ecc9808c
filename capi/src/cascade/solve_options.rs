//! Options of a solve: tolerance and sweeps.

use std::ffi::c_void;
use std::ptr::null_mut;

use total_experience::cascade::SolveOptions;

use crate::abi::failure::Failure;
use crate::abi::progress::{execution, txm_progress};
use crate::abi::spec::{self, Spec, no_padding};

/// Options of a solve. Begin with `TXM_SOLVE_OPTIONS_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_solve_options {
    /// Size of this struct, as `TXM_SOLVE_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// Most sweeps over a component that is too large to be solved by elimination; 10,000 unless set.
    pub max_iterations: u32,
    /// Largest residual of such a component relative to what enters it, above 0 and below 1; 1e-12 unless set.
    pub tolerance: f64,
    /// Told how far a solve is; NULL, the default, for nobody. The cascade keeps it for everything that it is asked
    /// later.
    pub progress: txm_progress,
    /// What `progress` is handed, NULL unless set. It must live until the cascade is freed.
    pub user_data: *mut c_void,
}

no_padding!(txm_solve_options: u32, u32, f64, txm_progress, *mut c_void);

// SAFETY: repr(C), struct_size first, no padding, integers, floats and raw pointers take every
// pattern of bytes, and a callback is NULL or a function, as its docs ask.
unsafe impl Spec for txm_solve_options {
    const NAME: &'static str = "txm_solve_options";
    const DEFAULT: Self = Self {
        struct_size: 0,
        max_iterations: 10_000,
        tolerance: 1e-12,
        progress: None,
        user_data: null_mut(),
    };
}

impl txm_solve_options {
    /// # Safety
    ///
    /// As [`execution`].
    pub(crate) unsafe fn to_cascade(self) -> SolveOptions {
        SolveOptions::default()
            .with_tolerance(self.tolerance)
            .with_max_iterations(self.max_iterations as usize)
            .with_execution(unsafe { execution(self.progress, self.user_data) })
    }
}

/// Reads the options of the caller; NULL for the defaults.
///
/// # Safety
///
/// As [`spec::read`].
pub(crate) unsafe fn read(options: *const txm_solve_options) -> Result<SolveOptions, Failure> {
    unsafe { Ok(spec::read_or_default(options)?.to_cascade()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_library() {
        assert_eq!(unsafe { txm_solve_options::DEFAULT.to_cascade() }, SolveOptions::default());
    }
}
