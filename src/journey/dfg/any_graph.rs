//! Directly-follows graph of a log that may have no times.

use std::time::Duration;

use serde::{Serialize, Serializer};

use super::{CountedEdge, JourneyCounts, JourneyEdge, JourneyGraph};
use crate::Execution;
use crate::journey::log::{EventLog, ObjectTypeId};
use crate::journey::{Error, seconds};

/// Directly-follows graph of a log that may have no times: with waits where it has, else counts alone.
///
/// What it answers: how do people move from touchpoint to touchpoint, whatever the log knows of time?
///
/// # Definition
/// That of [`JourneyGraph`], or of [`JourneyCounts`] for a log [without times](EventLog::has_times).
///
/// # Complexity
/// As the graph that is found.
///
/// # References
/// W. M. P. van der Aalst (2019), A practitioner's guide to process mining: limitations of the directly-follows graph,
/// doi:10.1016/j.procs.2019.12.189.
///
/// ```
/// use total_experience::journey::dfg::AnyJourneyGraph;
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
///
/// let mut builder = EventLog::builder();
/// for activity in ["ask", "answer"] {
///     builder.event(activity, Timestamp::UNIX_EPOCH, &[("case", "1")])?;
/// }
/// let log = builder.finish_without_times();
/// let graph = AnyJourneyGraph::discover(&log, log.object_type("case").expect("named above"))?;
/// assert_eq!((graph.counts().edges().len(), graph.timed()), (1, None));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum AnyJourneyGraph {
    /// With waits.
    Timed(JourneyGraph),
    /// Of a log without times.
    Untimed(JourneyCounts),
}

impl AnyJourneyGraph {
    /// Finds the graph of the journeys of `object_type`.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such type.
    pub fn discover(log: &EventLog, object_type: ObjectTypeId) -> Result<Self, Error> {
        Self::discover_with(log, object_type, &Execution::default())
    }

    /// [`discover`](Self::discover) on threads and watched as `execution` says.
    ///
    /// # Errors
    /// As [`discover`](Self::discover); [`Error::Cancelled`] by the watch.
    pub fn discover_with(
        log: &EventLog,
        object_type: ObjectTypeId,
        execution: &Execution,
    ) -> Result<Self, Error> {
        Ok(match log.has_times() {
            true => Self::Timed(JourneyGraph::discover_with(log, object_type, execution)?),
            false => Self::Untimed(JourneyCounts::discover(log, object_type)?),
        })
    }

    /// The graph without its waits.
    pub fn counts(&self) -> &JourneyCounts {
        match self {
            Self::Timed(graph) => graph.counts(),
            Self::Untimed(counts) => counts,
        }
    }

    /// The graph with its waits; none of a log without times.
    pub fn timed(&self) -> Option<&JourneyGraph> {
        match self {
            Self::Timed(graph) => Some(graph),
            Self::Untimed(_) => None,
        }
    }

    /// The edges as they are written.
    pub(crate) fn written_edges(&self) -> Vec<WrittenEdge<'_>> {
        match self {
            Self::Timed(graph) => graph.edges().map(WrittenEdge::timed).collect(),
            Self::Untimed(counts) => counts.edges().map(WrittenEdge::untimed).collect(),
        }
    }
}

impl Serialize for AnyJourneyGraph {
    /// As [`JourneyGraph`]; edges of a log without times have no `mean_seconds`, `median_seconds` and `p90_seconds`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let service_times = self.timed().into_iter().flat_map(JourneyGraph::service_times).collect();
        self.counts().written(self.written_edges(), service_times).serialize(serializer)
    }
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(AnyJourneyGraph, super::counts::WrittenGraph<'static, WrittenEdge<'static>>);

/// An edge as it is written: waits are absent where the log has no times.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "JourneyEdge"))]
pub(crate) struct WrittenEdge<'a> {
    /// Name of the earlier activity.
    from: &'a str,
    /// Name of the later activity.
    to: &'a str,
    /// The number of such steps.
    count: u64,
    /// Mean wait between the two, within 1e-9 s of the exact mean; absent where the log has no times.
    #[serde(skip_serializing_if = "Option::is_none", with = "seconds::OptionalSeconds")]
    mean_seconds: Option<Duration>,
    /// Median wait; absent where the log has no times.
    #[serde(skip_serializing_if = "Option::is_none", with = "seconds::OptionalSeconds")]
    median_seconds: Option<Duration>,
    /// 90th percentile of the waits; absent where the log has no times.
    #[serde(skip_serializing_if = "Option::is_none", with = "seconds::OptionalSeconds")]
    p90_seconds: Option<Duration>,
    /// Mean time from the one to the end of the other, wait and work; absent where no start of work is known.
    #[serde(skip_serializing_if = "Option::is_none", with = "seconds::OptionalSeconds")]
    mean_sojourn_seconds: Option<Duration>,
}

impl<'a> WrittenEdge<'a> {
    fn timed(edge: JourneyEdge<'a>) -> Self {
        let JourneyEdge { from, to, count, mean_wait, median_wait, p90_wait, mean_sojourn, .. } = edge;
        let [mean_seconds, median_seconds, p90_seconds] = [mean_wait, median_wait, p90_wait].map(Some);
        Self {
            from,
            to,
            count,
            mean_seconds,
            median_seconds,
            p90_seconds,
            mean_sojourn_seconds: mean_sojourn,
        }
    }

    fn untimed(edge: CountedEdge<'a>) -> Self {
        let CountedEdge { from, to, count, .. } = edge;
        let [mean_seconds, median_seconds, p90_seconds, mean_sojourn_seconds] = [None; 4];
        Self { from, to, count, mean_seconds, median_seconds, p90_seconds, mean_sojourn_seconds }
    }
}
