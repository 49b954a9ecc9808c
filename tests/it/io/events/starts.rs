//! Visits with a start and an end: work is no wait.

use std::time::Duration;

use total_experience::Execution;
use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, xes};
use total_experience::io::time::TimeFormat;
use total_experience::io::{Error, WorkFault};
use total_experience::journey::dfg::{JourneyGraph, JourneyTally, WaitSpread};
use total_experience::journey::friction::{
    Friction, FrictionComponent, FrictionOptions, Promise, PromiseGaps,
};
use total_experience::journey::log::{EventColumns, EventLog};
use total_experience::journey::markov::{Chain, PathEnds, Paths};
use total_experience::journey::{Error as Fault, StakeholderGroup};
use total_experience::model::{Role, Stakeholder};

fn read(text: &str) -> Result<ImportedLog, Error> {
    csv::read_with(text.as_bytes(), &EventOptions::default().with_time_format(TimeFormat::Seconds))
}

fn graph(log: &EventLog) -> JourneyGraph {
    JourneyGraph::discover(log, log.object_type("case").unwrap()).unwrap()
}

/// Rows of case, activity, start and end, in seconds.
fn rows() -> Vec<(u64, &'static str, u64, u64)> {
    let mut rows = Vec::new();
    for case in 0..50_u64 {
        let mut clock = 0;
        for step in 0..6 {
            let x = (case * 7_919 + step * 104_729) % 9_973;
            let start = clock + x * 37 % 3_001;
            clock = start + x % 601 + 1;
            rows.push((case, ["A", "B", "C"][x as usize % 3], start, clock));
        }
    }
    rows
}

fn as_rows(rows: &[(u64, &str, u64, u64)]) -> String {
    let row =
        |(case, activity, start, end): &(u64, &str, u64, u64)| format!("{case},{activity},{start},{end}\n");
    "case,activity,start_timestamp,end_timestamp\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

fn as_pairs(rows: &[(u64, &str, u64, u64)]) -> String {
    let row = |(case, activity, start, end): &(u64, &str, u64, u64)| {
        format!("{case},{activity},complete,{end}\n{case},{activity},start,{start}\n")
    };
    "case,activity,lifecycle:transition,time\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

/// As `pm4py.discover_performance_dfg` finds them from `start_timestamp` and `time:timestamp` (`tests/golden/logs.py`).
#[test]
fn waits_of_pm4py() {
    let expected = [
        ("A", "A", 1727.0, 1854.0),
        ("A", "B", 1798.0, 1858.0),
        ("B", "B", 1786.125, 1896.0),
        ("B", "C", 1933.025, 1862.0),
        ("C", "A", 1873.547619047619, 1860.0),
        ("C", "C", 1664.2093023255813, 1856.0),
    ];
    let rows = rows();
    let (of_rows, of_pairs) = (read(&as_rows(&rows)).unwrap(), read(&as_pairs(&rows)).unwrap());
    assert_eq!(of_rows.notes.start_column.as_deref(), Some("start_timestamp"));
    assert_eq!((of_pairs.notes.lifecycle.paired, of_pairs.notes.start_column), (300, None));
    for log in [&of_rows.log, &of_pairs.log] {
        let graph = graph(log);
        let mut found: Vec<_> = graph.edges().collect();
        found.sort_by_key(|edge| (edge.from, edge.to));
        assert_eq!(found.len(), expected.len());
        for (edge, (from, to, mean, median)) in found.iter().zip(expected) {
            assert_eq!((edge.from, edge.to), (from, to));
            assert!((edge.mean_wait.as_secs_f64() - mean).abs() < 1e-9, "{edge:?}");
            assert_eq!(edge.median_wait.as_secs_f64(), median);
        }
        assert!((found[1].mean_sojourn.unwrap().as_secs_f64() - 2087.7804878048782).abs() < 1e-9);
        let work: Vec<_> = graph.service_times().map(|work| (work.activity, work.count)).collect();
        assert_eq!(work.iter().map(|work| work.1).sum::<u64>(), 300);
        assert_eq!(work.len(), 3);
    }
}

#[test]
fn tallies_parts_and_threads_agree() {
    let rows = rows();
    let whole = read(&as_rows(&rows)).unwrap().log;
    let graph = graph(&whole);
    let mut merged = JourneyTally::new("case");
    for part in rows.chunks(60) {
        let mut tally = JourneyTally::new("case");
        tally.add_log(&read(&as_rows(part)).unwrap().log).unwrap();
        merged.merge(&tally).unwrap();
    }
    let mut one = JourneyTally::new("case");
    one.add_log(&whole).unwrap();
    assert_eq!(merged, one);
    let key = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let mut means: Vec<_> = graph.edges().map(|edge| (key(edge.from, edge.to), edge.mean_wait)).collect();
    let mut tallied: Vec<_> =
        one.edges().iter().map(|edge| (key(edge.from, edge.to), edge.mean_wait)).collect();
    means.sort();
    tallied.sort();
    assert_eq!(means, tallied);
    let spread = WaitSpread::discover(&whole, whole.object_type("case").unwrap()).unwrap();
    let mut spread: Vec<_> = spread
        .edges
        .iter()
        .map(|edge| (key(&edge.from, edge.to.as_deref().unwrap()), edge.mean_wait))
        .collect();
    spread.sort();
    assert_eq!(
        spread.iter().map(|edge| &edge.0).collect::<Vec<_>>(),
        means.iter().map(|edge| &edge.0).collect::<Vec<_>>()
    );
    assert!(spread.iter().zip(&means).all(|(a, b)| a.1.abs_diff(b.1) < Duration::from_nanos(2)));

    let many: Vec<_> = (0..200)
        .flat_map(|copy| rows.iter().map(move |row| (row.0 + copy * 50, row.1, row.2, row.3)))
        .collect();
    let text = as_rows(&many);
    let options = EventOptions::default().with_time_format(TimeFormat::Seconds);
    let all = options.clone().with_execution(Execution::default().with_parallel(true));
    let [one, threads] = [options, all].map(|options| csv::read_with(text.as_bytes(), &options).unwrap());
    assert_eq!(one.notes, threads.notes);
    assert_eq!(one.log.start_column(), threads.log.start_column());
    let case = one.log.object_type("case").unwrap();
    let execution = Execution::default().with_parallel(true);
    let parallel = JourneyGraph::discover_with(&threads.log, case, &execution).unwrap();
    assert_eq!(parallel, JourneyGraph::discover(&one.log, case).unwrap());
    assert_eq!(
        parallel.edges().map(|edge| edge.mean_wait).collect::<Vec<_>>(),
        graph.edges().map(|edge| edge.mean_wait).collect::<Vec<_>>()
    );
}

/// Minutes: ask 0 to 2, check 30 to 40, check 35 to 50 (which begins before the other ends), pay at 60.
const VISITS: &str =
    "case,activity,start_time,end_time\n1,ask,0,120\n1,check,1800,2400\n1,check,2100,3000\n1,pay,,3600\n";

#[test]
fn waits_and_work() {
    let log = read(VISITS).unwrap().log;
    let found = graph(&log);
    let minutes = |time: Duration| time.as_secs() / 60;
    let mut edges: Vec<_> = found
        .edges()
        .map(|edge| (edge.from, edge.to, minutes(edge.mean_wait), minutes(edge.mean_sojourn.unwrap())))
        .collect();
    edges.sort();
    assert_eq!(edges, [("ask", "check", 28, 38), ("check", "check", 0, 10), ("check", "pay", 10, 10)]);
    let work: Vec<_> =
        found.service_times().map(|work| (work.activity, work.count, minutes(work.mean))).collect();
    assert_eq!(work, [("ask", 1, 2), ("check", 2, 12)]);

    let case = log.object_type("case").unwrap();
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let promised = Promise::new("check", Duration::from_secs(30 * 60));
    let options = FrictionOptions::default().with_promise(promised);
    let friction = Friction::discover_with(&log, case, std::slice::from_ref(&customers), &options).unwrap();
    let at = |name: &str| {
        let touchpoint = friction.touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap();
        let group = &touchpoint.groups[0];
        (group.measures[&FrictionComponent::Wait] / 60.0, group.service_time.map(minutes))
    };
    assert_eq!([at("ask"), at("check"), at("pay")], [(0.0, Some(2)), (14.0, Some(12)), (10.0, None)]);
    // A promise is about when it is done: 38 minutes are more than 30, though the wait was 28.
    let check = friction.touchpoints.iter().find(|touchpoint| touchpoint.name == "check").unwrap();
    assert_eq!(check.groups[0].measures[&FrictionComponent::BrokenPromise], 0.5);
    let gaps = PromiseGaps::discover_with(&log, case, &customers, &options).unwrap();
    assert_eq!(gaps.gaps[0].kept.share, Some(0.5));

    // Times of a chain are sojourns, from the graph and from the paths.
    let ends = PathEnds::goal(&["pay"]);
    let chains = [Chain::from_graph(&found, &ends), Chain::fit(&Paths::discover(&log, case, &ends).unwrap())];
    for chain in chains {
        assert_eq!(chain.unwrap().solve().unwrap().expected_time.map(minutes), Some(58));
    }
    let written = serde_json::to_value(&found).unwrap();
    assert_eq!(written["service_times"][1]["mean_seconds"], 750.0);
    assert_eq!(written["edges"][0].as_object().unwrap().len(), 7);
    let timed =
        serde_json::to_value(graph(&read("case,activity,time\n1,a,0\n1,b,5\n").unwrap().log)).unwrap();
    assert_eq!((timed.get("service_times"), timed["edges"][0].as_object().unwrap().len()), (None, 6));
}

#[test]
fn columns_of_starts() {
    let header = |header: &str| read(&format!("{header}\n1,a,5,7\n"));
    let starts = |read: Result<ImportedLog, Error>| read.unwrap().log.start_column().len();
    for name in ["start_timestamp", "Start_Time", "started", "started_at", "begin"] {
        assert_eq!(starts(header(&format!("case,activity,{name},time"))), 1, "{name}");
    }
    assert_eq!(starts(header("case,activity,start,time")), 0);
    let seconds = || EventOptions::default().with_time_format(TimeFormat::Seconds);
    let by = |options: &EventOptions, header: &str| {
        csv::read_with(format!("{header}\n1,a,5,7\n").as_bytes(), options)
    };
    let named = by(&seconds().with_start("start"), "case,activity,start,time").unwrap();
    assert_eq!((named.log.start_column().len(), named.notes.start_column), (1, None));
    assert_eq!(starts(by(&seconds().with_start(""), "case,activity,start_time,time")), 0);
    assert!(matches!(
        by(&seconds().with_start("begun"), "case,activity,start_time,time"),
        Err(Error::MissingColumn { role, .. }) if role == "start"
    ));
    // A start alone is no time of the event: it is told, not taken.
    let alone = header("case,activity,start_time,x").unwrap();
    assert_eq!((alone.log.has_times(), alone.notes.time_like), (false, vec!["start_time".to_owned()]));
    // What is the time is not also the start.
    assert_eq!(starts(by(&seconds().with_time("started"), "case,activity,started,x")), 0);

    let later = read("case,activity,start_time,time\n1,a,5,7\n1,b,9,8\n").unwrap_err();
    assert!(
        matches!(&later, Error::Work(WorkFault::LateStart { line: 3, column, .. }) if column == "start_time"),
        "{later}"
    );
    let wrong = read("case,activity,start_time,time\n1,a,soon,7\n").unwrap_err();
    assert!(matches!(wrong, Error::BadTime { line: 2, ref column, .. } if column == "start_time"), "{wrong}");
}

#[test]
fn columns_of_integers() {
    let mut columns = EventColumns::default();
    columns.activity_names = vec!["a".into(), "b".into()];
    columns.activities = vec![0, 1];
    columns.times = vec![10, 50];
    columns.object_types = vec![("case".into(), total_experience::journey::log::ObjectKeys::Numbered(1))];
    columns.objects = vec![0, 0];
    columns.starts = vec![None, Some(30)];
    let edge = graph(&columns.clone().into_log().unwrap()).edges().next().unwrap().mean_wait;
    assert_eq!(edge, Duration::from_nanos(20));
    let fault = |change: fn(&mut EventColumns)| {
        let mut columns = columns.clone();
        change(&mut columns);
        columns.into_log().unwrap_err()
    };
    assert!(matches!(fault(|it| it.starts[1] = Some(51)), Fault::StartsLater { .. }));
    assert!(matches!(fault(|it| it.starts.push(None)), Fault::WrongLength { what: "starts", .. }));
    assert!(matches!(fault(|it| it.times.clear()), Fault::WrongLength { what: "starts", expected: 0, .. }));
}

/// What only the start of work says is not lost; what both say is as the completion says.
#[test]
fn what_only_a_start_says() {
    let text = "case,activity,lifecycle:transition,time,resource,channel,item\n\
        1,pay,start,0,Ann,web,\n1,pay,complete,60,,,\n\
        1,ask,start,100,Ann,web,x\n1,ask,complete,160,Bob,web,x\n\
        1,end,start,200,,app,x\n1,end,complete,260,Ann,shop,y\n\
        1,fix,start,300,,,\n1,fix,complete,360,Bob,app,z\n";
    let options =
        EventOptions::default().with_time_format(TimeFormat::Seconds).with_objects(ObjectColumn::new("item"));
    let ImportedLog { log, notes, .. } = csv::read_with(text.as_bytes(), &options).unwrap();
    let told: Vec<_> = log
        .events()
        .map(|event| {
            let objects = event.objects.iter().map(|&object| log.object_key(object).unwrap().into_owned());
            let channel = event.channel.and_then(|channel| log.channel_name(channel)).unwrap_or("-");
            format!("{} {channel}", objects.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(told, ["1 Ann web", "1 Bob x web", "1 Ann y shop", "1 Bob z app"]);
    assert_eq!((notes.lifecycle.paired, notes.lifecycle.differing), (4, 2));
    assert_eq!((notes.without_resource, notes.without_channel), (2, 1));

    let event = |transition: &str, second: u32, more: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"pay\"/><date key=\"time:timestamp\" \
             value=\"2024-05-01T09:00:{second:02}Z\"/><string key=\"lifecycle:transition\" value=\"{transition}\"/>{more}</event>"
        )
    };
    let who = "<string key=\"org:resource\" value=\"Ann\"/>";
    let events = event("start", 1, who) + &event("complete", 9, "");
    let document = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{events}</trace></log>");
    let ImportedLog { log, notes, .. } = xes::read(document.as_bytes()).unwrap();
    assert_eq!((log.len(), log.events().next().unwrap().objects.len(), notes.without_resource), (1, 2, 0));
}

/// A column that is read as two kinds of people has as many nobodies as cells.
#[test]
fn nobody_is_counted_once() {
    let text = "case,activity,time,agent\n1,a,0,NA\n1,b,1,Ann\n1,c,2,unknown\n";
    for twice in [false, true] {
        let mut options =
            EventOptions::default().with_time_format(TimeFormat::Seconds).with_resource("agent");
        if twice {
            options = options.with_objects(ObjectColumn::new("employees").with_column("agent"));
        }
        for parallel in [false, true] {
            let options = options.clone().with_execution(Execution::default().with_parallel(parallel));
            assert_eq!(csv::read_with(text.as_bytes(), &options).unwrap().notes.placeholders, 2);
        }
        let event =
            "<event><string key=\"concept:name\" value=\"a\"/><string key=\"agent\" value=\"NA\"/></event>";
        let document = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{event}</trace></log>");
        assert_eq!(xes::read_with(document.as_bytes(), &options).unwrap().notes.placeholders, 1);
    }
}
