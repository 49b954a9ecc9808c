//! The program under test, and files for it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::{fs, thread};

use serde_json::Value;

pub(crate) fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_txm")).args(arguments).output().unwrap()
}

/// What is printed.
pub(crate) fn page(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is printed with `--json`.
pub(crate) fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&page(&[arguments, &["--json"]].concat())).unwrap()
}

/// Bad input: exit code 2, nothing on stdout, and the one line on stderr.
pub(crate) fn refusal(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{arguments:?}: {errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    errors
}

pub(crate) fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

/// A file of the test that asks, with this content; its path.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let test = thread::current().name().unwrap_or_default().replace("::", "-");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}
