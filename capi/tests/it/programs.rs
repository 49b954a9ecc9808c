//! C and C++ programs against the library, compared with Rust digit by digit.

use std::fs::{self, File};
use std::process::Command;

use total_experience::cascade::{EdgeColumns, Network};
use total_experience::io::signals;
use total_experience::io::signals::SignalOptions;
use total_experience::io::{Limits, json};
use total_experience::journey::dfg::{JourneyGraph, JourneyTally, Variants};
use total_experience::journey::log::{EventColumns, ObjectKeys};
use total_experience::journey::markov::{Chain, PathCounts, Paths};
use total_experience::model::{
    Dimension, Direction, ExperienceMap, MapDocument, Outcome, Role, Stakeholder, Touchpoint,
};
use total_experience::report::{Composer, Report};
use total_experience::score::{Scorecard, ScorecardOptions};
use total_experience::signal::{Columns, Instrument, Tally};

use crate::artifact::{Link, compile, compile_with, has_sanitizers, has_tool, root, run, run_checked};
use crate::rust_answers::{assert_same, cascade, scorecard, time_and_bounds};

const C_EXAMPLE: &str = "examples/c/bank_onboarding.c";
const CPP_EXAMPLE: &str = "examples/cpp/bank_onboarding.cpp";
const MISUSE: [&str; 5] = [
    "capi/tests/c/misuse_maps.c",
    "capi/tests/c/misuse_answers.c",
    "capi/tests/c/misuse_cascades.c",
    "capi/tests/c/misuse_journeys.c",
    "capi/tests/c/misuse_friction.c",
];

/// A file of the Rust example of the main job.
fn data(name: &str) -> String {
    root().join("examples/bank_onboarding").join(name).display().to_string()
}

fn bank() -> ExperienceMap {
    json::read_map(File::open(data("map.json")).unwrap(), &Limits::default()).unwrap()
}

fn bank_scorecard(map: &ExperienceMap) -> Scorecard {
    let answers = File::open(data("signals.csv")).unwrap();
    let tally = signals::read_responses(answers, map, &SignalOptions::default()).unwrap().tally().unwrap();
    Scorecard::new(map, &tally, &ScorecardOptions::default()).unwrap()
}

/// What the examples say of the cascade.
fn bank_cascade(map: &ExperienceMap) -> String {
    let network = Network::from_map(map).unwrap();
    let node = |key: &str| map.node(key).unwrap();
    let push = network.vector(&[(node("teller_app/ux/tellers"), 12.0)]).unwrap();
    let halves = [(node("teller_desk/ex/tellers"), 0.5), (node("onboarding/cx/customers"), 0.5)];
    let objective = network.vector(&halves).unwrap();
    cascade(&network, &push, &objective, |number| map.node_key(network.node(number).unwrap()).unwrap())
}

/// What the C++ example adds: the response, and the bounded cascade from scores of two facets.
fn bank_cascade_over_time(map: &ExperienceMap) -> String {
    let network = Network::from_map(map).unwrap();
    let node = |key: &str| map.node(key).unwrap();
    let push = network.vector(&[(node("teller_app/ux/tellers"), 12.0)]).unwrap();
    let mut scores = vec![None; network.node_count()];
    for (key, score) in [("teller_app/ux/tellers", 58.0), ("teller_desk/ex/tellers", 97.0)] {
        scores[network.number(node(key)).unwrap()] = Some(score);
    }
    let name = |number| map.node_key(network.node(number).unwrap()).unwrap();
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
        .with_push(&[(node("teller_app/ux/tellers"), 12.0)])
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

#[test]
fn a_map_that_c_builds_is_the_one_that_rust_builds() {
    const APP: &str = "teller_app/ux/tellers";
    const EX: &str = "branch/ex/tellers";
    const CX: &str = "onboarding/cx/customers";
    const WEB: &str = "portal/ux/customers";
    const MX: &str = "onboarding/mx/customers";
    let map = MapDocument::new("Bank")
        .stakeholder(Stakeholder::new("customers", Role::Customer).with_population(60_000))
        .stakeholder(Stakeholder::new("tellers", Role::Employee).with_population(900))
        .touchpoint(Touchpoint::new("teller_app").with_owner("Branch IT"))
        .touchpoint(Touchpoint::new("branch").with_owner("Retail"))
        .touchpoint(Touchpoint::new("onboarding").with_owner("Retail").with_stage("onboarding"))
        .touchpoint(Touchpoint::new("portal").with_owner("Digital"))
        .facet("teller_app", Dimension::User, "tellers")
        .facet("branch", Dimension::Employee, "tellers")
        .facet("onboarding", Dimension::Customer, "customers")
        .facet("portal", Dimension::User, "customers")
        .facet("onboarding", Dimension::Multi, "customers")
        .outcome(Outcome::new("retention", "percentage points"))
        .outcome(Outcome::new("turnover", "percentage points").with_direction(Direction::LowerIsBetter))
        .influence(APP, EX, 0.35, |i| i.with_standard_error(0.08).with_lag(1))
        .influence(EX, CX, 0.26, |i| i.with_standard_error(0.09).with_lag(1))
        .influence(APP, CX, 0.10, |i| i.with_standard_error(0.05))
        .influence(WEB, CX, 0.30, |i| i.with_standard_error(0.06))
        .influence(WEB, EX, 0.08, |i| i.with_standard_error(0.04).with_lag(1))
        .influence(MX, CX, 0.20, |i| i.with_standard_error(0.07))
        .influence(CX, EX, 0.12, |i| i.with_standard_error(0.06).with_lag(1))
        .influence(WEB, MX, 0.25, |i| i.with_standard_error(0.06))
        .influence(CX, "retention", 0.40, |i| i.with_standard_error(0.15))
        .influence(EX, "turnover", -0.30, |i| i.with_standard_error(0.12))
        .build()
        .unwrap();
    let program = compile("cc", "c99", "examples/c/build_map.c", &Link::Shared);
    assert_eq!(run(&program, &[]), json::write_map(&map).unwrap() + "\n");
    if has_tool("valgrind") {
        run_checked(&program, &[]);
    }
}

/// The report of the C++ example: six tellers and no objective.
fn cpp_report() -> Report {
    let map = bank();
    let facet = map.facet_id("teller_app/ux/tellers").unwrap();
    let mut tally = Tally::new();
    tally.declare(facet, Instrument::Sus).unwrap();
    let (value, people) = ([55.0, 62.5, 47.5, 60.0, 70.0, 52.5], [1, 2, 3, 4, 5, 6]);
    tally.add_columns(&Columns::new(&[facet; 6], &value).with_respondent(&people)).unwrap();
    let card = Scorecard::new(&map, &tally, &ScorecardOptions::default()).unwrap();
    let push = [(facet.into(), 12.0)];
    Composer::new("A better teller app", &map).with_scorecard(&card).with_push(&push).compose().unwrap()
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

/// `cc` is gcc on most machines; a second compiler sees other things.
#[test]
fn clang_compiles_everything() {
    if !has_tool("clang") || !has_tool("clang++") {
        return;
    }
    let program = compile("clang", "c99", C_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[&data("map.json"), &data("signals.csv")]), &bank_facts());
    for program in ["examples/c/build_map.c", "capi/tests/c/golden.c"].into_iter().chain(MISUSE) {
        run(&compile("clang", "c99", program, &Link::Shared), &[]);
    }
    let program = compile("clang++", "c++17", CPP_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[&data("map.json")]), &bank_cascade_over_time(&bank()));
}

#[test]
fn the_golden_cascade_from_columns() {
    let from = [0, 1, 0, 3, 3, 4, 2, 3];
    let to = [1, 2, 2, 2, 1, 2, 1, 4];
    let weight = [0.35, 0.26, 0.10, 0.30, 0.08, 0.20, 0.12, 0.25];
    let standard_error = [0.08, 0.09, 0.05, 0.06, 0.04, 0.07, 0.06, 0.06];
    let lag = [1, 1, 0, 0, 1, 0, 1, 0];
    let edges = EdgeColumns::new(&from, &to, &weight).with_standard_error(&standard_error).with_lag(&lag);
    let network = Network::from_columns(5, &edges).unwrap();
    let expected = cascade(&network, &[12.0, 0.0, 0.0, 0.0, 0.0], &[0.0, 0.5, 0.5, 0.0, 0.0], |number| {
        number.to_string()
    });
    let without_effect: String =
        expected.lines().filter(|line| !line.starts_with("effect")).flat_map(|line| [line, "\n"]).collect();
    let scores = [Some(90.0), Some(55.0), Some(70.0), None, None];
    let expected = without_effect
        + &time_and_bounds(&network, &[12.0, 0.0, 0.0, 0.0, 0.0], &scores, |number| number.to_string());

    let program = compile("cc", "c99", "capi/tests/c/golden.c", &Link::Shared);
    let found = run(&program, &[]);
    assert_same(&found, &expected);
    let total = |node: &str| {
        let line = found.lines().find(|line| line.starts_with(&format!("impact\t{node}\t"))).unwrap();
        line.split('\t').nth(5).unwrap().parse::<f64>().unwrap()
    };
    assert_eq!(
        (format!("{:.4}", total("1")), format!("{:.4}", total("2"))),
        ("4.4839".into(), "2.3658".into())
    );
    let cx = |period: usize| {
        let line = found.lines().find(|line| line.starts_with(&format!("response\t{period}\t2\t"))).unwrap();
        format!("{:.4}", line.split('\t').next_back().unwrap().parse::<f64>().unwrap())
    };
    assert_eq!([0, 1, 2, 3, 4].map(cx), ["1.2000", "1.2000", "2.3294", "2.3294", "2.3647"]);
}

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
        let waits = [edge.mean_seconds, edge.median_seconds, edge.p90_seconds].map(|wait| wait.to_string());
        text += &format!("edge\t{}\t{}\t{}\t{}\n", edge.from, edge.to, edge.count, waits.join("\t"));
    }
    for variant in Variants::discover(&log, case).unwrap().iter() {
        text += &format!("variant\t{}\t{}\n", variant.count, variant.activities.join(" > "));
    }
    let mut tally = JourneyTally::new("case");
    tally.add_log(&log).unwrap();
    for edge in tally.edges() {
        text += &format!("tallied\t{}\t{}\t{}\t{}\n", edge.from, edge.to, edge.objects, edge.median_seconds);
    }
    let mut paths = Paths::new();
    paths.add(&["0", "1"], PathCounts::new(30, 20)).unwrap();
    paths.add(&["0", "2"], PathCounts::new(10, 40)).unwrap();
    let chain = Chain::new(&paths).unwrap().solve().unwrap();
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

#[test]
fn misuse_is_answered_and_changes_nothing() {
    for program in MISUSE {
        let program = compile("cc", "c99", program, &Link::Shared);
        run(&program, &[]);
        if has_tool("valgrind") {
            run_checked(&program, &[]);
        }
    }
}

/// What valgrind cannot see: reads and writes past arrays on the stack, and undefined behaviour in C.
#[test]
fn sanitizers_find_nothing() {
    const FLAGS: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    if !has_sanitizers() {
        return;
    }
    for program in MISUSE {
        run(&compile_with("cc", "c99", program, &Link::Shared, &FLAGS), &[]);
    }
    let program = compile_with("cc", "c99", C_EXAMPLE, &Link::Shared, &FLAGS);
    run(&program, &[&data("map.json"), &data("signals.csv")]);
}

/// A function that is added must be misused as well.
#[test]
fn every_function_is_misused() {
    let programs: String = MISUSE.iter().map(|path| fs::read_to_string(root().join(path)).unwrap()).collect();
    for symbol in include_str!("../../symbols.txt").lines() {
        // The functions that set defaults are called through a macro.
        let name = symbol.strip_suffix("_init").unwrap_or(symbol);
        let call = if name == symbol { format!("{name}(") } else { format!("CHECK_INIT({name})") };
        assert!(programs.contains(&call), "no misuse program calls {symbol}");
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
