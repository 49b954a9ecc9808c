//! Names that mean nobody, in respondents, units, cases, resources, objects and tracking ids; names that mean one person
//! only within a unit.

use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv, ocel, xes};
use total_experience::io::source::Placeholders;
use total_experience::io::survey::RespondentScope;
use total_experience::io::survey::qualtrics::{self, Question, SurveyOptions};
use total_experience::io::survey::signals::{self, ImportedSignals, SignalOptions};
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::log::EventLog;
use total_experience::model::ids::FacetId;
use total_experience::model::map::ExperienceMap;
use total_experience::score::scorecard::Scorecard;
use total_experience::signal::instrument::Instrument;
use total_experience::signal::response::Respondents;

const ZERO: &str = "00000000-0000-0000-0000-000000000000";
const NOBODY: [&str; 15] = [
    "NA",
    "n/a",
    "NULL",
    "Null",
    "None",
    "nan",
    "-",
    "undefined",
    "Unknown",
    "anonymous",
    "ANONYMOUS",
    "\\N",
    "#N/A",
    " na ",
    ZERO,
];

fn signals(rows: &str) -> (ExperienceMap, ImportedSignals) {
    let text = format!("touchpoint,dimension,stakeholder,instrument,value,respondent,unit\n{rows}");
    signals::read_map_and_responses(text.as_bytes()).unwrap()
}

#[test]
fn unknown_respondents_are_not_one_person() {
    for name in NOBODY {
        let rows: String =
            [10, 10, 0].map(|value| format!("app,cx,customers,nps,{value},{name},{name}\n")).concat();
        let (map, read) = signals(&rows);
        let tally = read.responses.tally().unwrap();
        let facet = tally.facet(FacetId::from_u32(0)).unwrap();
        assert_eq!((facet.answer_count(), facet.superseded_count()), (3, 0), "{name}");
        assert_eq!(facet.respondents(), Respondents::Unverified { at_most: 3 }, "{name}");
        let card = Scorecard::from_tally(&map, &tally).unwrap();
        let score = card.facets[0].published().unwrap().score;
        assert!((score.estimate - 100.0 / 3.0).abs() < 1e-9, "{name}: {}", score.estimate);
        assert_eq!((read.notes.placeholder_respondents, read.notes.placeholder_units), (3, 3), "{name}");
        assert!(read.responses.iter().all(|response| response.unit.is_none()), "{name}");
    }
    let (_, named) = signals("app,cx,customers,nps,10,Nana,b1\napp,cx,customers,nps,10,0,b1\n");
    assert_eq!((named.notes.placeholder_respondents, named.notes.rows), (0, 2));
    assert!(named.responses.iter().all(|response| response.respondent.is_some() && response.unit.is_some()));
}

#[test]
fn no_placeholder_fills_a_group() {
    for name in NOBODY {
        let four: String = (1..5).map(|at| format!("desk,ex,employees,enps,2,e{at},\n")).collect();
        let (map, read) = signals(&format!("{four}desk,ex,employees,enps,2,{name},\n"));
        let card = Scorecard::from_tally(&map, &read.responses.tally().unwrap()).unwrap();
        let (_, empty) = signals(&format!("{four}desk,ex,employees,enps,2,,\n"));
        let as_empty = Scorecard::from_tally(&map, &empty.responses.tally().unwrap()).unwrap();
        assert_eq!(card, as_empty, "{name}");
        assert!(!card.warnings.is_empty() || card.facets[0].is_suppressed(), "{name}");
    }
}

#[test]
fn the_list_can_be_changed() {
    let text = "touchpoint,dimension,stakeholder,instrument,value,respondent\n\
        a,cx,customers,nps,9,NA\na,cx,customers,nps,9,Gast\na,cx,customers,nps,9,ГОСТЬ\n";
    let known = |placeholders: Placeholders| {
        let options = SignalOptions::default().with_placeholders(placeholders);
        let (_, read) = signals::read_map_and_responses_with(text.as_bytes(), &options).unwrap();
        read.responses.iter().filter(|response| response.respondent.is_some()).count()
    };
    assert_eq!(known(Placeholders::default()), 2);
    assert_eq!(known(Placeholders::none()), 3);
    assert_eq!(known(Placeholders::new(["gast"])), 2);
    assert_eq!(known(Placeholders::default().with_text("gast").with_text("гость")), 0);
    let written = serde_json::to_string(&EventOptions::default().with_placeholders(Placeholders::new(["x"])));
    let options: EventOptions = serde_json::from_str(&written.unwrap()).unwrap();
    assert_eq!(options.placeholders.texts(), ["x"]);
}

#[test]
fn external_references_of_a_survey() {
    let mut rows = String::new();
    for name in NOBODY {
        rows.push_str(&format!("0,9,{name},{name}\n"));
    }
    let text = format!("Status,Q1,ExternalReference,Store\n{rows}0,9,anna,s1\n");
    let questions = [Question::new(FacetId::from_u32(0), Instrument::Nps, "Q1")];
    let options = SurveyOptions::default().with_unit("Store");
    let survey = qualtrics::read_with(text.as_bytes(), &questions, &options).unwrap();
    let known =
        survey.responses.iter().filter(|response| response.respondent.is_some() || response.unit.is_some());
    assert_eq!(known.count(), 1);
    assert_eq!((survey.notes.placeholder_respondents, survey.notes.placeholder_units), (15, 15));
    let all = options.with_placeholders(Placeholders::none());
    let survey = qualtrics::read_with(text.as_bytes(), &questions, &all).unwrap();
    assert!(survey.responses.iter().all(|response| response.respondent.is_some()));
    assert_eq!(survey.notes.placeholder_respondents, 0);
}

/// How many objects of a type there are.
fn count(log: &EventLog, object_type: &str) -> usize {
    log.object_type(object_type).map_or(0, |object_type| log.objects(object_type).unwrap().len())
}

fn options() -> EventOptions {
    EventOptions::default().with_objects(ObjectColumn::new("item"))
}

#[test]
fn cases_resources_and_objects_of_csv() {
    for name in NOBODY {
        let text = format!(
            "case,activity,time,resource,item\n1,ask,2024-05-01,ann,i1|{name}|i2\n{name},ask,2024-05-02,{name},{name}\n\
             \"{name}\",pay,2024-05-01,ann,i1\n1,pay,2024-05-03,{name},i2\n"
        );
        let ImportedLog { log, notes, .. } = csv::read_with(text.as_bytes(), &options()).unwrap();
        assert_eq!(
            (log.len(), count(&log, "case"), count(&log, "resource"), count(&log, "item")),
            (4, 1, 1, 2),
            "{name}"
        );
        assert_eq!((notes.placeholders, notes.without_case, notes.without_resource), (6, 2, 2), "{name}");
        assert_eq!(notes.out_of_order, 0, "{name}: strangers have no order");
        let graph = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
        assert_eq!((graph.object_count(), graph.event_count()), (1, 2), "{name}");
        let all = options().with_placeholders(Placeholders::none());
        let ImportedLog { log, notes, .. } = csv::read_with(text.as_bytes(), &all).unwrap();
        assert_eq!((count(&log, "case"), notes.placeholders, notes.without_case), (2, 0, 0), "{name}");
    }
}

#[test]
fn names_that_only_look_alike_are_kept() {
    let text = "case,activity,time,resource\nNAN1,ask,2024-05-01,Nana\n0,NA,2024-05-02,N\n--1,none,2024-05-02,unknown user\n";
    let ImportedLog { log, notes, .. } = csv::read(text.as_bytes()).unwrap();
    assert_eq!((count(&log, "case"), count(&log, "resource"), notes.placeholders), (3, 3, 0));
    let activities: Vec<_> = log.events().map(|event| log.activity_name(event.activity).unwrap()).collect();
    assert_eq!(activities, ["ask", "NA", "none"]);
}

/// Whoever a tracker does not know gets the next key, or no journey.
#[test]
fn tracking_ids() {
    let header = "event_id,derived_tstamp,event_name,user_id,domain_userid,network_userid,domain_sessionid\n";
    let read =
        |rows: &str| csv::read_with(format!("{header}{rows}").as_bytes(), &EventOptions::snowplow()).unwrap();
    for name in NOBODY {
        let ImportedLog { log, notes, .. } = read(&format!(
            "1,2024-05-01 09:00:00,view,,,{ZERO},\n2,2024-05-02 09:00:00,view,,,{ZERO},s1\n\
             3,2024-05-02 09:00:00,view,{name},d1,{name},s1\n4,2024-05-02 09:00:01,view,{name},{name},n1,{name}\n\
             5,2024-05-02 09:00:02,view,u1,{name},{name},\n6,2024-05-02 09:00:02,view,{name},{name},,\n"
        ));
        let journeys = log.objects(log.object_type("user").unwrap()).unwrap();
        let keys: Vec<_> = journeys.map(|user| log.object_key(user).unwrap().into_owned()).collect();
        assert_eq!(keys, ["d1", "n1", "u1"], "{name}");
        assert_eq!((notes.events, notes.without_case), (6, 3), "{name}");
        assert_eq!(
            (count(&log, "login"), count(&log, "visitor"), count(&log, "session")),
            (1, 1, 1),
            "{name}"
        );
        // Cells by row, each once: 1, 1, 1, 3, 1, 2.
        assert_eq!(notes.placeholders, 9, "{name}");
    }
    let segment =
        format!("user_id,anonymous_id,event,timestamp\nnull,{ZERO},a,2024-05-01\nnull,x,a,2024-05-01\n");
    let ImportedLog { log, notes, .. } =
        csv::read_with(segment.as_bytes(), &EventOptions::segment()).unwrap();
    assert_eq!((count(&log, "user"), notes.without_case), (1, 1));
    let xdm = format!(
        "endUserIDs._experience.aacustomid.id,ecid,eventType,timestamp\nunknown,{ZERO},a,2024-05-01\n,c1,a,2024-05-01\n"
    );
    let ImportedLog { log, notes, .. } = csv::read_with(xdm.as_bytes(), &EventOptions::adobe_xdm()).unwrap();
    assert_eq!((count(&log, "user"), notes.without_case), (1, 1));
}

#[test]
fn xes_in_both_ways_of_reading() {
    for name in NOBODY.map(str::trim) {
        // An entity keeps an event from the short way.
        for ask in ["ask", "a&#115;k"] {
            let event = |resource: &str| {
                format!(
                    "<event><string key=\"org:resource\" value=\"{resource}\"/><string key=\"item\" value=\"i1|{name}\"/>\
                     <date key=\"time:timestamp\" value=\"2024-05-01T09:00:00Z\"/>\
                     <string key=\"concept:name\" value=\"{ask}\"/></event>"
                )
            };
            let trace = |case: &str| {
                let events = event("ann") + &event(name);
                format!("<trace><string key=\"concept:name\" value=\"{case}\"/>{events}</trace>")
            };
            let text = format!("<log>{}{}{}</log>", trace("1"), trace(name), trace(name));
            let ImportedLog { log, notes, .. } = xes::read_with(text.as_bytes(), &options()).unwrap();
            assert_eq!(
                (count(&log, "case"), count(&log, "resource"), count(&log, "item")),
                (1, 1, 1),
                "{name}"
            );
            assert_eq!((log.len(), notes.without_case, notes.without_resource), (6, 4, 3), "{name}");
            assert_eq!(notes.placeholders, 2 + 3 + 6, "{name}");
        }
    }
}

#[test]
fn objects_of_ocel() {
    for name in NOBODY.map(str::trim) {
        let name = name.replace('\\', "\\\\");
        let event = |id: &str, customer: &str| {
            format!(
                r#"{{"id": "{id}", "type": "ask", "time": "2024-05-01T09:00:00Z",
                 "relationships": [{{"objectId": "o1", "qualifier": ""}}, {{"objectId": "{customer}", "qualifier": "by"}}]}}"#
            )
        };
        let declared = format!(r#", {{"id": "{name}", "type": "customer"}}"#);
        for declared in [declared.as_str(), ""] {
            let text = format!(
                r#"{{"objectTypes": [{{"name": "order", "attributes": []}}, {{"name": "customer", "attributes": []}}],
                 "eventTypes": [{{"name": "ask", "attributes": []}}], "events": [{}, {}, {}],
                 "objects": [{{"id": "o1", "type": "order"}}, {{"id": "c1", "type": "customer"}}{declared}]}}"#,
                event("e1", &name),
                event("e2", &name),
                event("e3", "c1"),
            );
            let ImportedLog { log, notes, .. } = ocel::read_json(text.as_bytes()).unwrap();
            assert_eq!((count(&log, "order"), count(&log, "customer")), (1, 1), "{name}");
            assert_eq!((log.relation_count(), notes.placeholders, notes.without_case), (4, 2, 0), "{name}");
        }
    }
}

/// The answers that count, and those that were superseded by one of another unit.
fn scoped(rows: &str, scope: RespondentScope) -> (u64, u64) {
    let text = format!("touchpoint,dimension,stakeholder,instrument,value,respondent,unit,period\n{rows}");
    let options = SignalOptions::default().with_respondent_scope(scope);
    let (_, read) = signals::read_map_and_responses_with(text.as_bytes(), &options).unwrap();
    let answers = read.responses.tally().unwrap().facet(FacetId::from_u32(0)).unwrap().answer_count();
    (answers, read.responses.superseded_across_units())
}

#[test]
fn names_that_are_unique_within_a_unit() {
    let row = |value, name, unit, period| format!("b,cx,customers,nps,{value},{name},{unit},{period}\n");
    let units = [row(10, "1", "b1", 0), row(10, "1", "b2", 0), row(0, "1", "b3", 0)].concat();
    assert_eq!(scoped(&units, RespondentScope::Global), (1, 2));
    assert_eq!(scoped(&units, RespondentScope::Unit), (3, 0));
    // One unit, several periods, and rows without a unit say nothing about names.
    for rows in [
        [row(10, "1", "b1", 0), row(9, "1", "b1", 0)].concat(),
        [row(10, "1", "", 0), row(9, "1", "b1", 0)].concat(),
        [row(10, "", "b1", 0), row(9, "", "b2", 0)].concat(),
        [row(10, "1", "b1", 0), row(9, "1", "b2", 1)].concat(),
        [row(10, "1", "b1", 0), row(9, "2", "b2", 0)].concat(),
        [row(10, "NA", "b1", 0), row(9, "NA", "b2", 0)].concat(),
    ] {
        assert_eq!(scoped(&rows, RespondentScope::Global).1, 0, "{rows}");
    }
    let same = [row(10, "1", "b1", 0), row(9, "1", "b1", 0), row(9, "1", "b2", 0)].concat();
    assert_eq!(scoped(&same, RespondentScope::Unit), (2, 0));
    // Without a unit a name of this kind names nobody.
    let text = "touchpoint,dimension,stakeholder,instrument,value,respondent,unit\nb,cx,customers,nps,9,1,\n";
    let options = SignalOptions::default().with_respondent_scope(RespondentScope::Unit);
    let (_, read) = signals::read_map_and_responses_with(text.as_bytes(), &options).unwrap();
    assert!(read.responses.iter().all(|response| response.respondent.is_none()));
    let survey = "Q1,ExternalReference,Store\n9,1,a\n2,1,b\n";
    let questions = [Question::new(FacetId::from_u32(0), Instrument::Nps, "Q1")];
    for (scope, superseded) in [(RespondentScope::Global, 1), (RespondentScope::Unit, 0)] {
        let options = SurveyOptions::default().with_unit("Store").with_respondent_scope(scope);
        let read = qualtrics::read_with(survey.as_bytes(), &questions, &options).unwrap();
        assert_eq!(read.responses.superseded_across_units(), superseded);
    }
}
