//! Scorecards.

use total_experience::score::{JointScore, Scorecard};

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::output::{announce, copy_column};
use crate::abi::spec;
use crate::abi::status::*;
use crate::model::map::txm_map;
use crate::score::index::txm_index;
use crate::score::options::txm_scorecard_options;
use crate::score::scores::txm_scores;
use crate::signal::tally::txm_tally;

/// Scores joined by dimension; rows are named by `TXM_DIMENSION_...`.
pub const TXM_JOIN_DIMENSION: i32 = 0;
/// Scores joined by stakeholder group; rows are named by the identifiers of the groups.
pub const TXM_JOIN_STAKEHOLDER: i32 = 1;

/// Scores per facet, per dimension, per stakeholder group, and the composite TX index. It never changes.
///
/// A facet is withheld while fewer people answered than its group's minimum, however often each did. What is joined is
/// joined from published facets alone, so nothing withheld can be had by subtraction.
#[derive(Debug)]
pub struct txm_scorecard {
    pub(crate) scorecard: Scorecard,
    /// Identifiers of the groups in the order of the scorecard.
    stakeholders: Vec<u32>,
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
                let scorecard = Scorecard::new(map, tally, &options)?;
                let number = |key: &str| map.stakeholder_id(key).map_or(u32::MAX, |id| id.as_u32());
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
/// Threads: `scorecard` may be shared; the columns exclusive.
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
    columns: *const txm_scores,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let facets = &shared("scorecard", scorecard)?.scorecard.facets;
            let columns = spec::read(columns)?;
            spec::check_reserved("txm_scores", columns.reserved)?;
            announce(facets.len(), columns.capacity, out_len)?;
            columns.fill(facets);
            Ok(())
        })
    }
}

/// Copies what several facets say together, one dimension or stakeholder group a row: the mean of their points on
/// 0..100, weighted by stakeholder and touchpoint weight, not by answers.
///
/// Threads: `scorecard` may be shared.
///
/// @param scorecard the scorecard.
/// @param join one of `TXM_JOIN_...`; only what the map has facets of has a row.
/// @param id receives what each row is of. This and each following column may be NULL when it is not wanted.
/// @param points receives the points; NaN when no facet is published.
/// @param low,high,standard_error receive the limits and the standard error of the points; NaN when not known.
/// @param n receives the answers behind the published facets.
/// @param coverage receives the share of the facets' weight that is published, 0..1.
/// @param capacity rows that each column has room for; 0 to ask for the number.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_ENUM`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_copy_joint_scores(
    scorecard: *const txm_scorecard,
    join: i32,
    id: *mut u32,
    points: *mut f64,
    low: *mut f64,
    high: *mut f64,
    standard_error: *mut f64,
    n: *mut u64,
    coverage: *mut f64,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let card = shared("scorecard", scorecard)?;
            let rows: Vec<(u32, JointScore)> = match join {
                TXM_JOIN_DIMENSION => {
                    let rows = card.scorecard.dimensions.iter();
                    rows.map(|row| (row.dimension.index() as u32, row.joint)).collect()
                }
                TXM_JOIN_STAKEHOLDER => {
                    let rows = card.stakeholders.iter().zip(&card.scorecard.stakeholders);
                    rows.map(|(&id, row)| (id, row.joint)).collect()
                }
                other => return Err(Failure::bad_enum("join", other, "TXM_JOIN_...")),
            };
            announce(rows.len(), capacity, out_len)?;
            let real = |of: fn(&JointScore) -> Option<f64>| {
                rows.iter().map(move |(_, joint)| of(joint).unwrap_or(f64::NAN))
            };
            copy_column(id, rows.iter().map(|(id, _)| *id));
            copy_column(points, real(|joint| joint.points));
            copy_column(low, real(|joint| joint.low));
            copy_column(high, real(|joint| joint.high));
            copy_column(standard_error, real(|joint| joint.standard_error));
            copy_column(n, rows.iter().map(|(_, joint)| joint.n));
            copy_column(coverage, rows.iter().map(|(_, joint)| joint.coverage));
            Ok(())
        })
    }
}

/// Tells the composite TX index.
///
/// Threads: `scorecard` may be shared.
///
/// @param scorecard the scorecard.
/// @param out the struct to fill, whose `struct_size` the caller has set; as before on error.
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
