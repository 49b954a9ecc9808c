//! Stability certificate of a network.

use crate::abi::spec::{Spec, no_padding};

/// Stability certificate of a network: bounds on its spectral radius, and its size. Begin with `TXM_STABILITY_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_stability {
    /// Size of this struct, as `TXM_STABILITY_INIT` sets it.
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
    /// Always 0.
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
