//! Composite index of several components, with limits by the delta method or by draws.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::draws::{DrawOptions, Drawn, draw};
use crate::model::names::names;
use crate::numeric::stats::level::Level;
use crate::score::Error;
use crate::score::inference::evidence::Evidence;
use crate::score::inference::score::write_limits;

/// Kind of mean that joins points of several dimensions in one index on 0..100.
///
/// With points `x_i`, weights `w_i` that sum to 1, and `M = sum w x`:
///
/// | Kind | Index | (72, 55, 80, 68) | (92, 35, 80, 68) |
/// |---|---|---|---|
/// | geometric (default) | `prod x^w` | 68.1277 | 64.6940 |
/// | arithmetic | `M` | 68.75 | 68.75 |
/// | harmonic | `1 / sum (w/x)` | 67.4803 | 60.0178 |
/// | minimum | `min x` over positive weights | 55 | 35 |
/// | penalty | `M - S^2/M`, `S^2 = sum w (x-M)^2`, at least 0 (after Mazziotta and Pareto 2016) | 67.5618 | 62.18 |
///
/// All but the arithmetic are non-compensatory: a strong dimension does not make up for a weak one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexKind {
    /// Weighted geometric mean.
    #[default]
    Geometric,
    /// Weighted arithmetic mean.
    Arithmetic,
    /// Weighted harmonic mean.
    Harmonic,
    /// The weakest dimension.
    Minimum,
    /// Weighted mean less a penalty for imbalance.
    Penalty,
}

names!(IndexKind, "index", Error, {
    Geometric => "geometric",
    Arithmetic => "arithmetic",
    Harmonic => "harmonic",
    Minimum => "minimum",
    Penalty => "penalty",
});

impl IndexKind {
    /// All of them, the default first.
    pub const ALL: [Self; 5] =
        [Self::Geometric, Self::Arithmetic, Self::Harmonic, Self::Minimum, Self::Penalty];
}

/// Component of an index: points, standard error and weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Points on 0..100.
    pub points: f64,
    /// Standard error of the points, when known.
    #[serde(default)]
    pub standard_error: Option<f64>,
    /// Weight, 0 or more; weights need not sum to 1.
    pub weight: f64,
}

/// Index of several components, with limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Composite {
    /// The index on 0..100.
    pub points: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit, at most 100.
    pub high: Option<f64>,
    /// Standard error.
    pub standard_error: Option<f64>,
    /// The reason why there are no limits, when there are none.
    pub no_interval: Option<NoInterval>,
}

/// Reason why an index has no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoInterval {
    /// No dimension has points.
    NoDimension,
    /// A component has no standard error, or none tells its spread.
    NoStandardError,
}

names!(NoInterval, "reason", Error, {
    NoDimension => "no_dimension",
    NoStandardError => "no_standard_error",
});

/// Index of several components, with limits for independent ones.
///
/// # Definition
/// The index I of points x with weights w that are scaled to sum to 1 is what its [`IndexKind`] says. Its variance is
/// `V = sum (dI/dx_i)^2 se_i^2` (delta method), its limits are Wilson's score limits at `I (100 - I) / V` effective
/// answers: they hold the index and stay on 0..100.
///
/// Where the index is not smooth, limits and standard error come from 4,096 draws of the components, each from the
/// distribution whose quantiles are its own score limits: for a minimum, for a penalty that took the whole mean, and for
/// a geometric or harmonic index of which a component has a standard error above .3 of its points (or no points). There
/// the delta method knows nothing of how far an uncertain component may take the index down.
///
/// No limits where a standard error is missing: [`Composite::no_interval`].
///
/// # Errors
/// [`Error::OutOfRange`] for the level, points, standard errors and weights; [`Error::NoIndexWeight`].
///
/// # Complexity
/// O(components) time and space; by draws 4,096 times that.
///
/// # References
/// OECD & JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en, step 6; Mazziotta &
/// Pareto (2016), On a generalized non-compensatory composite index, doi:10.1007/s11205-015-0998-2.
///
/// # Example
/// ```
/// use total_experience::score::scorecard::{Component, IndexKind, composite};
///
/// let four = |points: [f64; 4]| points.map(|points| Component { points, standard_error: Some(2.0), weight: 1.0 });
/// let balanced = composite(IndexKind::Geometric, &four([72.0, 55.0, 80.0, 68.0]), 0.95)?;
/// let skewed = composite(IndexKind::Geometric, &four([92.0, 35.0, 80.0, 68.0]), 0.95)?;
/// assert_eq!(format!("{:.2} {:.2}", balanced.points, skewed.points), "68.13 64.69");
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn composite(kind: IndexKind, components: &[Component], level: f64) -> Result<Composite, Error> {
    let level = Error::level(level)?;
    let components = normalised(components)?;
    let Some(evidence) = evidence_of(&components) else {
        return Ok(Composite::without_limits(index_of(kind, &components)));
    };
    Ok(index_of_evidence(kind, &components, &evidence, &level))
}

/// What components say by their standard errors; `None` where one has none.
pub(crate) fn evidence_of(components: &[Component]) -> Option<Vec<Evidence>> {
    let known = |c: &Component| Some(Evidence::known(c.points / 100.0, (c.standard_error? / 100.0).powi(2)));
    components.iter().map(known).collect()
}

/// The index of components whose weights sum to 1 and of what is known of each.
pub(crate) fn index_of_evidence(
    kind: IndexKind,
    components: &[Component],
    evidence: &[Evidence],
    level: &Level,
) -> Composite {
    let points = index_of(kind, components);
    if !evidence.iter().any(|part| part.has_spread) {
        return Composite::without_limits(points);
    }
    if !is_smooth(kind, components, evidence) {
        return index_drawn(kind, components, evidence, level, &DrawOptions::of_composite());
    }
    let mut index = Evidence::known(points / 100.0, 0.0);
    let mut sampled = 0.0;
    for ((component, part), gradient) in components.iter().zip(evidence).zip(gradient(kind, components)) {
        let variance = gradient * gradient * part.variance;
        index.variance += variance;
        index.squares_by_degrees += gradient.powi(4) * part.squares_by_degrees;
        if part.answers.is_finite() {
            sampled += part.answers;
            index.agreement += component.weight * part.agreement;
        }
    }
    if sampled > 0.0 {
        index.answers = sampled;
    }
    let limits = index.limits(level).map(|(low, high)| (100.0 * low, 100.0 * high));
    let (low, high) = limits.unzip();
    let no_interval = low.is_none().then_some(NoInterval::NoStandardError);
    let standard_error = index.standard_error().map(|error| 100.0 * error);
    Composite { points, low, high, standard_error, no_interval }
}

/// The same by draws.
pub(crate) fn index_drawn(
    kind: IndexKind,
    components: &[Component],
    evidence: &[Evidence],
    level: &Level,
    options: &DrawOptions,
) -> Composite {
    let mut drawn = components.to_vec();
    let index = |points: &[f64]| {
        drawn.iter_mut().zip(points).for_each(|(component, points)| component.points = *points);
        Some(index_of(kind, &drawn))
    };
    Composite::of_draws(index_of(kind, components), &draw(evidence, index, level, options))
}

/// Standard errors, as shares of the points, from which on the delta method does not serve.
const UNSURE: f64 = 0.3;

fn is_smooth(kind: IndexKind, components: &[Component], evidence: &[Evidence]) -> bool {
    match kind {
        IndexKind::Arithmetic => true,
        IndexKind::Minimum => false,
        IndexKind::Penalty => index_of(kind, components) > 0.0,
        IndexKind::Geometric | IndexKind::Harmonic => evidence
            .iter()
            .all(|part| part.estimate > 0.0 && part.full_variance().sqrt() <= UNSURE * part.estimate),
    }
}

impl Composite {
    pub(super) const fn without_limits(points: f64) -> Self {
        let no_interval = Some(NoInterval::NoStandardError);
        Self { points, low: None, high: None, standard_error: None, no_interval }
    }

    /// With the limits of draws, which hold the index.
    pub(super) fn of_draws(points: f64, drawn: &Drawn) -> Self {
        Self {
            points,
            low: drawn.low.map(|low| low.min(points)),
            high: drawn.high.map(|high| high.max(points)),
            standard_error: drawn.deviation,
            no_interval: None,
        }
    }
}

/// The index of components whose weights sum to 1.
pub(crate) fn index_of(kind: IndexKind, components: &[Component]) -> f64 {
    let sum = |f: &dyn Fn(&Component) -> f64| components.iter().map(f).sum::<f64>();
    let has_zero = components.iter().any(|c| c.points <= 0.0);
    let mean = sum(&|c| c.weight * c.points);
    match kind {
        IndexKind::Geometric | IndexKind::Harmonic if has_zero => 0.0,
        IndexKind::Geometric => sum(&|c| c.weight * c.points.ln()).exp().min(100.0),
        IndexKind::Arithmetic => mean,
        IndexKind::Harmonic => sum(&|c| c.weight / c.points).recip(),
        IndexKind::Minimum => components.iter().map(|c| c.points).fold(f64::INFINITY, f64::min),
        IndexKind::Penalty if mean > 0.0 => {
            (mean - sum(&|c| c.weight * (c.points - mean) * (c.points - mean)) / mean).max(0.0)
        }
        IndexKind::Penalty => 0.0,
    }
}

/// The change of a smooth index by the points of each component.
fn gradient(kind: IndexKind, components: &[Component]) -> Vec<f64> {
    let points = index_of(kind, components);
    let sum = |f: &dyn Fn(&Component) -> f64| components.iter().map(f).sum::<f64>();
    let mean = sum(&|c| c.weight * c.points);
    let spread = sum(&|c| c.weight * (c.points - mean) * (c.points - mean));
    let gradient = |c: &Component| match kind {
        IndexKind::Geometric => points * c.weight / c.points,
        IndexKind::Harmonic => c.weight * (points / c.points) * (points / c.points),
        IndexKind::Penalty => c.weight * (1.0 - 2.0 * (c.points - mean) / mean + spread / (mean * mean)),
        IndexKind::Arithmetic | IndexKind::Minimum => c.weight,
    };
    components.iter().map(gradient).collect()
}

/// Share of each component in the variance of an index, by the delta method.
///
/// # Definition
///
/// `(dI/dx_i)^2 se_i^2 / sum_j (dI/dx_j)^2 se_j^2` for independent components: what to measure better next. A component
/// of weight 0 has a share of 0.
///
/// # Arguments
///
/// As for [`composite`].
///
/// # Errors
///
/// As for [`composite`]. `Ok(None)` where the delta method does not serve, a standard error is missing, or there is no
/// variance at all.
///
/// # Complexity
///
/// O(components) time and space.
///
/// # References
///
/// Saisana, Saltelli & Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality
/// assessment of composite indicators, doi:10.1111/j.1467-985X.2005.00350.x.
///
/// # Example
///
/// ```
/// use total_experience::score::scorecard::{Component, IndexKind, variance_shares};
///
/// let component = |points, error| Component { points, standard_error: Some(error), weight: 1.0 };
/// let shares = variance_shares(IndexKind::Arithmetic, &[component(72.0, 3.0), component(55.0, 4.0)])?.unwrap();
/// assert!((shares[0] - 0.36).abs() < 1e-12 && (shares[1] - 0.64).abs() < 1e-12);
/// # Ok::<(), total_experience::score::Error>(())
/// ```
pub fn variance_shares(kind: IndexKind, components: &[Component]) -> Result<Option<Vec<f64>>, Error> {
    let kept = normalised(components)?;
    let Some(evidence) = evidence_of(&kept).filter(|evidence| is_smooth(kind, &kept, evidence)) else {
        return Ok(None);
    };
    let added = gradient(kind, &kept).into_iter().zip(evidence);
    let mut added = added.map(|(gradient, part)| gradient * gradient * part.variance);
    let all: Vec<f64> =
        components.iter().map(|c| if c.weight > 0.0 { added.next().unwrap_or(0.0) } else { 0.0 }).collect();
    let total: f64 = all.iter().sum();
    Ok((total > 0.0).then(|| all.iter().map(|variance| variance / total).collect()))
}

/// The components of positive weight, checked, their weights summing to 1.
pub(crate) fn normalised(components: &[Component]) -> Result<Vec<Component>, Error> {
    for (at, component) in components.iter().enumerate() {
        let Component { points, standard_error, weight } = *component;
        if !(0.0..=100.0).contains(&points) {
            return Err(Error::out_of_range(
                format!("the points of component {at}"),
                points,
                "points on 0..100",
            ));
        }
        if let Some(standard_error) = standard_error.filter(|error| !(*error >= 0.0 && error.is_finite())) {
            return Err(Error::out_of_range(
                format!("the standard error of component {at}"),
                standard_error,
                "a finite number, 0 or more",
            ));
        }
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(Error::out_of_range(
                format!("the index weight of component {at}"),
                weight,
                "a finite number, 0 or more",
            ));
        }
    }
    let largest = components.iter().map(|c| c.weight).fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(Error::NoIndexWeight);
    }
    // Scaled by the largest first, so that no sum of weights overflows.
    let total: f64 = components.iter().map(|c| c.weight / largest).sum();
    let kept = components.iter().filter(|c| c.weight > 0.0);
    Ok(kept.map(|c| Component { weight: c.weight / largest / total, ..*c }).collect())
}

impl fmt::Display for Composite {
    /// Points and their limits, as `68.1 (64.0..72.5)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_limits(f, self.points, self.low.zip(self.high), f.precision().unwrap_or(1))
    }
}
