//! Answers to requests: one call that reaches every capability of the library.

use std::ffi::c_char;

use total_experience::request::{Data, Request};

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, optional, shared};
use crate::abi::input::text;
use crate::abi::output::copy_bytes;
use crate::abi::progress::execution;
use crate::abi::spec;
use crate::abi::status::*;
use crate::request::data::txm_data;

/// Answer to a request, as JSON. It never changes.
#[derive(Debug)]
pub struct txm_answer {
    /// With a NUL at its end.
    json: Vec<u8>,
}

/// Asks a request about data: scorecard, journeys, friction, attribution, cascade, contagion or report.
///
/// A request names its `capability`, and may leave out what has a default:
/// `{"capability": "cascade", "shock": [{"node": "app/ux/staff", "value": 10}], "rows": 20}`. The JSON Schemas of
/// requests and answers stand in `docs/schemas` of the library's repository; both are versioned.
///
/// Threads: the handles in `data` may be shared.
///
/// @param request,request_len the request as JSON.
/// @param data what it is asked about; not needed afterwards.
/// @param out receives the answer, which the caller frees with `txm_answer_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_JSON` for what is no request, `TXM_STATUS_NOT_FOUND` for a name that
///   is not there, `TXM_STATUS_DUPLICATE` for one that is there twice, `TXM_STATUS_BAD_VALUE` for data that are not
///   there and what does not go together, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_CANCELLED` when `progress` ended it,
///   and what the functions of the capability answer.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_analyze_json(
    request: *const c_char,
    request_len: usize,
    data: *const txm_data,
    out: *mut *mut txm_answer,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let request: Request = serde_json::from_str(text("request", request, request_len)?)
                    .map_err(|error| Failure::new(TXM_STATUS_BAD_JSON, error.to_string()))?;
                let given = spec::read(data)?;
                let paths = match given.paths.is_null() {
                    true => None,
                    false => Some(spec::read(given.paths)?.paths()?),
                };
                let contagion = given.contagion()?;
                let mut known = Data::default();
                known.map = optional("map", given.map)?.map(|map| &map.map);
                known.tally = optional("tally", given.tally)?.map(|tally| &tally.tally);
                known.log = optional("log", given.log)?.map(|log| &*log.log);
                known.network = optional("network", given.network)?.map(|network| &*network.network);
                (known.paths, known.contagion) = (paths.as_ref(), contagion.as_ref());
                let answer = request.run_with(&known, &execution(given.progress, given.user_data))?;
                let mut json = serde_json::to_vec_pretty(&answer)
                    .map_err(|error| Failure::new(TXM_STATUS_FAILED, error.to_string()))?;
                json.push(0);
                Ok(txm_answer { json })
            })
        })
    }
}

/// Frees an answer; NULL is fine.
///
/// Threads: `answer` exclusive.
///
/// @param answer the answer.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_answer_free(answer: *mut txm_answer) {
    unsafe { free(answer) }
}

/// Copies an answer as one JSON document, numbers in full.
///
/// Threads: `answer` may be shared.
///
/// @param answer the answer.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_answer_to_json(
    answer: *const txm_answer,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe { guard(error, || copy_bytes(&shared("answer", answer)?.json, buffer.cast(), capacity, out_len)) }
}
