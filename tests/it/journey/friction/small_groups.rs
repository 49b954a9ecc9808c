//! Few people are not shown by journeys, nor to be had from what is.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use total_experience::journey::channel::{ChannelOptions, Channels, Switching};
use total_experience::journey::friction::{Friction, FrictionOptions, Promise, PromiseGaps};
use total_experience::journey::handover::{BlastRadii, BlastRadiusOptions, Handovers};
use total_experience::journey::log::{EventLog, ObjectTypeId};
use total_experience::journey::{Error, People, StakeholderGroup};
use total_experience::model::{Role, Stakeholder};
use total_experience::report::parts::WhereItHurts;

use crate::journey::ns;

const HOUR: i64 = 3_600_000_000_000;

/// Case, activity, person, team, channel (empty for none), in this order of time.
type Row<'a> = (String, &'a str, String, &'a str, &'a str);

fn row<'a>(case: usize, activity: &'a str, person: usize, team: &'a str, channel: &'a str) -> Row<'a> {
    (format!("c{case}"), activity, format!("p{person}"), team, channel)
}

fn log(rows: &[Row<'_>]) -> EventLog {
    let mut builder = EventLog::builder();
    for (at, (case, activity, person, team, channel)) in (0..).zip(rows) {
        let objects = [("case", case.as_str()), ("person", person), ("team", team)];
        builder.event(activity, ns(at * HOUR), &objects).unwrap();
        if !channel.is_empty() {
            let channel = builder.channel(channel).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    builder.finish()
}

fn of(log: &EventLog, name: &str) -> ObjectTypeId {
    log.object_type(name).unwrap()
}

fn radii_of(
    log: &EventLog,
    journeys: ObjectTypeId,
    stopped: ObjectTypeId,
    people: People,
) -> Result<BlastRadii, Error> {
    BlastRadii::discover(log, journeys, &BlastRadiusOptions::new(stopped).with_people(people))
}

fn staff() -> Stakeholder {
    Stakeholder::new("staff", Role::Employee)
}

/// Six people ask, five check, two close.
fn desk() -> EventLog {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (activity, people) in [("ask", 6), ("check", 5), ("close", 2)] {
        for person in 0..people {
            rows.push(row(person, activity, person, if activity == "close" { "lab" } else { "desk" }, ""));
        }
    }
    log(&rows)
}

#[test]
fn friction_of_few_is_not_the_rest_of_a_total() {
    let log = desk();
    let groups = [StakeholderGroup::new(staff(), of(&log, "person"))];
    let options = FrictionOptions::default();
    let found = Friction::discover_with(&log, of(&log, "case"), &groups, &options).unwrap();
    let mut hidden: Vec<_> = found
        .touchpoints
        .iter()
        .filter(|touchpoint| touchpoint.groups[0].suppressed)
        .map(|touchpoint| (touchpoint.name.as_str(), touchpoint.burden, touchpoint.groups[0].exposure))
        .collect();
    hidden.sort_by_key(|(name, ..)| *name);
    // The visits of the two who close are all visits less those of the others: the five who check are withheld too.
    assert_eq!(hidden, [("check", None, None), ("close", None, None)]);
    assert_eq!((found.suppressed, found.goals.as_slice()), (2, &["check".to_owned()][..]));
    // Which of the two has too few people, and which is withheld for its sake, is told apart.
    let complementary = |name: &str| {
        let place = found.touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap();
        place.groups[0].complementary
    };
    assert_eq!(["ask", "check", "close"].map(complementary), [false, true, false]);
    let groups = [StakeholderGroup::new(staff().with_min_group(2), of(&log, "person"))];
    let found = Friction::discover_with(&log, of(&log, "case"), &groups, &options).unwrap();
    assert_eq!(found.suppressed, 0);
}

/// Customers are open and staff is not: the breadth is known of one group of two.
#[test]
fn breadth_says_of_how_many_groups_it_is_known() {
    let log = desk();
    let [case, person] = ["case", "person"].map(|name| of(&log, name));
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let groups = [customers, StakeholderGroup::new(staff(), person)];
    let found = Friction::discover_with(&log, case, &groups, &FrictionOptions::default()).unwrap();
    let known = |name: &str| {
        let place = found.touchpoints.iter().find(|touchpoint| touchpoint.name == name).unwrap();
        (place.known_groups, place.groups.len())
    };
    assert_eq!(["ask", "check", "close"].map(known), [(2, 2), (1, 2), (1, 2)]);
    let page = WhereItHurts::default().with_friction(found).to_markdown();
    for words in [
        "1 of 2 groups known",
        "*too few people to show*",
        "*withheld, so that no smaller group is found by subtraction*",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn the_usual_loss_is_that_of_what_is_shown() {
    // Guests of an unknown role are protected. Two of six ask and leave; five pay; one visits the cellar and is lost.
    let mut rows: Vec<Row<'_>> = Vec::new();
    (0..8).for_each(|guest| rows.push(row(guest, "ask", guest, "desk", "")));
    (0..6).for_each(|guest| rows.push(row(guest, "pay", guest, "desk", "")));
    let with_cellar = [rows.clone(), vec![row(9, "cellar", 9, "desk", "")]].concat();
    let asked = |rows: &[Row<'_>], least| {
        let log = log(rows);
        let guests = Stakeholder::new("guests", Role::Other("guest".to_owned())).with_min_group(least);
        let options = FrictionOptions::default().with_goal("pay").with_open_for(Duration::ZERO);
        let groups = [StakeholderGroup::new(guests, of(&log, "person"))];
        let found = Friction::discover_with(&log, of(&log, "case"), &groups, &options).unwrap();
        let ask = found.touchpoints.into_iter().find(|touchpoint| touchpoint.name == "ask").unwrap();
        ask.groups[0].measures.get(&total_experience::journey::friction::FrictionComponent::DropOff).copied()
    };
    assert_eq!(asked(&with_cellar, 1), Some(2.0 / 8.0 - 2.0 / 15.0), "the last one is still open");
    // With the cellar goes the next smallest place; the loss where people ask is then the usual one.
    assert_eq!(asked(&with_cellar, 2), Some(0.0));
    assert_eq!(asked(&rows, 2), Some(2.0 / 8.0 - 2.0 / 14.0));
}

#[test]
fn an_owner_rests_on_enough_people_at_the_place() {
    let mut rows: Vec<Row<'_>> = Vec::new();
    (0..6).for_each(|person| rows.push(row(person, "ask", person, "desk", "")));
    (0..6).for_each(|person| rows.push(row(person, "check", person % 4, "desk", "")));
    let log = log(&rows);
    let [case, person, team] = ["case", "person", "team"].map(|name| of(&log, name));
    let customers = StakeholderGroup::new(Stakeholder::new("customers", Role::Customer), case);
    let options = FrictionOptions::default().with_owners(team);
    let owners = |groups: &[StakeholderGroup]| {
        let mut found: Vec<_> = Friction::discover_with(&log, case, groups, &options)
            .unwrap()
            .touchpoints
            .into_iter()
            .map(|touchpoint| (touchpoint.name, touchpoint.owner, touchpoint.owner_suppressed))
            .collect();
        found.sort();
        found
    };
    let desk = Some("desk".to_owned());
    let guarded = owners(&[customers.clone(), StakeholderGroup::new(staff(), person)]);
    assert_eq!(guarded, [("ask".to_owned(), desk.clone(), false), ("check".to_owned(), None, true)]);
    let open = owners(std::slice::from_ref(&customers));
    assert_eq!(open, [("ask".to_owned(), desk.clone(), false), ("check".to_owned(), desk.clone(), false)]);
    let workers = |people, least| {
        let options = options.clone().with_workers(People::new(people).with_min_group(least));
        let found = Friction::discover_with(&log, case, std::slice::from_ref(&customers), &options)?;
        Ok(found.touchpoints.into_iter().map(|touchpoint| touchpoint.owner.is_some()).collect::<Vec<_>>())
    };
    assert_eq!((workers(person, 7), workers(person, 4)), (Ok(vec![false; 2]), Ok(vec![true; 2])));
    assert!(matches!(workers(ObjectTypeId::from_u32(9), 5), Err(Error::UnknownId { .. })));
}

#[test]
fn protected_people_are_no_places() {
    let log = desk();
    let [case, person] = ["case", "person"].map(|name| of(&log, name));
    let options = FrictionOptions::default().with_places(person);
    let refused =
        Friction::discover_with(&log, case, &[StakeholderGroup::new(staff(), person)], &options).unwrap_err();
    assert_eq!(refused, Error::Protected { what: "the places", stakeholder: "staff".to_owned() });
    assert_eq!(refused.to_string(), "the places are the people of `staff`, who are not shown one by one");
    let users = Stakeholder::new("users", Role::User);
    assert_eq!(
        Friction::discover_with(&log, case, &[StakeholderGroup::new(users, person)], &options)
            .unwrap()
            .touchpoints
            .len(),
        6
    );
}

#[test]
fn blast_radii_of_few_are_put_together() {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (team, people) in [("a", 0..6), ("b", 6..11), ("c", 11..13)] {
        people.for_each(|person| rows.push(row(person, "work", person, team, "")));
    }
    let log = log(&rows);
    let [case, person, team] = ["case", "person", "team"].map(|name| of(&log, name));
    let radii = |least: Option<u32>| {
        let mut options = BlastRadiusOptions::new(team);
        options.people = least.map(|least| People::new(person).with_min_group(least));
        let found = BlastRadii::discover(&log, case, &options).unwrap();
        let rows = found.objects.into_iter().map(|one| (one.name, one.objects, one.journeys));
        (rows.collect::<Vec<_>>(), found.suppressed)
    };
    let [a, b, c] = ["a", "b", "c"].map(|name| Some(name.to_owned()));
    assert_eq!(radii(None), (vec![(a.clone(), 1, 6), (b, 1, 5), (c, 1, 2)], false));
    // The two of `c` are all journeys less the others: `b` hides them.
    assert_eq!(radii(Some(5)), (vec![(None, 2, 7), (a, 1, 6)], false));
    assert_eq!(radii(Some(14)), (vec![], true));
    let people = radii_of(&log, case, person, People::new(person).with_min_group(5));
    assert!(matches!(people, Err(Error::Protected { .. })), "{people:?}");
    // Systems that nobody is known to work with are not shown apart when people were to be counted.
    let mut builder = EventLog::builder();
    builder.event("work", ns(0), &[("case", "1"), ("system", "web")]).unwrap();
    let person = builder.object_type("person").unwrap();
    let log = builder.finish();
    let found =
        radii_of(&log, of(&log, "case"), of(&log, "system"), People::new(person).with_min_group(5)).unwrap();
    assert!(found.suppressed && found.objects.is_empty());
}

#[test]
fn promises_to_few_are_withheld() {
    let log = desk();
    let [case, person] = ["case", "person"].map(|name| of(&log, name));
    let ask = |least| {
        let people = Stakeholder::new("guests", Role::Other("guest".to_owned())).with_min_group(least);
        let minute = |activity: &str| Promise::new(activity, Duration::from_secs(60));
        let options = FrictionOptions::default().with_promise(minute("check")).with_promise(minute("close"));
        PromiseGaps::discover_with(&log, case, &StakeholderGroup::new(people, person), &options).unwrap()
    };
    let found = ask(5);
    assert_eq!(found.suppressed, ["check", "close"], "the five who check would tell of the two who close");
    assert_eq!((found.gaps.len(), found.gaps[0].touchpoint.as_str()), (1, "ask"));
    let found = ask(1);
    assert!(found.suppressed.is_empty());
    assert_eq!(found.gaps.iter().map(|gap| gap.n).collect::<Vec<_>>(), [5, 2, 0]);
}

#[test]
fn times_of_handovers_by_few_are_withheld() {
    let mut rows: Vec<Row<'_>> = Vec::new();
    // Six of `a` hand over to six of `b`; one of `b` hands back to one of `a`.
    for person in 0..6 {
        rows.push(row(person, "work", person, "a", ""));
        rows.push(row(person, "work", person + 6, "b", ""));
    }
    rows.push(row(0, "work", 1, "a", ""));
    let log = log(&rows);
    let [case, person, team] = ["case", "person", "team"].map(|name| of(&log, name));
    let times = |least| {
        let handovers =
            Handovers::discover(&log, case, People::new(person).with_min_group(least), team).unwrap();
        let pairs = handovers.handovers.into_iter().map(|pair| (pair.count, pair.mean_wait.is_some()));
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(times(1), [(6, true), (1, true)]);
    // The mean of all that cross would tell of the one.
    assert_eq!(times(5), [(6, false), (1, false)]);
}

/// Seven people go from web to shop and buy there; one is lost on the web, `more` others on the phone.
fn shop(more: usize) -> EventLog {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for person in 0..7 {
        rows.push(row(person, "look", person, "north", "web"));
        rows.push(row(person, "buy", person, "north", "shop"));
    }
    for person in 7..8 + more {
        rows.push(row(person, "quit", person, "south", if person == 7 { "web" } else { "shop" }));
    }
    log(&rows)
}

fn asked(log: &EventLog, least: u32) -> ChannelOptions {
    ChannelOptions::default()
        .with_goal("buy")
        .with_lost("quit")
        .with_people(People::new(of(log, "person")).with_min_group(least))
}

#[test]
fn outcomes_of_few_are_withheld_in_channels() {
    let log = shop(0);
    let case = of(&log, "case");
    let all = Channels::discover_with(&log, case, &asked(&log, 1)).unwrap().all.unwrap();
    assert_eq!((all.goal, all.lost, all.outcomes_suppressed), (Some(7), Some(1), false));
    assert_eq!((all.breadth.journeys.len(), all.breadth.suppressed), (2, false));
    let all = Channels::discover_with(&log, case, &asked(&log, 5)).unwrap().all.unwrap();
    assert_eq!((all.journeys, all.goal, all.lost, all.open), (8, None, None, None));
    assert!(all.outcomes_suppressed && all.breadth.suppressed && all.breadth.journeys.is_empty());
    assert_eq!(all.channels.len(), 2);
    for life in &all.channels {
        assert_eq!((life.barrier, life.goal, life.removal_effect), (None, None, None), "{}", life.name);
        assert_eq!((life.median, life.p90, life.re_entry), (None, None, None));
    }
    // Five are lost, but four of them from one channel.
    let log = shop(4);
    let all = Channels::discover_with(&log, of(&log, "case"), &asked(&log, 5)).unwrap().all.unwrap();
    assert!(all.outcomes_suppressed && !all.breadth.suppressed);
}

#[test]
fn switches_of_few_are_withheld_and_parts_looked_at_apart() {
    let log = shop(0);
    let [case, team] = ["case", "team"].map(|name| of(&log, name));
    let found = |least| Switching::discover_with(&log, case, &asked(&log, least).with_part(team)).unwrap();
    let open = found(1);
    let all = open.all.unwrap();
    assert_eq!((all.journeys, all.switches, all.suppressed), (8, Some(7), false));
    let parts: Vec<_> = open
        .parts
        .iter()
        .map(|part| (part.by.as_str(), part.name.as_deref(), part.figures.journeys, part.figures.switches))
        .collect();
    assert_eq!(parts, [("team", Some("north"), 7, Some(7)), ("team", Some("south"), 1, Some(0))]);
    assert_eq!(open.parts[0].figures.pairs, all.pairs);
    // The one that did not switch would be all journeys less those that did.
    let guarded = found(5);
    let all = guarded.all.unwrap();
    assert_eq!((all.journeys, all.switches, all.undecided, all.suppressed), (8, None, None, true));
    assert!(all.success.is_none() && all.penalty.is_none() && all.pairs.is_empty());
    let parts: Vec<_> = guarded.parts.iter().map(|part| (part.name.as_deref(), part.parts)).collect();
    assert_eq!(parts, [(None, 2)]);
}

/// Cases, activities, people, teams and channels by number.
fn any_rows() -> impl Strategy<Value = Vec<(usize, usize, usize, usize, usize)>> {
    prop::collection::vec((0..5_usize, 0..4_usize, 0..9_usize, 0..3_usize, 0..3_usize), 1..40)
}

proptest! {
    /// What is withheld is withheld of enough people together, or everything is.
    #[test]
    fn what_is_withheld_hides_in_a_crowd(numbers in any_rows(), least in 2..6_u32) {
        const NAMES: [&str; 4] = ["a", "b", "c", "d"];
        let rows: Vec<Row<'_>> = numbers
            .iter()
            .map(|&(case, activity, person, team, channel)| {
                row(case, NAMES[activity], person, NAMES[team], NAMES[channel])
            })
            .collect();
        let log = log(&rows);
        let [case, person, team] = ["case", "person", "team"].map(|name| of(&log, name));
        let staff = staff().with_min_group(least);
        let people = |is_in: &dyn Fn(&Row<'_>) -> bool| {
            let people: BTreeSet<&str> = rows.iter().filter(|row| is_in(row)).map(|row| row.2.as_str()).collect();
            people.len() as u32
        };

        let groups = [StakeholderGroup::new(staff.clone(), person)];
        let friction = Friction::discover_with(&log, case, &groups, &FrictionOptions::default()).unwrap();
        let is_hidden = |name: &str| {
            friction.touchpoints.iter().any(|place| place.name == name && place.groups[0].suppressed)
        };
        let hidden = people(&|row| is_hidden(row.1));
        prop_assert!(hidden == 0 || hidden >= least || friction.touchpoints.iter().all(|at| at.groups[0].suppressed));
        for at in friction.touchpoints.iter().filter(|at| !at.groups[0].suppressed) {
            prop_assert!(people(&|row| row.1 == at.name) >= least);
        }
        let gaps = PromiseGaps::discover(&log, case, &groups[0]).unwrap();
        let mut suppressed: Vec<_> = friction.touchpoints.iter().filter(|at| at.groups[0].suppressed).collect();
        suppressed.sort_by(|a, b| a.name.cmp(&b.name));
        prop_assert!(suppressed.iter().map(|at| &at.name).eq(&gaps.suppressed));

        let radii = radii_of(&log, case, team, People::new(person).with_min_group(least)).unwrap();
        let named: Vec<&str> = radii.objects.iter().filter_map(|one| one.name.as_deref()).collect();
        for name in &named {
            prop_assert!(people(&|row| row.3 == *name) >= least);
        }
        if let Some(rest) = radii.objects.iter().find(|one| one.name.is_none()) {
            prop_assert!(rest.objects > 0 && people(&|row| !named.contains(&row.3)) >= least);
        }
        prop_assert_eq!(radii.suppressed, radii.objects.is_empty());

        let options = ChannelOptions::default().with_people(People::new(person).with_min_group(least)).with_part(team);
        let channels = Channels::discover_with(&log, case, &options).unwrap();
        let of_kind = channels.parts.iter().map(|part| part.figures.outcomes_suppressed).collect::<BTreeSet<_>>();
        prop_assert!(of_kind.len() < 2, "all parts of a kind, or none");
        let switching = Switching::discover_with(&log, case, &options).unwrap();
        for figures in switching.parts.iter().map(|part| &part.figures).chain(&switching.all) {
            prop_assert_eq!(figures.suppressed, figures.switches.is_none());
            for pair in &figures.pairs {
                prop_assert!(pair.people >= u64::from(least), "{pair:?}");
            }
            let sum: u64 = figures.pairs.iter().map(|pair| pair.count).sum();
            prop_assert_eq!(sum, figures.switches.unwrap_or_default());
        }
    }
}
