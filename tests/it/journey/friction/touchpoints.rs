//! Friction, shared friction, hand-overs.

use proptest::prelude::*;
use total_experience::journey::friction::{
    Anchor, BurdenFactors, Combination, Friction, FrictionComponent, FrictionOptions, FrictionScale,
    GroupFriction, TouchpointFriction, breadth,
};
use total_experience::journey::handover::{BlastRadii, BlastRadiusOptions, Handovers};
use total_experience::journey::log::EventLog;
use total_experience::journey::{Error, People, StakeholderGroup};
use total_experience::model::map::MapDocument;
use total_experience::model::{Role, Stakeholder, Touchpoint};

use crate::journey::ns;

pub(crate) const HOUR: i64 = 3_600_000_000_000;
const DAY: i64 = 24 * HOUR;

/// Friction x exposure for customers, staff and partners, all of weight 1.
fn golden(name: &str, cells: [(f64, f64); 3]) -> TouchpointFriction {
    let groups = ["customers", "staff", "partners"].into_iter().zip(cells);
    let groups = groups.map(|(key, (friction, exposure))| group(key, friction, exposure, 1.0).unwrap());
    TouchpointFriction::new(name, groups.collect())
}

#[test]
fn shared_friction_of_the_retailer() {
    let friction = Friction::new(
        "story-4",
        vec![
            golden("kerbside pickup", [(0.42, 4_200.0), (0.55, 4_200.0), (0.30, 900.0)]),
            golden("ID check", [(0.50, 8_000.0), (0.05, 8_000.0), (0.0, 0.0)]),
            golden("stock lookup", [(0.10, 6_000.0), (0.60, 9_000.0), (0.15, 500.0)]),
        ],
    );
    let shown: Vec<_> = friction
        .touchpoints
        .iter()
        .map(|touchpoint| {
            format!(
                "{} {:.0} {:.3}",
                touchpoint.name,
                touchpoint.burden.unwrap(),
                touchpoint.breadth.unwrap()
            )
        })
        .collect();
    assert_eq!(shown, ["stock lookup 6075 1.473", "ID check 4400 1.356", "kerbside pickup 4344 2.398"]);
    assert_eq!(friction.shared()[0].name, "kerbside pickup"); // last by burden, first by breadth
    let map = MapDocument::new("retail").touchpoint(Touchpoint::new("ID check").with_owner("Compliance"));
    let owned = friction.with_owners(&map.build().unwrap());
    let owners: Vec<_> = owned.touchpoints.iter().map(|touchpoint| touchpoint.owner.as_deref()).collect();
    assert_eq!(owners, [None, Some("Compliance"), None]);
}

#[test]
fn scales_combine_and_refuse() {
    use FrictionComponent::{Rework, Wait};
    let scale = FrictionScale::default().with_weight(Rework, 0.5).unwrap();
    assert_eq!(scale.combine(&[(Wait, 0.6), (Rework, 0.0)]).unwrap(), Some(0.6 / 1.5));
    assert_eq!(scale.combine(&[]).unwrap(), None);
    let either = scale.with_combination(Combination::NoisyOr);
    assert!((either.combine(&[(Wait, 0.6), (Rework, 0.4)]).unwrap().unwrap() - 0.68).abs() < 1e-15);
    let heavy = either.with_weight(Wait, 2.0).unwrap();
    for refused in [
        heavy.combine(&[(Wait, 0.5)]).map(drop),
        heavy.combine(&[(Rework, 1.5)]).map(drop),
        heavy.combine(&[(Rework, f64::NAN)]).map(drop),
        heavy.with_weight(Wait, -1.0).map(drop),
        group("staff", 1.1, 1.0, 1.0).map(drop),
        group("staff", 1.0, -1.0, 1.0).map(drop),
        group("staff", 1.0, f64::MAX, 2.0).map(drop),
        group("staff", 1.0, 1.0, f64::INFINITY).map(drop),
        Anchor { good: 0.0, bad: 1.0 }.friction(f64::NAN).map(drop),
    ] {
        assert!(matches!(refused, Err(Error::OutOfRange { .. })), "{refused:?}");
    }
    for (good, bad) in [(1.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (-f64::MAX, f64::MAX)] {
        let wrong = Anchor { good, bad };
        assert!(matches!(wrong.friction(0.5), Err(Error::Anchors { .. })));
        assert!(matches!(FrictionScale::default().with_anchor(Wait, wrong), Err(Error::Anchors { .. })));
    }
}

/// Case, activity, time, customer, employee, team, channel.
type Row<'a> = (&'a str, &'a str, i64, &'a str, &'a str, &'a str, &'a str);

pub(crate) fn log(rows: &[Row<'_>]) -> EventLog {
    let mut builder = EventLog::builder();
    for (case, activity, time, customer, employee, team, channel) in rows {
        let objects = [
            ("case", *case),
            ("customer", customer),
            ("employee", employee),
            ("team", team),
            ("channel", channel),
        ];
        builder.event(activity, ns(*time), &objects).unwrap();
    }
    builder.finish()
}

fn group(stakeholder: &str, friction: f64, exposure: f64, weight: f64) -> Result<GroupFriction, Error> {
    GroupFriction::new(stakeholder, BurdenFactors { friction, exposure, weight })
}

fn groups(log: &EventLog, least: u32) -> Vec<StakeholderGroup> {
    vec![
        StakeholderGroup::new(
            Stakeholder::new("customers", Role::Customer),
            log.object_type("customer").unwrap(),
        ),
        StakeholderGroup::new(
            Stakeholder::new("staff", Role::Employee).with_min_group(least).with_weight(2.0),
            log.object_type("employee").unwrap(),
        ),
    ]
}

const SMALL: [Row<'_>; 7] = [
    ("1", "ask", 0, "Ada", "Tom", "desk", "web"),
    ("1", "check", 2 * DAY, "Ada", "Una", "lab", "web"),
    ("1", "check", 4 * DAY, "Ada", "Una", "lab", "phone"),
    ("1", "done", 4 * DAY, "Ada", "Tom", "desk", "phone"),
    ("1", "close", 30 * DAY, "Ada", "Tom", "desk", "phone"),
    ("2", "ask", 31 * DAY, "Bob", "Tom", "desk", "web"),
    ("3", "ask", 60 * DAY, "Cid", "Tom", "desk", "web"),
];

#[test]
fn a_log_computed_by_hand() {
    use FrictionComponent::{DropOff, Rework, SwitchAfterFailure, Wait};
    let log = log(&SMALL);
    let scale =
        FrictionScale::default().with_anchor(Wait, Anchor { good: 0.0, bad: 4.0 * 86_400.0 }).unwrap();
    let options = FrictionOptions::default().with_scale(scale).with_goal("done");
    let [case, team, channel] = ["case", "team", "channel"].map(|name| log.object_type(name).unwrap());
    let options = options.with_owners(team).with_channels(channel);
    let friction = Friction::discover_with(&log, case, &groups(&log, 1), &options).unwrap();
    let of = |name: &str| friction.touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap();

    let check = &of("check").groups;
    assert_eq!(of("check").owner.as_deref(), Some("lab"));
    // Ada waits two days twice: half of the four that are bad; Una once, being new the first time.
    assert_eq!((check[0].components[&Wait], check[1].components[&Wait]), (0.5, 0.25));
    assert_eq!((check[0].measures[&Wait], check[1].measures[&Wait]), (2.0 * 86_400.0, 86_400.0));
    // One of two visits is a second one, in another channel: .5 on anchors 0...5.
    assert_eq!((check[0].measures[&Rework], check[0].components[&Rework]), (0.5, 1.0));
    assert_eq!(check[0].components[&SwitchAfterFailure], 1.0);
    assert_eq!((check[0].components[&DropOff], check[1].components.get(&DropOff)), (0.0, None));
    // (.5 + 1 + 0 + 1) / 4 over 2 visits; (.25 + 1 + 1) / 3 over 2 visits of weight 2.
    assert_eq!((check[0].burden, check[1].burden), (Some(1.25), Some(3.0)));
    assert_eq!(of("check").burden, Some(4.25));
    // Behind the goal nobody waits, not even for 26 days; Tom waited for his case until it was done.
    assert_eq!(of("close").groups[0].components[&Wait], 0.0);
    assert_eq!(of("done").groups[1].components[&Wait], 1.0);
    // Case 2 is lost at `ask`, case 3 is young: 1 of 3 visits, less the usual 1 of 7.
    assert!((of("ask").groups[0].measures[&DropOff] - (1.0 / 3.0 - 1.0 / 7.0)).abs() < 1e-15);
    assert_eq!(friction.open_journeys, 1);

    let by_channel =
        Friction::discover_with(&log, case, &groups(&log, 1), &options.with_places(channel)).unwrap();
    let names: Vec<_> = by_channel.touchpoints.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(names, ["phone", "web"]);
}

#[test]
fn small_groups_are_withheld_and_not_to_be_had_by_subtraction() {
    let log = log(&SMALL);
    let [case, team] = ["case", "team"].map(|name| log.object_type(name).unwrap());
    let friction =
        Friction::discover_with(&log, case, &groups(&log, 5), &FrictionOptions::default().with_owners(team))
            .unwrap();
    for touchpoint in &friction.touchpoints {
        let staff = &touchpoint.groups[1];
        assert!(staff.suppressed && staff.components.is_empty() && staff.measures.is_empty());
        assert_eq!((staff.friction, staff.exposure, staff.burden), (None, None, None));
        assert_eq!(touchpoint.burden, touchpoint.groups[0].burden);
        assert_eq!(touchpoint.owner, None, "a team of one is as good as its name");
    }
    assert_eq!(friction.suppressed, 4);
    let person = log.object_type("employee").unwrap();
    let handovers = Handovers::discover(&log, case, People::new(person).with_min_group(5), team).unwrap();
    assert!(handovers.suppressed && handovers.owners.is_empty() && handovers.handovers.is_empty());
    assert_eq!((handovers.ei_index, handovers.external, handovers.people), (None, None, None));
}

/// Burdens 60, 30, 10: the first carries more than half, two more than eight tenths.
#[test]
fn priorities_are_the_heaviest_and_what_weighs_most_there() {
    use FrictionComponent::{Rework, Wait};
    let touchpoint = |name: &str, burdens: [f64; 2]| {
        let [customers, staff] = burdens;
        let groups = [("customers", customers), ("staff", staff)]
            .map(|(key, burden)| group(key, 0.5, 2.0 * burden, 1.0).unwrap());
        TouchpointFriction::new(name, groups.to_vec())
    };
    let mut check = touchpoint("check", [40.0, 20.0]);
    check.owner = Some("desk".into());
    check.groups[0].components = [(Wait, 0.3), (Rework, 0.7)].into();
    let friction =
        Friction::new("test", vec![touchpoint("ask", [30.0, 0.0]), check, touchpoint("close", [5.0, 5.0])]);
    let names = |heaviest: &[TouchpointFriction]| {
        heaviest.iter().map(|touchpoint| touchpoint.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(friction.burden(), 100.0);
    assert_eq!(names(friction.heaviest(0.5)), ["check"]);
    assert_eq!(names(friction.heaviest(0.61)), ["check", "ask"]);
    assert_eq!(names(friction.heaviest(0.0)), [""; 0]);
    let scale = FrictionScale::default();
    // Touchpoints without components tell nothing to mend.
    let first = friction.priorities(3, &scale);
    assert_eq!(first.len(), 1);
    assert_eq!(
        (first[0].group.stakeholder.as_str(), first[0].component, first[0].share),
        ("customers", Rework, 0.6)
    );
    let patient = scale.with_weight(Rework, 0.1).unwrap();
    assert_eq!(friction.priorities(1, &patient)[0].component, Wait);
    assert_eq!(friction.burden_by_owner(), [("desk", 60.0)]);
    let parts = friction.burden_by_component(&FrictionScale::default());
    assert_eq!((parts[0].0, parts[1].0), (Rework, Wait));
    assert!((parts[0].1 - 0.28).abs() < 1e-12 && (parts[1].1 - 0.12).abs() < 1e-12, "{parts:?}");
    let shared: Vec<_> = friction.shared_from(0.2).into_iter().map(|at| at.name.as_str()).collect();
    assert_eq!(shared, ["check"], "the ask is one group's, the close is light");
    assert!(Friction::new("none", vec![]).priorities(3, &FrictionScale::default()).is_empty());
}

#[test]
fn friction_refuses() {
    let log = log(&SMALL);
    let case = log.object_type("case").unwrap();
    let twice = [groups(&log, 1), groups(&log, 1)].concat();
    let ask =
        |options: &FrictionOptions| Friction::discover_with(&log, case, &groups(&log, 1), options).map(drop);
    let duplicate = Friction::discover(&log, case, &twice);
    assert!(matches!(duplicate, Err(Error::DuplicateName { .. })));
    let unknown = ask(&FrictionOptions::default().with_goal("heaven"));
    assert_eq!(unknown, Err(Error::UnknownActivity { name: "heaven".to_owned() }));
    for options in
        [r#"{"open_seconds": -1.0}"#, r#"{"open": 1.0}"#, r#"{"scale": {"weights": {"wait": -1.0}}}"#]
    {
        assert!(serde_json::from_str::<FrictionOptions>(options).is_err(), "{options}");
    }
    let options =
        FrictionOptions::default().with_open_for(std::time::Duration::from_secs(7)).with_goal("done");
    let text = serde_json::to_string(&options).unwrap();
    assert_eq!(serde_json::from_str::<FrictionOptions>(&text).unwrap(), options);
    let stranger = {
        let mut builder = EventLog::builder();
        (0..9).for_each(|number| drop(builder.object_type(&format!("type {number}"))));
        builder.object_type("stranger").unwrap()
    };
    assert!(matches!(ask(&FrictionOptions::default().with_places(stranger)), Err(Error::UnknownId { .. })));
    assert!(matches!(
        Handovers::discover(&log, case, People::new(stranger).with_min_group(5), case),
        Err(Error::UnknownId { .. })
    ));
    assert!(matches!(
        BlastRadii::discover(&log, case, &BlastRadiusOptions::new(stranger)),
        Err(Error::UnknownId { .. })
    ));
    let empty = EventLog::builder();
    let mut builder = empty;
    let case = builder.object_type("case").unwrap();
    let log = builder.finish();
    let friction = Friction::discover(&log, case, &[]).unwrap();
    assert!(friction.touchpoints.is_empty());
    assert_eq!(
        Handovers::discover(&log, case, People::new(case).with_min_group(5), case).unwrap().ei_index,
        None
    );
}

fn rows() -> impl Strategy<Value = Vec<(u8, u8, i64, u8, u8, u8)>> {
    prop::collection::vec((0..4_u8, 0..4_u8, 0..6_i64, 0..3_u8, 0..4_u8, 0..3_u8), 1..30)
}

fn named(rows: &[(u8, u8, i64, u8, u8, u8)], name: impl Fn(u8) -> String) -> EventLog {
    let mut builder = EventLog::builder();
    for &(case, activity, time, customer, employee, team) in rows {
        let [case, customer, employee, team] = [case, customer, employee, team].map(&name);
        let objects =
            [("case", &*case), ("customer", &*customer), ("employee", &*employee), ("team", &*team)];
        builder.event(&format!("a{activity}"), ns(time * DAY), &objects).unwrap();
    }
    builder.finish()
}

fn answers(log: &EventLog) -> (Friction, Handovers) {
    let [case, person, team] = ["case", "employee", "team"].map(|name| log.object_type(name).unwrap());
    let friction = Friction::discover(log, case, &groups(log, 1)).unwrap();
    (friction, Handovers::discover(log, case, People::new(person).with_min_group(1), team).unwrap())
}

proptest! {
    #[test]
    fn breadth_is_between_one_and_the_number_of_groups(burdens in prop::collection::vec(0.0..1e9_f64, 1..9), scale in 1e-9..1e9_f64) {
        let bearing = burdens.iter().filter(|&&burden| burden > 0.0).count();
        match breadth(&burdens) {
            None => prop_assert_eq!(bearing, 0),
            Some(groups) => {
                prop_assert!((1.0..=bearing as f64).contains(&groups));
                let scaled: Vec<f64> = burdens.iter().rev().map(|burden| burden * scale).collect();
                prop_assert!((breadth(&scaled).unwrap() - groups).abs() < 1e-9);
            }
        }
        prop_assert_eq!(breadth(&[&burdens[..], &[f64::NAN]].concat()), None);
        let alike = breadth(&vec![burdens[0] + 1.0; burdens.len()]).unwrap();
        prop_assert!((alike - burdens.len() as f64).abs() < 1e-9);
    }

    #[test]
    fn burdens_add_up_and_stay_in_bounds(rows in rows()) {
        let (friction, handovers) = answers(&named(&rows, |number| number.to_string()));
        for touchpoint in &friction.touchpoints {
            let sum: f64 = touchpoint.groups.iter().filter_map(|group| group.burden).sum();
            prop_assert_eq!(touchpoint.burden, Some(sum));
            for group in &touchpoint.groups {
                prop_assert!((0.0..=1.0).contains(&group.friction.unwrap()));
                prop_assert!(group.components.values().all(|friction| (0.0..=1.0).contains(friction)));
            }
        }
        let visits: f64 = friction.touchpoints.iter().filter_map(|touchpoint| touchpoint.groups[0].exposure).sum();
        prop_assert_eq!(visits, rows.len() as f64);
        if let Some(index) = handovers.ei_index {
            prop_assert!((-1.0..=1.0).contains(&index) && handovers.modularity.unwrap() <= 1.0);
            prop_assert!((-1.0..=1.0).contains(&handovers.expected.unwrap()));
        }
        let steps = handovers.external.unwrap() + handovers.internal.unwrap() + handovers.same_person.unwrap() + handovers.unknown;
        let cases: std::collections::BTreeSet<_> = rows.iter().map(|row| row.0).collect();
        prop_assert_eq!(steps as usize, rows.len() - cases.len());
        let given: u64 = handovers.owners.iter().map(|owner| owner.given).sum();
        let received: u64 = handovers.owners.iter().map(|owner| owner.received).sum();
        prop_assert_eq!((given, received), (handovers.external.unwrap(), handovers.external.unwrap()));
    }

    #[test]
    fn names_and_order_do_not_matter(rows in rows(), turn in 0..30_usize) {
        let (friction, handovers) = answers(&named(&rows, |number| number.to_string()));
        // Other people and cases, in reverse alphabetical order; teams keep theirs, which breaks ties.
        let (renamed, _) = answers(&named(&rows, |number| format!("x{}", 9 - number)));
        prop_assert_eq!(&renamed.touchpoints, &friction.touchpoints);
        // Arrival only counts among events of the same time.
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.sort_by_key(|row| row.2);
        let mut sorted = rows;
        sorted.sort_by_key(|row| row.2);
        if turned == sorted {
            prop_assert_eq!(answers(&named(&turned, |number| number.to_string())), (friction, handovers));
        }
    }
}
