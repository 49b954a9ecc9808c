//! Calls that make, change and ask maps.

use std::ffi::CStr;
use std::ptr::null_mut;

use total_experience_capi::*;

use super::{World, begin, call, make, text};

const BANK: &str = include_str!("../../../examples/bank_onboarding/map.json");

pub(super) fn step(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let kind = choices.below(9);
    if kind == 0 {
        let name = choices.key();
        make!(world.maps, txm_map_new(name.as_ptr(), usize::MAX));
        return about_the_library();
    }
    let Some(map) = world.maps.any(choices).filter(|_| kind > 1) else {
        make!(world.maps, txm_map_from_json(BANK.as_ptr().cast(), BANK.len()));
        return;
    };
    match kind {
        2 => {
            let json = text("txm_map_to_json", |to, capacity, len, error| unsafe {
                txm_map_to_json(map, to, capacity, len, error)
            });
            let json = json.expect("every map can be written");
            assert!(make!(world.maps, txm_map_from_json(json.as_ptr().cast(), json.len())), "and read");
        }
        3 => {
            let mut group: txm_stakeholder = begin();
            group.role = choices.below(6) as i32;
            group.weight = choices.real();
            group.population = choices.of(&[TXM_NONE_U64, 0, 1, 40]);
            group.min_group = choices.of(&[TXM_NONE, 0, 1, 2, 5, 128, 129]);
            group.key = choices.key().as_ptr();
            group.role_name = choices.of(&[c"auditors".as_ptr(), c"".as_ptr()]);
            call!(txm_map_add_stakeholder(map, &raw const group, null_mut()));
        }
        4 => {
            let mut place: txm_touchpoint = begin();
            place.weight = choices.real();
            place.service_level_seconds = choices.real();
            place.service_level_share = choices.real();
            place.key = choices.key().as_ptr();
            place.owner = choices.key().as_ptr();
            call!(txm_map_add_touchpoint(map, &raw const place, null_mut()));
        }
        5 => {
            let mut outcome: txm_outcome = begin();
            outcome.direction = choices.below(3) as i32;
            outcome.target = choices.real();
            outcome.key = choices.key().as_ptr();
            outcome.unit = choices.key().as_ptr();
            let mut id = 0;
            if call!(txm_map_add_outcome(map, &raw const outcome, &raw mut id)) == TXM_STATUS_OK {
                assert!(id >> 31 == 1, "outcomes are named as nodes");
            }
        }
        6 => {
            let len = choices.below(4);
            let touchpoint = choices.several(len, |choices| choices.below(4) as u32);
            let dimension = choices.several(len, |choices| choices.below(5) as i32);
            let stakeholder = choices.several(len, |choices| choices.below(4) as u32);
            let (before, mut first) = (count(map, TXM_KIND_FACET), 0);
            let (a, b, c) = (touchpoint.as_ptr(), dimension.as_ptr(), stakeholder.as_ptr());
            let status = call!(txm_map_add_facets(map, a, b, c, len, &raw mut first));
            let added = if status == TXM_STATUS_OK { len as u64 } else { 0 };
            assert_eq!(count(map, TXM_KIND_FACET), before + added, "all facets or none");
        }
        7 => {
            let rows = Edges::chosen(world);
            let before = count(map, TXM_KIND_INFLUENCE);
            let status = call!(txm_map_add_influences(map, &raw const rows.columns, null_mut()));
            let added = if status == TXM_STATUS_OK { rows.columns.len as u64 } else { 0 };
            assert_eq!(count(map, TXM_KIND_INFLUENCE), before + added, "all influences or none");
        }
        _ => {
            let (kind, id) = (choices.below(6) as i32, choices.id());
            let key = text("txm_map_copy_key", |to, capacity, len, error| unsafe {
                txm_map_copy_key(map, kind, id, to, capacity, len, error)
            });
            let (found, mut again) = (key.unwrap_or_default(), 0);
            let status = call!(txm_map_find(map, kind, found.as_ptr().cast(), found.len(), &raw mut again));
            assert!(
                found.is_empty() || (status, again) == (TXM_STATUS_OK, id),
                "a key leads back to its identifier"
            );
        }
    }
}

fn count(map: *const txm_map, kind: i32) -> u64 {
    let mut count = 0;
    assert_eq!(call!(txm_map_count(map, kind, &raw mut count)), TXM_STATUS_OK);
    count
}

fn about_the_library() {
    let texts =
        unsafe { [txm_version_string(), txm_status_text(TXM_STATUS_OK)].map(|text| CStr::from_ptr(text)) };
    assert!(texts.iter().all(|text| !text.is_empty()) && txm_version_number() > 0);
}

type Columns = (Vec<u32>, Vec<u32>, Vec<f64>, Vec<f64>, Vec<u32>);

/// Influences and the columns they stand in.
pub(super) struct Edges {
    pub(super) columns: txm_influences,
    _owned: Columns,
}

impl Edges {
    pub(super) fn chosen(world: &mut World<'_>) -> Self {
        let choices = &mut world.choices;
        let len = choices.below(6);
        let from = choices.several(len, |choices| choices.id());
        let to = choices.several(len, |choices| choices.id());
        let weight = choices.several(len, |choices| choices.real());
        let error = choices.several(len, |choices| choices.of(&[0.1, 0.0, f64::NAN, 0.3, -1.0]));
        let lag = choices.several(len, |choices| choices.below(4) as u32);
        let mut columns: txm_influences = begin();
        columns.len = len;
        (columns.from, columns.to, columns.weight) = (from.as_ptr(), to.as_ptr(), weight.as_ptr());
        if choices.below(2) == 1 {
            (columns.standard_error, columns.lag) = (error.as_ptr(), lag.as_ptr());
        }
        Self { columns, _owned: (from, to, weight, error, lag) }
    }
}
