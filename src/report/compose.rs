//! The report as a whole, joined from what a composer was given.

use crate::cascade::{Network, NodeIndex};
use crate::model::Direction;
use crate::model::influence::Node;
use crate::score::scorecard::{FacetResult, FacetScore};

use super::parts::{
    Certificate, Driver, Owners, Report, Unknowns, WhatDrivesIt, WhatItIsWorth, WhereWeStand,
};
use super::shock::{self, Shocked};
use super::{Composer, Error};

impl Composer<'_> {
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
        let owners = Owners::new(self.map, self.hurts.friction.as_ref());
        let owner = |node| match node {
            Node::Facet(id) => owners.of(&self.map.touchpoint(self.map.facet(id)?.touchpoint)?.key),
            Node::Outcome(_) => None,
        };
        let importance = network.importance(&network.node_values(objective)?)?;
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
                owner: owner(node),
            })
        };
        let is_raised_but_low = |&&(node, weight): &&(Node, f64)| {
            weight > 0.0 && self.map.node_direction(node) == Some(Direction::LowerIsBetter)
        };
        let named = |nodes: &[NodeIndex]| nodes.iter().map(|&node| network.key(node).into_owned()).collect();
        let stability = network.stability();
        let loops = network.loops();
        Ok(WhatDrivesIt {
            objective: objective.iter().map(|&(node, weight)| (self.name(node), weight)).collect(),
            lower_is_better: objective
                .iter()
                .filter(is_raised_but_low)
                .map(|&(node, _)| self.name(node))
                .collect(),
            importance: importance.iter().filter_map(driver).collect(),
            stability: Some(Certificate {
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
}
