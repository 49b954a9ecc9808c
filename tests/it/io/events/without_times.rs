//! Logs without times: the order of the file is taken and told, and no wait is made up.

use total_experience::Execution;
use total_experience::io::event_log::{EventOptions, ImportedLog, csv, xes};
use total_experience::io::{Error, event_log};
use total_experience::journey::channel::{Channels, Switching};
use total_experience::journey::dfg::{
    AnyJourneyGraph, JourneyCounts, JourneyGraph, JourneyTally, ObjectCentricGraph, Variants, WaitSpread,
};
use total_experience::journey::friction::{Friction, PromiseGaps};
use total_experience::journey::handover::{Handovers, Synchronization};
use total_experience::journey::log::{EventColumns, EventLog, Filter, ObjectKeys};
use total_experience::journey::markov::{AttributionRule, Chain, PathEnds, Paths};
use total_experience::journey::{Error as Fault, People, StakeholderGroup};
use total_experience::model::time::Timestamp;
use total_experience::model::{Role, Stakeholder};
use total_experience::request::friction::{FrictionRequest, GroupRequest};
use total_experience::request::journeys::JourneysRequest;

/// Cases whose rows lie among each other, and whose order in the alphabet is another than that of the file.
const ROWS: [(&str, &str); 6] =
    [("2", "search"), ("1", "search"), ("2", "ask"), ("1", "pay"), ("2", "pay"), ("1", "ask")];

fn table(rows: &[(&str, &str)]) -> String {
    let row = |(case, activity): &(&str, &str)| format!("{case},{activity},Ada,desk,web\n");
    "case,activity,resource,team,channel\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

fn read(text: &str) -> Result<ImportedLog, Error> {
    csv::read(text.as_bytes())
}

/// The ways of the cases, by name.
fn ways(log: &EventLog) -> Vec<String> {
    let case = log.object_type("case").unwrap();
    let variants = Variants::discover(log, case).unwrap();
    let mut ways: Vec<String> = variants.iter().map(|way| way.activities.join(">")).collect();
    ways.sort();
    ways
}

#[test]
fn the_order_of_rows_is_taken_and_told() {
    let ImportedLog { log, notes, .. } = read(&table(&ROWS)).unwrap();
    assert!(!log.has_times() && notes.without_times && notes.time_like.is_empty());
    assert_eq!((log.time_column(), notes.out_of_order, notes.without_zone), (&[][..], 0, 0));
    assert_eq!(ways(&log), ["search>ask>pay", "search>pay>ask"]);
    let case = log.object_type("case").unwrap();
    let counts = JourneyCounts::discover(&log, case).unwrap();
    assert_eq!((counts.starts(), counts.ends()), (vec![("search", 2)], vec![("ask", 1), ("pay", 1)]));
    assert_eq!(AnyJourneyGraph::discover(&log, case).unwrap(), AnyJourneyGraph::Untimed(counts));

    // A part of the log has no times either, in whatever order it was found.
    let part = Filter::default().with_activities(&["pay", "ask"]).apply(&log).unwrap().log;
    assert!(!part.has_times());
    assert_eq!(ways(&part), ["ask>pay", "pay>ask"]);
}

#[test]
fn what_needs_times_is_refused() {
    let options = EventOptions::default().with_objects(event_log::ObjectColumn::new("team"));
    let log = csv::read_with(table(&ROWS).as_bytes(), &options).unwrap().log;
    let [case, resource, team] = ["case", "resource", "team"].map(|name| log.object_type(name).unwrap());
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let window = Timestamp::UNIX_EPOCH..Timestamp::from_nanoseconds(1);
    let asked = [
        JourneyGraph::discover(&log, case).err(),
        ObjectCentricGraph::discover(&log).err(),
        WaitSpread::discover(&log, case).err(),
        JourneyTally::new("case").add_log(&log).err(),
        Friction::discover(&log, case, std::slice::from_ref(&customers)).err(),
        PromiseGaps::discover(&log, case, &customers).err(),
        Handovers::discover(&log, case, People::new(resource), team).err(),
        Synchronization::discover(&log).err(),
        Channels::discover(&log, case).err(),
        Switching::discover(&log, case).err(),
        Filter::default().with_window(window).apply(&log).err(),
    ];
    for error in asked {
        let error = error.expect("a question about time");
        assert!(matches!(error, Fault::NoTimes { .. }), "{error}");
        assert!(error.to_string().contains("`EventOptions::with_time`"), "{error}");
    }
    let groups = vec![GroupRequest::new(Stakeholder::new("customers", Role::Customer), "case")];
    let request = FrictionRequest { groups, ..FrictionRequest::default() };
    assert!(request.run(&log, None).unwrap_err().to_string().contains("the log has no times, and friction"));
}

/// Paths are ways without times: chances are known, times are not.
#[test]
fn paths_have_no_times() {
    let log = read(&table(&ROWS)).unwrap().log;
    let ends = PathEnds::goal(&["pay"]);
    let paths = Paths::discover(&log, log.object_type("case").unwrap(), &ends).unwrap();
    assert!(!paths.has_times());
    let absorption = Chain::fit(&paths).unwrap().solve().unwrap();
    assert_eq!((absorption.goals, absorption.expected_time), (2, None));
    let decay = AttributionRule::TimeDecay { half_life: std::time::Duration::from_secs(1) };
    assert!(matches!(decay.credits(&paths), Err(Fault::TimesMissing)));
}

#[test]
fn answers_have_no_waits() {
    let answer = |log: &EventLog, object_type: Option<&str>| {
        let object_type = object_type.map(str::to_owned);
        let request = JourneysRequest { object_type, ..JourneysRequest::default() };
        serde_json::to_value(request.run(log).unwrap()).unwrap()
    };
    let log = read(&table(&ROWS)).unwrap().log;
    let found = answer(&log, Some("case"));
    assert_eq!(
        (&found["cases"], &found["variants"], &found["starts"]["search"]),
        (&2.into(), &2.into(), &2.into())
    );
    let edge = found["edges"][0].as_object().unwrap();
    assert_eq!(edge.keys().collect::<Vec<_>>(), ["count", "from", "to"]);
    let summary = answer(&log, None);
    assert_eq!(summary["types"]["case"]["edges"][0].as_object().unwrap().len(), 3);
    assert_eq!(summary["synchronization"], serde_json::json!([]));
    let timed = read("case,activity,time\n1,a,2024-05-01\n1,b,2024-05-02\n").unwrap().log;
    assert_eq!(answer(&timed, Some("case"))["edges"][0]["median_seconds"], 86_400.0);
}

#[test]
fn columns_called_like_times_are_told() {
    let like = |header: &str| {
        let row: Vec<String> = (0..header.split(',').count()).map(|at| at.to_string()).collect();
        read(&format!("{header}\n{}\n", row.join(","))).unwrap().notes.time_like
    };
    assert_eq!(like("case,activity,Event Date,amount"), ["Event Date"]);
    assert_eq!(like("case,activity,Zeitstempel,created_at,ts"), ["Zeitstempel", "created_at", "ts"]);
    assert_eq!(like("case,activity,FECHA,hits"), ["FECHA"]);
    assert_eq!(like("case,activity,resource"), [""; 0]);
    // What is read as something else is no time that was passed over.
    let options = EventOptions::default().with_case("date").with_activity("time of day");
    let notes = csv::read_with(&b"date,time of day\n1,noon\n"[..], &options).unwrap().notes;
    assert_eq!((notes.without_times, notes.time_like.len()), (true, 0));
}

#[test]
fn a_column_of_times_is_whole() {
    // One that is asked for must be there.
    let named = EventOptions::default().with_time("when");
    let missing = csv::read_with(table(&ROWS).as_bytes(), &named).unwrap_err();
    assert!(matches!(missing, Error::MissingColumn { ref role, .. } if role == "time"), "{missing}");
    // Cells of one that is there must be filled.
    let empty = read("case,activity,time\n1,a,2024-05-01\n1,b,\n").unwrap_err();
    assert!(matches!(empty, Error::EmptyField { line: 3, ref column } if column == "time"), "{empty}");
    assert!(matches!(read("case,activity\n"), Err(Error::NoRows)));
    assert_eq!(read("case;activity\n1;a\n1;b\n").unwrap().log.len(), 2);
}

fn document(traces: &[&[(&str, bool)]]) -> String {
    let event = |(activity, is_timed): &(&str, bool)| {
        let time =
            if *is_timed { "<date key=\"time:timestamp\" value=\"2024-05-01T09:00:00Z\"/>" } else { "" };
        format!("<event><string key=\"concept:name\" value=\"{activity}\"/>{time}</event>\n")
    };
    let trace = |(at, events): (usize, &&[(&str, bool)])| {
        let events: String = events.iter().map(event).collect();
        format!("<trace><string key=\"concept:name\" value=\"{at}\"/>\n{events}</trace>\n")
    };
    format!("<log>\n{}</log>", traces.iter().enumerate().map(trace).collect::<String>())
}

#[test]
fn documents_without_times() {
    let read = |traces: &[&[(&str, bool)]]| xes::read(document(traces).as_bytes());
    let untimed: &[(&str, bool)] = &[("search", false), ("ask", false), ("pay", false)];
    let ImportedLog { log, notes, .. } = read(&[untimed, &[("pay", false), ("ask", false)]]).unwrap();
    assert!(!log.has_times() && notes.without_times);
    assert_eq!((ways(&log), notes.events), (vec!["pay>ask".to_owned(), "search>ask>pay".to_owned()], 5));

    // Some with, some without: the first without is named, wherever it stands.
    for (traces, line, trace, event) in [
        (vec![&[("a", true), ("b", false), ("c", true)][..]], 4, "0", 2),
        (vec![&[("a", false), ("b", true)][..]], 3, "0", 1),
        (vec![&[("a", true)][..], &[("b", true), ("c", false)][..]], 7, "1", 2),
        (vec![untimed, &[("b", false), ("c", true)][..]], 3, "0", 1),
    ] {
        let error = read(&traces).unwrap_err();
        assert!(
            matches!(&error, Error::EventWithout { line: l, trace: t, event: e, key }
                if (*l, t.as_str(), *e, key.as_str()) == (line, trace, event, "time:timestamp")),
            "{error}"
        );
    }
    // One that is asked for must be there.
    let named = EventOptions::default().with_time("when");
    let missing = xes::read_with(document(&[untimed]).as_bytes(), &named).unwrap_err();
    assert!(matches!(missing, Error::EventWithout { line: 3, ref key, .. } if key == "when"), "{missing}");
}

/// Pairs of a lifecycle are visits by their order, without a start that is known.
#[test]
fn pairs_of_a_lifecycle_without_times() {
    let text =
        "case,activity,lifecycle:transition\n1,pay,start\n1,pay,complete\n1,ship,start\n1,ship,complete\n";
    let ImportedLog { log, notes, .. } = read(text).unwrap();
    assert_eq!((notes.lifecycle.paired, log.start_column()), (2, &[][..]));
    assert_eq!(ways(&log), ["pay>ship"]);
}

#[test]
fn on_all_threads_and_in_every_form() {
    let rows: Vec<(String, String)> =
        (0..40_000_u32).map(|at| (format!("c{}", at * 7 % 9_001), format!("a{}", at * at % 13))).collect();
    let rows: Vec<(&str, &str)> =
        rows.iter().map(|(case, activity)| (case.as_str(), activity.as_str())).collect();
    let text = table(&rows);
    let one = read(&text).unwrap();
    let all = EventOptions::default().with_execution(Execution::default().with_parallel(true));
    let threads = csv::read_with(text.as_bytes(), &all).unwrap();
    let events = |log: &EventLog| log.events().map(|event| format!("{event:?}")).collect::<Vec<_>>();
    assert_eq!((events(&one.log), &one.notes), (events(&threads.log), &threads.notes));

    let mut columns = EventColumns::default();
    columns.activity_names =
        one.log.activities().map(|it| one.log.activity_name(it).unwrap().to_owned()).collect();
    columns.activities = one.log.activity_column().iter().map(|activity| activity.as_u32()).collect();
    let cases = one.log.object_type("case").unwrap();
    let keys = one.log.objects(cases).unwrap().map(|case| one.log.object_key(case).unwrap().into_owned());
    columns.object_types = vec![("case".to_owned(), ObjectKeys::Named(keys.collect()))];
    columns.objects = one.log.events().map(|event| event.objects[0].as_u32()).collect();
    let mut short = columns.clone();
    let log = columns.into_log().unwrap();
    assert!(!log.has_times());
    assert_eq!(ways(&log), ways(&one.log));
    short.times = vec![0; 7];
    assert!(matches!(short.into_log(), Err(Fault::WrongLength { what: "activities", expected: 7, .. })));
    assert!(EventColumns::default().into_log().unwrap().has_times());
}
