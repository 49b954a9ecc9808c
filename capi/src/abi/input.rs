//! Checked input of callers: texts and arrays.

use std::ffi::{CStr, c_char};

use crate::abi::failure::Failure;
use crate::abi::status::*;

/// The length that stands for "up to the terminating NUL"; `TXM_NTS` in the header.
pub(crate) const NUL_TERMINATED: usize = usize::MAX;

/// An array of the caller.
///
/// # Safety
///
/// `data` is NULL or points to `len` values that nobody changes while the result is in use.
pub(crate) unsafe fn array<'a, T>(name: &str, data: *const T, len: usize) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    check_array(name, data, len)?;
    Ok(unsafe { std::slice::from_raw_parts(data, len) })
}

/// An array of the caller that may be left out.
///
/// # Safety
///
/// As [`array`].
pub(crate) unsafe fn optional_array<'a, T>(
    name: &str,
    data: *const T,
    len: usize,
) -> Result<Option<&'a [T]>, Failure> {
    if data.is_null() { Ok(None) } else { unsafe { array(name, data, len) }.map(Some) }
}

/// Checks that `len` values can be at `data`.
pub(crate) fn check_array<T>(name: &str, data: *const T, len: usize) -> Result<(), Failure> {
    if data.is_null() {
        return Err(Failure::null(name));
    }
    if !data.is_aligned() {
        let message = format!("`{name}` is not aligned to {} bytes", align_of::<T>());
        return Err(Failure::new(TXM_STATUS_MISALIGNED, message));
    }
    match len.checked_mul(size_of::<T>()) {
        Some(bytes) if bytes <= isize::MAX as usize => Ok(()),
        _ => Err(Failure::new(TXM_STATUS_BAD_LENGTH, format!("`{name}` cannot have {len} elements"))),
    }
}

/// The bytes of a text of the caller.
///
/// # Safety
///
/// `text` is NULL or points to `len` bytes, or to a NUL-terminated text when `len` is [`NUL_TERMINATED`].
pub(crate) unsafe fn text_bytes<'a>(
    name: &str,
    text: *const c_char,
    len: usize,
) -> Result<&'a [u8], Failure> {
    if len != NUL_TERMINATED {
        return unsafe { array(name, text.cast(), len) };
    }
    if text.is_null() {
        return Err(Failure::null(name));
    }
    Ok(unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// A text of the caller.
///
/// # Safety
///
/// As [`text_bytes`].
pub(crate) unsafe fn text<'a>(name: &str, text: *const c_char, len: usize) -> Result<&'a str, Failure> {
    let bytes = unsafe { text_bytes(name, text, len) }?;
    str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Failure::new(TXM_STATUS_NOT_UTF8, format!("`{name}` is not UTF-8 from byte {at} on"))
    })
}

/// A text of the caller that is absent when its pointer is NULL, whatever the length says.
///
/// # Safety
///
/// As [`text_bytes`].
pub(crate) unsafe fn optional_text(
    name: &str,
    from: *const c_char,
    len: usize,
) -> Result<Option<String>, Failure> {
    if from.is_null() { Ok(None) } else { unsafe { text(name, from, len) }.map(|text| Some(text.to_owned())) }
}

/// Copies of texts of the caller, NUL-terminated where no lengths are given.
///
/// # Safety
///
/// `from` is NULL or points to `count` texts, `lengths` is NULL or points to as many lengths; each text as in
/// [`text_bytes`].
pub(crate) unsafe fn texts(
    name: &str,
    from: *const *const c_char,
    lengths: *const usize,
    count: usize,
) -> Result<Vec<String>, Failure> {
    let from = unsafe { array(name, from, count) }?;
    let lengths = unsafe { optional_array(name, lengths, count) }?;
    let length = |at: usize| lengths.and_then(|all| all.get(at)).copied().unwrap_or(NUL_TERMINATED);
    let one = |(at, &from)| unsafe { text(name, from, length(at)) }.map(str::to_owned);
    from.iter().enumerate().map(one).collect()
}

/// A copy of identifiers as the library types them.
pub(crate) fn converted<T, U>(numbers: &[T], convert: impl Fn(&T) -> U) -> Result<Vec<U>, Failure> {
    let mut typed = Vec::new();
    typed.try_reserve_exact(numbers.len())?;
    typed.extend(numbers.iter().map(convert));
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use std::ptr::{dangling, null};

    use super::*;

    fn status<T>(result: Result<T, Failure>) -> txm_status {
        result.map_or_else(|failure| failure.status, |_| TXM_STATUS_OK)
    }

    #[test]
    fn arrays() {
        let values = [1.0, 2.0];
        assert_eq!(unsafe { array("v", values.as_ptr(), 2) }.unwrap(), values);
        assert!(unsafe { array::<f64>("v", null(), 0) }.unwrap().is_empty());
        assert_eq!(status(unsafe { array::<f64>("v", null(), 1) }), TXM_STATUS_NULL_POINTER);
        let odd = dangling::<f64>().wrapping_byte_add(1);
        assert_eq!(status(unsafe { array("v", odd, 1) }), TXM_STATUS_MISALIGNED);
        for len in [usize::MAX, usize::MAX / 8, usize::MAX / 16 + 1] {
            assert_eq!(status(unsafe { array("v", values.as_ptr(), len) }), TXM_STATUS_BAD_LENGTH, "{len}");
        }
        assert!(unsafe { optional_array::<f64>("v", null(), 7) }.unwrap().is_none());
    }

    #[test]
    fn texts() {
        let hello = c"hello";
        assert_eq!(unsafe { text("t", hello.as_ptr(), NUL_TERMINATED) }.unwrap(), "hello");
        assert_eq!(unsafe { text("t", hello.as_ptr(), 2) }.unwrap(), "he");
        assert_eq!(unsafe { text("t", null(), 0) }.unwrap(), "");
        assert_eq!(status(unsafe { text("t", null(), NUL_TERMINATED) }), TXM_STATUS_NULL_POINTER);
        assert_eq!(status(unsafe { text("t", null(), 3) }), TXM_STATUS_NULL_POINTER);
        assert_eq!(status(unsafe { text("t", hello.as_ptr(), usize::MAX - 1) }), TXM_STATUS_BAD_LENGTH);
        let failure = unsafe { text("t", c"ab\xff".as_ptr(), NUL_TERMINATED) }.unwrap_err();
        assert_eq!(
            (failure.status, failure.message.as_ref()),
            (TXM_STATUS_NOT_UTF8, "`t` is not UTF-8 from byte 2 on")
        );
        assert_eq!(unsafe { optional_text("t", null(), NUL_TERMINATED) }.unwrap(), None);
    }
}
