//! Hand-overs inside and between teams, computed by hand.

use total_experience::journey::People;
use total_experience::journey::handover::{Contacts, Handovers};

use crate::journey::friction::touchpoints::{HOUR, log};

#[test]
fn handovers_by_hand() {
    assert_eq!(Contacts { external: 340, internal: 1_260 }.ei_index(), Some(-0.575));
    // Two teams of three; each case goes once round its team and every second one on to the other.
    let mut rows = Vec::new();
    let (people, cases) = (["a", "b", "c", "d", "e", "f"], ["1", "2", "3", "4"]);
    for (number, case) in cases.into_iter().enumerate() {
        for step in 0..3 + number % 2 {
            let person = (step + 3 * (number / 2)) % 6;
            let team = if person < 3 { "x" } else { "y" };
            let time = HOUR * (step as i64 + i64::from(step == 3) * 4);
            rows.push((case, "work", time, "Ada", people[person], team, "web"));
        }
    }
    let log = log(&rows);
    let [case, person, team] = ["case", "employee", "team"].map(|name| log.object_type(name).unwrap());
    let handovers = Handovers::discover(&log, case, People::new(person).with_min_group(3), team).unwrap();
    assert_eq!(
        (handovers.external, handovers.internal, handovers.same_person, handovers.unknown),
        (Some(2), Some(8), Some(0), 0)
    );
    assert_eq!(handovers.ei_index, Some(-0.6));
    // Of 15 pairs of six people 9 cross: 2 * .6 - 1.
    assert!((handovers.expected.unwrap() - 0.2).abs() < 1e-12);
    let premium = handovers.premium.unwrap();
    assert_eq!((premium.external_mean.as_secs(), premium.mean_seconds), (5 * 3_600, 4.0 * 3_600.0));
    // Each team has 4 of 10 inside and half of all ends: 2 (.4 - .25).
    assert!((handovers.modularity.unwrap() - 0.3).abs() < 1e-12);
    let shown: Vec<_> = handovers
        .owners
        .iter()
        .map(|owner| (owner.name.as_deref(), owner.people, owner.received, owner.given, owner.internal))
        .collect();
    assert_eq!(shown, [(Some("x"), 3, 1, 1, 4), (Some("y"), 3, 1, 1, 4)]);
    assert_eq!((handovers.owners[0].blast_journeys, handovers.people_in_several), (0.75, Some(0)));

    // Teams of three among a minimum of five stand together, without names.
    let inside = handovers.handovers.iter().filter(|pair| pair.from == pair.to);
    assert_eq!(inside.map(|pair| pair.count).sum::<u64>(), handovers.internal.unwrap());
    assert!(
        handovers
            .handovers
            .iter()
            .all(|pair| pair.internal == if pair.from == pair.to { pair.count } else { 0 })
    );
    let whole = (handovers.external, handovers.internal);
    let handovers = Handovers::discover(&log, case, People::new(person).with_min_group(5), team).unwrap();
    let owner = &handovers.owners[0];
    assert_eq!((handovers.owners.len(), owner.name.as_deref(), owner.teams, owner.people), (1, None, 2, 6));
    // Both teams stand in one row, across which work went and inside which it stayed: told apart all the same.
    let pooled = &handovers.handovers[0];
    assert_eq!((pooled.count, pooled.internal), (whole.0.unwrap() + whole.1.unwrap(), whole.1.unwrap()));
    assert_eq!((owner.given, owner.received, owner.internal, owner.ei_index), (2, 2, 8, Some(-0.6)));
}

#[test]
fn a_team_between_others_is_an_articulation_and_stops_what_comes_after() {
    // Two journeys pass from x over y to z, one goes from y to z.
    let rows = [
        ("1", "work", 0, "Ada", "a", "x", "web"),
        ("1", "work", HOUR, "Ada", "b", "y", "web"),
        ("1", "work", 2 * HOUR, "Ada", "c", "z", "web"),
        ("2", "work", 3 * HOUR, "Ada", "a", "x", "web"),
        ("2", "work", 4 * HOUR, "Ada", "b", "y", "web"),
        ("3", "work", 5 * HOUR, "Ada", "b", "y", "web"),
        ("3", "work", 6 * HOUR, "Ada", "c", "z", "web"),
    ];
    let log = log(&rows);
    let [case, person, team] = ["case", "employee", "team"].map(|name| log.object_type(name).unwrap());
    let handovers = Handovers::discover(&log, case, People::new(person).with_min_group(1), team).unwrap();
    let mut owners: Vec<_> = handovers
        .owners
        .iter()
        .map(|owner| (owner.name.as_deref(), owner.articulation, owner.blast_journeys, owner.blast_visits))
        .collect();
    owners.sort_by_key(|owner| owner.0);
    // y: all three journeys, from its visit on two, one and two visits of seven.
    let expected = [
        (Some("x"), false, 2.0 / 3.0, 5.0 / 7.0),
        (Some("y"), true, 1.0, 5.0 / 7.0),
        (Some("z"), false, 2.0 / 3.0, 2.0 / 7.0),
    ];
    assert_eq!(owners, expected);
}
