//! The example programs run, and the main job on embedded data keeps its figures.
//!
//! Cargo builds them with the tests; where only this test target was built they are skipped with a printed line.

use std::process::{Command, Output};

use serde_json::Value;

use crate::needs;

/// Runs an example, or `None` where it was not built.
fn run(example: &str, arguments: &[&str]) -> Option<Output> {
    let mut path = std::env::current_exe().unwrap();
    path.pop(); // deps
    path.pop();
    path.push("examples");
    path.push(example);
    path.set_extension(std::env::consts::EXE_EXTENSION);
    let built = needs::given(path.exists(), &format!("the built example {}", path.display()));
    built.then(|| Command::new(path).args(arguments).output().unwrap())
}

fn json(example: &str, arguments: &[&str]) -> Option<Value> {
    let output = run(example, arguments)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{example} {arguments:?}: {errors}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn rounded(value: &Value) -> String {
    format!("{:.4}", value.as_f64().unwrap())
}

#[test]
fn bank_onboarding() {
    let Some(report) = json("bank_onboarding", &["--json"]) else { return };
    let impact = report["what_if"]["impact"].as_array().unwrap();
    let total = |key: &str| rounded(&impact.iter().find(|node| node["node"] == key).unwrap()["total"]);
    assert_eq!(total("teller_desk/ex/tellers"), "4.4839");
    assert_eq!(total("onboarding/cx/customers"), "2.3658");
    let importance = report["what_drives_it"]["importance"].as_array().unwrap();
    let values: Vec<String> =
        importance.iter().take(5).map(|importance| rounded(&importance["value"])).collect();
    assert_eq!(values, ["0.6503", "0.5780", "0.2854", "0.2543", "0.1156"]);
    let refused = run("bank_onboarding", &["--jsn"]).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--jsn"));
}

#[test]
fn one_program_a_room() {
    for (example, words) in [
        ("score", "branch/cx/customers: 50.0 (-7.4..80.2) NPS, n = 8"),
        ("journey", "apply -> check: 3 times, median wait"),
        ("cascade", "onboarding: +2.37"),
        ("privacy", "evening: withheld"),
        ("request", "\"total\": 2.36"),
    ] {
        let Some(output) = run(example, &[]) else { return };
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains(words), "{example}: {text}");
    }
}
