//! Index with Monte Carlo limits, and stability of a ranking.

use serde::{Deserialize, Serialize};

use super::composite::{evidence_of, index_drawn, index_of, normalised};
use super::draws::draw;
use super::{Component, Composite, DrawOptions, IndexKind};
use crate::numeric::stats::rng::Rng;
use crate::score::Error;

/// Index of several components, with limits by drawing them.
///
/// It is for other seeds and numbers of draws than those of [`composite`](super::composite()), and for indexes that it
/// finds by the delta method.
///
/// # Definition
///
/// Each draw takes for each component, independently, Wilson's score limit at a standard normal deviate in place of a
/// quantile, with `x_i (100 - x_i) / se_i^2` effective answers: `x_i + se_i e` but for the ends of 0..100. It then
/// computes the index of these. Limits are type 7 quantiles of the draws at `(1 -+ level)/2`, widened to hold the index
/// of the points as they are; the standard error is the draws' standard deviation (divisor one less than their number).
/// Where the delta method serves the two agree for small standard errors.
///
/// The minimum of several uncertain scores is on average below the minimum of the scores: the limits show it. With the
/// answers at hand [`Bootstrap::resample`](crate::score::inference::Bootstrap::resample) does without normal scores and without independence.
///
/// # Arguments
///
/// As for [`composite`](super::composite).
///
/// # Errors
///
/// As for [`composite`](super::composite); [`Error::OutOfRange`] for no draws. Without one of the standard errors the
/// index has no limits, and says so.
///
/// # Complexity
///
/// O(draws x components + draws log draws) time, O(draws) space.
///
/// # References
///
/// Metropolis & Ulam (1949), The Monte Carlo method, doi:10.1080/01621459.1949.10483310; Saisana, Saltelli & Tarantola
/// (2005), doi:10.1111/j.1467-985X.2005.00350.x.
///
/// # Example
///
/// ```
/// use total_experience::score::scorecard::{Component, DrawOptions, IndexKind, composite_by_draws};
///
/// let component = |points| Component { points, standard_error: Some(2.0), weight: 1.0 };
/// let four = [72.0, 55.0, 80.0, 68.0].map(component);
/// let index = composite_by_draws(IndexKind::Minimum, &four, &DrawOptions::default())?;
/// assert_eq!(index.points, 55.0);
/// assert!((index.low.unwrap() - 51.1).abs() < 0.3 && (index.high.unwrap() - 58.9).abs() < 0.3);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn composite_by_draws(
    kind: IndexKind,
    components: &[Component],
    options: &DrawOptions,
) -> Result<Composite, Error> {
    let level = options.check()?;
    let kept = normalised(components)?;
    let Some(evidence) = evidence_of(&kept) else {
        return Ok(Composite::without_limits(index_of(kind, &kept)));
    };
    Ok(index_drawn(kind, &kept, &evidence, &level, options))
}

/// Index of several components by a function of one's own, such as a [`Choquet`](super::Choquet) integral, with limits as
/// [`composite_by_draws`] draws them.
///
/// The function is given the points of all components in their order, those of weight 0 too. The weights of the
/// components are not used.
///
/// # Errors
///
/// As for [`composite_by_draws`]; [`Error::NoStatistic`] when the index of the points as they are is none or not
/// finite.
///
/// ```
/// use total_experience::score::scorecard::{Choquet, Component, DrawOptions, index_by_draws};
///
/// let needs = Choquet::new(&[0.5, 0.5], &[(0, 1, 0.8)])?;
/// let two = [72.0, 55.0].map(|points| Component { points, standard_error: Some(2.0), weight: 1.0 });
/// let index = index_by_draws(&two, |points| needs.value(points).ok(), &DrawOptions::default())?;
/// assert!((index.points - 56.7).abs() < 1e-12 && index.low.unwrap() < 54.0);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn index_by_draws(
    components: &[Component],
    mut index: impl FnMut(&[f64]) -> Option<f64>,
    options: &DrawOptions,
) -> Result<Composite, Error> {
    let level = options.check()?;
    // Checks them all.
    normalised(components)?;
    let mut index = |points: &[f64]| index(points).filter(|value| value.is_finite());
    let points: Vec<f64> = components.iter().map(|component| component.points).collect();
    let points = index(&points).ok_or(Error::NoStatistic)?;
    let Some(evidence) = evidence_of(components) else { return Ok(Composite::without_limits(points)) };
    Ok(Composite::of_draws(points, &draw(&evidence, index, &level, options)))
}

/// Rank of one of several competitors for the best index when the weights are not what was declared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RankRange {
    /// The index at the declared weights.
    pub points: f64,
    /// Rank at the declared weights, 1 the best; equal ones share the better rank.
    pub rank: usize,
    /// Best rank at any drawn weights.
    pub best: usize,
    /// Worst rank at any drawn weights.
    pub worst: usize,
    /// Share of draws in which the rank is that at the declared weights.
    pub kept: f64,
}

/// Range of ranks of each alternative when the weights of an index vary.
///
/// # Definition
///
/// Each draw multiplies every weight by `1 + spread u`, u uniform on -1..1 and independent, and ranks the alternatives
/// (branches, periods, competitors) by the index at these weights.
///
/// # Arguments
///
/// `alternatives`: points on 0..100, one row an alternative, one number a component; `weights`: 0 or more; `spread`:
/// 0..1, such as .25 for weights right within a quarter. Of the options, level is not used.
///
/// # Errors
///
/// [`Error::WrongLength`] for a row of another length; [`Error::OutOfRange`] for points, weights, spread and the options;
/// [`Error::NoIndexWeight`].
///
/// # Complexity
///
/// O(draws x alternatives x (components + log alternatives)) time, O(alternatives) space.
///
/// # References
///
/// Saisana, Saltelli & Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x; OECD & JRC (2008), Handbook on
/// Constructing Composite Indicators, doi:10.1787/9789264043466-en, step 7.
///
/// # Example
///
/// ```
/// use total_experience::score::scorecard::{DrawOptions, IndexKind, rank_ranges};
///
/// let branches: [&[f64]; 3] = [&[80.0, 80.0], &[70.0, 60.0], &[60.0, 70.5]];
/// let ranges = rank_ranges(IndexKind::Arithmetic, &branches, &[0.5, 0.5], 0.25, &DrawOptions::default())?;
/// assert_eq!((ranges[0].best, ranges[0].worst, ranges[0].kept), (1, 1, 1.0));
/// assert!((2, 3) == (ranges[1].best, ranges[1].worst) && ranges[1].kept < 0.75);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn rank_ranges(
    kind: IndexKind,
    alternatives: &[&[f64]],
    weights: &[f64],
    spread: f64,
    options: &DrawOptions,
) -> Result<Vec<RankRange>, Error> {
    options.check()?;
    if !(0.0..=1.0).contains(&spread) {
        return Err(Error::out_of_range("the spread of the weights", spread, "between 0 and 1"));
    }
    if let Some(row) = alternatives.iter().find(|row| row.len() != weights.len()) {
        return Err(Error::WrongLength { what: "components", found: row.len(), expected: weights.len() });
    }
    let indexes = |weights: &[f64]| {
        let index = |row: &&[f64]| {
            let component = |(&points, &weight)| Component { points, standard_error: None, weight };
            let components: Vec<Component> = row.iter().zip(weights).map(component).collect();
            normalised(&components).map(|components| index_of(kind, &components))
        };
        alternatives.iter().map(index).collect::<Result<Vec<f64>, Error>>()
    };
    let points = indexes(weights)?;
    let declared = ranks(&points);
    let begin = |(&points, &rank)| RankRange { points, rank, best: rank, worst: rank, kept: 0.0 };
    let mut ranges: Vec<RankRange> = points.iter().zip(&declared).map(begin).collect();
    for at in 0..options.draws {
        let mut rng = Rng::new(options.seed, at as u64);
        let mut vary = |weight: &f64| weight * (1.0 + spread * (2.0 * rng.uniform() - 1.0));
        let drawn: Vec<f64> = weights.iter().map(&mut vary).collect();
        for (range, rank) in ranges.iter_mut().zip(ranks(&indexes(&drawn)?)) {
            range.best = range.best.min(rank);
            range.worst = range.worst.max(rank);
            range.kept += f64::from(u8::from(rank == range.rank));
        }
    }
    for range in &mut ranges {
        range.kept /= options.draws as f64;
    }
    Ok(ranges)
}

/// Rank of each value, 1 for the largest; equal values share the better rank.
fn ranks(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.reverse();
    values.iter().map(|value| 1 + sorted.partition_point(|other| other > value)).collect()
}
