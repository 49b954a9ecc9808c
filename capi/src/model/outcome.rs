//! Outcomes to be added to a map.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::model::{Direction, Outcome};

use crate::abi::failure::Failure;
use crate::abi::input::{NUL_TERMINATED, optional_text, text};
use crate::abi::none::some_real;
use crate::abi::spec::{Spec, no_padding};

/// More of the outcome is better.
pub const TXM_DIRECTION_HIGHER_IS_BETTER: i32 = 0;
/// Less of the outcome is better.
pub const TXM_DIRECTION_LOWER_IS_BETTER: i32 = 1;

/// Outcome: a business quantity that facets drive, such as retention, turnover or revenue. Begin with
/// `TXM_OUTCOME_INIT`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_outcome {
    /// Size of this struct, as `TXM_OUTCOME_INIT` sets it.
    pub struct_size: u32,
    /// One of `TXM_DIRECTION_...`; `TXM_DIRECTION_HIGHER_IS_BETTER` unless set.
    pub direction: i32,
    /// Where the quantity should be, in its unit; NaN, the default, for nowhere.
    pub target: f64,
    /// Where the quantity must not pass, in its unit; NaN, the default, for nowhere.
    pub threshold: f64,
    /// Unique external key, without `/`; needed.
    pub key: *const c_char,
    /// Bytes of `key`; `TXM_NTS` unless set.
    pub key_len: usize,
    /// Name for reports; NULL, the default, for the key.
    pub name: *const c_char,
    /// Bytes of `name`; `TXM_NTS` unless set.
    pub name_len: usize,
    /// What one unit is, such as `percentage points`; needed, since weights into the outcome are in it.
    pub unit: *const c_char,
    /// Bytes of `unit`; `TXM_NTS` unless set.
    pub unit_len: usize,
}

no_padding!(txm_outcome: u32, i32, [f64; 2], [*const c_char; 3], [usize; 3]);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_outcome {
    const NAME: &'static str = "txm_outcome";
    const DEFAULT: Self = Self {
        struct_size: 0,
        direction: TXM_DIRECTION_HIGHER_IS_BETTER,
        target: f64::NAN,
        threshold: f64::NAN,
        key: null(),
        key_len: NUL_TERMINATED,
        name: null(),
        name_len: NUL_TERMINATED,
        unit: null(),
        unit_len: NUL_TERMINATED,
    };
}

impl txm_outcome {
    /// The outcome in the library's own words.
    pub(crate) unsafe fn to_model(self) -> Result<Outcome, Failure> {
        let direction = match self.direction {
            TXM_DIRECTION_HIGHER_IS_BETTER => Direction::HigherIsBetter,
            TXM_DIRECTION_LOWER_IS_BETTER => Direction::LowerIsBetter,
            other => return Err(Failure::bad_enum("direction", other, "TXM_DIRECTION_...")),
        };
        let key = unsafe { text("key", self.key, self.key_len) }?;
        let unit = unsafe { text("unit", self.unit, self.unit_len) }?;
        let mut outcome = Outcome::new(key).with_unit(unit).with_direction(direction);
        outcome.name = unsafe { optional_text("name", self.name, self.name_len) }?;
        outcome.target = some_real(self.target);
        outcome.threshold = some_real(self.threshold);
        Ok(outcome)
    }
}
