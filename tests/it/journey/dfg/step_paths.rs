//! What comes next, and what came before: every visit has one path, and no count is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;
use total_experience::journey::Error;
use total_experience::journey::dfg::{StepDirection, StepNode, StepOptions, StepPaths, StepVisits};
use total_experience::journey::log::{EventLog, ObjectTypeId};

use crate::journey::ns;

/// Journeys as words, one letter for each activity.
fn log(journeys: &[&str]) -> EventLog {
    let mut builder = EventLog::builder();
    builder.object_type("case").unwrap();
    for letter in ["a", "b", "c", "d"] {
        builder.activity(letter).unwrap();
    }
    for (case, journey) in journeys.iter().enumerate() {
        for letter in journey.chars() {
            builder.event(&letter.to_string(), ns(0), &[("case", &case.to_string())]).unwrap();
        }
    }
    builder.finish()
}

fn find(log: &EventLog, options: StepOptions) -> StepPaths {
    StepPaths::discover_with(log, log.object_type("case").unwrap(), "a", &options).unwrap()
}

fn words(paths: &StepPaths) -> Vec<(String, bool, u64)> {
    let top = paths.top(usize::MAX);
    top.shown.iter().map(|path| (path.activities.concat(), path.ended, path.count)).collect()
}

/// Counted by hand.
#[test]
fn six_journeys() {
    let log = log(&["abc", "abd", "bab", "a", "cabca", "bd"]);
    let two = StepOptions::default().with_steps(2);
    let after = find(&log, two);
    let path = |word: &str, ended, count| (word.to_owned(), ended, count);
    assert_eq!(
        words(&after),
        [path("bc", false, 2), path("", true, 1), path("b", true, 1), path("bd", false, 1)]
    );
    assert_eq!((after.visit_count(), after.bypassing_journey_count(), after.len()), (5, 1, 4));
    let before = find(&log, two.with_direction(StepDirection::Before));
    assert_eq!(words(&before), [path("", true, 3), path("b", true, 1), path("c", true, 1)]);
    let every = find(&log, two.with_visits(StepVisits::Every).with_direction(StepDirection::Before));
    assert_eq!(words(&every)[2..], [path("c", true, 1), path("cb", false, 1)]);
    assert_eq!(every.visit_count(), 6);

    let top = after.top(2);
    assert_eq!((top.shown[1].share, top.shown[1].coverage), (0.2, 0.6));
    assert_eq!((top.other.paths, top.other.count, top.other.share), (2, 2, 0.4));

    let tree = after.tree(1);
    assert_eq!((tree.name.as_str(), tree.count, tree.ended, tree.next.len()), ("a", 5, 1, 1));
    let b = &tree.next[0];
    assert_eq!((b.name.as_str(), b.count, b.share, b.ended), ("b", 4, 0.8, 1));
    assert_eq!((b.next[0].name.as_str(), b.next[0].count, b.next[0].followed), ("c", 2, 2));
    assert_eq!((b.other.paths, b.other.count), (1, 1));
    assert_eq!(serde_json::to_value(&tree).unwrap()["next"][0]["other"]["count"], 1);
}

#[test]
fn faults() {
    let log = log(&["b"]);
    let case = log.object_type("case").unwrap();
    let find = |of, from: &str, steps| {
        StepPaths::discover_with(&log, of, from, &StepOptions::default().with_steps(steps))
    };
    assert!(matches!(find(case, "a", 0), Err(Error::OutOfRange { .. })));
    assert!(matches!(find(case, "a", 101), Err(Error::OutOfRange { .. })));
    assert_eq!(find(case, "x", 1), Err(Error::UnknownActivity { name: "x".into() }));
    assert!(matches!(find(ObjectTypeId::from_u32(1), "a", 1), Err(Error::UnknownId { .. })));
    let none = find(case, "a", 100).unwrap();
    assert!(none.is_empty() && none.top(3).shown.is_empty() && none.tree(3).next.is_empty());
    assert_eq!((none.bypassing_journey_count(), none.top(3).other.share, none.touchpoint()), (1, 0.0, "a"));
}

fn check(node: &StepNode, depth: usize, steps: usize) -> Result<(), TestCaseError> {
    let next: u64 = node.next.iter().map(|next| next.count).sum();
    prop_assert_eq!(node.count, node.ended + node.followed + next + node.other.count);
    let last = depth == steps;
    prop_assert!(if last { node.ended == 0 && node.next.is_empty() } else { node.followed == 0 }, "{depth}");
    node.next.iter().try_for_each(|next| check(next, depth + 1, steps))
}

proptest! {
    #[test]
    fn every_visit_has_one_path(
        journeys in prop::collection::vec("[a-d]{0,8}", 0..12),
        steps in 1..5_usize,
        back in any::<bool>(),
        every in any::<bool>(),
        shown in 0..5_usize,
    ) {
        let journeys: Vec<&str> = journeys.iter().map(String::as_str).collect();
        let direction = if back { StepDirection::Before } else { StepDirection::After };
        let visits = if every { StepVisits::Every } else { StepVisits::First };
        let options = StepOptions::default().with_steps(steps).with_direction(direction).with_visits(visits);
        let found = find(&log(&journeys), options);

        let mut expected: BTreeMap<String, u64> = BTreeMap::new();
        for journey in &journeys {
            let places = journey.match_indices('a').map(|(at, _)| at);
            for at in places.take(if every { usize::MAX } else { 1 }) {
                let path: String = if back {
                    journey[..at].chars().rev().take(steps).collect()
                } else {
                    journey[at + 1..].chars().take(steps).collect()
                };
                *expected.entry(path).or_default() += 1;
            }
        }
        let listed: BTreeMap<String, u64> = words(&found).into_iter().map(|(word, _, count)| (word, count)).collect();
        prop_assert_eq!(&listed, &expected);
        prop_assert_eq!(found.visit_count(), expected.values().sum::<u64>());
        prop_assert!(words(&found).iter().all(|(word, ended, _)| *ended == (word.len() < steps)));
        let with = journeys.iter().filter(|journey| journey.contains('a')).count();
        let all = journeys.iter().filter(|journey| !journey.is_empty()).count();
        prop_assert_eq!(found.bypassing_journey_count() as usize, all - with);

        let top = found.top(shown);
        prop_assert_eq!(top.shown.iter().map(|path| path.count).sum::<u64>() + top.other.count, found.visit_count());
        let tree = found.tree(shown);
        prop_assert_eq!(tree.count, found.visit_count());
        check(&tree, 0, steps)?;

        let mut turned = journeys.clone();
        turned.reverse();
        let turned = find(&log(&turned), options);
        prop_assert_eq!((turned.tree(9), words(&turned)), (found.tree(9), words(&found)));
    }
}
