//! Requests about attribution: what each touchpoint is worth to the goal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Error, Version};
use crate::Execution;
use crate::journey::markov::{
    AbsorptionOptions, AttributionRule, Chain, ChainIntervalOptions, ChainIntervals, OrderFit, OrderOptions,
    OrderSelection, Paths, TouchpointRole,
};

/// The customary rules by the names of their keys. Counted paths hold no times: decay goes by steps.
const RULES: [(&str, AttributionRule); 5] = [
    ("first", AttributionRule::First),
    ("last", AttributionRule::Last),
    ("linear", AttributionRule::Linear),
    ("decay", AttributionRule::StepDecay { half_life: 2.0 }),
    ("position", AttributionRule::POSITION),
];

/// A question to [`Paths`]: what would be lost without each touchpoint, and its share of the goals.
///
/// ```
/// use total_experience::journey::markov::{PathCounts, Paths};
/// use total_experience::request::attribution::AttributionRequest;
///
/// let mut paths = Paths::new();
/// paths.add(&["ad", "shop"], PathCounts::goal(3).with_lost(1))?;
/// paths.add(&["mail"], PathCounts::goal(1).with_lost(3))?;
/// let answer = AttributionRequest::default().run(&paths)?;
/// assert_eq!((answer.conversion_probability, answer.removal_effects["ad"]), (0.5, Some(0.75)));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AttributionRequest {
    /// Version of the form.
    pub version: Version,
    /// How many of the last touchpoints decide what comes next, from 1.
    pub order: usize,
    /// The highest order that is compared, at least `order`; 0: none is.
    pub orders: usize,
    /// Whether there are 95 % limits: by the delta method, unless `draws` are asked for.
    pub limits: bool,
    /// Draws for the 95 % limits, which take a solve of the chain each; 0: none.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Whether the customary rules are worked out too: first, last, linear, decay (half as much for two steps before
    /// the last), position (.4 each to the first and the last).
    pub rules: bool,
    /// Most memory for the factors of a chain of order 1, in bytes: see [`AbsorptionOptions::max_memory`].
    pub max_memory: usize,
}

impl Default for AttributionRequest {
    fn default() -> Self {
        let max_memory = AbsorptionOptions::default().max_memory;
        Self {
            version: Version,
            order: 1,
            orders: 0,
            limits: false,
            draws: 0,
            seed: 1,
            rules: false,
            max_memory,
        }
    }
}

/// Answer to an [`AttributionRequest`]: figures by the name of the touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AttributionAnswer {
    /// Version of the form.
    pub version: Version,
    /// Probability of reaching the goal.
    pub conversion_probability: f64,
    /// Probability of being lost.
    pub lost_probability: f64,
    /// Probability of being seen no further without goal or loss.
    pub open_probability: f64,
    /// Journeys counted.
    pub journeys: JourneyTotals,
    /// Worth of the goals.
    pub value: f64,
    /// Expected touchpoints of a journey.
    pub expected_steps: f64,
    /// Share of the goals that would be lost without the touchpoint; none when no journey reaches the goal.
    pub removal_effects: BTreeMap<String, Option<f64>>,
    /// Goals shared in proportion to the removal effects.
    pub credits: BTreeMap<String, Option<f64>>,
    /// Worth shared likewise.
    pub value_credits: BTreeMap<String, Option<f64>>,
    /// Expected visits per journey.
    pub expected_visits: BTreeMap<String, f64>,
    /// Percent more goals when one percent more go on from the touchpoint.
    pub elasticities: BTreeMap<String, Option<f64>>,
    /// Probability of reaching the goal from the touchpoint.
    pub goal_from: BTreeMap<String, f64>,
    /// Order of the chain.
    pub order: usize,
    /// States of the chain.
    pub states: usize,
    /// Free probabilities of the chain.
    pub parameters: u64,
    /// Log likelihood of the journeys.
    pub log_likelihood: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Schwarz' criterion.
    pub bic: f64,
    /// Goals by customary rule and touchpoint; empty unless asked for.
    pub rules: BTreeMap<&'static str, BTreeMap<String, f64>>,
    /// 95 % limits; none unless asked for.
    pub intervals: Option<ChainIntervals>,
    /// Chains of several orders; empty unless asked for.
    pub orders: Vec<OrderFit>,
    /// The orders that fit best; none unless asked for.
    pub best_order: Option<BestOrder>,
}

/// The orders that fit best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BestOrder {
    /// By Akaike's criterion.
    pub aic: usize,
    /// By Schwarz' criterion.
    pub bic: usize,
    /// On journeys held out; none where none is.
    pub held_out: Option<usize>,
}

/// Journeys by their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JourneyTotals {
    /// Journeys that reached the goal.
    pub goal: u64,
    /// Journeys that were lost.
    pub lost: u64,
    /// Journeys that are not finished.
    pub open: u64,
}

impl AttributionRequest {
    /// Asks the paths.
    ///
    /// Time: one solve of the chain, and what is asked for beside it.
    ///
    /// # Errors
    ///
    /// Those of [`Chain::fit_order`] and [`Chain::solve`], and of what is asked for beside them.
    pub fn run(&self, paths: &Paths) -> Result<AttributionAnswer, Error> {
        self.run_with(paths, &Execution::default())
    }

    /// [`run`](Self::run) on threads and watched as `execution` says.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and when the watch ends it.
    pub fn run_with(&self, paths: &Paths, execution: &Execution) -> Result<AttributionAnswer, Error> {
        let chain = Chain::fit_order(paths, self.order)?;
        let solving = AbsorptionOptions::default().with_max_memory(self.max_memory);
        let solved = chain.solve_with(&solving.with_execution(execution.clone()))?;
        let mut options = ChainIntervalOptions::default()
            .with_seed(self.seed)
            .with_max_memory(self.max_memory)
            .with_execution(execution.clone());
        options.draws = (self.draws > 0).then_some(self.draws);
        let has_limits = self.limits || self.draws > 0;
        let intervals = has_limits.then(|| chain.intervals_with(&options)).transpose()?;
        let orders = match self.orders {
            0 => None,
            orders => {
                let options = OrderOptions::default().with_highest(orders.max(self.order));
                Some(OrderSelection::fit_with(paths, &options)?)
            }
        };
        let totals = chain.totals();
        let roles = &solved.touchpoints;
        let by_name = |value: fn(&TouchpointRole) -> Option<f64>| {
            roles.iter().map(|role| (role.name.clone(), value(role))).collect()
        };
        let known = |value: fn(&TouchpointRole) -> f64| {
            roles.iter().map(|role| (role.name.clone(), value(role))).collect()
        };
        Ok(AttributionAnswer {
            version: Version,
            conversion_probability: solved.goal,
            lost_probability: solved.lost,
            open_probability: solved.open,
            journeys: JourneyTotals { goal: totals.goal, lost: totals.lost, open: totals.open },
            value: totals.value,
            expected_steps: solved.expected_steps,
            removal_effects: by_name(|role| role.removal_effect),
            credits: by_name(|role| role.credit),
            value_credits: by_name(|role| role.value_credit),
            expected_visits: known(|role| role.visits),
            elasticities: by_name(|role| role.elasticity),
            goal_from: known(|role| role.goal),
            order: chain.order(),
            states: chain.state_count(),
            parameters: chain.parameter_count(),
            log_likelihood: chain.log_likelihood(),
            aic: chain.aic(),
            bic: chain.bic(),
            rules: if self.rules { rules(paths)? } else { BTreeMap::new() },
            intervals,
            best_order: orders.as_ref().and_then(best_order),
            orders: orders.map(|orders| orders.fits).unwrap_or_default(),
        })
    }
}

fn best_order(orders: &OrderSelection) -> Option<BestOrder> {
    Some(BestOrder {
        aic: orders.best_by_aic()?.order,
        bic: orders.best_by_bic()?.order,
        held_out: orders.best_held_out().map(|fit| fit.order),
    })
}

fn rules(paths: &Paths) -> Result<BTreeMap<&'static str, BTreeMap<String, f64>>, Error> {
    let credits = |(name, rule): &(&'static str, AttributionRule)| {
        let credits = rule.credits(paths)?.into_iter().map(|credit| (credit.name, credit.goals));
        Ok((*name, credits.collect()))
    };
    RULES.iter().map(credits).collect()
}
