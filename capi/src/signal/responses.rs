//! Input columns for responses.

use std::ptr::null;

use crate::abi::failure::Failure;
use crate::abi::input::{array, converted, optional_array};
use crate::abi::spec::{self, Spec, no_padding};

/// Input columns for responses, one answer a row. Begin with `TXM_RESPONSES_INIT`.
///
/// The columns stay the caller's and are read only during the call they are passed to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_responses {
    /// Size of this struct, as `TXM_RESPONSES_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows of every column.
    pub len: usize,
    /// What was measured: facet identifiers that `txm_tally_declare` has given an instrument.
    pub facet: *const u32,
    /// The answers, each on the scale of its facet's instrument; an answer off its scale is an error.
    pub value: *const f64,
    /// Not 0 where there is no answer and `value` is not read; NULL, the default, when all are there. Missing is not
    /// zero, and NaN is no way to say it.
    pub missing: *const u8,
    /// Survey weights, 0 or 1e-60..1e60; NULL, the default, for 1.
    pub weight: *const f64,
    /// Who answered: the caller's own numbers for people, or hashes of its keys. NULL, the default, when not known,
    /// and then nothing tells how many people stand behind the answers.
    pub respondent: *const u64,
    /// In which week, quarter or wave, by any numbering; NULL, the default, for 0. Of one respondent, facet and period
    /// the latest answer of a call counts, the others are counted as superseded.
    pub period: *const i32,
    /// When, in any unit: decides which of two answers is the later one; NULL, the default, for the order of the rows.
    pub time: *const i64,
}

no_padding!(
    txm_responses: u32, u32, usize, *const u32, *const f64, *const u8, *const f64, *const u64, *const i32, *const i64
);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_responses {
    const NAME: &'static str = "txm_responses";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        len: 0,
        facet: null(),
        value: null(),
        missing: null(),
        weight: null(),
        respondent: null(),
        period: null(),
        time: null(),
    };
}

/// The columns, borrowed from the caller but for the mask.
pub(crate) struct Responses<'a> {
    pub(crate) facet: &'a [u32],
    pub(crate) value: &'a [f64],
    pub(crate) missing: Option<Vec<bool>>,
    pub(crate) weight: Option<&'a [f64]>,
    pub(crate) respondent: Option<&'a [u64]>,
    pub(crate) period: Option<&'a [i32]>,
    pub(crate) time: Option<&'a [i64]>,
}

impl txm_responses {
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say, for as long as the result is in use.
    pub(crate) unsafe fn columns<'a>(&self) -> Result<Responses<'a>, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        unsafe {
            let missing = optional_array("missing", self.missing, self.len)?;
            Ok(Responses {
                facet: array("facet", self.facet, self.len)?,
                value: array("value", self.value, self.len)?,
                missing: missing.map(|missing| converted(missing, |&flag| flag != 0)).transpose()?,
                weight: optional_array("weight", self.weight, self.len)?,
                respondent: optional_array("respondent", self.respondent, self.len)?,
                period: optional_array("period", self.period, self.len)?,
                time: optional_array("time", self.time, self.len)?,
            })
        }
    }
}
