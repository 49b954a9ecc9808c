//! Promised and actual times, and the components of friction that need more than waits.

use std::time::Duration;

use proptest::prelude::*;
use total_experience::journey::friction::{
    Combination, Friction, FrictionComponent, FrictionOptions, OwnMeasure, Promise, PromiseGaps,
    PromisedVisit, TouchpointFriction,
};
use total_experience::journey::log::{EventColumns, EventLog, Filter, ObjectKeys};
use total_experience::journey::{Error, StakeholderGroup};
use total_experience::model::map::{ExperienceMap, MapDocument};
use total_experience::model::{Role, ServiceLevel, Stakeholder, Touchpoint};

use crate::journey::ns;

const HOUR: i64 = 3_600_000_000_000;

fn visit(touchpoint: &str, promised: Option<f64>, actual: Option<f64>) -> PromisedVisit<'_> {
    let [promised, actual] = [promised, actual].map(|time| time.map(Duration::from_secs_f64));
    PromisedVisit { touchpoint, promised, actual }
}

fn promise(activity: &str, hours: u64) -> Promise {
    Promise::new(activity, Duration::from_secs(hours * 3_600))
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} {expected}");
}

/// Gaps 1, 3, -2, 6: mean 2, s^2 = (1 + 1 + 16 + 16) / 3, t(3) = 3.182446305284263 (tables: 3.182).
#[test]
fn gaps_by_hand() {
    let visits = [
        visit("pick up", Some(10.0), Some(11.0)),
        visit("pick up", Some(10.0), Some(13.0)),
        visit("ask", None, Some(4.0)),
        visit("pick up", Some(5.0), Some(3.0)),
        visit("pick up", Some(0.0), Some(6.0)),
        visit("pick up", Some(5.0), None),
        visit("pick up", None, None),
        visit("pay", Some(5.0), Some(5.0)),
    ];
    let gaps = PromiseGaps::from_visits(visits).gaps;
    let names: Vec<_> = gaps.iter().map(|gap| gap.touchpoint.as_str()).collect();
    assert_eq!(names, ["pick up", "pay", "ask"]);
    let pick = &gaps[0];
    assert_eq!((pick.n, pick.without_promise, pick.without_actual), (4, 1, 1));
    assert_eq!((pick.mean_seconds, pick.median_seconds), (Some(2.0), Some(2.0)));
    let half = 3.182_446_305_284_263 * (34.0_f64 / 3.0 / 4.0).sqrt();
    close(pick.low_seconds, 2.0 - half);
    close(pick.high_seconds, 2.0 + half);
    assert_eq!((pick.kept.count, pick.kept.of), (1, 4));
    assert_eq!((gaps[1].mean_seconds, gaps[1].low_seconds, gaps[1].kept.share), (Some(0.0), None, Some(1.0)));
    let ask = &gaps[2];
    assert_eq!((ask.n, ask.without_promise, ask.mean_seconds, ask.kept.share), (0, 1, None, None));
    assert!(PromiseGaps::from_visits([]).gaps.is_empty());
}

fn map() -> ExperienceMap {
    let repair = Touchpoint::new("repair")
        .with_name("fix it")
        .with_service_level(ServiceLevel { seconds: 7_200.0, share: 0.9 });
    MapDocument::new("desk").touchpoint(repair).touchpoint(Touchpoint::new("ask")).build().unwrap()
}

fn log() -> EventLog {
    let mut builder = EventLog::builder();
    for (case, activity, hour, channel) in [
        ("1", "ask", 0, "web"),
        ("1", "fix it", 3, "web"),
        ("1", "failed", 4, "web"),
        ("1", "fix it", 5, "store"),
        ("1", "done", 5, "store"),
        ("2", "fix it", 9, "web"),
        ("2", "done", 20, "web"),
    ] {
        builder.event(activity, ns(hour * HOUR), &[("case", case), ("customer", case)]).unwrap();
        let channel = builder.channel(channel).unwrap();
        builder.set_channel(channel).unwrap();
    }
    builder.finish()
}

#[test]
fn promises_of_a_map_against_a_log() {
    let log = log();
    let case = log.object_type("case").unwrap();
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let options = FrictionOptions::default().with_promises_of(&map());
    let PromiseGaps { gaps, suppressed, .. } =
        PromiseGaps::discover_with(&log, case, &customers, &options).unwrap();
    assert!(suppressed.is_empty());
    let fix = &gaps[0];
    // Two hours promised; after three hours, after one, and one that nothing was before.
    assert_eq!((fix.touchpoint.as_str(), fix.n, fix.without_actual), ("fix it", 2, 1));
    assert_eq!((fix.mean_seconds, fix.kept.count), (Some(0.0), 1));
    let others: u64 = gaps[1..].iter().map(|gap| gap.without_promise).sum();
    assert_eq!((gaps[1..].iter().all(|gap| gap.mean_seconds.is_none()), others), (true, 4));
}

fn friction(options: &FrictionOptions) -> Result<Vec<TouchpointFriction>, Error> {
    let log = log();
    let [case, customer] = ["case", "customer"].map(|name| log.object_type(name).unwrap());
    let groups = [StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), customer)];
    Ok(Friction::discover_with(&log, case, &groups, options)?.touchpoints)
}

fn measure(touchpoints: &[TouchpointFriction], name: &str, component: FrictionComponent) -> Option<f64> {
    let touchpoint = touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap();
    touchpoint.groups[0].measures.get(&component).copied()
}

#[test]
fn errors_switches_and_promises_come_from_the_log() {
    use FrictionComponent::{BrokenPromise, Effort, Error as Failure, SwitchAfterFailure};
    let options = FrictionOptions::default().with_goal("done");
    let plain = friction(&options).unwrap();
    let of = |component| measure(&plain, "fix it", component);
    // The channel is that of the event; the same repair is done again in another one.
    assert_eq!(of(SwitchAfterFailure), Some(1.0 / 3.0));
    assert_eq!((of(Failure), of(BrokenPromise), of(Effort)), (None, None, None), "not measured is not 0");

    let found = friction(&options.clone().with_failure("failed").with_promises_of(&map())).unwrap();
    assert_eq!(measure(&found, "fix it", Failure), Some(1.0 / 3.0));
    assert_eq!(measure(&found, "ask", Failure), Some(0.0));
    let broken = measure(&found, "fix it", BrokenPromise);
    assert_eq!(broken, Some(0.5), "the first visit of case 2 waited for nothing");
    assert_eq!(measure(&found, "done", BrokenPromise), None);

    let measure_of = |component, value| OwnMeasure {
        touchpoint: "ask".into(),
        stakeholder: "customers".into(),
        component,
        value,
    };
    let own = options.with_measure(measure_of(Effort, 5.5)).with_measure(measure_of(Failure, 0.1));
    let found = friction(&own).unwrap();
    let ask = found.iter().find(|touchpoint| touchpoint.name == "ask").unwrap();
    assert_eq!((ask.groups[0].components[&Effort], ask.groups[0].components[&Failure]), (0.25, 0.5));
}

/// Staff that serve are not charged with what was promised to customers, unless it was promised to them.
#[test]
fn a_promise_counts_for_those_it_was_made_to() {
    use FrictionComponent::BrokenPromise;
    let mut builder = EventLog::builder();
    for (case, activity, hour, due) in [
        ("1", "ask", 0, None),
        ("1", "repair", 5, Some(6)),
        ("2", "ask", 1, None),
        ("2", "repair", 9, Some(4)),
        ("2", "repair", 12, None),
        ("1", "done", 20, None),
        ("2", "done", 20, None),
    ] {
        let objects = [("case", case), ("customer", case), ("clerk", "Ann")];
        builder.event(activity, ns(hour * HOUR), &objects).unwrap();
        if let Some(due) = due {
            builder.set_due(ns(due * HOUR)).unwrap();
        }
    }
    let log = builder.finish();
    let [case, customer, clerk] = ["case", "customer", "clerk"].map(|name| log.object_type(name).unwrap());
    let groups = [
        StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), customer),
        StakeholderGroup::new(Stakeholder::new("staff", Role::Employee).with_min_group(1), clerk),
    ];
    let broken = |options: &FrictionOptions| {
        let found = Friction::discover_with(&log, case, &groups, options).unwrap().touchpoints;
        let repair = found.into_iter().find(|touchpoint| touchpoint.name == "repair").unwrap();
        [0, 1].map(|group: usize| repair.groups[group].measures.get(&BrokenPromise).copied())
    };
    // Of three repairs two have a due time, and one is late.
    let due_only = FrictionOptions::default().with_goal("done");
    assert_eq!(broken(&due_only), [Some(0.5), None]);
    // The third came three hours after the second: more than two were promised.
    let to_all = due_only.clone().with_promise(promise("repair", 2));
    assert_eq!(broken(&to_all), [Some(2.0 / 3.0), None]);
    let kept = to_all.clone().with_promise(promise("repair", 4));
    assert_eq!(broken(&kept), [Some(1.0 / 3.0), None], "the last counts");
    let own = kept.with_promise(promise("repair", 6).to("staff"));
    assert_eq!(broken(&own), [Some(1.0 / 3.0), Some(1.0 / 3.0)], "five, eight and three hours");
    let own = to_all.with_promise(promise("repair", 4).to("customers"));
    assert_eq!(broken(&own), [Some(1.0 / 3.0), None], "one for a group counts before one for all");
    let nobody = due_only.clone().with_promise(promise("repair", 1).to("drivers"));
    let refused = Friction::discover_with(&log, case, &groups, &nobody).unwrap_err();
    assert_eq!(refused, Error::UnknownStakeholder { name: "drivers".into() });

    let gaps = |at: usize, options: &FrictionOptions| {
        let found = PromiseGaps::discover_with(&log, case, &groups[at], options).unwrap();
        let repair = found.gaps.into_iter().find(|gap| gap.touchpoint == "repair").unwrap();
        (repair.n, repair.without_promise, repair.mean_seconds, repair.kept.count)
    };
    assert_eq!(gaps(0, &due_only), (2, 1, Some(2.0 * 3_600.0), 1), "an hour early, five late");
    assert_eq!(gaps(1, &due_only), (0, 3, None, 0));
    let bad = r#"{"promises": [{"activity": "repair", "seconds": -1.0}]}"#;
    assert!(serde_json::from_str::<FrictionOptions>(bad).is_err());
}

#[test]
fn due_times_follow_their_events() {
    let mut builder = EventLog::builder();
    assert!(matches!(builder.set_due(ns(1)), Err(Error::UnknownId { .. })));
    for (time, due) in [(9, Some(1)), (3, None), (6, Some(-2))] {
        builder.event("work", ns(time), &[("case", "1")]).unwrap();
        due.map_or(Ok(()), |due| builder.set_due(ns(due))).unwrap();
    }
    let log = builder.finish();
    assert_eq!(log.due_column(), [None, Some(ns(-2)), Some(ns(1))]);
    assert_eq!(log.events().map(|event| event.due).collect::<Vec<_>>(), log.due_column());
    let late = Filter::default().with_window(ns(5)..ns(99)).apply(&log).unwrap().log;
    assert_eq!(late.due_column(), [Some(ns(-2)), Some(ns(1))]);

    let mut columns = EventColumns::default();
    columns.activity_names = vec!["work".into()];
    columns.object_types = vec![("case".into(), ObjectKeys::Numbered(1))];
    (columns.activities, columns.objects, columns.times) = (vec![0, 0], vec![0, 0], vec![5, 2]);
    columns.due = vec![Some(7), None];
    assert_eq!(columns.clone().into_log().unwrap().due_column(), [None, Some(ns(7))]);
    columns.due.pop();
    let short = columns.into_log().unwrap_err();
    assert_eq!(short, Error::WrongLength { what: "due", expected: 2, found: 1 });
}

#[cfg(feature = "csv")]
#[test]
fn due_times_come_from_a_column() {
    use total_experience::io::event_log::{EventOptions, csv};
    use total_experience::io::time::TimeFormat;

    let text = "case,activity,time,promised\n1,ship,100,\n1,deliver,160,150\n2,deliver,90, 95 \n";
    let options = EventOptions::default().with_time_format(TimeFormat::Seconds);
    let read = |text: &str, options: &EventOptions| csv::read_with(text.as_bytes(), options);
    assert!(read(text, &options).unwrap().log.due_column().is_empty(), "only when it is asked for");
    let options = options.with_due("promised");
    let log = read(text, &options).unwrap().log;
    let second = 1_000_000_000;
    assert_eq!(log.due_column(), [Some(ns(95 * second)), None, Some(ns(150 * second))]);
    let case = log.object_type("case").unwrap();
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let found = PromiseGaps::discover(&log, case, &customers).unwrap();
    assert_eq!((found.gaps[0].mean_seconds, found.gaps[0].kept.count), (Some(2.5), 1));
    let soon = read(&text.replace("150", "soon"), &options).unwrap_err().to_string();
    assert!(soon.contains("line 3") && soon.contains("promised") && soon.contains("soon"), "{soon}");
    let missing = read(text, &options.with_due("deadline")).unwrap_err().to_string();
    assert!(missing.contains("due time") && missing.contains("deadline"), "{missing}");
}

#[test]
fn channels_can_be_the_touchpoints() {
    let found = friction(&FrictionOptions::default().with_goal("done").with_channels_as_places()).unwrap();
    let exposure =
        |name: &str| found.iter().find(|place| place.name == name).and_then(|place| place.groups[0].exposure);
    assert_eq!((found.len(), exposure("web"), exposure("store")), (2, Some(5.0), Some(2.0)));
}

/// Of 39 visits in the store 9 were promised an hour and waited five; the others were promised nothing.
#[test]
fn a_promise_at_one_touchpoint_counts_for_its_visits_in_a_channel() {
    use FrictionComponent::{BrokenPromise, Rework, Wait};
    let mut builder = EventLog::builder();
    let mut add = |case: String, activity: &str, hour: i64| {
        builder.event(activity, ns(hour * HOUR), &[("case", &case)]).unwrap();
        let store = builder.channel("store").unwrap();
        builder.set_channel(store).unwrap();
    };
    for case in 0..9 {
        add(format!("late {case}"), "ask", 0);
        add(format!("late {case}"), "fix it", 5);
    }
    (0..21).for_each(|case| add(format!("other {case}"), "look", 0));
    let log = builder.finish();
    let case = log.object_type("case").unwrap();
    let groups = [StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case)];
    let options = FrictionOptions::default().with_promise(promise("fix it", 1)).with_channels_as_places();
    let found = Friction::discover_with(&log, case, &groups, &options).unwrap();
    let store = &found.touchpoints[0].groups[0];
    assert_eq!((store.exposure, store.promised), (Some(39.0), Some(9.0)));
    assert_eq!((store.measures[&BrokenPromise], store.components[&BrokenPromise]), (1.0, 1.0));
    // Wait, rework, drop-off and switch count in full, the promise with 9 of 39 of its weight.
    let wait = 9.0 * (4.0 / 71.0) / 39.0;
    assert_eq!((store.components[&Rework], store.components.len()), (0.0, 5));
    close(Some(store.components[&Wait]), wait);
    close(store.friction, (wait + 9.0 / 39.0) / (4.0 + 9.0 / 39.0));
    let parts = found.burden_by_component(&options.scale);
    let part = parts.iter().find(|(component, _)| *component == BrokenPromise).map(|(_, part)| *part);
    close(part, 9.0 / 39.0 / (wait + 9.0 / 39.0));

    // Any of them may hurt: a noisy-or counts the promise for its visits, too.
    let or = options.scale.clone().with_combination(Combination::NoisyOr);
    let found = Friction::discover_with(&log, case, &groups, &options.clone().with_scale(or)).unwrap();
    close(found.touchpoints[0].groups[0].friction, 1.0 - (1.0 - wait) * (1.0 - 9.0 / 39.0));

    // Broken promises that were measured elsewhere are those of all visits.
    let own = OwnMeasure {
        touchpoint: "store".into(),
        stakeholder: "customers".into(),
        component: BrokenPromise,
        value: 0.25,
    };
    let found = Friction::discover_with(&log, case, &groups, &options.with_measure(own)).unwrap();
    let store = &found.touchpoints[0].groups[0];
    assert_eq!((store.promised, store.components[&BrokenPromise]), (None, 0.5));
    close(store.friction, (wait + 0.5) / 5.0);
}

#[test]
fn measures_and_promises_are_checked() {
    let options = FrictionOptions::default;
    let with = |name: &str, group: &str, value| {
        let (touchpoint, stakeholder, component) = (name.into(), group.into(), FrictionComponent::Effort);
        friction(&options().with_measure(OwnMeasure { touchpoint, stakeholder, component, value }))
            .unwrap_err()
    };
    let unknown = |touchpoint: &str, stakeholder: &str| Error::UnknownMeasure {
        touchpoint: touchpoint.into(),
        stakeholder: stakeholder.into(),
    };
    assert_eq!(with("pay", "customers", 5.0), unknown("pay", "customers"));
    assert_eq!(with("ask", "staff", 5.0), unknown("ask", "staff"));
    assert!(matches!(with("ask", "customers", f64::INFINITY), Error::OutOfRange { .. }));
    let failure = friction(&options().with_failure("broke"));
    assert_eq!(failure.unwrap_err(), Error::UnknownActivity { name: "broke".into() });
}

proptest! {
    #[test]
    fn gaps_do_not_depend_on_the_order(
        visits in proptest::collection::vec(
            (0..3_usize, proptest::option::of(0.0..100.0), proptest::option::of(0.0..100.0)), 0..40),
        turn in 0..40_usize,
    ) {
        let names = ["a", "b", "c"];
        let rows: Vec<_> = visits.iter().map(|&(name, promised, actual)| visit(names[name], promised, actual)).collect();
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len().max(1));
        let gaps = PromiseGaps::from_visits(rows.iter().copied()).gaps;
        prop_assert_eq!(&gaps, &PromiseGaps::from_visits(turned).gaps);
        let seen: u64 = gaps.iter().map(|gap| gap.n + gap.without_promise + gap.without_actual).sum();
        prop_assert_eq!(seen, rows.len() as u64);
        for gap in &gaps {
            prop_assert_eq!((gap.mean_seconds.is_some(), gap.low_seconds.is_some()), (gap.n > 0, gap.n > 1));
        }
    }
}
