//! Maps: made, read, written, asked.

use std::ffi::c_char;

use total_experience::io::map::{read_json, write_json};

use total_experience::model::ids::{FacetId, OutcomeId, StakeholderId, TouchpointId};
use total_experience::model::influence::Node;
use total_experience::model::map::ExperienceMap;

use crate::abi::failure::Failure;
use crate::abi::guard::{free, guard};
use crate::abi::handle::{create, shared};
use crate::abi::input::{text, text_bytes};
use crate::abi::kept::Kept;
use crate::abi::output::{copy_text, put};
use crate::abi::status::*;
use crate::model::kind::*;

/// Experience map: stakeholder groups, touchpoints, facets (what is measured), outcomes, and the influences between
/// them.
///
/// Identifiers count from 0 for each kind and are never reused; every thing has a unique external key besides.
#[derive(Debug)]
pub struct txm_map {
    pub(crate) map: ExperienceMap,
    json: Kept,
}

impl txm_map {
    fn new(map: ExperienceMap) -> Self {
        Self { map, json: Kept::default() }
    }

    /// The map, to be changed.
    pub(crate) fn change(&mut self) -> &mut ExperienceMap {
        self.json.forget();
        &mut self.map
    }
}

/// Makes an empty map.
///
/// Threads: any.
///
/// @param name,name_len what the map is of; NULL with length 0 for no name. Copied.
/// @param out receives the map, which the caller frees with `txm_map_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NULL_POINTER`, `TXM_STATUS_NOT_UTF8`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_new(
    name: *const c_char,
    name_len: usize,
    out: *mut *mut txm_map,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || create(out, || Ok(txm_map::new(ExperienceMap::new(text("name", name, name_len)?)))))
    }
}

/// Reads a map from JSON, schema 1.
///
/// Threads: any.
///
/// @param json,len the text. Copied.
/// @param out receives the map, which the caller frees with `txm_map_free`; NULL on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_JSON`, `TXM_STATUS_UNKNOWN_VERSION` for another schema,
///   `TXM_STATUS_INVALID_MAP` with the faults of the map, `TXM_STATUS_LIMIT`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_from_json(
    json: *const c_char,
    len: usize,
    out: *mut *mut txm_map,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            create(out, || {
                let bytes = text_bytes("json", json, len)?;
                Ok(txm_map::new(read_json(bytes)?))
            })
        })
    }
}

/// Writes a map as JSON that `txm_map_from_json` reads.
///
/// Threads: `map` may be shared.
///
/// @param map the map.
/// @param buffer,capacity where the text goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the text and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_to_json(
    map: *const txm_map,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let map = shared("map", map)?;
            map.json.copy_text(|| Ok(write_json(&map.map)?), buffer, capacity, out_len)
        })
    }
}

/// Frees a map; NULL is fine. Networks, tallies and cascades made from it live on.
///
/// Threads: `map` exclusive.
///
/// @param map the map.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_free(map: *mut txm_map) {
    unsafe { free(map) }
}

/// Finds the identifier behind a key.
///
/// Threads: `map` may be shared.
///
/// @param map the map.
/// @param kind one of `TXM_KIND_...` but `TXM_KIND_INFLUENCE`.
/// @param key,key_len the key, as the kind writes it.
/// @param out_id receives the identifier; untouched on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_NOT_UTF8`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_find(
    map: *const txm_map,
    kind: i32,
    key: *const c_char,
    key_len: usize,
    out_id: *mut u32,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let map = &shared("map", map)?.map;
            let key = text("key", key, key_len)?;
            if out_id.is_null() {
                return Err(Failure::null("out_id"));
            }
            let found = match kind {
                TXM_KIND_STAKEHOLDER => map.stakeholder_id(key).map(StakeholderId::as_u32),
                TXM_KIND_TOUCHPOINT => map.touchpoint_id(key).map(TouchpointId::as_u32),
                TXM_KIND_FACET => map.facet_id(key).map(FacetId::as_u32),
                TXM_KIND_OUTCOME => map.outcome_id(key).map(OutcomeId::as_u32),
                TXM_KIND_NODE => map.node(key).map(Node::as_u32),
                other => return Err(Failure::bad_enum("kind", other, KEYED)),
            };
            let missing = || Failure::new(TXM_STATUS_NOT_FOUND, format!("the map does not have `{key}`"));
            put(out_id, found.ok_or_else(missing)?);
            Ok(())
        })
    }
}

const KEYED: &str = "TXM_KIND_... that have keys";

/// Counts the things of a kind.
///
/// Threads: `map` may be shared.
///
/// @param map the map.
/// @param kind one of `TXM_KIND_...`.
/// @param out_count receives how many there are; untouched on error.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_BAD_ENUM`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_count(
    map: *const txm_map,
    kind: i32,
    out_count: *mut u64,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let map = &shared("map", map)?.map;
            if out_count.is_null() {
                return Err(Failure::null("out_count"));
            }
            let count = match kind {
                TXM_KIND_STAKEHOLDER => map.stakeholders().len(),
                TXM_KIND_TOUCHPOINT => map.touchpoints().len(),
                TXM_KIND_FACET => map.facets().count(),
                TXM_KIND_OUTCOME => map.outcomes().len(),
                TXM_KIND_NODE => map.nodes().count(),
                TXM_KIND_INFLUENCE => map.influence_count(),
                other => return Err(Failure::bad_enum("kind", other, "TXM_KIND_...")),
            };
            put(out_count, count as u64);
            Ok(())
        })
    }
}

/// Copies the key behind an identifier.
///
/// Threads: `map` may be shared.
///
/// @param map the map.
/// @param kind one of `TXM_KIND_...` but `TXM_KIND_INFLUENCE`.
/// @param id the identifier.
/// @param buffer,capacity where the key goes, UTF-8 and NUL-terminated; NULL with capacity 0 to ask for the size.
/// @param out_len receives the bytes of the key and its NUL, also when the buffer is too small. May be NULL.
/// @param error receives what went wrong; NULL when not wanted.
/// @return `TXM_STATUS_OK`, or `TXM_STATUS_NOT_FOUND`, `TXM_STATUS_BAD_ENUM`, `TXM_STATUS_BUFFER_TOO_SMALL`.
/// @since 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn txm_map_copy_key(
    map: *const txm_map,
    kind: i32,
    id: u32,
    buffer: *mut c_char,
    capacity: usize,
    out_len: *mut usize,
    error: *mut txm_error,
) -> txm_status {
    unsafe {
        guard(error, || {
            let map = &shared("map", map)?.map;
            let key = match kind {
                TXM_KIND_STAKEHOLDER => map.stakeholder(StakeholderId::from_u32(id)).map(|it| it.key.clone()),
                TXM_KIND_TOUCHPOINT => map.touchpoint(TouchpointId::from_u32(id)).map(|it| it.key.clone()),
                TXM_KIND_FACET => map.facet_key(FacetId::from_u32(id)),
                TXM_KIND_OUTCOME => map.outcome(OutcomeId::from_u32(id)).map(|it| it.key.clone()),
                TXM_KIND_NODE => map.node_key(Node::from_u32(id)),
                other => return Err(Failure::bad_enum("kind", other, KEYED)),
            };
            let missing =
                || Failure::new(TXM_STATUS_NOT_FOUND, format!("the map has no number {id} of this kind"));
            copy_text(key.ok_or_else(missing)?, buffer, capacity, out_len)
        })
    }
}
