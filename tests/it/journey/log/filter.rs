//! Parts of logs: nothing is left out that is not counted.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::log::{
    EventId, EventLog, Filter, Filtered, ObjectId, ObjectTypeId, QualifierId, WholeJourneys,
};

use crate::journey::ns;

/// Activity, time, and objects as type and key.
type Row<'a> = (&'a str, i64, &'a [(&'a str, &'a str)]);

/// Case 1 from 0 to 3, case 2 from 2 to 6, case 3 at 9; one event of a resource alone; one of nobody.
fn log() -> EventLog {
    let mut builder = EventLog::builder();
    let events: [Row<'_>; 9] = [
        ("ask", 0, &[("case", "1"), ("resource", "Tom")]),
        ("ask", 2, &[("case", "2"), ("resource", "Una")]),
        ("pay", 3, &[("case", "1"), ("case", "2"), ("resource", "Tom")]),
        ("rest", 4, &[("resource", "Tom")]),
        ("alarm", 5, &[]),
        ("ask", 5, &[("case", "2"), ("resource", "Una")]),
        ("pay", 6, &[("case", "2"), ("resource", "Tom")]),
        ("rest", 7, &[("resource", "Una")]),
        ("ask", 9, &[("case", "3"), ("resource", "Una")]),
    ];
    for (activity, time, objects) in events {
        builder.event(activity, ns(time), objects).unwrap();
    }
    builder.finish()
}

fn times(found: &Filtered) -> Vec<i64> {
    found.log.time_column().iter().map(|time| time.as_nanoseconds()).collect()
}

/// Whole, cut, left out.
fn fates(found: &Filtered) -> Vec<(u64, u64, u64)> {
    found.types.iter().map(|fate| (fate.whole, fate.cut, fate.left_out)).collect()
}

#[test]
fn windows_cut_journeys_or_keep_them_whole() {
    let log = log();
    let case = log.object_type("case").unwrap();
    let window = Filter::default().with_window(ns(3)..ns(7));
    let cut = window.apply(&log).unwrap();
    assert_eq!((times(&cut), cut.events_left_out), (vec![3, 4, 5, 5, 6], 4));
    assert_eq!((fates(&cut), cut.relations_left_out), (vec![(0, 2, 1), (0, 2, 0)], 7));

    let whole = |rule| window.clone().with_whole_journeys(case, rule).apply(&log).unwrap();
    // No case is inside from 3 to 7: what remains is nobody's.
    assert_eq!(times(&whole(WholeJourneys::Inside)), [4, 5]);
    let touching = whole(WholeJourneys::Touching);
    assert_eq!(times(&touching), [0, 2, 3, 4, 5, 5, 6]);
    assert_eq!(fates(&touching)[0], (2, 0, 1));
    assert_eq!(times(&whole(WholeJourneys::Starting)), [4, 5]);
    let early = Filter::default().with_window(ns(2)..ns(7)).with_whole_journeys(case, WholeJourneys::Inside);
    let early = early.apply(&log).unwrap();
    // Case 2 is inside; at 3 it meets case 1, which is not, and is taken out there.
    assert_eq!((times(&early), fates(&early)[0]), (vec![2, 3, 4, 5, 5, 6], (1, 0, 2)));
    let graph = JourneyGraph::discover(&early.log, case).unwrap();
    assert_eq!((graph.object_count(), graph.visit_count()), (1, 4));
}

#[test]
fn activities_types_and_segments() {
    let log = log();
    let [case, resource] = ["case", "resource"].map(|name| log.object_type(name).unwrap());
    let pay = Filter::default().with_activities(&["pay"]).apply(&log).unwrap();
    assert_eq!((times(&pay), pay.events_left_out), (vec![3, 6], 7));

    let cases = Filter::default().with_types(&[case]).apply(&log).unwrap();
    assert_eq!(times(&cases), [0, 2, 3, 5, 5, 6, 9], "an event without objects is not concerned");
    assert_eq!((cases.relations_left_out, fates(&cases)), (8, vec![(3, 0, 0), (0, 0, 2)]));
    assert_eq!(JourneyGraph::discover(&cases.log, case), JourneyGraph::discover(&log, case));
    assert_eq!(cases.log.object_key(ObjectId::from_u32(3)).as_deref(), Some("Tom"), "identifiers stay");

    let una = log.object(resource, "Una").unwrap();
    let una = Filter::default().with_objects(resource, [una]).apply(&log).unwrap();
    assert_eq!((times(&una), fates(&una)), (vec![2, 5, 5, 7, 9], vec![(1, 1, 1), (1, 0, 1)]));
    let everything = Filter::default().apply(&log).unwrap();
    assert_eq!((everything.events_left_out, everything.relations_left_out), (0, 0));
    let nothing = Filter::default().with_objects(resource, []).with_window(ns(0)..ns(4)).apply(&log).unwrap();
    assert!(nothing.log.is_empty() && nothing.log.event(EventId::from_u32(0)).is_none());
}

#[test]
fn channels_and_events_without_one() {
    let mut builder = EventLog::builder();
    for (case, activity, channel) in
        [("1", "ask", Some("web")), ("1", "pay", Some("shop")), ("2", "ask", None), ("2", "pay", Some("web"))]
    {
        builder.event(activity, ns(0), &[("case", case)]).unwrap();
        if let Some(channel) = channel {
            let channel = builder.channel(channel).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    let log = builder.finish();
    let web = Filter::default().with_channels(&["web"]).apply(&log).unwrap();
    assert_eq!((web.log.len(), web.events_left_out, web.without_channel), (2, 2, 1));
    assert_eq!((fates(&web), web.log.channel_column()), (vec![(0, 2, 0)], &[log.channel("web"); 2][..]));
    let paid = Filter::default().with_activities(&["pay"]).apply(&log).unwrap();
    assert_eq!(paid.without_channel, 0, "no channel was asked for");
    let unknown = Filter::default().with_channels(&["fax"]).apply(&log).unwrap_err();
    assert_eq!(unknown, Error::UnknownChannel { name: "fax".into() });
}

#[test]
fn qualifiers_stay_with_their_objects() {
    let mut builder = EventLog::builder();
    let case = builder.object_type("case").unwrap();
    let [one, other] = ["1", "2"].map(|key| builder.object(case, key).unwrap());
    let (ask, buyer) = (builder.activity("ask").unwrap(), builder.qualifier("buyer").unwrap());
    builder.push_qualified(ask, ns(0), &[(one, QualifierId::NONE), (other, buyer)]).unwrap();
    let log = builder.finish();
    let kept = log.object(case, "2").unwrap();
    let part = Filter::default().with_objects(case, [kept]).apply(&log).unwrap().log;
    let event = part.event(EventId::from_u32(0)).unwrap();
    assert_eq!((event.objects, event.qualifiers), (&[kept][..], &[buyer][..]));
}

#[test]
fn faults() {
    let log = log();
    let [case, resource] = ["case", "resource"].map(|name| log.object_type(name).unwrap());
    let refused = |filter: Filter| filter.apply(&log).unwrap_err();
    assert!(matches!(refused(Filter::default().with_window(ns(4)..ns(3))), Error::BadValue { .. }));
    let whole = Filter::default().with_whole_journeys(case, WholeJourneys::Inside);
    assert!(matches!(refused(whole), Error::BadValue { what: "the window", .. }));
    let unknown = refused(Filter::default().with_activities(&["ask", "nap"]));
    assert_eq!(unknown, Error::UnknownActivity { name: "nap".into() });
    let tom = log.object(resource, "Tom").unwrap();
    assert!(matches!(refused(Filter::default().with_objects(case, [tom])), Error::UnknownId { .. }));
    let stranger = ObjectTypeId::from_u32(2);
    assert!(matches!(refused(Filter::default().with_types(&[stranger])), Error::UnknownId { .. }));
}

#[test]
fn whole_journeys_of_a_channel() {
    let mut builder = EventLog::builder();
    for (who, time, channel) in [
        ("1", 0, Some("web")),
        ("1", 1, Some("desk")),
        ("1", 2, Some("web")),
        ("2", 3, Some("web")),
        ("3", 4, None),
    ] {
        builder.event("go", ns(time), &[("case", who)]).unwrap();
        if let Some(channel) = channel {
            let channel = builder.channel(channel).unwrap();
            builder.set_channel(channel).unwrap();
        }
    }
    let log = builder.finish();
    let case = log.object_type("case").unwrap();
    let of = |rule| {
        Filter::default().with_channels(&["desk"]).with_whole_journeys(case, rule).apply(&log).unwrap()
    };
    assert_eq!(times(&of(WholeJourneys::Inside)), [] as [i64; 0]);
    assert_eq!(times(&of(WholeJourneys::Touching)), [0, 1, 2]);
    assert_eq!(times(&of(WholeJourneys::Starting)), [] as [i64; 0]);
    let web = Filter::default().with_channels(&["web"]);
    assert_eq!(times(&web.apply(&log).unwrap()), [0, 2, 3]);
    let whole = web.clone().with_whole_journeys(case, WholeJourneys::Inside);
    assert_eq!(times(&whole.apply(&log).unwrap()), [3]);
    // Whole journeys are kept with what has no channel.
    assert_eq!(web.apply(&log).unwrap().without_channel, 1);
    // The window and the channels are asked of one and the same event.
    let early = web.with_window(ns(0)..ns(1)).with_whole_journeys(case, WholeJourneys::Starting);
    let found = early.apply(&log).unwrap();
    assert_eq!((times(&found).as_slice(), found.types[0].cut), (&[0, 1, 2][..], 0));
}

proptest! {
    #[test]
    fn what_is_left_out_is_counted(
        events in prop::collection::vec((0..3_usize, 0..20_i64, prop::collection::vec((0..2_usize, 0..4_usize), 0..4)), 0..30),
        from in 0..20_i64,
        length in 0..20_i64,
        rule in prop::option::of(0..3_usize),
        only in prop::option::of(0..4_u32),
        types in any::<bool>(),
    ) {
        const NAMES: [&str; 4] = ["1", "2", "3", "4"];
        let mut builder = EventLog::builder();
        let known: Vec<_> = ["a", "b"].map(|name| builder.object_type(name).unwrap()).to_vec();
        for &object_type in &known {
            NAMES.iter().for_each(|key| drop(builder.object(object_type, key)));
        }
        for (activity, time, objects) in &events {
            let objects: Vec<_> = objects.iter().map(|&(of, key)| (["a", "b"][of], NAMES[key])).collect();
            builder.event(["ask", "look", "pay"][*activity], ns(*time), &objects).unwrap();
        }
        let log = builder.finish();
        let mut filter = Filter::default().with_window(ns(from)..ns(from + length));
        if let Some(rule) = rule {
            let rule = [WholeJourneys::Inside, WholeJourneys::Touching, WholeJourneys::Starting][rule];
            filter = filter.with_whole_journeys(known[0], rule);
        }
        if let Some(only) = only {
            filter = filter.with_objects(known[1], log.objects(known[1]).unwrap().take(only as usize));
        }
        if types {
            filter = filter.with_types(&known[..1]);
        }
        let found = filter.apply(&log).unwrap();
        prop_assert_eq!(found.log.len() as u64 + found.events_left_out, log.len() as u64);
        prop_assert_eq!(found.log.relation_count() as u64 + found.relations_left_out, log.relation_count() as u64);
        for (fate, &object_type) in found.types.iter().zip(&known) {
            let (before, after) = (JourneyGraph::discover(&log, object_type).unwrap(), JourneyGraph::discover(&found.log, object_type).unwrap());
            after.check_conservation().unwrap();
            prop_assert_eq!(fate.whole + fate.cut + fate.left_out, before.object_count());
            prop_assert_eq!(fate.whole + fate.cut, after.object_count());
        }
        if rule.is_none() {
            prop_assert!(found.log.time_column().iter().all(|time| (ns(from)..ns(from + length)).contains(time)));
        } else if only.is_none() {
            prop_assert_eq!(found.types[0].cut, 0, "whole journeys are whole");
        }
        // Filtering again leaves nothing more out, but where a journey's window is judged anew.
        let again = filter.apply(&found.log).unwrap();
        prop_assert!(rule.is_some() || again.events_left_out == 0);
    }
}
