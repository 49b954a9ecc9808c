//! Friction and hand-overs from C++ against those of Rust.

use std::time::Duration;

use total_experience::journey::friction::FrictionComponent::{Effort, Error, Rework, Wait};
use total_experience::journey::friction::{
    Anchor, Combination, Friction, FrictionComponent, FrictionOptions, FrictionScale, OwnMeasure, Promise,
};
use total_experience::journey::handover::Handovers;
use total_experience::journey::log::{EventColumns, EventLog, ObjectKeys, ObjectTypeId};
use total_experience::journey::{People, StakeholderGroup};
use total_experience::model::map::MapDocument;
use total_experience::model::{Role, ServiceLevel, Stakeholder, Touchpoint};
use total_experience::report::Composer;

use crate::artifact::{Link, compile, has_tool, run, run_checked};
use crate::rust_answers::assert_same;

const DAY: i64 = 86_400_000_000_000;

fn log() -> EventLog {
    let mut columns = EventColumns::default();
    columns.activity_names = ["ask", "check", "done"].map(str::to_owned).into();
    columns.object_types = [("case", 3), ("clerk", 5), ("team", 2)]
        .map(|(name, count)| (name.to_owned(), ObjectKeys::Numbered(count)))
        .into();
    for turn in 0..10 {
        columns.offsets.push(columns.objects.len() as u32);
        columns.activities.push(turn % 2);
        columns.objects.extend([turn / 2 % 3, 3 + turn % 5, 8 + turn % 2]);
    }
    for case in 0..3 {
        columns.offsets.push(columns.objects.len() as u32);
        columns.activities.push(2);
        columns.objects.push(case);
    }
    columns.offsets.push(columns.objects.len() as u32);
    columns.times = (0..13).map(|at| at * DAY).collect();
    columns.into_log().unwrap()
}

fn promise(activity: &str, seconds: u64) -> Promise {
    Promise::new(activity, Duration::from_secs(seconds))
}

fn measure(touchpoint: &str, stakeholder: &str, component: FrictionComponent, value: f64) -> OwnMeasure {
    OwnMeasure { touchpoint: touchpoint.into(), stakeholder: stakeholder.into(), component, value }
}

fn friction_by_rust() -> String {
    let log = log();
    let [case, clerk, team] = [0, 1, 2].map(ObjectTypeId::from_u32);
    let mut staff = Stakeholder::new("staff", Role::Employee);
    staff.weight = 0.5;
    let customers = Stakeholder::new("customers", Role::Customer);
    let groups = [StakeholderGroup::new(customers, case), StakeholderGroup::new(staff, clerk)];
    let options = FrictionOptions::default()
        .with_owners(team)
        .with_open_for(Duration::from_secs(60))
        .with_goal("done")
        .with_failure("check")
        .with_promise(promise("check", 86_400))
        .with_promise(promise("done", 3_600));
    let friction = Friction::discover_with(&log, case, &groups, &options).unwrap();
    let mut text = String::new();
    for at in &friction.touchpoints {
        let [burden, breadth] = [at.burden, at.breadth].map(|number| number.unwrap_or(f64::NAN));
        text += &format!("touchpoint\t{}\t{burden}\t{breadth}\n", at.name);
        for group in at.groups.iter().filter(|group| group.friction.is_some()) {
            let numbers = [group.friction, group.exposure, group.burden];
            text += &format!("group\t{}", group.stakeholder);
            numbers.iter().for_each(|number| text += &format!("\t{}", number.unwrap()));
            text.push('\n');
        }
    }
    let map = MapDocument::new("desk")
        .touchpoint(
            Touchpoint::new("check").with_service_level(ServiceLevel { seconds: 43_200.0, share: 0.9 }),
        )
        .build()
        .unwrap();
    let mut own = options.clone();
    own.promises.clear();
    let scale = FrictionScale::default()
        .with_combination(Combination::NoisyOr)
        .with_anchor(Wait, Anchor { good: 0.0, bad: 172_800.0 })
        .unwrap()
        .with_anchor(Rework, Anchor { good: 0.0, bad: 0.25 })
        .unwrap()
        .with_weight(Rework, 0.5)
        .unwrap()
        .with_version("desk-2");
    let own = own
        .with_promises_of(&map)
        .with_promise(promise("check", 86_400).to("staff"))
        .with_promise(promise("done", 3_600))
        .with_scale(scale)
        .with_measure(measure("ask", "customers", Effort, 5.5))
        .with_measure(measure("check", "staff", Error, 0.05));
    let own = Friction::discover_with(&log, case, &groups, &own).unwrap();
    let own = serde_json::to_string_pretty(&own).unwrap();
    for words in ["desk-2", "broken_promise", "effort"] {
        assert!(own.contains(words), "{own}");
    }
    let handovers =
        |least| Handovers::discover(&log, case, People::new(clerk).with_min_group(least), team).unwrap();
    let report =
        Composer::new("Desk", &map).with_friction(&friction).with_handovers(&handovers(5)).compose().unwrap();
    let json = |handovers: &Handovers| serde_json::to_string_pretty(handovers).unwrap();
    let (friction, report) = (serde_json::to_string_pretty(&friction).unwrap(), report.to_json().unwrap());
    text + &format!("{own}\n{friction}\n{}\n{}\n{report}\n", json(&handovers(5)), json(&handovers(2)))
}

#[test]
fn friction_in_cpp_is_that_of_rust() {
    if !has_tool("c++") {
        return;
    }
    let program = compile("c++", "c++17", "capi/tests/c/friction.cpp", &Link::Shared);
    assert_same(&run(&program, &[]), &friction_by_rust());
    if has_tool("valgrind") {
        run_checked(&program, &[]);
    }
}
