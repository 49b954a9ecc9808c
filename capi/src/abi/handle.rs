//! Opaque handles: boxes that C holds by pointer.

use crate::abi::failure::Failure;
use crate::abi::input::check_array;
use crate::abi::status::TXM_STATUS_SAME_HANDLE;

/// What a handle points to, for reading.
///
/// # Safety
///
/// `handle` is NULL or came from [`create`] and is neither freed nor changed while the result is in use.
pub(crate) unsafe fn shared<'a, T>(name: &str, handle: *const T) -> Result<&'a T, Failure> {
    check_array(name, handle, 1)?;
    Ok(unsafe { &*handle })
}

/// What a handle points to, for reading; nothing for NULL.
///
/// # Safety
///
/// As [`shared`].
pub(crate) unsafe fn optional<'a, T>(name: &str, handle: *const T) -> Result<Option<&'a T>, Failure> {
    if handle.is_null() { Ok(None) } else { unsafe { shared(name, handle) }.map(Some) }
}

/// What a handle points to, for changing.
///
/// # Safety
///
/// `handle` is NULL or came from [`create`] and nobody else uses it while the result is in use.
pub(crate) unsafe fn exclusive<'a, T>(name: &str, handle: *mut T) -> Result<&'a mut T, Failure> {
    check_array(name, handle, 1)?;
    Ok(unsafe { &mut *handle })
}

/// What two handles of one type point to, the first for changing: an error where they are the same.
///
/// # Safety
///
/// As [`exclusive`] and [`shared`].
pub(crate) unsafe fn merging<'a, T>(into: *mut T, from: *const T) -> Result<(&'a mut T, &'a T), Failure> {
    if !into.is_null() && into.cast_const() == from {
        return Err(Failure::new(TXM_STATUS_SAME_HANDLE, "`into` and `from` are the same handle"));
    }
    unsafe { Ok((exclusive("into", into)?, shared("from", from)?)) }
}

/// Makes a value and hands it to the caller, to whom NULL tells that there is none.
///
/// # Safety
///
/// `out` is NULL or points to memory for a pointer.
pub(crate) unsafe fn create<T>(
    out: *mut *mut T,
    make: impl FnOnce() -> Result<T, Failure>,
) -> Result<(), Failure> {
    if out.is_null() {
        return Err(Failure::null("out"));
    }
    unsafe { out.write_unaligned(std::ptr::null_mut()) };
    let made = Box::into_raw(Box::new(make()?));
    unsafe { out.write_unaligned(made) };
    Ok(())
}
