//! Who waits for whom.

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::handover::{Synchronisation, TypeWaits};
use total_experience::journey::log::EventLog;

const MINUTE: i64 = 60_000_000_000;

/// Loads, each with minutes at which truck and goods are ready and at which loading begins.
fn loads(loads: &[(i64, i64, i64)], name: impl Fn(usize) -> String) -> EventLog {
    let mut builder = EventLog::builder();
    for (number, &(truck, goods, load)) in loads.iter().enumerate() {
        let key = name(number);
        builder.event("arrive", truck * MINUTE, &[("truck", &key)]).unwrap();
        builder.event("pick", goods * MINUTE, &[("goods", &key)]).unwrap();
        builder.event("load", load * MINUTE, &[("truck", &key), ("goods", &key)]).unwrap();
    }
    builder.finish()
}

fn hours(seconds: f64) -> String {
    format!("{:.1}", seconds / 3_600.0)
}

/// Story 2: goods ready less truck there is +.2, +1.1, -.3, +1.4, -.1 hours.
#[test]
fn five_loads() {
    let later = [12, 66, -18, 84, -6];
    let five: Vec<_> =
        (0..5).map(|day| (day * 1_440, day * 1_440 + later[day as usize], day * 1_440 + 90)).collect();
    let found = Synchronisation::discover(&loads(&five, |number| number.to_string())).unwrap();
    assert_eq!(found.activities.len(), 1);
    let load = &found.activities[0];
    let (truck, goods) = (load.types["truck"], load.types["goods"]);
    assert_eq!((load.name.as_str(), load.events, load.undecided), ("load", 5, 0));
    assert_eq!((hours(truck.idle_seconds), hours(goods.idle_seconds)), ("2.7".into(), "0.4".into()));
    assert_eq!((truck.delayed, goods.delayed), (2, 3)); // picking delays trucks
    assert_eq!((hours(goods.lagging_seconds), hours(truck.lagging_seconds)), ("2.7".into(), "0.4".into()));
    assert_eq!(hours(load.synchronisation_seconds), "3.1");
    assert_eq!(load.synchronisation_median_seconds, 18.0 * 60.0);
    assert_eq!(truck.pooling_seconds, 0.0);
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
        builder.event(activity, minute * MINUTE, objects).unwrap();
    }
    let log = builder.finish();
    let found = Synchronisation::discover(&log).unwrap();
    let names: Vec<_> = found.activities.iter().map(|activity| activity.name.as_str()).collect();
    assert_eq!(names, ["pack", "count"]);
    let pack = &found.activities[0];
    let minutes = |waits: TypeWaits| {
        [waits.waiting_seconds, waits.pooling_seconds, waits.lagging_seconds, waits.idle_seconds]
            .map(|sum| sum / 60.0)
    };
    // Items ready at 0 and 10, the order at 30, packed at 40.
    assert_eq!(minutes(pack.types["item"]), [40.0, 10.0, 0.0, 20.0]);
    assert_eq!(minutes(pack.types["order"]), [10.0, 0.0, 30.0, 0.0]);
    assert_eq!((pack.service_seconds, pack.types["order"].delayed), (600.0, 1));
    assert_eq!((found.activities[1].undecided, found.activities[1].types["item"].delayed), (1, 0));
    let items = Synchronisation::of_types(&log, &[log.object_type("item").unwrap()]).unwrap();
    assert!(items.activities.iter().all(|activity| activity.types.len() == 1));
    let mut builder = EventLog::builder();
    let stranger = (0..5).map(|number| builder.object_type(&number.to_string()).unwrap()).last().unwrap();
    assert!(matches!(Synchronisation::of_types(&log, &[stranger]), Err(Error::UnknownId { .. })));
    assert!(Synchronisation::discover(&EventLog::builder().finish()).unwrap().activities.is_empty());
}

proptest! {
    #[test]
    fn parts_add_up_whatever_the_names(times in prop::collection::vec((0..100_i64, 0..100_i64, 100..200_i64), 1..9), turn in 0..9_usize) {
        let found = Synchronisation::discover(&loads(&times, |number| number.to_string())).unwrap();
        let load = &found.activities[0];
        let (truck, goods) = (load.types["truck"], load.types["goods"]);
        // With one object of each of two types, all that is lost is waiting of one for the other.
        let lost = truck.idle_seconds + goods.idle_seconds;
        prop_assert!((lost - load.synchronisation_seconds).abs() < 1e-6);
        prop_assert!((truck.lagging_seconds - goods.idle_seconds).abs() < 1e-6);
        prop_assert!((truck.waiting_seconds - truck.idle_seconds - load.service_seconds).abs() < 1e-6);
        prop_assert_eq!(truck.delayed + goods.delayed + load.undecided, load.events);
        let mut turned = times.clone();
        turned.rotate_left(turn % times.len());
        prop_assert_eq!(Synchronisation::discover(&loads(&turned, |number| format!("x{}", 99 - number))).unwrap(), found);
    }
}
