//! Service and sojourn times of a graph, of a log that knows when work began.

use std::ops::Range;
use std::time::Duration;

use serde::Serialize;

use super::waits::{WaitSummary, summary};
use crate::journey::log::visits::for_each_visit;
use crate::journey::log::{ActivityId, EventLog};
use crate::journey::seconds;
use crate::numeric::ordered_map::OrderedMap;

/// Service times of the visits of an activity whose start is known: from start to completion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceTime<'a> {
    /// Name of the activity.
    pub activity: &'a str,
    /// Visits whose start is known.
    pub count: u64,
    /// Their mean. As JSON: `mean_seconds`.
    #[serde(rename = "mean_seconds", with = "seconds::Seconds")]
    pub mean: Duration,
    /// Their median. As JSON: `median_seconds`.
    #[serde(rename = "median_seconds", with = "seconds::Seconds")]
    pub median: Duration,
    /// Their 90th percentile. As JSON: `p90_seconds`.
    #[serde(rename = "p90_seconds", with = "seconds::Seconds")]
    pub p90: Duration,
}

/// What is known of work in the journeys of a graph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Work {
    /// By activity, with the number of visits.
    services: Vec<(ActivityId, u64, WaitSummary)>,
    /// Sums of nanoseconds by pair of activities.
    sojourns: OrderedMap<(ActivityId, ActivityId), u128>,
}

impl Work {
    pub(crate) fn of(log: &EventLog, range: &Range<u32>) -> Self {
        let mut services: OrderedMap<ActivityId, Vec<u64>> = OrderedMap::new();
        let mut sojourns: OrderedMap<(ActivityId, ActivityId), u128> = OrderedMap::new();
        for_each_visit(log, range, |visit, before| {
            if let Some(before) = before {
                let sojourn = visit.time.abs_diff(before.time);
                *sojourns.entry((before.activity, visit.activity)).or_default() += u128::from(sojourn);
            }
            if let Some(&Some(start)) = log.start_column().get(visit.event as usize) {
                services.entry(visit.activity).or_default().push(visit.time.abs_diff(start));
            }
        });
        let service = |(activity, mut times): (ActivityId, Vec<u64>)| {
            (activity, times.len() as u64, summary(&mut times))
        };
        Self { services: services.into_iter().map(service).collect(), sojourns }
    }

    pub(crate) fn services(&self) -> impl Iterator<Item = (ActivityId, u64, WaitSummary)> {
        self.services.iter().copied()
    }

    /// The sum of the sojourn times of a pair, in nanoseconds.
    pub(crate) fn sojourn(&self, from: ActivityId, to: ActivityId) -> Option<u128> {
        self.sojourns.get(&(from, to)).copied()
    }
}
