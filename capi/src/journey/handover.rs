//! Hand-overs between teams.

use std::ffi::c_char;

use total_experience::journey::People;
use total_experience::journey::handover::Silo;
use total_experience::journey::log::ObjectTypeId;

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::output::copy_text;
use crate::abi::status::*;
use crate::journey::log::txm_log;

/// Fewest people whose team is shown unless the caller says otherwise.
pub(crate) const MINIMUM_GROUP: u32 = 5;

/// Writes as one JSON document where work crosses the borders between teams and what that costs: the E-I index with what
/// chance expects, the premium in waits, modularity, teams and hand-overs. Teams are named by their number among those
/// of their type; no person is named, and small teams are put together or withheld.
///
/// It is found anew at each call: a buffer that is large at once saves the second.
///
/// Threads: `log` may be shared.
///
/// @param log the log.
/// @param flow number of the type whose journeys are walked.
/// @param people number of the type of those who do the work.
/// @param owners number of the type that are teams.
/// @param minimum_group fewest people whose team is shown; 0 for 5.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_NOT_FOUND` when the log has no such type.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_silo_to_json(
    log: *const txm_log,
    flow: u32,
    people: u32,
    owners: u32,
    minimum_group: u32,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let log = &shared("log", log)?.log;
            let [flow, people, owners] = [flow, people, owners].map(ObjectTypeId::from_u32);
            let least = if minimum_group == 0 { MINIMUM_GROUP } else { minimum_group };
            let people = People::new(people).with_min_group(least);
            let silo = Silo::discover(log, flow, people, owners)?;
            let text = serde_json::to_string_pretty(&silo)
                .map_err(|error| Failure::new(TXM_STATUS_FAILED, error.to_string()))?;
            copy_text(text, buffer, capacity, out_len)
        })
    }
}
