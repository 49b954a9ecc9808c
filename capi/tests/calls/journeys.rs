//! Calls that make logs and find journeys, chains, friction and hand-overs.

use std::ptr::{null, null_mut};

use total_experience_capi::*;

use super::{Choices, World, begin, call, columns, copied, make, text};

pub(super) fn step(world: &mut World<'_>) {
    let choices = &mut world.choices;
    match choices.below(7) {
        0 => log(world),
        1 => {
            let Some(log) = world.logs.any(choices) else { return };
            let object_type = choices.below(4) as u32;
            make!(world.journeys, txm_journeys_new(log.cast_const(), object_type));
        }
        2 => ask_journeys(world),
        3 => tally(world),
        4 => chain(world),
        5 => friction(world),
        _ => handover(world),
    }
}

/// Three cases, six clerks, two teams.
fn log(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let len = choices.below(24);
    let activity = choices.several(len, |choices| choices.below(4) as u32);
    let time = choices.several(len, |choices| choices.below(256) as i64 * 3_600_000_000_000);
    let (mut offset, mut object) = (vec![0_u32], Vec::new());
    for _ in 0..len {
        object.push(choices.below(3) as u32);
        object.extend([3 + choices.below(6) as u32, 9 + choices.below(2) as u32]);
        object.truncate(object.len() - choices.below(3));
        offset.push(object.len() as u32);
    }
    let channel = choices.several(len, |choices| choices.of(&[0, 1, TXM_NONE, 0, 1, 2]));
    let due = choices.several(len, |choices| choices.of(&[TXM_NONE_I64, 0, i64::MAX]));
    let names = [c"ask".as_ptr(), c"check".as_ptr(), c"pay".as_ptr(), c"done".as_ptr()];
    let types = [c"case".as_ptr(), c"clerk".as_ptr(), c"team".as_ptr()];
    let channels = [c"web".as_ptr(), c"desk".as_ptr()];
    let mut events: txm_events = begin();
    (events.len, events.activity) = (len, activity.as_ptr());
    events.time = choices.of(&[time.as_ptr(), time.as_ptr(), time.as_ptr(), null()]);
    (events.offset, events.object, events.object_len) = (offset.as_ptr(), object.as_ptr(), object.len());
    (events.activity_name, events.activity_count) = (names.as_ptr(), choices.of(&[4, 4, 4, 3]));
    (events.type_name, events.type_count) = (types.as_ptr(), 3);
    events.type_object_count = [3, 6, 2].as_ptr();
    events.channel = choices.of(&[null(), channel.as_ptr()]);
    (events.channel_name, events.channel_count) = (channels.as_ptr(), 2);
    events.due = choices.of(&[null(), due.as_ptr()]);
    make!(world.logs, txm_log_from_columns(&raw const events));
}

fn ask_journeys(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let Some(journeys) = world.journeys.any(choices) else { return };
    columns("txm_journeys_copy_nodes", 1, |to, len, error| unsafe {
        txm_journeys_copy_nodes(journeys, to, len, error)
    });
    columns("txm_journeys_copy_edges", 1, |to, len, error| unsafe {
        txm_journeys_copy_edges(journeys, to, len, error)
    });
    let most = choices.of(&[usize::MAX, 0, 1, 2]);
    let (mut len, mut steps, mut all) = (0, 0, 0);
    let mut room: txm_journey_variant_columns = begin();
    let (rows, numbers, objects) = (&raw mut len, &raw mut steps, &raw mut all);
    call!(txm_journeys_copy_variants(journeys, most, &raw const room, rows, numbers, objects));
    assert!(len <= most, "{len} of {most}");
    let (mut count, mut end, mut activity) = (vec![0; len], vec![0; len], vec![0; steps]);
    (room.capacity, room.count, room.end) = (len, count.as_mut_ptr(), end.as_mut_ptr());
    (room.activity_capacity, room.activity) = (steps, activity.as_mut_ptr());
    let status = call!(txm_journeys_copy_variants(journeys, most, &raw const room, rows, numbers, objects));
    assert_eq!(status, TXM_STATUS_OK);
    assert_eq!(end.last().copied().unwrap_or(0), steps);
    assert!(count.iter().sum::<u64>() <= all && (most < usize::MAX || count.iter().sum::<u64>() == all));
}

fn tally(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let kind = choices.below(5);
    let Some(tally) = world.journey_tallies.any(choices).filter(|_| kind > 0) else {
        let (name, error) =
            (choices.of(&[c"case", c"clerk", c"nothing"]), choices.of(&[f64::NAN, 0.01, 2.0]));
        make!(world.journey_tallies, txm_journey_tally_new(name.as_ptr(), usize::MAX, error));
        return;
    };
    match kind {
        1 => {
            let Some(log) = world.logs.any(choices) else { return };
            call!(txm_journey_tally_add_log(tally, log.cast_const()));
        }
        2 => {
            let from = world.journey_tallies.any(choices).expect("there is one");
            let status = call!(txm_journey_tally_merge(tally, from.cast_const()));
            assert_eq!(status == TXM_STATUS_SAME_HANDLE, from == tally);
        }
        3 => {
            let bytes = copied("txm_journey_tally_to_bytes", |to, capacity, len, error| unsafe {
                txm_journey_tally_to_bytes(tally, to, capacity, len, error)
            });
            let bytes = bytes.expect("every tally has bytes");
            let (bytes, len) = (bytes.as_ptr(), bytes.len());
            assert!(make!(world.journey_tallies, txm_journey_tally_from_bytes(bytes, len)));
        }
        _ => {
            let nodes = columns("txm_journey_tally_copy_nodes", 1, |to, len, error| unsafe {
                txm_journey_tally_copy_nodes(tally, to, len, null_mut(), error)
            });
            columns("txm_journey_tally_copy_edges", 1, |to, len, error| unsafe {
                txm_journey_tally_copy_edges(tally, to, len, error)
            });
            let activity = choices.below(5) as u32;
            let name = text("txm_journey_tally_copy_name", |to, capacity, len, error| unsafe {
                txm_journey_tally_copy_name(tally, activity, to, capacity, len, error)
            });
            assert_eq!(nodes.map(|nodes| (activity as usize) < nodes), Some(name.is_some()));
        }
    }
}

fn chain(world: &mut World<'_>) {
    let choices = &mut world.choices;
    if choices.below(2) == 0 {
        let len = choices.below(4);
        let (mut offset, mut step) = (vec![0], Vec::new());
        for _ in 0..len {
            let steps = choices.below(4);
            step.extend(choices.several(steps, |choices| choices.below(4) as u32));
            offset.push(step.len() as u32);
        }
        let goal = choices.several(len, |choices| choices.below(4) as u64);
        let lost = choices.several(len, |choices| choices.below(4) as u64);
        let mut paths: txm_paths = begin();
        (paths.touchpoint_count, paths.len) = (choices.of(&[4, 4, 3]), len);
        (paths.offset, paths.step, paths.step_len) = (offset.as_ptr(), step.as_ptr(), step.len());
        (paths.goal, paths.lost) = (goal.as_ptr(), choices.of(&[null(), lost.as_ptr()]));
        let order = choices.below(4) as u32;
        make!(world.chains, txm_chain_new(&raw const paths, order));
    } else if let Some(chain) = world.chains.any(choices) {
        let mut ends: txm_case_ends = begin();
        assert_eq!(call!(txm_chain_ends(chain, &raw mut ends)), TXM_STATUS_OK);
        assert!((ends.goal + ends.lost + ends.open - 1.0).abs() < 1e-9, "{ends:?}");
        columns("txm_chain_copy_touchpoints", 1, |to, len, error| unsafe {
            txm_chain_copy_touchpoints(chain, to, len, error)
        });
    }
}

fn group(choices: &mut Choices<'_>, key: &'static std::ffi::CStr) -> txm_stakeholder {
    let mut group: txm_stakeholder = begin();
    group.key = key.as_ptr();
    group.role = choices.below(4) as i32;
    group.min_group = choices.of(&[TXM_NONE, 1, 2]);
    group
}

fn friction(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let Some(log) = world.logs.any(choices).filter(|_| choices.below(2) == 0) else {
        let Some(found) = world.frictions.any(choices) else { return };
        columns("txm_friction_copy_touchpoints", 2, |to, len, error| unsafe {
            txm_friction_copy_touchpoints(found, to, len, error)
        });
        text("txm_friction_to_json", |to, capacity, len, error| unsafe {
            txm_friction_to_json(found, to, capacity, len, error)
        });
        return;
    };
    let groups = [group(choices, c"customers"), group(choices, c"clerks")];
    let pointers = [&raw const groups[0], &raw const groups[1]];
    let promised = [choices.below(5) as u32];
    let mut options: txm_friction_options = begin();
    (options.object_type, options.owner_type) = (choices.below(4) as u32, choices.of(&[TXM_NONE, 2, 2, 4]));
    (options.place_type, options.by_channel) =
        (choices.of(&[TXM_NONE, TXM_NONE, 1]), choices.below(2) as i32);
    (options.group, options.group_type) = (pointers.as_ptr(), [0, 1].as_ptr());
    options.group_len = choices.below(3);
    (options.promise, options.promise_seconds) = (promised.as_ptr(), [3600.0].as_ptr());
    options.promise_len = choices.below(2);
    options.map = world.maps.any(choices).unwrap_or(null_mut());
    options.combination = choices.below(3) as i32;
    (options.worker_type, options.worker_min_group) = (choices.of(&[TXM_NONE, 1]), choices.below(3) as u32);
    make!(world.frictions, txm_friction_new(log.cast_const(), &raw const options));
}

fn handover(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let Some(log) = world.logs.any(choices).filter(|_| choices.below(2) == 0) else {
        let Some(found) = world.handovers.any(choices) else { return };
        text("txm_handover_to_json", |to, capacity, len, error| unsafe {
            txm_handover_to_json(found, to, capacity, len, error)
        });
        return;
    };
    let mut options: txm_handover_options = begin();
    (options.object_type, options.worker_type) = (choices.below(4) as u32, choices.of(&[1, 1, 0]));
    (options.owner_type, options.min_group) = (choices.of(&[2, 2, 1]), choices.below(4) as u32);
    make!(world.handovers, txm_handover_new(log.cast_const(), &raw const options));
}
