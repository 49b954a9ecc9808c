//! Graphs and variants beside the plainest way to find them: each journey collected, each list of waits sorted.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use total_experience::journey::dfg::{JourneyCounts, JourneyGraph, Variants};
use total_experience::journey::log::{EventColumns, EventLog, ObjectKeys};

fn name(activity: u32) -> String {
    // Alphabetical order is not the order of the numbers.
    format!("{:03}", (activity * 619 + 7) % 1_000)
}

/// Events of objects of two types; each event names up to three, perhaps one of them twice.
fn log(activities: u32, events: &[(u32, i64, Vec<u32>)]) -> EventLog {
    let mut columns = EventColumns::default();
    columns.activity_names = (0..activities).map(name).collect();
    columns.activities = events.iter().map(|event| event.0 % activities).collect();
    columns.times = events.iter().map(|event| event.1).collect();
    columns.object_types =
        vec![("team".to_owned(), ObjectKeys::Numbered(3)), ("case".to_owned(), ObjectKeys::Numbered(9))];
    columns.objects = events.iter().flat_map(|event| event.2.clone()).collect();
    columns.offsets = std::iter::once(0)
        .chain(events.iter().scan(0, |end, event| {
            *end += event.2.len() as u32;
            Some(*end)
        }))
        .collect();
    columns.into_log().unwrap()
}

fn journeys(log: &EventLog, object_type: &str) -> Vec<Vec<(String, i64)>> {
    let mut journeys: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in log.events() {
        let mut seen = Vec::new();
        for &object in event.objects {
            if log.type_of(object) == log.object_type(object_type) && !seen.contains(&object) {
                seen.push(object);
                let name = log.activity_name(event.activity).unwrap().to_owned();
                journeys.entry(object).or_default().push((name, event.time.as_nanoseconds()));
            }
        }
    }
    journeys.into_values().collect()
}

fn type_seven(sorted: &[i64], probability: f64) -> f64 {
    let place = probability * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below as f64 + place.fract() * (above - below) as f64
}

proptest! {
    #[test]
    fn graphs_and_variants_equal_the_plain_ones(
        activities in prop_oneof![1..4_u32, 30..400_u32],
        events in prop::collection::vec((any::<u32>(), 0..90_i64, prop::collection::vec(0..12_u32, 0..4)), 0..400),
        single in any::<bool>(),
    ) {
        let mut events = events;
        if single {
            events.iter_mut().for_each(|event| event.2 = vec![event.0 % 9 + 3]);
        }
        let log = log(activities, &events);
        for object_type in ["team", "case"] {
            let journeys = journeys(&log, object_type);
            let graph = JourneyGraph::discover(&log, log.object_type(object_type).unwrap()).unwrap();
            graph.check_conservation().unwrap();
            let counts = JourneyCounts::discover(&log, log.object_type(object_type).unwrap()).unwrap();
            prop_assert_eq!(&counts, graph.counts());
            let mut waits: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
            for pair in journeys.iter().flat_map(|journey| journey.windows(2)) {
                waits.entry((&pair[0].0, &pair[1].0)).or_default().push(pair[1].1 - pair[0].1);
            }
            waits.values_mut().for_each(|waits| waits.sort_unstable());
            let mut edges: Vec<_> = waits.into_iter().collect();
            edges.sort_by_key(|(_, waits)| std::cmp::Reverse(waits.len()));
            prop_assert_eq!(graph.edges().len(), edges.len());
            for (found, ((from, to), waits)) in graph.edges().zip(edges) {
                prop_assert_eq!((found.from, found.to, found.count), (from, to, waits.len() as u64));
                // To the nearest nanosecond.
                let (sum, count) = (waits.iter().sum::<i64>(), waits.len() as i64);
                prop_assert_eq!(found.mean_wait, Duration::from_nanos(((sum + count / 2) / count) as u64));
                prop_assert_eq!(found.median_wait, Duration::from_nanos(type_seven(&waits, 0.5).round() as u64));
                prop_assert_eq!(found.p90_wait, Duration::from_nanos(type_seven(&waits, 0.9).round() as u64));
            }

            let mut counts: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
            for journey in &journeys {
                *counts.entry(journey.iter().map(|visit| visit.0.as_str()).collect()).or_default() += 1;
            }
            let mut expected: Vec<_> = counts.into_iter().collect();
            expected.sort_by_key(|variant| std::cmp::Reverse(variant.1));
            let found = Variants::discover(&log, log.object_type(object_type).unwrap()).unwrap();
            let found: Vec<_> = found.iter().map(|variant| (variant.activities, variant.count)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
