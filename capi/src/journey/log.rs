//! Event logs.

use std::sync::Arc;

use total_experience::journey::log::EventLog;

use crate::abi::guard::{free, guard};
use crate::abi::handle::create;
use crate::abi::spec;
use crate::abi::status::*;
use crate::journey::events::txm_events;

/// Event log: activities with their times and objects. It never changes.
#[derive(Debug)]
pub struct txm_log {
    pub(crate) log: Arc<EventLog>,
}

/// Makes a log of columns.
///
/// Threads: any.
///
/// @param events the events; copied.
/// @param out receives the log, which the caller frees with `txm_log_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_VALUE` naming the column and row, `TXM_STATUS_DUPLICATE` for a name that
///   is there twice, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_log_from_columns(
    events: *const txm_events,
    out: *mut *mut txm_log,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let columns = spec::read(events)?.columns()?;
                Ok(txm_log { log: Arc::new(columns.into_log()?) })
            })
        })
    }
}

/// Frees a log; NULL is fine. Journeys that were found in it live on.
///
/// Threads: `log` exclusive.
///
/// @param log the log.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_log_free(log: *mut txm_log) {
    unsafe { free(log) }
}
