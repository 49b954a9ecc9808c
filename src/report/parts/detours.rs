//! Detours: activities that no designed journey has a place for.

use serde::Serialize;

use crate::journey::dfg::JourneyGraph;
use crate::model::map::ExperienceMap;

use super::Owners;
use super::waits::hours;

/// An activity outside the designed journeys.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Detour {
    /// The activity.
    pub activity: String,
    /// How often it was visited.
    pub visits: u64,
    /// Visits per journey.
    pub per_journey: f64,
    /// Hours of waiting for it and right after it.
    pub hours_around: f64,
    /// Who owns it: who the map says, else the team that does most of the work there.
    pub owner: Option<String>,
}

/// Only where the map has designed journeys: without a design there is no detour.
pub(super) fn detours(map: &ExperienceMap, owners: &Owners<'_>, graph: &JourneyGraph) -> Vec<Detour> {
    let designed = |activity: &str| {
        let key = map.find_touchpoint(activity).map_or(activity, |touchpoint| &touchpoint.key);
        map.journeys().iter().any(|journey| journey.steps.iter().any(|step| step == key))
    };
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
                per_journey: node.visits as f64 / graph.object_count().max(1) as f64,
                hours_around: around.fold(0.0, |sum, edge| sum + hours(&edge)),
                owner: owners.of(node.name),
            }
        })
        .collect()
}
