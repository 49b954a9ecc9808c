//! Intervals of a life cycle, from drawn probabilities.

use serde::{Deserialize, Serialize};

use super::chain::Rates;
use super::life_cycle::in_order;
use super::{Chain, ChainIntervalOptions, EffectInterval, LifeCycle, Paths};
use crate::journey::Error;
use crate::numeric::linalg::absorbing::Limits;

/// Intervals of the figures of a life cycle: how far chance in the people seen may have moved them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LifeCycleIntervals {
    /// Draws made.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The probability that an interval holds.
    pub level: f64,
    /// Lower end of the probability of the goal from the start.
    pub goal_low: f64,
    /// Upper end of it.
    pub goal_high: f64,
    /// By tier the probability of the goal, in the order of [`LifeCycle::tiers`] as everything below.
    pub goals: Vec<EffectInterval>,
    /// By tier the expected steps to the goal; tiers from which nobody gets there are left out.
    pub steps_to_goal: Vec<EffectInterval>,
    /// By tier the expected seconds to the goal, likewise; empty where times are not known.
    pub seconds_to_goal: Vec<EffectInterval>,
    /// By tier the elasticity; empty when nobody reaches the goal.
    pub elasticities: Vec<EffectInterval>,
}

/// The figures of all tiers in one draw.
struct Figures {
    whole: f64,
    goals: Vec<f64>,
    steps: Vec<f64>,
    seconds: Option<Vec<f64>>,
    elasticities: Vec<f64>,
}

impl LifeCycle {
    /// Intervals for the chance of the goal, the steps and seconds to it and the elasticity of each tier, by 1,000
    /// draws. See [`intervals_with`](Self::intervals_with) for the definition.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit).
    pub fn intervals(paths: &Paths, order: &[&str]) -> Result<LifeCycleIntervals, Error> {
        Self::intervals_with(paths, order, &ChainIntervalOptions::default())
    }

    /// Intervals for the chance of the goal, the steps and seconds to it and the elasticity of each tier.
    ///
    /// # Definition
    /// As [`Chain::intervals_with`]: each draw takes the ways out of every tier from a Dirichlet distribution over those
    /// seen, with their counts as parameters, and solves the life cycle anew; waits stay the means that were seen. The
    /// interval runs between the type 7 quantiles at (1 - level) / 2 and (1 + level) / 2 of the draws. The same seed
    /// gives the same bits.
    ///
    /// # Errors
    /// [`Error::BadValue`] for no draws or a level outside 0..1; [`Error::Cancelled`] by the watch; those of
    /// [`fit`](Self::fit).
    ///
    /// # Complexity
    /// - Time: draws x n^3 for n tiers.
    /// - Space: draws x n numbers.
    ///
    /// # References
    /// T. S. Ferguson (1973), doi:10.1214/aos/1176342360; D. B. Rubin (1981), doi:10.1214/aos/1176345338.
    ///
    /// # Example
    /// ```
    /// use total_experience::journey::markov::{ChainIntervalOptions, LifeCycle, PathCounts, Paths};
    ///
    /// let mut paths = Paths::new();
    /// paths.add(&["prospect"], PathCounts::default().with_lost(60))?;
    /// paths.add(&["prospect", "first buyer"], PathCounts::goal(12).with_lost(28))?;
    /// let order = ["prospect", "first buyer"];
    /// let found = LifeCycle::intervals_with(&paths, &order, &ChainIntervalOptions::default().with_seed(7))?;
    /// let buyer = &found.goals[1];
    /// assert!(buyer.name == "first buyer" && buyer.low < 0.3 && 0.3 < buyer.high);
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn intervals_with(
        paths: &Paths,
        order: &[&str],
        options: &ChainIntervalOptions,
    ) -> Result<LifeCycleIntervals, Error> {
        options.check()?;
        let chain = Chain::fit(paths)?;
        let places = in_order(&chain, order)?;
        let ChainIntervalOptions { draws, seed, level, .. } = *options;
        let draws = draws.unwrap_or(1_000);
        let mut wholes = Vec::with_capacity(draws);
        let none = || vec![Vec::with_capacity(draws); chain.names.len()];
        let mut columns = [none(), none(), none(), none()];
        for found in options.drawn(draws, |rng, limits| figures(&chain, &chain.drawn(rng), limits))? {
            wholes.push(found.whole);
            let [goals, steps, seconds, elasticities] = &mut columns;
            for (at, &goal) in found.goals.iter().enumerate() {
                goals[at].push(goal);
                if goal > 0.0 {
                    steps[at].push(found.steps[at] / goal);
                    seconds[at].extend(found.seconds.as_ref().map(|seconds| seconds[at] / goal));
                }
                if found.whole > 0.0 {
                    elasticities[at].push(found.elasticities[at]);
                }
            }
        }
        let (goal_low, goal_high) = options.ends(&mut wholes).unwrap_or_default();
        let intervals = columns.map(|mut tiers| {
            let interval = |&at: &usize| {
                let (low, high) = options.ends(&mut tiers[at])?;
                Some(EffectInterval { name: chain.names[at].clone(), low, high })
            };
            places.iter().filter_map(interval).collect::<Vec<_>>()
        });
        let [goals, steps_to_goal, seconds_to_goal, elasticities] = intervals;
        Ok(LifeCycleIntervals {
            draws,
            seed,
            level,
            goal_low,
            goal_high,
            goals,
            steps_to_goal,
            seconds_to_goal,
            elasticities,
        })
    }
}

/// Steps and seconds are still times the chance of the goal.
fn figures(chain: &Chain, rates: &Rates, limits: &Limits<'_>) -> Result<Figures, Error> {
    let factors = chain.factors(rates, limits)?;
    let goals = factors.solved(&rates.exits[1..].iter().map(|ends| ends[0]).collect::<Vec<f64>>());
    let mut start = vec![0.0; goals.len()];
    chain.range(0).for_each(|at| start[chain.to[at] as usize] = rates.steps[at]);
    let visits = factors.solved_left(&start);
    let onward = |row: usize, worth: &dyn Fn(usize) -> f64| {
        chain.range(row).map(|at| rates.steps[at] * goals[chain.to[at] as usize] * worth(at)).sum::<f64>()
    };
    let whole = rates.exits[0][0] + onward(0, &|_| 1.0);
    let seconds = chain.seconds.as_ref().map(|seconds| {
        let wait = |row: usize| {
            let mean = |at: usize| seconds.steps[at] / chain.counts[at] as f64;
            let at_goal = match chain.exits[row][0] {
                0 => 0.0,
                count => rates.exits[row][0] * seconds.exits[row][0] / count as f64,
            };
            onward(row, &mean) + at_goal
        };
        factors.solved(&(1..=goals.len()).map(wait).collect::<Vec<f64>>())
    });
    let steps = factors.solved(&goals);
    let elasticities = visits.iter().zip(&goals).map(|(visits, goal)| visits * goal / whole).collect();
    Ok(Figures { whole, goals, steps, seconds, elasticities })
}
