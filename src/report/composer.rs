//! Composer of reports: what the rooms found, given one by one.

use crate::cascade::NetworkOptions;
use crate::journey::channel::{ChannelCoverage, Channels, Switching};
use crate::journey::dfg::JourneyGraph;
use crate::journey::friction::{Friction, PromiseGaps};
use crate::journey::handover::Handovers;
use crate::model::influence::Node;
use crate::model::map::ExperienceMap;
use crate::score::scorecard::Scorecard;

use super::parts::{GroupPromises, WhereItHurts};

/// Joins what the other rooms found into a [`Report`](super::parts::Report). Everything but the map may be left out.
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
    pub(super) title: String,
    pub(super) map: &'a ExperienceMap,
    pub(super) scorecard: Option<&'a Scorecard>,
    pub(super) journeys: Vec<&'a JourneyGraph>,
    /// What logs say beside journeys; owners are looked up when the report is composed.
    pub(super) hurts: WhereItHurts,
    pub(super) shock: Vec<(Node, f64)>,
    pub(super) objective: Vec<(Node, f64)>,
    pub(super) horizon: usize,
    pub(super) network: NetworkOptions,
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

    /// Adds journeys. Activities that have the key or, where no key is so, the label of a touchpoint are taken to
    /// be it.
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
    pub fn with_handovers(mut self, handovers: &Handovers) -> Self {
        self.hurts = self.hurts.with_handovers(handovers.clone());
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

    /// Sets all that logs say beside journeys: friction, promises, hand-overs and channels. Touchpoints of the log are
    /// found in the map as by [`with_friction`](Self::with_friction).
    #[must_use]
    pub fn with_where_it_hurts(mut self, part: WhereItHurts) -> Self {
        let friction = part.friction.clone();
        self.hurts = part;
        match friction {
            Some(friction) => self.with_friction(&friction),
            None => self,
        }
    }

    /// Sets what is shocked, in the units of the nodes.
    #[must_use]
    pub fn with_shock(mut self, shock: &[(Node, f64)]) -> Self {
        self.shock = shock.to_vec();
        self
    }

    /// Sets what is aimed at: nodes and their weights, a sum to be raised. Unless set, the mean over all facets.
    ///
    /// Give what should fall, such as churn, a negative weight. Where a node is better low and has a positive weight, the
    /// report says so.
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

    pub(super) fn name(&self, node: Node) -> String {
        self.map.node_key(node).unwrap_or_default()
    }
}
