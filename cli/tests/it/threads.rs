//! `txm` gives the same bytes on any number of threads, from files of several blocks.

use std::fmt::Write as _;
use std::process::Command;

use crate::tool::file;

/// Asks about a file on one, two and three threads; what is printed, or the refusal.
fn same(command: &[&str], name: &str, text: &str) -> String {
    let path = file(name, text);
    let answers = ["1", "2", "3"].map(|threads| {
        let mut txm = Command::new(env!("CARGO_BIN_EXE_txm"));
        let output = txm.args(command).arg(&path).args(["--json", "--threads", threads]).output().unwrap();
        let text = if output.status.success() { output.stdout } else { output.stderr };
        String::from_utf8(text).unwrap()
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let [answer, ..] = answers;
    answer
}

/// Lines that a formula makes, more than a few blocks of them.
fn lines(header: &str, line: impl Fn(u64) -> String) -> String {
    let mut text = format!("{header}\n");
    for row in 0..60_000_u64 {
        writeln!(text, "{}", line(row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20)).unwrap();
    }
    text
}

#[test]
fn signals() {
    let header = "touchpoint,dimension,stakeholder,instrument,value,respondent,time";
    let text = lines(header, |row| {
        let (place, person) = (row % 70, row / 70 % 9_000);
        format!(
            "\"place {place}\",cx,customers,nps,{},\"r{person}\",2024-0{}-0{}",
            row % 11,
            row % 9 + 1,
            row % 7 + 1
        )
    });
    let read = ["scorecard"];
    let answer =
        same(&read, "threads-signals.csv", &format!("{text}place 1,cx,customers,nps,9,r1,25/03/2024\n"));
    assert!(answer.contains("place 69"), "{answer:.300}");
    let odd = format!("{text}place 1,cx,customers,enps,9,r1,\nplace 1,cx,customers,nps,99,r1,\n");
    assert!(same(&read, "threads-signals-odd.csv", &odd).contains("line 60002"));
}

#[test]
fn influences() {
    let text =
        lines("from,to,weight", |row| format!("n{},m{},0.0{}1", row % 30_011, row / 3 % 40_009, row % 10));
    let all = ["cascade", "--shock", "n1=1", "--all", "--edges"];
    let twice = format!("{text}n1,x,1\nn1,x,2\n");
    assert!(same(&all, "threads-edges.csv", &text).len() > 100);
    assert!(same(&all, "threads-edges-twice.csv", &twice).contains("line"));
}

#[test]
fn paths() {
    let text = lines("path,conversions,value,null", |row| {
        let steps: Vec<_> = (0..row % 5 + 1).map(|step| format!("step {}", (row >> step) % 40)).collect();
        format!("{},{},{}.5,{}", steps.join(" > "), row % 3, row % 3, row % 4)
    });
    assert!(same(&["attribution"], "threads-paths.csv", &text).contains("removal_effects"));
    let odd = format!("{text}step 1 >> step 2,1,1,1\n");
    assert!(same(&["attribution"], "threads-paths-odd.csv", &odd).contains("line 60002"));
}

#[test]
fn events_without_times() {
    let text = lines("case,activity,resource", |row| {
        format!("c{},step {},person {}", row % 9_001, row / 3 % 40, row % 70)
    });
    let read = ["journeys"];
    let answer = same(&read, "threads-untimed.csv", &text);
    assert!(answer.contains("\"without_times\": true") && !answer.contains("seconds"), "{answer:.300}");
    assert!(
        same(&read, "threads-untimed-odd.csv", &format!("{text}c1,,person 1\nc1\n")).contains("line 60002")
    );
    let asked = ["friction", "--stakeholder", "customers=case"];
    assert!(same(&asked, "threads-untimed-asked.csv", &text).contains("name their column with --time"));
}
