//! Weak spots: the lowest published scores.

use serde::Serialize;

use crate::numeric::cold_sort::sort_by;
use crate::score::scorecard::{FacetScore, Scorecard};

use super::Owners;

/// A published score from the low end.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WeakSpot {
    /// Key of the facet.
    pub node: String,
    /// Its points.
    pub points: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Who owns the touchpoint.
    pub owner: Option<String>,
}

pub(super) fn weak_spots(owners: &Owners<'_>, card: &Scorecard) -> Vec<WeakSpot> {
    let spot = |facet: &FacetScore| {
        let points = facet.published()?.score.points;
        Some(WeakSpot {
            node: facet.key(),
            points: points.estimate,
            low: points.low,
            high: points.high,
            owner: owners.of(&facet.touchpoint),
        })
    };
    let mut spots: Vec<WeakSpot> = card.facets.iter().filter_map(spot).collect();
    sort_by(&mut spots, |a, b| a.points.total_cmp(&b.points).then_with(|| a.node.cmp(&b.node)));
    spots
}
