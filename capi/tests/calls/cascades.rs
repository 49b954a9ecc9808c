//! Calls that freeze networks and run cascades.

use std::ffi::c_void;
use std::ptr::{dangling_mut, null, null_mut};

use total_experience_capi::*;

use super::maps::Edges;
use super::{World, begin, call, columns, make};

/// Ends every call with whose `user_data` is not NULL.
unsafe extern "C" fn progress(user_data: *mut c_void, done: u64, total: u64) -> i32 {
    assert!(done <= total, "{done} of {total}");
    i32::from(!user_data.is_null())
}

pub(super) fn step(world: &mut World<'_>) {
    match world.choices.below(6) {
        0 => {
            let Some(map) = world.maps.any(&mut world.choices) else { return };
            make!(world.networks, txm_network_new(map.cast_const()));
        }
        1 => {
            let edges = Edges::chosen(world);
            let nodes = world.choices.below(9) as u32;
            make!(world.networks, txm_network_from_columns(nodes, &raw const edges.columns));
        }
        2 => {
            let choices = &mut world.choices;
            let Some(network) = world.networks.any(choices) else { return };
            let mut stability: txm_stability = begin();
            assert_eq!(call!(txm_network_stability(network, &raw mut stability)), TXM_STATUS_OK);
            assert!((0.0..1.0).contains(&stability.radius) && stability.certified == 1);
            let mut options: txm_solve_options = begin();
            options.tolerance = choices.of(&[1e-12, 1e-3, 0.0]);
            options.progress = Some(progress);
            options.user_data = choices.of(&[null_mut(), null_mut(), dangling_mut::<u8>().cast()]);
            let options = choices.of(&[null(), &raw const options]);
            let (node, shock) = ([choices.id(), choices.id()], [choices.real(), choices.real()]);
            let (len, node, shock) = (choices.below(3), node.as_ptr(), shock.as_ptr());
            make!(world.cascades, txm_cascade_run(network.cast_const(), node, shock, len, options));
        }
        _ => ask(world),
    }
}

fn ask(world: &mut World<'_>) {
    let choices = &mut world.choices;
    let Some(cascade) = world.cascades.any(choices) else { return };
    let (node, weight) = ([choices.id(), choices.id()], [choices.real(), choices.real()]);
    let (node, weight, len) = (node.as_ptr(), weight.as_ptr(), choices.below(3));
    let impact = || {
        columns("txm_cascade_copy_impact", 1, |to, rows, error| unsafe {
            txm_cascade_copy_impact(cascade, to, rows, error)
        })
    };
    match choices.below(6) {
        0 => drop(impact()),
        1 => {
            let (mut effect, mut standard_error, mut unknown) = (0.0, 0.0, 0);
            let (effect, error) = (&raw mut effect, &raw mut standard_error);
            call!(txm_cascade_effect(cascade, node, weight, len, effect, error, &raw mut unknown));
        }
        2 => {
            columns("txm_cascade_copy_sensitivities", 1, |to, rows, error| unsafe {
                txm_cascade_copy_sensitivities(cascade, node, weight, len, to, rows, error)
            });
        }
        3 => {
            let Some(nodes) = impact() else { return };
            let (mut ranked, mut importance, mut rows) = (vec![0; nodes], vec![0.0; nodes], 0);
            let (to, values) = (ranked.as_mut_ptr(), importance.as_mut_ptr());
            let rows = &raw mut rows;
            call!(txm_cascade_copy_importance(cascade, node, weight, len, to, values, nodes, rows));
            assert!(importance.is_sorted_by(|a, b| a >= b || a.is_nan()), "{importance:?}");
        }
        4 => {
            let mut options: txm_trajectory_options = begin();
            options.schedule = choices.below(4) as i32;
            options.horizon = choices.below(5) as u32;
            options.ramp_periods = choices.below(3) as u32;
            options.persistence = choices.of(&[0.0, 0.5, 1.0]);
            let options = &raw const options;
            let (mut numbers, none) = (0, null_mut());
            let status = call!(txm_cascade_copy_trajectory(
                cascade,
                options,
                null_mut(),
                null_mut(),
                none,
                0,
                &raw mut numbers
            ));
            if status == TXM_STATUS_BUFFER_TOO_SMALL {
                let (mut value, limit) = (vec![0.0; numbers], null_mut());
                let value = value.as_mut_ptr();
                call!(txm_cascade_copy_trajectory(cascade, options, value, limit, none, numbers, null_mut()));
            }
        }
        _ => {
            let Some(nodes) = impact() else { return };
            let score = [choices.of(&[50.0, 0.0, 100.0, 101.0]), choices.of(&[10.0, 99.0, f64::NAN])];
            let (score, falls, mut unique) = (score.as_ptr(), choices.of(&[1.0, 2.25, 0.5]), -1);
            let mut total = vec![0.0; nodes];
            let (to, rows, out) = (total.as_mut_ptr(), null_mut(), &raw mut unique);
            call!(txm_cascade_copy_bounded(cascade, node, score, len, falls, to, nodes, rows, out));
        }
    }
}
