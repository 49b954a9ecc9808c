//! Calls that tally answers, score them, report and ask requests.

use std::ptr::{null, null_mut};

use total_experience_capi::*;

use super::{Choices, World, begin, call, columns, copied, make, text};

pub(super) fn step(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let kind = choices.below(9);
    match kind {
        0 => {
            make!(world.tallies, txm_tally_new());
        }
        1 => {
            let Some((map, tally)) = world.maps.any(choices).zip(world.tallies.any(choices)) else { return };
            let mut options: txm_scorecard_options = begin();
            options.index = choices.below(6) as i32;
            options.level = choices.of(&[0.95, 0.8, 1.0]);
            let options = choices.of(&[null(), &raw const options]);
            make!(world.scorecards, txm_scorecard_new(map.cast_const(), tally.cast_const(), options));
        }
        2 => score(world),
        3 => report(world),
        8 => ask(world),
        _ => {
            let Some(tally) = world.tallies.any(choices) else { return };
            match kind {
                4 => {
                    let facet = choices.several(2, |choices| choices.below(7) as u32);
                    let instrument =
                        choices.of(&[c"nps", c"sus", c"ces2", c"points", c"rating:1-5", c"csat", c"?"]);
                    let (facet, name) = (facet.as_ptr(), instrument.as_ptr());
                    call!(txm_tally_declare(tally, facet, 2, name, usize::MAX));
                }
                5 => add(tally, choices),
                6 => {
                    let from = world.tallies.any(choices).expect("there is one");
                    let status = call!(txm_tally_merge(tally, from.cast_const()));
                    assert_eq!(status == TXM_STATUS_SAME_HANDLE, from == tally);
                }
                _ => {
                    columns("txm_tally_copy_counts", 1, |to, len, error| unsafe {
                        txm_tally_copy_counts(tally, to, len, error)
                    });
                    let bytes = copied("txm_tally_to_bytes", |to, capacity, len, error| unsafe {
                        txm_tally_to_bytes(tally, to, capacity, len, error)
                    });
                    let mut bytes = bytes.expect("every tally has bytes");
                    let damaged = choices.below(3) == 2;
                    let at = choices.below(bytes.len().min(256));
                    bytes[at] ^= u8::from(damaged);
                    let read = make!(world.tallies, txm_tally_from_bytes(bytes.as_ptr(), bytes.len()));
                    assert_ne!(read, damaged, "damage is seen, and nothing else");
                }
            }
        }
    }
}

fn add(tally: *mut txm_tally, choices: &mut Choices<'_>) {
    let len = choices.below(9);
    let facet = choices.several(len, |choices| choices.below(4) as u32);
    let value =
        choices.several(len, |choices| choices.of(&[1.0, 3.0, 5.0, 4.0, 2.0, 9.0, 6.5, 70.0, f64::NAN]));
    let missing = choices.several(len, |choices| (choices.below(8) == 7) as u8);
    let weight = choices.several(len, |choices| choices.of(&[1.0, 0.5, 2.0, 0.0, 1e-70, -1.0]));
    let respondent = choices.several(len, |choices| choices.below(12) as u64);
    let mut rows: txm_responses = begin();
    rows.len = len;
    (rows.facet, rows.value) = (facet.as_ptr(), value.as_ptr());
    rows.missing = choices.of(&[null(), missing.as_ptr()]);
    rows.weight = choices.of(&[null(), null(), weight.as_ptr()]);
    rows.respondent = choices.of(&[null(), respondent.as_ptr()]);
    call!(txm_tally_add_columns(tally, &raw const rows));
}

fn score(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let Some(card) = world.scorecards.any(choices) else { return };
    columns("txm_scorecard_copy_scores", 1, |to, len, error| unsafe {
        txm_scorecard_copy_scores(card, to, len, error)
    });
    let join = choices.below(3) as i32;
    columns("txm_scorecard_copy_joint_scores", 1, |to, len, error| unsafe {
        txm_scorecard_copy_joint_scores(card, join, to, len, error)
    });
    let mut index: txm_index = begin();
    assert_eq!(call!(txm_scorecard_index(card, &raw mut index)), TXM_STATUS_OK);
    assert!(index.points.is_nan() || (0.0..=100.0).contains(&index.points), "{}", index.points);
}

fn report(world: &mut World<'_>) {
    let choices = &mut world.choices;
    if choices.below(2) == 0 {
        let Some(map) = world.maps.any(choices) else { return };
        let (node, amount) = ([choices.id(), choices.id()], [choices.real(), choices.real()]);
        let mut options: txm_report_options = begin();
        options.title = choices.key().as_ptr();
        options.scorecard = world.scorecards.any(choices).unwrap_or(null_mut());
        (options.shock_node, options.shock_amount) = (node.as_ptr(), amount.as_ptr());
        options.shock_len = choices.below(3);
        (options.objective_node, options.objective_weight) = (node.as_ptr(), amount.as_ptr());
        options.objective_len = choices.below(3);
        options.friction = world.frictions.any(choices).unwrap_or(null_mut());
        options.channel_friction = world.frictions.any(choices).unwrap_or(null_mut());
        options.handover = world.handovers.any(choices).unwrap_or(null_mut());
        make!(world.reports, txm_report_new(map.cast_const(), &raw const options));
    } else if let Some(report) = world.reports.any(choices) {
        text("txm_report_to_json", |to, capacity, len, error| unsafe {
            txm_report_to_json(report, to, capacity, len, error)
        });
        text("txm_report_to_markdown", |to, capacity, len, error| unsafe {
            txm_report_to_markdown(report, to, capacity, len, error)
        });
    }
}

fn ask(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let request = choices.of(&[
        c"{\"capability\": \"scorecard\"}",
        c"{\"capability\": \"journeys\", \"rows\": 2}",
        c"{\"capability\": \"friction\", \"groups\": [{\"stakeholder\": {\"key\": \"tellers\", \"role\": \"employee\"}, \"object_type\": \"clerk\"}]}",
        c"{\"capability\": \"attribution\", \"limits\": true, \"draws\": 3}",
        c"{\"capability\": \"cascade\", \"shock\": [{\"node\": \"teller_app/ux/tellers\", \"value\": 12}], \"draws\": 3}",
        c"{\"capability\": \"contagion\", \"seeds\": [\"0000000001\"], \"runs\": 5}",
        c"{\"capability\": \"report\", \"title\": \"Shop\"}",
        c"{\"capability\": \"scorecard\", \"version\": 2}",
        c"[]",
    ]);
    let mut data: txm_data = begin();
    data.map = world.maps.any(choices).unwrap_or(null_mut());
    data.tally = world.tallies.any(choices).unwrap_or(null_mut());
    data.log = world.logs.any(choices).unwrap_or(null_mut());
    data.network = world.networks.any(choices).unwrap_or(null_mut());
    let (from, to) = ([0, 1], [choices.below(4) as u32, choices.below(4) as u32]);
    let weight = [choices.real(), choices.real()];
    let mut edges: txm_influences = begin();
    (edges.len, edges.from, edges.to, edges.weight) = (2, from.as_ptr(), to.as_ptr(), weight.as_ptr());
    data.probabilities = choices.of(&[null(), &raw const edges]);
    (data.node_count, data.diffusion) = (3, choices.below(3) as i32);
    let (offset, goal) = ([0, 2], [choices.below(5) as u64]);
    let mut paths: txm_paths = begin();
    (paths.touchpoint_count, paths.len, paths.offset) = (2, 1, offset.as_ptr());
    (paths.step, paths.step_len, paths.goal) = (from.as_ptr(), 2, goal.as_ptr());
    data.paths = choices.of(&[null(), &raw const paths]);
    if make!(world.answers, txm_analyze_json(request.as_ptr(), usize::MAX, &raw const data)) {
        let answer = world.answers.any(&mut world.choices).expect("one was made");
        text("txm_answer_to_json", |to, capacity, len, error| unsafe {
            txm_answer_to_json(answer, to, capacity, len, error)
        });
    }
}
