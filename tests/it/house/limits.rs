//! A folder, like a file, holds no more than a reader takes in at once.

use std::fs;
use std::path::{Path, PathBuf};

const MOST_ENTRIES: usize = 16;
const MOST_LINES: usize = 450;

#[test]
fn folders_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut large = Vec::new();
    for folder in ["src", "capi/src", "tests/it"] {
        walk(&root.join(folder), &mut |path| {
            let Ok(entries) = fs::read_dir(path) else { return };
            let count = entries.count();
            if count > MOST_ENTRIES {
                large.push(format!("{}: {count}", path.strip_prefix(root).unwrap().display()));
            }
        });
    }
    assert!(large.is_empty(), "folders of more than {MOST_ENTRIES} entries:\n{}", large.join("\n"));
}

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
