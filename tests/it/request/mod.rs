//! Requests and answers as data: what is asked by JSON is what the rooms answer, bit for bit.

#![cfg(all(feature = "json", feature = "csv"))]

mod schemas;

use serde_json::{Value, json};
use total_experience::cascade::contagion::{Contagion, Diffusion};
use total_experience::cascade::{EdgeColumns, Network};
use total_experience::io::event_log::csv;
use total_experience::io::map::read_json;
use total_experience::io::paths::read_paths;
use total_experience::io::survey::signals::read_responses;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::friction::{Friction, FrictionOptions};
use total_experience::journey::markov::Chain;
use total_experience::model::{Role, Stakeholder};
use total_experience::report::Composer;
use total_experience::request::attribution::AttributionRequest;
use total_experience::request::cascade::CascadeRequest;
use total_experience::request::contagion::ContagionRequest;
use total_experience::request::friction::{FrictionRequest, GroupRequest};
use total_experience::request::journeys::{JourneysAnswer, JourneysRequest};
use total_experience::request::report::{ReportData, ReportRequest};
use total_experience::request::scorecard::ScorecardRequest;
use total_experience::request::{Error, NodeValue};
use total_experience::score::scorecard::{IndexKind, Scorecard, ScorecardOptions};

const MAP: &str = include_str!("../../../examples/bank_onboarding/map.json");
const SIGNALS: &str = include_str!("../../../examples/bank_onboarding/signals.csv");
const LOG: &str = include_str!("../../../examples/bank_onboarding/log.csv");

/// A ring of three with a way in, and its names.
fn ring() -> Network {
    let names = ["app", "staff", "customers", "sales"].map(String::from);
    let edges = EdgeColumns {
        from: &[0, 1, 2, 2],
        to: &[1, 2, 1, 3],
        weight: &[0.35, 0.26, 0.12, 0.5],
        ..EdgeColumns::default()
    };
    let edges = edges.with_standard_error(&[0.08, 0.09, f64::NAN, 0.1]).with_names(&names);
    Network::from_columns(4, &edges).unwrap()
}

fn value(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

#[test]
fn every_request_is_read_back_and_has_defaults() {
    macro_rules! each {
        ($($request:ty),+) => {$(
            let usual = <$request>::default();
            let text = serde_json::to_string(&usual).unwrap();
            assert_eq!(serde_json::from_str::<$request>(&text).unwrap(), usual);
            assert_eq!(serde_json::from_str::<$request>("{}").unwrap(), usual);
            assert!(text.contains("\"version\":1"), "{text}");
            let newer = serde_json::from_str::<$request>(r#"{"version": 2}"#).unwrap_err().to_string();
            assert!(newer.contains("version 2") && newer.contains("version 1"), "{newer}");
            let unknown = serde_json::from_str::<$request>(r#"{"frob": 1}"#).unwrap_err().to_string();
            assert!(unknown.contains("frob"), "{unknown}");
        )+};
    }
    each!(
        ScorecardRequest,
        JourneysRequest,
        FrictionRequest,
        AttributionRequest,
        CascadeRequest,
        ContagionRequest,
        ReportRequest
    );
}

#[test]
fn scores() {
    let map = read_json(MAP.as_bytes()).unwrap();
    let tally = read_responses(SIGNALS.as_bytes(), &map).unwrap().responses.tally().unwrap();
    let request = json!({"index": "arithmetic", "weights": {"cx": 2, "ex": 1}, "level": 0.9});
    let request: ScorecardRequest = serde_json::from_value(request).unwrap();
    let answer = request.run(&map, &tally).unwrap();
    let mut options = ScorecardOptions::default().with_index(IndexKind::Arithmetic).with_level(0.9);
    options.weights = [2.0, 1.0, 0.0, 0.0];
    let card = Scorecard::from_tally_with(&map, &tally, &options).unwrap();
    assert_eq!(answer.scorecard, card);
    assert_eq!(value(&answer)["index"], value(&card)["index"]);
}

#[test]
fn journeys_and_friction() {
    let log = csv::read(LOG.as_bytes()).unwrap().log;
    let cases = log.object_type("case").unwrap();
    let graph = JourneyGraph::discover(&log, cases).unwrap();
    let ask =
        JourneysRequest { object_type: Some("case".into()), rows: Some(2), ..JourneysRequest::default() };
    let answer = ask.run(&log).unwrap();
    let JourneysAnswer::OneType(found) = &answer else { panic!("one type was asked for") };
    assert_eq!(found.graph.timed(), Some(&graph));
    let document = value(&answer);
    assert_eq!(
        (&document["edges"], &document["cases"]),
        (&value(&graph)["edges"], &json!(graph.object_count()))
    );
    assert_eq!(document["top_variants"]["shown"].as_array().unwrap().len(), 2);
    let summary = value(&JourneysRequest::default().run(&log).unwrap());
    assert_eq!(summary["types"]["case"]["edges"], document["edges"]);
    let ask = JourneysRequest { object_type: Some("crate".into()), ..JourneysRequest::default() };
    assert!(matches!(ask.run(&log), Err(Error::UnknownObjectType { name, .. }) if name == "crate"));

    let customers = Stakeholder::new("customers", Role::Customer);
    let groups = vec![GroupRequest::new(customers.clone(), "case")];
    let ask = FrictionRequest { groups: groups.clone(), rows: Some(1), ..FrictionRequest::default() };
    let answer = ask.run(&log, None).unwrap();
    let group = total_experience::journey::StakeholderGroup::new(customers, cases);
    let friction = Friction::discover_with(&log, cases, &[group], &FrictionOptions::default()).unwrap();
    assert_eq!(answer.friction, friction);
    let document = value(&answer);
    let left_out = friction.touchpoints.len() - 1;
    assert_eq!(document["touchpoints_left_out"], json!(left_out));
    assert_eq!(document["touchpoints"][0], value(&friction.touchpoints[0]));
    assert_eq!(document["silo"], json!({"ei_index": null}));
    let twice = FrictionRequest { groups: [groups.clone(), groups].concat(), ..FrictionRequest::default() };
    assert!(matches!(twice.run(&log, None), Err(Error::GroupTwice { .. })));
    assert!(matches!(FrictionRequest::default().run(&log, None), Err(Error::NoGroups)));
}

#[test]
fn attribution() {
    let text = "path,total_conversions,total_null\nA > B,30,20\nA > C,10,40\nB,15,35\nC > B,12,18\nA,5,65\n";
    let paths = read_paths(text.as_bytes()).unwrap().paths;
    let request = AttributionRequest { draws: 50, orders: 2, rules: true, ..AttributionRequest::default() };
    let answer = request.run(&paths).unwrap();
    let solved = Chain::fit(&paths).unwrap().solve().unwrap();
    for role in &solved.touchpoints {
        assert_eq!(answer.removal_effects[&role.name], role.removal_effect);
        assert_eq!(answer.expected_visits[&role.name], role.visits);
    }
    assert_eq!((answer.orders.len(), answer.rules.len()), (2, 5));
    assert_eq!(answer.intervals.as_ref().and_then(|found| found.draws), Some(50));
    let alone = AttributionRequest::default().run(&paths).unwrap();
    assert!(alone.intervals.is_none() && alone.orders.is_empty() && alone.rules.is_empty());
    assert_eq!(alone.credits, answer.credits);
}

#[test]
fn cascades() {
    let network = ring();
    let shock = network.node_values(&[("app", 12.0)]).unwrap();
    let request = json!({
        "shock": [{"node": "app", "value": 12}],
        "objective": [{"node": "sales", "value": 1}],
        "horizon": 3, "paths": 2, "rows": 2,
    });
    let request: CascadeRequest = serde_json::from_value(request).unwrap();
    let answer = request.run(&network).unwrap();
    let total = network.equilibrium(&shock).unwrap();
    assert_eq!((answer.impact.len(), answer.impact_left_out), (2, 2));
    for row in &answer.impact {
        assert_eq!(Some(&row.total), total.get(&row.node));
    }
    assert!(answer.impact[0].total.abs() >= answer.impact[1].total.abs());
    assert_eq!((answer.trajectory.len(), answer.trajectory_left_out), (8, 8));
    assert_eq!(answer.paths[0].nodes, ["app", "staff", "customers", "sales"]);
    // All rows are those of the rooms, in another order.
    let all = CascadeRequest { rows: None, ..request.clone() }.run(&network).unwrap();
    assert_eq!((all.impact.len(), all.sensitivity.len(), all.importance.len()), (4, 4, 4));
    assert_eq!(all.without_standard_error, 1);
    // Draws say nothing of what comes along an influence without a standard error.
    let drawn = CascadeRequest { draws: Some(64), ..request.clone() }.run(&network).unwrap();
    assert!(drawn.impact.iter().filter(|row| &*row.node != "app").all(|row| row.low.is_none()));

    let ask = |change: fn(&mut CascadeRequest)| {
        let mut asked = request.clone();
        change(&mut asked);
        asked.run(&network).unwrap_err().to_string()
    };
    for (error, words) in [
        (ask(|asked| asked.shock = vec![NodeValue::new("till", 1.0)]), "`shock`: there is no node `till`"),
        (ask(|asked| asked.shock.push(asked.shock[0].clone())), "named twice"),
        (ask(|asked| asked.shock.clear()), "`horizon` asks about a shock"),
        (ask(|asked| asked.scores = vec![NodeValue::new("app", 50.0)]), "bounded model"),
        (ask(|asked| asked.objective[0].value = 0.0), "other than 0"),
        (ask(|asked| asked.shock[0].value = f64::NAN), "NaN"),
    ] {
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn contagions() {
    let names = ["a", "b", "c"].map(String::from);
    let edges =
        EdgeColumns { from: &[0, 0, 1], to: &[1, 2, 2], weight: &[0.5, 0.25, 0.5], ..EdgeColumns::default() };
    let edges = edges.with_names(&names);
    let network = Contagion::from_columns(3, &edges, Diffusion::IndependentCascade).unwrap();
    let request: ContagionRequest = serde_json::from_str(r#"{"seeds": ["a"], "rows": 1}"#).unwrap();
    let answer = request.run(&network).unwrap();
    assert_eq!((answer.exact_spread, answer.activation_left_out), (Some(1.9375), 1));
    let a = network.find("a").unwrap();
    assert_eq!(answer.spread, network.spread(&[a]).unwrap().spread);
    let best = ContagionRequest { select: Some(1), ..request.clone() }.run(&network).unwrap();
    assert_eq!((&*best.seeds[0], best.given.is_some()), ("a", true));
    let none = ContagionRequest::default().run(&network);
    assert!(matches!(none, Err(Error::NoSeeds)));
    let many = ContagionRequest { select: Some(4), ..request }.run(&network);
    assert!(matches!(many, Err(Error::TooManySeeds { count: 4, node_count: 3 })));
}

#[test]
fn a_report() {
    let map = read_json(MAP.as_bytes()).unwrap();
    let tally = read_responses(SIGNALS.as_bytes(), &map).unwrap().responses.tally().unwrap();
    let log = csv::read(LOG.as_bytes()).unwrap().log;
    let request: ReportRequest = serde_json::from_value(json!({
        "title": "A better teller app",
        "shock": [{"node": "teller_app/ux/tellers", "value": 12}],
        "friction": {"groups": [{"stakeholder": {"key": "customers", "role": "customer"}, "object_type": "case"}]},
    }))
    .unwrap();
    let data = ReportData::new(&map).with_tally(&tally).with_log(&log);
    let report = request.run(&data).unwrap();
    let card = Scorecard::from_tally(&map, &tally).unwrap();
    let graph = JourneyGraph::discover(&log, log.object_type("case").unwrap()).unwrap();
    let friction = request.friction.as_ref().unwrap().run(&log, Some(&map)).unwrap();
    let shock = [(map.node("teller_app/ux/tellers").unwrap(), 12.0)];
    let composer = Composer::new("A better teller app", &map).with_scorecard(&card).with_journeys(&graph);
    let mut expected = composer.with_where_it_hurts(friction.to_part()).with_shock(&shock).compose().unwrap();
    assert_eq!(friction.without_group, ["tellers", "advisers"]);
    let without = friction.without_group.iter().map(|key| format!("no group of the log stands for `{key}`"));
    expected.what_we_do_not_know.warnings.extend(without);
    assert!(report == expected, "the report differs from the parts that were put together");
    assert_eq!(report.where_it_hurts.friction.as_ref(), Some(&friction.friction));
    assert!(report.where_it_hurts.channels.is_some());
    let unknown = ReportRequest { shock: vec![NodeValue::new("till", 1.0)], ..ReportRequest::default() };
    assert!(matches!(unknown.run(&data), Err(Error::UnknownNode { list: "shock", .. })));
}
