//! Maps that are built in C.

use total_experience::io::map::write_json;
use total_experience::model::map::MapDocument;
use total_experience::model::{Dimension, Direction, Outcome, Role, Stakeholder, Touchpoint};

use crate::artifact::{Link, compile, has_tool, run, run_checked};

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
        .outcome(Outcome::new("retention").with_unit("percentage points"))
        .outcome(
            Outcome::new("turnover").with_unit("percentage points").with_direction(Direction::LowerIsBetter),
        )
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
    assert_eq!(run(&program, &[]), write_json(&map).unwrap() + "\n");
    if has_tool("valgrind") {
        run_checked(&program, &[]);
    }
}

#[test]
fn clang_builds_one() {
    if has_tool("clang") {
        run(&compile("clang", "c99", "examples/c/build_map.c", &Link::Shared), &[]);
    }
}
