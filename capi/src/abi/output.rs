//! Output into callers' memory: values, and copies into buffers.

use std::ffi::c_char;

use crate::abi::failure::Failure;
use crate::abi::input::check_array;
use crate::abi::status::TXM_STATUS_BUFFER_TOO_SMALL;

/// Writes one value; NULL where the caller does not want it.
///
/// # Safety
///
/// `to` is NULL or points to memory for a `T`.
pub(crate) unsafe fn put<T>(to: *mut T, value: T) {
    if !to.is_null() {
        unsafe { to.write_unaligned(value) };
    }
}

/// Tells the caller how many elements there are, and whether they fit.
///
/// # Safety
///
/// As [`put`].
pub(crate) unsafe fn announce(needed: usize, capacity: usize, out_len: *mut usize) -> Result<(), Failure> {
    unsafe { put(out_len, needed) };
    if capacity >= needed {
        return Ok(());
    }
    let message = format!("the buffer has room for {capacity} elements, {needed} are needed");
    Err(Failure::new(TXM_STATUS_BUFFER_TOO_SMALL, message))
}

/// Copies into a column of the caller, who does not want it when it is NULL.
///
/// # Safety
///
/// `to` is NULL or has room for all values.
pub(crate) unsafe fn copy_column<T>(to: *mut T, values: impl IntoIterator<Item = T>) {
    if !to.is_null() {
        for (at, value) in values.into_iter().enumerate() {
            unsafe { to.add(at).write_unaligned(value) };
        }
    }
}

/// Copies bytes to a buffer of the caller.
///
/// # Safety
///
/// `buffer` is NULL or has room for `capacity` bytes; `out_len` as in [`put`].
pub(crate) unsafe fn copy_bytes(
    bytes: &[u8],
    buffer: *mut u8,
    capacity: usize,
    out_len: *mut usize,
) -> Result<(), Failure> {
    unsafe { announce(bytes.len(), capacity, out_len) }?;
    if !bytes.is_empty() {
        check_array("buffer", buffer, bytes.len())?;
        unsafe { buffer.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    }
    Ok(())
}

/// Copies a text and a terminating NUL, which counts as one byte of it.
///
/// # Safety
///
/// As [`copy_bytes`].
pub(crate) unsafe fn copy_text(
    text: String,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
) -> Result<(), Failure> {
    let mut bytes = text.into_bytes();
    bytes.push(0);
    unsafe { copy_bytes(&bytes, buffer.cast(), capacity, out_len) }
}
