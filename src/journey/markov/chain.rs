//! Absorbing Markov chain of journeys: transitions between touchpoints, and ends.

use super::transitions::{Contexts, Counter, Seconds, Transitions};
use super::{PathCounts, Paths};
use crate::journey::Error;
use crate::numeric::stats::ExactSum;

/// Absorbing Markov chain of journeys, which end at the goal, lost, or open.
///
/// What it answers: how likely is the goal, how often is each touchpoint passed on the way, and what would be lost
/// without it? [`solve`](Self::solve) gives the answers; the chain itself holds the counts.
///
/// # Definition
/// Every journey begins in an artificial *start*. In a chain of order k its *state* is the sequence of the last k
/// touchpoints it passed (fewer at its beginning); for k = 1 states are touchpoints. It ends in one of three absorbing
/// states: *goal*, *lost*, *open*. An open journey is not finished: it is neither goal nor lost, and stays apart in
/// every answer.
///
/// ```text
/// c(i, j) = journeys (with multiplicity) times places where state j directly follows state i, j = i included
/// p(i, j) = c(i, j) / sum over j of c(i, j)                                       all j, the absorbing ones too
/// ```
///
/// Touchpoints are numbered by name, so that no answer depends on the order of the paths.
///
/// # Complexity
/// - Time: one pass, expected linear in steps.
/// - Space, order 1 and up to 2,048 touchpoints T: 8 bytes for each of T x T transitions.
/// - Space, otherwise: linear in the different transitions.
///
/// # References
/// J. G. Kemeny & J. L. Snell (1960), Finite Markov Chains, chapter 3; E. Anderl, I. Becker, F. von Wangenheim &
/// J. H. Schumann (2016), Mapping the customer journey, doi:10.1016/j.ijresmar.2016.03.001, for chains of order k.
///
/// # Example
/// ```
/// use total_experience::journey::markov::{Chain, PathCounts, Paths};
///
/// let mut paths = Paths::new();
/// paths.add(&["A", "B"], PathCounts::goal(30).with_lost(20))?;
/// paths.add(&["A", "C"], PathCounts::goal(10).with_lost(40))?;
/// paths.add(&["B"], PathCounts::goal(15).with_lost(35))?;
/// paths.add(&["C", "B"], PathCounts::goal(12).with_lost(18))?;
/// paths.add(&["A"], PathCounts::goal(5).with_lost(65))?;
/// let answer = Chain::fit(&paths)?.solve()?;
/// assert_eq!(format!("{:.3}", answer.goal), "0.288");
/// let b = answer.touchpoint("B").expect("it is in the paths");
/// assert_eq!(format!("{:.6}", b.removal_effect.expect("the goal is reached")), "0.791667");
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    pub(crate) order: usize,
    /// Touchpoints, by name.
    pub(crate) names: Vec<String>,
    /// Per state the touchpoint on which it ends.
    pub(crate) last: Vec<u32>,
    /// Row 0 is the start, row i + 1 is state i: where its transitions begin.
    pub(crate) offsets: Vec<usize>,
    /// States, ascending within a row.
    pub(crate) to: Vec<u32>,
    pub(crate) counts: Vec<u64>,
    /// Per row the journeys that end there: goal, lost, open.
    pub(crate) exits: Vec<[u64; 3]>,
    pub(crate) seconds: Option<Seconds>,
    /// All journeys.
    pub(crate) totals: PathCounts,
}

/// The probabilities of a chain, laid out as its counts.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    pub(crate) steps: Vec<f64>,
    pub(crate) exits: Vec<[f64; 3]>,
    /// Per row the probability of leaving the state, without a subtraction.
    pub(crate) leaving: Vec<f64>,
}

impl Chain {
    /// The chain of order 1: states are touchpoints. See [`Chain`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::NoJourneys`].
    pub fn fit(paths: &Paths) -> Result<Self, Error> {
        Self::fit_order(paths, 1)
    }

    /// The chain of order `order`: states are the last `order` touchpoints. [`OrderSelection`](super::OrderSelection)
    /// helps to choose.
    ///
    /// # Errors
    /// [`Error::BadValue`] for order 0; [`Error::NoJourneys`]; [`Error::TooLarge`] states.
    pub fn fit_order(paths: &Paths, order: usize) -> Result<Self, Error> {
        if order == 0 {
            return Err(Error::BadValue { what: "the order", value: "0".to_owned(), expected: "1 or more" });
        }
        let totals = paths.totals();
        if totals.journey_count() == 0 {
            return Err(Error::NoJourneys);
        }
        let (names, ranks) = paths.ranks();
        let mut contexts = Contexts::new(order, names.len());
        let mut counter = Counter::new(order, names.len(), paths.has_times());
        for row in paths.rows() {
            let counts = row.counts;
            let journeys = counts.journey_count();
            if journeys == 0 {
                continue;
            }
            let mut from = 0;
            if let Some(last) = counter.steps(row.steps, &ranks, journeys) {
                from = last;
            } else {
                for (at, &step) in row.steps.iter().enumerate() {
                    let to = contexts.after(from, ranks[step as usize])?;
                    let wait = at.checked_sub(1).and_then(|before| row.waits.get(before));
                    counter.step(from, to, journeys, wait.copied());
                    from = to + 1;
                }
            }
            counter.end(from, [counts.goal, counts.lost, counts.open], row.waits.last().copied());
        }
        let Transitions { last, offsets, to, counts, exits, seconds } = counter.finish(contexts);
        Ok(Self { order, names, last, offsets, to, counts, exits, seconds, totals })
    }

    /// Order of the chain: number of touchpoints that a state holds.
    pub fn order(&self) -> usize {
        self.order
    }

    /// The touchpoints, by name.
    pub fn touchpoints(&self) -> &[String] {
        &self.names
    }

    /// Number of states, without the start and the three ends.
    pub fn state_count(&self) -> usize {
        self.last.len()
    }

    /// All journeys, by how they ended, and the worth of the goals.
    pub fn totals(&self) -> PathCounts {
        self.totals
    }

    /// Number of transitions seen, with multiplicity: each journey makes one more than it has touchpoints.
    pub fn transition_count(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.exits.iter().flatten().sum::<u64>()
    }

    /// Number of free probabilities: successors - 1, summed over start and states.
    pub fn parameter_count(&self) -> u64 {
        (0..self.exits.len())
            .map(|row| {
                let ends = self.exits[row].iter().filter(|&&count| count > 0).count();
                ((self.range(row).len() + ends) as u64).saturating_sub(1)
            })
            .sum()
    }

    /// Log likelihood of the journeys that it was fitted to: sum of c ln p, rounded once.
    pub fn log_likelihood(&self) -> f64 {
        let mut sum = ExactSum::default();
        for row in 0..self.exits.len() {
            let total = self.total(row) as f64;
            let counts = self.counts[self.range(row)].iter().chain(&self.exits[row]);
            counts.filter(|&&c| c > 0).for_each(|&c| sum.add(c as f64 * (c as f64 / total).ln()));
        }
        sum.value()
    }

    /// Akaike's criterion, 2 parameters - 2 log likelihood: smaller is better.
    pub fn aic(&self) -> f64 {
        akaike(self.parameter_count(), self.log_likelihood())
    }

    /// Schwarz' criterion, parameters ln(transitions) - 2 log likelihood: smaller is better.
    pub fn bic(&self) -> f64 {
        schwarz(self.parameter_count(), self.transition_count(), self.log_likelihood())
    }

    /// Where the transitions of a row lie.
    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.offsets[row]..self.offsets[row + 1]
    }

    /// Journeys, with multiplicity, that were in the state of a row.
    pub(crate) fn total(&self, row: usize) -> u64 {
        self.counts[self.range(row)].iter().chain(&self.exits[row]).sum()
    }

    /// The probabilities that the counts give.
    pub(crate) fn rates(&self) -> Rates {
        let mut rates =
            Rates { steps: Vec::with_capacity(self.to.len()), exits: Vec::new(), leaving: Vec::new() };
        for row in 0..self.exits.len() {
            let total = self.total(row);
            let share = |count: u64| if total == 0 { 0.0 } else { count as f64 / total as f64 };
            let mut staying = 0;
            for at in self.range(row) {
                if row > 0 && self.to[at] as usize == row - 1 {
                    staying = self.counts[at];
                }
                rates.steps.push(share(self.counts[at]));
            }
            rates.exits.push(self.exits[row].map(share));
            rates.leaving.push(share(total - staying));
        }
        rates
    }
}

pub(crate) fn akaike(parameters: u64, log_likelihood: f64) -> f64 {
    2.0 * parameters as f64 - 2.0 * log_likelihood
}

pub(crate) fn schwarz(parameters: u64, transitions: u64, log_likelihood: f64) -> f64 {
    parameters as f64 * (transitions as f64).ln() - 2.0 * log_likelihood
}
