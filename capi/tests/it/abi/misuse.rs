//! Misuse programs: every function called wrongly answers the right status and changes nothing.

use std::fs;

use crate::artifact::{
    Link, SANITIZERS, compile, compile_with, has_sanitizers, has_tool, root, run, run_checked,
};

const MISUSE: [&str; 6] = [
    "capi/tests/c/misuse_maps.c",
    "capi/tests/c/misuse_answers.c",
    "capi/tests/c/misuse_cascades.c",
    "capi/tests/c/misuse_journeys.c",
    "capi/tests/c/misuse_friction.c",
    "capi/tests/c/misuse_requests.c",
];

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
    if !has_sanitizers() {
        return;
    }
    for program in MISUSE {
        run(&compile_with("cc", "c99", program, &Link::Shared, &SANITIZERS), &[]);
    }
}

/// A function or a struct that is added must be misused as well.
#[test]
fn every_function_and_struct_is_misused() {
    let programs: String = MISUSE.iter().map(|path| fs::read_to_string(root().join(path)).unwrap()).collect();
    for symbol in include_str!("../../../symbols.txt").lines() {
        // By itself, or by a macro that is given its name.
        let calls = [format!("{symbol}("), format!("({symbol},")];
        assert!(calls.iter().any(|call| programs.contains(call)), "no misuse program calls {symbol}");
    }
    let header = fs::read_to_string(root().join("include/total_experience.h")).unwrap();
    let macros = header.lines().filter_map(|line| line.strip_prefix("#define ")?.split_once("_INIT {"));
    for (name, _) in macros {
        let check = format!("CHECK_INIT({}, {name}_INIT)", name.to_lowercase());
        assert!(programs.contains(&check), "no misuse program has {check}");
    }
}

/// `cc` is gcc on most machines; a second compiler sees other things.
#[test]
fn clang_finds_nothing() {
    if !has_tool("clang") {
        return;
    }
    for program in MISUSE {
        run(&compile("clang", "c99", program, &Link::Shared), &[]);
    }
}
