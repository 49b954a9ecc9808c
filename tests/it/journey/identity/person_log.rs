//! Journeys by person: logs and identities.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::identity::{
    Identity, IdentityOptions, IdentityRecords, KeyKind, KeyKindId, ObservedEvents,
};
use total_experience::journey::log::{EventLog, ObjectId, ObjectTypeId, QualifierId};

use crate::journey::ns;

/// Activity, time, and objects as type and key.
type Row<'a> = (&'a str, i64, &'a [(&'a str, &'a str)]);

/// Ada searches on two devices and buys by name; a tablet in the shop is everybody's; a couple calls together.
fn log() -> EventLog {
    let mut builder = EventLog::builder();
    let events: [Row<'_>; 9] = [
        ("search", 0, &[("cookie", "phone")]),
        ("search", 1, &[("cookie", "laptop")]),
        ("log in", 2, &[("cookie", "phone"), ("customer", "Ada")]),
        ("log in", 3, &[("cookie", "laptop"), ("customer", "Ada")]),
        ("log in", 4, &[("cookie", "tablet"), ("customer", "Bob")]),
        ("log in", 5, &[("cookie", "tablet"), ("customer", "Ada")]),
        ("search", 6, &[("cookie", "tablet")]),
        ("call", 7, &[("customer", "Ada"), ("customer", "Bob"), ("employee", "Tom")]),
        ("close", 8, &[("employee", "Tom")]),
    ];
    for (activity, time, objects) in events {
        builder.event(activity, ns(time), objects).unwrap();
    }
    builder.finish()
}

fn types(log: &EventLog) -> [(ObjectTypeId, KeyKindId); 2] {
    let of = |name, kind| (log.object_type(name).unwrap(), KeyKindId::from_u32(kind));
    [of("cookie", 1), of("customer", 0)]
}

fn records() -> IdentityRecords {
    IdentityRecords::new(vec![KeyKind::strong("customer").with_one_per_person(), KeyKind::strong("cookie")])
        .unwrap()
}

#[test]
fn logins_tell_whose_device_it_is() {
    let log = log();
    let mut records = records();
    let observed = records.observe(&log, &types(&log)).unwrap();
    assert_eq!((observed.records, observed.several, observed.without_key), (7, 1, 1));
    let identity = Identity::discover_with(records, &IdentityOptions::default().with_hub_cap(1)).unwrap();
    // Two people log in on the tablet: a hub at a cap of 1. Ada's number is seen with three cookies: a hub as well.
    assert_eq!(identity.hubs().count(), 2);
    let mut records = self::records();
    records.observe(&log, &types(&log)).unwrap();
    let identity = Identity::discover_with(records, &IdentityOptions::default().with_hub_cap(3)).unwrap();
    assert_eq!((identity.hubs().count(), identity.conflicts().len()), (0, 1));
    let people = identity.apply(&log, "person", &types(&log)).unwrap();
    // Ada, her phone and laptop; Bob. The tablet, which records of both carry, is nobody's, and so is a search on it.
    assert_eq!((people.persons, people.ids, people.joined), (2, 4, 3));
    assert_eq!((people.unknown, people.shared, people.events_of_nobody), (0, 1, 1));
    assert_eq!(people.log.relation_count(), log.relation_count() + 8);
    let graph = JourneyGraph::discover(&people.log, people.person_type).unwrap();
    graph.check_conservation().unwrap();
    // search, search, log in (three times), call; log in, call
    assert_eq!((graph.object_count(), graph.visit_count()), (2, 8));
    assert_eq!(graph.starts(), [("log in", 1), ("search", 1)]);
}

#[test]
fn an_id_that_is_not_known_stays_alone() {
    let log = log();
    let identity = Identity::discover(records()).unwrap();
    let people = identity.apply(&log, "person", &types(&log)).unwrap();
    assert_eq!((people.persons, people.unknown, people.joined, people.shared), (5, 5, 0, 0));
    let cookie = log.object_type("cookie").unwrap();
    let before = JourneyGraph::discover(&log, cookie).unwrap();
    assert_eq!(before, JourneyGraph::discover(&people.log, cookie).unwrap(), "what was there is still there");

    let taken = identity.apply(&log, "employee", &types(&log)).unwrap_err();
    assert_eq!(taken, Error::DuplicateName { what: "object type", name: "employee".into() });
    let empty = log.with_persons("", &[], |_| None).unwrap_err();
    assert_eq!(empty, Error::EmptyName { what: "an object type" });
    let foreign = log.with_persons("person", &[ObjectTypeId::from_u32(9)], |_| None).unwrap_err();
    assert!(matches!(foreign, Error::UnknownId { id: 9, .. }));
    let kind = [(cookie, KeyKindId::from_u32(2))];
    assert!(matches!(identity.apply(&log, "person", &kind), Err(Error::UnknownId { id: 2, .. })));
    assert!(matches!(records().observe(&log, &kind), Err(Error::UnknownId { id: 2, .. })));
    assert_eq!(records().observe(&log, &[]).map(|seen| seen.without_key), Ok(9));
    assert_eq!(ObservedEvents::default().records, 0);
}

#[test]
fn qualifiers_stay_with_their_objects() {
    let mut builder = EventLog::builder();
    let case = builder.object_type("id").unwrap();
    let [one, other] = ["1", "2"].map(|key| builder.object(case, key).unwrap());
    let (ask, buyer) = (builder.activity("ask").unwrap(), builder.qualifier("buyer").unwrap());
    builder.push_qualified(ask, ns(0), &[(one, buyer), (other, QualifierId::NONE)]).unwrap();
    builder.push_qualified(ask, ns(1), &[(other, buyer)]).unwrap();
    let log = builder.finish();
    let people = log.with_persons("person", &[case, case], |_| Some(0)).unwrap();
    let events: Vec<_> = people.log.events().map(|event| (event.objects.len(), event.qualifiers)).collect();
    assert_eq!(
        events,
        [(3, &[buyer, QualifierId::NONE, QualifierId::NONE][..]), (2, &[buyer, QualifierId::NONE])]
    );
}

proptest! {
    /// Every event of an id is an event of its person, once; persons are told apart by the function and nothing else.
    #[test]
    fn journeys_by_person_keep_every_event(events in prop::collection::vec((0..3_usize, 0..8_u32), 0..40), persons in prop::collection::vec(prop::option::of(0..4_u32), 8)) {
        let mut builder = EventLog::builder();
        for (time, (activity, id)) in events.iter().enumerate() {
            let id = id.to_string();
            builder.event(["ask", "look", "pay"][*activity], ns(time as i64), &[("id", &id)]).unwrap();
        }
        builder.object_type("id").unwrap();
        let log = builder.finish();
        let of = |object: ObjectId| persons[log.object_key(object).unwrap().parse::<usize>().unwrap()];
        let people = log.with_persons("person", &[log.object_type("id").unwrap()], of).unwrap();
        let graph = JourneyGraph::discover(&people.log, people.person_type).unwrap();
        graph.check_conservation().unwrap();
        prop_assert_eq!((graph.visit_count(), graph.object_count()), (events.len() as u64, people.persons));
        prop_assert!(people.joined + people.unknown <= people.ids && people.persons <= people.ids);
        let journey: Vec<usize> =
            events.iter().filter(|event| persons[event.1 as usize] == Some(0)).map(|event| event.0).collect();
        let whole: u64 = journey.windows(2).filter(|pair| pair == &[0, 2]).count() as u64;
        let edge = graph.edges().find(|edge| (edge.from, edge.to) == ("ask", "pay"));
        prop_assert!(edge.map_or(0, |edge| edge.count) >= whole);
    }
}
