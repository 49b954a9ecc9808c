//! Requests about journeys: how people move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rows::{cut, object_type, usual_rows};
use super::{Error, Version};
use crate::Execution;
use crate::journey::dfg::any_graph::WrittenEdge;
use crate::journey::dfg::{AnyJourneyGraph, TopVariants, Variants};
use crate::journey::handover::{Synchronization, SynchronizedActivity};
use crate::journey::log::{EventLog, ObjectTypeId};

/// A question to an [`EventLog`]: the directly-follows graph of the journeys of one type of objects, or of every type.
///
/// ```
/// use total_experience::journey::log::EventLog;
/// use total_experience::model::time::Timestamp;
/// use total_experience::request::journeys::{JourneysAnswer, JourneysRequest};
///
/// let mut builder = EventLog::builder();
/// builder.event("ask", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
/// builder.event("pay", Timestamp::UNIX_EPOCH, &[("case", "1")])?;
/// let log = builder.finish();
/// let request = JourneysRequest { object_type: Some("case".into()), ..JourneysRequest::default() };
/// let JourneysAnswer::OneType(found) = request.run(&log)? else { unreachable!("a type is asked for") };
/// assert_eq!((found.graph.counts().edges().len(), found.variants.len()), (1, 1));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct JourneysRequest {
    /// Version of the form.
    pub version: Version,
    /// The type of objects whose journeys are asked for; none: a summary of every type.
    pub object_type: Option<String>,
    /// Most common variants that are listed; none: all. Edges, starts and ends are always whole.
    #[serde(default = "usual_rows")]
    pub rows: Option<usize>,
}

impl Default for JourneysRequest {
    fn default() -> Self {
        Self { version: Version, object_type: None, rows: usual_rows() }
    }
}

/// Answer to a [`JourneysRequest`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum JourneysAnswer {
    /// Journeys of one type of objects.
    OneType(TypeJourneys),
    /// A summary of every type of objects.
    EveryType(LogSummary),
}

/// Journeys of the objects of one type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TypeJourneys {
    /// The directly-follows graph, without waits where the log has no times.
    pub graph: AnyJourneyGraph,
    /// The ways that journeys go.
    pub variants: Variants,
    rows: Option<usize>,
}

impl Serialize for TypeJourneys {
    /// The graph's `{object_type, events, activities, edges, starts, ends, ...}` and `{version, cases, variants,
    /// top_variants}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenJourneys {
            version: Version,
            graph: &self.graph,
            cases: self.graph.counts().object_count(),
            variants: self.variants.len(),
            top_variants: self.variants.top(self.rows.unwrap_or(usize::MAX)),
        }
        .serialize(serializer)
    }
}

/// Journeys of the objects of one type as they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "TypeJourneys"))]
struct WrittenJourneys<'a> {
    /// Version of the form.
    version: Version,
    #[serde(flatten)]
    graph: &'a AnyJourneyGraph,
    /// Journeys.
    cases: u64,
    /// Ways that journeys go.
    variants: usize,
    /// The most common of them.
    top_variants: TopVariants<'a>,
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(TypeJourneys, WrittenJourneys<'static>);

/// Journeys of every type of objects of a log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LogSummary {
    /// Version of the form.
    pub version: Version,
    /// Events of the log.
    pub events: usize,
    /// Activities of the log.
    pub activities: usize,
    /// Objects of the log.
    pub objects: usize,
    /// Relations of events and objects.
    pub relations: usize,
    /// Journeys by type.
    pub types: BTreeMap<String, TypeSummary>,
    /// Activities where objects come together, by the time that some wait for others, most first; none where the log has
    /// no times.
    pub synchronization: Vec<SynchronizedActivity>,
    /// Activities left out of `synchronization`.
    pub synchronization_left_out: usize,
}

/// Journeys of a type in a summary.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TypeSummary {
    /// Objects of the type, in events or not.
    pub object_count: usize,
    /// The directly-follows graph, without waits where the log has no times.
    pub graph: AnyJourneyGraph,
}

impl Serialize for TypeSummary {
    /// `{objects, journeys, events, activities, edges, starts, ends}`; journeys are the objects that are in events.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = self.graph.counts();
        WrittenSummary {
            objects: self.object_count,
            journeys: counts.object_count(),
            events: counts.event_count(),
            activities: counts.nodes().len(),
            edges: self.graph.written_edges(),
            starts: counts.starts().into_iter().collect(),
            ends: counts.ends().into_iter().collect(),
        }
        .serialize(serializer)
    }
}

/// Journeys of a type in a summary as they are written.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "TypeSummary"))]
struct WrittenSummary<'a> {
    /// Objects of the type, in events or not.
    objects: usize,
    /// Objects that are in events.
    journeys: u64,
    /// Events of these objects.
    events: u64,
    /// Activities of these events.
    activities: usize,
    /// Which activity directly follows which.
    edges: Vec<WrittenEdge<'a>>,
    /// Journeys by their first activity.
    starts: BTreeMap<&'a str, u64>,
    /// Journeys by their last activity.
    ends: BTreeMap<&'a str, u64>,
}

#[cfg(feature = "schema")]
crate::model::names::schema_as!(TypeSummary, WrittenSummary<'static>);

impl JourneysRequest {
    /// Asks the log.
    ///
    /// Time and memory: as [`AnyJourneyGraph::discover`] and [`Variants::discover`].
    ///
    /// # Errors
    ///
    /// [`Error::UnknownObjectType`].
    pub fn run(&self, log: &EventLog) -> Result<JourneysAnswer, Error> {
        self.run_with(log, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with(&self, log: &EventLog, execution: &Execution) -> Result<JourneysAnswer, Error> {
        match &self.object_type {
            Some(name) => {
                let object_type = object_type(log, name)?;
                Ok(JourneysAnswer::OneType(TypeJourneys {
                    graph: AnyJourneyGraph::discover_with(log, object_type, execution)?,
                    variants: Variants::discover_with(log, object_type, execution)?,
                    rows: self.rows,
                }))
            }
            None => Ok(JourneysAnswer::EveryType(self.summary(log, execution)?)),
        }
    }

    fn summary(&self, log: &EventLog, execution: &Execution) -> Result<LogSummary, Error> {
        let of_type = |object_type: ObjectTypeId| -> Result<_, Error> {
            let graph = AnyJourneyGraph::discover_with(log, object_type, execution)?;
            let name = log.object_type_name(object_type).unwrap_or_default().to_owned();
            let object_count = log.objects(object_type)?.len();
            Ok((name, TypeSummary { object_count, graph }))
        };
        let mut synchronization = match log.has_times() {
            true => Synchronization::discover(log)?.activities,
            false => Vec::new(),
        };
        Ok(LogSummary {
            version: Version,
            events: log.len(),
            activities: log.activity_count(),
            objects: log.object_count(),
            relations: log.relation_count(),
            types: log.object_types().map(of_type).collect::<Result<_, _>>()?,
            synchronization_left_out: cut(&mut synchronization, self.rows),
            synchronization,
        })
    }
}
