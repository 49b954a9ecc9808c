//! Touchpoints to be added to a map.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::model::{ServiceLevel, Touchpoint};

use crate::abi::failure::Failure;
use crate::abi::input::{NUL_TERMINATED, optional_text, text};
use crate::abi::spec::{self, Spec, no_padding};

/// Touchpoint: a point of contact on one or more journeys. Begin with `TXM_TOUCHPOINT_INIT`.
///
/// Channels, systems and journeys come with `txm_map_from_json`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_touchpoint {
    /// Size of this struct, as `TXM_TOUCHPOINT_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Weight beside other touchpoints, at least 0; 1 unless set.
    pub weight: f64,
    /// Promised time in seconds; NaN, the default, when nothing was promised.
    pub service_level_seconds: f64,
    /// Share of cases that must keep the promised time, in (0, 1]; 1 unless set.
    pub service_level_share: f64,
    /// Unique external key; needed.
    pub key: *const c_char,
    /// Bytes of `key`; `TXM_NTS` unless set.
    pub key_len: usize,
    /// Name for reports; NULL, the default, for the key.
    pub name: *const c_char,
    /// Bytes of `name`; `TXM_NTS` unless set.
    pub name_len: usize,
    /// The team that owns it; NULL, the default, when not known.
    pub owner: *const c_char,
    /// Bytes of `owner`; `TXM_NTS` unless set.
    pub owner_len: usize,
    /// Life-cycle stage such as `onboarding`; NULL, the default, for none.
    pub stage: *const c_char,
    /// Bytes of `stage`; `TXM_NTS` unless set.
    pub stage_len: usize,
}

no_padding!(txm_touchpoint: u32, u32, [f64; 3], [*const c_char; 4], [usize; 4]);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_touchpoint {
    const NAME: &'static str = "txm_touchpoint";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        weight: 1.0,
        service_level_seconds: f64::NAN,
        service_level_share: 1.0,
        key: null(),
        key_len: NUL_TERMINATED,
        name: null(),
        name_len: NUL_TERMINATED,
        owner: null(),
        owner_len: NUL_TERMINATED,
        stage: null(),
        stage_len: NUL_TERMINATED,
    };
}

impl txm_touchpoint {
    /// The touchpoint in the library's own words.
    pub(crate) unsafe fn to_model(self) -> Result<Touchpoint, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        let mut touchpoint = Touchpoint::new(unsafe { text("key", self.key, self.key_len) }?);
        touchpoint.name = unsafe { optional_text("name", self.name, self.name_len) }?;
        touchpoint.owner = unsafe { optional_text("owner", self.owner, self.owner_len) }?;
        touchpoint.stage = unsafe { optional_text("stage", self.stage, self.stage_len) }?;
        touchpoint.weight = self.weight;
        if !self.service_level_seconds.is_nan() {
            touchpoint.service_level =
                Some(ServiceLevel { seconds: self.service_level_seconds, share: self.service_level_share });
        }
        Ok(touchpoint)
    }
}
