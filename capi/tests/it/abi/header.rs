//! Header checks: equal to what the sources make, complete, documented.

use std::env;
use std::fs;

use total_experience::model::ids::OutcomeId;
use total_experience::model::influence::Node;

use crate::artifact::root;

const MADE: &str = include_str!(concat!(env!("OUT_DIR"), "/total_experience.h"));

#[test]
fn the_header_is_up_to_date() {
    let path = root().join("include/total_experience.h");
    if env::var("TXM_BLESS").as_deref() == Ok("1") {
        fs::write(&path, MADE).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == MADE,
        "include/total_experience.h is not what the sources make: look whether the change of the ABI is meant, then \
         write it with TXM_BLESS=1 cargo test -p total-experience-capi header"
    );
}

/// What cbindgen would drop without a word.
#[test]
fn definitions_are_there() {
    let version = [
        ("MAJOR", env!("CARGO_PKG_VERSION_MAJOR")),
        ("MINOR", env!("CARGO_PKG_VERSION_MINOR")),
        ("PATCH", env!("CARGO_PKG_VERSION_PATCH")),
    ];
    for (part, value) in version {
        assert!(MADE.contains(&format!("#define TXM_VERSION_{part} {value}\n")), "{part}");
    }
    assert!(MADE.contains("#define TXM_VERSION_NUMBER "));
    assert!(MADE.contains("#define TXM_NTS SIZE_MAX\n"));
    let outcome = Node::from(OutcomeId::from_u32(0)).as_u32();
    assert!(MADE.contains(&format!("#define TXM_NODE_OUTCOME UINT32_C(0x{outcome:X})\n")));
}

/// The docs of a function in the header, and its declaration from the return type on.
fn function(symbol: &str) -> (&'static str, &'static str) {
    // Behind the preamble, which has an example.
    let (_, sections) = MADE.split_once("#define TOTAL_EXPERIENCE_H").unwrap();
    let declared = [' ', '*'].into_iter().find_map(|before| sections.find(&format!("{before}{symbol}(")));
    let at = declared.unwrap_or_else(|| panic!("{symbol} is not in the header"));
    let start = sections.get(..at).and_then(|before| before.rfind("/**")).unwrap();
    let (docs, declaration) = sections.get(start..).and_then(|rest| rest.split_once("*/")).unwrap();
    (docs, declaration.split_once(");").unwrap().0.trim_start())
}

/// The names of the parameters of a declaration.
fn parameters(declaration: &str) -> Vec<&str> {
    let (_, list) = declaration.split_once('(').unwrap();
    let name = |parameter: &'_ str| parameter.rfind([' ', '*']).map(|at| at + 1);
    list.split(',').filter_map(|parameter| parameter.get(name(parameter)?..)).collect()
}

#[test]
fn every_function_is_in_the_header_and_documented() {
    for symbol in include_str!("../../../symbols.txt").lines() {
        let (docs, declaration) = function(symbol);
        assert!(declaration.starts_with("TXM_API "), "{symbol} is not marked as exported");
        assert!(docs.contains("@since 0."), "{symbol} does not say since when");
        assert!(docs.contains("Threads: "), "{symbol} has no rule for threads");
        let is_void = declaration.starts_with("TXM_API void");
        assert_eq!(docs.contains("@return "), !is_void, "{symbol} and what it returns");
        let documented: Vec<&str> = docs
            .split("@param ")
            .skip(1)
            .filter_map(|text| text.split_whitespace().next())
            .flat_map(|names| names.split(','))
            .collect();
        assert_eq!(documented, parameters(declaration), "parameters of {symbol}");
    }
}

#[test]
fn lines_are_short() {
    for (number, line) in MADE.lines().enumerate() {
        assert!(line.chars().count() <= 120, "line {} has {} columns", number + 1, line.chars().count());
    }
}
