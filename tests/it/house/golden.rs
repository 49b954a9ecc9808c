//! Golden numbers have a source: the scripts that compute them again name tests that exist, and the list names the scripts.

use std::fs;
use std::path::Path;

#[test]
fn scripts_of_golden_numbers_name_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in ["tests/it", "src", "examples", "cli/tests"] {
        super::limits::walk(&root.join(folder), &mut |path| {
            if path.extension().is_some_and(|extension| extension == "rs") {
                sources += &fs::read_to_string(path).unwrap();
            }
        });
    }
    let defined = |name: &str| {
        let kinds = ["fn", "const", "struct", "enum"];
        kinds.iter().any(|kind| {
            let start = format!("{kind} {name}");
            let mut found = sources.match_indices(&start);
            found.any(|(at, text)| {
                !sources[at + text.len()..].starts_with(|sign: char| sign == '_' || sign.is_alphanumeric())
            })
        })
    };
    let readme = fs::read_to_string(root.join("tests/golden/README.md")).unwrap();
    let mut names = 0;
    for entry in fs::read_dir(root.join("tests/golden")).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if path.extension().is_none_or(|extension| extension != "py") || file == "golden.py" {
            continue;
        }
        assert!(
            readme.contains(&format!("`{file}`")),
            "tests/golden/README.md does not say what {file} is for"
        );
        for call in fs::read_to_string(&path).unwrap().split("golden(\"").skip(1) {
            let name = call.split('"').next().unwrap();
            names += 1;
            assert!(defined(name), "{file} computes numbers of `{name}`, which is gone: give its new name");
        }
    }
    assert!(names > 100, "{names} values");
}
