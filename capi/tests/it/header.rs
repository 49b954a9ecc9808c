//! The header that is checked in is the one that the sources make, and says what it must.

use std::env;
use std::fs;

use total_experience::model::{Node, OutcomeId};

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

#[test]
fn every_function_is_in_the_header_and_documented() {
    for symbol in include_str!("../../symbols.txt").lines() {
        let declared = [' ', '*'].into_iter().find_map(|before| MADE.find(&format!("{before}{symbol}(")));
        let at = declared.unwrap_or_else(|| panic!("{symbol} is not in the header"));
        let (before, _) = MADE.split_at(at);
        let docs = before.rsplit("/**").next().unwrap();
        assert!(docs.contains("Since 0."), "{symbol} does not say since when");
        assert!(docs.contains("- Threads: "), "{symbol} has no rule for threads");
        let returns_status = docs.trim_end().ends_with("txm_status");
        assert!(!returns_status || docs.contains("- Errors: "), "{symbol} does not say how it fails");
        assert!(docs.matches("*/").count() == 1, "{symbol} has no docs of its own");
    }
}

#[test]
fn lines_are_short() {
    for (number, line) in MADE.lines().enumerate() {
        assert!(line.chars().count() <= 120, "line {} has {} columns", number + 1, line.chars().count());
    }
}
