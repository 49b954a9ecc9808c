//! What a revision keeps of the network that it changes.

use total_experience::cascade::models::TrajectoryOptions;
use total_experience::cascade::{EdgeColumns, Network, SolveOptions};

use super::networks::{remove, set};

/// Parallel edges from 0 to 1, a lagged way on, and a node that persists.
fn lagged() -> Network {
    let edges = EdgeColumns {
        from: &[0, 0, 1, 2, 0],
        to: &[1, 1, 2, 2, 2],
        weight: &[0.25, 0.125, 0.5, 0.5, 0.25],
        ..EdgeColumns::default()
    }
    .with_lag(&[2, 1, 3, 1, 0])
    .with_standard_error(&[0.01, 0.02, f64::NAN, 0.04, 0.05]);
    Network::from_columns(3, &edges).unwrap()
}

type Row = (u32, u32, f64, Option<f64>, u32, u32);

fn rows(network: &Network) -> Vec<Row> {
    let row = network
        .edges()
        .map(|e| (e.from.as_u32(), e.to.as_u32(), e.weight, e.standard_error, e.lag, e.origin));
    let mut rows: Vec<Row> = row.collect();
    rows.sort_by_key(|row| (row.0, row.1, row.5));
    rows
}

#[test]
fn lags_and_errors_of_what_is_unchanged_stay() {
    let before = lagged();
    let same = before.revised(&[]).unwrap().freeze().unwrap();
    assert_eq!(rows(&same), rows(&before));
    // The row changes, and with it nothing but the edge meant; the first parallel edge's lag stays.
    let changes = [set(0, 1, 0.75), set(2, 0, 0.125), remove(1, 2)];
    let after = before.revised(&changes).unwrap().freeze().unwrap();
    let expected = [
        (0, 1, 0.75, None, 2, 0),
        (0, 2, 0.25, Some(0.05), 0, 4),
        (2, 0, 0.125, None, 0, u32::MAX),
        (2, 2, 0.5, Some(0.04), 1, 3),
    ];
    assert_eq!(rows(&after), expected);
    // What persists can be changed and ended, and set again after that.
    let weaker = before.revised(&[remove(2, 2), set(2, 2, 0.25)]).unwrap();
    assert!(rows(&weaker.freeze().unwrap()).contains(&(2, 2, 0.25, None, 1, 3)));
}

/// The trajectory over time of a revised network is that of one made anew.
#[test]
fn responses_keep_their_time() {
    let after = lagged().revised(&[set(0, 2, 0.5)]).unwrap().freeze().unwrap();
    let edges = EdgeColumns {
        from: &[0, 0, 1, 2, 0],
        to: &[1, 1, 2, 2, 2],
        weight: &[0.25, 0.125, 0.5, 0.5, 0.5],
        ..EdgeColumns::default()
    }
    .with_lag(&[2, 1, 3, 1, 0]);
    let scratch = Network::from_columns(3, &edges).unwrap();
    let options = TrajectoryOptions::default();
    let shock = [1.0, 0.0, 0.0];
    assert_eq!(
        after.trajectory_with(&shock, &options).unwrap(),
        scratch.trajectory_with(&shock, &options).unwrap()
    );
    let solve = SolveOptions::default();
    assert_eq!(
        after.equilibrium_with(&shock, &solve).unwrap(),
        scratch.equilibrium_with(&shock, &solve).unwrap()
    );
}
