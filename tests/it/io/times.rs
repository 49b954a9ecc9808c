//! Times as people and programs write them: read where they can be understood in one way, declared, or asked for.
//!
//! Seconds since 1970 were computed by the module `datetime` of Python 3.12.

use total_experience::io::Error;
use total_experience::io::event_log::{EventOptions, ImportedLog, csv, ocel, xes};
use total_experience::io::survey::qualtrics::{self, Question, SurveyOptions};
use total_experience::io::survey::signals;
use total_experience::io::time::{TimeFormat, TimePattern};
use total_experience::model::ids::FacetId;
use total_experience::model::time::{DateOrder, ParsedTime, TimeFault};
use total_experience::signal::instrument::Instrument;

const SECOND: i64 = 1_000_000_000;
/// 2024-05-31T14:30:00Z.
const MAY: i64 = 1_717_165_800;

fn seconds(text: &str) -> Result<i64, TimeFault> {
    text.parse::<ParsedTime>().map(|time| time.timestamp.as_nanoseconds() / SECOND)
}

#[test]
fn usual_forms() {
    for text in [
        "2024/05/31 14:30",
        "2024.05.31 14:30:00",
        "2024-5-31 14:30",
        "2024-05-31 2:30 PM",
        "2024-05-31, 14:30",
        "2024-May-31 14:30",
        "31 May 2024 14:30",
        "31-May-2024 14:30:00",
        "31-MAY-2024 02.30.00.000000 PM",
        "31. May 2024, 14.30",
        "May 31, 2024 2:30 p.m.",
        "may 31 2024 14:30",
        "Fri, 31 May 2024 14:30:00 GMT",
        "Fri, 31 May 2024 16:30:00 +0200",
        "Friday, May 31, 2024 14:30",
        "Fri May 31 14:30:00 2024",
        "Fri May 31 14:30:00 UTC 2024",
        "Fri May 31 2024 16:30:00 GMT+0200 (Central European Summer Time)",
        "31/May/2024:16:30:00 +0200",
        "2024-05-31T16:30+02:00[Europe/Berlin]",
        "2024-05-31 14:30:00 GMT",
        "2024-05-31 14:30:00 utc",
        "2024-05-31T14:30:00UT",
        "31.05.2024 14:30",
        "31.5.2024 14:30:00,000",
        "31/05/2024 14:30",
        "5/31/2024 2:30 PM",
        "31-05-2024:14.30",
        "2024-W22-5T14:30",
        "2024-152T14:30",
    ] {
        assert_eq!(seconds(text), Ok(MAY), "{text}");
    }
    for (text, expected) in [
        ("2024-01-01T24:00:00Z", 1_704_153_600),
        ("2024-01-01 24:00", 1_704_153_600),
        ("2024-12-31T24:00:00.000+01:00", 1_735_686_000),
        ("03.01.2024 10:00", 1_704_276_000),
        ("10/Oct/2000:13:55:36 -0700", 971_211_336),
        ("30-12-2010:11.02", 1_293_706_920),
        ("2024-W05-3", 1_706_659_200),
        ("2020-W53-7", 1_609_632_000),
        ("2021-W01-1", 1_609_718_400),
        ("2026-W01-1", 1_766_966_400),
        ("2024-035", 1_707_004_800),
        ("2024-366", 1_735_603_200),
        ("4/4/2024 12:00 AM", 1_712_188_800),
    ] {
        assert_eq!(seconds(text), Ok(expected), "{text}");
    }
    let zones = ["31 May 2024 14:30", "Fri, 31 May 2024 14:30:00 GMT"]
        .map(|text| text.parse::<ParsedTime>().unwrap());
    assert_eq!(zones.map(|time| time.has_zone), [false, true]);
}

#[test]
fn what_cannot_be_understood_in_one_way_is_refused() {
    for (text, fault) in [
        ("03/04/2024", TimeFault::DayOrMonth),
        ("3-4-2024 10:00", TimeFault::DayOrMonth),
        ("14/13/2024", TimeFault::Day),
        ("31/05/24", TimeFault::ShortYear),
        ("31-MAY-24 02.30.00 PM", TimeFault::ShortYear),
        ("13/13/2024", TimeFault::Day),
        ("31.02.2024", TimeFault::Day),
        ("31 June 2024", TimeFault::Day),
        ("2024-W54-1", TimeFault::Day),
        ("2023-W53-1", TimeFault::Day),
        ("2024-W05-8", TimeFault::Day),
        ("2023-366", TimeFault::Day),
        ("2024-000", TimeFault::Day),
        ("2024-01-01T24:00:01", TimeFault::Clock),
        ("2024-01-01T24:01", TimeFault::Clock),
        ("2024-01-01 13:00 PM", TimeFault::Clock),
        ("31 May 2024 0:30 PM", TimeFault::Clock),
        ("2024-W05", TimeFault::Form),
        ("2024-05", TimeFault::Form),
        ("May 2024", TimeFault::Form),
        ("31 Mai 2024", TimeFault::Form),
        ("2024-05-31 14:30 CET", TimeFault::Form),
        ("2024-05-31 14:30 (CET)", TimeFault::Form),
        ("14:30", TimeFault::Form),
        ("31 May", TimeFault::Form),
        ("Fri", TimeFault::Form),
        ("20240531", TimeFault::Unit),
    ] {
        assert_eq!(seconds(text), Err(fault), "{text}");
    }
}

#[test]
fn patterns() {
    let read = |pattern: &str, text: &str| {
        let pattern: TimePattern = pattern.parse().unwrap();
        pattern.parse_time(text).map(|time| time.timestamp.as_nanoseconds() / SECOND)
    };
    for (pattern, text) in [
        ("%d/%m/%Y %H:%M", "31/05/2024 14:30"),
        ("%m/%d/%y %I:%M %p", "5/31/24 2:30 PM"),
        ("%D %R", "05/31/24 14:30"),
        ("%Y%m%d%H%M%S", "20240531143000"),
        ("%d-%b-%y %I.%M.%S.%f %p", "31-MAY-24 02.30.00.000000 PM"),
        ("%F %T %z", "2024-05-31 16:30:00 +0200"),
        ("%FT%T%Z", "2024-05-31T14:30:00GMT"),
        ("%A, %e %B %Y um %H Uhr %M", "Friday, 31 May 2024 um 14 Uhr 30"),
        ("%j.%Y %H:%M", "152.2024 14:30"),
        ("%G-W%V-%u %R", "2024-W22-5 14:30"),
        ("%%%Y %m %d %H%M", "%2024 05 31 1430"),
    ] {
        assert_eq!(read(pattern, text), Ok(MAY), "{pattern}");
        let format: TimeFormat = pattern.parse().unwrap();
        assert_eq!((format.to_string(), format.parse(text).is_ok()), (pattern.to_owned(), true));
        assert_eq!(
            serde_json::from_str::<TimeFormat>(&serde_json::to_string(&format).unwrap()).unwrap(),
            format
        );
    }
    assert_eq!(read("%d.%m.%y", "01.01.69"), Ok(-31_536_000));
    for (text, fault) in [
        ("31.05.2024", TimeFault::Pattern),
        ("31/05/2024", TimeFault::Pattern),
        ("31/05/2024 14:30 x", TimeFault::Pattern),
        ("31/06/2024 14:30", TimeFault::Day),
        ("31/05/2024 24:30", TimeFault::Clock),
    ] {
        assert_eq!(read("%d/%m/%Y %H:%M", text), Err(fault), "{text}");
    }
    for (pattern, why) in [
        ("%d/%m", "whole time"),
        ("%H:%M", "whole time"),
        ("%Y-%m-%d %I:%M", "whole time"),
        ("%G-%V", "whole time"),
        ("%Y-%m-%d %Q", "`%Q` is no directive"),
        ("%Y-%m-%d %", "`%` is no directive"),
        ("iso", "`iso` is no time format"),
    ] {
        let error = pattern.parse::<TimeFormat>().unwrap_err().to_string();
        assert!(error.contains(why), "{pattern}: {error}");
    }
}

/// A log with these times.
fn log(times: &[&str]) -> String {
    let row = |(at, time): (usize, &&str)| format!("1,a{at},\"{time}\"\n");
    format!("case,activity,time\n{}", times.iter().enumerate().map(row).collect::<String>())
}

fn read(times: &[&str], format: TimeFormat) -> Result<ImportedLog, Error> {
    csv::read_with(log(times).as_bytes(), &EventOptions::default().with_time_format(format))
}

fn days(imported: &ImportedLog) -> Vec<i64> {
    imported.log.time_column().iter().map(|time| time.as_nanoseconds() / SECOND / 86_400).collect()
}

#[test]
fn a_file_with_every_form() {
    let times = [
        "2024-01-01T24:00:00Z",
        "2024/01/02 10:00:00.000",
        "03.01.2024 10:00",
        "2024-01-04 00:00:00 GMT",
        "30-01-2024:11.02",
    ];
    let imported = read(&times, TimeFormat::Text).unwrap();
    assert_eq!(days(&imported), [19_724, 19_724, 19_725, 19_726, 19_752]);
    assert_eq!(imported.notes.date_order, Some(DateOrder::DayFirst));
    assert_eq!(imported.notes.without_zone, 3);
}

#[test]
fn the_column_says_whether_the_day_stands_first() {
    // 2024-01-02 is day 19,724, 2024-02-01 is day 19,754.
    for (times, order, first) in [
        (["01/02/2024", "13/02/2024"], DateOrder::DayFirst, 19_754),
        (["01/02/2024", "02/13/2024"], DateOrder::MonthFirst, 19_724),
        (["1-2-2024 10:00", "2-13-2024 10:00"], DateOrder::MonthFirst, 19_724),
        (["01.02.2024", "1/2/2024"], DateOrder::DayFirst, 19_754),
        (["01/02/2024 1:00 PM", "31/03/2024 1:00 AM"], DateOrder::DayFirst, 19_754),
    ] {
        let imported = read(&times, TimeFormat::Text).unwrap();
        assert_eq!((days(&imported)[0], imported.notes.date_order), (first, Some(order)), "{times:?}");
    }
    assert_eq!(read(&["2024-01-02", "4/4/2024"], TimeFormat::Text).unwrap().notes.date_order, None);
    // Nothing says it: asked for once, with the remedy.
    let unclear = ["01/02/2024", "03/02/2024"];
    let error = read(&unclear, TimeFormat::Text).unwrap_err();
    assert!(matches!(error, Error::BadTime { line: 2, fault: TimeFault::DayOrMonth, .. }));
    assert!(error.to_string().contains("`TimeFormat::DayFirst` or `TimeFormat::MonthFirst`"), "{error}");
    for (format, first) in [(TimeFormat::DayFirst, 19_754), (TimeFormat::MonthFirst, 19_724)] {
        assert_eq!(days(&read(&unclear, format).unwrap())[0], first);
    }
    // A file that mixes, or is not as declared, is refused by line.
    for (times, format, line) in [
        (vec!["13/01/2024", "01/13/2024"], TimeFormat::Text, 3),
        (vec!["2024-01-01", "01/13/2024", "13/01/2024"], TimeFormat::Text, 4),
        (vec!["01/13/2024", "03.04.2024", "31.01.2024"], TimeFormat::Text, 4),
        (vec!["01/02/2024", "01/13/2024"], TimeFormat::DayFirst, 3),
        (vec!["01/02/2024", "13/01/2024"], TimeFormat::MonthFirst, 3),
    ] {
        let error = read(&times, format).unwrap_err();
        assert!(
            matches!(error, Error::BadTime { line: at, fault: TimeFault::MixedOrder, .. } if at == line),
            "{times:?}: {error}"
        );
    }
}

#[test]
fn due_times_and_other_readers() {
    let text = "case,activity,time,due\n1,a,01/02/2024,20/02/2024\n";
    let options = EventOptions::default().with_due("due");
    let imported = csv::read_with(text.as_bytes(), &options).unwrap();
    assert_eq!((days(&imported), imported.notes.date_order), (vec![19_754], Some(DateOrder::DayFirst)));

    let header = "touchpoint,dimension,stakeholder,instrument,value,time\n";
    let rows = "a,cx,customers,nps,9,01/02/2024\na,cx,customers,nps,9,02/13/2024\n";
    let (_, read) = signals::read_map_and_responses(format!("{header}{rows}").as_bytes()).unwrap();
    let times: Vec<_> =
        read.responses.iter().map(|response| response.time.unwrap() / SECOND / 86_400).collect();
    assert_eq!((times, read.notes.date_order), (vec![19_724, 19_766], Some(DateOrder::MonthFirst)));

    let survey =
        "RecordedDate,Q1\n01/02/2024 10:00,9\n1/3/2024 10:00,9\n2/1/2024,9\n1/4/2024,9\n31/1/2024 9:30,9\n";
    let questions = [Question::new(FacetId::from_u32(0), Instrument::Nps, "Q1")];
    let read = qualtrics::read(survey.as_bytes(), &questions).unwrap();
    assert_eq!(read.responses.iter().next().unwrap().time, Some((19_754 * 86_400 + 36_000) * SECOND));
    assert_eq!(read.notes.date_order, Some(DateOrder::DayFirst));
    let options = SurveyOptions::default().with_time_format("%d/%m/%Y%H:%M".parse().unwrap());
    assert!(qualtrics::read_with(survey.as_bytes(), &questions, &options).is_err());

    let event = |time: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"a\"/><string key=\"time:timestamp\" value=\"{time}\"/></event>"
        )
    };
    let xes = |times: &[&str]| {
        let events = times.iter().map(|time| event(time)).collect::<String>();
        let text = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{events}</trace></log>");
        xes::read(text.as_bytes())
    };
    assert_eq!(xes(&["13/02/2024", "01/02/2024"]).unwrap().notes.date_order, Some(DateOrder::DayFirst));
    let error = xes(&["01/02/2024", "13/02/2024"]).unwrap_err();
    assert!(matches!(error, Error::BadTime { fault: TimeFault::DayOrMonth, .. }), "{error}");
    let json = r#"{"objectTypes": [], "eventTypes": [], "objects": [],
        "events": [{"id": "e1", "type": "a", "time": "01.02.2024 10:00"}]}"#;
    let imported = ocel::read_json(json.as_bytes()).unwrap();
    assert_eq!((days(&imported), imported.notes.date_order), (vec![19_754], Some(DateOrder::DayFirst)));
}

/// The evidence is that of the rows at hand at first, whatever is quoted.
#[test]
fn evidence_in_a_long_file() {
    let mut times = vec!["01/02/2024"; 500];
    times.push("13/02/2024");
    assert_eq!(read(&times, TimeFormat::Text).unwrap().notes.date_order, Some(DateOrder::DayFirst));
    let far = vec!["01/02/2024"; 20_000];
    let error = read(&[far, vec!["13/02/2024"]].concat(), TimeFormat::Text).unwrap_err();
    assert!(matches!(error, Error::BadTime { line: 2, fault: TimeFault::DayOrMonth, .. }));
}
