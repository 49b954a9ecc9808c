//! The golden cascade from C.

use total_experience::cascade::{EdgeColumns, Network};

use crate::artifact::{Link, compile, has_tool, run};
use crate::rust_answers::{assert_same, cascade, time_and_bounds};

#[test]
fn the_golden_cascade_from_columns() {
    let from = [0, 1, 0, 3, 3, 4, 2, 3];
    let to = [1, 2, 2, 2, 1, 2, 1, 4];
    let weight = [0.35, 0.26, 0.10, 0.30, 0.08, 0.20, 0.12, 0.25];
    let standard_error = [0.08, 0.09, 0.05, 0.06, 0.04, 0.07, 0.06, 0.06];
    let lag = [1, 1, 0, 0, 1, 0, 1, 0];
    let edges = EdgeColumns { from: &from, to: &to, weight: &weight, ..EdgeColumns::default() }
        .with_standard_error(&standard_error)
        .with_lag(&lag);
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
        let line =
            found.lines().find(|line| line.starts_with(&format!("trajectory\t{period}\t2\t"))).unwrap();
        format!("{:.4}", line.split('\t').next_back().unwrap().parse::<f64>().unwrap())
    };
    assert_eq!([0, 1, 2, 3, 4].map(cx), ["1.2000", "1.2000", "2.3294", "2.3294", "2.3647"]);
}

#[test]
fn clang_compiles_it() {
    if has_tool("clang") {
        run(&compile("clang", "c99", "capi/tests/c/golden.c", &Link::Shared), &[]);
    }
}
