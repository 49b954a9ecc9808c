//! What if, what it is worth, and what the answer rests on.

use crate::cascade::{Change, Impact, Network, SolveOptions};
use crate::model::{InfluenceId, Node};

use super::parts::{EvidenceShare, MeasureNext, NodeImpact, OutcomeChange, WhatIf, WhatItIsWorth};
use super::{Composer, Error};

/// The normal quantile of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// What a push gives to three parts of the report.
pub(super) struct Pushed {
    pub(super) what_if: WhatIf,
    pub(super) worth: WhatItIsWorth,
    pub(super) evidence: Vec<EvidenceShare>,
    pub(super) measure_next: Vec<MeasureNext>,
    pub(super) unknown: usize,
}

pub(super) fn pushed(
    composer: &Composer<'_>,
    network: &Network,
    objective: &[(Node, f64)],
) -> Result<Pushed, Error> {
    let options = SolveOptions::default();
    let push = network.vector(&composer.push)?;
    let aim = network.vector(objective)?;
    let impact = network.impact(&push, &options)?;
    let errors = network.standard_errors(&push, &options)?;
    let sensitivity = network.sensitivity(&push, &aim, &options)?;
    let summary = impact.summary(composer.map, network)?;

    let mut nodes: Vec<NodeImpact> = Vec::new();
    let mut worth = WhatItIsWorth::default();
    for (number, &error) in errors.iter().enumerate() {
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
    nodes.retain(|node| node.total != 0.0 || node.shock != 0.0);
    nodes.sort_by(|a, b| b.total.abs().total_cmp(&a.total.abs()).then_with(|| a.node.cmp(&b.node)));
    let what_if = WhatIf {
        push: composer.push.iter().map(|&(node, amount)| (composer.name(node), amount)).collect(),
        impact: nodes,
        summary,
        harm,
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
    measure_next.sort_by(|a, b| b.variance_share.total_cmp(&a.variance_share));
    let evidence = evidence(composer, objective, network, &impact)?;
    Ok(Pushed { what_if, worth, evidence, measure_next, unknown: sensitivity.unknown })
}

fn node_impact(
    composer: &Composer<'_>,
    node: Node,
    number: usize,
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
fn harm(nodes: &[NodeImpact], summary: &crate::cascade::ImpactSummary) -> Vec<Change> {
    let all = summary.stakeholders.iter().chain(&summary.dimensions).chain(&summary.outcomes);
    let mut harm: Vec<Change> = all.filter(|change| change.harm).cloned().collect();
    let facets = nodes.iter().filter(|node| node.unit == "points" && node.total < 0.0);
    harm.extend(facets.map(|node| Change::new(&node.node, node.total, &node.unit, true)));
    harm
}

/// For each node aimed at, what share of the effect on it vanishes without each kind of evidence.
fn evidence(
    composer: &Composer<'_>,
    objective: &[(Node, f64)],
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
        // A signed network can be stable only by what is taken away here; then there is no share to give.
        let Ok(rest) = Network::from_map_without(composer.map, |id| kind(id) == Some(evidence)) else {
            continue;
        };
        let total = rest.equilibrium(&impact.shock, &SolveOptions::default())?;
        for &(node, _) in objective {
            let Some(number) = network.number(node) else { continue };
            if impact.total[number] != 0.0 {
                let share = 1.0 - total[number] / impact.total[number];
                shares.push(EvidenceShare { node: composer.name(node), evidence, share });
            }
        }
    }
    shares.sort_by(|a, b| a.node.cmp(&b.node).then_with(|| b.share.total_cmp(&a.share)));
    Ok(shares)
}
