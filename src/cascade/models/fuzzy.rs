//! Fuzzy cognitive maps.

use serde::{Deserialize, Serialize};

use crate::model::names::names;
use crate::numeric::linalg::csr::Csr;

use crate::cascade::edges::check;
use crate::cascade::{EdgeColumns, Error};

/// Rule by which the next value of a concept follows from the present ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FuzzyRule {
    /// a_j <- f(sum_i W\[i,j\] a_i).
    Kosko,
    /// a_j <- f(a_j + sum_i W\[i,j\] a_i): a concept remembers itself.
    #[default]
    ModifiedKosko,
    /// a_j <- f(2 a_j - 1 + sum_i W\[i,j\] (2 a_i - 1)): one half means nothing.
    Rescaled,
}

names! { FuzzyRule, "rule of a fuzzy map", crate::cascade::Error, {
    Kosko => "kosko",
    ModifiedKosko => "modified_kosko",
    Rescaled => "rescaled",
} }

/// Options of a fuzzy cognitive map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct FuzzyOptions {
    /// Which rule; modified Kosko unless set.
    pub rule: FuzzyRule,
    /// Steepness lambda of the sigmoid f(x) = 1 / (1 + exp(-lambda x)), above 0; default 1.
    pub steepness: f64,
    /// The map has settled when no concept moves by more in a step; default 1e-9.
    pub tolerance: f64,
    /// Most steps, up to 1,000,000; default 1,000.
    pub max_iterations: usize,
}

impl Default for FuzzyOptions {
    fn default() -> Self {
        Self { rule: FuzzyRule::ModifiedKosko, steepness: 1.0, tolerance: 1e-9, max_iterations: 1_000 }
    }
}

impl FuzzyOptions {
    /// Sets the rule.
    #[must_use]
    pub fn with_rule(mut self, rule: FuzzyRule) -> Self {
        self.rule = rule;
        self
    }

    /// Sets the steepness of the sigmoid.
    #[must_use]
    pub fn with_steepness(mut self, lambda: f64) -> Self {
        self.steepness = lambda;
        self
    }

    /// Sets how little the concepts may move when the map has settled.
    #[must_use]
    pub fn with_tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the most steps.
    #[must_use]
    pub fn with_max_iterations(mut self, steps: usize) -> Self {
        self.max_iterations = steps;
        self
    }
}

/// The course of a fuzzy cognitive map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FuzzyCourse {
    /// The values of all concepts at the start and after each step.
    pub steps: Vec<Vec<f64>>,
    /// Whether the last step moved nothing by more than the tolerance. Published maps have been read off before.
    pub settled: bool,
}

/// Every step is kept, so that there is an end to them.
const MOST_STEPS: usize = 1_000_000;

/// Runs a fuzzy cognitive map from a start.
///
/// What it answers: what a map of experts' opinions, drawn with weights in -1..1 and read as fuzzy degrees, says. It is
/// here so that published maps can be compared; its values are degrees and not points, and a [`Network`](crate::cascade::Network)
/// answers what a change does.
///
/// # Definition
///
/// All concepts move at once by the [`FuzzyRule`], with f(x) = 1 / (1 + exp(-lambda x)), until none moves by more than
/// the tolerance. Weights need not be stable in the sense of a cascade: f bounds everything.
///
/// # Arguments
///
/// `start`: a degree in 0..1 for each concept; `edges`: the weights W\[i,j\] from i to j. A concept may act on itself
/// with a lag of 1 or more, which all influences have here.
///
/// # Errors
///
/// What [`Network::from_columns`](crate::cascade::Network::from_columns) says of columns; [`Error::NodeOutOfRange`] for a start
/// outside 0..1; [`Error::OutOfRange`].
///
/// # Complexity
///
/// O(concepts + edges) time and O(concepts) space a step.
///
/// # References
///
/// Kosko (1986), Fuzzy cognitive maps, doi:10.1016/S0020-7373(86)80040-2; Stylios & Groumpos (2004), Modeling complex
/// systems using fuzzy cognitive maps, doi:10.1109/TSMCA.2003.818878; Papageorgiou (2011), A new methodology for
/// decisions in medical informatics using fuzzy cognitive maps, doi:10.1016/j.asoc.2009.12.010, for the rescaled rule.
///
/// # Example
///
/// ```
/// use total_experience::cascade::EdgeColumns;
/// use total_experience::cascade::models::fuzzy_map;
///
/// let course = fuzzy_map(&[1.0, 0.0], &EdgeColumns { from: &[0], to: &[1], weight: &[0.6], ..EdgeColumns::default() })?;
/// assert!(course.settled);
/// assert!(course.steps[1][1] > 0.5);
/// # Ok::<(), total_experience::cascade::Error>(())
/// ```
pub fn fuzzy_map(start: &[f64], edges: &EdgeColumns<'_>) -> Result<FuzzyCourse, Error> {
    fuzzy_map_with(start, edges, &FuzzyOptions::default())
}

/// [`fuzzy_map`] with options.
///
/// # Errors
///
/// As [`fuzzy_map`], and for options out of range.
pub fn fuzzy_map_with(
    start: &[f64],
    edges: &EdgeColumns<'_>,
    options: &FuzzyOptions,
) -> Result<FuzzyCourse, Error> {
    check(start.len(), edges, &|number| number.to_string())?;
    if let Some(node) = start.iter().position(|degree| !(0.0..=1.0).contains(degree)) {
        return Err(Error::NodeOutOfRange {
            what: "degree",
            node: node.to_string(),
            value: start[node],
            range: "from 0 to 1",
        });
    }
    if options.max_iterations > MOST_STEPS.min(1_000_000_000 / start.len()) {
        let (option, value) = ("max_iterations", options.max_iterations as f64);
        let range = "at most 1,000,000, and steps x concepts below a billion";
        return Err(Error::OutOfRange { what: option, value, range });
    }
    let lambda = options.steepness;
    for (option, value) in [("steepness", lambda), ("tolerance", options.tolerance)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Error::OutOfRange { what: option, value, range: "finite and above 0" });
        }
    }
    let into = Csr::new(start.len(), edges.to, edges.from, edges.weight);
    let mut steps = vec![start.to_vec()];
    let mut settled = false;
    while !settled && steps.len() <= options.max_iterations {
        let now = steps.last().map_or(start, Vec::as_slice);
        let centred: Vec<f64>;
        let (seen, own) = match options.rule {
            FuzzyRule::Kosko => (now, 0.0),
            FuzzyRule::ModifiedKosko => (now, 1.0),
            FuzzyRule::Rescaled => {
                centred = now.iter().map(|degree| 2.0 * degree - 1.0).collect();
                (centred.as_slice(), 1.0)
            }
        };
        let next: Vec<f64> = (0..start.len())
            .map(|node| 1.0 / (1.0 + (-lambda * (own * seen[node] + into.dot(node, seen))).exp()))
            .collect();
        settled = next.iter().zip(now).all(|(next, now)| (next - now).abs() <= options.tolerance);
        steps.push(next);
    }
    Ok(FuzzyCourse { steps, settled })
}
