//! Exported symbols of the shared library against the list.

use std::env;
use std::fs;
use std::process::Command;

use crate::artifact::{ARTIFACT, has_tool, root};

#[test]
fn exported_symbols_are_those_listed() {
    if !has_tool("nm") {
        return;
    }
    let mut command = Command::new("nm");
    if cfg!(target_os = "macos") {
        command.arg("-gU")
    } else {
        command.args(["-D", "--defined-only"])
    };
    let output = command.arg(&ARTIFACT.shared).output().unwrap();
    assert!(output.status.success());
    let mut found: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .map(|symbol| {
            if cfg!(target_os = "macos") { symbol.trim_start_matches('_') } else { symbol }.to_owned()
        })
        .collect();
    found.sort();
    let found = found.join("\n") + "\n";
    let path = root().join("capi/symbols.txt");
    if env::var("TXM_BLESS").as_deref() == Ok("1") {
        fs::write(&path, &found).unwrap();
    }
    assert_eq!(
        found,
        fs::read_to_string(&path).unwrap_or_default(),
        "a symbol came or went; if that is meant, write the list with TXM_BLESS=1"
    );
}
