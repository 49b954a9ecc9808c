//! Input columns for influences.

use std::ffi::c_char;
use std::ptr::null;

use total_experience::model::influence::Evidence;

use crate::abi::failure::Failure;
use crate::abi::input::{NUL_TERMINATED, array, optional_array, text_bytes};
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::TXM_STATUS_BAD_JSON;

/// Input columns for influences, directed weighted links, one a row. Begin with `TXM_INFLUENCES_INIT`.
///
/// The columns stay the caller's and are read only during the call they are passed to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_influences {
    /// Size of this struct, as `TXM_INFLUENCES_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows of every column.
    pub len: usize,
    /// Sources: node identifiers, see `txm_map_find`.
    pub from: *const u32,
    /// Targets: node identifiers.
    pub to: *const u32,
    /// Units of the target per unit of the source, signed; points per point between facets.
    pub weight: *const f64,
    /// Standard errors of the weights, in the same units, at least 0; NULL, the default, when not known.
    pub standard_error: *const f64,
    /// Periods until the effect shows; NULL, the default, for 0.
    pub lag: *const u32,
    /// How all the rows are known, as JSON: what stands under `evidence` in the JSON of a map, such as
    /// `{"kind": "estimated", "design": "panel", "n_units": 120}`; NULL, the default, for assumed. Networks ignore it.
    pub evidence: *const c_char,
    /// Bytes of `evidence`; `TXM_NTS` unless set.
    pub evidence_len: usize,
}

no_padding!(
    txm_influences: u32, u32, usize, [*const u32; 2], [*const f64; 2], *const u32, *const c_char, usize
);

// SAFETY: repr(C), struct_size first, no padding, and integers, floats and raw pointers take every pattern of bytes.
unsafe impl Spec for txm_influences {
    const NAME: &'static str = "txm_influences";
    const DEFAULT: Self = Self {
        struct_size: 0,
        reserved: 0,
        len: 0,
        from: null(),
        to: null(),
        weight: null(),
        standard_error: null(),
        lag: null(),
        evidence: null(),
        evidence_len: NUL_TERMINATED,
    };
}

/// The columns, borrowed from the caller.
pub(crate) struct Influences<'a> {
    pub(crate) from: &'a [u32],
    pub(crate) to: &'a [u32],
    pub(crate) weight: &'a [f64],
    pub(crate) standard_error: Option<&'a [f64]>,
    pub(crate) lag: Option<&'a [u32]>,
}

impl txm_influences {
    /// # Safety
    ///
    /// The pointers are what the docs of the fields say, for as long as the result is in use.
    pub(crate) unsafe fn columns<'a>(&self) -> Result<Influences<'a>, Failure> {
        spec::check_reserved(Self::NAME, self.reserved)?;
        unsafe {
            Ok(Influences {
                from: array("from", self.from, self.len)?,
                to: array("to", self.to, self.len)?,
                weight: array("weight", self.weight, self.len)?,
                standard_error: optional_array("standard_error", self.standard_error, self.len)?,
                lag: optional_array("lag", self.lag, self.len)?,
            })
        }
    }

    /// # Safety
    ///
    /// As [`columns`](Self::columns).
    pub(crate) unsafe fn evidence(&self) -> Result<Evidence, Failure> {
        if self.evidence.is_null() {
            return Ok(Evidence::Assumed);
        }
        let json = unsafe { text_bytes("evidence", self.evidence, self.evidence_len) }?;
        serde_json::from_slice(json)
            .map_err(|error| Failure::new(TXM_STATUS_BAD_JSON, format!("`evidence`: {error}")))
    }
}
