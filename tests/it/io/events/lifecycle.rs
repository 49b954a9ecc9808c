//! Work that stands in a log as several events: its start and its completion are one visit.

use std::time::Duration;

use total_experience::io::event_log::{EventOptions, ImportedLog, Lifecycle, LifecycleWords, csv, xes};
use total_experience::io::time::TimeFormat;
use total_experience::journey::StakeholderGroup;
use total_experience::journey::friction::{Friction, FrictionComponent};
use total_experience::model::{Role, Stakeholder};

/// A CSV file of events: case, activity, transition, minute of the day, instance.
fn table(events: &[(&str, &str, &str, u32, &str)]) -> String {
    let row = |(case, activity, transition, minute, instance): &(&str, &str, &str, u32, &str)| {
        format!("{case},{activity},{transition},2024-01-01T10:{minute:02}:00Z,{instance},k\n")
    };
    let rows: String = events.iter().map(row).collect();
    format!("case,activity,lifecycle:transition,time,concept:instance,who\n{rows}")
}

fn document(events: &[(&str, &str, &str, u32, &str)]) -> String {
    let mut cases: Vec<&str> = events.iter().map(|event| event.0).collect();
    cases.dedup();
    let string = |key: &str, value: &str| match value {
        "" => String::new(),
        _ => format!("<string key=\"{key}\" value=\"{value}\"/>"),
    };
    let event = |(_, activity, transition, minute, instance): &(&str, &str, &str, u32, &str)| {
        format!(
            "<event>{}{}{}<date key=\"time:timestamp\" value=\"2024-01-01T10:{minute:02}:00Z\"/></event>",
            string("concept:name", activity),
            string("lifecycle:transition", transition),
            string("concept:instance", instance),
        )
    };
    let trace = |case: &&str| {
        let events: String = events.iter().filter(|event| event.0 == *case).map(event).collect();
        format!("<trace>{}{events}</trace>", string("concept:name", case))
    };
    format!("<log>{}</log>", cases.iter().map(trace).collect::<String>())
}

/// Activity, minute and service time in minutes of each visit, which both readers find.
fn visits(
    events: &[(&str, &str, &str, u32, &str)],
    lifecycle: Lifecycle,
) -> (Vec<(String, u64, Option<u64>)>, ImportedLog) {
    let options = EventOptions::default().with_lifecycle(lifecycle);
    let found = |imported: &ImportedLog| {
        let log = &imported.log;
        let visit = |event: total_experience::journey::log::Event<'_>| {
            let minute = event.time.as_nanoseconds() / 60_000_000_000 % 60;
            let service = event.service_time().map(|time| time.as_secs() / 60);
            (log.activity_name(event.activity).unwrap().to_owned(), minute as u64, service)
        };
        log.events().map(visit).collect::<Vec<_>>()
    };
    let of_table = csv::read_with(table(events).as_bytes(), &options).unwrap();
    let of_document = xes::read_with(document(events).as_bytes(), &options).unwrap();
    assert_eq!(found(&of_table), found(&of_document), "{events:?}");
    assert_eq!(of_table.notes.lifecycle, of_document.notes.lifecycle);
    (found(&of_table), of_table)
}

fn named(visits: &[(&str, u64, Option<u64>)]) -> Vec<(String, u64, Option<u64>)> {
    visits.iter().map(|&(activity, minute, service)| (activity.to_owned(), minute, service)).collect()
}

#[test]
fn a_start_and_its_completion_are_one_visit() {
    let work = [("1", "pay", "start", 0, ""), ("1", "pay", "complete", 10, "")];
    let (found, imported) = visits(&work, Lifecycle::Visits);
    assert_eq!(found, named(&[("pay", 10, Some(10))]));
    let notes = imported.notes.lifecycle;
    assert_eq!((notes.paired, notes.without_start, notes.without_complete, notes.left_out), (1, 0, 0, 0));
    let case = imported.log.object_type("case").unwrap();
    let group = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let friction = Friction::discover(&imported.log, case, &[group]).unwrap();
    assert_eq!(friction.touchpoints[0].groups[0].components.get(&FrictionComponent::Rework), Some(&0.0));
    for (lifecycle, expected) in [
        (Lifecycle::Complete, named(&[("pay", 10, None)])),
        (Lifecycle::Start, named(&[("pay", 0, None)])),
        (Lifecycle::Every, named(&[("pay", 0, None), ("pay", 10, None)])),
    ] {
        assert_eq!(visits(&work, lifecycle).0, expected, "{lifecycle}");
    }
}

/// As `pm4py.objects.log.util.interval_lifecycle.to_interval` pairs them: by activity and instance, first in first out.
#[test]
fn which_belong_together() {
    for (events, expected, counts) in [
        // Repeated work is rework.
        (
            vec![
                ("1", "a", "start", 0, ""),
                ("1", "a", "complete", 1, ""),
                ("1", "a", "START", 2, ""),
                ("1", "a", "COMPLETE", 5, ""),
            ],
            vec![("a", 1, Some(1)), ("a", 5, Some(3))],
            (2, 0, 0, 0),
        ),
        // Two at once: the first ends first, unless instances say otherwise.
        (
            vec![
                ("1", "a", "start", 0, ""),
                ("1", "a", "start", 1, ""),
                ("1", "a", "complete", 2, ""),
                ("1", "a", "complete", 9, ""),
            ],
            vec![("a", 2, Some(2)), ("a", 9, Some(8))],
            (2, 0, 0, 0),
        ),
        (
            vec![
                ("1", "a", "start", 0, "x"),
                ("1", "a", "start", 1, "y"),
                ("1", "a", "complete", 2, "y"),
                ("1", "a", "complete", 9, "x"),
            ],
            vec![("a", 2, Some(1)), ("a", 9, Some(9))],
            (2, 0, 0, 0),
        ),
        // Activities and cases of their own.
        (
            vec![
                ("1", "a", "start", 0, ""),
                ("1", "b", "start", 1, ""),
                ("1", "b", "complete", 2, ""),
                ("1", "a", "complete", 9, ""),
            ],
            vec![("b", 2, Some(1)), ("a", 9, Some(9))],
            (2, 0, 0, 0),
        ),
        (
            vec![("1", "a", "start", 0, ""), ("2", "a", "complete", 3, ""), ("2", "b", "complete", 4, "")],
            vec![("a", 0, None), ("a", 3, None), ("b", 4, None)],
            (0, 2, 1, 0),
        ),
        // Other transitions of the standard are no visits; words of the log's own are.
        (
            vec![
                ("1", "a", "schedule", 0, ""),
                ("1", "a", "start", 1, ""),
                ("1", "a", "suspend", 2, ""),
                ("1", "a", "complete", 5, ""),
                ("1", "a", "In Progress", 6, ""),
                ("1", "b", "", 7, ""),
            ],
            vec![("a", 5, Some(4)), ("a", 6, None), ("b", 7, None)],
            (1, 0, 0, 2),
        ),
        // Where nothing is complete, every event is a visit.
        (
            vec![("1", "a", "start", 0, ""), ("1", "a", "schedule", 1, "")],
            vec![("a", 0, None), ("a", 1, None)],
            (0, 0, 0, 0),
        ),
        (
            vec![("1", "a", "complete", 0, ""), ("1", "a", "complete", 1, "")],
            vec![("a", 0, None), ("a", 1, None)],
            (0, 2, 0, 0),
        ),
    ] {
        let (found, imported) = visits(&events, Lifecycle::Visits);
        assert_eq!(found, named(&expected), "{events:?}");
        let notes = imported.notes.lifecycle;
        assert_eq!(
            (notes.paired, notes.without_start, notes.without_complete, notes.left_out),
            counts,
            "{events:?}"
        );
        assert_eq!(imported.notes.events, events.len() as u64);
    }
}

#[test]
fn rows_in_any_order_and_columns_by_name() {
    let text = "case,activity,time,state,run\n1,a,2024-01-01T10:10:00Z,complete,7\n1,b,2024-01-01T10:05:00Z,,\n\
                1,a,2024-01-01T10:00:00Z,start,7\n";
    let options = EventOptions::default().with_transition("state").with_instance("run");
    let imported = csv::read_with(text.as_bytes(), &options).unwrap();
    let starts = imported.log.start_column();
    assert_eq!(starts.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
    let services: Vec<_> = imported.log.events().filter_map(|event| event.service_time()).collect();
    assert_eq!(services, [Duration::from_secs(600)]);
    let missing = csv::read_with(text.as_bytes(), &options.clone().with_transition("status"));
    assert!(missing.is_err());
    // Nobody's work has no case, so that nothing belongs together.
    let nobody = text
        .replace("\n1,", "\nNA,")
        .replace("run\n", "run,resource\n")
        .replace(",7\n", ",7,k\n")
        .replace(",,\n", ",,,k\n");
    assert_eq!(csv::read_with(nobody.as_bytes(), &options).unwrap().notes.lifecycle.paired, 0);
}

/// Pairs and the sum of their seconds as pm4py joins them (`tests/golden/logs.py`): 962 pairs of 2,158 events, 385,068 s.
#[test]
fn pairs_of_pm4py() {
    let mut events = Vec::new();
    for case in 0..200_u64 {
        for step in 0..6 {
            let x = (case * 7_919 + step * 104_729) % 9_973;
            let (activity, start, length) = (["A", "B", "C"][x as usize % 3], x * 37 % 3_001, 1 + x % 601);
            if x % 10 != 9 {
                events.push((case, start, activity, "start"));
            }
            if x % 10 != 8 {
                events.push((case, start + length, activity, "complete"));
            }
        }
    }
    events.sort();
    let row = |(case, second, activity, transition): &(u64, u64, &str, &str)| {
        format!("{case},{activity},{transition},{}\n", 1_767_600_000 + second)
    };
    let rows: String = events.iter().map(row).collect();
    let text = format!("case,activity,lifecycle:transition,time\n{rows}");
    let options = EventOptions::default().with_time_format(TimeFormat::Seconds);
    let imported = csv::read_with(text.as_bytes(), &options).unwrap();
    let seconds: u64 =
        imported.log.events().filter_map(|event| event.service_time()).map(|time| time.as_secs()).sum();
    assert_eq!((imported.notes.events, imported.notes.lifecycle.paired, seconds), (2_158, 962, 385_068));
}

/// Words that are not known are told, and refused where they would have to be; they can be set.
#[test]
fn words_of_the_log() {
    let pair = |start: &str, end: &str| {
        let row = |activity: &str, word: &str, minute: u32| {
            format!("1,{activity},{word},2024-01-01T10:{minute:02}:00Z\n")
        };
        let rows =
            row("pay", start, 0) + &row("pay", end, 10) + &row("ship", start, 20) + &row("ship", end, 30);
        format!("case,activity,lifecycle:transition,time\n{rows}")
    };
    for (start, end) in [
        ("Beginn", "Ende"),
        ("ANFANG", "abgeschlossen"),
        ("début", "fin"),
        ("Inicio", "Fin"),
        ("S", "E"),
        ("a word longer than sixteen bytes", "another word longer than that"),
    ] {
        let text = pair(start, end);
        for parallel in [false, true] {
            let options = EventOptions::default()
                .with_execution(total_experience::Execution::default().with_parallel(parallel));
            let read = |options: EventOptions| csv::read_with(text.as_bytes(), &options);
            let unknown = read(options.clone()).unwrap();
            assert_eq!(
                (unknown.log.len(), unknown.notes.lifecycle.unknown_words),
                (4, vec![start.to_owned(), end.to_owned()])
            );
            for choice in [Lifecycle::Complete, Lifecycle::Start] {
                let refused = read(options.clone().with_lifecycle(choice)).unwrap_err().to_string();
                assert!(refused.contains(&format!("`{start}`, `{end}`")), "{refused}");
            }
            let words = format!("start={},complete={}", start.to_lowercase(), end.to_uppercase());
            let set = options.with_lifecycle_words(words.parse().unwrap());
            let found = read(set.clone()).unwrap();
            assert_eq!((found.log.len(), found.notes.lifecycle.paired), (2, 2));
            assert_eq!(found.notes.lifecycle.unknown_words, [""; 0]);
            assert_eq!(read(set.with_lifecycle(Lifecycle::Complete)).unwrap().log.len(), 2);
        }
    }
    let mixed = csv::read(pair("start", "Ende").as_bytes()).unwrap().notes.lifecycle;
    assert_eq!(mixed.unknown_words, ["Ende"]);
    let many: String = (0..40).map(|at| format!("1,a,word {at},2024-01-01\n")).collect();
    let many = csv::read(format!("case,activity,lifecycle:transition,time\n{many}").as_bytes()).unwrap();
    assert_eq!(many.notes.lifecycle.unknown_words.len(), 12);
    let document = "<log><trace><string key=\"concept:name\" value=\"1\"/><event><string key=\"concept:name\" value=\"a\"/>\
        <string key=\"lifecycle:transition\" value=\"Ende\"/></event></trace></log>";
    assert_eq!(xes::read(document.as_bytes()).unwrap().notes.lifecycle.unknown_words, ["Ende"]);
    let complete = EventOptions::default().with_lifecycle(Lifecycle::Complete);
    assert!(xes::read_with(document.as_bytes(), &complete).unwrap_err().to_string().contains("`Ende`"));
    for wrong in ["Beginn", "start=", "begin=x", ""] {
        assert!(wrong.parse::<LifecycleWords>().is_err(), "{wrong}");
    }
}

/// A column with another name that looks like a lifecycle is told.
#[test]
fn what_looks_like_a_lifecycle_is_told() {
    let told = |header: &str, rows: &[&str]| {
        let notes = csv::read(format!("{header}\n{}\n", rows.join("\n")).as_bytes()).unwrap().notes;
        notes.lifecycle.lookalike
    };
    let day = |row: &str| format!("{row},2024-01-01");
    let look = |rows: &[&str]| {
        let rows: Vec<String> = rows.iter().map(|row| day(row)).collect();
        told("case,activity,Status,time", &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let status = Some("Status".to_owned());
    assert_eq!(look(&["1,a,Beginn", "1,a,Ende", "1,b,Beginn", "1,b,Ende"]), status);
    assert_eq!(look(&["1,a,start", "2,a,start", "1,a,complete", "2,a,complete"]), status);
    assert_eq!(look(&["1,a,S", "1,a,E", "1,a,S", "1,a,E", "2,a,S", "2,a,E"]), status);
    // One pair, three words, unpaired rows, empty fields: none.
    assert_eq!(look(&["1,a,Beginn", "1,a,Ende"]), None);
    assert_eq!(look(&["1,a,x", "1,a,y", "1,b,x", "1,b,z"]), None);
    assert_eq!(look(&["1,a,x", "1,b,y", "2,a,x", "2,b,y"]), None);
    assert_eq!(look(&["1,a,x", "1,a,", "1,b,x", "1,b,"]), None);
    // Read as something, it is not told.
    let rows = ["1,a,S,2024-01-01", "1,a,E,2024-01-01", "1,b,S,2024-01-01", "1,b,E,2024-01-01"];
    assert_eq!(told("case,activity,resource,time", &rows), None);
    assert_eq!(told("case,activity,lifecycle:transition,time", &rows), None);
}
