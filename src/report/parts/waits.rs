//! Waiting times of journeys, transition by transition.

use std::time::Duration;

use serde::Serialize;

use crate::journey::dfg::{JourneyEdge, JourneyGraph};
use crate::journey::seconds;
use crate::numeric::cold_sort::sort_by;

use super::Owners;

const SECONDS_AN_HOUR: f64 = 3600.0;
/// Transitions listed per journey graph; the rest is summed up.
const TRANSITIONS: usize = 10;

/// Waits of the objects of one type, by where they wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WaitingTimes {
    /// The type: `case`, `customer`.
    pub object_type: String,
    /// How many journeys.
    pub journeys: u64,
    /// All waiting, in hours.
    pub total_hours: f64,
    /// The transitions with the most waiting in all, the largest first.
    pub transitions: Vec<Wait>,
    /// Hours of waiting on the transitions that are not listed.
    pub other_hours: f64,
}

/// Waiting between two activities that follow each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Wait {
    /// The earlier activity.
    pub from: String,
    /// The later activity, which is waited for.
    pub to: String,
    /// How often.
    pub count: u64,
    /// Mean wait. As JSON: `mean_seconds`.
    #[serde(rename = "mean_seconds", with = "seconds::Seconds")]
    pub mean_wait: Duration,
    /// Median wait. As JSON: `median_seconds`.
    #[serde(rename = "median_seconds", with = "seconds::Seconds")]
    pub median_wait: Duration,
    /// Nine of ten wait less. As JSON: `p90_seconds`.
    #[serde(rename = "p90_seconds", with = "seconds::Seconds")]
    pub p90_wait: Duration,
    /// Count times mean.
    pub total_hours: f64,
    /// Who owns the activity that is waited for: who the map says, else the team that does most of the work there.
    pub owner: Option<String>,
}

pub(super) fn waits(owners: &Owners<'_>, graph: &JourneyGraph) -> WaitingTimes {
    let mut transitions: Vec<Wait> = graph
        .edges()
        .map(|edge| Wait {
            from: edge.from.to_owned(),
            to: edge.to.to_owned(),
            count: edge.count,
            mean_wait: edge.mean_wait,
            median_wait: edge.median_wait,
            p90_wait: edge.p90_wait,
            total_hours: hours(&edge),
            owner: owners.of(edge.to),
        })
        .collect();
    sort_by(&mut transitions, |a, b| {
        b.total_hours.total_cmp(&a.total_hours).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
    });
    let sum = |waits: &[Wait]| waits.iter().fold(0.0, |sum, wait| sum + wait.total_hours);
    let total_hours = sum(&transitions);
    let rest = transitions.split_off(transitions.len().min(TRANSITIONS));
    WaitingTimes {
        object_type: graph.object_type().to_owned(),
        journeys: graph.object_count(),
        total_hours,
        transitions,
        other_hours: sum(&rest),
    }
}

/// All waiting on an edge, in hours.
pub(super) fn hours(edge: &JourneyEdge<'_>) -> f64 {
    edge.count as f64 * edge.mean_wait.as_secs_f64() / SECONDS_AN_HOUR
}
