//! Statuses and the error struct.

use std::ffi::{CStr, c_char};

/// Result of a call: `TXM_STATUS_OK`, or why there is none.
///
/// Numbers keep their meaning for ever; new ones are added. Treat a number that you do not know as a failure.
pub type txm_status = i32;

/// Success.
pub const TXM_STATUS_OK: i32 = 0;
/// A fault in the library: a panic was caught inside this call. A handle that was passed without `const` may only be
/// freed.
pub const TXM_STATUS_PANIC: i32 = 1;
/// Not enough memory for what was asked.
pub const TXM_STATUS_OUT_OF_MEMORY: i32 = 2;
/// Any failure without a number of its own; the message says why.
pub const TXM_STATUS_FAILED: i32 = 3;

/// A pointer is NULL where something is needed.
pub const TXM_STATUS_NULL_POINTER: i32 = 10;
/// A pointer is not aligned for what it points to.
pub const TXM_STATUS_MISALIGNED: i32 = 11;
/// A length is more than an array in memory can have, or 0 where something is needed.
pub const TXM_STATUS_BAD_LENGTH: i32 = 12;
/// A text is not UTF-8.
pub const TXM_STATUS_NOT_UTF8: i32 = 13;
/// A number is none of the constants that are accepted there.
pub const TXM_STATUS_BAD_ENUM: i32 = 14;
/// `struct_size` of a struct is not a size that it ever had, or a field this library does not know is set.
pub const TXM_STATUS_BAD_STRUCT: i32 = 15;
/// The buffer is too small; `out_len` holds the capacity that is needed. Nothing was copied.
pub const TXM_STATUS_BUFFER_TOO_SMALL: i32 = 16;
/// The same handle was passed twice where two are needed.
pub const TXM_STATUS_SAME_HANDLE: i32 = 17;
/// An option is outside its range.
pub const TXM_STATUS_BAD_OPTION: i32 = 18;
/// The progress callback ended the call.
pub const TXM_STATUS_CANCELLED: i32 = 19;

/// A text is no JSON, or JSON with other fields than expected; the message has line and column.
pub const TXM_STATUS_BAD_JSON: i32 = 30;
/// What was to be added contradicts the map or itself; the message names the faults. Nothing was added.
pub const TXM_STATUS_INVALID_MAP: i32 = 31;
/// Data were written in a version of their format that this library does not read.
pub const TXM_STATUS_UNKNOWN_VERSION: i32 = 32;
/// A key or identifier names nothing.
pub const TXM_STATUS_NOT_FOUND: i32 = 33;
/// Input is larger than the library accepts.
pub const TXM_STATUS_LIMIT: i32 = 34;
/// Something is named twice that may be named once.
pub const TXM_STATUS_DUPLICATE: i32 = 35;
/// Things that belong to different maps, or tallies of different kinds, were brought together.
pub const TXM_STATUS_MISMATCH: i32 = 36;

/// A name is no instrument, or its scale is impossible.
pub const TXM_STATUS_BAD_INSTRUMENT: i32 = 50;
/// A facet is measured by another instrument.
pub const TXM_STATUS_INSTRUMENT_MISMATCH: i32 = 51;
/// A facet has no instrument yet.
pub const TXM_STATUS_UNDECLARED: i32 = 52;
/// A value is not finite or not on its scale, a weight is impossible, or a number names nothing; the message names the
/// row.
pub const TXM_STATUS_BAD_VALUE: i32 = 53;
/// Bytes are no tally, or a damaged one.
pub const TXM_STATUS_BAD_BYTES: i32 = 54;
/// More people answered than the group has.
pub const TXM_STATUS_BAD_POPULATION: i32 = 55;

/// Edges do not make a network: an unknown node, a number that is not finite, an edge of a node to itself without a
/// lag, or there are no nodes.
pub const TXM_STATUS_BAD_NETWORK: i32 = 70;
/// Unstable network: the spectral radius is 1 or more, so that a cascade never settles. The message names the loop.
pub const TXM_STATUS_UNSTABLE: i32 = 71;
/// Undecided stability: the bounds on the spectral radius enclose 1. The message names the nodes and the bounds.
pub const TXM_STATUS_UNDECIDED: i32 = 72;
/// The iteration did not reach its tolerance within the sweeps that the options allow.
pub const TXM_STATUS_NOT_CONVERGED: i32 = 73;
/// Numbers grew past what a double can hold.
pub const TXM_STATUS_OVERFLOW: i32 = 74;

/// Error message of a call. It is the caller's own, on the stack or anywhere. Every function takes it last, accepts
/// NULL for it, and clears it when it works.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_error {
    /// The status that the function answered.
    pub status: i32,
    /// One line of English in UTF-8, always NUL-terminated, cut short where it is longer. Empty after success.
    pub message: [c_char; 252],
}

/// Description of a status in a few words.
///
/// Threads: any.
///
/// @param status any status.
/// @return a NUL-terminated English text that lives as long as the library; the same one for all unknown numbers.
/// @since 0.1
#[unsafe(no_mangle)]
pub extern "C" fn txm_status_text(status: txm_status) -> *const c_char {
    text(status).as_ptr()
}

fn text(status: txm_status) -> &'static CStr {
    match status {
        TXM_STATUS_OK => c"it worked",
        TXM_STATUS_PANIC => c"a fault in the library",
        TXM_STATUS_OUT_OF_MEMORY => c"not enough memory",
        TXM_STATUS_FAILED => c"it failed",
        TXM_STATUS_NULL_POINTER => c"a pointer is NULL",
        TXM_STATUS_MISALIGNED => c"a pointer is not aligned",
        TXM_STATUS_BAD_LENGTH => c"a length is impossible",
        TXM_STATUS_NOT_UTF8 => c"a text is not UTF-8",
        TXM_STATUS_BAD_ENUM => c"a number is none of the accepted constants",
        TXM_STATUS_BAD_STRUCT => c"a struct has a wrong struct_size or an unknown field set",
        TXM_STATUS_BUFFER_TOO_SMALL => c"the buffer is too small",
        TXM_STATUS_SAME_HANDLE => c"the same handle was passed twice",
        TXM_STATUS_BAD_OPTION => c"an option is outside its range",
        TXM_STATUS_CANCELLED => c"the progress callback ended it",
        TXM_STATUS_BAD_JSON => c"a text is not the JSON that was expected",
        TXM_STATUS_INVALID_MAP => c"a map would contradict itself",
        TXM_STATUS_UNKNOWN_VERSION => c"a format has an unknown version",
        TXM_STATUS_NOT_FOUND => c"a key or identifier names nothing",
        TXM_STATUS_LIMIT => c"input is larger than accepted",
        TXM_STATUS_DUPLICATE => c"something is named twice",
        TXM_STATUS_MISMATCH => c"things that do not belong together were brought together",
        TXM_STATUS_BAD_INSTRUMENT => c"a name is no instrument",
        TXM_STATUS_INSTRUMENT_MISMATCH => c"a facet is measured by another instrument",
        TXM_STATUS_UNDECLARED => c"a facet has no instrument yet",
        TXM_STATUS_BAD_VALUE => c"a value or weight is impossible",
        TXM_STATUS_BAD_BYTES => c"bytes are no tally, or a damaged one",
        TXM_STATUS_BAD_POPULATION => c"more people answered than the group has",
        TXM_STATUS_BAD_NETWORK => c"edges do not make a network",
        TXM_STATUS_UNSTABLE => c"a cascade would never settle",
        TXM_STATUS_UNDECIDED => c"it cannot be told whether a cascade settles",
        TXM_STATUS_NOT_CONVERGED => c"the iteration did not reach its tolerance",
        TXM_STATUS_OVERFLOW => c"numbers grew past what a double can hold",
        _ => c"an unknown status",
    }
}
