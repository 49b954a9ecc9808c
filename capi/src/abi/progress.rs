//! Progress callbacks.

use std::ffi::c_void;
use std::ops::ControlFlow;

use total_experience::{Execution, Progress};

/// Callback of long calls: told that `done` of at most `total` steps are made. An answer of 0 goes on; any other ends
/// the call with `TXM_STATUS_CANCELLED`, and nothing is changed.
///
/// It comes with `txm_solve_options`; freezing a network and composing a report tell nothing yet. It is called on the
/// thread that made the call, and on several threads at once where these make calls with the same `user_data`. It may
/// not unwind (no C++ exception), and may not use handles that the call has exclusively.
pub type txm_progress = Option<unsafe extern "C" fn(user_data: *mut c_void, done: u64, total: u64) -> i32>;

/// What the callback is handed: the caller's own.
#[derive(Clone, Copy)]
struct UserData(*mut c_void);

// SAFETY: the docs of `txm_progress` leave it to the caller on which threads it is used.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

/// An execution that tells the caller's callback, if there is one.
///
/// # Safety
///
/// The callback can be called with `user_data` for as long as the execution or a copy of it is in use.
pub(crate) unsafe fn execution(progress: txm_progress, user_data: *mut c_void) -> Execution {
    let Some(progress) = progress else {
        return Execution::default();
    };
    let data = UserData(user_data);
    Execution::default().with_watch(move |Progress { done, total }| {
        let UserData(data) = { data };
        match unsafe { progress(data, done, total) } {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    })
}
