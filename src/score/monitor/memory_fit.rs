//! Weights of moments in the overall score, chosen by cross-validation.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Memory, Remembered};
use crate::model::names::as_text;
use crate::numeric::cold_sort::sort_by_key;
use crate::numeric::linalg::dense;
use crate::score::Error;

const MEMORIES: usize = Memory::ALL.len();

/// Fewest respondents for a fit: five a weight.
const LEAST: usize = 5 * MEMORIES;

/// Account of how an overall score comes from moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MemoryModel {
    /// One summary as it is.
    Single(Memory),
    /// Half the peak and half the end.
    PeakEnd,
    /// Fitted weights of mean, worst and end.
    MeanWorstEnd,
    /// Fitted weights of all summaries.
    All,
}

impl fmt::Display for MemoryModel {
    /// The name of the one summary, or `peak_end`, `mean_worst_end`, `all`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Single(memory) => memory.name(),
            Self::PeakEnd => "peak_end",
            Self::MeanWorstEnd => "mean_worst_end",
            Self::All => "all",
        })
    }
}

impl FromStr for MemoryModel {
    type Err = Error;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, Error> {
        let names = Self::ALL.map(|model| model.to_string());
        let known = Self::ALL.into_iter().zip(&names).find(|(_, name)| *name == text);
        let unknown =
            || Error::unknown_name("account of memory", text, &names.each_ref().map(String::as_str));
        known.map(|(model, _)| model).ok_or_else(unknown)
    }
}

as_text!(MemoryModel);

impl MemoryModel {
    /// The candidates, the simplest first.
    pub const ALL: [Self; 9] = [
        Self::Single(Memory::Mean),
        Self::Single(Memory::Worst),
        Self::Single(Memory::Best),
        Self::Single(Memory::Peak),
        Self::Single(Memory::End),
        Self::Single(Memory::Trend),
        Self::PeakEnd,
        Self::MeanWorstEnd,
        Self::All,
    ];

    /// Its weights, fitted to these respondents where they are not fixed.
    fn weights<'a>(self, rows: impl Iterator<Item = &'a Row>) -> [f64; MEMORIES] {
        let fixed = |share: fn(Memory) -> f64| Memory::ALL.map(share);
        match self {
            Self::Single(single) => Memory::ALL.map(|memory| if memory == single { 1.0 } else { 0.0 }),
            Self::PeakEnd => fixed(|memory| match memory {
                Memory::Peak | Memory::End => 0.5,
                _ => 0.0,
            }),
            Self::MeanWorstEnd => {
                fit(rows, |at| matches!(Memory::ALL[at], Memory::Mean | Memory::Worst | Memory::End))
            }
            Self::All => fit(rows, |_| true),
        }
    }
}

/// Account of memory with its weights and its error on held-out respondents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemoryCandidate {
    /// The account.
    pub model: MemoryModel,
    /// Its weights over all respondents, in the order of [`Memory::ALL`]: 0 or more, of sum 1.
    pub weights: [f64; MEMORIES],
    /// Root mean square of what it is off by in points, each respondent predicted from the others' folds.
    pub error: f64,
    /// By how much its mean square is above that of the best account.
    pub excess: f64,
    /// Standard error of the excess, from the differences by respondent. An excess under two of these is no evidence
    /// against an account.
    pub excess_error: f64,
}

/// Comparison of the accounts of what is remembered, on held-out respondents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemoryFit {
    /// One entry an account, in the order of [`MemoryModel::ALL`].
    pub candidates: Vec<MemoryCandidate>,
    /// The account with the least hold-out error; of equals the simplest.
    pub best: MemoryModel,
    /// Number of respondents.
    pub respondent_count: usize,
    /// Number of folds.
    pub fold_count: usize,
}

impl MemoryFit {
    /// The entry of an account.
    pub fn candidate(&self, model: MemoryModel) -> Option<&MemoryCandidate> {
        self.candidates.iter().find(|candidate| candidate.model == model)
    }
}

/// What one respondent's summaries are off the overall score by.
type Row = [f64; MEMORIES];

/// Weights of moments in the overall score, fitted, and all accounts of them compared on respondents held out.
///
/// # Definition
///
/// With summaries `f_ij` of respondent `i` ([`Remembered`]) and overall scores `y_i`, the fitted weights minimise
/// `sum_i (y_i - sum_j w_j f_ij)^2` under `w_j >= 0`, `sum w_j = 1`. There is no constant: what is remembered is on
/// the scale of the moments. Every active set is tried (63 for six weights), so the minimum is global; where several
/// are equally good, the one with the fewest summaries, then the first. Respondent `i` is in fold `i mod folds`; each
/// is predicted by weights fitted to the other folds.
///
/// # Arguments
///
/// `moments`: one entry a respondent. `overall`: their overall scores, points on 0..100. `folds`: 2 or more, such as
/// 10. Folds go by position, so put respondents in an order that has nothing to do with their answers, such as that
/// of their ids.
///
/// # Errors
///
/// [`Error::WrongLength`]; [`Error::TooFew`] under 30 respondents (five a weight), under 2 folds, or more folds than
/// respondents; [`Error::Case`] around [`Error::OutOfRange`] for an overall score off 0..100.
///
/// # Complexity
///
/// O(folds x respondents) time for the accounts that are fitted, with a constant of 36; O(respondents) space.
///
/// # References
///
/// Lawson and Hanson (1995), Solving Least Squares Problems, chapter 23, doi:10.1137/1.9781611971217. Stone (1974),
/// Cross-validatory choice and assessment of statistical predictions, doi:10.1111/j.2517-6161.1974.tb00994.x.
///
/// # Example
///
/// ```
/// use total_experience::score::monitor::{MemoryModel, Remembered, fit_memory};
///
/// // Forty people who remember half of the mean and half of the worst moment.
/// let moments: Vec<Remembered> = (0..40)
///     .map(|at| Remembered::from_moments(&[60.0 + (at % 7) as f64, (at * at % 50) as f64, 40.0 + (at * 13 % 31) as f64]))
///     .collect::<Result<_, _>>()?;
/// let overall: Vec<f64> = moments.iter().map(|visit| 0.5 * visit.mean + 0.5 * visit.worst).collect();
/// let fit = fit_memory(&moments, &overall, 10)?;
/// assert_eq!(fit.best, MemoryModel::MeanWorstEnd);
/// let weights = fit.candidate(fit.best).unwrap().weights;
/// assert_eq!(format!("{weights:.3?}"), "[0.500, 0.500, 0.000, 0.000, 0.000, 0.000]");
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn fit_memory(moments: &[Remembered], overall: &[f64], folds: usize) -> Result<MemoryFit, Error> {
    let respondents = moments.len();
    if overall.len() != respondents {
        return Err(Error::WrongLength {
            what: "overall scores",
            found: overall.len(),
            expected: respondents,
        });
    }
    let enough = |what, found, least| {
        if found < least { Err(Error::TooFew { what, found, least }) } else { Ok(()) }
    };
    enough("folds", folds, 2)?;
    enough("respondents with an overall score", respondents, LEAST.max(folds))?;
    if let Some(case) = overall.iter().position(|points| !(0.0..=100.0).contains(points)) {
        let (what, value) = ("an overall score in points", overall[case]);
        let source = Box::new(Error::out_of_range(what, value, "0 to 100"));
        return Err(Error::Case { case, source });
    }
    let rows: Vec<Row> = moments
        .iter()
        .zip(overall)
        .map(|(moments, overall)| Memory::ALL.map(|memory| moments.get(memory) - overall))
        .collect();
    let squares: Vec<Vec<f64>> =
        MemoryModel::ALL.iter().map(|model| held_out(*model, &rows, folds)).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let means: Vec<f64> = squares.iter().map(|squares| mean(squares)).collect();
    // An account must beat a simpler one by more than rounding.
    let least = (0..means.len()).fold(0, |best, at| if means[at] < means[best] - 1e-12 { at } else { best });
    let candidates =
        MemoryModel::ALL.iter().zip(&squares).zip(&means).map(|((&model, own), &mean_square)| {
            let excess: Vec<f64> = own.iter().zip(&squares[least]).map(|(own, best)| own - best).collect();
            let centre = mean(&excess);
            let spread = excess.iter().map(|value| (value - centre).powi(2)).sum::<f64>();
            let n = respondents as f64;
            MemoryCandidate {
                model,
                weights: model.weights(rows.iter()),
                error: mean_square.sqrt(),
                excess: centre,
                excess_error: (spread / (n - 1.0) / n).sqrt(),
            }
        });
    let candidates = candidates.collect();
    Ok(MemoryFit {
        candidates,
        best: MemoryModel::ALL[least],
        respondent_count: respondents,
        fold_count: folds,
    })
}

/// For each respondent the square of what weights fitted to the other folds are off by.
fn held_out(model: MemoryModel, rows: &[Row], folds: usize) -> Vec<f64> {
    let mut squares = vec![0.0; rows.len()];
    for fold in 0..folds {
        let others = rows.iter().enumerate().filter(|(at, _)| at % folds != fold).map(|(_, row)| row);
        let weights = model.weights(others);
        for at in (fold..rows.len()).step_by(folds) {
            squares[at] =
                rows[at].iter().zip(&weights).map(|(off, weight)| off * weight).sum::<f64>().powi(2);
        }
    }
    squares
}

/// The weights over the `allowed` summaries, 0 or more and of sum 1, with the least sum of squares. As they sum to 1,
/// `y - sum w f = -sum w (f - y)`: the sum of squares is `w' M w` with `M` the products of the rows.
fn fit<'a>(rows: impl Iterator<Item = &'a Row>, allowed: impl Fn(usize) -> bool) -> [f64; MEMORIES] {
    let mut products = [[0.0; MEMORIES]; MEMORIES];
    for row in rows {
        for (line, &a) in products.iter_mut().zip(row) {
            line.iter_mut().zip(row).for_each(|(sum, &b)| *sum += a * b);
        }
    }
    let size = (0..MEMORIES).map(|at| products[at][at]).fold(f64::MIN_POSITIVE, f64::max);
    products.iter_mut().flatten().for_each(|value| *value /= size);
    let mut sets: Vec<u32> = (1..1_u32 << MEMORIES)
        .filter(|set| (0..MEMORIES).all(|at| set >> at & 1 == 0 || allowed(at)))
        .collect();
    sort_by_key(&mut sets, |set| set.count_ones());
    let (mut best, mut least) = ([0.0; MEMORIES], f64::INFINITY);
    for set in sets {
        let Some(weights) = on_support(&products, set) else { continue };
        let value: f64 = (0..MEMORIES)
            .map(|i| weights[i] * (0..MEMORIES).map(|j| products[i][j] * weights[j]).sum::<f64>())
            .sum();
        // A larger set must be better by more than rounding.
        if value < least - 1e-14 {
            (best, least) = (weights, value);
        }
    }
    best
}

/// The weights of least squares that are 0 off this set, if none of them is negative.
fn on_support(products: &[[f64; MEMORIES]; MEMORIES], set: u32) -> Option<[f64; MEMORIES]> {
    let members: Vec<usize> = (0..MEMORIES).filter(|at| set >> at & 1 == 1).collect();
    let count = members.len();
    // Stationary where M w is the same for all of them, and the weights sum to 1.
    let mut system = Vec::with_capacity((count + 1) * (count + 1));
    for &i in &members {
        system.extend(members.iter().map(|&j| products[i][j]));
        system.push(1.0);
    }
    system.extend(std::iter::repeat_n(1.0, count));
    system.push(0.0);
    let mut solution = vec![0.0; count];
    solution.push(1.0);
    dense::solve(&mut system, &mut solution)?;
    let solved = solution.get(..count)?;
    if !solved.iter().all(|weight| *weight >= 0.0 && weight.is_finite()) {
        return None;
    }
    let sum: f64 = solved.iter().sum();
    let mut weights = [0.0; MEMORIES];
    members.iter().zip(solved).for_each(|(&at, weight)| weights[at] = weight / sum);
    Some(weights)
}
