//! Journeys as drawings: DOT, and Mermaid both ways.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use total_experience::io::Error;
use total_experience::io::map as reader;
use total_experience::io::source::Limits;
use total_experience::journey::dfg::{JourneyGraph, JourneyTally};
use total_experience::journey::log::EventLog;
use total_experience::journey::{JourneyMap, JourneyStep};
use total_experience::model::{Dimension, Role};
use total_experience::report::render::dot;
use total_experience::report::render::dot::{DotDirection, DotOptions, WaitLabel};
use total_experience::report::render::mermaid;

use crate::journey::ns;

const SECOND: i64 = 1_000_000_000;

fn log_of(journeys: &[&[(&str, i64)]]) -> EventLog {
    let mut builder = EventLog::builder();
    for (case, journey) in journeys.iter().enumerate() {
        for (activity, second) in *journey {
            builder.event(activity, ns(second * SECOND), &[("case", &case.to_string())]).unwrap();
        }
    }
    builder.finish()
}

fn graph_of(log: &EventLog) -> JourneyGraph {
    JourneyGraph::discover(log, log.object_type("case").unwrap()).unwrap()
}

#[test]
fn a_drawing_by_hand() {
    let log =
        log_of(&[&[("pay", 0), ("say \"hi\"", 30)], &[("pay", 0), ("say \"hi\"", 50), ("A & \\ B", 60)]]);
    let drawn = dot::journey_graph(&graph_of(&log));
    let expected = r#"digraph "case" {
  rankdir=LR;
  label="2 journeys of case, 3 steps";
  node [shape=box, style=rounded];
  start [shape=circle, label=""];
  end [shape=doublecircle, label=""];
  n0 [label="A &amp; \\ B\n1"];
  n1 [label="pay\n2"];
  n2 [label="say \"hi\"\n2"];
  start -> n1 [label="2", style=dashed];
  n1 -> n2 [label="2\n40 s", penwidth=5.0];
  n2 -> n0 [label="1\n10 s", penwidth=3.0];
  n0 -> end [label="1", style=dashed];
  n2 -> end [label="1", style=dashed];
}
"#;
    assert_eq!(drawn, expected);
    let mut tally = JourneyTally::new("case");
    tally.add_log(&log).unwrap();
    assert_eq!(dot::journey_tally(&tally), expected);

    let few = DotOptions::default().with_most_edges(1).with_wait(WaitLabel::Hidden);
    let drawn = dot::journey_graph_with(&graph_of(&log), &few.with_direction(DotDirection::Down));
    assert!(drawn.contains("3 steps\\nnot drawn: 1 edge with 1 of the steps"), "{drawn}");
    assert!(drawn.contains("n1 -> n2 [label=\"2\", penwidth=5.0]") && !drawn.contains("n2 -> n0"), "{drawn}");
    assert!(drawn.contains("rankdir=TB"));
}

#[test]
fn a_drawing_does_not_depend_on_how_a_log_is_numbered() {
    let one = log_of(&[&[("a", 0), ("b", 1), ("c", 3)], &[("b", 0), ("c", 9)]]);
    let other = log_of(&[&[("b", 0), ("c", 9)], &[("a", 0), ("b", 1), ("c", 3)]]);
    let draw = |log| dot::journey_graph(&graph_of(log));
    assert_eq!(draw(&one), draw(&other));
}

#[test]
fn graphviz_reads_what_is_drawn() {
    if !crate::needs::tool("dot", "-V") {
        return;
    }
    let odd = "\"};\n\\n<b>&quot;\t\u{1f600}\\";
    let log = log_of(&[&[(odd, 0), ("->", 1), ("\\", 2), ("{|}", 4)]]);
    let text = dot::journey_graph(&graph_of(&log));
    let mut dot =
        Command::new("dot").arg("-Tcanon").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    dot.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(dot.wait().unwrap().success(), "{text}");
}

const WORKING_DAY: &str = "journey
    title My working day
    section Go to work
      Make tea: 5: Me
      Go upstairs: 3: Me
      Do work: 1: Me, Cat
    section Go home
      Go downstairs: 5: Me
      Sit down: 5: Me
";

fn read(text: &str) -> Result<JourneyMap, Error> {
    reader::read_mermaid(text.as_bytes())
}

/// The example of Mermaid's documentation.
#[test]
fn my_working_day() {
    let journey = read(WORKING_DAY).unwrap();
    assert_eq!(journey.title(), Some("My working day"));
    let stages: Vec<_> = journey.stages().iter().map(|stage| (stage.name(), stage.steps().len())).collect();
    assert_eq!(stages, [(Some("Go to work"), 3), (Some("Go home"), 2)]);
    let shared: Vec<_> =
        journey.steps().filter(|step| step.is_shared()).map(JourneyStep::touchpoint).collect();
    assert_eq!(shared, ["Do work"]);
    assert_eq!(mermaid::journey(&journey), WORKING_DAY);
    let expected = [
        ("Make tea", "Me", 100.0),
        ("Go upstairs", "Me", 50.0),
        ("Do work", "Me", 0.0),
        ("Do work", "Cat", 0.0),
        ("Go downstairs", "Me", 100.0),
        ("Sit down", "Me", 100.0),
    ];
    assert_eq!(journey.points(), expected);
}

#[test]
fn a_journey_becomes_a_map() {
    let document = read(WORKING_DAY).unwrap().document(|actor| match actor {
        "Me" => (Role::Employee, Dimension::Employee),
        _ => (Role::Partner, Dimension::Customer),
    });
    let map = document.build().unwrap();
    assert_eq!(map.name(), "My working day");
    assert!(map.facet_id("Do work/ex/Me").is_some() && map.facet_id("Do work/cx/Cat").is_some());
    let touchpoint = map.touchpoint(map.touchpoint_id("Sit down").unwrap()).unwrap();
    assert_eq!(touchpoint.stage.as_deref(), Some("Go home"));
    let journey = map.journey(map.journey_id("My working day: Cat").unwrap()).unwrap();
    assert_eq!(
        (journey.stakeholder.as_str(), journey.steps.as_slice()),
        ("Cat", &["Do work".to_owned()][..])
    );
}

#[test]
fn a_touchpoint_passed_twice_has_the_mean() {
    let journey = read("JOURNEY\nWait : 2 : Me\nPay: 4\nsection Later\nWait: 3: You, Me, You\n").unwrap();
    assert_eq!(journey.points(), [("Wait", "Me", 37.5), ("Wait", "You", 50.0)]);
    assert_eq!(journey.stages()[0].name(), None);
    let map = journey.document(|_| (Role::Customer, Dimension::User)).build().unwrap();
    assert_eq!(map.touchpoints().len(), 2);
}

#[test]
fn what_mermaid_skips_is_skipped() {
    let text = "\u{feff}---\ntitle: front matter\n---\n%%{init: {'theme': 'dark'}}%%\n\n%% a comment\njourney %% begins\r\n\
        accTitle: for readers of screens\naccDescr {\n  Task: 9: not read\n}\naccDescr { one line }\n  title Pay#58; now\r\n\
        # nothing\n  Pay #35;1#quot;#nbsp;: 5: A#44; B, C # really\n";
    let journey = read(text).unwrap();
    assert_eq!(journey.title(), Some("Pay: now"));
    let step = journey.steps().next().unwrap();
    assert_eq!(
        (step.touchpoint(), step.actors()),
        ("Pay #1\"#nbsp;", &["A, B".to_owned(), "C".to_owned()][..])
    );
    assert_eq!(journey.steps().count(), 1);
}

#[test]
fn faults_name_their_line() {
    let refused = [
        ("", "the input is empty"),
        ("%% nothing\n", "the input is empty"),
        ("graph TD\n", "line 1: no Mermaid journey: `graph TD`"),
        ("---\njourney\n", "the input is empty"),
        ("journey\nMake tea\n", "line 2: `task` is `Make tea`"),
        ("journey\n: 5: Me\n", "line 2: `task` is `: 5: Me`"),
        ("journey\n\nMake tea: 6: Me\n", "line 3: `score` is `6`: a whole number from 1 to 5 was expected"),
        ("journey\nMake tea: 2.5: Me\n", "line 2: `score` is `2.5`"),
        ("journey\nMake tea: : Me\n", "line 2: `score` is ``"),
        ("journey\nMake tea: 5: Me,,You\n", "line 2: `actors` is `Me,,You`"),
        ("journey\nMake tea: 5: Me: You\n", "line 2: `actors` is `Me: You`"),
    ];
    for (text, expected) in refused {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text:?}: {error}");
    }
    let bytes = reader::read_mermaid(&b"journey\nT\xff: 5: Me"[..]).unwrap_err();
    assert!(matches!(bytes, Error::BadText { line: 2, .. }), "{bytes}");
    let limited = |limits: Limits| reader::read_mermaid_with(WORKING_DAY.as_bytes(), &limits).unwrap_err();
    assert!(matches!(limited(Limits::default().with_max_rows(4)), Error::TooManyRows { limit: 4 }));
    let long = limited(Limits::default().with_max_record_bytes(23));
    assert!(matches!(long, Error::RecordTooLong { line: 2, limit: 23 }), "{long}");
    assert!(matches!(limited(Limits::default().with_max_bytes(99)), Error::TooManyBytes { .. }));
    let document = limited(Limits::default().with_max_document_bytes(99));
    assert!(matches!(document, Error::DocumentTooLong { limit: 99 }), "{document}");
    let size = Limits::default().with_max_document_bytes(WORKING_DAY.len() as u64);
    assert!(reader::read_mermaid_with(WORKING_DAY.as_bytes(), &size).is_ok());
    assert!(JourneyStep::new("", 3).is_err() && JourneyStep::new("x", 0).is_err());
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z]{1,8}( [a-z]{1,5})?",
        "[ #:;,%{}0-9a-c\n]{1,6}",
        "(title|section|journey|accTitle|accDescr|---|%%)[ :{]?[a-z]?",
        any::<String>().prop_filter("a name is not empty", |name| !name.is_empty()),
    ]
}

fn journey_maps() -> impl Strategy<Value = JourneyMap> {
    let step =
        (name(), 1..=5_u8, prop::collection::vec(name(), 0..4)).prop_map(|(touchpoint, score, actors)| {
            JourneyStep::new(touchpoint, score).unwrap().with_actors(actors).unwrap()
        });
    let part = prop_oneof![step.prop_map(Ok), name().prop_map(Err)];
    (prop::option::of(name()), prop::collection::vec(part, 0..8)).prop_map(|(title, parts)| {
        let journey = JourneyMap::new();
        let journey = title.into_iter().fold(journey, |journey, title| journey.with_title(title).unwrap());
        parts.into_iter().fold(journey, |journey, part| match part {
            Ok(step) => journey.with_step(step),
            Err(stage) => journey.with_stage(stage).unwrap(),
        })
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(journey in journey_maps()) {
        let text = mermaid::journey(&journey);
        prop_assert_eq!(read(&text).unwrap(), journey);
    }
}
