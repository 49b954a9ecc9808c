//! What separates the touchpoints of paths: declared, found where one separator explains all, or asked for.

use total_experience::io::paths::{ImportedPaths, PathOptions, read_chain, read_paths, read_paths_with};
use total_experience::io::{Error, PathFault};

/// A file of these paths, each of which reached the goal once; in quotes, so that they may hold commas.
fn file(paths: &[&str]) -> String {
    let rows = paths.iter().map(|path| format!("\"{path}\",1\n"));
    format!("path,total_conversions\n{}", rows.collect::<String>())
}

fn steps(found: &ImportedPaths) -> Vec<String> {
    found.paths.iter().map(|(steps, _)| steps.join("|")).collect()
}

#[test]
fn one_separator_explains_all() {
    let plain = "path,total_conversions,total_null\nA>B,3,1\nB,2,2\n";
    let found = read_paths(plain.as_bytes()).unwrap();
    assert_eq!(
        (steps(&found), found.notes.separator.as_deref()),
        (vec!["A|B".to_owned(), "B".to_owned()], Some(">"))
    );
    let usual = read_chain(plain.replace('>', " > ").as_bytes()).unwrap();
    assert_eq!(read_chain(plain.as_bytes()).unwrap(), usual);

    for (separator, paths) in [
        (" > ", ["A", "A > B", "B > C, D > A"]),
        (">", ["A", "A>B", "B>C, D> A"]),
        ("->", ["A", "A->B", "B->C, D->A"]),
        (" -> ", ["A", "A -> B", "B -> C, D -> A"]),
        (" => ", ["A", "A => B", "B => C, D => A"]),
        (" >>> ", ["A", "A >>> B", "B >>> C, D >>> A"]),
        (" → ", ["A", "A → B", "B → C, D → A"]),
        ("|", ["A", "A|B", "B | C, D|A"]),
    ] {
        let found = read_paths(file(&paths).as_bytes()).unwrap();
        assert_eq!(steps(&found), ["A", "A|B", "B|C, D|A"], "{separator}");
        assert_eq!(found.notes.separator.as_deref(), Some(separator));
        let options = PathOptions::default().with_separator(separator);
        assert_eq!(steps(&read_paths_with(file(&paths).as_bytes(), &options).unwrap()), steps(&found));
    }
    let single = read_paths(file(&["A", "google / organic", "e-mail"]).as_bytes()).unwrap();
    assert_eq!((steps(&single).len(), single.notes.separator), (3, None));
}

#[test]
fn a_file_that_mixes_is_refused_by_line() {
    for (paths, line, found, here) in [
        (vec!["A > B", "A>B"], 3, " > ", ">"),
        (vec!["A>B", "B", "A > B"], 4, ">", " > "),
        (vec!["A > B", "A -> B"], 3, " > ", " -> "),
        (vec!["A > B", "A > B -> C"], 3, " > ", " -> "),
        (vec!["A > B", "A → B"], 3, " > ", " → "),
        (vec!["A > B", "A|B"], 3, " > ", "|"),
        (vec!["A|B", "A > B"], 3, "|", " > "),
        (vec!["A|B", "A > B|C"], 3, "|", " > "),
        (vec!["A > B", "a longer name than most > B>C"], 3, " > ", ">"),
    ] {
        let error = read_paths(file(&paths).as_bytes()).unwrap_err();
        let expected = PathFault::Mixed { found: found.to_owned(), here: here.to_owned() };
        assert!(
            matches!(&error, Error::Path { line: at, column, fault, .. }
                if *at == line && column == "path" && *fault == expected),
            "{paths:?}: {error}"
        );
        assert!(
            error.to_string().contains("declare the separator")
                || error.to_string().contains("Declare the separator")
        );
        // A declaration settles it.
        let options = PathOptions::default().with_separator(found);
        assert!(read_paths_with(file(&paths).as_bytes(), &options).is_ok(), "{paths:?}");
    }
    // A bar in a name among arrows is no separator.
    let found = read_paths(file(&["A > google|cpc", "google|cpc > B"]).as_bytes()).unwrap();
    assert_eq!(found.notes.separator.as_deref(), Some(" > "));
}

#[test]
fn what_may_be_a_name_is_asked_for() {
    for (paths, line, mark) in [
        (vec!["A,B", "B"], 2, ','),
        (vec!["B", "A, B", "A;B"], 3, ','),
        (vec!["A;B;C"], 2, ';'),
        (vec!["A\tB"], 2, '\t'),
        (vec!["A", "B", "Sales, EMEA"], 4, ','),
    ] {
        let error = read_paths(file(&paths).as_bytes()).unwrap_err();
        assert!(
            matches!(&error, Error::Path { line: at, fault: PathFault::Unclear { mark: found }, .. }
                if (*at, *found) == (line, mark)),
            "{paths:?}: {error}"
        );
    }
    let read = |separator: &str| {
        let options = PathOptions::default().with_separator(separator);
        let found = read_paths_with(file(&["A,B", "A, B"]).as_bytes(), &options).unwrap();
        (steps(&found), found.notes.separator)
    };
    assert_eq!(read(",").0, ["A|B", "A|B"]);
    assert_eq!(read(" > ").0, ["A,B", "A, B"]);
    assert_eq!(read(""), (vec!["A,B".to_owned(), "A, B".to_owned()], None));
}

#[test]
fn options_are_read_from_json() {
    let options: PathOptions = serde_json::from_str(r#"{"separator": "->"}"#).unwrap();
    assert_eq!(options, PathOptions::default().with_separator("->"));
}
