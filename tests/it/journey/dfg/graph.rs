//! Journeys: logs, directly-follows graphs, variants.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::dfg::{JourneyGraph, Variants};
use total_experience::journey::log::{
    ActivityId, EventColumns, EventId, EventLog, ObjectKeys, ObjectTypeId, QualifierId,
};

use crate::journey::ns;

const SECOND: i64 = 1_000_000_000;

/// Edges, starts and ends by name, in the order of a report.
type Figures = (Vec<(String, String, u64, f64, f64, f64)>, Vec<(String, u64)>, Vec<(String, u64)>);

fn figures(log: &EventLog, object_type: &str) -> Figures {
    let graph = JourneyGraph::discover(log, log.object_type(object_type).unwrap()).unwrap();
    graph.check_conservation().unwrap();
    let edges = graph.edges().map(|edge| {
        let waits =
            (edge.mean_wait.as_secs_f64(), edge.median_wait.as_secs_f64(), edge.p90_wait.as_secs_f64());
        (edge.from.to_owned(), edge.to.to_owned(), edge.count, waits.0, waits.1, waits.2)
    });
    let owned =
        |list: Vec<(&str, u64)>| list.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    (edges.collect(), owned(graph.starts()), owned(graph.ends()))
}

fn case_log(events: &[(&str, &str, i64)]) -> EventLog {
    let mut builder = EventLog::builder();
    for &(case, activity, time) in events {
        builder.event(activity, ns(time), &[("case", case)]).unwrap();
    }
    builder.finish()
}

/// Three cases by hand: waits a>b 1, 3, 10 and 4 s; b>a 2 s.
fn small() -> EventLog {
    case_log(&[
        ("1", "a", 0),
        ("2", "a", 0),
        ("1", "b", SECOND),
        ("2", "b", 3 * SECOND),
        ("3", "a", 4 * SECOND),
        ("2", "a", 5 * SECOND),
        ("2", "b", 9 * SECOND),
        ("3", "b", 14 * SECOND),
    ])
}

#[test]
fn a_log_computed_by_hand() {
    let edge = |from: &str, to: &str, count, mean, median, p90| {
        (from.to_owned(), to.to_owned(), count, mean, median, p90)
    };
    let (edges, starts, ends) = figures(&small(), "case");
    // sorted waits 1 3 4 10: type 7 at .9 is 4 + .7 (10 - 4)
    assert_eq!(edges.len(), 2);
    assert_eq!(
        (&edges[0].0, &edges[0].1, edges[0].2, edges[0].3, edges[0].4),
        (&"a".into(), &"b".into(), 4, 4.5, 3.5)
    );
    assert!((edges[0].5 - 8.2).abs() < 1e-12);
    assert_eq!(edges[1], edge("b", "a", 1, 2.0, 2.0, 2.0));
    assert_eq!(starts, [("a".to_owned(), 3)]);
    assert_eq!(ends, [("b".to_owned(), 3)]);

    let log = small();
    let variants = Variants::discover(&log, log.object_type("case").unwrap()).unwrap();
    let top = variants.top(1);
    assert_eq!((variants.len(), variants.object_count()), (2, 3));
    assert_eq!((top.shown[0].activities.as_slice(), top.shown[0].count), (&["a", "b"][..], 2));
    assert_eq!((top.other.variants, top.other.count), (1, 1));
    assert!((top.coverage - 2.0 / 3.0).abs() < 1e-15 && (top.other.share - 1.0 / 3.0).abs() < 1e-15);
    assert_eq!(variants.get(1).unwrap().activities, ["a", "b", "a", "b"]);
    assert_eq!(variants.get(2), None);
}

#[test]
fn equal_times_keep_the_order_of_arrival() {
    let (edges, ..) =
        figures(&case_log(&[("1", "late", 5), ("1", "x", 0), ("1", "y", 0), ("1", "x", 0)]), "case");
    let pairs: Vec<_> = edges.iter().map(|edge| (edge.0.as_str(), edge.1.as_str(), edge.2)).collect();
    assert_eq!(pairs, [("x", "late", 1), ("x", "y", 1), ("y", "x", 1)]);
}

#[test]
fn extreme_times_do_not_overflow() {
    let (edges, ..) = figures(&case_log(&[("1", "b", i64::MAX), ("1", "a", i64::MIN)]), "case");
    assert!((edges[0].3 - 2_f64.powi(64) / 1e9).abs() < 1e-3);
}

#[test]
fn one_event_involves_several_objects() {
    let mut builder = EventLog::builder();
    let (order, item) = (builder.object_type("order").unwrap(), builder.object_type("item").unwrap());
    let (place, pack) = (builder.activity("place").unwrap(), builder.activity("pack").unwrap());
    let first = builder.object(item, "i1").unwrap();
    let one = builder.object(order, "o1").unwrap();
    let second = builder.object(item, "i2").unwrap();
    let packed = builder.qualifier("packed").unwrap();
    builder
        .push_qualified(pack, ns(2 * SECOND), &[(second, packed), (one, QualifierId::NONE), (second, packed)])
        .unwrap();
    builder.push(pack, ns(SECOND), &[first, one]).unwrap();
    builder.push(place, ns(0), &[one, first, second]).unwrap();
    let log = builder.finish();

    assert_eq!((log.len(), log.object_count(), log.relation_count()), (3, 3, 8));
    let event = log.event(EventId::from_u32(2)).unwrap();
    let keys: Vec<_> =
        event.objects.iter().map(|&object| log.object_key(object).unwrap().into_owned()).collect();
    let parts: Vec<_> = event.qualifiers.iter().map(|&part| log.qualifier_name(part).unwrap()).collect();
    assert_eq!((keys, parts), (vec!["i2".into(), "o1".into(), "i2".into()], vec!["packed", "", "packed"]));
    assert_eq!(log.event(EventId::from_u32(0)).unwrap().qualifiers, [QualifierId::NONE; 3]);
    assert_eq!(log.event(EventId::from_u32(3)), None);
    let o1 = log.object(log.object_type("order").unwrap(), "o1").unwrap();
    assert_eq!(log.type_of(o1), log.object_type("order"));

    let summary = |name: &str| {
        let graph = JourneyGraph::discover(&log, log.object_type(name).unwrap()).unwrap();
        graph.check_conservation().unwrap();
        let edges: Vec<_> =
            graph.edges().map(|edge| (edge.from.to_owned(), edge.to.to_owned(), edge.count)).collect();
        (graph.object_count(), graph.event_count(), graph.visit_count(), edges)
    };
    assert_eq!(summary("item"), (2, 3, 4, vec![("place".into(), "pack".into(), 2)]));
    let expected = vec![("pack".into(), "pack".into(), 1), ("place".into(), "pack".into(), 1)];
    assert_eq!(summary("order"), (1, 3, 3, expected));
}

#[test]
fn an_empty_log_has_empty_answers() {
    let mut builder = EventLog::builder();
    let case = builder.object_type("case").unwrap();
    let log = builder.finish();
    let graph = JourneyGraph::discover(&log, case).unwrap();
    assert_eq!(
        (graph.object_count(), graph.event_count(), graph.edges().len(), graph.nodes().len()),
        (0, 0, 0, 0)
    );
    graph.check_conservation().unwrap();
    let variants = Variants::discover(&log, case).unwrap();
    assert_eq!(
        (variants.is_empty(), variants.top(3).coverage, variants.top(3).other.share),
        (true, 0.0, 0.0)
    );
    let foreign = JourneyGraph::discover(&log, ObjectTypeId::from_u32(1));
    assert_eq!(foreign, Err(Error::UnknownId { what: "object type", id: 1, count: 1 }));
}

#[test]
fn the_graph_serialises_with_names() {
    let log = case_log(&[("1", "a", 0), ("1", "b", SECOND)]);
    let graph = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
    let expected = serde_json::json!({
        "object_type": "case", "objects": 1, "events": 2, "visits": 2, "activities": 2,
        "edges": [{
            "from": "a", "to": "b", "count": 1, "mean_seconds": 1.0, "median_seconds": 1.0, "p90_seconds": 1.0
        }],
        "starts": {"a": 1}, "ends": {"b": 1}
    });
    assert_eq!(serde_json::to_value(&graph).unwrap(), expected);
    let variants = Variants::discover(&log, log.object_type("case").unwrap()).unwrap();
    let expected =
        serde_json::json!({"objects": 1, "variants": [{"activities": ["a", "b"], "count": 1, "share": 1.0}]});
    assert_eq!(serde_json::to_value(&variants).unwrap(), expected);
}

#[test]
fn a_builder_refuses_and_stays_as_it_was() {
    let mut builder = EventLog::builder();
    assert_eq!(builder.event("", ns(0), &[]), Err(Error::EmptyName { what: "an activity" }));
    assert_eq!(builder.event("a", ns(0), &[("case", "")]), Err(Error::EmptyName { what: "an object" }));
    assert_eq!(builder.event("a", ns(0), &[("", "1")]), Err(Error::EmptyName { what: "an object type" }));
    assert_eq!(
        builder.push(ActivityId::from_u32(7), ns(0), &[]),
        Err(Error::UnknownId { what: "activity", id: 7, count: 0 })
    );
    assert!(matches!(builder.object(ObjectTypeId::from_u32(0), "1"), Err(Error::UnknownId { count: 0, .. })));
    let mut other = EventLog::builder();
    let case = other.object_type("case").unwrap();
    let object = other.object(case, "1").unwrap();
    let activity = builder.activity("a").unwrap();
    assert!(matches!(builder.push(activity, ns(0), &[object]), Err(Error::UnknownId { what: "object", .. })));
    assert!(matches!(
        builder.push_qualified(activity, ns(0), &[(object, QualifierId::from_u32(3))]),
        Err(Error::UnknownId { .. })
    ));
    assert!(builder.is_empty());
    let log = builder.finish();
    assert_eq!((log.len(), log.object_count(), log.object_type_count()), (0, 0, 0));
}

#[test]
fn columns_are_checked() {
    let columns = |change: fn(&mut EventColumns)| {
        let mut columns = EventColumns::default();
        columns.activity_names = vec!["a".into(), "b".into()];
        columns.activities = vec![0, 1, 0];
        columns.times = vec![3, 1, 2];
        columns.object_types = vec![
            ("case".into(), ObjectKeys::Numbered(2)),
            ("staff".into(), ObjectKeys::Named(vec!["Tom".into()])),
        ];
        columns.offsets = vec![0, 2, 2, 3];
        columns.objects = vec![0, 2, 1];
        columns.qualifier_names = vec!["by".into()];
        columns.qualifiers = vec![0, 1, 0];
        change(&mut columns);
        columns.into_log().map(|log| {
            log.events()
                .map(|event| (event.time.as_nanoseconds(), event.objects.to_vec(), event.qualifiers.to_vec()))
                .collect::<Vec<_>>()
        })
    };
    let order: Vec<_> = columns(|_| {}).unwrap().into_iter().map(|event| (event.0, event.1.len())).collect();
    assert_eq!(order, [(1, 0), (2, 1), (3, 2)]);
    assert!(matches!(
        columns(|columns| columns.activities[1] = 2),
        Err(Error::BadIndex { column: "activities", row: 1, value: 2, count: 2 })
    ));
    assert!(matches!(
        columns(|columns| columns.objects[2] = 3),
        Err(Error::BadIndex { column: "objects", row: 2, value: 3, count: 3 })
    ));
    assert!(matches!(
        columns(|columns| columns.qualifiers[0] = 2),
        Err(Error::BadIndex { column: "qualifiers", .. })
    ));
    assert!(matches!(
        columns(|columns| columns.activities.truncate(2)),
        Err(Error::WrongLength { what: "activities", expected: 3, found: 2 })
    ));
    assert!(matches!(columns(|columns| columns.offsets[0] = 1), Err(Error::Offsets { row: 0, value: 1 })));
    assert!(matches!(columns(|columns| columns.offsets[1] = 3), Err(Error::Offsets { row: 2, value: 2 })));
    assert!(matches!(columns(|columns| columns.offsets[3] = 2), Err(Error::Offsets { row: 3, value: 2 })));
    assert!(columns(|columns| columns.offsets.clear()).is_ok(), "one object each, by chance");
    assert!(matches!(
        columns(|columns| columns.activity_names[1] = "a".into()),
        Err(Error::DuplicateName { what: "activity", .. })
    ));
    assert!(matches!(columns(|columns| columns.object_types[0].0.clear()), Err(Error::EmptyName { .. })));
    let sparse = columns(|columns| columns.object_types[0].1 = ObjectKeys::Numbered(4_000_000_000));
    assert_eq!(sparse, Err(Error::Sparse { declared: 4_000_000_000, relations: 3, limit: 1 << 24 }));
    assert!(sparse.unwrap_err().to_string().contains("4000000000 objects are declared"));
}

#[test]
fn a_case_log_with_resources_takes_20_bytes_per_event() {
    let events = 100_000_u32;
    let mut columns = EventColumns::default();
    columns.activity_names = vec!["a".into()];
    columns.activities = vec![0; events as usize];
    columns.times = (0..i64::from(events)).collect();
    columns.object_types =
        vec![("case".into(), ObjectKeys::Numbered(10)), ("resource".into(), ObjectKeys::Numbered(3))];
    columns.objects = (0..events).flat_map(|event| [event % 10, 10 + event % 3]).collect();
    columns.offsets = (0..=events).map(|event| event * 2).collect();
    let log = columns.into_log().unwrap();
    assert!(log.heap_bytes() < 20 * events as usize + 10_000, "{}", log.heap_bytes());
}

#[test]
fn results_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<EventLog>();
    shared::<EventColumns>();
    shared::<JourneyGraph>();
    shared::<Variants>();
    shared::<Error>();
}

prop_compose! {
    /// Cases of up to 12 events over 5 activities, with ties in time.
    fn cases()(cases in prop::collection::vec(prop::collection::vec((0..5_u8, 0..40_i64), 0..12), 1..12))
        -> Vec<Vec<(u8, i64)>> {
        cases
    }
}

fn flat(cases: &[Vec<(u8, i64)>]) -> Vec<(String, String, i64)> {
    let row = |case: usize, &(activity, time): &(u8, i64)| {
        (format!("c{case}"), format!("a{activity}"), time * SECOND)
    };
    cases
        .iter()
        .enumerate()
        .flat_map(|(case, events)| events.iter().map(move |event| row(case, event)))
        .collect()
}

fn log_of(rows: &[(String, String, i64)]) -> EventLog {
    let mut builder = EventLog::builder();
    builder.object_type("case").unwrap();
    for (case, activity, time) in rows {
        builder.event(activity, ns(*time), &[("case", case)]).unwrap();
    }
    builder.finish()
}

fn all_variants(log: &EventLog) -> Vec<(Vec<String>, u64)> {
    let variants = Variants::discover(log, log.object_type("case").unwrap()).unwrap();
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    variants.iter().map(|variant| (owned(variant.activities), variant.count)).collect()
}

proptest! {
    #[test]
    fn journeys_conserve_objects(cases in cases()) {
        let log = log_of(&flat(&cases));
        let graph = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
        graph.check_conservation().unwrap();
        let steps: u64 = graph.edges().map(|edge| edge.count).sum();
        prop_assert_eq!(steps, graph.event_count() - graph.object_count());
        prop_assert_eq!(graph.event_count(), log.len() as u64);
        prop_assert_eq!(graph.starts().iter().map(|start| start.1).sum::<u64>(), graph.object_count());
        prop_assert_eq!(graph.ends().iter().map(|end| end.1).sum::<u64>(), graph.object_count());
        let variants = Variants::discover(&log, log.object_type("case").unwrap()).unwrap();
        prop_assert_eq!(variants.iter().map(|variant| variant.count).sum::<u64>(), graph.object_count());
        for edge in graph.edges() {
            prop_assert!(edge.mean_wait.as_secs_f64() >= 0.0 && edge.median_wait.as_secs_f64() <= edge.p90_wait.as_secs_f64());
        }
    }

    #[test]
    fn interleaving_of_cases_changes_nothing(cases in cases(), keys in prop::collection::vec(any::<u32>(), 144)) {
        let rows = flat(&cases);
        // Shuffle events, but keep the order of arrival within each case.
        let mut slots: Vec<usize> = (0..rows.len()).collect();
        slots.sort_by_key(|&at| keys[at]);
        let mut owners: Vec<&String> = slots.iter().map(|&at| &rows[at].0).collect();
        let mut shuffled = Vec::new();
        let mut next: std::collections::HashMap<&String, usize> = std::collections::HashMap::new();
        for owner in owners.drain(..) {
            let place = next.entry(owner).or_default();
            shuffled.push(rows.iter().filter(|row| &row.0 == owner).nth(*place).unwrap().clone());
            *place += 1;
        }
        let (one, other) = (log_of(&rows), log_of(&shuffled));
        prop_assert_eq!(figures(&one, "case"), figures(&other, "case"));
        prop_assert_eq!(all_variants(&one), all_variants(&other));
    }

    #[test]
    fn order_of_arrival_and_names_of_cases_change_nothing(
        cases in cases(), keys in prop::collection::vec(any::<u32>(), 144)
    ) {
        // Without ties the order of arrival is of no account.
        let mut rows = flat(&cases);
        for (at, row) in rows.iter_mut().enumerate() {
            row.2 += at as i64;
        }
        let mut shuffled: Vec<_> = rows.iter().cloned().zip(&keys).collect();
        shuffled.sort_by_key(|(_, key)| **key);
        let shuffled: Vec<_> =
            shuffled.into_iter().map(|((case, activity, time), _)| (format!("{case} renamed"), activity, time)).collect();
        prop_assert_eq!(figures(&log_of(&rows), "case"), figures(&log_of(&shuffled), "case"));
        prop_assert_eq!(all_variants(&log_of(&rows)), all_variants(&log_of(&shuffled)));
    }

    #[test]
    fn columns_and_builder_agree(cases in cases()) {
        let rows = flat(&cases);
        let mut columns = EventColumns::default();
        columns.activity_names = (0..5).map(|activity| format!("a{activity}")).collect();
        columns.object_types = vec![("case".to_owned(), ObjectKeys::Numbered(cases.len() as u32))];
        for (case, events) in cases.iter().enumerate() {
            for &(activity, time) in events {
                columns.activities.push(u32::from(activity));
                columns.times.push(time * SECOND);
                columns.objects.push(case as u32);
            }
        }
        let log = columns.into_log().unwrap();
        prop_assert_eq!(figures(&log, "case"), figures(&log_of(&rows), "case"));
    }
}
