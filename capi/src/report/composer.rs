//! Report handle: composed of a map, written as JSON and Markdown.

use std::ffi::c_char;

use total_experience::model::influence::Node;
use total_experience::report::Composer;
use total_experience::report::parts::Report;

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, optional, shared};
use crate::abi::input::{array, optional_text};
use crate::abi::kept::Kept;
use crate::abi::spec;
use crate::abi::status::*;
use crate::model::ids::nodes;
use crate::model::map::txm_map;
use crate::report::options::txm_report_options;

/// Report in six parts: where we stand, where it hurts, what drives it, what if, what it is worth, what we do not know.
/// It never changes.
#[derive(Debug)]
pub struct txm_report {
    report: Report,
    json: Kept,
    markdown: Kept,
}

/// Composes a report.
///
/// Threads: `map` and the handles in `options` may be shared.
///
/// @param map what it is of; not needed afterwards.
/// @param options what it is composed of beside the map; not needed afterwards.
/// @param out receives the report, which the caller frees with `txm_report_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_MISMATCH` when the scorecard is of another map, `TXM_STATUS_UNSTABLE`,
///   `TXM_STATUS_UNDECIDED`, `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_DUPLICATE` or `TXM_STATUS_BAD_VALUE` for the shock and
///   the objective, `TXM_STATUS_NOT_CONVERGED`, `TXM_STATUS_OVERFLOW`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_report_new(
    map: *const txm_map,
    options: *const txm_report_options,
    out: *mut *mut txm_report,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let map = &shared("map", map)?.map;
                let given = spec::read(options)?;
                spec::check_reserved("txm_report_options", given.reserved)?;
                let title = optional_text("title", given.title, given.title_len)?.unwrap_or_default();
                let shock = pairs("shock", given.shock_node, given.shock_amount, given.shock_len)?;
                let objective =
                    pairs("objective", given.objective_node, given.objective_weight, given.objective_len)?;
                let mut composer = Composer::new(title, map).with_shock(&shock).with_objective(&objective);
                if let Some(scorecard) = optional("scorecard", given.scorecard)? {
                    composer = composer.with_scorecard(&scorecard.scorecard);
                }
                if let Some(friction) = optional("friction", given.friction)? {
                    composer = composer.with_friction(&friction.friction);
                }
                if let Some(friction) = optional("channel_friction", given.channel_friction)? {
                    composer = composer.with_channel_friction(&friction.friction);
                }
                if let Some(handover) = optional("handover", given.handover)? {
                    composer = composer.with_handovers(&handover.handovers);
                }
                let (json, markdown) = (Kept::default(), Kept::default());
                Ok(txm_report { report: composer.compose()?, json, markdown })
            })
        })
    }
}

/// # Safety
///
/// `node` and `value` are NULL or point to `len` values.
unsafe fn pairs(
    name: &str,
    node: *const u32,
    value: *const f64,
    len: usize,
) -> Result<Vec<(Node, f64)>, Failure> {
    let (node, value) = unsafe { (array(name, node, len)?, array(name, value, len)?) };
    Ok(nodes(node)?.into_iter().zip(value.iter().copied()).collect())
}

/// Frees a report; NULL is fine.
///
/// Threads: `report` exclusive.
///
/// @param report the report.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_report_free(report: *mut txm_report) {
    unsafe { free(report) }
}

/// Writes a report as one JSON document, numbers in full.
///
/// Threads: `report` may be shared.
///
/// @param report the report.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_report_to_json(
    report: *const txm_report,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let report = shared("report", report)?;
            report.json.copy_text(|| Ok(report.report.to_json()?), buffer, capacity, out_len)
        })
    }
}

/// Writes a report as Markdown for people, numbers rounded.
///
/// Threads: `report` may be shared.
///
/// @param report the report.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_report_to_markdown(
    report: *const txm_report,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let report = shared("report", report)?;
            report.markdown.copy_text(|| Ok(report.report.to_markdown()), buffer, capacity, out_len)
        })
    }
}
