//! Mergeable tally of responses.

use std::ffi::c_char;

use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::{FacetTally, Tally};

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, exclusive, merging, shared};
use crate::abi::input::{array, text};
use crate::abi::kept::Kept;
use crate::abi::output::copy_column;
use crate::abi::spec::{self, columns};
use crate::abi::status::*;
use crate::model::ids::facets;
use crate::signal::responses::txm_responses;

/// Mergeable tally of responses, facet by facet, for distributed engines.
///
/// Split the responses by respondent in any way, tally the parts in any order on any machine, and merge: the result has
/// the same bits. To tell people apart it keeps up to 128 respondent numbers a facet, mixed but not secret: treat the
/// bytes of a tally of staff as what they come from.
#[derive(Debug)]
pub struct txm_tally {
    pub(crate) tally: Tally,
    bytes: Kept,
}

impl txm_tally {
    fn new(tally: Tally) -> Self {
        Self { tally, bytes: Kept::default() }
    }

    /// The tally, to be changed.
    fn change(&mut self) -> &mut Tally {
        self.bytes.forget();
        &mut self.tally
    }
}

/// Makes a tally of nothing.
///
/// Threads: any.
///
/// @param out receives the tally, which the caller frees with `txm_tally_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_new(out: *mut *mut txm_tally, error: *mut txm_error) -> txm_status {
    unsafe { guard(error, || create(out, || Ok(txm_tally::new(Tally::new())))) }
}

/// Frees a tally; NULL is fine.
///
/// Threads: `tally` exclusive.
///
/// @param tally the tally.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_free(tally: *mut txm_tally) {
    unsafe { free(tally) }
}

/// Says which instrument measures facets: all of them, or on any error none. Saying so again changes nothing.
///
/// Threads: `tally` exclusive.
///
/// @param tally the tally; as before on error.
/// @param facet,len facet identifiers of a map; NULL only with `len` 0.
/// @param instrument,instrument_len its name: `nps`, `nps:1-10`, `nps:5-point`, `enps`, `csat`,
///   `csat:formbricks:POINTS`, `csat:glint:POINTS`, `csat:MIN-MAX:CUT`, `ces2`, `ces2:share`, `sus`, `umux_lite`,
///   `points`, or `rating:MIN-MAX[:step=STEP][:lower]`.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_INSTRUMENT`, `TXM_STATUS_INSTRUMENT_MISMATCH` when a facet already has
///   another one.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_declare(
    tally: *mut txm_tally,
    facet: *const u32,
    len: usize,
    instrument: *const c_char,
    instrument_len: usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = exclusive("tally", tally)?.change();
            let facets = facets(array("facet", facet, len)?)?;
            let instrument: Instrument = text("instrument", instrument, instrument_len)?.parse()?;
            let mut declared = Tally::new();
            for facet in facets {
                declared.declare(facet, instrument)?;
            }
            tally.merge(&declared)?;
            Ok(())
        })
    }
}

/// Adds responses, one a row: all of them, or on any error none.
///
/// Threads: `tally` exclusive.
///
/// @param tally the tally; as before on error.
/// @param columns the responses; read during the call only.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or naming the first row that is wrong: `TXM_STATUS_UNDECLARED`, `TXM_STATUS_BAD_VALUE`; and
///   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_LIMIT` beyond 2^53 responses of a facet.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_add_columns(
    tally: *mut txm_tally,
    columns: *const txm_responses,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = exclusive("tally", tally)?.change();
            let given = spec::read(columns)?.columns()?;
            let facets = facets(given.facet)?;
            let mut columns = Columns::new(&facets, given.value);
            if let Some(missing) = &given.missing {
                columns = columns.with_missing(missing);
            }
            if let Some(weight) = given.weight {
                columns = columns.with_weight(weight);
            }
            if let Some(respondent) = given.respondent {
                columns = columns.with_respondent(respondent);
            }
            if let Some(period) = given.period {
                columns = columns.with_period(period);
            }
            if let Some(time) = given.time {
                columns = columns.with_time(time);
            }
            tally.add_columns(&columns)?;
            Ok(())
        })
    }
}

/// Adds everything another tally holds; facets that only the other one knows are declared.
///
/// Threads: `into` exclusive, `from` may be shared.
///
/// @param into the tally that grows; as before on error.
/// @param from the other one, unchanged.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_SAME_HANDLE`, `TXM_STATUS_INSTRUMENT_MISMATCH`, `TXM_STATUS_LIMIT` beyond
///   2^53 responses of a facet.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_merge(
    into: *mut txm_tally,
    from: *const txm_tally,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let (into, from) = merging(into, from)?;
            into.change().merge(&from.tally)?;
            Ok(())
        })
    }
}

/// Copies a tally as bytes, to be stored or sent. Equal tallies give equal bytes on every machine.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param buffer,capacity where the bytes go; NULL with capacity 0 to ask for the size.
/// @param out_len receives the number of bytes, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_to_bytes(
    tally: *const txm_tally,
    buffer: *mut u8,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = shared("tally", tally)?;
            tally.bytes.copy_bytes(|| Ok(tally.tally.to_bytes()), buffer, capacity, out_len)
        })
    }
}

/// Reads a tally from its bytes.
///
/// Threads: any.
///
/// @param bytes,len what `txm_tally_to_bytes` gave, from this or another machine; untrusted input is fine.
///   Copied.
/// @param out receives the tally, which the caller frees with `txm_tally_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_BYTES`, `TXM_STATUS_UNKNOWN_VERSION`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_from_bytes(
    bytes: *const u8,
    len: usize,
    out: *mut *mut txm_tally,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || create(out, || Ok(txm_tally::new(Tally::from_bytes(array("bytes", bytes, len)?)?))))
    }
}

/// Output columns for counts of responses, one facet a row. Begin with `TXM_TALLY_COUNT_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_tally_count_columns {
    /// Size of this struct, as `TXM_TALLY_COUNT_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives facet identifiers.
    pub facet: *mut u32,
    /// Receives responses that count: with a value, of positive weight, not superseded.
    pub answers: *mut u64,
    /// Receives responses without a value.
    pub missing: *mut u64,
    /// Receives responses replaced by a later one of the same respondent, facet and period.
    pub superseded: *mut u64,
    /// Receives responses of weight 0.
    pub excluded: *mut u64,
}

columns!(txm_tally_count_columns: facet, answers, missing, superseded, excluded);

/// Copies how many responses each declared facet has, one facet a row, ascending.
///
/// Threads: `tally` may be shared.
///
/// @param tally the tally.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_tally_copy_counts(
    tally: *const txm_tally,
    columns: *const txm_tally_count_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let tally = &shared("tally", tally)?.tally;
            let to = txm_tally_count_columns::with_room(columns, tally.facets().len(), out_len)?;
            copy_column(to.facet, tally.facets().map(|it| it.facet().as_u32()));
            copy_column(to.answers, tally.facets().map(FacetTally::answer_count));
            copy_column(to.missing, tally.facets().map(FacetTally::missing_count));
            copy_column(to.superseded, tally.facets().map(FacetTally::superseded_count));
            copy_column(to.excluded, tally.facets().map(FacetTally::excluded_count));
            Ok(())
        })
    }
}
