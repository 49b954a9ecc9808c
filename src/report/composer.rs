//! Joining what the rooms found.

use crate::cascade::analyze::LoopOptions;
use crate::cascade::{Network, NetworkOptions, NodeIndex, SolveOptions};
use crate::journey::channel::{ChannelCoverage, Channels, Switching};
use crate::journey::dfg::JourneyGraph;
use crate::journey::friction::{Friction, PromiseGaps};
use crate::journey::handover::Silo;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;
use crate::score::scorecard::{FacetResult, FacetScore, Scorecard};

use super::Error;
use super::parts::{
    Driver, GroupPromises, Report, Stability, Unknowns, WhatDrivesIt, WhatItIsWorth, WhereItHurts,
    WhereWeStand,
};
use super::shock;
use super::shock::Shocked;

/// Joins what the other rooms found into a [`Report`]. Everything but the map may be left out.
///
/// ```
/// use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
/// use total_experience::model::map::MapDocument;
/// use total_experience::report::Composer;
///
/// let map = MapDocument::new("Shop")
///     .stakeholder(Stakeholder::new("staff", Role::Employee))
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .touchpoint(Touchpoint::new("till").with_owner("Stores"))
///     .facet("till", Dimension::User, "staff")
///     .facet("till", Dimension::Customer, "customers")
///     .influence("till/ux/staff", "till/cx/customers", 0.3, |i| i.with_standard_error(0.1))
///     .build()?;
/// let shock = [(map.node("till/ux/staff").unwrap(), 10.0)];
/// let report = Composer::new("A better till", &map).with_shock(&shock).compose()?;
/// let what_if = report.what_if.as_ref().unwrap();
/// assert_eq!((what_if.impact[1].node.as_str(), what_if.impact[1].total), ("till/cx/customers", 3.0));
/// assert!(what_if.harm.is_empty());
/// assert!(report.to_markdown().starts_with("# A better till"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Composer<'a> {
    title: String,
    pub(super) map: &'a ExperienceMap,
    pub(super) scorecard: Option<&'a Scorecard>,
    journeys: Vec<&'a JourneyGraph>,
    /// What logs say beside journeys; owners are looked up when the report is composed.
    hurts: WhereItHurts,
    pub(super) shock: Vec<(Node, f64)>,
    pub(super) objective: Vec<(Node, f64)>,
    pub(super) horizon: usize,
    network: NetworkOptions,
}

impl<'a> Composer<'a> {
    /// A report on a map.
    pub fn new(title: impl Into<String>, map: &'a ExperienceMap) -> Self {
        let (journeys, shock, objective) = (Vec::new(), Vec::new(), Vec::new());
        let (hurts, network) = (WhereItHurts::default(), NetworkOptions::default());
        Self {
            title: title.into(),
            map,
            scorecard: None,
            journeys,
            hurts,
            shock,
            objective,
            horizon: 8,
            network,
        }
    }

    /// Adds scores of the map.
    #[must_use]
    pub fn with_scorecard(mut self, scorecard: &'a Scorecard) -> Self {
        self.scorecard = Some(scorecard);
        self
    }

    /// Sets how the influences are frozen and certified.
    #[must_use]
    pub fn with_network(mut self, options: NetworkOptions) -> Self {
        self.network = options;
        self
    }

    /// Adds journeys. Activities that have the key of a touchpoint are taken to be it.
    #[must_use]
    pub fn with_journeys(mut self, journeys: &'a JourneyGraph) -> Self {
        self.journeys.push(journeys);
        self
    }

    /// Sets the friction by touchpoint. Touchpoints of the log are found in the map by key, then by label, and their
    /// owners are those of the map where it names them.
    #[must_use]
    pub fn with_friction(mut self, friction: &Friction) -> Self {
        self.hurts = self.hurts.with_friction(friction.clone().with_owners(self.map));
        self
    }

    /// Adds what was promised to a group, by the key of the group.
    #[must_use]
    pub fn with_promises(mut self, stakeholder: impl Into<String>, promises: &PromiseGaps) -> Self {
        self.hurts = self.hurts.with_promises(GroupPromises::new(stakeholder, promises.clone()));
        self
    }

    /// Sets the hand-overs between teams.
    #[must_use]
    pub fn with_silo(mut self, silo: &Silo) -> Self {
        self.hurts = self.hurts.with_silo(silo.clone());
        self
    }

    /// Sets the friction by channel.
    #[must_use]
    pub fn with_channel_friction(mut self, friction: &Friction) -> Self {
        self.hurts = self.hurts.with_channel_friction(friction.clone());
        self
    }

    /// Sets what channels do to journeys.
    #[must_use]
    pub fn with_channels(mut self, channels: &Channels) -> Self {
        self.hurts = self.hurts.with_channels(channels.clone());
        self
    }

    /// Sets what a change of channel costs.
    #[must_use]
    pub fn with_switching(mut self, switching: &Switching) -> Self {
        self.hurts = self.hurts.with_switching(switching.clone());
        self
    }

    /// Sets which task is offered in which channel.
    #[must_use]
    pub fn with_coverage(mut self, coverage: &ChannelCoverage) -> Self {
        self.hurts = self.hurts.with_coverage(coverage.clone());
        self
    }

    /// Sets what is shocked, in the units of the nodes.
    #[must_use]
    pub fn with_shock(mut self, shock: &[(Node, f64)]) -> Self {
        self.shock = shock.to_vec();
        self
    }

    /// Sets what is aimed at: nodes and their weights. Unless set, the mean over all facets.
    #[must_use]
    pub fn with_objective(mut self, objective: &[(Node, f64)]) -> Self {
        self.objective = objective.to_vec();
        self
    }

    /// Sets for how many periods after the shock the report says what happens; 8 unless set.
    #[must_use]
    pub fn with_horizon(mut self, periods: usize) -> Self {
        self.horizon = periods;
        self
    }

    /// Composes the report.
    ///
    /// Time: a few solves of the network, and one more for each node that the shock reaches (for the limits).
    ///
    /// # Errors
    ///
    /// [`Error::Cascade`] when the influences are unstable or the shock or objective does not fit the map;
    /// [`Error::ForeignScorecard`].
    pub fn compose(&self) -> Result<Report, Error> {
        if let Some(card) = self.scorecard {
            let foreign =
                |facet: &&FacetScore| self.map.facet_key(facet.facet).as_deref() != Some(&facet.key());
            if let Some(facet) = card.facets.iter().find(foreign) {
                return Err(Error::ForeignScorecard { facet: facet.key() });
            }
        }
        let mut report = Report {
            schema: 1,
            title: self.title.clone(),
            where_we_stand: WhereWeStand { scorecard: self.scorecard.cloned() },
            where_it_hurts: self.hurts.clone().with_map(self.map, self.scorecard, &self.journeys),
            what_drives_it: WhatDrivesIt::default(),
            what_if: None,
            what_it_is_worth: WhatItIsWorth::default(),
            what_we_do_not_know: self.unknown_scores(),
        };
        if self.map.nodes().next().is_some() {
            let network = Network::builder().with_map(self.map).with_options(self.network.clone()).build()?;
            let objective = self.objective();
            report.what_drives_it = self.drivers(&network, &objective)?;
            if !self.shock.is_empty() {
                let Shocked { what_if, worth, evidence, measure_next, unknown, out_of_range } =
                    shock::shocked(self, &network, &objective)?;
                report.what_if = Some(what_if);
                report.what_it_is_worth = worth;
                report.what_we_do_not_know.evidence = evidence;
                report.what_we_do_not_know.measure_next = measure_next;
                report.what_we_do_not_know.without_standard_error = unknown;
                report.what_we_do_not_know.out_of_range = out_of_range;
            }
        }
        Ok(report)
    }

    fn objective(&self) -> Vec<(Node, f64)> {
        if !self.objective.is_empty() {
            return self.objective.clone();
        }
        let facets = self.map.facets().count();
        self.map.facets().map(|(id, _)| (Node::Facet(id), 1.0 / facets as f64)).collect()
    }

    fn drivers(&self, network: &Network, objective: &[(Node, f64)]) -> Result<WhatDrivesIt, Error> {
        let importance = network.importance(&network.node_values(objective)?, &SolveOptions::default())?;
        let driver = |importance: &crate::cascade::analyze::Importance| {
            let node = network.node(importance.node)?;
            let points = match node {
                Node::Facet(id) => {
                    self.scorecard.and_then(|card| card.facet(id)).and_then(FacetScore::published)
                }
                Node::Outcome(_) => None,
            };
            Some(Driver {
                node: self.name(node),
                value: importance.value,
                performance: points.map(|published| published.score.points.estimate),
                owner: self.owner(node),
            })
        };
        let named = |nodes: &[NodeIndex]| nodes.iter().map(|&node| network.key(node).into_owned()).collect();
        let stability = network.stability();
        let loops = network.loops(&LoopOptions::default());
        Ok(WhatDrivesIt {
            objective: objective.iter().map(|&(node, weight)| (self.name(node), weight)).collect(),
            importance: importance.iter().filter_map(driver).collect(),
            stability: Some(Stability {
                radius: stability.radius,
                exact: stability.exact,
                certified: stability.certified,
                fragile: stability.is_fragile(),
                loops: loops.found.iter().map(|found| (named(&found.nodes), found.gain)).collect(),
            }),
        })
    }

    fn unknown_scores(&self) -> Unknowns {
        let suppressed_results = self.hurts.suppressed_count();
        let Some(card) = self.scorecard else {
            return Unknowns { suppressed_results, ..Unknowns::default() };
        };
        let keys = |wanted: &dyn Fn(&FacetResult) -> bool| {
            card.facets.iter().filter(|facet| wanted(&facet.result)).map(FacetScore::key).collect()
        };
        Unknowns {
            coverage: Some(card.index.coverage),
            unmeasured: keys(&|result| matches!(result, FacetResult::NoAnswers { .. })),
            suppressed: keys(&|result| matches!(result, FacetResult::Suppressed { .. })),
            suppressed_results,
            warnings: card.warnings.iter().map(ToString::to_string).collect(),
            ..Unknowns::default()
        }
    }

    pub(super) fn name(&self, node: Node) -> String {
        self.map.node_key(node).unwrap_or_default()
    }

    fn owner(&self, node: Node) -> Option<String> {
        match node {
            Node::Facet(id) => self.map.touchpoint(self.map.facet(id)?.touchpoint)?.owner.clone(),
            Node::Outcome(_) => None,
        }
    }
}
