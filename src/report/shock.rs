//! Report parts of a shock: "what if", "what it is worth", and the evidence behind them.

use crate::cascade::analyze::{Effect, Impact};
use crate::cascade::models::TrajectoryOptions;
use crate::cascade::what_if::EvidenceByKind;
use crate::cascade::{Network, NodeIndex, SolveOptions};
use crate::model::ids::InfluenceId;
use crate::model::influence::Node;
use crate::numeric::cold_sort::sort_by;

use super::parts::{
    EvidenceShare, MeasureNext, NodeImpact, OutcomeChange, OverTime, Passing, WhatIf, WhatItIsWorth,
};
use super::{Composer, Error};

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// What a shock gives to three parts of the report.
pub(super) struct Shocked {
    pub(super) what_if: WhatIf,
    pub(super) worth: WhatItIsWorth,
    pub(super) evidence: Vec<EvidenceShare>,
    pub(super) measure_next: Vec<MeasureNext>,
    pub(super) unknown: Vec<String>,
    pub(super) out_of_range: Vec<String>,
}

pub(super) fn shocked(
    composer: &Composer<'_>,
    network: &Network,
    objective: &[(Node, f64)],
) -> Result<Shocked, Error> {
    let options = SolveOptions::default();
    let shock = network.node_values(&composer.shock)?;
    let aim = network.node_values(objective)?;
    let impact = network.impact_with(&shock, &options)?;
    let errors = network.standard_errors_with(&shock, &options)?;
    let sensitivity = network.sensitivity_with(Effect { shock: &shock, objective: &aim }, &options)?;
    let summary = impact.summary(composer.map, network)?;

    let mut nodes: Vec<NodeImpact> = Vec::new();
    let mut worth = WhatItIsWorth::default();
    for (number, &error) in network.nodes().zip(errors.as_slice()) {
        let Some(node) = network.node(number) else { continue };
        let at = node_impact(composer, node, number, &impact, error);
        if let Node::Outcome(id) = node
            && let Some(outcome) = composer.map.outcome(id)
        {
            let harm = summary.outcomes.iter().any(|change| change.key == outcome.key && change.harm);
            let (outcome, target) = (outcome.key.clone(), outcome.target);
            let NodeImpact { unit, total: change, low, high, .. } = at.clone();
            worth.outcomes.push(OutcomeChange { outcome, unit, change, low, high, harm, target });
        }
        nodes.push(at);
    }
    let harm = impact.harm(composer.map, network)?;
    let not_excluded = impact.harm_not_excluded(&errors, composer.map, network);
    let harm_not_excluded = not_excluded.into_iter().map(|node| network.key(node).into_owned()).collect();
    let (over_time, harm_on_the_way) = over_time(composer, network, &shock, &nodes)?;
    let out_of_range = out_of_range(composer, &nodes);
    nodes.retain(|node| node.total != 0.0 || node.shock != 0.0);
    sort_by(&mut nodes, |a, b| b.total.abs().total_cmp(&a.total.abs()).then_with(|| a.node.cmp(&b.node)));
    let what_if = WhatIf {
        shock: composer.shock.iter().map(|&(node, amount)| (composer.name(node), amount)).collect(),
        impact: nodes,
        summary,
        harm,
        harm_not_excluded,
        harm_on_the_way,
        over_time,
        effect: sensitivity.effect,
        effect_standard_error: (sensitivity.unknown == 0).then_some(sensitivity.standard_error),
    };

    let mut measure_next: Vec<MeasureNext> = network
        .edges()
        .zip(&sensitivity.edges)
        .filter_map(|(edge, sensitivity)| {
            let evidence = composer.map.influence(InfluenceId::from_u32(edge.origin))?.evidence.kind();
            Some(MeasureNext {
                from: composer.name(network.node(edge.from)?),
                to: composer.name(network.node(edge.to)?),
                variance_share: sensitivity.variance_share.filter(|&share| share > 0.0)?,
                evidence,
            })
        })
        .collect();
    sort_by(&mut measure_next, |a, b| b.variance_share.total_cmp(&a.variance_share));
    let evidence = evidence(composer, network, &impact)?;
    let carries =
        |edge: &crate::cascade::Edge| impact.total[edge.from] != 0.0 && edge.standard_error.is_none();
    let ends = |edge: crate::cascade::Edge| {
        let [from, to] = [edge.from, edge.to].map(|end| network.node(end).map(|node| composer.name(node)));
        Some(format!("{} -> {}", from?, to?))
    };
    let unknown = network.edges().filter(carries).filter_map(ends).collect();
    Ok(Shocked { what_if, worth, evidence, measure_next, unknown, out_of_range })
}

fn over_time(
    composer: &Composer<'_>,
    network: &Network,
    shock: &[f64],
    nodes: &[NodeImpact],
) -> Result<(Vec<OverTime>, Vec<Passing>), Error> {
    let trajectory =
        network.trajectory_with(shock, &TrajectoryOptions::default().with_horizon(composer.horizon))?;
    let mut all = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        let periods: Vec<f64> = trajectory.periods.iter().map(|period| period[number]).collect();
        if periods.iter().all(|value| *value == 0.0) && node.total == 0.0 {
            continue;
        }
        all.push(OverTime { node: node.node.clone(), periods, time_to_90: trajectory.time_to_90[number] });
    }
    let passing = trajectory.passing_harm(composer.map, network).into_iter().map(|harm| {
        let node = &nodes[harm.node];
        let (period, change) = (harm.period, harm.change);
        Passing { node: node.node.clone(), period, change, unit: node.unit.clone() }
    });
    let passing = passing.collect();
    Ok((all, passing))
}

/// Facets that would be shocked out of 0..100 from where they stand, or by more than the whole scale.
fn out_of_range(composer: &Composer<'_>, nodes: &[NodeImpact]) -> Vec<String> {
    let leaves = |node: &&NodeImpact| {
        let facet = composer.map.facet_id(&node.node);
        let score =
            facet.and_then(|facet| composer.scorecard?.facet(facet)?.published().map(|p| p.score.points));
        facet.is_some()
            && match score {
                Some(points) => !(0.0..=100.0).contains(&(points.estimate + node.total)),
                None => node.total.abs() > 100.0,
            }
    };
    nodes.iter().filter(leaves).map(|node| node.node.clone()).collect()
}

fn node_impact(
    composer: &Composer<'_>,
    node: Node,
    number: NodeIndex,
    impact: &Impact,
    standard_error: Option<f64>,
) -> NodeImpact {
    let total = impact.total[number];
    NodeImpact {
        node: composer.name(node),
        unit: composer.map.node_unit(node).unwrap_or_default().to_owned(),
        shock: impact.shock[number],
        direct: impact.direct[number],
        indirect: impact.indirect[number],
        total,
        low: standard_error.map(|error| total - Z * error),
        high: standard_error.map(|error| total + Z * error),
    }
}

/// For each node that something happens at, what share of it vanishes without each kind of evidence.
fn evidence(
    composer: &Composer<'_>,
    network: &Network,
    impact: &Impact,
) -> Result<Vec<EvidenceShare>, Error> {
    let found = network.evidence_by_kind(&impact.shock, composer.map)?;
    let mut shares = Vec::new();
    for EvidenceByKind { evidence, share, .. } in found {
        for (node, share) in &share {
            shares.extend(share.map(|share| EvidenceShare {
                node: node.clone().into_owned(),
                evidence,
                share,
            }));
        }
    }
    sort_by(&mut shares, |a, b| a.node.cmp(&b.node).then_with(|| b.share.total_cmp(&a.share)));
    Ok(shares)
}
