//! Journeys, their tallies and chains from C++ against those of Rust.

use total_experience::journey::dfg::{JourneyGraph, JourneyTally, Variants};
use total_experience::journey::log::{EventColumns, ObjectKeys};
use total_experience::journey::markov::{Chain, PathCounts, Paths};

use crate::artifact::{Link, compile, has_tool, run, run_checked};
use crate::rust_answers::assert_same;

/// What the C++ program about journeys says: the graph of a log split by case, and the golden chain.
fn journeys_by_rust() -> String {
    let mut columns = EventColumns::default();
    columns.activity_names = ["ask", "answer", "close"].map(str::to_owned).into();
    columns.activities = vec![0, 0, 1, 1, 2];
    columns.times = vec![0, 5, 31_000_000_000, 47_000_000_000, 99_000_000_000];
    columns.object_types = vec![("case".to_owned(), ObjectKeys::Numbered(2))];
    columns.objects = vec![0, 1, 0, 1, 1];
    let log = columns.into_log().unwrap();
    let case = log.object_type("case").unwrap();
    let mut text = String::new();
    for edge in JourneyGraph::discover(&log, case).unwrap().edges() {
        let waits =
            [edge.mean_wait.as_secs_f64(), edge.median_wait.as_secs_f64(), edge.p90_wait.as_secs_f64()]
                .map(|wait| wait.to_string());
        text += &format!("edge\t{}\t{}\t{}\t{}\n", edge.from, edge.to, edge.count, waits.join("\t"));
    }
    for variant in Variants::discover(&log, case).unwrap().iter() {
        text += &format!("variant\t{}\t{}\n", variant.count, variant.activities.join(" > "));
    }
    let mut tally = JourneyTally::new("case");
    tally.add_log(&log).unwrap();
    for edge in tally.edges() {
        text += &format!(
            "tallied\t{}\t{}\t{}\t{}\n",
            edge.from,
            edge.to,
            edge.objects,
            edge.median_wait.as_secs_f64()
        );
    }
    let mut paths = Paths::new();
    paths.add(&["0", "1"], PathCounts::goal(30).with_lost(20)).unwrap();
    paths.add(&["0", "2"], PathCounts::goal(10).with_lost(40)).unwrap();
    let chain = Chain::fit(&paths).unwrap().solve().unwrap();
    text += &format!("goal\t{}\n", chain.goal);
    for touchpoint in &chain.touchpoints {
        text += &format!("removal\t{}\t{}\n", touchpoint.name, touchpoint.removal_effect.unwrap());
    }
    text
}

#[test]
fn journeys_in_cpp_are_those_of_rust() {
    if !has_tool("c++") {
        return;
    }
    let program = compile("c++", "c++17", "capi/tests/c/journeys.cpp", &Link::Shared);
    assert_same(&run(&program, &[]), &journeys_by_rust());
    if has_tool("valgrind") {
        run_checked(&program, &[]);
    }
}
