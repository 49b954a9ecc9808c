//! Texts and bytes kept between the call that asks for their size and the one that fetches them.

use std::ffi::c_char;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::abi::failure::Failure;
use crate::abi::output::copy_bytes;
use crate::abi::status::{TXM_STATUS_BUFFER_TOO_SMALL, TXM_STATUS_FAILED};

/// Bytes that did not fit into the caller's buffer, until they are fetched or what they were made of changes.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<Vec<u8>>>);

impl Kept {
    /// Copies bytes, made now unless they are kept; those that do not fit are kept.
    ///
    /// # Safety
    ///
    /// As [`copy_bytes`].
    pub(crate) unsafe fn copy_bytes(
        &self,
        make: impl FnOnce() -> Result<Vec<u8>, Failure>,
        buffer: *mut u8,
        capacity: usize,
        out_len: *mut usize,
    ) -> Result<(), Failure> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let bytes = kept.map_or_else(make, Ok)?;
        let copied = unsafe { copy_bytes(&bytes, buffer, capacity, out_len) };
        if matches!(&copied, Err(failure) if failure.status == TXM_STATUS_BUFFER_TOO_SMALL) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
        }
        copied
    }

    /// [`Self::copy_bytes`] of a text and its NUL.
    ///
    /// # Safety
    ///
    /// As [`copy_bytes`].
    pub(crate) unsafe fn copy_text(
        &self,
        make: impl FnOnce() -> Result<String, Failure>,
        buffer: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> Result<(), Failure> {
        let with_nul = || {
            let mut bytes = make()?.into_bytes();
            bytes.push(0);
            Ok(bytes)
        };
        unsafe { self.copy_bytes(with_nul, buffer.cast(), capacity, out_len) }
    }

    /// [`Self::copy_text`] of a value as JSON.
    ///
    /// # Safety
    ///
    /// As [`copy_bytes`].
    pub(crate) unsafe fn copy_json(
        &self,
        value: &impl Serialize,
        buffer: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> Result<(), Failure> {
        let make = || {
            serde_json::to_string_pretty(value)
                .map_err(|error| Failure::new(TXM_STATUS_FAILED, error.to_string()))
        };
        unsafe { self.copy_text(make, buffer, capacity, out_len) }
    }

    /// Forgets what is kept, since what it was made of changes.
    pub(crate) fn forget(&mut self) {
        *self.0.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::ptr::null_mut;

    use super::*;

    #[test]
    fn a_text_is_made_once_for_the_size_and_the_copy() {
        let (kept, made) = (Kept::default(), Cell::new(0));
        let make = || {
            made.set(made.get() + 1);
            Ok("text".to_owned())
        };
        let (mut len, mut buffer) = (0, [0_u8; 5]);
        for round in 1..3 {
            let asked = unsafe { kept.copy_text(make, null_mut(), 0, &raw mut len) };
            assert_eq!((asked.unwrap_err().status, len, made.get()), (TXM_STATUS_BUFFER_TOO_SMALL, 5, round));
            unsafe { kept.copy_text(make, buffer.as_mut_ptr().cast(), len, null_mut()) }.unwrap();
            assert_eq!((&buffer, made.get()), (b"text\0", round));
        }
    }

    #[test]
    fn what_changes_is_made_again() {
        let mut kept = Kept::default();
        let mut buffer = [0_u8; 1];
        assert!(unsafe { kept.copy_bytes(|| Ok(vec![1]), null_mut(), 0, null_mut()) }.is_err());
        kept.forget();
        unsafe { kept.copy_bytes(|| Ok(vec![2]), buffer.as_mut_ptr(), 1, null_mut()) }.unwrap();
        assert_eq!(buffer, [2]);
    }
}
