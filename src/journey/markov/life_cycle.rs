//! Life cycle of customers: chances, times and elasticities of the way through tiers to the goal.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::absorption::MOST_MEMORY;
use super::{Chain, Paths};
use crate::journey::{Error, seconds};
use crate::numeric::cold_sort::sort_by_key;
use crate::numeric::iterate::iterate;
use crate::numeric::linalg::absorbing::Limits;
use crate::numeric::ordered_map::OrderedMap;

/// Life cycle: the way of people through the tiers of their life with a company, up to the tier that is the goal.
///
/// What it answers: how likely is it that somebody in this tier becomes a key client, how long will it take, and the
/// improvement of which tier would bring most?
///
/// # Definition
/// Tiers are the touchpoints of [`Paths`]: a path is the sequence of tiers somebody was in; its goal is the tier aimed
/// at, lost is who left for good, open is everybody else. In the chain of order 1 (see [`Chain`]) with p(i, j) and the
/// waits w(i, j) of transitions, N and B as in [`Chain::solve`], h(i) = B[i, goal], h(goal) = 1, h(lost) = h(open) = 0,
/// s the start and P the probability of the goal:
///
/// ```text
/// goal             h(i)
/// steps to goal    of those who get there:  t(i) = 1 + sum_j p(i, j) h(j) t(j) / h(i)
/// seconds to goal  of those who get there:  t(i) = sum_j p(i, j) h(j) (w(i, j) + t(j)) / h(i)
/// elasticity       d ln P / d ln p of the tier when its losses and open ends turn into ways on:
///                  p(i, j) (1 + e) for all tiers j and the goal  =>  visits(i) h(i) / P
/// of a transition  d ln P / d ln p(i, j) when all other shares of the row give way in proportion:
///                  p(i, j) / P * visits(i) (h(j) - h(i)) / (1 - p(i, j))
/// ```
///
/// with visits = s N. The rows stay distributions in the second form: it is what a campaign that moves people from
/// everywhere else in the tier to j would bring, and negative for ways that lead astray.
///
/// # Complexity
/// As [`Chain::solve`], and two solves more on its factorisation: time n^3 for n tiers, space n^2.
///
/// # References
/// J. G. Kemeny & J. L. Snell (1960), Finite Markov Chains, chapter 3; H. Caswell (2001), Matrix Population Models,
/// chapter 9, on elasticities and on rows that stay distributions; P. E. Pfeifer & R. L. Carraway (2000), Modeling
/// customer relationships as Markov chains, doi:10.1002/(SICI)1520-6653(200021)14:2<43::AID-DIR4>3.0.CO;2-H.
///
/// # Example
/// ```
/// use total_experience::journey::markov::{LifeCycle, PathCounts, Paths};
///
/// let mut paths = Paths::new();
/// paths.add(&["prospect"], PathCounts::default().with_lost(60))?;
/// paths.add(&["prospect", "first buyer"], PathCounts::default().with_lost(20))?;
/// paths.add(&["prospect", "first buyer", "repeat"], PathCounts::goal(12).with_lost(8))?;
/// let cycle = LifeCycle::fit(&paths, &["prospect", "first buyer", "repeat"])?;
/// let shown: Vec<_> = cycle.tiers.iter().map(|tier| format!("{} {:.2}", tier.name, tier.goal)).collect();
/// assert_eq!(shown, ["prospect 0.12", "first buyer 0.30", "repeat 0.60"]);
/// assert_eq!(cycle.tiers[1].steps_to_goal, Some(2.0));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LifeCycle {
    /// People's ways: how many reached the goal, were lost, and are open.
    pub journeys: u64,
    /// Probability of the goal from the start.
    pub goal: f64,
    /// Probability of being lost from the start.
    pub lost: f64,
    /// The tiers: in the order given, then the others by name.
    pub tiers: Vec<Tier>,
}

/// A tier of the life cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// Times that somebody was in it and went on, was lost, or is open.
    pub n: u64,
    /// Probability of the goal from it.
    pub goal: f64,
    /// Probability of being lost from it.
    pub lost: f64,
    /// Probability of ending open from it.
    pub open: f64,
    /// Expected steps to the goal of those who reach it; none when nobody does.
    pub steps_to_goal: Option<f64>,
    /// Expected time to the goal of those who reach it, where times are known.
    #[serde(rename = "seconds_to_goal", with = "seconds::OptionalSeconds")]
    pub time_to_goal: Option<Duration>,
    /// Percent by which the goal rises from the start when one percent more go on from the tier instead of being lost
    /// or open; none when nobody reaches the goal.
    pub elasticity: Option<f64>,
    /// The ways out of it: to tiers in their order, then the ends.
    pub transitions: Vec<TierTransition>,
}

/// A way out of a tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TierTransition {
    /// The tier or the end it leads to.
    pub to: TierEnd,
    /// How often it was taken.
    pub count: u64,
    /// Share of those who were in the tier.
    pub share: f64,
    /// Percent by which the goal rises from the start when the share rises by one percent and the others give way in
    /// proportion; none when it is the only way, or nobody reaches the goal.
    pub elasticity: Option<f64>,
}

/// Destination of a way out of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TierEnd {
    /// Another tier, or the same.
    Tier(String),
    /// The goal.
    Goal,
    /// Lost for good.
    Lost,
    /// Not known yet.
    Open,
}

iterate! { LifeCycle => Tier in tiers }

impl LifeCycle {
    /// The life cycle of these ways through tiers, `order` first. See [`LifeCycle`] for the definitions, and
    /// [`intervals`](Self::intervals) for how sure they are.
    ///
    /// # Errors
    /// [`Error::UnknownTier`] for a tier of `order` that nobody was in, such as the goal: it is an end;
    /// [`Error::DuplicateName`] for one given twice; [`Error::NoJourneys`]; [`Error::TooManyStates`] as for [`Chain::solve`].
    pub fn fit(paths: &Paths, order: &[&str]) -> Result<Self, Error> {
        let chain = Chain::fit(paths)?;
        let solved = chain.solve()?;
        let places = in_order(&chain, order)?;
        let rank: OrderedMap<usize, usize> = places.iter().copied().zip(0..).collect();

        let rates = chain.rates();
        let chances: Vec<f64> = solved.touchpoints.iter().map(|role| role.goal).collect();
        let factors = chain.factors(&rates, &Limits::memory(MOST_MEMORY))?;
        // Steps and seconds, each times the chance of the goal.
        let steps = factors.solved(&chances);
        let waits = chain.seconds.as_ref().map(|waits| {
            let wait = |row: usize| {
                let total = chain.total(row) as f64;
                let onward = chain.range(row).map(|at| waits.steps[at] * chances[chain.to[at] as usize]);
                (onward.sum::<f64>() + waits.exits[row][0]) / total
            };
            factors.solved(&(1..=chances.len()).map(wait).collect::<Vec<f64>>())
        });
        let of_those = |sum: f64, chance: f64| (chance > 0.0).then(|| sum / chance);
        let tiers = places.iter().map(|&at| {
            let (role, row) = (&solved.touchpoints[at], at + 1);
            let total = chain.total(row);
            let way = |to: TierEnd, count: u64, chance: f64| {
                let share = count as f64 / total as f64;
                let gain = role.visits * (chance - role.goal) / (1.0 - share);
                let elasticity = (count < total && solved.goal > 0.0).then(|| share * gain / solved.goal);
                TierTransition { to, count, share, elasticity }
            };
            let mut onward: Vec<usize> = chain.range(row).collect();
            sort_by_key(&mut onward, |&place| rank.get(&(chain.to[place] as usize)));
            let onward = onward.into_iter().map(|place| {
                let to = chain.to[place] as usize;
                way(TierEnd::Tier(chain.names[to].clone()), chain.counts[place], chances[to])
            });
            let ends = [(TierEnd::Goal, 1.0), (TierEnd::Lost, 0.0), (TierEnd::Open, 0.0)];
            let ends = ends.into_iter().zip(chain.exits[row]).filter(|(_, count)| *count > 0);
            Tier {
                name: role.name.clone(),
                n: total,
                goal: role.goal,
                lost: role.lost,
                open: role.open,
                steps_to_goal: of_those(steps[at], role.goal),
                time_to_goal: (waits.as_ref())
                    .and_then(|waits| of_those(waits[at], role.goal))
                    .map(seconds::span),
                elasticity: role.elasticity,
                transitions: onward.chain(ends.map(|((to, chance), count)| way(to, count, chance))).collect(),
            }
        });
        let journeys = chain.totals.journey_count();
        Ok(Self { journeys, goal: solved.goal, lost: solved.lost, tiers: tiers.collect() })
    }
}

/// The places of the chain's tiers: those of `order`, then the others by name.
pub(crate) fn in_order(chain: &Chain, order: &[&str]) -> Result<Vec<usize>, Error> {
    let mut places = Vec::with_capacity(chain.names.len());
    for &name in order {
        let unknown = |_| Error::UnknownTier { name: name.to_owned() };
        let at = chain.names.binary_search_by(|known| known.as_str().cmp(name)).map_err(unknown)?;
        if places.contains(&at) {
            return Err(Error::DuplicateName { what: "the tier", name: name.to_owned() });
        }
        places.push(at);
    }
    let others: Vec<usize> = (0..chain.names.len()).filter(|at| !places.contains(at)).collect();
    places.extend(others);
    Ok(places)
}
