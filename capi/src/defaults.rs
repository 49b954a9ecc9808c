//! Defaults of structs by name, for languages that have no use for macros of the header.

use std::ffi::{c_char, c_void};

use crate::abi::failure::Failure;
use crate::abi::guard::guard;
use crate::abi::input::text;
use crate::abi::spec;
use crate::abi::status::*;
use crate::{cascade::*, journey::*, model::*, report::*, request::*, score::*, signal::*};

/// The struct of this name, filled with its defaults.
macro_rules! fill {
    ($name:expr, $value:expr, $size:expr; $($known:ident),+ $(,)?) => {
        match $name {
            $(stringify!($known) => spec::init($value.cast::<$known>(), $size),)+
            other => Err(Failure::new(TXM_STATUS_NOT_FOUND, format!("there is no struct `{other}` with defaults"))),
        }
    };
}

/// Fills a struct with its defaults, for languages that cannot use the `TXM_..._INIT` of this header.
///
/// Threads: any; `value` exclusive.
///
/// @param name,name_len name of the struct, such as `txm_events`.
/// @param value the struct to fill.
/// @param struct_size its size in bytes as the caller lays it out, which goes to the field of this name; nothing beyond
///   is written.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND` for another name, `TXM_STATUS_BAD_STRUCT` for a size that the
///   struct never had.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_struct_init(
    name: *const c_char,
    name_len: usize,
    value: *mut c_void,
    struct_size: usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            fill!(
                text("name", name, name_len)?, value, struct_size;
                txm_case_ends, txm_chain_touchpoint_columns, txm_data, txm_events, txm_friction_columns, txm_friction_options,
                txm_handover_options, txm_impact_columns, txm_index, txm_influences, txm_joint_score_columns,
                txm_journey_edge_columns, txm_journey_node_columns, txm_journey_variant_columns, txm_outcome,
                txm_paths, txm_report_options, txm_responses, txm_score_columns, txm_scorecard_options,
                txm_sensitivity_columns, txm_solve_options, txm_stability, txm_stakeholder, txm_tally_count_columns,
                txm_touchpoint, txm_trajectory_options,
            )
        })
    }
}
