//! A file holds no more than a reader takes in at once.

use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES: usize = 450;

#[test]
fn source_files_stay_short() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut long = Vec::new();
    walk(&src, &mut |path| {
        let count = fs::read_to_string(path).map_or(0, |text| text.lines().count());
        if count > MOST_LINES {
            long.push(format!("{}: {count}", path.strip_prefix(&src).unwrap().display()));
        }
    });
    assert!(long.is_empty(), "files of more than {MOST_LINES} lines:\n{}", long.join("\n"));
}

/// Calls `look` with this path and all below it, in order.
pub(super) fn walk(path: &Path, look: &mut dyn FnMut(&Path)) {
    look(path);
    if let Ok(entries) = fs::read_dir(path) {
        let mut inside: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        inside.sort();
        inside.iter().for_each(|path| walk(path, look));
    }
}
