//! C and C++ programs against the library, compared with Rust digit by digit.

use std::fs;

use total_experience::cascade::{EdgeColumns, Network};
use total_experience::io::{Limits, json};
use total_experience::model::ExperienceMap;

use crate::artifact::{Link, compile, has_tool, is_there, root, run, run_checked};
use crate::rust_answers::{assert_same, cascade};

const C_EXAMPLE: &str = "examples/c/bank_onboarding.c";
const CPP_EXAMPLE: &str = "examples/cpp/bank_onboarding.cpp";
const MISUSE: &str = "capi/tests/c/misuse.c";

fn bank() -> ExperienceMap {
    let text = fs::read(root().join("examples/c/bank.json")).unwrap();
    json::read_map(text.as_slice(), &Limits::default()).unwrap()
}

/// What the examples print of the cascade.
fn bank_cascade() -> String {
    let map = bank();
    let network = Network::from_map(&map).unwrap();
    let node = |key: &str| map.node(key).unwrap();
    let push = network.vector(&[(node("teller_app/ux/tellers"), 12.0)]).unwrap();
    let halves = [(node("branch/ex/tellers"), 0.5), (node("onboarding/cx/customers"), 0.5)];
    let objective = network.vector(&halves).unwrap();
    cascade(&network, &push, &objective, |number| map.node_key(network.node(number).unwrap()).unwrap())
}

/// The answers of the C example by hand: customers on 0-10 with one missing, tellers with SUS values.
const BANK_TALLY: &str = "tally\tteller_app/ux/tellers\t14\t0\ntally\tonboarding/cx/customers\t13\t1\n";

fn path_of_bank() -> String {
    root().join("examples/c/bank.json").display().to_string()
}

#[test]
fn the_c_example_answers_as_rust() {
    let expected = BANK_TALLY.to_owned() + &bank_cascade();
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[]), &expected);
    assert_same(&run(&program, &[&path_of_bank()]), &expected);
    if has_tool("valgrind") {
        assert_same(&run_checked(&program, &[&path_of_bank()]), &expected);
    }
}

#[test]
fn the_archive_links_and_answers_the_same() {
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Archive);
    assert_same(&run(&program, &[]), &(BANK_TALLY.to_owned() + &bank_cascade()));
}

#[test]
fn the_cpp_example_answers_as_rust() {
    if !has_tool("c++") {
        return;
    }
    let program = compile("c++", "c++17", CPP_EXAMPLE, &Link::Shared);
    assert_same(&run(&program, &[&path_of_bank()]), &bank_cascade());
    if has_tool("valgrind") {
        assert_same(&run_checked(&program, &[&path_of_bank()]), &bank_cascade());
    }
}

/// `cc` is gcc on most machines; a second compiler sees other things.
#[test]
fn clang_compiles_the_examples() {
    if is_there("clang") {
        let program = compile("clang", "c99", C_EXAMPLE, &Link::Shared);
        assert_same(&run(&program, &[]), &(BANK_TALLY.to_owned() + &bank_cascade()));
    }
    if is_there("clang++") {
        let program = compile("clang++", "c++17", CPP_EXAMPLE, &Link::Shared);
        assert_same(&run(&program, &[&path_of_bank()]), &bank_cascade());
    }
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

    let program = compile("cc", "c99", "capi/tests/c/golden.c", &Link::Shared);
    let found = run(&program, &[]);
    assert_same(&found, &without_effect);
    let total = |node: &str| {
        let line = found.lines().find(|line| line.starts_with(&format!("impact\t{node}\t"))).unwrap();
        line.split('\t').nth(5).unwrap().parse::<f64>().unwrap()
    };
    assert_eq!(
        (format!("{:.4}", total("1")), format!("{:.4}", total("2"))),
        ("4.4839".into(), "2.3658".into())
    );
}

#[test]
fn misuse_is_answered_and_changes_nothing() {
    let program = compile("cc", "c99", MISUSE, &Link::Shared);
    run(&program, &[]);
    if has_tool("valgrind") {
        run_checked(&program, &[]);
    }
}

/// A function that is added must be misused as well.
#[test]
fn every_function_is_misused() {
    let program = fs::read_to_string(root().join(MISUSE)).unwrap();
    for symbol in include_str!("../../symbols.txt").lines() {
        // The functions that set defaults are called through a macro.
        let name = symbol.strip_suffix("_init").unwrap_or(symbol);
        let call = if name == symbol { format!("{name}(") } else { format!("CHECK_INIT({name})") };
        assert!(program.contains(&call), "{MISUSE} does not call {symbol}");
    }
}

#[test]
fn a_file_that_is_no_map_is_refused() {
    let program = compile("cc", "c99", C_EXAMPLE, &Link::Shared);
    let output = std::process::Command::new(program).arg(root().join("Cargo.toml")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("line 1, column 2") && errors.lines().count() == 1, "{errors}");
}
