//! The graph of several types of objects, and the edges that a list leaves out.

use std::collections::BTreeMap;

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::dfg::{JourneyGraph, ObjectCentricGraph};
use total_experience::journey::log::{EventLog, ObjectTypeId};

use crate::journey::ns;

/// Requisitions (q), orders (o), invoices (i) and payments (p): which events involve which objects is as in the example
/// of the OCEL 2.0 standard (Berti et al. 2024, doi:10.48550/arXiv.2403.01975).
fn purchases() -> EventLog {
    let events: [(&str, &[(&str, &str)]); 13] = [
        ("request", &[("q", "1")]),
        ("approve", &[("q", "1")]),
        ("order", &[("q", "1"), ("o", "1")]),
        ("change", &[("o", "1")]),
        ("bill", &[("o", "1"), ("i", "1")]),
        ("bill", &[("o", "1"), ("i", "2")]),
        ("pay", &[("i", "1"), ("p", "1")]),
        ("pay", &[("i", "2"), ("p", "2")]),
        ("bill", &[("i", "3")]),
        ("order", &[("i", "3"), ("o", "2")]),
        ("block", &[("i", "3")]),
        ("unblock", &[("i", "3")]),
        ("pay", &[("i", "3"), ("p", "3")]),
    ];
    let mut builder = EventLog::builder();
    for (time, (activity, objects)) in events.into_iter().enumerate() {
        builder.event(activity, ns(time as i64), objects).unwrap();
    }
    builder.finish()
}

/// Edges as found by pm4py 2.7 (`discover_ocdfg`, event couples) for the example of the standard.
#[test]
fn the_example_of_the_standard() {
    let graph = ObjectCentricGraph::discover(&purchases()).unwrap();
    graph.check_conservation().unwrap();
    let edges: Vec<_> = graph
        .edges()
        .iter()
        .map(|edge| (edge.object_type, edge.edge.from, edge.edge.to, edge.edge.count))
        .collect();
    let expected = [
        ("i", "bill", "pay", 2),
        ("i", "bill", "order", 1),
        ("i", "block", "unblock", 1),
        ("i", "order", "block", 1),
        ("i", "unblock", "pay", 1),
        ("o", "bill", "bill", 1),
        ("o", "change", "bill", 1),
        ("o", "order", "change", 1),
        ("q", "approve", "order", 1),
        ("q", "request", "approve", 1),
    ];
    assert_eq!(edges, expected);
    let bill = graph.nodes().iter().find(|node| node.name == "bill").unwrap();
    assert_eq!((bill.events, bill.visits, bill.starts, bill.ends), (3, 5, 3, 1));
    assert_eq!(graph.nodes().iter().map(|node| node.events).sum::<u64>(), 13);
    assert_eq!(graph.graph_of("p").unwrap().edges().len(), 0);
    assert!(graph.graph_of("x").is_none());

    let top = graph.top_edges(3);
    assert_eq!((top.shown.len(), top.other.edges, top.other.count), (3, 7, 7));
    assert!((top.coverage - 4.0 / 11.0).abs() < 1e-15 && (top.other.share - 7.0 / 11.0).abs() < 1e-15);
    let text = serde_json::to_value(&graph).unwrap();
    assert_eq!(text["activities"][2]["events"], 2);
    assert_eq!(text["types"].as_array().unwrap().len(), 4);
    assert_eq!(serde_json::to_value(top.shown[0]).unwrap()["object_type"], "i");
}

#[test]
fn some_types_only() {
    let log = purchases();
    let order = log.object_type("o").unwrap();
    let graph = ObjectCentricGraph::discover_types(&log, &[order, order]).unwrap();
    assert_eq!(graph.graphs(), [JourneyGraph::discover(&log, order).unwrap()]);
    assert_eq!(graph.nodes().iter().map(|node| node.events).sum::<u64>(), 5);
    let stranger = ObjectTypeId::from_u32(4);
    assert!(matches!(ObjectCentricGraph::discover_types(&log, &[stranger]), Err(Error::UnknownId { .. })));
    let empty = ObjectCentricGraph::discover(&EventLog::builder().finish()).unwrap();
    assert!(empty.nodes().is_empty());
    let top = empty.top_edges(5);
    assert_eq!((top.coverage, top.other.edges, top.other.share), (0.0, 0, 0.0));
}

proptest! {
    #[test]
    fn sums_add_up(events in prop::collection::vec((0..4_usize, prop::collection::vec((0..3_usize, 0..3_usize), 0..4)), 0..25), most in 0..9_usize) {
        const NAMES: [&str; 4] = ["a", "b", "c", "d"];
        let mut builder = EventLog::builder();
        for (activity, objects) in &events {
            let objects: Vec<_> = objects.iter().map(|&(of, key)| (NAMES[of], NAMES[key])).collect();
            builder.event(NAMES[*activity], ns(0), &objects).unwrap();
        }
        let graph = ObjectCentricGraph::discover(&builder.finish()).unwrap();
        graph.check_conservation().unwrap();
        let mut flows: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
        for edge in graph.edges() {
            flows.entry(edge.edge.to).or_default()[0] += edge.edge.count;
            flows.entry(edge.edge.from).or_default()[1] += edge.edge.count;
        }
        for node in graph.nodes() {
            let [entered, left] = flows.get(node.name.as_str()).copied().unwrap_or_default();
            prop_assert_eq!((entered + node.starts, left + node.ends), (node.visits, node.visits));
            prop_assert!(0 < node.events && node.events <= node.visits);
        }
        let involved = events.iter().filter(|event| !event.1.is_empty()).count() as u64;
        prop_assert_eq!(graph.nodes().iter().map(|node| node.events).sum::<u64>(), involved);
        let all: u64 = graph.edges().iter().map(|edge| edge.edge.count).sum();
        let top = graph.top_edges(most);
        let shown: u64 = top.shown.iter().map(|edge| edge.edge.count).sum();
        prop_assert_eq!((shown + top.other.count, top.shown.len() + top.other.edges), (all, graph.edges().len()));
        for one in graph.graphs() {
            let top = one.top_edges(most);
            let shown: u64 = top.shown.iter().map(|edge| edge.count).sum();
            prop_assert_eq!(shown + top.other.count, one.visit_count() - one.object_count());
        }
    }
}
