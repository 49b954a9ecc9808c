//! Panic wall: every exported function runs inside `guard`, which turns failures and panics into statuses.

use std::any::Any;
use std::mem::offset_of;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::abi::failure::Failure;
use crate::abi::status::{TXM_STATUS_OK, TXM_STATUS_PANIC, txm_error, txm_status};

/// Runs the body of an exported function; its failure or panic becomes a status, and a message in `error`.
///
/// # Safety
///
/// `error` is NULL or points to memory for a [`txm_error`].
pub(crate) unsafe fn guard(error: *mut txm_error, body: impl FnOnce() -> Result<(), Failure>) -> txm_status {
    // A handle that a panic leaves half changed may only be freed, as the docs of TXM_STATUS_PANIC say.
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => unsafe { report(error, TXM_STATUS_OK, "") },
        Ok(Err(failure)) => unsafe { report(error, failure.status, &failure.message) },
        Err(payload) => {
            let status = unsafe { report(error, TXM_STATUS_PANIC, panic_text(payload.as_ref())) };
            // Dropping a payload of a foreign type could panic again.
            std::mem::forget(payload);
            status
        }
    }
}

/// Drops what a handle points to behind the wall.
///
/// # Safety
///
/// `handle` is NULL or came from `Box::into_raw` and was not freed before.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(handle) })));
    if let Err(payload) = dropped {
        std::mem::forget(payload);
    }
}

/// What a panic said, without allocating.
fn panic_text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "the library has a fault and stopped inside this call"
    }
}

/// Fills `error`, cutting the message at a character, and answers the status.
unsafe fn report(error: *mut txm_error, status: txm_status, message: &str) -> txm_status {
    if error.is_null() {
        return status;
    }
    const ROOM: usize = size_of::<txm_error>() - offset_of!(txm_error, message);
    let text = cut(message, ROOM - 1);
    unsafe {
        (&raw mut (*error).status).write_unaligned(status);
        let to = (&raw mut (*error).message).cast::<u8>();
        to.copy_from_nonoverlapping(text.as_ptr(), text.len());
        for at in (0..text.len()).filter(|&at| text.as_bytes().get(at) == Some(&0)) {
            to.add(at).write(b' ');
        }
        to.add(text.len()).write(0);
    }
    status
}

/// As many whole characters of a text as fit into `most` bytes.
fn cut(text: &str, most: usize) -> &str {
    let fits = (0..=most.min(text.len())).rev();
    fits.map(|end| text.get(..end)).find_map(|text| text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, c_char};

    use super::*;
    use crate::abi::status::TXM_STATUS_FAILED;

    fn run(body: impl FnOnce() -> Result<(), Failure>) -> (txm_status, String) {
        let mut error = txm_error { status: -1, message: [b'x' as c_char; 252] };
        let status = unsafe { guard(&raw mut error, body) };
        assert_eq!(error.status, status);
        let text = unsafe { CStr::from_ptr(error.message.as_ptr()) };
        (status, text.to_str().unwrap().to_owned())
    }

    #[test]
    fn success_clears_the_error() {
        assert_eq!(run(|| Ok(())), (TXM_STATUS_OK, String::new()));
    }

    #[test]
    fn panics_become_a_status() {
        let (static_text, number) = ("static text", 7);
        assert_eq!(run(|| panic!("{static_text} {number}")), (TXM_STATUS_PANIC, "static text 7".to_owned()));
        assert_eq!(run(|| panic!("plain")), (TXM_STATUS_PANIC, "plain".to_owned()));
        let (status, message) = run(|| std::panic::panic_any(3_u8));
        assert_eq!((status, message.contains("fault")), (TXM_STATUS_PANIC, true));
        assert_eq!(unsafe { guard(std::ptr::null_mut(), || panic!("unheard")) }, TXM_STATUS_PANIC);
    }

    #[test]
    fn a_payload_that_panics_when_dropped_stays_behind_the_wall() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        assert_eq!(run(|| std::panic::panic_any(Bomb)).0, TXM_STATUS_PANIC);
        unsafe { free(Box::into_raw(Box::new(Bomb))) };
    }

    #[test]
    fn messages_are_cut_at_a_character() {
        for letter in ["a", "é", "€", "🙂"] {
            for lead in 0..4 {
                let message = "x".repeat(lead) + &letter.repeat(300);
                let (_, text) = run(|| Err(Failure::new(TXM_STATUS_FAILED, message.clone())));
                assert!(message.starts_with(&text));
                assert!(text.len() <= 251 && text.len() + letter.len() > 251, "{}", text.len());
            }
        }
        let (_, text) = run(|| Err(Failure::new(TXM_STATUS_FAILED, "a\0b")));
        assert_eq!(text, "a b");
    }
}
