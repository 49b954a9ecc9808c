//! How far back does a journey look? Chains of several orders, compared.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::transitions::Contexts;
use super::{Chain, Error, Paths};

/// What [`compare_orders`] compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderOptions {
    /// The highest order, from 1. Default 4.
    pub highest: usize,
    /// One journey of this many is held out, from 2. Default 5.
    pub folds: u64,
}

impl Default for OrderOptions {
    fn default() -> Self {
        Self { highest: 4, folds: 5 }
    }
}

impl OrderOptions {
    /// The same with another [`highest`](Self::highest) order.
    #[must_use]
    pub const fn with_highest(mut self, highest: usize) -> Self {
        self.highest = highest;
        self
    }

    /// The same with other [`folds`](Self::folds).
    #[must_use]
    pub const fn with_folds(mut self, folds: u64) -> Self {
        self.folds = folds;
        self
    }
}

/// How well a chain of one order fits, and how well it foretells journeys it was not made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OrderFit {
    /// The order.
    pub order: usize,
    /// States of the chain.
    pub states: usize,
    /// Free probabilities of the chain.
    pub parameters: u64,
    /// Log likelihood of all journeys.
    pub log_likelihood: f64,
    /// Akaike's criterion: smaller is better.
    pub aic: f64,
    /// Schwarz' criterion: smaller is better, and larger chains pay more.
    pub bic: f64,
    /// Transitions of the journeys held out.
    pub held_out: u64,
    /// Mean log likelihood of a held-out transition under the chain of the others: larger is better; none when no
    /// journey is held out.
    pub held_out_mean: Option<f64>,
    /// Transitions held out that the others never make.
    pub unseen: u64,
}

/// Compares chains of order 1 to [`OrderOptions::highest`].
///
/// What it answers: how many of the last touchpoints matter for what comes next? Take the order with the smallest BIC
/// (few parameters, for explaining) or with the largest [`held_out_mean`](OrderFit::held_out_mean) (for foretelling).
///
/// # Definition
/// All orders foretell the same n transitions: every touchpoint of every journey, and its end.
///
/// ```text
/// parameters = sum over contexts (successors - 1)       contexts: the start and the states
/// AIC = 2 parameters - 2 LL,    BIC = parameters ln n - 2 LL,    LL = sum of c ln(c / total of the context)
/// held-out:  p = (c + 1/V) / (total + 1) from the other journeys, V = touchpoints + kinds of ends there are
/// ```
///
/// Which journeys are held out depends on no seed and on no order of rows: equal paths are joined and sorted, their
/// journeys numbered on (goal, lost, open), and every [`folds`](OrderOptions::folds)-th is held out.
///
/// # Errors
/// [`Error::BadValue`] for order 0 and less than two folds; [`Error::NoJourneys`]; [`Error::TooMany`] states.
///
/// # Complexity
/// Time expected linear in steps, for each order; space linear in the different paths and contexts.
///
/// # References
/// H. Tong (1975), Determination of the order of a Markov chain by Akaike's information criterion,
/// doi:10.2307/3212863; R. W. Katz (1981), On some criteria for estimating the order of a Markov chain,
/// doi:10.1080/00401706.1981.10486293.
///
/// # Example
/// ```
/// use total_experience::journey::{OrderOptions, PathCounts, Paths, compare_orders};
///
/// let mut paths = Paths::new();
/// paths.add(&["A", "B", "C"], PathCounts::new(50, 0))?;
/// paths.add(&["D", "B", "E"], PathCounts::new(0, 50))?;
/// let fits = compare_orders(&paths, &OrderOptions::default().with_highest(2))?;
/// assert!(fits[1].bic < fits[0].bic); // what follows B depends on what was before
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
pub fn compare_orders(paths: &Paths, options: &OrderOptions) -> Result<Vec<OrderFit>, Error> {
    let bad = |item, value: String, expected| Err(Error::BadValue { item, value, expected });
    if options.highest == 0 {
        return bad("the highest order", "0".to_owned(), "1 or more");
    }
    if options.folds < 2 {
        return bad("the number of folds", options.folds.to_string(), "2 or more");
    }
    let split = Split::new(paths, options.folds);
    (1..=options.highest)
        .map(|order| {
            let chain = Chain::of_order(paths, order)?;
            let (held_out, sum, unseen) = split.foretell(order)?;
            Ok(OrderFit {
                order,
                states: chain.state_count(),
                parameters: chain.parameters(),
                log_likelihood: chain.log_likelihood(),
                aic: chain.aic(),
                bic: chain.bic(),
                held_out,
                held_out_mean: (held_out > 0).then(|| sum / held_out as f64),
                unseen,
            })
        })
        .collect()
}

/// Different paths, with the journeys to learn from and the ones held out.
struct Split {
    touchpoints: u32,
    /// Touchpoints and kinds of ends.
    symbols: f64,
    rows: Vec<(Vec<u32>, [u64; 3], [u64; 3])>,
}

impl Split {
    fn new(paths: &Paths, folds: u64) -> Self {
        let (names, ranks) = paths.ranks();
        let mut joined: BTreeMap<Vec<u32>, [u64; 3]> = BTreeMap::new();
        for row in paths.rows().filter(|row| row.counts.journeys() > 0) {
            let steps = row.steps.iter().map(|&step| ranks[step as usize]).collect();
            let sums = joined.entry(steps).or_default();
            sums[0] += row.counts.goal;
            sums[1] += row.counts.lost;
            sums[2] += row.counts.open;
        }
        let mut numbered = 0;
        let rows: Vec<_> = joined
            .into_iter()
            .map(|(steps, counts)| {
                let held = counts.map(|count| {
                    let before = numbered / folds;
                    numbered += count;
                    numbered / folds - before
                });
                (steps, [0, 1, 2].map(|end| counts[end] - held[end]), held)
            })
            .collect();
        let kinds = (0..3).filter(|&end| rows.iter().any(|row| row.1[end] + row.2[end] > 0)).count();
        Self { touchpoints: names.len() as u32, symbols: (names.len() + kinds) as f64, rows }
    }

    /// Held-out transitions, the sum of their log likelihoods, and how many are not known from the others.
    fn foretell(&self, order: usize) -> Result<(u64, f64, u64), Error> {
        let mut contexts = Contexts::new(order, self.touchpoints as usize);
        let mut counts: HashMap<(u32, u32), u64> = HashMap::new();
        let mut totals: HashMap<u32, u64> = HashMap::new();
        for (steps, kept, _) in &self.rows {
            self.walk(&mut contexts, steps, kept, |row, symbol, journeys| {
                *counts.entry((row, symbol)).or_default() += journeys;
                *totals.entry(row).or_default() += journeys;
            })?;
        }
        let (mut number, mut sum, mut unseen) = (0, 0.0, 0);
        for (steps, _, held) in &self.rows {
            self.walk(&mut contexts, steps, held, |row, symbol, journeys| {
                let count = counts.get(&(row, symbol)).copied().unwrap_or(0);
                let total = totals.get(&row).copied().unwrap_or(0);
                let chance = (count as f64 + 1.0 / self.symbols) / (total as f64 + 1.0);
                number += journeys;
                sum += journeys as f64 * chance.ln();
                unseen += if count == 0 { journeys } else { 0 };
            })?;
        }
        Ok((number, sum, unseen))
    }

    /// Calls `each` for every transition that some journey makes: context, touchpoint or end, journeys.
    fn walk(
        &self,
        contexts: &mut Contexts,
        steps: &[u32],
        counts: &[u64; 3],
        mut each: impl FnMut(u32, u32, u64),
    ) -> Result<(), Error> {
        let journeys = counts.iter().sum();
        if journeys == 0 {
            return Ok(());
        }
        let mut row = 0;
        for &step in steps {
            each(row, step, journeys);
            row = contexts.after(row, step)? + 1;
        }
        for (end, &count) in counts.iter().enumerate().filter(|end| *end.1 > 0) {
            each(row, self.touchpoints + end as u32, count);
        }
        Ok(())
    }
}
