//! Journeys of real logs against the figures of pm4py 2.7.
//!
//! The logs are not part of this repository; set `TXM_DATA` to the folder that holds `logs/`.

use std::collections::BTreeMap;
use std::fs::{self, File};

use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, xes};
use total_experience::journey::People;
use total_experience::journey::dfg::{JourneyGraph, Variants};
use total_experience::journey::handover::Handovers;

use crate::needs;

fn check(file: &str, name: &str) {
    let Some(folder) = needs::data("logs") else { return };
    let source = File::open(folder.join(file)).unwrap();
    let options = EventOptions::default();
    let read = if file.contains(".xes") {
        xes::read_with(source, &options)
    } else {
        csv::read_with(source, &options)
    };
    let ImportedLog { log, .. } = read.unwrap();
    let case = log.object_type("case").unwrap();
    let graph = JourneyGraph::discover(&log, case).unwrap();
    let variants = Variants::discover(&log, case).unwrap();
    graph.check_conservation().unwrap();

    let text = fs::read_to_string(folder.join(format!("{name}.summary.json"))).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = serde_json::json!({
        "events": log.len(),
        "cases": graph.object_count(),
        "activities": graph.nodes().len(),
        "dfg_edges": graph.edges().len(),
        "dfg_total": graph.edges().map(|edge| edge.count).sum::<u64>(),
        "variants": variants.len(),
        "resources": log.objects(log.object_type("resource").unwrap()).unwrap().len(),
        "start": graph.starts().into_iter().collect::<BTreeMap<_, _>>(),
        "end": graph.ends().into_iter().collect::<BTreeMap<_, _>>(),
    });
    for (key, value) in found.as_object().unwrap() {
        assert_eq!(value, &summary[key], "{file}: {key}");
    }

    let reference = fs::read_to_string(folder.join(format!("{name}.dfg.csv"))).unwrap();
    let mut edges: BTreeMap<(&str, &str), _> =
        graph.edges().map(|edge| ((edge.from, edge.to), edge)).collect();
    for row in reference.lines().skip(1) {
        let fields: Vec<&str> = row.rsplitn(4, ',').collect();
        let [median, mean, count, names] = fields[..] else { panic!("{row}") };
        let edge = names.split_once(',').and_then(|names| edges.remove(&names));
        let edge = edge.unwrap_or_else(|| panic!("{file}: {names} is missing"));
        assert_eq!(edge.count, count.parse::<u64>().unwrap(), "{file}: {names}");
        for (found, expected) in
            [(edge.mean_wait.as_secs_f64(), mean), (edge.median_wait.as_secs_f64(), median)]
        {
            let expected: f64 = expected.parse().unwrap();
            assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{file}: {names}: {found} {expected}");
        }
    }
    assert!(edges.is_empty(), "{file}: edges that the reference lacks: {edges:?}");
}

#[test]
fn helpdesk_in_both_formats() {
    check("helpdesk.xes.gz", "helpdesk");
    check("helpdesk.csv.gz", "helpdesk");
}

#[test]
fn receipt() {
    check("08_receipt.csv.gz", "08_receipt");
}

#[test]
fn running_example_in_both_formats() {
    check("running-example.xes", "running-example");
    check("running-example.csv", "running-example");
}

/// pm4py's hand-over shares include pairs of the same person: 48.4 % of 16,768 steps.
#[test]
fn handovers_of_the_help_desk() {
    let Some(folder) = needs::data("logs") else { return };
    let source = File::open(folder.join("helpdesk.csv.gz")).unwrap();
    let options = EventOptions::default().with_objects(ObjectColumn::new("team").with_column("workgroup"));
    let ImportedLog { log, .. } = csv::read_with(source, &options).unwrap();
    let [case, person, team] = ["case", "resource", "team"].map(|name| log.object_type(name).unwrap());
    let handovers = Handovers::discover(&log, case, People::new(person).with_min_group(5), team).unwrap();
    let text = fs::read_to_string(folder.join("helpdesk.handover.csv")).unwrap();
    let same: f64 = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let [weight, to, from] = line.rsplitn(3, ',').collect::<Vec<_>>()[..] else { return None };
            (from == to).then(|| weight.parse::<f64>().unwrap())
        })
        .sum();
    let (external, internal) = (handovers.external.unwrap(), handovers.internal.unwrap());
    let steps = (external + internal + handovers.same_person.unwrap()) as f64;
    assert_eq!((external, internal, steps), (7, 8_641, 16_768.0));
    assert!((handovers.same_person.unwrap() as f64 / steps - same).abs() < 1e-12);
}
