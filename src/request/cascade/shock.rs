//! The part of an answer that follows a shock.

use std::cmp::Reverse;

use super::answer::{
    CascadeAnswer, DrawnRow, DrawsAnswer, ImpactRow, PathRow, SensitivityRow, SettledRow, TrajectoryRow,
};
use super::{CascadeModelKind, CascadeRequest, find, keys};
use crate::Execution;
use crate::cascade::analyze::{
    Effect, Ends, Impact, Sensitivity, Uncertainty, UncertaintyOptions, WalkOptions,
};
use crate::cascade::models::{Trajectory, TrajectoryOptions};
use crate::cascade::{Network, NodeIndex, NodeValues, SolveOptions};
use crate::numeric::stats::level::Level;
use crate::request::Error;
use crate::request::rows::cut;

/// Above so many nodes an answer has limits from drawn weights only: the delta method costs a solve for each node
/// reached.
const MOST_LIMITS: usize = 2_000;

impl CascadeRequest {
    pub(super) fn add_shock<'a>(
        &self,
        answer: &mut CascadeAnswer<'a>,
        network: &'a Network,
        effect: Effect<'_>,
        worth: &NodeValues,
        execution: &Execution,
    ) -> Result<(), Error> {
        let shock = effect.shock;
        let mut impact = network.impact(shock)?;
        let mut limits = vec![None; network.node_count()];
        let mut uncertainty = None;
        let reach = impact.total.clone(); // of the linear model
        if self.model == CascadeModelKind::Bounded {
            let bounded = network.bounded(shock, &self.today(network)?)?;
            for (node, total) in bounded.total.values().enumerate() {
                impact.indirect[node] = total - impact.shock[node] - impact.direct[node];
            }
            impact.total = bounded.total;
            answer.unique_fixed_point = Some(bounded.unique);
        } else if let Some(draws) = self.draws {
            let options = UncertaintyOptions::default()
                .with_draws(draws)
                .with_seed(self.seed)
                .with_execution(execution.clone());
            let found = network.uncertainty_with(effect, &options)?;
            let rests = rests_on_unknown(network, &impact.total);
            let bands = found.nodes.values().zip(rests);
            limits = bands
                .map(|(band, rests)| band.filter(|_| !rests).map(|band| (band.low, band.high)))
                .collect();
            uncertainty = Some(found);
        } else if network.node_count() <= MOST_LIMITS {
            limits = delta_limits(network, shock, &impact.total)?;
        }

        let mut order: Vec<NodeIndex> = network.nodes().collect();
        order.sort_by(|&a, &b| impact.total[b].abs().total_cmp(&impact.total[a].abs()));
        answer.impact_left_out = cut(&mut order, self.rows);
        answer.impact = impact_rows(network, &order, &impact, &limits);
        answer.draws = uncertainty.map(|found| drawn(network, &order, &found, &limits));
        let mut sensitivity =
            network.sensitivity_of(&reach, worth, effect.objective, |reach| reach != 0.0)?;
        sensitivity.edges.retain(|edge| edge.gradient != 0.0);
        self.add_sensitivity(answer, network, sensitivity);
        if let Some(horizon) = self.horizon {
            let options = TrajectoryOptions::default()
                .with_horizon(horizon)
                .with_solve(SolveOptions::default().with_execution(execution.clone()));
            add_trajectory(answer, network, &order, &network.trajectory_with(shock, &options)?);
        }
        if self.paths > 0 {
            answer.paths = self.path_rows(network, effect)?;
        }
        Ok(())
    }

    /// Today's points of each node, where they are known.
    fn today(&self, network: &Network) -> Result<Vec<Option<f64>>, Error> {
        let named = find(network, "scores", &self.scores)?;
        let mut today = vec![None; network.node_count()];
        for (node, score) in named.into_iter().zip(&self.scores) {
            today[node.as_usize()] = Some(score.value);
        }
        Ok(today)
    }

    fn add_sensitivity<'a>(&self, answer: &mut CascadeAnswer<'a>, network: &'a Network, found: Sensitivity) {
        answer.without_standard_error = found.unknown;
        let mut edges = found.edges;
        let by_share = |share: Option<f64>| Reverse(share.map_or(0, f64::to_bits)); // shares are 0 or more
        edges.sort_by_key(|edge| (by_share(edge.variance_share), by_share(Some(edge.gradient.abs()))));
        answer.sensitivity_left_out = cut(&mut edges, self.rows);
        answer.sensitivity = edges
            .iter()
            .map(|edge| SensitivityRow {
                from: network.key(edge.from),
                to: network.key(edge.to),
                gradient: edge.gradient,
                variance_share: edge.variance_share,
            })
            .collect();
    }

    fn path_rows<'a>(&self, network: &'a Network, effect: Effect<'_>) -> Result<Vec<PathRow<'a>>, Error> {
        let wanted = |values: &[f64]| -> Vec<NodeIndex> {
            network.nodes().filter(|node| values[node.as_usize()] != 0.0).collect()
        };
        let options = WalkOptions::default().with_count(self.paths);
        let mut rows = Vec::new();
        for from in wanted(effect.shock) {
            for to in wanted(effect.objective).into_iter().filter(|&to| to != from) {
                let found = network.paths_with(Ends { from, to }, &options, &SolveOptions::default())?.found;
                rows.extend(found.iter().map(|path| PathRow {
                    nodes: keys(network, &path.nodes),
                    product: path.product,
                    factor: path.factor,
                    effect: path.effect,
                }));
            }
        }
        Ok(rows)
    }
}

fn delta_limits(
    network: &Network,
    shock: &[f64],
    total: &NodeValues,
) -> Result<Vec<Option<(f64, f64)>>, Error> {
    let z = Level::new(0.95).map_or(f64::NAN, |level| level.z);
    let errors = network.standard_errors(shock)?;
    let limits = total.values().zip(errors.values());
    Ok(limits.map(|(total, error)| error.map(|error| (total - z * error, total + z * error))).collect())
}

fn impact_rows<'a>(
    network: &'a Network,
    order: &[NodeIndex],
    impact: &Impact,
    limits: &[Option<(f64, f64)>],
) -> Vec<ImpactRow<'a>> {
    let row = |&node: &NodeIndex| {
        let limits = limits[node.as_usize()];
        ImpactRow {
            node: network.key(node),
            shock: impact.shock[node],
            direct: impact.direct[node],
            indirect: impact.indirect[node],
            total: impact.total[node],
            low: limits.map(|(low, _)| low),
            high: limits.map(|(_, high)| high),
        }
    };
    order.iter().map(row).collect()
}

fn drawn<'a>(
    network: &'a Network,
    order: &[NodeIndex],
    found: &Uncertainty,
    limits: &[Option<(f64, f64)>],
) -> DrawsAnswer<'a> {
    let row = |&node: &NodeIndex| {
        let band = found.nodes[node].filter(|_| limits[node.as_usize()].is_some());
        DrawnRow {
            node: network.key(node),
            median: band.map(|band| band.median),
            positive: band.map(|band| band.positive),
            negative: band.map(|band| band.negative),
            worth_most: found.worth_most[node],
        }
    };
    let nodes = order.iter().map(row).collect();
    DrawsAnswer { draws: found.draws, unstable: found.unstable, fixed: found.fixed, nodes }
}

fn add_trajectory<'a>(
    answer: &mut CascadeAnswer<'a>,
    network: &'a Network,
    order: &[NodeIndex],
    found: &Trajectory,
) {
    answer.settled_left_out = network.node_count() - order.len();
    answer.trajectory_left_out = answer.settled_left_out * found.periods.len();
    for (period, values) in found.periods.iter().enumerate() {
        let row = |&node: &NodeIndex| TrajectoryRow { period, node: network.key(node), value: values[node] };
        answer.trajectory.extend(order.iter().map(row));
    }
    let settled = |&node: &NodeIndex| SettledRow {
        node: network.key(node),
        limit: found.limit[node],
        time_to_90: found.time_to_90[node],
    };
    answer.settled = order.iter().map(settled).collect();
}

/// Whether what reaches a node comes along some influence without a standard error: draws hold it fixed, so that the
/// limits would be too narrow.
fn rests_on_unknown(network: &Network, total: &[f64]) -> Vec<bool> {
    let mut rests = vec![false; total.len()];
    let mut targets = vec![Vec::new(); total.len()];
    let mut open = Vec::new();
    for edge in network.edges().filter(|edge| total[edge.from.as_usize()] != 0.0 && edge.weight != 0.0) {
        targets[edge.from.as_usize()].push(edge.to);
        if edge.standard_error.is_none() {
            open.push(edge.to);
        }
    }
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut rests[node.as_usize()], true) {
            open.extend(&targets[node.as_usize()]);
        }
    }
    rests
}
