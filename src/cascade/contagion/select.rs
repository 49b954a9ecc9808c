//! Selection of the seeds with the largest spread (influence maximization, OPIM-C).

use std::ops::Range;

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use super::cover::{Cover, cover};
use super::options::{GREEDY, bad};
use super::sets::{Maker, Sets};
use super::{Contagion, SelectOptions};
use crate::cascade::{Error, NodeIndex};

/// Seeds of a large spread, with its estimate and a guarantee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Selection {
    /// The seeds in the order of choice: each is worth most after those before it, as far as the sets tell.
    pub seeds: Vec<NodeIndex>,
    /// Expected number of nodes reached, seeds included, estimated from sets that had no part in the choice.
    pub spread: f64,
    /// Standard error of `spread`.
    pub standard_error: f64,
    /// The seeds reach at least this many, but for [`SelectOptions::failure`].
    pub at_least: f64,
    /// No choice of as many seeds reaches more than this many, but for [`SelectOptions::failure`].
    pub best_at_most: f64,
    /// The seeds reach at least this share of the best possible, but for [`SelectOptions::failure`].
    pub guarantee: f64,
    /// Whether `guarantee` is 1 - 1/e - eps or more: not where [`SelectOptions::member_limit`] ended the search.
    pub guaranteed: bool,
    /// Reverse-reachable sets made, for the choice and for its judgement together.
    pub sets: u64,
}

impl Contagion {
    /// The `count` seeds that reach most, within a stated share of the best possible: whom to tell, where to watch.
    ///
    /// # Definition
    ///
    /// S maximises sigma(S) among sets of k nodes up to the factor 1 - 1/e - eps, with probability 1 - delta. A
    /// reverse-reachable set holds who would have reached a node drawn at random; sigma(S) = n P(S meets a set).
    /// OPIM-C: greedy choice on theta sets gives S and an upper bound of what the best k nodes can cover; theta other
    /// sets, met Lambda times, judge S. With a = ln(3 i_max / delta),
    ///
    /// sigma(S) >= ((sqrt(Lambda + 2a/9) - sqrt(a/2))^2 - a/18) n / theta,
    /// sigma(best) <= (sqrt(bound + a/2) + sqrt(a/2))^2 n / theta,
    ///
    /// and theta doubles until their ratio is 1 - 1/e - eps, at most to the theta_max at which that is certain anyway.
    /// Sets are grown by drawing skips (SUBSIM); a set that judges is grown only until it meets a seed.
    ///
    /// # Arguments
    ///
    /// `count`: k, from 1 to the number of nodes.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`]; [`Error::TooManyMembers`] when [`SelectOptions::member_limit`] is spent
    /// before the first round ends; [`Error::Cancelled`].
    ///
    /// # Complexity
    ///
    /// - Sets, expected: O(k ln(n) n / (eps^2 sigma(best))), each of the size of one node's spread.
    /// - Time: linear in the members of the sets.
    /// - Space: 8 bytes a member.
    /// - The share 1 - 1/e cannot be beaten in polynomial time unless P = NP.
    ///
    /// # References
    ///
    /// Borgs, Brautbar, Chayes & Lucier (2014), Maximizing social influence in nearly optimal time,
    /// doi:10.1137/1.9781611973402.70; Tang, Tang, Xiao & Yuan (2018), Online processing algorithms for influence
    /// maximization, doi:10.1145/3183713.3183749 (OPIM-C); Guo, Wang, Wei & Chen (2020), Influence maximization
    /// revisited, doi:10.1145/3318464.3389740 (SUBSIM).
    ///
    /// # Example
    ///
    /// ```
    /// use total_experience::cascade::contagion::{Contagion, Diffusion};
    /// use total_experience::cascade::EdgeColumns;
    ///
    /// // Two stars: node 0 tells 1 and 2, node 3 tells 4.
    /// let edges = EdgeColumns { from: &[0, 0, 3], to: &[1, 2, 4], weight: &[0.9, 0.9, 0.9], ..EdgeColumns::default() };
    /// let gossip = Contagion::from_columns(5, &edges, Diffusion::IndependentCascade)?;
    /// let told = gossip.select(2)?;
    /// assert_eq!(told.seeds, [0, 3]);
    /// assert!(told.guaranteed && told.at_least <= told.spread);
    /// # Ok::<(), total_experience::cascade::Error>(())
    /// ```
    pub fn select(&self, count: usize) -> Result<Selection, Error> {
        self.select_with(count, &SelectOptions::default())
    }

    /// [`select`](Self::select) with options.
    ///
    /// # Errors
    ///
    /// As [`select`](Self::select), and for options out of range.
    pub fn select_with(&self, count: usize, options: &SelectOptions) -> Result<Selection, Error> {
        #[cfg(feature = "parallel")]
        if options.execution.is_parallel() {
            return self.select_on_threads(count, options);
        }
        let mut maker = Maker::new(self, options.seed);
        let work = |work: Work<'_>| match work {
            Work::Make(numbers, sets) => {
                maker.make(numbers, sets);
                0
            }
            Work::Judge(numbers, seeds) => maker.hits(numbers, seeds),
        };
        self.select_by(count, options, work)
    }

    #[cfg(feature = "parallel")]
    fn select_on_threads(&self, count: usize, options: &SelectOptions) -> Result<Selection, Error> {
        use rayon::prelude::*;

        let parts = |numbers: Range<u64>| {
            let (parts, all) = (rayon::current_num_threads() as u64 * 4, numbers.end - numbers.start);
            let bound = move |part: u64| {
                numbers.start + (u128::from(all) * u128::from(part) / u128::from(parts)) as u64
            };
            (0..parts).into_par_iter().map(move |part| bound(part)..bound(part + 1))
        };
        let work = |work: Work<'_>| match work {
            Work::Make(numbers, sets) => {
                let made: Vec<Sets> = parts(numbers)
                    .map(|numbers| {
                        let mut sets = Sets::default();
                        Maker::new(self, options.seed).make(numbers, &mut sets);
                        sets
                    })
                    .collect();
                made.iter().for_each(|part| sets.append(part));
                0
            }
            Work::Judge(numbers, seeds) => {
                parts(numbers).map(|numbers| Maker::new(self, options.seed).hits(numbers, seeds)).sum()
            }
        };
        self.select_by(count, options, work)
    }

    fn select_by(
        &self,
        count: usize,
        options: &SelectOptions,
        mut work: impl FnMut(Work<'_>) -> u64,
    ) -> Result<Selection, Error> {
        options.check()?;
        let nodes = self.node_count();
        if count == 0 || count > nodes {
            bad("count", count as f64, "at least 1 and at most the number of nodes")?;
        }
        let plan = Plan::new(nodes, count, options);
        let wanted = GREEDY - options.epsilon;
        let (mut sets, mut theta, mut round) = (Sets::default(), plan.first, 1);
        let mut best: Option<Selection> = None;
        loop {
            while (sets.len() as u64) < theta {
                let numbers = sets.len() as u64..theta.min(sets.len() as u64 + BATCH);
                work(Work::Make(numbers, &mut sets));
                if sets.members.len() > options.member_limit {
                    // Only whole rounds count: the sets of a round cut short would be the smaller ones.
                    let limit = options.member_limit;
                    return best.ok_or(Error::TooManyMembers { sets: sets.len() as u64, limit });
                }
            }
            let chosen = cover(&sets, nodes, count);
            let mut bits = vec![0_u64; nodes.div_ceil(64)];
            for &node in &chosen.nodes {
                bits[node as usize / 64] |= 1 << (node % 64);
            }
            let hits = work(Work::Judge(0..theta, &bits));
            let mut found = plan.judge(chosen, hits, theta);
            if round == plan.rounds {
                // theta_max sets are enough whatever the limits say.
                found.guarantee = found.guarantee.max(wanted);
            }
            found.guaranteed = found.guarantee >= wanted;
            if found.guaranteed {
                return Ok(found);
            }
            best = Some(found);
            let (done, total) = (2 * theta, plan.most.saturating_mul(2));
            options.execution.tell(done, total)?;
            theta = theta.saturating_mul(2).min(plan.most);
            round += 1;
        }
    }
}

/// Sets made between two looks at how many members they have.
const BATCH: u64 = 4096;

/// A step of the search: sets to choose by, or the judgement of nodes whose bits are given.
enum Work<'a> {
    Make(Range<u64>, &'a mut Sets),
    Judge(Range<u64>, &'a [u64]),
}

/// How many sets, and what they prove.
struct Plan {
    nodes: f64,
    count: f64,
    /// Sets of a collection in the first round.
    first: u64,
    /// Sets of a collection that are always enough: theta_max.
    most: u64,
    /// Rounds until then: i_max.
    rounds: u32,
    /// a: logarithm of how rarely one limit of one round may fail.
    surety: f64,
}

impl Plan {
    fn new(nodes: usize, count: usize, options: &SelectOptions) -> Self {
        let (n, k, epsilon) = (nodes as f64, count as f64, options.epsilon);
        let choices = ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        let rare = (6.0 / options.failure).ln();
        let root = GREEDY * rare.sqrt() + (GREEDY * (choices.max(0.0) + rare)).sqrt();
        let most = 2.0 * n * (root / epsilon).powi(2) / k;
        let shrink = epsilon * epsilon * k / n;
        let rounds = shrink.recip().log2().ceil() + 1.0;
        let first = (most * shrink).ceil().max(1.0) as u64;
        let surety = (3.0 * rounds / options.failure).ln();
        Self { nodes: n, count: k, first, most: most.ceil() as u64, rounds: rounds as u32, surety }
    }

    fn judge(&self, chosen: Cover, hits: u64, theta: u64) -> Selection {
        let (n, a) = (self.nodes, self.surety);
        let (per_set, met) = (n / theta as f64, hits as f64);
        let low = ((met + 2.0 * a / 9.0).sqrt() - (a / 2.0).sqrt()).max(0.0).powi(2) - a / 18.0;
        let high = ((chosen.bound as f64 + a / 2.0).sqrt() + (a / 2.0).sqrt()).powi(2);
        let (at_least, best_at_most) = ((low * per_set).max(self.count), (high * per_set).min(n));
        let share = met / theta as f64;
        Selection {
            seeds: chosen.nodes.into_iter().map(NodeIndex::from).collect(),
            // The seeds reach themselves, whatever the sets say.
            spread: (n * share).max(self.count),
            standard_error: n * (share * (1.0 - share) / theta as f64).sqrt(),
            at_least,
            best_at_most,
            guarantee: (at_least / best_at_most).min(1.0),
            guaranteed: false,
            sets: 2 * theta,
        }
    }
}
