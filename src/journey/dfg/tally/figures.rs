//! Figures of a tally: activities, edges, waits, starts and ends.

use std::time::Duration;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::JourneyTally;
use super::journey_tally::EdgeTally;
use crate::journey::dfg::waits::rounded_mean;
use crate::journey::seconds;
use crate::numeric::cold_sort::sort_by;
use crate::numeric::cold_sort::sort_by_key;

/// Activity of a [`JourneyTally`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TalliedNode<'a> {
    /// Its name.
    pub name: &'a str,
    /// Visits of journeys.
    pub visits: u64,
    /// Different journeys that were there.
    pub objects: u64,
    /// Journeys that start there.
    pub starts: u64,
    /// Journeys that end there.
    pub ends: u64,
}

/// Edge of a [`JourneyTally`]: `to` directly follows `from`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TalliedEdge<'a> {
    /// Name of the earlier activity.
    pub from: &'a str,
    /// Name of the later activity.
    pub to: &'a str,
    /// The number of such steps.
    pub count: u64,
    /// Different journeys that go this way.
    pub objects: u64,
    /// Mean wait between the two, rounded to a whole nanosecond. As JSON: `mean_seconds`, within 1e-9 s of the exact mean.
    #[serde(rename = "mean_seconds", with = "seconds::Seconds")]
    pub mean_wait: Duration,
    /// Least wait: exact. As JSON: `least_seconds`.
    #[serde(rename = "least_seconds", with = "seconds::Seconds")]
    pub least_wait: Duration,
    /// Median wait, to the tally's relative error. As JSON: `median_seconds`.
    #[serde(rename = "median_seconds", with = "seconds::Seconds")]
    pub median_wait: Duration,
    /// 90th percentile of the waits, to the tally's relative error. As JSON: `p90_seconds`.
    #[serde(rename = "p90_seconds", with = "seconds::Seconds")]
    pub p90_wait: Duration,
    /// Largest wait: exact. As JSON: `most_seconds`.
    #[serde(rename = "most_seconds", with = "seconds::Seconds")]
    pub most_wait: Duration,
}

impl JourneyTally {
    /// The name of the type of objects whose journeys these are.
    pub fn object_type(&self) -> &str {
        &self.object_type
    }

    /// The bound on the relative error of quantiles, beside rounding. Counts, least and largest waits are exact, and means
    /// are rounded to a whole nanosecond.
    pub fn relative_error(&self) -> f64 {
        self.resolution.relative_error()
    }

    /// The number of journeys.
    pub fn object_count(&self) -> u64 {
        self.objects
    }

    /// The number of visits.
    pub fn visit_count(&self) -> u64 {
        self.visits
    }

    /// The activities, by name.
    pub fn nodes(&self) -> Vec<TalliedNode<'_>> {
        let mut nodes: Vec<_> = self
            .visited()
            .map(|number| {
                let node = &self.nodes[number as usize];
                TalliedNode {
                    name: self.name(number),
                    visits: node.visits,
                    objects: node.objects,
                    starts: node.starts,
                    ends: node.ends,
                }
            })
            .collect();
        sort_by_key(&mut nodes, |node| node.name);
        nodes
    }

    /// The edges, by count, largest first, then by the names of `from` and `to`.
    pub fn edges(&self) -> Vec<TalliedEdge<'_>> {
        let mut edges: Vec<_> = self.edges.iter().map(|edge| self.tallied(edge)).collect();
        sort_by(&mut edges, |a, b| b.count.cmp(&a.count).then((a.from, a.to).cmp(&(b.from, b.to))));
        edges
    }

    /// The activities where journeys start, by how many, most first, then by name.
    pub fn starts(&self) -> Vec<(&str, u64)> {
        self.ranked(|node| node.starts)
    }

    /// The activities where journeys end, by how many, most first, then by name.
    pub fn ends(&self) -> Vec<(&str, u64)> {
        self.ranked(|node| node.ends)
    }

    /// The quantile at `probability`, clamped to 0..1, of the waits on an edge; `None` for an edge that this tally does not
    /// have.
    pub fn wait_quantile(&self, edge: &TalliedEdge<'_>, probability: f64) -> Option<Duration> {
        let ends = (self.names.find(edge.from)?, self.names.find(edge.to)?);
        let edge = self.edges.iter().find(|edge| (edge.from, edge.to) == ends)?;
        self.quantile(edge, probability)
    }

    fn quantile(&self, edge: &EdgeTally, probability: f64) -> Option<Duration> {
        let wait = edge.waits.quantile(self.resolution, (edge.least, edge.most), probability)?;
        Some(Duration::from_nanos(wait.round() as u64))
    }

    fn tallied(&self, edge: &EdgeTally) -> TalliedEdge<'_> {
        let quantile = |probability| self.quantile(edge, probability).unwrap_or_default();
        TalliedEdge {
            from: self.name(edge.from),
            to: self.name(edge.to),
            count: edge.count,
            objects: edge.objects,
            mean_wait: Duration::from_nanos(rounded_mean(edge.sum, edge.count)),
            least_wait: Duration::from_nanos(edge.least),
            median_wait: quantile(0.5),
            p90_wait: quantile(0.9),
            most_wait: Duration::from_nanos(edge.most),
        }
    }

    fn ranked(&self, count: impl Fn(&TalliedNode<'_>) -> u64) -> Vec<(&str, u64)> {
        let mut ranked: Vec<_> = self.nodes().iter().map(|node| (node.name, count(node))).collect();
        ranked.retain(|&(_, count)| count > 0);
        sort_by_key(&mut ranked, |&(_, count)| std::cmp::Reverse(count));
        ranked
    }
}

impl Serialize for JourneyTally {
    /// `{object_type, objects, visits, relative_error, nodes: [{name, visits, objects, starts, ends}], edges: [{from,
    /// to, count, objects, mean_seconds, least_seconds, median_seconds, p90_seconds, most_seconds}]}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("JourneyTally", 6)?;
        map.serialize_field("object_type", &self.object_type)?;
        map.serialize_field("objects", &self.objects)?;
        map.serialize_field("visits", &self.visits)?;
        map.serialize_field("relative_error", &self.relative_error())?;
        map.serialize_field("nodes", &self.nodes())?;
        map.serialize_field("edges", &self.edges())?;
        map.end()
    }
}
