//! Stability certificate of a network.

use crate::abi::guard::guard;
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::txm_status;

/// Stability certificate of a network: bounds on its spectral radius, and its size. Begin with `txm_stability_init`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_stability {
    /// Size of this struct, as `txm_stability_init` sets it.
    pub struct_size: u32,
    /// 1 when `radius` is the spectral radius itself (to rounding), 0 when it is only an upper bound or an estimate.
    pub exact: i32,
    /// 1 when a shock can come back to where it started.
    pub cyclic: i32,
    /// 1 when the radius is so near to 1 (above .8) that small errors in the weights move a cascade a lot.
    pub fragile: i32,
    /// Spectral radius, always below 1.
    pub radius: f64,
    /// How many nodes the network has.
    pub node_count: u64,
    /// How many edges it has.
    pub edge_count: u64,
    /// How many nodes its largest strongly connected component has.
    pub largest_component: u64,
    /// 1 when the radius is proved to be below 1, which it is for every network made from C so far; 0 would say that an
    /// estimate was let pass.
    pub certified: i32,
    /// 0.
    pub reserved: u32,
}

no_padding!(txm_stability: u32, [i32; 3], f64, [u64; 3], i32, u32);

// SAFETY: repr(C), struct_size first, no padding, and integers and floats take every pattern of bytes.
unsafe impl Spec for txm_stability {
    const NAME: &'static str = "txm_stability";
    const DEFAULT: Self = Self {
        struct_size: 0,
        exact: 0,
        cyclic: 0,
        fragile: 0,
        radius: f64::NAN,
        node_count: 0,
        edge_count: 0,
        largest_component: 0,
        certified: 0,
        reserved: 0,
    };
}

/// Fills a certificate with what stands for nothing, ready to be handed in.
///
/// Threads: any; `out` exclusive.
///
/// @param out the struct to fill.
/// @param struct_size `sizeof *out` as the caller was compiled; nothing beyond is written.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_stability_init(out: *mut txm_stability, struct_size: usize) -> txm_status {
    unsafe { guard(std::ptr::null_mut(), || spec::init(out, struct_size)) }
}
