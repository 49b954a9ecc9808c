//! The examples in C and C++, a bank and its teller app, compared with Rust digit by digit.

use std::fs::File;
use std::process::Command;

use total_experience::cascade::Network;
use total_experience::io::map::read_json;

use total_experience::io::survey::signals;

use total_experience::model::map::ExperienceMap;
use total_experience::report::Composer;
use total_experience::report::parts::Report;
use total_experience::score::scorecard::Scorecard;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Columns;
use total_experience::signal::tally::Tally;

use crate::artifact::{
    Link, SANITIZERS, compile, compile_with, has_sanitizers, has_tool, root, run, run_checked,
};
use crate::rust_answers::{assert_same, cascade, scorecard, time_and_bounds};

const C_EXAMPLE: &str = "examples/c/bank_onboarding.c";
const CPP_EXAMPLE: &str = "examples/cpp/bank_onboarding.cpp";
/// A file of the Rust example of the main job.
fn data(name: &str) -> String {
    root().join("examples/bank_onboarding").join(name).display().to_string()
}

fn bank() -> ExperienceMap {
    read_json(File::open(data("map.json")).unwrap()).unwrap()
}

fn bank_scorecard(map: &ExperienceMap) -> Scorecard {
    let answers = File::open(data("signals.csv")).unwrap();
    let tally = signals::read_responses(answers, map).unwrap().responses.tally().unwrap();
    Scorecard::from_tally(map, &tally).unwrap()
}

/// What the examples say of the cascade.
fn bank_cascade(map: &ExperienceMap) -> String {
    let network = Network::from_map(map).unwrap();
    let node = |key: &str| map.node(key).unwrap();
    let push = network.node_values(&[(node("teller_app/ux/tellers"), 12.0)]).unwrap();
    let halves = [(node("teller_desk/ex/tellers"), 0.5), (node("onboarding/cx/customers"), 0.5)];
    let objective = network.node_values(&halves).unwrap();
    cascade(&network, &push, &objective, |node| network.key(node).into_owned())
}

/// What the C++ example adds: the trajectory, and the bounded cascade from scores of two facets.
fn bank_cascade_over_time(map: &ExperienceMap) -> String {
    let network = Network::from_map(map).unwrap();
    let node = |key: &str| map.node(key).unwrap();
    let push = network.node_values(&[(node("teller_app/ux/tellers"), 12.0)]).unwrap();
    let mut scores = vec![None; network.node_count()];
    for (key, score) in [("teller_app/ux/tellers", 58.0), ("teller_desk/ex/tellers", 97.0)] {
        scores[network.find(key).unwrap()] = Some(score);
    }
    let name = |node| network.key(node).into_owned();
    bank_cascade(map) + &time_and_bounds(&network, &push, &scores, name)
}

fn bank_facts() -> String {
    let map = bank();
    scorecard(&bank_scorecard(&map)) + &bank_cascade(&map)
}

fn bank_report() -> Report {
    let map = bank();
    let node = |key: &str| map.node(key).unwrap();
    let aim = [(node("teller_desk/ex/tellers"), 0.5), (node("onboarding/cx/customers"), 0.5)];
    Composer::new("A better teller app", &map)
        .with_scorecard(&bank_scorecard(&map))
        .with_shock(&[(node("teller_app/ux/tellers"), 12.0)])
        .with_objective(&aim)
        .compose()
        .unwrap()
}

#[test]
fn the_c_example_answers_as_rust() {
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Shared);
    let (map, answers) = (data("map.json"), data("signals.csv"));
    let report = bank_report();
    assert_same(&run(&program, &[&map, &answers]), &bank_facts());
    assert_eq!(run(&program, &[&map, &answers, "--json"]), report.to_json().unwrap());
    assert_eq!(run(&program, &[&map, &answers, "--markdown"]), report.to_markdown());
    if has_tool("valgrind") {
        assert_same(&run_checked(&program, &[&map, &answers]), &bank_facts());
        assert_eq!(run_checked(&program, &[&map, &answers, "--json"]), report.to_json().unwrap());
    }
}

#[test]
fn the_archive_links_and_answers_the_same() {
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Archive);
    assert_same(&run(&program, &[&data("map.json"), &data("signals.csv")]), &bank_facts());
}

/// The report of the C++ example: six tellers and no objective.
fn cpp_report() -> Report {
    let map = bank();
    let facet = map.facet_id("teller_app/ux/tellers").unwrap();
    let mut tally = Tally::new();
    tally.declare(facet, Instrument::Sus).unwrap();
    let (value, people) = ([55.0, 62.5, 47.5, 60.0, 70.0, 52.5], [1, 2, 3, 4, 5, 6]);
    tally.add_columns(&Columns::new(&[facet; 6], &value).with_respondent(&people)).unwrap();
    let card = Scorecard::from_tally(&map, &tally).unwrap();
    let push = [(facet.into(), 12.0)];
    Composer::new("A better teller app", &map).with_scorecard(&card).with_shock(&push).compose().unwrap()
}

#[test]
fn the_cpp_example_answers_as_rust() {
    if !has_tool("c++") {
        return;
    }
    let program = compile("c++", "c++17", CPP_EXAMPLE, &Link::Shared);
    let (map, expected) = (data("map.json"), bank_cascade_over_time(&bank()));
    assert_same(&run(&program, &[&map]), &expected);
    assert_eq!(run(&program, &[&map, "--json"]), cpp_report().to_json().unwrap());
    if has_tool("valgrind") {
        assert_same(&run_checked(&program, &[&map]), &expected);
        run_checked(&program, &[&map, "--json"]);
    }
}

#[test]
fn a_file_that_is_no_map_is_refused() {
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Shared);
    let output =
        Command::new(program).arg(root().join("Cargo.toml")).arg(data("signals.csv")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("line 1, column 2") && errors.lines().count() == 1, "{errors}");
}

/// `cc` is gcc on most machines; a second compiler sees other things.
#[test]
fn clang_compiles_the_examples() {
    if !has_tool("clang") || !has_tool("clang++") {
        return;
    }
    let program = compile("clang", "c99", C_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[&data("map.json"), &data("signals.csv")]), &bank_facts());
    let program = compile("clang++", "c++17", CPP_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[&data("map.json")]), &bank_cascade_over_time(&bank()));
}

#[test]
fn sanitizers_find_nothing_in_the_example() {
    if !has_sanitizers() {
        return;
    }
    let program = compile_with("cc", "c99", C_EXAMPLE, &Link::Shared, &SANITIZERS);
    run(&program, &[&data("map.json"), &data("signals.csv")]);
}
