//! Order selection: chains of several orders, compared by AIC, BIC and held-out journeys.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Paths;
use super::chain::{akaike, schwarz};
use crate::journey::Error;
use crate::numeric::iterate::iterate;
use crate::numeric::prefix::Prefix;
use crate::numeric::stats::ExactSum;

/// Options of [`OrderSelection::fit_with`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
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
    /// Sets the [`highest`](Self::highest) order.
    #[must_use]
    pub const fn with_highest(mut self, highest: usize) -> Self {
        self.highest = highest;
        self
    }

    /// Sets the [`folds`](Self::folds).
    #[must_use]
    pub const fn with_folds(mut self, folds: u64) -> Self {
        self.folds = folds;
        self
    }
}

/// Fit of a chain of one order: information criteria, and likelihood of journeys held out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OrderFit {
    /// The order.
    pub order: usize,
    /// States of the chain.
    #[serde(rename = "states")]
    pub state_count: usize,
    /// Free probabilities of the chain.
    #[serde(rename = "parameters")]
    pub parameter_count: u64,
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

/// Chains of order 1 to [`OrderOptions::highest`], compared.
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
/// # Complexity
/// - Time: a sort of the paths by counting, then linear in the steps of different paths for each order.
/// - Space: 24 bytes for each of these steps, and linear in paths.
///
/// # References
/// H. Tong (1975), Determination of the order of a Markov chain by Akaike's information criterion,
/// doi:10.2307/3212863; R. W. Katz (1981), On some criteria for estimating the order of a Markov chain,
/// doi:10.1080/00401706.1981.10486293.
///
/// # Example
/// ```
/// use total_experience::journey::markov::{OrderSelection, PathCounts, Paths};
///
/// let mut paths = Paths::new();
/// paths.add(&["A", "B", "C"], PathCounts::goal(50))?;
/// paths.add(&["D", "B", "E"], PathCounts::default().with_lost(50))?;
/// let orders = OrderSelection::fit(&paths)?;
/// assert!(orders.fits[1].bic < orders.fits[0].bic); // what follows B depends on what was before
/// assert_eq!(orders.best_by_bic().map(|fit| fit.order), Some(2));
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct OrderSelection {
    /// The chains, by order.
    pub fits: Vec<OrderFit>,
}

impl OrderSelection {
    /// Chains of order 1 to 4, compared. See [`OrderSelection`] for definition and cost.
    ///
    /// # Errors
    /// [`Error::NoJourneys`].
    pub fn fit(paths: &Paths) -> Result<Self, Error> {
        Self::fit_with(paths, &OrderOptions::default())
    }

    /// Chains up to another order, or with another part of the journeys held out, compared.
    ///
    /// # Errors
    /// [`Error::BadValue`] for order 0 and less than two folds; [`Error::NoJourneys`].
    pub fn fit_with(paths: &Paths, options: &OrderOptions) -> Result<Self, Error> {
        let bad = |what, value: String, expected| Err(Error::BadValue { what, value, expected });
        if options.highest == 0 {
            return bad("the highest order", "0".to_owned(), "1 or more");
        }
        if options.folds < 2 {
            return bad("the number of folds", options.folds.to_string(), "2 or more");
        }
        if paths.totals().journey_count() == 0 {
            return Err(Error::NoJourneys);
        }
        let split = Split::new(paths, options.folds);
        let mut contexts = Contexts::new(&split);
        Ok(Self { fits: (1..=options.highest).map(|order| contexts.fit(order)).collect() })
    }

    /// The order with the smallest AIC; of equals the lowest, as below.
    pub fn best_by_aic(&self) -> Option<&OrderFit> {
        self.best(|fit| Some(fit.aic))
    }

    /// The order with the smallest BIC: few parameters, for explaining.
    pub fn best_by_bic(&self) -> Option<&OrderFit> {
        self.best(|fit| Some(fit.bic))
    }

    /// The order that foretells journeys held out best; none where no journey is held out.
    pub fn best_held_out(&self) -> Option<&OrderFit> {
        self.best(|fit| Some(-fit.held_out_mean?))
    }

    fn best(&self, cost: impl Fn(&OrderFit) -> Option<f64>) -> Option<&OrderFit> {
        let known = self.fits.iter().filter_map(|fit| Some((fit, cost(fit)?)));
        known.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(fit, _)| fit)
    }
}

iterate! { OrderSelection => OrderFit in fits }

/// Different paths, with the journeys to learn from and the ones held out.
struct Split {
    touchpoints: usize,
    /// Touchpoints and kinds of ends.
    symbols: f64,
    /// All steps, path by path: the touchpoint and the path.
    steps: Vec<(u32, u32)>,
    paths: Vec<Path>,
}

struct Path {
    /// Where its steps end.
    end: usize,
    /// Journeys by how they ended: to learn from, and held out.
    kept: [u64; 3],
    held: [u64; 3],
}

impl Split {
    fn new(paths: &Paths, folds: u64) -> Self {
        let (names, ranks) = paths.ranks();
        let prefix = Prefix::new(names.len());
        let mut ranked = Vec::with_capacity(paths.step_count());
        let mut rows = Vec::with_capacity(paths.len());
        for row in paths.rows().filter(|row| row.counts.journey_count() > 0) {
            let begin = ranked.len();
            ranked.extend(row.steps.iter().map(|&step| ranks[step as usize]));
            let code = prefix.of(ranked[begin..].iter().map(|&rank: &u32| u64::from(rank)));
            rows.push((code, begin..ranked.len(), [row.counts.goal, row.counts.lost, row.counts.open]));
        }
        let rest =
            |range: &Range<usize>| ranked.get(range.start + prefix.length..range.end).unwrap_or_default();
        rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| rest(&a.1).cmp(rest(&b.1))));

        let mut split = Self {
            touchpoints: names.len(),
            symbols: 0.0,
            steps: Vec::with_capacity(ranked.len()),
            paths: Vec::new(),
        };
        let mut numbered = 0;
        for equal in rows.chunk_by(|a, b| a.0 == b.0 && rest(&a.1) == rest(&b.1)) {
            let counts = [0, 1, 2].map(|end| equal.iter().map(|row| row.2[end]).sum::<u64>());
            let held = counts.map(|count| {
                let before = numbered / folds;
                numbered += count;
                numbered / folds - before
            });
            let path = split.paths.len() as u32;
            split.steps.extend(ranked[equal[0].1.clone()].iter().map(|&step| (step, path)));
            let kept = [0, 1, 2].map(|end| counts[end] - held[end]);
            split.paths.push(Path { end: split.steps.len(), kept, held });
        }
        let ended = |end: usize| split.paths.iter().any(|path| path.kept[end] + path.held[end] > 0);
        split.symbols = (names.len() + (0..3).filter(|&end| ended(end)).count()) as f64;
        split
    }
}

/// In which contexts the steps and ends of all paths are, order by order: 0 is the start, the others are sequences of
/// touchpoints, numbered from 1.
struct Contexts<'a> {
    split: &'a Split,
    count: usize,
    /// Per step the context in which it is made, per path the one in which it ends.
    before: Vec<u32>,
    last: Vec<u32>,
    /// The places of the steps by touchpoint.
    by_touchpoint: Vec<u32>,
}

impl<'a> Contexts<'a> {
    /// Those of order 1: touchpoints.
    fn new(split: &'a Split) -> Self {
        let touchpoints: Vec<u32> = split.steps.iter().map(|&(touchpoint, _)| touchpoint).collect();
        let (by_touchpoint, _) = gathered(&touchpoints, split.touchpoints, 0..touchpoints.len() as u32);
        let after: Vec<u32> = touchpoints.iter().map(|touchpoint| touchpoint + 1).collect();
        let (before, last) = (vec![0; after.len()], vec![0; split.paths.len()]);
        let mut contexts = Self { split, count: 0, before, last, by_touchpoint };
        contexts.follow(&after, split.touchpoints + 1);
        contexts
    }

    /// Goes on to `count` contexts, given per step the one that it leads to.
    fn follow(&mut self, after: &[u32], count: usize) {
        let mut begin = 0;
        for (path, last) in self.split.paths.iter().zip(&mut self.last) {
            *last = 0;
            for (before, &after) in self.before[begin..path.end].iter_mut().zip(&after[begin..path.end]) {
                *before = std::mem::replace(last, after);
            }
            begin = path.end;
        }
        self.count = count;
    }

    /// How well the chain of this order fits and foretells; goes on to the next order, where a context and what follows
    /// it are the context of what comes then.
    fn fit(&mut self, order: usize) -> OrderFit {
        let Split { steps, paths, symbols, .. } = self.split;
        let (by_context, step_bounds) =
            gathered(&self.before, self.count, self.by_touchpoint.iter().copied());
        let (ending, path_bounds) = gathered(&self.last, self.count, 0..paths.len() as u32);
        let mut after = vec![0; steps.len()];
        let mut number = 0;
        // Of one context the journeys, kept and held out, by what follows.
        let mut next: Vec<[u64; 2]> = Vec::new();
        let (mut parameters, mut transitions, mut likelihood) = (0, 0, ExactSum::default());
        let (mut held_out, mut foretold, mut unseen) = (0, ExactSum::default(), 0);
        for (step_bounds, path_bounds) in step_bounds.windows(2).zip(path_bounds.windows(2)) {
            next.clear();
            let mut latest = None;
            for &step in &by_context[step_bounds[0]..step_bounds[1]] {
                let (touchpoint, path) = steps[step as usize];
                if latest.replace(touchpoint) != Some(touchpoint) {
                    number += 1;
                    next.push([0; 2]);
                }
                after[step as usize] = number;
                let path = &paths[path as usize];
                if let Some(journeys) = next.last_mut() {
                    journeys[0] += path.kept.iter().sum::<u64>();
                    journeys[1] += path.held.iter().sum::<u64>();
                }
            }
            let mut ends = [[0; 2]; 3];
            for &path in &ending[path_bounds[0]..path_bounds[1]] {
                let path = &paths[path as usize];
                for (end, journeys) in ends.iter_mut().enumerate() {
                    journeys[0] += path.kept[end];
                    journeys[1] += path.held[end];
                }
            }
            next.extend(ends.iter().filter(|[kept, held]| kept + held > 0));
            let known: u64 = next.iter().map(|[kept, _]| kept).sum();
            let total: u64 = known + next.iter().map(|[_, held]| held).sum::<u64>();
            for &[kept, held] in &next {
                let count = (kept + held) as f64;
                likelihood.add(count * (count / total as f64).ln());
                if held > 0 {
                    let chance = (kept as f64 + 1.0 / symbols) / (known as f64 + 1.0);
                    foretold.add(held as f64 * chance.ln());
                    held_out += held;
                    unseen += if kept == 0 { held } else { 0 };
                }
            }
            parameters += (next.len() as u64).saturating_sub(1);
            transitions += total;
        }
        let log_likelihood = likelihood.value();
        let fit = OrderFit {
            order,
            state_count: self.count - 1,
            parameter_count: parameters,
            log_likelihood,
            aic: akaike(parameters, log_likelihood),
            bic: schwarz(parameters, transitions, log_likelihood),
            held_out,
            held_out_mean: (held_out > 0).then(|| foretold.value() / held_out as f64),
            unseen,
        };
        self.follow(&after, number as usize + 1);
        fit
    }
}

/// `items`, numbers into `keys`, by key, and in their order where keys are equal; and per key where its items begin, and
/// their number at the end.
fn gathered(keys: &[u32], count: usize, items: impl Iterator<Item = u32>) -> (Vec<u32>, Vec<usize>) {
    let mut bounds = vec![0; count + 2];
    keys.iter().for_each(|&key| bounds[key as usize + 2] += 1);
    (2..bounds.len()).for_each(|key| bounds[key] += bounds[key - 1]);
    let mut gathered = vec![0; keys.len()];
    for item in items {
        let next = &mut bounds[keys[item as usize] as usize + 1];
        gathered[*next] = item;
        *next += 1;
    }
    bounds.truncate(count + 1);
    (gathered, bounds)
}
