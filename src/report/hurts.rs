//! Where it hurts: waits, detours, weak spots.

use crate::journey::dfg::{JourneyEdge, JourneyGraph};
use crate::model::ExperienceMap;
use crate::score::Scorecard;

use super::parts::{Detour, Wait, WaitingTimes, WeakSpot, WhereItHurts};

const SECONDS_AN_HOUR: f64 = 3600.0;
/// Transitions listed per journey graph; the rest is summed up.
const TRANSITIONS: usize = 10;

pub(super) fn where_it_hurts(
    map: &ExperienceMap,
    scorecard: Option<&Scorecard>,
    journeys: &[&JourneyGraph],
) -> WhereItHurts {
    let mut detours: Vec<Detour> = journeys.iter().flat_map(|graph| detours(map, graph)).collect();
    detours.sort_by(|a, b| b.visits.cmp(&a.visits).then_with(|| a.activity.cmp(&b.activity)));
    WhereItHurts {
        waits: journeys.iter().map(|graph| waits(map, graph)).collect(),
        detours,
        weak_spots: scorecard.map(|card| weak_spots(map, card)).unwrap_or_default(),
    }
}

fn hours(edge: &JourneyEdge<'_>) -> f64 {
    edge.count as f64 * edge.mean_seconds / SECONDS_AN_HOUR
}

fn owner(map: &ExperienceMap, touchpoint: &str) -> Option<String> {
    map.touchpoint(map.touchpoint_id(touchpoint)?)?.owner.clone()
}

fn waits(map: &ExperienceMap, graph: &JourneyGraph) -> WaitingTimes {
    let mut transitions: Vec<Wait> = graph
        .edges()
        .map(|edge| Wait {
            from: edge.from.to_owned(),
            to: edge.to.to_owned(),
            count: edge.count,
            mean_seconds: edge.mean_seconds,
            median_seconds: edge.median_seconds,
            p90_seconds: edge.p90_seconds,
            total_hours: hours(&edge),
            owner: owner(map, edge.to),
        })
        .collect();
    transitions.sort_by(|a, b| {
        b.total_hours.total_cmp(&a.total_hours).then_with(|| (&a.from, &a.to).cmp(&(&b.from, &b.to)))
    });
    let sum = |waits: &[Wait]| waits.iter().fold(0.0, |sum, wait| sum + wait.total_hours);
    let total_hours = sum(&transitions);
    let rest = transitions.split_off(transitions.len().min(TRANSITIONS));
    WaitingTimes {
        object_type: graph.object_type().to_owned(),
        journeys: graph.objects(),
        total_hours,
        transitions,
        other_hours: sum(&rest),
    }
}

/// Only where the map has designed journeys: without a design there is no detour.
fn detours(map: &ExperienceMap, graph: &JourneyGraph) -> Vec<Detour> {
    let designed =
        |activity: &str| map.journeys().iter().any(|journey| journey.steps.iter().any(|s| s == activity));
    if map.journeys().is_empty() {
        return Vec::new();
    }
    graph
        .nodes()
        .filter(|node| !designed(node.name))
        .map(|node| {
            let around = graph.edges().filter(|edge| edge.from == node.name || edge.to == node.name);
            Detour {
                activity: node.name.to_owned(),
                visits: node.visits,
                per_journey: node.visits as f64 / graph.objects().max(1) as f64,
                hours_around: around.fold(0.0, |sum, edge| sum + hours(&edge)),
                owner: owner(map, node.name),
            }
        })
        .collect()
}

fn weak_spots(map: &ExperienceMap, card: &Scorecard) -> Vec<WeakSpot> {
    let spot = |facet: &crate::score::FacetScore| {
        let points = facet.published()?.score.points;
        Some(WeakSpot {
            node: facet.key(),
            points: points.estimate,
            low: points.low,
            high: points.high,
            owner: owner(map, &facet.touchpoint),
        })
    };
    let mut spots: Vec<WeakSpot> = card.facets.iter().filter_map(spot).collect();
    spots.sort_by(|a, b| a.points.total_cmp(&b.points).then_with(|| a.node.cmp(&b.node)));
    spots
}
