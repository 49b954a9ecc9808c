//! Additions to maps: groups, touchpoints, outcomes, facets, influences.

use total_experience::model::Facet;
use total_experience::model::ids::{StakeholderId, TouchpointId};
use total_experience::model::influence::{InfluenceColumns, Node};

use crate::abi::guard::guard;
use crate::abi::handle::exclusive;
use crate::abi::input::array;
use crate::abi::output::put;
use crate::abi::spec;
use crate::abi::status::*;
use crate::model::dimension::to_dimension;
use crate::model::ids::nodes;
use crate::model::influences::txm_influences;
use crate::model::map::txm_map;
use crate::model::outcome::txm_outcome;
use crate::model::stakeholder::txm_stakeholder;
use crate::model::touchpoint::txm_touchpoint;

/// Adds a stakeholder group.
///
/// Threads: `map` exclusive.
///
/// @param map the map; as before on error.
/// @param spec the group; copied.
/// @param out_id receives its identifier. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BAD_STRUCT`,
///   `TXM_STATUS_NULL_POINTER` also for a missing key, `TXM_STATUS_NOT_UTF8`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_add_stakeholder(
    map: *mut txm_map,
    spec: *const txm_stakeholder,
    out_id: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let stakeholder = spec::read(spec)?.to_model()?;
            let id = exclusive("map", map)?.change().add_stakeholder(stakeholder)?;
            put(out_id, id.as_u32());
            Ok(())
        })
    }
}

/// Adds a touchpoint.
///
/// Threads: `map` exclusive.
///
/// @param map the map; as before on error.
/// @param spec the touchpoint; copied.
/// @param out_id receives its identifier. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP`, `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_NULL_POINTER` also for a
///   missing key, `TXM_STATUS_NOT_UTF8`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_add_touchpoint(
    map: *mut txm_map,
    spec: *const txm_touchpoint,
    out_id: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let touchpoint = spec::read(spec)?.to_model()?;
            let id = exclusive("map", map)?.change().add_touchpoint(touchpoint)?;
            put(out_id, id.as_u32());
            Ok(())
        })
    }
}

/// Adds an outcome.
///
/// Threads: `map` exclusive.
///
/// @param map the map; as before on error.
/// @param spec the outcome; copied.
/// @param out_id receives its identifier as a node, with `TXM_NODE_OUTCOME` set, as influences name it. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` also without a unit, `TXM_STATUS_BAD_ENUM`,
///   `TXM_STATUS_BAD_STRUCT`, `TXM_STATUS_NULL_POINTER` also for a missing key or unit, `TXM_STATUS_NOT_UTF8`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_add_outcome(
    map: *mut txm_map,
    spec: *const txm_outcome,
    out_id: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let outcome = spec::read(spec)?.to_model()?;
            let id = exclusive("map", map)?.change().add_outcome(outcome)?;
            put(out_id, Node::Outcome(id).as_u32());
            Ok(())
        })
    }
}

/// Adds facets, one a row: all of them, or on any error none.
///
/// Threads: `map` exclusive.
///
/// @param map the map; as before on error.
/// @param touchpoint,dimension,stakeholder columns of touchpoint identifiers, `TXM_DIMENSION_...` and stakeholder
///   identifiers; NULL only with `len` 0.
/// @param len rows of each column.
/// @param out_first receives the identifier of the first facet, the others follow it one by one; left alone with `len`
///   0. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` naming every unknown identifier and duplicate,
///   `TXM_STATUS_BAD_ENUM`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_add_facets(
    map: *mut txm_map,
    touchpoint: *const u32,
    dimension: *const i32,
    stakeholder: *const u32,
    len: usize,
    out_first: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let touchpoint = array("touchpoint", touchpoint, len)?;
            let dimension = array("dimension", dimension, len)?;
            let stakeholder = array("stakeholder", stakeholder, len)?;
            let mut facets = Vec::new();
            facets.try_reserve_exact(len)?;
            for ((&touchpoint, &dimension), &stakeholder) in touchpoint.iter().zip(dimension).zip(stakeholder)
            {
                facets.push(Facet {
                    touchpoint: TouchpointId::from_u32(touchpoint),
                    dimension: to_dimension(dimension)?,
                    stakeholder: StakeholderId::from_u32(stakeholder),
                });
            }
            let ids = exclusive("map", map)?.change().add_facets(&facets)?;
            if let Some(first) = ids.first() {
                put(out_first, first.as_u32());
            }
            Ok(())
        })
    }
}

/// Adds influences, one a row: all of them, or on any error none.
///
/// Threads: `map` exclusive.
///
/// @param map the map; as before on error.
/// @param columns the influences; copied. Standard errors must be known for all rows or for none.
/// @param out_first receives the identifier of the first influence, the others follow it one by one; with no rows the
///   identifier that the next influence will get. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_INVALID_MAP` naming every unknown node, influence of a node on itself
///   without lag, number that is not finite, negative standard error and duplicate; `TXM_STATUS_BAD_JSON` for the
///   evidence; `TXM_STATUS_BAD_STRUCT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_add_influences(
    map: *mut txm_map,
    columns: *const txm_influences,
    out_first: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let spec = spec::read(columns)?;
            let (columns, evidence) = (spec.columns()?, spec.evidence()?);
            let (from, to) = (nodes(columns.from)?, nodes(columns.to)?);
            let added = exclusive("map", map)?.change().add_influences(&InfluenceColumns {
                from: &from,
                to: &to,
                weight: columns.weight,
                standard_error: columns.standard_error,
                lag: columns.lag,
                evidence: &evidence,
            })?;
            put(out_first, added.start);
            Ok(())
        })
    }
}
