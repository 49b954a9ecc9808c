//! Hand-overs of work between teams.

use std::ffi::c_char;

use total_experience::journey::People;
use total_experience::journey::handover::Handovers;
use total_experience::journey::log::ObjectTypeId;

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::kept::Kept;
use crate::abi::none::TXM_NONE;
use crate::abi::spec::{self, Spec, no_padding};
use crate::abi::status::*;
use crate::journey::log::txm_log;

/// Hand-overs of work between teams, and what they cost. It never changes.
#[derive(Debug)]
pub struct txm_handover {
    pub(crate) handovers: Handovers,
    json: Kept,
}

/// Options of hand-overs. Begin with `TXM_HANDOVER_OPTIONS_INIT`.
///
/// Types of objects are the numbers of the log's columns.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_handover_options {
    /// Size of this struct, as `TXM_HANDOVER_OPTIONS_INIT` sets it.
    pub struct_size: u32,
    /// The type of objects whose journeys are walked; needed.
    pub object_type: u32,
    /// The type of objects that are those who do the work; needed.
    pub worker_type: u32,
    /// The type of objects that are teams; needed.
    pub owner_type: u32,
    /// Fewest people whose team is shown; 5 unless set.
    pub min_group: u32,
    /// Must be 0.
    pub reserved: u32,
}

no_padding!(txm_handover_options: [u32; 6]);

// SAFETY: repr(C), struct_size first, no padding, and integers take every pattern of bytes.
unsafe impl Spec for txm_handover_options {
    const NAME: &'static str = "txm_handover_options";
    const DEFAULT: Self = Self {
        struct_size: 0,
        object_type: TXM_NONE,
        worker_type: TXM_NONE,
        owner_type: TXM_NONE,
        min_group: 5,
        reserved: 0,
    };
}

/// Finds hand-overs of work between teams and what they cost: the E-I index with what chance expects, the
/// premium in waits, modularity, teams and hand-overs. No person is named, and small teams are put together or
/// withheld.
///
/// Threads: `log` may be shared.
///
/// @param log the log; it may be freed afterwards.
/// @param options between whom; not needed afterwards.
/// @param out receives the hand-overs, which the caller frees with `txm_handover_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` when the log has no such type, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_handover_new(
    log: *const txm_log,
    options: *const txm_handover_options,
    out: *mut *mut txm_handover,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let log = &shared("log", log)?.log;
                let options = spec::read(options)?;
                spec::check_reserved("txm_handover_options", options.reserved)?;
                let [object_type, people, owners] =
                    [options.object_type, options.worker_type, options.owner_type]
                        .map(ObjectTypeId::from_u32);
                let people = People::new(people).with_min_group(options.min_group);
                let handovers = Handovers::discover(log, object_type, people, owners)?;
                Ok(txm_handover { handovers, json: Kept::default() })
            })
        })
    }
}

/// Frees hand-overs; NULL is fine.
///
/// Threads: `handover` exclusive.
///
/// @param handover the hand-overs.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_handover_free(handover: *mut txm_handover) {
    unsafe { free(handover) }
}

/// Writes hand-overs as one JSON document, numbers in full. Teams are named by their number among those of their type.
///
/// Threads: `handover` may be shared.
///
/// @param handover the hand-overs.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_handover_to_json(
    handover: *const txm_handover,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let handover = shared("handover", handover)?;
            handover.json.copy_json(&handover.handovers, buffer, capacity, out_len)
        })
    }
}
