//! Tallies of journeys: merging leaves no trace, the figures are those of the graph, bytes come back or are refused.

use proptest::prelude::*;
use std::time::Duration;

use total_experience::journey::Error;
use total_experience::journey::dfg::{JourneyGraph, JourneyTally};
use total_experience::journey::log::EventLog;

use crate::journey::ns;

const SECOND: i64 = 1_000_000_000;

/// An event: case, activity, time.
type Row = (u8, u8, i64);

fn log_of(rows: &[Row]) -> EventLog {
    let mut builder = EventLog::builder();
    builder.object_type("case").unwrap();
    for &(case, activity, time) in rows {
        builder.event(&activity.to_string(), ns(time), &[("case", &case.to_string())]).unwrap();
    }
    builder.finish()
}

fn tally_of(rows: &[Row]) -> JourneyTally {
    let mut tally = JourneyTally::new("case");
    tally.add_log(&log_of(rows)).unwrap();
    tally
}

/// The same journeys, one call each.
fn tally_by_journey(rows: &[Row]) -> JourneyTally {
    let mut tally = JourneyTally::new("case");
    for case in 0..=u8::MAX {
        let of_case = rows.iter().filter(|row| row.0 == case);
        let steps: Vec<_> = of_case.map(|&(_, activity, time)| (activity.to_string(), ns(time))).collect();
        if !steps.is_empty() {
            tally.add(&steps).unwrap();
        }
    }
    tally
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let time = prop_oneof![0..50_i64, 0..100_000 * SECOND, any::<i64>()];
    prop::collection::vec((0..12_u8, 0..6_u8, time), 0..120)
}

fn assert_like_the_graph(tally: &JourneyTally, log: &EventLog) {
    let graph = JourneyGraph::discover(log, log.object_type("case").unwrap()).unwrap();
    assert_eq!((tally.object_count(), tally.visit_count()), (graph.object_count(), graph.visit_count()));
    assert_eq!((tally.starts(), tally.ends()), (graph.starts(), graph.ends()));
    assert_eq!(tally.nodes().len(), graph.nodes().len());
    let edges = tally.edges();
    assert_eq!(edges.len(), graph.edges().len());
    let slack = tally.relative_error() * (1.0 + 1e-9);
    for (found, exact) in edges.iter().zip(graph.edges()) {
        assert_eq!((found.from, found.to, found.count), (exact.from, exact.to, exact.count));
        assert_eq!(found.mean_wait, exact.mean_wait);
        for (found, exact) in [
            (found.median_wait.as_secs_f64(), exact.median_wait.as_secs_f64()),
            (found.p90_wait.as_secs_f64(), exact.p90_wait.as_secs_f64()),
        ] {
            assert!((found - exact).abs() <= slack * exact, "{found} {exact}");
        }
    }
}

proptest! {
    #[test]
    fn any_split_by_case_in_any_order_gives_the_same_bits(
        rows in rows(),
        part_of in prop::collection::vec(0..4_usize, 12),
    ) {
        let whole = tally_of(&rows);
        prop_assert_eq!(tally_by_journey(&rows).to_bytes(), whole.to_bytes());
        let of_part = |part: usize| {
            let chosen = rows.iter().copied().filter(|row| part_of[row.0 as usize] == part);
            tally_of(&chosen.collect::<Vec<_>>())
        };
        let parts = [0, 1, 2, 3].map(of_part);
        let merged = |order: [usize; 4]| {
            let mut tally = JourneyTally::new("case");
            order.iter().for_each(|&part| tally.merge(&parts[part]).unwrap());
            tally
        };
        let mut right = parts[2].clone();
        right.merge(&parts[3]).unwrap();
        let mut nested = parts[1].clone();
        nested.merge(&right).unwrap();
        nested.merge(&parts[0]).unwrap();
        for tally in [merged([0, 1, 2, 3]), merged([3, 1, 0, 2]), nested] {
            prop_assert_eq!(tally.to_bytes(), whole.to_bytes());
            prop_assert_eq!(&tally, &whole);
        }
        prop_assert_eq!(JourneyTally::from_bytes(&whole.to_bytes()).unwrap(), whole);
    }

    #[test]
    fn the_figures_are_the_graphs(rows in rows()) {
        assert_like_the_graph(&tally_of(&rows), &log_of(&rows));
    }

    #[test]
    fn damaged_bytes_are_refused(rows in rows(), at in any::<prop::sample::Index>(), flip in 1..=u8::MAX) {
        let mut bytes = tally_of(&rows).to_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(JourneyTally::from_bytes(&bytes).is_err());
        prop_assert!(JourneyTally::from_bytes(&bytes[..at]).is_err());
    }
}

#[test]
fn journeys_are_told_apart_on_nodes_and_edges() {
    let mut tally = JourneyTally::new("customer");
    tally.add(&[("b", ns(9 * SECOND)), ("a", ns(0)), ("b", ns(2 * SECOND)), ("a", ns(5 * SECOND))]).unwrap();
    tally.add(&[("a", ns(0)), ("b", ns(SECOND))]).unwrap();
    let nodes: Vec<_> = tally.nodes().iter().map(|node| (node.name, node.visits, node.objects)).collect();
    assert_eq!(nodes, [("a", 3, 2), ("b", 3, 2)]);
    let edge = tally.edges()[0];
    assert_eq!((edge.from, edge.to, edge.count, edge.objects), ("a", "b", 3, 2));
    // waits 2, 4 and 1 s
    assert_eq!((edge.least_wait.as_secs(), edge.most_wait.as_secs()), (1, 4));
    assert!((edge.median_wait.as_secs_f64() - 2.0).abs() <= 2.0 * tally.relative_error());
    assert_eq!(tally.wait_quantile(&edge, 1.0), Some(Duration::from_secs(4)));
    assert_eq!(JourneyTally::new("customer").wait_quantile(&edge, 0.5), None);
    let json = serde_json::to_value(&tally).unwrap();
    assert_eq!(json["edges"][1]["mean_seconds"], 3.0);
}

#[test]
fn a_finer_tally_is_closer() {
    let mut tally = JourneyTally::with_relative_error("case", 0.000_13).unwrap();
    let rows: Vec<Row> = (0..200).flat_map(|case| [(case, 0, 0), (case, 1, SECOND << (case % 20))]).collect();
    let log = log_of(&rows);
    tally.add_log(&log).unwrap();
    assert!(tally.relative_error() <= 0.000_13);
    assert_like_the_graph(&tally, &log);
    for error in [f64::NAN, 0.0, 0.000_1, 1.5] {
        let refused = JourneyTally::with_relative_error("case", error);
        assert!(matches!(refused, Err(Error::OutOfRange { .. })), "{error}");
    }
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let mut tally = tally_of(&[(1, 1, 0), (1, 2, SECOND)]);
    let before = tally.to_bytes();
    let finer = JourneyTally::with_relative_error("case", 0.001).unwrap();
    let errors = [
        tally.merge(&JourneyTally::new("customer")).unwrap_err(),
        tally.merge(&finer).unwrap_err(),
        tally.add::<&str>(&[]).unwrap_err(),
        tally.add(&[("a new one", ns(0)), ("", ns(1))]).unwrap_err(),
        tally.add_log(&EventLog::builder().finish()).unwrap_err(),
    ];
    let texts = errors.map(|error| error.to_string());
    assert_eq!(
        texts[0],
        "tallies of another object type do not merge: this one has case, the other customer"
    );
    assert!(texts[1].contains("relative error"), "{}", texts[1]);
    assert_eq!(texts[4], "the log has no object type `case`");
    assert_eq!(tally.to_bytes(), before);
}

/// FNV-1a, 64 bits, as the format asks for.
fn checksum(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn impossible_fields_are_refused_although_the_checksum_fits() {
    let bytes = tally_of(&[(1, 1, 0), (1, 2, SECOND), (2, 1, 0), (2, 2, 3 * SECOND)]).to_bytes();
    let body = bytes.len() - 8;
    let (mut refused, mut other) = (0, 0);
    for at in 20..body {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let sum = checksum(&changed[..body]);
        changed[body..].copy_from_slice(&sum.to_le_bytes());
        match JourneyTally::from_bytes(&changed) {
            Ok(tally) => {
                assert_eq!(tally.to_bytes(), changed, "byte {at}");
                other += 1;
            }
            Err(error) => {
                assert!(matches!(error, Error::Impossible { .. }), "byte {at}: {error}");
                refused += 1;
            }
        }
    }
    // Only letters of names and the journeys' split among visits are free.
    assert!(refused > 150 && other < 20, "{refused} {other}");
}

#[test]
fn bytes_that_are_no_tally_say_why() {
    let bytes = tally_of(&[]).to_bytes();
    assert_eq!(JourneyTally::from_bytes(b"TXMTALLY"), Err(Error::NotATally));
    assert!(matches!(JourneyTally::from_bytes(&bytes[..12]), Err(Error::Length { .. })));
    let mut newer = bytes.clone();
    newer[8] = 9;
    assert_eq!(JourneyTally::from_bytes(&newer), Err(Error::Version { found: 9, supported: 1 }));
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(JourneyTally::from_bytes(&longer), Err(Error::Length { .. })));
}

#[cfg(all(feature = "csv", feature = "gzip"))]
#[test]
fn the_help_desk_split_in_seven() {
    use total_experience::io::event_log::csv;
    let Some(file) = crate::needs::data("logs/helpdesk.csv.gz") else { return };
    let file = std::fs::File::open(file).unwrap();
    let log = csv::read(file).unwrap().log;
    let mut whole = JourneyTally::new("case");
    whole.add_log(&log).unwrap();
    assert_like_the_graph(&whole, &log);

    let case = log.object_type("case").unwrap();
    let mut parts = vec![EventLog::builder(); 7];
    for event in log.events() {
        let object = event.objects.iter().find(|&&object| log.type_of(object) == Some(case)).unwrap();
        let key = log.object_key(*object).unwrap();
        let name = log.activity_name(event.activity).unwrap();
        parts[object.index() % 7].event(name, event.time, &[("case", &key)]).unwrap();
    }
    let mut merged = JourneyTally::new("case");
    for part in parts.into_iter().rev() {
        let mut tally = JourneyTally::new("case");
        tally.add_log(&part.finish()).unwrap();
        merged.merge(&JourneyTally::from_bytes(&tally.to_bytes()).unwrap()).unwrap();
    }
    assert_eq!(merged.to_bytes(), whole.to_bytes());
}
