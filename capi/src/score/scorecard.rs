//! Scorecard handle: scores of a map and a tally.

use total_experience::score::scorecard::Scorecard;

use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::none::TXM_NONE;
use crate::abi::spec;
use crate::abi::status::*;
use crate::model::map::txm_map;
use crate::score::index::txm_index;
use crate::score::options::txm_scorecard_options;
use crate::score::scores::txm_score_columns;
use crate::signal::tally::txm_tally;

/// Scorecard: scores by facet, dimension and stakeholder group, and the composite TX index. It never changes.
///
/// A facet is withheld while fewer people answered than its group's minimum, however often each did. What is joined is
/// joined from published facets alone, so nothing withheld can be had by subtraction.
#[derive(Debug)]
pub struct txm_scorecard {
    pub(crate) scorecard: Scorecard,
    /// Identifiers of the groups in the order of the scorecard.
    pub(crate) stakeholders: Vec<u32>,
}

/// Scores every facet of a map from a tally.
///
/// Threads: `map` and `tally` may be shared.
///
/// @param map,tally where the scores come from; not needed afterwards.
/// @param options how it is made; NULL for the defaults.
/// @param out receives the scorecard, which the caller frees with `txm_scorecard_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_MISMATCH` when the tally measures what the map does not have,
///   `TXM_STATUS_BAD_POPULATION` when more people answered than the group has, `TXM_STATUS_BAD_OPTION`,
///   `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_new(
    map: *const txm_map,
    tally: *const txm_tally,
    options: *const txm_scorecard_options,
    out: *mut *mut txm_scorecard,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let map = &shared("map", map)?.map;
                let tally = &shared("tally", tally)?.tally;
                let options = spec::read_or_default(options)?.to_score()?;
                let scorecard = Scorecard::from_tally_with(map, tally, &options)?;
                let number = |key: &str| map.stakeholder_id(key).map_or(TXM_NONE, |id| id.as_u32());
                let stakeholders =
                    scorecard.stakeholders.iter().map(|group| number(&group.stakeholder)).collect();
                Ok(txm_scorecard { scorecard, stakeholders })
            })
        })
    }
}

/// Frees a scorecard; NULL is fine.
///
/// Threads: `scorecard` exclusive.
///
/// @param scorecard the scorecard.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_free(scorecard: *mut txm_scorecard) {
    unsafe { free(scorecard) }
}

/// Copies the scores of all facets of the map, one facet a row, in the map's order.
///
/// Threads: `scorecard` may be shared.
///
/// @param scorecard the scorecard.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_copy_scores(
    scorecard: *const txm_scorecard,
    columns: *const txm_score_columns,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let facets = &shared("scorecard", scorecard)?.scorecard.facets;
            txm_score_columns::with_room(columns, facets.len(), out_len)?.fill(facets);
            Ok(())
        })
    }
}

/// Tells the composite TX index.
///
/// Threads: `scorecard` may be shared.
///
/// @param scorecard the scorecard.
/// @param out the struct to fill; as before on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_index(
    scorecard: *const txm_scorecard,
    out: *mut txm_index,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let index = &shared("scorecard", scorecard)?.scorecard.index;
            spec::write(out, txm_index::from(index))
        })
    }
}
