//! Attributes of XES traces: columns where no event has them, and the case by the names that it has in CSV.

use total_experience::io::Error;
use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, xes};

/// `attributes` of the trace `c1` before and of the trace `c2` behind its events; `event` stands in the second event.
fn log(first: &str, second: &str, event: &str) -> String {
    let step = |name: &str, hour: u32, more: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"{name}\"/>\
             <date key=\"time:timestamp\" value=\"2024-01-01T0{hour}:00:00Z\"/>{more}</event>\n"
        )
    };
    let name = |name: &str| format!("<string key=\"concept:name\" value=\"{name}\"/>");
    format!(
        "<log><trace>{}{first}\n{}{}</trace><trace>{}{}{second}</trace></log>",
        name("c1"),
        step("A", 0, ""),
        step("B", 1, event),
        step("A", 2, ""),
        name("c2"),
    )
}

fn text(key: &str, value: &str) -> String {
    format!("<string key=\"{key}\" value=\"{value}\"/>")
}

/// Per event the objects of `object_type`, in order of time.
fn people(imported: &ImportedLog, object_type: &str) -> Vec<String> {
    let log = &imported.log;
    let object_type = log.object_type(object_type);
    let own = |event: total_experience::journey::log::Event<'_>| {
        let objects = event.objects.iter().filter(|&&object| log.type_of(object) == object_type);
        objects.map(|&object| log.object_key(object).unwrap().into_owned()).collect::<Vec<_>>().join("+")
    };
    log.events().map(own).collect()
}

fn customers(text: &str, column: &str) -> Result<ImportedLog, Error> {
    let customer = ObjectColumn::new("customer").with_column(column);
    xes::read_with(text.as_bytes(), &EventOptions::default().with_objects(customer))
}

#[test]
fn attributes_of_traces_are_columns() {
    let plain = log(&text("customer", "Ann"), &text("customer", "Bob"), "");
    for (text, column, expected) in [
        (plain.clone(), "customer", ["Ann", "Ann", "Bob"]),
        (plain.clone(), "case:customer", ["Ann", "Ann", "Bob"]),
        (plain.clone(), "case", ["c1", "c1", "c2"]),
        (plain.clone(), "case:concept:name", ["c1", "c1", "c2"]),
        (log(&text("case:customer", "Ann"), "", ""), "case:customer", ["Ann", "Ann", ""]),
        (
            log(&text("customer", "Ann|Eve"), &text("customer", " "), ""),
            "customer",
            ["Ann+Eve", "Ann+Eve", ""],
        ),
        (log(&text("customer", "Ann"), &text("customer", "Ann"), ""), "customer", ["Ann", "Ann", "Ann"]),
        (log(&text("case", "k"), "", ""), "case:case", ["k", "k", ""]),
        (log("<int key=\"customer\" value=\"7\"/>", "", ""), "customer", ["7", "7", ""]),
    ] {
        let imported = customers(&text, column).unwrap();
        assert_eq!(people(&imported, "customer"), expected, "{column}: {text}");
        assert_eq!(people(&imported, "case"), ["c1", "c1", "c2"]);
        assert_eq!(imported.notes.trace_columns, 1, "{column}");
    }
}

#[test]
fn attributes_of_events_come_first() {
    for (name, column) in
        [("customer", "customer"), ("case", "case"), ("case:concept:name", "case:concept:name")]
    {
        let text = log(&text("customer", "Ann"), &text("customer", "Bob"), &text(name, "Eve"));
        let imported = customers(&text, column).unwrap();
        assert_eq!(people(&imported, "customer"), ["", "Eve", ""], "{column}");
        assert_eq!(imported.notes.trace_columns, 0, "{column}");
        assert_eq!(imported.log.objects(imported.log.object_type("customer").unwrap()).unwrap().len(), 1);
    }
    let nobody = customers(&log("", "", ""), "customer").unwrap();
    assert_eq!((people(&nobody, "customer").concat(), nobody.notes.trace_columns), (String::new(), 0));
}

#[test]
fn several_columns_the_resource_and_the_channel() {
    let text = log(
        &[text("customer", "Ann"), text("team", "North"), text("via", "web"), text("agent", "Tom")].concat(),
        &text("customer", "Bob"),
        &text("shop", "S1"),
    );
    let options = EventOptions::default()
        .with_resource("agent")
        .with_channel("case:via")
        .with_objects(ObjectColumn::new("shop"))
        .with_objects(ObjectColumn::new("team").with_column("case:team"))
        .with_objects(ObjectColumn::new("customer"));
    let imported = xes::read_with(text.as_bytes(), &options).unwrap();
    let expected = [
        ("customer", ["Ann", "Ann", "Bob"]),
        ("team", ["North", "North", ""]),
        ("resource", ["Tom", "Tom", ""]),
        ("shop", ["", "S1", ""]),
    ];
    for (name, expected) in expected {
        assert_eq!(people(&imported, name), expected, "{name}");
    }
    let web = imported.log.channel("web");
    assert_eq!(imported.log.channel_column(), [web, web, None]);
    let notes = imported.notes;
    assert_eq!((notes.without_resource, notes.without_channel, notes.trace_columns), (1, 1, 4));
    // Nobody asked for a resource: the trace's is not taken for the events'.
    let unasked = xes::read(log(&self::text("org:resource", "Tom"), "", "").as_bytes());
    assert_eq!(unasked.unwrap().log.object_type("resource"), None);
}

#[test]
fn the_case_by_its_names() {
    let named =
        |case: &str, text: &str| xes::read_with(text.as_bytes(), &EventOptions::default().with_case(case));
    let numbered = log(&text("id", "7"), &text("id", "8"), "");
    for (case, expected) in [
        ("case", ["c1", "c1", "c2"]),
        ("case:concept:name", ["c1", "c1", "c2"]),
        ("concept:name", ["c1", "c1", "c2"]),
        ("id", ["7", "7", "8"]),
        ("case:id", ["7", "7", "8"]),
    ] {
        assert_eq!(people(&named(case, &numbered).unwrap(), "case"), expected, "{case}");
    }
    let own = log(&text("case", "7"), &text("case", "8"), "");
    assert_eq!(people(&named("case", &own).unwrap(), "case"), ["7", "7", "8"], "its own name comes first");
    let mixed = named("case", &log(&text("case", "7"), "", "")).map(drop);
    assert!(matches!(mixed, Err(Error::TraceWithout { trace: 2, key, .. }) if key == "case"));
}

#[test]
fn activities_are_nobody() {
    let refused = |result: Result<ImportedLog, Error>| match result {
        Err(Error::NamesActivities { role, column }) => format!("{role} {column}"),
        other => panic!("{other:?}"),
    };
    let plain = log("", "", "");
    assert_eq!(refused(customers(&plain, "concept:name")), "customer concept:name");
    let read = |options: EventOptions| xes::read_with(plain.as_bytes(), &options);
    assert_eq!(refused(read(EventOptions::default().with_resource("concept:name"))), "resource concept:name");
    let stage = EventOptions::default().with_activity("stage");
    assert_eq!(refused(read(stage.with_objects(ObjectColumn::new("stage")))), "stage stage");
    let table = "case,Activity,time\n1,ask,2024-05-01T09:00:00Z\n";
    let read = |options: EventOptions| csv::read_with(table.as_bytes(), &options);
    let column = |name: &str| ObjectColumn::new("customer").with_column(name);
    assert_eq!(refused(read(EventOptions::default().with_objects(column("Activity")))), "customer Activity");
    assert_eq!(refused(read(EventOptions::default().with_objects(column("activity")))), "customer Activity");
    assert_eq!(refused(read(EventOptions::default().with_resource("activity"))), "resource Activity");
    assert_eq!(refused(read(EventOptions::default().with_case("Activity"))), "case Activity");
    let there = EventOptions::default().with_objects_where_there(column("activity"));
    assert_eq!(refused(read(there)), "customer Activity");
}
