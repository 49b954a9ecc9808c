//! Verdicts on hand-overs, who works, and which objects are teams.

use total_experience::journey::handover::{HandoverVerdict, Handovers};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::{People, StakeholderGroup};
use total_experience::model::time::Timestamp;
use total_experience::model::{Role, Stakeholder};

/// Cases handed over by the people given, each with the team of a step, an hour apart.
fn log(cases: &[&[(&str, &str)]]) -> EventLog {
    let mut builder = EventLog::builder();
    for (case, steps) in cases.iter().enumerate() {
        let case = format!("c{case}");
        for (hour, (person, team)) in (0_i64..).zip(*steps) {
            let objects = [("case", case.as_str()), ("person", person), ("team", team)];
            builder.event("work", Timestamp::from_nanoseconds(hour * 3_600_000_000_000), &objects).unwrap();
        }
    }
    builder.finish()
}

fn handovers(log: &EventLog) -> Handovers {
    let [case, person] = ["case", "person"].map(|name| log.object_type(name).unwrap());
    Handovers::discover(log, case, People::new(person), Handovers::team_type(log).unwrap()).unwrap()
}

#[test]
fn the_index_is_held_against_chance() {
    let pairs = [[("a", "x"), ("b", "x")], [("c", "y"), ("d", "y")], [("e", "z"), ("f", "z")]];
    let inside: Vec<&[(&str, &str)]> = (0..40).map(|case| &pairs[case % 3][..]).collect();
    let walls = handovers(&log(&inside));
    assert_eq!((walls.ei_index, walls.verdict()), (Some(-1.0), Some(HandoverVerdict::Walls)));
    assert_eq!(walls.comparable_premium(), None, "nothing crosses");

    // The same people in two teams each: the borders lie between kinds of work.
    let kinds = [
        [("a", "x"), ("b", "x")],
        [("a", "y"), ("b", "y")],
        [("c", "x"), ("d", "x")],
        [("c", "y"), ("d", "y")],
    ];
    let mixed: Vec<&[(&str, &str)]> = (0..40).map(|case| &kinds[case % 4][..]).collect();
    assert_eq!(handovers(&log(&mixed)).verdict(), Some(HandoverVerdict::KindsOfWork));

    let few = handovers(&log(&[&[("a", "x"), ("b", "x"), ("c", "y")]]));
    assert_eq!(few.verdict(), Some(HandoverVerdict::Chance));
    assert!(few.premium.is_some() && few.comparable_premium().is_none(), "one hand-over of either kind");
    assert_eq!(handovers(&log(&[&[("a", "x")]])).verdict(), None, "no hand-over");
    assert_eq!(serde_json::to_string(&HandoverVerdict::KindsOfWork).unwrap(), r#""kinds_of_work""#);
}

#[test]
fn workers_are_employees_or_protected_alike() {
    let object_type = ObjectTypeId::from_u32(0);
    let group = |key: &str, role| StakeholderGroup::new(Stakeholder::new(key, role), object_type);
    let (customers, staff) = (group("customers", Role::Customer), group("staff", Role::Employee));
    let guests = group("guests", Role::Other("guest".to_owned()));
    let key =
        |groups: &[StakeholderGroup]| Handovers::workers(groups).map(|group| group.stakeholder.key.clone());
    assert_eq!(key(&[customers.clone(), guests.clone(), staff.clone()]).as_deref(), Some("staff"));
    assert_eq!(key(&[customers.clone(), guests]).as_deref(), Some("guests"));
    assert_eq!(key(std::slice::from_ref(&customers)), None);
    assert!(customers.is_served() && !staff.is_served());
}
