//! Synchronization of teams by the objects that they share.

use std::time::Duration;

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::handover::{Synchronization, SynchronizationOptions, TypeWaits};
use total_experience::journey::log::EventLog;

use crate::journey::ns;

const MINUTE: i64 = 60_000_000_000;

/// Loads, each with minutes at which truck and goods are ready and at which loading begins.
fn loads(loads: &[(i64, i64, i64)], name: impl Fn(usize) -> String) -> EventLog {
    let mut builder = EventLog::builder();
    for (number, &(truck, goods, load)) in loads.iter().enumerate() {
        let key = name(number);
        builder.event("arrive", ns(truck * MINUTE), &[("truck", &key)]).unwrap();
        builder.event("pick", ns(goods * MINUTE), &[("goods", &key)]).unwrap();
        builder.event("load", ns(load * MINUTE), &[("truck", &key), ("goods", &key)]).unwrap();
    }
    builder.finish()
}

fn hours(span: Duration) -> String {
    format!("{:.1}", span.as_secs_f64() / 3_600.0)
}

/// Story 2: goods ready less truck there is +.2, +1.1, -.3, +1.4, -.1 hours.
#[test]
fn five_loads() {
    let later = [12, 66, -18, 84, -6];
    let five: Vec<_> =
        (0..5).map(|day| (day * 1_440, day * 1_440 + later[day as usize], day * 1_440 + 90)).collect();
    let found = Synchronization::discover(&loads(&five, |number| number.to_string())).unwrap();
    assert_eq!(found.activities.len(), 1);
    let load = &found.activities[0];
    let (truck, goods) = (load.types["truck"], load.types["goods"]);
    assert_eq!((load.name.as_str(), load.events, load.undecided), ("load", 5, 0));
    assert_eq!((hours(truck.idle), hours(goods.idle)), ("2.7".into(), "0.4".into()));
    assert_eq!((truck.delayed, goods.delayed), (2, 3)); // picking delays trucks
    assert_eq!((hours(goods.lagging), hours(truck.lagging)), ("2.7".into(), "0.4".into()));
    assert_eq!(hours(load.synchronization), "3.1");
    assert_eq!(load.median_synchronization, Duration::from_secs(18 * 60));
    assert_eq!(truck.pooling, Duration::ZERO);
}

#[test]
fn several_objects_of_a_type_pool() {
    let mut builder = EventLog::builder();
    for (activity, minute, objects) in [
        ("pick", 0, &[("item", "1")][..]),
        ("pick", 10, &[("item", "2")]),
        ("order", 4, &[("order", "A")]),
        ("new", 30, &[("box", "B"), ("order", "A")]), // the box was not ready: it begins here
        ("pack", 40, &[("item", "1"), ("item", "2"), ("order", "A"), ("item", "2")]),
        ("count", 50, &[("item", "1"), ("item", "2")]), // one type only
    ] {
        builder.event(activity, ns(minute * MINUTE), objects).unwrap();
    }
    let log = builder.finish();
    let found = Synchronization::discover(&log).unwrap();
    let names: Vec<_> = found.activities.iter().map(|activity| activity.name.as_str()).collect();
    assert_eq!(names, ["pack", "count"]);
    let pack = &found.activities[0];
    let minutes = |waits: TypeWaits| {
        [waits.waiting, waits.pooling, waits.lagging, waits.idle]
            .map(|wait| wait.as_secs_f64())
            .map(|sum| sum / 60.0)
    };
    // Items ready at 0 and 10, the order at 30, packed at 40.
    assert_eq!(minutes(pack.types["item"]), [40.0, 10.0, 0.0, 20.0]);
    assert_eq!(minutes(pack.types["order"]), [10.0, 0.0, 30.0, 0.0]);
    assert_eq!((pack.service.as_secs(), pack.types["order"].delayed), (600, 1));
    assert_eq!((found.activities[1].undecided, found.activities[1].types["item"].delayed), (1, 0));
    let items = Synchronization::discover_with(
        &log,
        &SynchronizationOptions::default().with_object_type(log.object_type("item").unwrap()),
    )
    .unwrap();
    assert!(items.activities.iter().all(|activity| activity.types.len() == 1));
    let mut builder = EventLog::builder();
    let stranger = (0..5).map(|number| builder.object_type(&number.to_string()).unwrap()).last().unwrap();
    assert!(matches!(
        Synchronization::discover_with(&log, &SynchronizationOptions::default().with_object_type(stranger)),
        Err(Error::UnknownId { .. })
    ));
    assert!(Synchronization::discover(&EventLog::builder().finish()).unwrap().activities.is_empty());
}

proptest! {
    #[test]
    fn parts_add_up_whatever_the_names(times in prop::collection::vec((0..100_i64, 0..100_i64, 100..200_i64), 1..9), turn in 0..9_usize) {
        let found = Synchronization::discover(&loads(&times, |number| number.to_string())).unwrap();
        let load = &found.activities[0];
        let (truck, goods) = (load.types["truck"], load.types["goods"]);
        // With one object of each of two types, all that is lost is waiting of one for the other.
        prop_assert_eq!(truck.idle + goods.idle, load.synchronization);
        prop_assert_eq!(truck.lagging, goods.idle);
        prop_assert_eq!(truck.waiting - truck.idle, load.service);
        prop_assert_eq!(truck.delayed + goods.delayed + load.undecided, load.events);
        let mut turned = times.clone();
        turned.rotate_left(turn % times.len());
        prop_assert_eq!(Synchronization::discover(&loads(&turned, |number| format!("x{}", 99 - number))).unwrap(), found);
    }
}
