//! The report as data.

use serde::Serialize;

use crate::cascade::analyze::{Change, ImpactSummary};
use crate::score::Scorecard;

/// A report in six parts. A part that nothing is known for is there and empty, so that its absence is seen.
///
/// Made by a [`Composer`](super::Composer). Numbers are not rounded; [`to_markdown`](Self::to_markdown) rounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Version of this form of report.
    pub schema: u32,
    /// What the report is of.
    pub title: String,
    /// Scores with intervals.
    pub where_we_stand: WhereWeStand,
    /// Waits, detours and the lowest scores, with who owns them.
    pub where_it_hurts: WhereItHurts,
    /// Importance against performance.
    pub what_drives_it: WhatDrivesIt,
    /// What a push does, and whom it harms.
    pub what_if: Option<WhatIf>,
    /// What the push does to the business quantities.
    pub what_it_is_worth: WhatItIsWorth,
    /// What is missing, suppressed, assumed, and worth measuring.
    pub what_we_do_not_know: Unknowns,
}

/// Where we stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhereWeStand {
    /// Scores per facet, dimension and stakeholder, and the TX index.
    pub scorecard: Option<Scorecard>,
}

/// Where it hurts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhereItHurts {
    /// Per journey graph, the transitions on which most time is spent waiting.
    pub waits: Vec<WaitingTimes>,
    /// Activities that no designed journey has a place for, the most visited first.
    pub detours: Vec<Detour>,
    /// The lowest published scores first.
    pub weak_spots: Vec<WeakSpot>,
}

/// Where the objects of one type wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WaitingTimes {
    /// The type: `case`, `customer`.
    pub object_type: String,
    /// How many journeys.
    pub journeys: u64,
    /// All waiting, in hours.
    pub total_hours: f64,
    /// The transitions with the most waiting in all, the largest first.
    pub transitions: Vec<Wait>,
    /// Hours of waiting on the transitions that are not listed.
    pub other_hours: f64,
}

/// Waiting between two activities that follow each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Wait {
    /// The earlier activity.
    pub from: String,
    /// The later activity, which is waited for.
    pub to: String,
    /// How often.
    pub count: u64,
    /// Mean wait.
    pub mean_seconds: f64,
    /// Median wait.
    pub median_seconds: f64,
    /// Nine of ten wait less.
    pub p90_seconds: f64,
    /// Count times mean.
    pub total_hours: f64,
    /// Who owns the activity that is waited for, when it is a touchpoint of the map.
    pub owner: Option<String>,
}

/// An activity outside the designed journeys.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// Who owns it, when it is a touchpoint of the map.
    pub owner: Option<String>,
}

/// A published score from the low end.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// What drives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhatDrivesIt {
    /// What is aimed at: nodes and their weights.
    pub objective: Vec<(String, f64)>,
    /// All nodes, the most valuable push first.
    pub keystones: Vec<Driver>,
    /// Why cascades settle.
    pub stability: Option<Stability>,
}

/// A node's importance against its performance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Driver {
    /// Key of the node.
    pub node: String,
    /// Importance: units of the objective per unit of the node.
    pub value: f64,
    /// Performance: its published points.
    pub performance: Option<f64>,
    /// Who owns the touchpoint.
    pub owner: Option<String>,
}

/// Why cascades settle, with nodes by name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stability {
    /// Spectral radius, or a bound of it, or an estimate where `certified` is false.
    pub radius: f64,
    /// Whether it is the radius and not only a bound or an estimate.
    pub exact: bool,
    /// Whether it is proved to be below 1.
    pub certified: bool,
    /// Whether it is above .8, so that small errors in weights move cascades a lot.
    pub fragile: bool,
    /// Loops by node keys, with gain, the strongest first.
    pub loops: Vec<(Vec<String>, f64)>,
}

/// What if we pushed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhatIf {
    /// What is pushed: nodes and how much.
    pub push: Vec<(String, f64)>,
    /// What happens at every node that something happens at, the largest change first.
    pub impact: Vec<NodeImpact>,
    /// The same by dimension, stakeholder and outcome.
    pub summary: ImpactSummary,
    /// Everything in the summary that gets worse in the end, and every facet that does.
    pub harm: Vec<Change>,
    /// Facets and outcomes that do not get worse by the estimate, but whose 95 % interval reaches to the bad side.
    pub harm_not_excluded: Vec<String>,
    /// Facets and outcomes that do not get worse in the end, but are worse on the way there: the worst period of each.
    pub harm_on_the_way: Vec<Passing>,
    /// When the effect shows, for the nodes of `impact`.
    pub over_time: Vec<OverTime>,
    /// The effect on the objective.
    pub effect: f64,
    /// Its standard error, from the standard errors of the influences.
    pub effect_standard_error: f64,
}

/// What happens at a node in each period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OverTime {
    /// Key of the node.
    pub node: String,
    /// Total in periods 0, 1, 2, ...; the push is in period 0.
    pub periods: Vec<f64>,
    /// The first period from which on the total stays within a tenth of its end.
    pub time_to_90: Option<usize>,
}

/// Harm that passes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Passing {
    /// Key of the node.
    pub node: String,
    /// The period in which it is worst.
    pub period: usize,
    /// The change in that period.
    pub change: f64,
    /// Its unit.
    pub unit: String,
}

/// What happens at a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NodeImpact {
    /// Key of the node.
    pub node: String,
    /// Unit of all numbers here.
    pub unit: String,
    /// The push itself.
    pub shock: f64,
    /// Over one influence.
    pub direct: f64,
    /// Over more.
    pub indirect: f64,
    /// Everything.
    pub total: f64,
    /// Lower 95 % limit of the total; none when an influence that matters has no standard error.
    pub low: Option<f64>,
    /// Upper 95 % limit of the total.
    pub high: Option<f64>,
}

/// What it is worth, in the units of the outcomes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WhatItIsWorth {
    /// Outcomes that the push moves or that have a target.
    pub outcomes: Vec<OutcomeChange>,
}

/// What happens to a business quantity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OutcomeChange {
    /// Key of the outcome.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// The change.
    pub change: f64,
    /// Lower 95 % limit.
    pub low: Option<f64>,
    /// Upper 95 % limit.
    pub high: Option<f64>,
    /// Whether that is worse.
    pub harm: bool,
    /// Where the quantity should be.
    pub target: Option<f64>,
}

/// What we do not know.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unknowns {
    /// Share of what the index should rest on that it does rest on.
    pub coverage: Option<f64>,
    /// Facets of the map that nobody answered for.
    pub unmeasured: Vec<String>,
    /// Facets that are withheld to protect a small group.
    pub suppressed: Vec<String>,
    /// What looks wrong in the answers.
    pub warnings: Vec<String>,
    /// What share of the effect on each node that something happens at vanishes without the influences of one kind of
    /// evidence. The shares of a node need not add to 1: an effect that needs two influences vanishes without either.
    pub evidence: Vec<EvidenceShare>,
    /// Influences by their share of the variance of the effect on the objective, the largest first.
    pub measure_next: Vec<MeasureNext>,
    /// Influences that carry some of the push and have no standard error, as `from -> to`.
    pub without_standard_error: Vec<String>,
    /// Facets whose score would leave 0..100: the push is beyond what a linear cascade can say.
    pub out_of_range: Vec<String>,
}

/// What an effect rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EvidenceShare {
    /// Key of the node that is affected.
    pub node: String,
    /// `estimated`, `elicited`, `prior` or `assumed`.
    pub evidence: &'static str,
    /// 1 - effect without these influences / effect.
    pub share: f64,
}

/// An influence whose uncertainty matters.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MeasureNext {
    /// Key of the node that drives.
    pub from: String,
    /// Key of the node that is driven.
    pub to: String,
    /// Share of the variance of the effect on the objective.
    pub variance_share: f64,
    /// How the weight is known today.
    pub evidence: &'static str,
}
