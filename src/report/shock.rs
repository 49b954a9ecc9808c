//! What if, what it is worth, and what the answer rests on.

use crate::cascade::analyze::{Change, Impact};
use crate::cascade::models::TrajectoryOptions;
use crate::cascade::{Edge, Network, NodeIndex, SolveOptions};
use crate::model::Direction;
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
    let impact = network.impact(&shock, &options)?;
    let errors = network.standard_errors(&shock, &options)?;
    let sensitivity = network.sensitivity(&shock, &aim, &options)?;
    let summary = impact.summary(composer.map, network)?;

    let mut nodes: Vec<NodeImpact> = Vec::new();
    let mut worth = WhatItIsWorth::default();
    for (number, &error) in network.nodes().zip(errors.iter()) {
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
    let harm = harm(&nodes, &summary);
    let harm_not_excluded = not_excluded(composer, &nodes);
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
        effect_standard_error: sensitivity.standard_error,
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

/// Which way is better at a node.
fn direction(composer: &Composer<'_>, key: &str) -> Direction {
    composer.map.node(key).and_then(|node| composer.map.node_direction(node)).unwrap_or_default()
}

/// What rounding leaves of a change is no harm.
const ROUNDING: f64 = 1e-9;

fn not_excluded(composer: &Composer<'_>, nodes: &[NodeImpact]) -> Vec<String> {
    let reaches = |node: &&NodeImpact| {
        let direction = direction(composer, &node.node);
        let limit = match direction {
            Direction::HigherIsBetter => node.low,
            Direction::LowerIsBetter => node.high,
        };
        direction.harm(node.total) <= ROUNDING && limit.is_some_and(|limit| direction.harm(limit) > ROUNDING)
    };
    nodes.iter().filter(reaches).map(|node| node.node.clone()).collect()
}

fn over_time(
    composer: &Composer<'_>,
    network: &Network,
    shock: &[f64],
    nodes: &[NodeImpact],
) -> Result<(Vec<OverTime>, Vec<Passing>), Error> {
    let trajectory =
        network.trajectory(shock, &TrajectoryOptions::default().with_horizon(composer.horizon))?;
    let (mut all, mut passing) = (Vec::new(), Vec::new());
    for (number, node) in nodes.iter().enumerate() {
        let periods: Vec<f64> = trajectory.periods.iter().map(|period| period[number]).collect();
        if periods.iter().all(|value| *value == 0.0) && node.total == 0.0 {
            continue;
        }
        let direction = direction(composer, &node.node);
        let harm = |period: usize| direction.harm(periods[period]);
        let worst = (0..periods.len()).max_by(|&a, &b| harm(a).total_cmp(&harm(b)).then(b.cmp(&a)));
        if let Some(period) = worst.filter(|&period| harm(period) > ROUNDING)
            && direction.harm(node.total) <= ROUNDING
        {
            let (change, unit) = (periods[period], node.unit.clone());
            passing.push(Passing { node: node.node.clone(), period, change, unit });
        }
        all.push(OverTime { node: node.node.clone(), periods, time_to_90: trajectory.time_to_90[number] });
    }
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

/// Everything that gets worse: facets, dimensions, stakeholders, outcomes.
fn harm(nodes: &[NodeImpact], summary: &crate::cascade::analyze::ImpactSummary) -> Vec<Change> {
    let all = summary.stakeholders.iter().chain(&summary.dimensions).chain(&summary.outcomes);
    let mut harm: Vec<Change> =
        all.filter(|change| change.harm && change.change.abs() > ROUNDING).cloned().collect();
    let facets = nodes.iter().filter(|node| node.unit == "points" && node.total < -ROUNDING);
    harm.extend(facets.map(|node| Change::new(&node.node, node.total, &node.unit, true)));
    harm
}

/// For each node that something happens at, what share of it vanishes without each kind of evidence.
fn evidence(
    composer: &Composer<'_>,
    network: &Network,
    impact: &Impact,
) -> Result<Vec<EvidenceShare>, Error> {
    let kind = |id: InfluenceId| composer.map.influence(id).map(|influence| influence.evidence.kind());
    let mut kinds: Vec<&'static str> = Vec::new();
    for (id, _) in composer.map.influences() {
        kinds.extend(kind(id).filter(|kind| !kinds.contains(kind)));
    }
    let mut shares = Vec::new();
    for evidence in kinds {
        let resting = |edge: &Edge| kind(InfluenceId::from_u32(edge.origin)) == Some(evidence);
        // A signed network can be stable only by what is taken away here; then there is no share to give.
        let Ok(found) = network.evidence_share(&impact.shock, resting, &SolveOptions::default()) else {
            continue;
        };
        for (number, share) in network.nodes().zip(found) {
            if let (Some(share), Some(node)) = (share, network.node(number)) {
                shares.push(EvidenceShare { node: composer.name(node), evidence, share });
            }
        }
    }
    sort_by(&mut shares, |a, b| a.node.cmp(&b.node).then_with(|| b.share.total_cmp(&a.share)));
    Ok(shares)
}
