//! Requests for the six-part report.

use serde::{Deserialize, Serialize};

use super::friction::FrictionRequest;
use super::rows::{NodeValue, object_type, unknown_node};
use super::scorecard::ScorecardRequest;
use super::{Error, UnmatchedActivity, Version};
use crate::journey::dfg::JourneyGraph;
use crate::journey::log::EventLog;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;
use crate::report::Composer;
use crate::report::parts::Report;
use crate::signal::tally::Tally;

/// A question to a map and what is known beside it: the report in six parts.
///
/// ```
/// use total_experience::model::map::MapDocument;
/// use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
/// use total_experience::request::NodeValue;
/// use total_experience::request::report::{ReportData, ReportRequest};
///
/// let map = MapDocument::new("Shop")
///     .stakeholder(Stakeholder::new("staff", Role::Employee))
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .touchpoint(Touchpoint::new("till"))
///     .facet("till", Dimension::User, "staff")
///     .facet("till", Dimension::Customer, "customers")
///     .influence("till/ux/staff", "till/cx/customers", 0.3, |i| i.with_standard_error(0.1))
///     .build()?;
/// let request = ReportRequest {
///     title: "A better till".into(),
///     shock: vec![NodeValue::new("till/ux/staff", 10.0)],
///     ..ReportRequest::default()
/// };
/// let report = request.run(&ReportData::new(&map))?;
/// assert_eq!(report.what_if.map(|found| found.impact[1].total), Some(3.0));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReportRequest {
    /// Version of the form.
    pub version: Version,
    /// What the report is of.
    pub title: String,
    /// How scores are joined, where answers are given.
    pub scorecard: ScorecardRequest,
    /// The type of objects whose journeys are shown, where a log is given.
    pub case: String,
    /// Friction in the log; none: its journeys alone.
    pub friction: Option<FrictionRequest>,
    /// Nodes and the points by which they change for good.
    pub shock: Vec<NodeValue>,
    /// Nodes and what a unit of each is worth; none: the mean over all facets.
    pub objective: Vec<NodeValue>,
    /// Periods after the shock.
    pub horizon: usize,
}

impl Default for ReportRequest {
    fn default() -> Self {
        Self {
            version: Version,
            title: "Total Experience".to_owned(),
            scorecard: ScorecardRequest::default(),
            case: "case".to_owned(),
            friction: None,
            shock: Vec::new(),
            objective: Vec::new(),
            horizon: 8,
        }
    }
}

/// Data of a report: a map, and what is known beside it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReportData<'a> {
    /// The map.
    pub map: &'a ExperienceMap,
    /// Answers about it.
    pub tally: Option<&'a Tally>,
    /// Events of its journeys.
    pub log: Option<&'a EventLog>,
}

impl<'a> ReportData<'a> {
    /// A map alone.
    pub fn new(map: &'a ExperienceMap) -> Self {
        Self { map, tally: None, log: None }
    }

    /// Sets the answers.
    #[must_use]
    pub fn with_tally(mut self, tally: &'a Tally) -> Self {
        self.tally = Some(tally);
        self
    }

    /// Sets the events.
    #[must_use]
    pub fn with_log(mut self, log: &'a EventLog) -> Self {
        self.log = Some(log);
        self
    }
}

impl ReportRequest {
    /// Asks for the report.
    ///
    /// # Errors
    ///
    /// Those of the parts: see [`ScorecardRequest::run`], [`FrictionRequest::run`] and
    /// [`Composer::compose`]; [`Error::UnknownNode`] and [`Error::NodeTwice`] for the shock and the objective.
    pub fn run(&self, data: &ReportData<'_>) -> Result<Report, Error> {
        let ReportData { map, tally, log } = *data;
        let scorecard = tally.map(|tally| self.scorecard.run(map, tally)).transpose()?;
        let journeys = log
            .map(|log| -> Result<_, Error> {
                Ok(JourneyGraph::discover(log, object_type(log, &self.case)?)?)
            })
            .transpose()?;
        let friction = match (&self.friction, log) {
            (Some(friction), Some(log)) => Some(friction.run(log, Some(map))?),
            _ => None,
        };
        let (shock, objective) =
            (named(map, "shock", &self.shock)?, named(map, "objective", &self.objective)?);
        let mut composer = Composer::new(&self.title, map)
            .with_shock(&shock)
            .with_objective(&objective)
            .with_horizon(self.horizon);
        if let Some(found) = &scorecard {
            composer = composer.with_scorecard(&found.scorecard);
        }
        if let Some(graph) = &journeys {
            composer = composer.with_journeys(graph);
        }
        let mut warnings = Vec::new();
        if let Some(unmatched) = log.map(|log| UnmatchedActivity::of(log, map)).filter(|all| !all.is_empty())
        {
            warnings.push(UnmatchedActivity::told(&unmatched));
        }
        if let Some(found) = friction {
            let without_group = found.without_group.iter();
            warnings.extend(without_group.map(|key| format!("no group of the log stands for `{key}`")));
            composer = composer.with_where_it_hurts(found.to_part());
        }
        let mut report = composer.compose()?;
        report.what_we_do_not_know.warnings.extend(warnings);
        Ok(report)
    }
}

fn named(map: &ExperienceMap, list: &'static str, values: &[NodeValue]) -> Result<Vec<(Node, f64)>, Error> {
    let mut found: Vec<(Node, f64)> = Vec::new();
    for NodeValue { node: key, value } in values {
        let all = || map.nodes().filter_map(|node| map.node_key(node));
        let node = map.node(key).ok_or_else(|| unknown_node(list, key, all()))?;
        if found.iter().any(|(known, _)| *known == node) {
            return Err(Error::NodeTwice { list, node: key.clone() });
        }
        found.push((node, *value));
    }
    Ok(found)
}
