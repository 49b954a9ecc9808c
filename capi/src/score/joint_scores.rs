//! Joint scores of a dimension or a stakeholder group.

use total_experience::score::scorecard::JointScore;

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::handle::shared;
use crate::abi::output::copy_column;
use crate::abi::spec::columns;
use crate::abi::status::*;
use crate::score::scorecard::txm_scorecard;

/// Scores joined by dimension; rows are named by `TXM_DIMENSION_...`.
pub const TXM_JOIN_DIMENSION: i32 = 0;
/// Scores joined by stakeholder group; rows are named by the identifiers of the groups.
pub const TXM_JOIN_STAKEHOLDER: i32 = 1;

/// Output columns for joint scores, one dimension or stakeholder group a row. Begin with
/// `TXM_JOINT_SCORE_COLUMNS_INIT`.
///
/// Every column is the caller's and may be NULL, the default, when it is not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct txm_joint_score_columns {
    /// Size of this struct, as `TXM_JOINT_SCORE_COLUMNS_INIT` sets it.
    pub struct_size: u32,
    /// Must be 0.
    pub reserved: u32,
    /// Rows that each column has room for; 0 to ask for the number.
    pub capacity: usize,
    /// Receives what each row is of: `TXM_DIMENSION_...`, or the identifier of a group.
    pub id: *mut u32,
    /// Receives the points, 0..100; NaN when no facet is published.
    pub points: *mut f64,
    /// Receives the lower limits of the points; NaN where there are none.
    pub low: *mut f64,
    /// Receives the upper limits of the points; NaN where there are none.
    pub high: *mut f64,
    /// Receives the standard errors of the points; NaN where there are none.
    pub standard_error: *mut f64,
    /// Receives the answers behind the published facets.
    pub n: *mut u64,
    /// Receives the share of the facets' weight that is published, 0..1.
    pub coverage: *mut f64,
}

columns!(txm_joint_score_columns: id, points, low, high, standard_error, n, coverage);

/// Copies what several facets say together, one dimension or stakeholder group a row: the mean of their points on
/// 0..100, weighted by stakeholder and touchpoint weight, not by answers.
///
/// Threads: `scorecard` may be shared.
///
/// @param scorecard the scorecard.
/// @param join one of `TXM_JOIN_...`; only what the map has facets of has a row.
/// @param columns the columns to fill and their capacity.
/// @param out_len receives the number of rows, also when the capacity is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_scorecard_copy_joint_scores(
    scorecard: *const txm_scorecard,
    join: i32,
    columns: *const txm_joint_score_columns,
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
            let to = txm_joint_score_columns::with_room(columns, rows.len(), out_len)?;
            let real = |of: fn(&JointScore) -> Option<f64>| {
                rows.iter().map(move |(_, joint)| of(joint).unwrap_or(f64::NAN))
            };
            copy_column(to.id, rows.iter().map(|(id, _)| *id));
            copy_column(to.points, real(|joint| joint.points));
            copy_column(to.low, real(|joint| joint.low));
            copy_column(to.high, real(|joint| joint.high));
            copy_column(to.standard_error, real(|joint| joint.standard_error));
            copy_column(to.n, rows.iter().map(|(_, joint)| joint.n));
            copy_column(to.coverage, rows.iter().map(|(_, joint)| joint.coverage));
            Ok(())
        })
    }
}
