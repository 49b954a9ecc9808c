//! Owners in reports: touchpoints that a log knows by label have the owner that the map names.

use total_experience::journey::StakeholderGroup;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::friction::{Friction, FrictionOptions};
use total_experience::journey::log::EventLog;
use total_experience::model::map::MapDocument;
use total_experience::model::{Dimension, Journey, Role, Stakeholder, Touchpoint};
use total_experience::report::Composer;
use total_experience::report::parts::{Report, WhereItHurts};

use crate::journey::ns;

const HOUR: i64 = 3_600_000_000_000;

/// A counter that the map calls `counter` and the log `Service counter`, and a hatch with its key as its name.
fn report() -> Report {
    let map = MapDocument::new("Office")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .touchpoint(Touchpoint::new("counter").with_name("Service counter").with_owner("Front office"))
        .touchpoint(Touchpoint::new("hatch").with_owner("Back office"))
        .journey(Journey::new("visit", "customers", ["hatch", "counter"]))
        .build()
        .unwrap();
    let mut builder = EventLog::builder();
    for case in 0..6_i64 {
        let (case_key, customer) = (case.to_string(), format!("c{case}"));
        let objects = [("case", case_key.as_str()), ("customers", customer.as_str())];
        for (activity, hour) in
            [("hatch", 0), ("Service counter", 30), ("Service counter", 200), ("hatch", 400)]
        {
            builder.event(activity, ns((case + hour) * HOUR), &objects).unwrap();
        }
    }
    let log = builder.finish();
    let [case, customers] = ["case", "customers"].map(|name| log.object_type(name).unwrap());
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), customers);
    let friction = Friction::discover(&log, case, &[customers]).unwrap();
    assert!(
        friction.touchpoints.iter().all(|touchpoint| touchpoint.owner.is_none()),
        "the log names no owner"
    );
    let journeys = JourneyGraph::discover(&log, case).unwrap();
    Composer::new("Office", &map).with_journeys(&journeys).with_friction(&friction).compose().unwrap()
}

#[test]
fn the_report_names_owners_wherever_friction_does() {
    let hurts = report().where_it_hurts;
    let expected = |name: &str| Some(if name == "hatch" { "Back office" } else { "Front office" });
    let friction = hurts.friction.as_ref().unwrap();
    assert_eq!(friction.touchpoints.len(), 2);
    for touchpoint in &friction.touchpoints {
        assert_eq!(touchpoint.owner.as_deref(), expected(&touchpoint.name));
    }
    assert_eq!(hurts.waits[0].transitions.len(), 3);
    for wait in &hurts.waits[0].transitions {
        assert_eq!(wait.owner.as_deref(), expected(&wait.to));
    }
    assert!(hurts.detours.is_empty(), "both are steps of the journey, the counter by its label");
}

/// The map names who owns the counter, and not who owns the hatch: there the log's team stands, in every table.
#[test]
fn an_owner_of_the_log_is_the_same_in_every_table() {
    let map = MapDocument::new("Office")
        .stakeholder(Stakeholder::new("customers", Role::Customer))
        .touchpoint(Touchpoint::new("counter").with_name("Service counter").with_owner("Front office"))
        .touchpoint(Touchpoint::new("h").with_name("hatch"))
        .facet("h", Dimension::Customer, "customers")
        .facet("counter", Dimension::Customer, "customers")
        .journey(Journey::new("visit", "customers", ["counter"]))
        .build()
        .unwrap();
    let mut builder = EventLog::builder();
    for case in 0..6_i64 {
        let case_key = case.to_string();
        let objects = [("case", case_key.as_str()), ("team", "Night shift")];
        for (activity, hour) in [("Service counter", 0), ("hatch", 400)] {
            builder.event(activity, ns((case + hour) * HOUR), &objects).unwrap();
        }
    }
    let log = builder.finish();
    let [case, team] = ["case", "team"].map(|name| log.object_type(name).unwrap());
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let options = FrictionOptions::default().with_owners(team);
    let friction = Friction::discover_with(&log, case, &[customers], &options).unwrap();
    let journeys = JourneyGraph::discover(&log, case).unwrap();
    let part = WhereItHurts::default().with_friction(friction);
    let composer = Composer::new("Office", &map).with_where_it_hurts(part);
    let report = composer.with_journeys(&journeys).compose().unwrap();
    let hurts = &report.where_it_hurts;
    let owner = |name: &str| {
        let touchpoints = &hurts.friction.as_ref().unwrap().touchpoints;
        touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap().owner.as_deref()
    };
    assert_eq!((owner("hatch"), owner("Service counter")), (Some("Night shift"), Some("Front office")));
    assert_eq!(hurts.waits[0].transitions[0].owner.as_deref(), Some("Night shift"));
    assert_eq!(hurts.detours[0].owner.as_deref(), Some("Night shift"));
    for driver in &report.what_drives_it.importance {
        let expected = if driver.node == "h/cx/customers" { "Night shift" } else { "Front office" };
        assert_eq!(driver.owner.as_deref(), Some(expected));
    }
}

#[test]
fn friction_stands_in_the_report() {
    let report = report();
    let markdown = report.to_markdown();
    let [hurts, drives] = ["## Where it hurts", "## What drives it"].map(|part| markdown.find(part).unwrap());
    let part = &markdown[hurts..drives];
    assert!(part.contains("### Friction"), "{part}");
    let row = part.lines().find(|line| line.starts_with("| Service counter |") && line.contains("customers"));
    assert!(row.unwrap().contains("| Front office |"), "{part}");
    assert_eq!(
        report.where_it_hurts.to_markdown().trim(),
        part.trim_start_matches("## Where it hurts").trim()
    );
}
