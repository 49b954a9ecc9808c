//! Fields that name several objects: lists in brackets, declared separators, and what only looks like a list.

use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, xes};
use total_experience::io::source::Separator;

fn options() -> EventOptions {
    EventOptions::default().with_objects(ObjectColumn::new("item"))
}

/// The items of a log that names them in these fields, one event each.
fn read(fields: &[&str], options: &EventOptions) -> (Vec<String>, ImportedLog) {
    let row = |(at, field): (usize, &&str)| {
        format!("{at},a,2024-01-01T00:00:00Z,\"{}\"\n", field.replace('"', "\"\""))
    };
    let rows: String = fields.iter().enumerate().map(row).collect();
    let text = format!("case,activity,time,item\n{rows}");
    let imported = csv::read_with(text.as_bytes(), options).unwrap();
    (items(&imported), imported)
}

fn items(imported: &ImportedLog) -> Vec<String> {
    let log = &imported.log;
    let Some(item) = log.object_type("item") else { return Vec::new() };
    log.objects(item).unwrap().map(|object| log.object_key(object).unwrap().into_owned()).collect()
}

#[test]
fn lists_in_brackets() {
    let (found, imported) = read(&["['p1', 'p2']", "['p1']", "[]", "[]"], &options());
    assert_eq!((found, imported.log.relation_count()), (vec!["p1".to_owned(), "p2".to_owned()], 4 + 3));
    assert_eq!((imported.notes.lists, imported.notes.list_like), (4, 0));
    for (fields, count) in [
        (vec!["[\"p1\",\"p2\"]", "[\"p1\"]", "[]"], 3),
        (vec!["('p1', 'p2')", "('p1',)", "()"], 3),
        (vec!["{p1,p2}", "p1", "{}"], 2),
        (vec!["['p1' 'p2']", "['p1']", "[ ]"], 3),
        (vec!["[p1, p2]", "[None]", "[nan, 'NULL', '']"], 3),
        (vec!["p1|p2", "p1 | p2", "['p2']"], 1),
    ] {
        let (found, imported) = read(&fields, &options());
        assert_eq!(found, ["p1", "p2"], "{fields:?}");
        assert_eq!((imported.notes.lists, imported.notes.list_like), (count, 0), "{fields:?}");
    }
}

#[test]
fn declared_separators() {
    for (separator, fields) in [
        (Separator::Comma, ["p1,p2", "p1, p2 ,", "p2"]),
        (Separator::Semicolon, ["p1;p2", "p1 ; p2", ";"]),
        (Separator::Tab, ["p1\tp2", "p1", ""]),
        (Separator::Bar, ["p1|p2", "|p1|", "p2"]),
        (Separator::Comma, ["p1,NA,p2", "p1", "unknown"]),
    ] {
        let (found, imported) = read(&fields, &options().with_list_separator(separator));
        assert_eq!(found, ["p1", "p2"], "{fields:?}");
        assert_eq!(imported.notes.list_like, 0, "{fields:?}");
    }
}

#[test]
fn what_looks_like_a_list_is_told() {
    for (fields, count) in [
        (vec!["p1,p2", "p3"], 1),
        (vec!["p1;p2", "p3;p4", "p3;p4"], 2),
        (vec!["p1", "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "(internal)"], 0),
        (vec!["p1", "[[1], [2]]", "[a]b,c"], 2),
    ] {
        let (found, imported) = read(&fields, &options());
        assert_eq!(imported.notes.list_like, count, "{fields:?}");
        assert!(found.contains(&fields[0].to_owned()));
    }
    let (found, imported) = read(&["['p1', 'p2']", "[]"], &options().with_bracket_lists(false));
    assert_eq!(found, ["['p1', 'p2']", "[]"]);
    assert_eq!((imported.notes.lists, imported.notes.list_like), (0, 2));
    let (_, imported) = read(&["p1|p2"], &options().with_list_separator(Separator::Comma));
    assert_eq!(imported.notes.list_like, 1);
    // Cases and resources are one name each; a comma is usual in names of people.
    let text = "case,activity,time,resource\n\"['c1', 'c2']\",a,2024-01-01,\"Doe, Jane\"\nc3,a,2024-01-01,\"['x', 'y']\"\n";
    assert_eq!(csv::read(text.as_bytes()).unwrap().notes.list_like, 2);
}

#[test]
fn lists_of_xes_attributes() {
    let event = |item: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2024-01-01T00:00:00Z\"/>\
             <string key=\"item\" value=\"{item}\"/></event>"
        )
    };
    let events = [event("['p1', 'p2']"), event("[]"), event("[&quot;p2&quot;]")].concat();
    let of_events = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{events}</trace></log>");
    let event = "<event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"2024-01-01T00:00:00Z\"/></event>";
    let of_traces = format!(
        "<log><trace><string key=\"concept:name\" value=\"1\"/><string key=\"item\" value=\"['p1', 'p2']\"/>{event}</trace></log>"
    );
    for (text, count) in [(of_events, 3), (of_traces, 1)] {
        let imported = xes::read_with(text.as_bytes(), &options()).unwrap();
        assert_eq!((items(&imported), imported.notes.lists), (vec!["p1".to_owned(), "p2".to_owned()], count));
    }
}
