//! Choquet integral: an index whose components interact.

use serde::{Deserialize, Serialize};

use crate::numeric::cold_sort::sort_by_key;
use crate::score::Error;

/// Choquet integral over a 2-additive capacity: an index whose components matter by themselves and in pairs.
///
/// # Definition
///
/// With `phi_i` the Shapley value of component i (its importance, all together 1) and `I_ij` the interaction of a pair
/// in -1..1, the Choquet integral of points x is
///
/// `C = sum_i phi_i x_i - 1/2 sum_{i<j} I_ij |x_i - x_j|`.
///
/// `I_ij > 0`: both are needed, and a gap between them costs. `I_ij < 0`: one stands in for the other. All `I_ij = 0`
/// is the arithmetic mean. The index grows with every component iff `phi_i >= 1/2 sum_j |I_ij|` for each; it then lies
/// between the least and the largest of the points.
///
/// # Complexity
///
/// O(n + pairs) time and space, to make and to evaluate.
///
/// # References
///
/// Grabisch (1997), k-order additive discrete fuzzy measures and their representation,
/// doi:10.1016/S0165-0114(97)00168-1; Choquet (1954), Theory of capacities, doi:10.5802/aif.53.
///
/// # Example
///
/// ```
/// use total_experience::score::scorecard::Choquet;
///
/// // Customer and employee experience need each other.
/// let index = Choquet::new(&[0.3, 0.3, 0.2, 0.2], &[(0, 1, 0.4)])?;
/// assert!((index.value(&[72.0, 55.0, 80.0, 68.0])? - 64.3).abs() < 1e-12);
/// assert!((index.value(&[92.0, 35.0, 80.0, 68.0])? - 56.3).abs() < 1e-12);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Declared")]
pub struct Choquet {
    shapley: Vec<f64>,
    /// Pairs with another interaction than 0, the lower component first, ascending.
    #[serde(rename = "interactions")]
    pairs: Vec<(usize, usize, f64)>,
}

/// A capacity before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    shapley: Vec<f64>,
    #[serde(default)]
    interactions: Vec<(usize, usize, f64)>,
}

impl TryFrom<Declared> for Choquet {
    type Error = Error;

    fn try_from(declared: Declared) -> Result<Self, Error> {
        Self::new(&declared.shapley, &declared.interactions)
    }
}

/// How far from 1 Shapley values may sum, and how far below its least one may lie: declared numbers are rounded.
const TOLERANCE: f64 = 1e-9;

impl Choquet {
    /// The index with these Shapley values and interactions `(i, j, I_ij)`; pairs that are not listed do not interact.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a number that is not finite; [`Error::Pair`] for a pair of a component with itself, with
    /// one that does not exist, or that stands twice; [`Error::CapacitySum`]; [`Error::Capacity`] where a component's
    /// interactions are more than it can bear.
    pub fn new(shapley: &[f64], interactions: &[(usize, usize, f64)]) -> Result<Self, Error> {
        let pairs = checked_pairs(shapley.len(), interactions)?;
        check_finite("Shapley value", shapley.iter().copied())?;
        let sum: f64 = shapley.iter().sum();
        if (sum - 1.0).abs() > TOLERANCE {
            return Err(Error::CapacitySum { sum });
        }
        let mut least = vec![0.0; shapley.len()];
        for &(i, j, interaction) in &pairs {
            least[i] += interaction.abs() / 2.0;
            least[j] += interaction.abs() / 2.0;
        }
        let short = |(phi, least): (&f64, &f64)| *phi < least - TOLERANCE;
        if let Some(component) = shapley.iter().zip(&least).position(short) {
            let (shapley, least) = (shapley[component], least[component]);
            return Err(Error::Capacity { component, shapley, least });
        }
        Ok(Self { shapley: shapley.to_vec(), pairs })
    }

    /// The index with these Moebius masses: `phi_i = m_i + 1/2 sum_j m_ij`, `I_ij = m_ij`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_moebius(singles: &[f64], pairs: &[(usize, usize, f64)]) -> Result<Self, Error> {
        let checked = checked_pairs(singles.len(), pairs)?;
        let mut shapley = singles.to_vec();
        for (i, j, mass) in checked {
            shapley[i] += mass / 2.0;
            shapley[j] += mass / 2.0;
        }
        Self::new(&shapley, pairs)
    }

    /// The Shapley value of each component, its importance; they sum to 1.
    pub fn shapley(&self) -> &[f64] {
        &self.shapley
    }

    /// The interaction of two components, in any order; 0 where none was declared.
    pub fn interaction(&self, first: usize, second: usize) -> f64 {
        let key = (first.min(second), first.max(second));
        self.pairs.binary_search_by_key(&key, |&(i, j, _)| (i, j)).map_or(0.0, |at| self.pairs[at].2)
    }

    /// The worth of a set of components, 0 for none to 1 for all: the index when these have 1 and the others 0.
    ///
    /// Components that do not exist add nothing.
    pub fn capacity(&self, components: &[usize]) -> f64 {
        let points: Vec<f64> =
            (0..self.shapley.len()).map(|at| f64::from(u8::from(components.contains(&at)))).collect();
        self.integral(&points)
    }

    /// The index of points, one a component, in their unit.
    ///
    /// # Errors
    ///
    /// [`Error::WrongLength`] for another number of points, [`Error::OutOfRange`] for one that is not finite.
    pub fn value(&self, points: &[f64]) -> Result<f64, Error> {
        let (found, expected) = (points.len(), self.shapley.len());
        if found != expected {
            return Err(Error::WrongLength { what: "components", found, expected });
        }
        check_finite("point value", points.iter().copied())?;
        Ok(self.integral(points))
    }

    fn integral(&self, points: &[f64]) -> f64 {
        let mean: f64 = self.shapley.iter().zip(points).map(|(phi, x)| phi * x).sum();
        let gaps: f64 = self.pairs.iter().map(|&(i, j, share)| share * (points[i] - points[j]).abs()).sum();
        mean - gaps / 2.0
    }
}

/// The pairs, lower component first, ascending.
fn checked_pairs(
    components: usize,
    pairs: &[(usize, usize, f64)],
) -> Result<Vec<(usize, usize, f64)>, Error> {
    check_finite("interaction", pairs.iter().map(|pair| pair.2))?;
    let mut sorted: Vec<_> = pairs.iter().map(|&(i, j, share)| (i.min(j), i.max(j), share)).collect();
    sort_by_key(&mut sorted, |&(i, j, _)| (i, j));
    let wrong = |at: &usize| {
        let (i, j, _) = sorted[*at];
        i == j || j >= components || sorted.get(at + 1).is_some_and(|next| (next.0, next.1) == (i, j))
    };
    if let Some((first, second, _)) = (0..sorted.len()).find(wrong).map(|at| sorted[at]) {
        return Err(Error::Pair { first, second, components });
    }
    Ok(sorted)
}

fn check_finite(list: &'static str, mut values: impl Iterator<Item = f64> + Clone) -> Result<(), Error> {
    let mut copy = values.clone();
    let Some(position) = values.position(|value| !value.is_finite()) else { return Ok(()) };
    let value = copy.nth(position).unwrap_or(f64::NAN);
    Err(Error::out_of_range(format!("{list} {position}"), value, "a finite number"))
}
