//! Readers: what they accept, and what they refuse by which error.

use std::io::{Read, Write};

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, xes};
use total_experience::io::source::{Input, Limits};
use total_experience::io::time::TimeFormat;
use total_experience::io::{Error, GzipFault, XmlFault};
use total_experience::journey::dfg::{JourneyGraph, Variants};
use total_experience::model::time::{ParsedTime, TimeFault, Timestamp};

use crate::journey::ns;

fn csv(text: impl AsRef<[u8]>) -> Result<ImportedLog, Error> {
    csv::read(text.as_ref())
}

fn xml(text: impl AsRef<[u8]>) -> Result<ImportedLog, Error> {
    xes::read(text.as_ref())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The graph and the variants of the cases, as JSON.
fn journeys(log: &ImportedLog) -> serde_json::Value {
    let case = log.log.object_type("case").unwrap();
    let graph = JourneyGraph::discover(&log.log, case).unwrap();
    graph.check_conservation().unwrap();
    serde_json::json!([graph, Variants::discover(&log.log, case).unwrap()])
}

#[test]
fn results_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<Error>();
    shared::<EventOptions>();
    shared::<ImportedLog>();
    shared::<Input<&[u8]>>();
    shared::<Limits>();
    shared::<TimeFormat>();
    shared::<Timestamp>();
}

const SMALL: &str = "\
case,activity,time,resource,buyer,note
1,ask,2024-05-01T09:00:00+02:00,Tom,ada|bob,x
2,ask,2024-05-01 08:00,,ada,\"y, z\"
1,answer,2024-05-01T07:30:00.5Z,Eve,,
2,answer,2024-05-01 07:00,Tom,bob,
";

#[test]
fn csv_by_hand() {
    let options = EventOptions::default().with_objects(ObjectColumn::new("customer").with_column("buyer"));
    let imported = csv::read_with(SMALL.as_bytes(), &options).unwrap();
    let (log, notes) = (&imported.log, &imported.notes);
    assert_eq!((notes.events, notes.without_zone, notes.out_of_order, notes.without_resource), (4, 2, 1, 1));
    let types: Vec<_> = log.object_types().map(|known| log.object_type_name(known).unwrap()).collect();
    assert_eq!(types, ["case", "customer", "resource"]);
    assert_eq!((log.object_count(), log.relation_count()), (6, 4 + 3 + 4));
    let case = log.object_type("case").unwrap();
    let graph = JourneyGraph::discover(log, case).unwrap();
    let edges: Vec<_> =
        graph.edges().map(|edge| (edge.from, edge.to, edge.count, edge.mean_wait.as_secs_f64())).collect();
    assert_eq!(edges, [("answer", "ask", 1, 3600.0), ("ask", "answer", 1, 1800.5)]);
    let customer = JourneyGraph::discover(log, log.object_type("customer").unwrap()).unwrap();
    assert_eq!((customer.object_count(), customer.visit_count(), customer.event_count()), (2, 4, 3));
}

#[test]
fn csv_columns_by_name_and_epoch_times() {
    let options = EventOptions::default()
        .with_case("Order")
        .with_activity("Step")
        .with_time("At")
        .with_time_format(TimeFormat::Milliseconds);
    let imported = csv::read_with(&b"Order;Step;At\nA;x;0\nA;y;1500\n"[..], &options).unwrap();
    assert_eq!(imported.log.time_column(), [0, 1_500_000_000].map(ns));
    assert_eq!(imported.notes.without_zone, 0);
    let missing = csv::read_with(&b"order_id,Step,At\n"[..], &options);
    assert!(matches!(missing, Err(Error::MissingColumn { role, looked_for, found, .. })
        if role == "case" && looked_for == ["Order"] && found.len() == 3));
    let wrong = csv::read_with(&b"Order,Step,At\nA,x,1;5\n"[..], &options);
    assert!(matches!(wrong, Err(Error::BadTime { line: 2, fault: TimeFault::Number, .. })));
}

#[test]
fn csv_is_refused_by_type_and_line() {
    assert!(matches!(csv(""), Err(Error::Empty { .. })));
    assert!(matches!(csv("\u{feff}"), Err(Error::Empty { .. })));
    assert!(matches!(csv("case,activity,time\n"), Err(Error::NoRows)));
    assert!(matches!(csv("a,b\n1,2\n"), Err(Error::MissingColumn { role, .. }) if role == "case"));
    for (text, option) in [("a", "with_case`"), ("case", "with_activity`")] {
        let error = csv(format!("{text}\n1\n")).unwrap_err().to_string();
        assert!(error.ends_with(&format!("name the column with `EventOptions::{option}")), "{error}");
    }
    assert!(
        matches!(csv("case,activity,time,case\n"), Err(Error::DuplicateColumn { name }) if name == "case")
    );
    assert!(matches!(
        csv("case,activity,time\n1,a,2024-01-01\n\n1,a\n"),
        Err(Error::RaggedRow { line: 4, expected: 3, found: 2 })
    ));
    for (row, column) in [(",a,2024-01-01", "case"), ("1, ,2024-01-01", "activity"), ("1,a,", "time")] {
        let empty = csv(format!("case,activity,time\n1,a,2024-01-01\n{row}\n"));
        assert!(matches!(empty, Err(Error::EmptyField { line: 3, column: found }) if found == column));
    }
    for (time, fault) in [
        ("NaN", TimeFault::Form),
        ("yesterday", TimeFault::Form),
        ("1714550400", TimeFault::Unit),
        ("-1714550400.25", TimeFault::Unit),
        ("1714550400.", TimeFault::Form),
        ("2023-02-30", TimeFault::Day),
        ("2024-01-01T25:00", TimeFault::Clock),
        ("9999-01-01", TimeFault::Range),
    ] {
        let bad = csv(format!("case,activity,time\n1,a,{time}\n"));
        assert!(
            matches!(bad, Err(Error::BadTime { line: 2, fault: found, value, .. }) if found == fault && value == time)
        );
    }
    assert!(matches!(csv(b"case,activity,time\n1,\xff,2024-01-01\n"), Err(Error::BadText { line: 2, .. })));
    assert!(matches!(csv("case,activity,time\n1,\"a,2024-01-01\n"), Err(Error::UnclosedQuote { line: 2 })));
    let long = format!("case,activity,time\n1,{},2024-01-01\n", "x".repeat(10_000_000));
    assert!(matches!(csv(&long), Err(Error::FieldTooLong { line: 2, limit: 1_048_576 })));
    let few = EventOptions::default().with_limits(Limits::default().with_max_rows(1));
    assert!(matches!(csv::read_with(SMALL.as_bytes(), &few), Err(Error::TooManyRows { limit: 1 })));
    let message = csv("a,b\n1,2\n").unwrap_err().to_string();
    assert_eq!(
        message,
        "no column for the case: looked for `case`, `case_id`, `case:concept:name`, found `a`, `b`: name the column \
         with `EventOptions::with_case`"
    );
}

#[test]
fn gzip_is_read_and_bounded() {
    let zipped = gzip(SMALL.as_bytes());
    assert_eq!(journeys(&csv(&zipped).unwrap()), journeys(&csv(SMALL).unwrap()));
    let mut members = gzip(&SMALL.as_bytes()[..40]);
    members.extend(gzip(&SMALL.as_bytes()[40..]));
    assert_eq!(journeys(&csv(&members).unwrap()), journeys(&csv(SMALL).unwrap()));

    for end in [3, 12, zipped.len() / 2, zipped.len() - 1] {
        assert!(matches!(csv(&zipped[..end]), Err(Error::Gzip(GzipFault::Truncated { .. }))), "{end}");
    }
    let mut damaged = zipped.clone();
    let checksum = damaged.len() - 6;
    damaged[checksum] ^= 1;
    assert!(matches!(csv(&damaged), Err(Error::Gzip(GzipFault::Damaged { .. }))));
    let plain = SMALL.len() as u64;
    for behind in [&b"rubbish behind"[..], b"\n", b"\0\0x", b"PK", SMALL.as_bytes()] {
        let fault = csv([&zipped, behind].concat());
        assert!(
            matches!(fault, Err(Error::Gzip(GzipFault::BytesBehind { expanded })) if expanded == plain),
            "{behind:?}"
        );
    }
    let padded = [&zipped[..], &[0; 1_000]].concat();
    assert_eq!(journeys(&csv(&padded).unwrap()), journeys(&csv(SMALL).unwrap()));
    assert!(matches!(
        csv([&zipped[..], &[0x1f, 0x8b, 8]].concat()),
        Err(Error::Gzip(GzipFault::Truncated { .. }))
    ));
    let empty = gzip(b"");
    let few = [empty.repeat(1_000), zipped.clone(), empty.clone()].concat();
    assert!(csv(&few).is_ok());
    let many = [empty.repeat(100_000), zipped].concat();
    assert!(matches!(csv(&many), Err(Error::Gzip(GzipFault::EmptyMembers { limit: 1_000 }))));

    let bomb = gzip(&vec![b'\n'; 40 << 20]);
    assert!(bomb.len() < 100_000);
    assert!(matches!(csv(&bomb), Err(Error::Gzip(GzipFault::ExpandsTooMuch { limit: 200, .. }))));
    let bomb_of_tags = gzip(&b"<log/>\n".repeat(6 << 20));
    assert!(matches!(xml(&bomb_of_tags), Err(Error::Gzip(GzipFault::ExpandsTooMuch { limit: 200, .. }))));
    assert!(matches!(xml(&bomb), Err(Error::RecordTooLong { .. })), "one endless text");
    let small = EventOptions::default().with_limits(Limits::default().with_max_bytes(1 << 20));
    assert!(matches!(csv::read_with(&bomb[..], &small), Err(Error::TooManyBytes { limit: 1_048_576 })));
}

#[test]
fn a_failing_source_says_so() {
    struct Broken(usize);
    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(std::io::Error::other("unplugged"));
            }
            self.0 -= 1;
            let text = b"<log><trace>";
            let count = text.len().min(buffer.len());
            buffer[..count].copy_from_slice(&text[..count]);
            Ok(count)
        }
    }
    let is_unplugged = |result: Result<ImportedLog, Error>| matches!(result, Err(Error::Read { source }) if source.to_string() == "unplugged");
    for good in [0, 1, 2, 3] {
        assert!(is_unplugged(csv::read(Broken(good))));
        assert!(is_unplugged(xes::read(Broken(good))));
    }
    assert!(matches!(Input::new(Broken(0), &Limits::default()), Err(Error::Read { .. })));
}

const TRACE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="never"/><date key="time:timestamp" value="1999-01-01T00:00:00Z"/></global>
  <string key="concept:name" value="the log's own name"><string key="concept:name" value="nested"/></string>
  <trace>
    <string key="concept:name" value="A &amp; B &#38; &#x26; C"><string key="concept:name" value="nested"/></string>
    <event>
      <string key="concept:name" value="ask"/>
      <date key="time:timestamp" value="2024-05-01T09:00:00.000+02:00"/>
      <string key="org:resource" value="Tom"><string key="org:resource" value="nested"/></string>
      <list key="items"><values><string key="concept:name" value="in a list"/></values></list>
      <string key="lifecycle:transition" value="complete"/>
    </event>
    <event>
      <date key="time:timestamp" value="2024-05-01T07:00:01"/>
      <string key="concept:name" value="answer"></string>
    </event>
  </trace>
  <trace/>
</log>
"#;

#[test]
fn xes_by_hand() {
    let imported = xml(TRACE).unwrap();
    let (log, notes) = (&imported.log, &imported.notes);
    assert_eq!((notes.events, notes.empty_traces, notes.without_zone, notes.without_resource), (2, 1, 1, 1));
    let names: Vec<_> = log.events().map(|event| log.activity_name(event.activity).unwrap()).collect();
    assert_eq!(names, ["ask", "answer"]);
    assert_eq!(log.time_column()[..2], [1_714_546_800_000_000_000, 1_714_546_801_000_000_000].map(ns));
    let keys: Vec<_> = log.objects(log.object_type("case").unwrap()).unwrap().collect();
    assert_eq!((keys.len(), log.object_key(keys[0]).unwrap().as_ref()), (1, "A & B & & C"));
    assert_eq!(log.objects(log.object_type("resource").unwrap()).unwrap().len(), 1);
    assert_eq!(journeys(&xml(gzip(TRACE.as_bytes())).unwrap()), journeys(&imported));
    let with_mark = format!("\u{feff}{TRACE}");
    assert_eq!(journeys(&xml(with_mark).unwrap()), journeys(&imported));

    let late_name = "<log><trace><event><string key=\"concept:name\" value=\"a\"/>\
        <date key=\"time:timestamp\" value=\"2024-05-01\"/></event><string key=\"concept:name\" value=\"1\"/></trace></log>";
    assert_eq!(xml(late_name).unwrap().log.len(), 1);
    let keyed = EventOptions::default().with_activity("lifecycle:transition").with_resource("concept:name");
    assert!(matches!(
        xes::read_with(TRACE.as_bytes(), &keyed),
        Err(Error::EventWithout { line: 19, event: 2, key, trace }) if key == "lifecycle:transition" && trace == "A & B & & C"
    ));
}

#[test]
fn xes_is_refused_by_type_and_line() {
    let event = |inside: &str| {
        format!(
            "<log>\n<trace>\n<string key=\"concept:name\" value=\"7\"/>\n<event>\n{inside}\n</event>\n</trace>\n</log>"
        )
    };
    let name = "<string key=\"concept:name\" value=\"a\"/>";
    let time = "<date key=\"time:timestamp\" value=\"2024-01-01\"/>";
    assert_eq!(xml(event(&format!("{name}{time}"))).unwrap().log.len(), 1);
    assert!(matches!(xml(""), Err(Error::Empty { .. })));
    assert!(matches!(xml(" \n<!-- nothing -->\n"), Err(Error::Empty { .. })));
    assert!(matches!(xml("<log></log>"), Err(Error::NoEvents)));
    assert!(matches!(xml("<html/>"), Err(Error::NotXes { line: 1, found }) if found == "html"));
    assert!(matches!(xml("case,activity,time\n1,a,2024-01-01\n"), Err(Error::NotXes { .. })));
    assert!(matches!(xml("<log><event/></log>"), Err(Error::EventOutsideTrace { line: 1 })));
    assert!(matches!(
        xml(event(time)),
        Err(Error::EventWithout { line: 6, event: 1, trace, key }) if trace == "7" && key == "concept:name"
    ));
    assert!(!xml(event(name)).unwrap().log.has_times());
    let unnamed = event(&format!("{name}{time}")).replace("value=\"7\"", "value=\"\"");
    assert!(matches!(xml(unnamed), Err(Error::TraceWithout { line: 7, trace: 1, .. })));
    assert!(matches!(
        xml(event(&format!("{name}\n<date key=\"time:timestamp\" value=\"2023-02-30\"/>"))),
        Err(Error::BadTime { line: 6, fault: TimeFault::Day, .. })
    ));
    assert!(matches!(
        xml("<log><trace></log>"),
        Err(Error::Xml { line: 1, fault: XmlFault::Malformed { .. } })
    ));
    assert!(
        matches!(xml("<log><trace a=></trace></log>"), Err(Error::NoEvents)),
        "attributes nobody asks for"
    );
    assert!(matches!(
        xml(event("<string key= value=\"a\"/>")),
        Err(Error::Xml { line: 5, fault: XmlFault::Malformed { .. } })
    ));
    for end in [6, 20, TRACE.find("<event>").unwrap(), TRACE.find("07:00:01").unwrap(), TRACE.len() - 8] {
        let cut = xml(&TRACE[..end]).unwrap_err();
        assert!(
            matches!(cut, Error::Xml { fault: XmlFault::Truncated | XmlFault::Malformed { .. }, .. }),
            "{end}: {cut}"
        );
    }
    assert!(matches!(xml(&TRACE[..TRACE.len() - 8]), Err(Error::Xml { fault: XmlFault::Truncated, .. })));
    for bad in ["&lol;", "&", "&#0;", "&#x110000;"] {
        let entity = event(&format!("<string key=\"concept:name\" value=\"{bad}\"/>{time}"));
        assert!(
            matches!(xml(entity), Err(Error::Xml { line: 5, fault: XmlFault::Reference { .. } })),
            "{bad}"
        );
    }
    let doctype = "<!DOCTYPE log [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<log/>";
    assert!(matches!(xml(doctype), Err(Error::Xml { line: 1, fault: XmlFault::Doctype })));
    assert!(matches!(xml(event("x").replace('x', "\n").into_bytes()), Err(Error::EventWithout { .. })));
    let mut invalid = event(&format!("{name}{time}")).into_bytes();
    let at = invalid.windows(3).position(|bytes| bytes == b"\"a\"").unwrap() + 1;
    invalid.splice(at..at, [0xff]);
    assert!(matches!(xml(invalid), Err(Error::BadText { .. })));
    assert!(matches!(
        xml(format!("<log>{}", "<list>".repeat(100))),
        Err(Error::Xml { line: 1, fault: XmlFault::TooDeep { limit: 64 } })
    ));
    let long = event(&format!("<string key=\"concept:name\" value=\"{}\"/>{time}", "x".repeat(10_000_000)));
    assert!(matches!(xml(long), Err(Error::FieldTooLong { line: 5, limit: 1_048_576 })));
    let longer = event(&format!("<string key=\"concept:name\" value=\"{}\"/>{time}", "x".repeat(17 << 20)));
    assert!(matches!(xml(longer), Err(Error::RecordTooLong { line: 5, limit: 16_777_216 })));
}

#[test]
fn times_by_hand() {
    let read =
        |text: &str| text.parse::<ParsedTime>().map(|time| (time.timestamp.as_nanoseconds(), time.has_zone));
    assert_eq!(read("1970-01-01"), Ok((0, false)));
    assert_eq!(read("1969-12-31T23:59:59.999999999Z"), Ok((-1, true)));
    assert_eq!(read("2000-02-29t12:00:00z"), Ok((951_825_600_000_000_000, true)));
    assert_eq!(read("2000-02-29 12:00:00.1234567899+01"), Ok((951_822_000_123_456_789, true)));
    assert_eq!(read("2000-02-29 12:00,5"), Err(TimeFault::Form));
    assert_eq!(read("2000-02-29T12:00:00,5 -0530"), Ok((951_845_400_500_000_000, true)));
    assert_eq!(read("20000229T120000,5+0100"), Ok((951_822_000_500_000_000, true)));
    assert_eq!(read("20000229t1200"), Ok((951_825_600_000_000_000, false)));
    assert_eq!(read("2000-02-29 12:00:00 UTC"), Ok((951_825_600_000_000_000, true)));
    assert_eq!(read("20000230T1200Z"), Err(TimeFault::Day));
    assert_eq!(read("20000229"), Err(TimeFault::Unit));
    assert_eq!(read("2016-12-31T23:59:60Z"), read("2017-01-01T00:00:00Z"));
    assert_eq!(read("2262-04-11T23:47:16.854775807Z"), Ok((i64::MAX, true)));
    assert_eq!(read("1677-09-21T00:12:43.145224192Z"), Ok((i64::MIN, true)));
    assert_eq!(read("2262-04-11T23:47:16.854775808Z"), Err(TimeFault::Range));
    assert_eq!(read("1677-09-21T00:12:43.145224191Z"), Err(TimeFault::Range));
    for text in [
        "",
        "2024-01-01T",
        "2024-01-01T10",
        "2024-01-01T10:00:00.",
        "2024-01-01T10:00:00Zx",
        "2024-01-01T10:00:00+",
        "2024-01-01T10:00:00+01:",
        "2024-01-01T10:00:00+1",
        "2024-01-01T10:00:00 CET",
        "20240101T10:00:00Z",
        "20240101 100000",
        "2024-01-01T100000Z",
        "20240101T1",
        "20240101T10000",
        "-024-01-01",
        "２０２４-01-01",
    ] {
        assert_eq!(read(text), Err(TimeFault::Form), "{text}");
    }
    for text in ["2023-02-29", "1900-02-29", "2024-00-01", "2024-13-01", "2024-04-31", "2024-01-00"] {
        assert_eq!(read(text), Err(TimeFault::Day), "{text}");
    }
    for text in ["2024-01-01T24:00:01", "2024-01-01T10:60:00", "2024-01-01T10:00:61"] {
        assert_eq!(read(text), Err(TimeFault::Clock), "{text}");
    }
    assert_eq!(read("2024-01-01T10:00:00+24:00"), Err(TimeFault::Zone));
    let number =
        |format: TimeFormat, text: &str| format.parse(text).map(|time| time.timestamp.as_nanoseconds());
    assert_eq!(number(TimeFormat::Seconds, " -2 "), Ok(-2_000_000_000));
    assert_eq!(number(TimeFormat::Microseconds, "7"), Ok(7_000));
    assert_eq!(number(TimeFormat::Nanoseconds, "7"), Ok(7));
    assert_eq!(number(TimeFormat::Seconds, "9223372037"), Err(TimeFault::Range));
    assert_eq!(number(TimeFormat::Nanoseconds, "9223372036854775808"), Err(TimeFault::Range));
    assert_eq!(number(TimeFormat::Seconds, "1e9"), Ok(1_000_000_000_000_000_000));
    assert_eq!(number(TimeFormat::Seconds, "1.5"), Ok(1_500_000_000));
    assert_eq!(number(TimeFormat::Seconds, "-1.0000000005"), Ok(-1_000_000_001));
    assert_eq!(number(TimeFormat::Milliseconds, "1704103200000.25"), Ok(1_704_103_200_000_250_000));
    assert_eq!(number(TimeFormat::Nanoseconds, "1.9"), Ok(1));
    assert_eq!(number(TimeFormat::Seconds, "1,5"), Err(TimeFault::Number));
    assert_eq!(number(TimeFormat::Seconds, "1e40"), Err(TimeFault::Number));
}

/// A log as an XES writer would write it.
fn as_xes(cases: &[Vec<(u8, i64)>]) -> String {
    let mut text = "<log>\n".to_owned();
    for (case, events) in cases.iter().enumerate() {
        text.push_str(&format!("<trace><string key='concept:name' value='c&lt;{case}'/>\n"));
        for (activity, seconds) in events {
            let time = Timestamp::from_seconds(*seconds).unwrap();
            text.push_str(&format!(
                "<event><string key='concept:name' value='a&quot;{activity}'/><date key='time:timestamp' value='{time}'/></event>"
            ));
        }
        text.push_str("</trace>\n");
    }
    text + "</log>"
}

fn as_csv(cases: &[Vec<(u8, i64)>]) -> String {
    let mut text = "case,activity,time\n".to_owned();
    for (case, events) in cases.iter().enumerate() {
        for (activity, seconds) in events {
            let time = Timestamp::from_seconds(*seconds).unwrap();
            text.push_str(&format!("c<{case},\"a\"\"{activity}\",{time}\n"));
        }
    }
    text
}

proptest! {
    #[test]
    fn times_survive_writing_and_reading(nanoseconds in any::<i64>(), hours in -23..24_i64, minutes in 0..60_i64) {
        let time = TimeFormat::Nanoseconds.parse(&nanoseconds.to_string()).unwrap().timestamp;
        prop_assert_eq!(time.to_string().parse::<Timestamp>(), Ok(time));
        // The same moment as a clock of another zone shows it.
        let east = hours * 3_600 + hours.signum() * minutes * 60;
        if let Some(shifted) = nanoseconds.checked_add(east * 1_000_000_000) {
            let shown = Timestamp::from_nanoseconds(shifted).to_string();
            let sign = if hours < 0 { '-' } else { '+' };
            let minutes = if hours == 0 { 0 } else { minutes };
            let text = format!("{}{sign}{:02}:{minutes:02}", shown.trim_end_matches('Z'), hours.abs());
            prop_assert_eq!(text.parse::<Timestamp>(), Ok(time));
        }
    }

    #[test]
    fn csv_and_xes_of_one_log_agree(
        cases in prop::collection::vec(prop::collection::vec((0..4_u8, -30..30_i64), 1..8), 1..6)
    ) {
        let (from_csv, from_xes) = (csv(as_csv(&cases)).unwrap(), xml(as_xes(&cases)).unwrap());
        prop_assert_eq!(journeys(&from_csv), journeys(&from_xes));
        let mut notes = from_csv.notes.clone();
        prop_assert!(notes.table.take().is_some());
        prop_assert_eq!(notes, from_xes.notes);
        prop_assert_eq!(journeys(&csv(gzip(as_csv(&cases).as_bytes())).unwrap()), journeys(&from_csv));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = csv(&bytes);
        let _ = xml(&bytes);
        let _ = csv([b"case,activity,time\n", &bytes[..]].concat());
        let _ = xml([b"<log><trace><event>", &bytes[..]].concat());
        let _ = csv([&[0x1f, 0x8b][..], &bytes].concat());
        let _ = csv(gzip(&bytes));
    }

    #[test]
    fn damaged_logs_never_panic(at in 0..SMALL.len(), cut in 0..TRACE.len(), byte in any::<u8>(), zipped in any::<bool>()) {
        let damage = |text: &str, at: usize| {
            let mut bytes = if zipped { gzip(text.as_bytes()) } else { text.as_bytes().to_vec() };
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes
        };
        let _ = csv(damage(SMALL, at));
        let _ = xml(damage(TRACE, cut));
        let _ = xml(&TRACE.as_bytes()[..cut]);
        let _ = csv(&SMALL.as_bytes()[..at]);
    }

    #[test]
    fn arbitrary_text_is_no_time_but_never_a_panic(text in ".{0,30}", digits in "[0-9TZ:+. -]{0,32}") {
        let _ = text.parse::<Timestamp>();
        let _ = digits.parse::<Timestamp>();
    }
}

#[cfg(feature = "json")]
#[test]
fn options_are_read_from_json_and_refuse_what_they_do_not_know() {
    use total_experience::io::survey::qualtrics::SurveyOptions;
    use total_experience::io::survey::signals::SignalOptions;

    fn round<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(options: &T) {
        let text = serde_json::to_string(options).unwrap();
        assert_eq!(serde_json::from_str::<T>(&text).unwrap(), *options);
        assert!(serde_json::from_str::<T>(r#"{"misspelt":1}"#).is_err(), "{text}");
    }
    round(&EventOptions::snowplow().with_due("due_at").with_limits(Limits::default().with_max_rows(7)));
    round(&SignalOptions::default());
    round(&SurveyOptions::default().with_finished_only(true));
    let some: EventOptions = serde_json::from_str(r#"{"case": "order", "time_format": "ms"}"#).unwrap();
    let same = EventOptions::default().with_case("order").with_time_format(TimeFormat::Milliseconds);
    assert_eq!(some, same, "what is not named keeps its default");
}
