//! Paths from CSV: plain and quoted rows alike, faults with their lines, and the real data set.

use std::fmt::Write as _;
use std::fs::{self, File};

use proptest::prelude::*;
use total_experience::io::Error;
use total_experience::io::paths::{PathOptions, read_chain_with, read_paths, read_paths_with};
use total_experience::io::source::Limits;
use total_experience::journey::markov::{AttributionRule, Chain, Paths};

fn read(text: &str) -> Result<Paths, Error> {
    read_paths(text.as_bytes()).map(|found| found.paths)
}

fn shown(paths: &Paths) -> Vec<String> {
    paths.iter().map(|(steps, counts)| format!("{} {counts:?}", steps.join("|"))).collect()
}

#[test]
fn columns_in_any_order() {
    let text = "open;lost;conv;path\n1;2;3;a > b c\n;;4;\"b c > a;x\"\n\r\n0;0;1;a\r\n";
    let paths = read(text).unwrap();
    let steps: Vec<String> = paths.iter().map(|row| row.0.join("|")).collect();
    assert_eq!(steps, ["a|b c", "b c|a;x", "a"]);
    let totals = paths.totals();
    assert_eq!((totals.goal, totals.lost, totals.open, totals.value), (8, 2, 1, 0.0));
}

#[test]
fn faults_name_their_line() {
    let fault =
        |rows: &str| read(&format!("path,total_conversions,total_conversion_value,total_null\n{rows}"));
    for quoted in ["", "\"quoted\",1,1,1\n"] {
        let line = 2 + quoted.lines().count() as u64;
        let fault = |row: &str| fault(&format!("{quoted}{row}\n")).unwrap_err();
        assert!(matches!(fault(" ,1,1,1"), Error::EmptyField { line: at, .. } if at == line));
        for (row, column) in [
            ("a > > b,1,1,1", "path"),
            ("> a,1,1,1", "path"),
            ("a >,1,1,1", "path"),
            ("a,-1,1,1", "total_conversions"),
            ("a,1.5,1,1", "total_conversions"),
            ("a,1.,1,1", "total_conversions"),
            ("a,-0.0,1,1", "total_conversions"),
            ("a,1,inf,1", "total_conversion_value"),
            ("a,1,1,many", "total_null"),
        ] {
            let error = fault(row);
            let named = matches!(&error, Error::BadField { line: at, column: found, .. } if *at == line && found == column);
            assert!(named, "{row}: {error}");
        }
        assert!(matches!(fault("a,1,1"), Error::RaggedRow { line: at, expected: 4, found: 3 } if at == line));
        assert!(matches!(fault("a,9007199254740992,1,1"), Error::Journey(_)));
    }
    assert!(matches!(read("path,null\na,1\n"), Err(Error::MissingColumn { .. })));
    assert!(matches!(read("path,conv\n"), Err(Error::NoRows)));
    assert!(matches!(read("path,conv\n\"a,1\n"), Err(Error::UnclosedQuote { line: 2 })));
    let few = PathOptions::default().with_limits(Limits::default().with_max_rows(2));
    assert!(read_paths_with("path,conv\na,1\nb,1\n".as_bytes(), &few).is_ok());
    assert!(matches!(
        read_paths_with("path,conv\na,1\nb,1\nc,1\n".as_bytes(), &few),
        Err(Error::TooManyRows { limit: 2 })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The fast way through plain rows finds what the CSV reader finds.
    #[test]
    fn plain_and_quoted_rows_agree(
        rows in prop::collection::vec((prop::collection::vec("[a-e\u{e9} \u{0}]{0,20}x", 1..9), 0_u64..5, 0_u64..5), 1..60),
        windows in any::<bool>(),
    ) {
        let (mut plain, mut quoted) = (String::from("path,conv,null\n"), String::from("path,conv,null\n"));
        let end = if windows { "\r\n" } else { "\n" };
        for (steps, goal, lost) in &rows {
            let path = steps.join(" > ");
            write!(plain, "{path},{goal},{lost}{end}").unwrap();
            write!(quoted, "\"{path}\",{goal},{lost}{end}").unwrap();
        }
        let (plain, quoted) = (read(&plain).unwrap(), read(&quoted).unwrap());
        prop_assert_eq!(shown(&plain), shown(&quoted));
        prop_assert_eq!(plain.len(), rows.len());
    }
}

/// Rows across the edges of the reader's buffer, some of them quoted.
#[test]
fn many_rows() {
    let mut text = String::from(
        "path,conv,null
",
    );
    for row in 0..20_000 {
        let quote = if row % 1_000 < 3 { "\"" } else { "" };
        writeln!(
            text,
            "{quote}c{} > c{} > a longer name than others{quote},{},1",
            row % 97,
            row % 89,
            row % 2
        )
        .unwrap();
    }
    let paths = read(&text).unwrap();
    assert_eq!((paths.len(), paths.step_count(), paths.touchpoint_count()), (20_000, 60_000, 98));
    assert_eq!((paths.totals().goal, paths.totals().lost), (10_000, 20_000));
    for (at, (steps, counts)) in paths.iter().enumerate() {
        assert_eq!(steps, [&format!("c{}", at % 97), &format!("c{}", at % 89), "a longer name than others"]);
        assert_eq!(counts.goal, at as u64 % 2);
    }
    let error = read(&(text + "c1,x,1\n")).unwrap_err();
    assert!(matches!(error, Error::BadField { line: 20_002, .. }), "{error}");
}

/// The 10,000 paths of a public attribution data set, against exact linear algebra on the same counts (numpy).
#[test]
fn attribution_data() {
    let Some(folder) = crate::needs::data("attribution") else { return };
    let paths = read_paths(File::open(folder.join("Data.csv")).unwrap()).unwrap().paths;
    let totals = paths.totals();
    assert_eq!((paths.len(), totals.goal, totals.lost), (10_000, 19_785, 68_602));
    let answer = Chain::fit(&paths).unwrap().solve().unwrap();
    assert!((answer.goal - 0.223_845_135_596_863_8).abs() < 1e-15);
    let reference = fs::read_to_string(folder.join("ref_exact_order1_own_linear_algebra.csv")).unwrap();
    let mut rows = 0;
    for row in reference.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let role = answer.touchpoint(fields[0]).unwrap();
        let [effect, _, credit] = [1, 2, 3].map(|at| fields[at].parse::<f64>().unwrap());
        assert!((role.removal_effect.unwrap() - effect).abs() < 1e-12, "{row}");
        assert!((role.credit.unwrap() - credit).abs() < 1e-7, "{row}");
        rows += 1;
    }
    assert_eq!(rows, answer.touchpoints.len());
    // The same tool's rules of thumb, exact.
    let reference = fs::read_to_string(folder.join("ref_heuristic.csv")).unwrap();
    let rules = [AttributionRule::First, AttributionRule::Last, AttributionRule::Linear]
        .map(|rule| rule.credits(&paths).unwrap());
    for row in reference.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        for (rule, expected) in rules.iter().zip(fields[1..].chunks(2)) {
            let credit = rule.iter().find(|credit| credit.name == fields[0]).unwrap();
            let [goals, value] = [0, 1].map(|at| expected[at].parse::<f64>().unwrap());
            assert!(
                (credit.goals - goals).abs() <= 1e-11 * goals
                    && (credit.value - value).abs() <= 1e-11 * value,
                "{row}"
            );
        }
    }
    // Order 2 of a tool that simulates: about .3 % of noise.
    let second = Chain::fit_order(&paths, 2).unwrap().solve().unwrap();
    let reference = fs::read_to_string(folder.join("ref_markov_order2_removal_effects.csv")).unwrap();
    for row in reference.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let expected: f64 = fields[1].parse().unwrap();
        let found = second.touchpoint(fields[0]).unwrap().removal_effect.unwrap();
        assert!((found - expected).abs() < 4e-3, "{row}: {found}");
    }
}

#[test]
fn whole_numbers_may_have_a_point() {
    let totals = read("path,conv,null\na > b,3.0,12.00\n\"b\",10.0,\n").unwrap().totals();
    assert_eq!((totals.goal, totals.lost), (13, 12));
}

#[test]
fn columns_that_are_not_read_are_noted() {
    let notes = |text: &str| read_paths(text.as_bytes()).unwrap().notes;
    let found = notes("path,conv,total_nul,week\na,1,7,1\n\"b\",0,3,1\n");
    assert_eq!((found.rows, found.lost_unknown), (2, true));
    assert_eq!(found.unread_columns, ["total_nul", "week"]);
    let found = notes("lost,path,conv,open,value\n7,a,1,0,2\n");
    assert_eq!((found.rows, found.lost_unknown, found.unread_columns.len()), (1, false, 0));
}

#[test]
fn a_chain_is_read_without_its_paths() {
    let text = "path,conv,null,open,value\na > b > a,3,4,1,2.5\n\"b, c\" > a,0,1,0,\nidle,0,0,0,7\n";
    let limits = PathOptions::default();
    let chain = read_chain_with(text.as_bytes(), &limits).unwrap();
    assert_eq!(chain, Chain::fit(&read(text).unwrap()).unwrap());
    assert_eq!(chain.touchpoints(), ["a", "b", "b, c"]);
    for wrong in ["path,conv\n", "path,conv\na > > b,1\n", "path,conv\na,x\n", "path,conv\na,1,2\n"] {
        let error = read_chain_with(wrong.as_bytes(), &limits).unwrap_err();
        assert_eq!(error.to_string(), read(wrong).unwrap_err().to_string());
    }
}
