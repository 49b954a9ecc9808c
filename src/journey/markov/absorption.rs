//! Absorption of a chain: chances of the ends, expected visits and times, removal effects.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Chain;
use super::chain::Rates;
use super::gauss_seidel::Sweeps;
use crate::Execution;
use crate::journey::{Error, seconds};
use crate::numeric::iterate::iterate;
use crate::numeric::linalg::absorbing::{Absorbing, Limits};
use crate::numeric::linalg::gth::Fault;

/// Touchpoints whose removal is solved at once.
const LANES: usize = 16;
/// Most memory for the factors of a chain, in bytes, unless options say otherwise: a core of 8,192 states.
pub(crate) const MOST_MEMORY: usize = 1 << 29;

/// Options of [`Chain::solve_with`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AbsorptionOptions {
    /// Most memory for what elimination keeps of a chain of order 1, in bytes. Default 512 MiB, enough for 8,192 states
    /// that all lead to all, and for far more that lead to few.
    pub max_memory: usize,
    /// Threads, and who is told of the progress. Its steps are, for order 1, states: one when it is eliminated, one when
    /// its removal is solved; for order k touchpoints.
    pub execution: Execution,
}

impl Default for AbsorptionOptions {
    fn default() -> Self {
        Self { max_memory: MOST_MEMORY, execution: Execution::default() }
    }
}

impl AbsorptionOptions {
    /// Sets the [`max_memory`](Self::max_memory).
    #[must_use]
    pub fn with_max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Sets on which threads the chain is solved, and who is told of the progress.
    #[must_use]
    pub fn with_execution(mut self, execution: Execution) -> Self {
        self.execution = execution;
        self
    }
}

/// A [`Chain`] solved: chances of the ends, expected visits and times, and the worth of each touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Absorption {
    /// Probability of reaching the goal.
    pub goal: f64,
    /// Probability of being lost.
    pub lost: f64,
    /// Probability of being seen no further without goal or loss.
    pub open: f64,
    /// Expected touchpoints passed, each as often as it is passed.
    pub expected_steps: f64,
    /// Expected time from the first touchpoint to the end, where times are known.
    #[serde(rename = "expected_seconds", with = "seconds::OptionalSeconds")]
    pub expected_time: Option<Duration>,
    /// Expected time of journeys that reach the goal; none when none does.
    #[serde(rename = "seconds_to_goal", with = "seconds::OptionalSeconds")]
    pub time_to_goal: Option<Duration>,
    /// Journeys that reached the goal after at least one touchpoint: what credits share.
    pub goals: u64,
    /// The touchpoints, by name.
    pub touchpoints: Vec<TouchpointRole>,
}

/// Role of a touchpoint in journeys: visits, chances from it, removal effect and credit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TouchpointRole {
    /// Its name.
    pub name: String,
    /// Expected visits per journey.
    pub visits: f64,
    /// Probability of reaching the goal from it.
    pub goal: f64,
    /// Probability of being lost from it.
    pub lost: f64,
    /// Probability of ending open from it.
    pub open: f64,
    /// Share of the goals that would not be reached if everybody who comes to it were lost; none when no journey
    /// reaches the goal.
    pub removal_effect: Option<f64>,
    /// Its share of [`Absorption::goals`], in proportion to the removal effects; none when they are all 0 or none.
    pub credit: Option<f64>,
    /// Its share of the worth of the goals, in the same proportion.
    pub value_credit: Option<f64>,
    /// Percent by which the chance of the goal rises when all ways on from it (to touchpoints and to the goal) become
    /// one percent more likely and its losses less: the expected visits to it of a journey that reaches the goal.
    pub elasticity: Option<f64>,
    /// Expected time spent from it to the next touchpoint or the end, per journey, where times are known.
    #[serde(rename = "seconds", with = "seconds::OptionalSeconds")]
    pub time: Option<Duration>,
}

impl Absorption {
    /// The touchpoint with this name.
    pub fn touchpoint(&self, name: &str) -> Option<&TouchpointRole> {
        let at = self.touchpoints.binary_search_by(|touchpoint| touchpoint.name.as_str().cmp(name)).ok()?;
        self.touchpoints.get(at)
    }
}

iterate! { Absorption => TouchpointRole in touchpoints }

/// Visits of each state, and from each state the probabilities of goal, loss and open end.
struct Solution {
    visits: Vec<f64>,
    ends: [Vec<f64>; 3],
    /// Per touchpoint the probability of the goal through it.
    through: Vec<f64>,
}

impl Chain {
    /// Chances, expected visits and times, and the exact removal effect of every touchpoint.
    ///
    /// # Definition
    /// With `Q` the probabilities p(i, j) between states, `R` those from states to the three ends and `s` those from
    /// the start (see [`Chain`] for p):
    ///
    /// ```text
    /// N = (I - Q)^-1                       expected visits
    /// B = N R                              absorption: B[i, goal] = chance of the goal from state i
    /// visits  = s N                        expected visits from the start
    /// P       = s B[., goal]  (+ p(start, goal), where journeys begin at the goal)
    /// removal = 1 - P(goal without t) / P = visits[t] B[t, goal] / (N[t, t] P)
    /// credit  = goals * removal / sum of removals
    /// elasticity = visits[t] B[t, goal] / P,     time = sum of visits * p * mean wait of the transition
    /// ```
    ///
    /// `P(goal without t)` is the chance of the goal when whoever comes to t is lost. All removal effects come from
    /// one factorisation of I - Q, sparse as far as the chain is, the diagonal of N included. For order k removal takes every state that contains t;
    /// P(goal without t) is then solved for each touchpoint by Gauss-Seidel sweeps over the transitions seen, until
    /// no error is above 1e-13, or above what rounding leaves. The start cannot be removed. When P is 0 there are no
    /// removal effects and no credits. In a chain of order 1 without direct ends P is exactly the share of journeys
    /// that reached the goal, for any data.
    ///
    /// Fields: N, B, s as above; [`visits`](TouchpointRole::visits), [`goal`](TouchpointRole::goal) (for order k the
    /// mean of B over the states that end on t, weighted by visits),
    /// [`removal_effect`](TouchpointRole::removal_effect), [`credit`](TouchpointRole::credit).
    ///
    /// # Errors
    /// Order 1: [`Error::TooManyStates`] where the factors take more than 512 MiB: from 8,193 touchpoints that all lead
    /// to all; [`solve_with`](Self::solve_with) allows more. Order k: [`Error::NotSettled`] when journeys hardly ever end.
    ///
    /// # Complexity
    /// - Order 1, n states that lead to all: time n^3 multiplications, space n^2 numbers.
    /// - Order 1, where most states lead to few: time and space of the factors of a sparse matrix, times n and once.
    /// - Order k: time touchpoints x sweeps (tens) x different transitions, space linear in these.
    ///
    /// # References
    /// J. G. Kemeny & J. L. Snell (1960), Finite Markov Chains, chapter 3; E. Anderl et al. (2016),
    /// doi:10.1016/j.ijresmar.2016.03.001, for the removal effect; W. K. Grassmann, M. I. Taksar & D. P. Heyman (1985),
    /// doi:10.1287/opre.33.5.1107, for elimination without subtractions.
    ///
    /// # Example
    /// See [`Chain`].
    pub fn solve(&self) -> Result<Absorption, Error> {
        self.solve_with(&AbsorptionOptions::default())
    }

    /// As [`solve`](Self::solve), on threads, watched, or with another limit of memory. Neither threads nor watch change
    /// a bit.
    ///
    /// # Errors
    /// Those of [`solve`](Self::solve); [`Error::Cancelled`] by the watch.
    pub fn solve_with(&self, options: &AbsorptionOptions) -> Result<Absorption, Error> {
        let steps = if self.order == 1 { 2 * self.last.len() } else { self.names.len() };
        let steps = options.execution.steps(steps as u64);
        let limits = Limits {
            numbers: options.max_memory / size_of::<f64>(),
            parallel: options.execution.is_parallel(),
            tell: &|count| steps.add(count as u64).is_ok(),
        };
        let rates = self.rates();
        let solution = self.solution(&rates, &limits)?;
        Ok(self.answer(&rates, &solution))
    }

    /// Chance of the goal, and removal effects by touchpoint, for other probabilities than the counts give; no effects
    /// when the goal is not reached.
    pub(crate) fn removal_effects(
        &self,
        rates: &Rates,
        limits: &Limits<'_>,
    ) -> Result<(f64, Option<Vec<f64>>), Error> {
        let solution = self.solution(rates, limits)?;
        let goal = self.chance_of(rates, &solution, 0);
        let effects = solution.through.iter().map(|through| (through / goal).clamp(0.0, 1.0)).collect();
        Ok((goal, (goal > 0.0).then_some(effects)))
    }

    fn chance_of(&self, rates: &Rates, solution: &Solution, end: usize) -> f64 {
        self.chance_at_start(rates, |state| solution.ends[end][state], end)
    }

    /// The chance of an end from the start, given that from each state.
    pub(crate) fn chance_at_start(&self, rates: &Rates, chance: impl Fn(usize) -> f64, end: usize) -> f64 {
        self.range(0)
            .fold(rates.exits[0][end], |sum, at| sum + rates.steps[at] * chance(self.to[at] as usize))
    }

    fn solution(&self, rates: &Rates, limits: &Limits<'_>) -> Result<Solution, Error> {
        if self.order == 1 { self.eliminate(rates, limits) } else { self.sweep(rates, limits) }
    }

    /// I - Q, factorised.
    pub(crate) fn factors(&self, rates: &Rates, limits: &Limits<'_>) -> Result<Absorbing, Error> {
        self.factors_until(rates, |_| false, limits)
    }

    /// I - Q, factorised, when journeys end where `stops` says so.
    pub(crate) fn factors_until(
        &self,
        rates: &Rates,
        stops: impl Fn(usize) -> bool,
        limits: &Limits<'_>,
    ) -> Result<Absorbing, Error> {
        let rows = (0..self.last.len()).map(|state| {
            let range = if stops(state) { 0..0 } else { self.range(state + 1) };
            range.map(|at| (self.to[at], rates.steps[at])).collect()
        });
        let ending = rates.exits[1..].iter().enumerate();
        let ending = ending.map(|(state, ends)| if stops(state) { 1.0 } else { ends.iter().sum() });
        Absorbing::new(rows, ending.collect(), limits).map_err(fault)
    }

    fn eliminate(&self, rates: &Rates, limits: &Limits<'_>) -> Result<Solution, Error> {
        let n = self.last.len();
        let factors = self.factors(rates, limits)?;
        let mut start = vec![0.0; n];
        self.range(0).for_each(|at| start[self.to[at] as usize] = rates.steps[at]);
        let visits = factors.solved_left(&start);
        let exits = &rates.exits[1..];
        let ends =
            [0, 1, 2].map(|end| factors.solved(&exits.iter().map(|ends| ends[end]).collect::<Vec<f64>>()));
        let diagonal =
            blocks(n, LANES, limits, |first| Ok(factors.diagonal::<LANES>(first).collect::<Vec<_>>()))?;
        let diagonal: Vec<f64> = diagonal.into_iter().flatten().collect();
        let through = (0..n).map(|t| visits[t] * ends[0][t] / diagonal[factors.place(t)]).collect();
        Ok(Solution { visits, ends, through })
    }

    fn sweep(&self, rates: &Rates, limits: &Limits<'_>) -> Result<Solution, Error> {
        let sweeps = Sweeps::new(self, rates)?;
        let [goal, lost, open] = [0, 1, 2].map(|end| sweeps.chance(end));
        let mut solution =
            Solution { visits: sweeps.visits(None)?, ends: [goal?, lost?, open?], through: Vec::new() };
        let whole = self.chance_of(rates, &solution, 0);
        solution.through = blocks(self.names.len(), 1, limits, |touchpoint| {
            let without = sweeps.chance_without(touchpoint as u32, &solution.ends[0])?;
            Ok((whole - self.chance_at_start(rates, |state| without[state], 0)).max(0.0))
        })?;
        Ok(solution)
    }

    fn answer(&self, rates: &Rates, solution: &Solution) -> Absorption {
        let [goal, lost, open] = [0, 1, 2].map(|end| self.chance_of(rates, solution, end));
        let mut touchpoints: Vec<TouchpointRole> = self
            .names
            .iter()
            .zip(&solution.through)
            .map(|(name, through)| TouchpointRole {
                name: name.clone(),
                visits: 0.0,
                goal: 0.0,
                lost: 0.0,
                open: 0.0,
                removal_effect: (goal > 0.0).then(|| (through / goal).clamp(0.0, 1.0)),
                credit: None,
                value_credit: None,
                elasticity: None,
                time: None,
            })
            .collect();
        for (state, &visits) in solution.visits.iter().enumerate() {
            let role = &mut touchpoints[self.last[state] as usize];
            role.visits += visits;
            role.goal += visits * solution.ends[0][state];
            role.lost += visits * solution.ends[1][state];
            role.open += visits * solution.ends[2][state];
        }
        for role in &mut touchpoints {
            role.elasticity = (goal > 0.0).then(|| role.goal / goal);
            for chance in [&mut role.goal, &mut role.lost, &mut role.open] {
                *chance /= role.visits;
            }
        }
        if self.order == 1 {
            // The same, also where nobody comes to any more once goals absorb.
            for (role, state) in touchpoints.iter_mut().zip(0..) {
                [role.goal, role.lost, role.open] = [0, 1, 2].map(|end: usize| solution.ends[end][state]);
            }
        }
        let goals = self.totals.goal - self.exits[0][0];
        let effects: f64 = touchpoints.iter().filter_map(|role| role.removal_effect).sum();
        if effects > 0.0 {
            for role in &mut touchpoints {
                let share = role.removal_effect.map(|effect| effect / effects);
                role.credit = share.map(|share| share * goals as f64);
                role.value_credit = share.map(|share| share * self.totals.value);
            }
        }
        let mut answer = Absorption {
            goal,
            lost,
            open,
            expected_steps: solution.visits.iter().sum(),
            expected_time: None,
            time_to_goal: None,
            goals,
            touchpoints,
        };
        self.add_times(solution, &mut answer);
        answer
    }

    /// Expected times: visits times what a visit takes, by transition.
    fn add_times(&self, solution: &Solution, answer: &mut Absorption) {
        let Some(waits) = &self.seconds else { return };
        let (mut whole, mut to_goal) = (0.0, 0.0);
        let mut spent = vec![0.0; answer.touchpoints.len()];
        for (state, &visits) in solution.visits.iter().enumerate() {
            let row = state + 1;
            let total = self.total(row) as f64;
            let mut here = waits.exits[row].iter().sum::<f64>();
            to_goal += visits * waits.exits[row][0] / total;
            for at in self.range(row) {
                here += waits.steps[at];
                to_goal += visits * waits.steps[at] / total * solution.ends[0][self.to[at] as usize];
            }
            whole += visits * here / total;
            spent[self.last[state] as usize] += visits * here / total;
        }
        for (role, spent) in answer.touchpoints.iter_mut().zip(spent) {
            role.time = Some(seconds::span(spent));
        }
        answer.expected_time = Some(seconds::span(whole));
        answer.time_to_goal = (answer.goal > 0.0).then(|| seconds::span(to_goal / answer.goal));
    }
}

/// What `each` finds for every `size` of `count` things, given the first of them, in their order.
pub(crate) fn blocks<T: Send>(
    count: usize,
    size: usize,
    limits: &Limits<'_>,
    each: impl Fn(usize) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let one = |block: usize| {
        let found = each(block * size)?;
        if (limits.tell)(size.min(count - block * size)) { Ok(found) } else { Err(Error::Cancelled) }
    };
    #[cfg(feature = "parallel")]
    if limits.parallel {
        use rayon::prelude::*;
        return (0..count.div_ceil(size)).into_par_iter().map(one).collect();
    }
    (0..count.div_ceil(size)).map(one).collect()
}

pub(crate) fn fault(fault: Fault) -> Error {
    match fault {
        // Every state was passed by a journey that ended.
        Fault::NoEnd => Error::NoJourneys,
        Fault::Large { states, limit } => Error::TooManyStates { states, limit },
        Fault::Ended => Error::Cancelled,
    }
}
