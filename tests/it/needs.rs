//! What a test needs besides Rust: files that are not part of this repository, tools, example programs.
//!
//! A test that cannot run says so in one line, whether or not the harness shows the output of passing tests. With
//! `TXM_REQUIRE_TOOLS=1` a missing tool is a failure instead; so is a file that is missing in the folder `TXM_DATA`.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A file or folder below `TXM_DATA`; none, with a line that says so, where the variable is not set.
#[allow(dead_code, reason = "the tests of the C library share this file")]
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    match env::var_os("TXM_DATA") {
        None => {
            say(&format!("TXM_DATA, a folder that holds {name}"));
            None
        }
        Some(folder) => {
            let path = Path::new(&folder).join(name);
            assert!(path.exists(), "TXM_DATA is set, and {} is not there", path.display());
            Some(path)
        }
    }
}

/// Whether a tool can be started with this option (`--version` or the like).
pub(crate) fn tool(name: impl AsRef<OsStr>, option: &str) -> bool {
    let mut command = Command::new(name.as_ref());
    let quiet = command.arg(option).stdout(Stdio::null()).stderr(Stdio::null()).status();
    given(quiet.is_ok_and(|status| status.success()), &name.as_ref().to_string_lossy())
}

/// `there`; where it is false, a line that says what is missing, or a failure with `TXM_REQUIRE_TOOLS=1`.
pub(crate) fn given(there: bool, what: &str) -> bool {
    if !there {
        assert!(env::var("TXM_REQUIRE_TOOLS").as_deref() != Ok("1"), "needed and not there: {what}");
        say(what);
    }
    there
}

/// Says it once for each test.
fn say(what: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let thread = thread::current();
    let line = format!("not run: {} needs {what}\n", thread.name().unwrap_or("a test"));
    if SAID.lock().unwrap_or_else(PoisonError::into_inner).insert(line.clone()) {
        // Not `eprintln!`, which the test harness keeps to itself when a test passes.
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}
