//! Event logs from record batches against the same logs from CSV.

use total_experience::io::Error;
use total_experience::io::arrow;
use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv};
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::log::EventLog;

use super::{As, Frame, every_way, held};

const NAMES: [&str; 8] = ["case_id", "activity", "time", "resource", "channel", "due", "products", "session"];

fn events(rows: usize) -> Frame {
    let mut frame = Frame::new(&NAMES);
    for at in 0..rows {
        let case = (at * 7_919) % 83;
        let time = format!("2024-03-0{}T{:02}:{:02}:00", 1 + at % 9, (at * 5) % 24, (at * 11) % 60);
        let row = [
            case.to_string(),
            ["order", "pay", "ship it", "a touchpoint with a long name"][at % 4].to_owned(),
            time,
            ["anna", "NULL", "", "ben"][(at / 3) % 4].to_owned(),
            ["web", "", "store"][at % 3].to_owned(),
            if at % 6 == 0 { "2024-03-05T00:00:00".to_owned() } else { String::new() },
            ["apple|pear", "", "apple", "plum|NA|fig"][at % 4].to_owned(),
            format!("s{}", at % 31),
        ];
        frame.push(&row.each_ref().map(String::as_str));
    }
    frame
}

fn options() -> EventOptions {
    EventOptions::default()
        .with_due("due")
        .with_objects(ObjectColumn::new("product").with_column("products"))
        .with_objects(ObjectColumn::new("session"))
}

/// All that a log says.
fn told(log: &EventLog) -> Vec<String> {
    let events = log.events().map(|event| {
        let objects =
            event.objects.iter().map(|&object| (log.type_of(object), log.object_key(object).unwrap()));
        format!("{:?} {:?} {:?}", event.activity, event.time, objects.collect::<Vec<_>>())
    });
    let rest = format!("{:?} {:?}", log.channel_column(), log.due_column());
    let names = log.activities().map(|activity| log.activity_name(activity).unwrap().to_owned());
    events.chain(names).chain([rest]).collect()
}

fn check(found: &ImportedLog, expected: &ImportedLog, way: &str) {
    assert_eq!(told(&found.log), told(&expected.log), "{way}");
    let mut notes = expected.notes.clone();
    notes.table = None;
    assert_eq!(found.notes, notes, "{way}");
    for object_type in expected.log.object_types() {
        let graph = |log| JourneyGraph::discover(log, object_type).unwrap();
        assert_eq!(graph(&found.log), graph(&expected.log), "{way}");
    }
}

#[test]
fn logs_are_those_of_csv() {
    let frame = events(1_500);
    let expected = csv::read_with(frame.csv().as_bytes(), &options()).unwrap();
    let notes = expected.notes.clone();
    assert_eq!((notes.events, notes.without_zone), (1_500, 1_500 + 250));
    assert!(notes.placeholders > 300 && notes.out_of_order > 300 && notes.without_channel == 500);
    let (text, view, dictionary) = (As::Utf8, As::View, As::Dictionary);
    let naive = |unit| As::Time(unit, false);
    for stored in [
        [text; 8],
        [dictionary, dictionary, text, dictionary, view, text, As::List, view],
        [As::Int32, view, naive(1), As::SmallDictionary, dictionary, As::Date32, As::List, dictionary],
        [As::UInt8, As::Large, naive(1_000), text, text, As::Date64, dictionary, As::Large],
        [As::Int64, dictionary, naive(1_000_000), view, text, naive(1), text, text],
        [text, dictionary, naive(1_000_000_000), view, text, naive(1_000), view, text],
    ] {
        for (way, batches) in every_way(&frame, &stored) {
            let found =
                arrow::read_log_with(batches, &options()).unwrap_or_else(|error| panic!("{way}: {error}"));
            check(&found, &expected, way);
        }
    }
}

#[test]
fn a_time_zone_is_a_zone() {
    let frame = events(50);
    let batches = frame.batches(
        &[As::Utf8, As::Utf8, As::Time(1_000, true), As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8],
        50,
    );
    let found = arrow::read_log(held(&batches)).unwrap();
    assert_eq!(found.notes.without_zone, 0);
    let expected = csv::read(frame.csv().as_bytes()).unwrap();
    assert_eq!(told(&found.log), told(&expected.log));
}

/// Whether the day or the month stands first is found by later rows of the first batch, as in CSV.
#[test]
fn the_order_of_day_and_month_is_found() {
    let mut frame = Frame::new(&["case", "activity", "time"]);
    for (case, time) in [("1", "03/04/2024 10:00"), ("1", "05/04/2024 11:00"), ("2", "25/04/2024 09:00")] {
        frame.push(&[case, "ask", time]);
    }
    let expected = csv::read(frame.csv().as_bytes()).unwrap();
    assert!(expected.notes.date_order.is_some());
    for stored in [As::Utf8, As::View, As::Dictionary] {
        for (way, batches) in every_way(&frame, &[As::Utf8, As::Utf8, stored]) {
            check(&arrow::read_log(batches).unwrap(), &expected, way);
        }
    }
}

#[test]
fn faults_name_the_row_or_the_column() {
    let mut frame = events(40);
    frame.columns[1][30] = None;
    let batches = frame.batches(&[As::Dictionary; 8], 16);
    let error = arrow::read_log(held(&batches)).unwrap_err();
    assert_eq!(error.to_string(), "row 31: `activity` is empty: fill it or remove the row");

    let batches = events(5).batches(&[As::Utf8; 8], 5);
    let missing = arrow::read_log_with(held(&batches), &EventOptions::default().with_case("order"));
    assert!(matches!(missing, Err(Error::MissingColumn { role, .. }) if role == "case"));

    let stored = [As::Utf8, As::Time(1, true), As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8, As::Utf8];
    let mut frame = events(5);
    frame.columns[1] = frame.columns[2].clone();
    let error = arrow::read_log(held(&frame.batches(&stored, 5))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`activity` has the type Timestamp(s, \"Europe/Berlin\"): text, text in a dictionary or whole numbers was \
         expected: cast it"
    );
}
