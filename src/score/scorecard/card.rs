//! Scorecard of a whole map.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::composite::{index_of, index_of_evidence, normalised};
use super::joint::{Join, Joined};
use super::{Component, Composite, JointScore, NoInterval};
use super::{FacetResult, FacetScore, IndexKind, PublishedScore, Warning};
use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::model::{Dimension, Facet, Kind};
use crate::numeric::stats::level::Level;
use crate::privacy::MinGroup;
use crate::score::Error;
use crate::score::inference::evidence::Part;
use crate::score::inference::score::write_limits;
use crate::score::inference::{IntervalOptions, Score};
use crate::signal::tally::Tally;

/// Options of a [`Scorecard`].
///
/// ```
/// use total_experience::model::Dimension;
/// use total_experience::score::scorecard::{IndexKind, ScorecardOptions};
///
/// let options = ScorecardOptions::default().with_index(IndexKind::Harmonic).with_weight(Dimension::Customer, 2.0);
/// assert_eq!(options.weights, [2.0, 1.0, 1.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ScorecardOptions {
    /// Two-sided confidence level of all limits; 0.95 unless set.
    pub level: f64,
    /// The kind of the TX index; geometric unless set.
    pub index: IndexKind,
    /// Weights of the dimensions in the index, in the order of [`Dimension::ALL`], 0 or more; equal unless set. Only
    /// their proportions count.
    pub weights: [f64; 4],
}

impl Default for ScorecardOptions {
    fn default() -> Self {
        Self { level: 0.95, index: IndexKind::Geometric, weights: [1.0; 4] }
    }
}

impl ScorecardOptions {
    /// Sets the confidence level.
    #[must_use]
    pub const fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Sets the kind of the index.
    #[must_use]
    pub const fn with_index(self, index: IndexKind) -> Self {
        Self { index, ..self }
    }

    /// Sets the weight of a dimension.
    #[must_use]
    pub const fn with_weight(mut self, dimension: Dimension, weight: f64) -> Self {
        self.weights[dimension.index()] = weight;
        self
    }
}

/// Scores of a map: per facet, per dimension, per stakeholder group, and the composite TX index.
///
/// It is written with null for what may not be shown, so it cannot be read back.
///
/// **Small groups.** A facet is withheld while fewer *people* answered than its stakeholder group asks for, however often
/// each did. Points of several facets are joined from published facets alone, so nothing withheld can be had by
/// subtraction. An answer that names no respondent counts as one person, and a warning says so.
///
/// **Joining.** Points of a dimension are the mean of its published facets' points, weighted by stakeholder weight x
/// touchpoint weight, not by n: `x = sum v_f x_f / sum v_f`, with variance `V = sum v_f^2 V_f / (sum v_f)^2` for
/// independent facets (the same people answering for several makes it larger). A stakeholder group's points are the mean
/// of its facets' by touchpoint weight. The limits are those of a mean on a bounded scale
/// ([`Score::from_tally`]), of all answers together: with E the points on 0..1, N the answers and a the facets' mean
/// chance of answers that agree (1 for shares and net promoter scores), Wilson's at `(E (1-E) + a/4N)/(V + a/4N^2)`
/// effective answers, with t where variances of means were estimated (Satterthwaite). What is joined of one facet has
/// that facet's limits, and there are none where no facet tells any spread.
///
/// How often limits at .95 of a dimension hold, of so many facets that others answer each (6,000 samples,
/// `limits_of_what_is_joined_hold_the_true_points` in `tests/it`):
///
/// | Facets | n = 3 a facet | 5 | 10 | 30 |
/// |---|---|---|---|---|
/// | 2 net promoter scores (.60, .25, .15) | .944 | .932 | .940 | .950 |
/// | 6 net promoter scores | .940 | .943 | .949 | .949 |
/// | 2 shares of .80 | .974 | .963 | .948 | .963 |
/// | 6 shares of .80 | .941 | .960 | .951 | .954 |
///
/// **Index.** [`composite`](super::composite()) over the dimensions that have points, with the same limits; the weights of
/// the others go to these in proportion, and the coverage falls below 1. An index of one dimension has its limits.
///
/// # Complexity
/// O(facets x buckets) time, O(facets) space.
///
/// # Example
/// ```
/// use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
/// use total_experience::model::map::MapDocument;
/// use total_experience::score::scorecard::Scorecard;
/// use total_experience::signal::response::Columns;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::tally::Tally;
///
/// let map = MapDocument::new("bank")
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .touchpoint(Touchpoint::new("onboarding"))
///     .facet("onboarding", Dimension::Customer, "customers")
///     .build()?;
/// let facet = map.facet_id("onboarding/cx/customers").unwrap();
/// let mut tally = Tally::new();
/// tally.declare(facet, Instrument::Nps)?;
/// tally.add_columns(&Columns::new(&[facet; 4], &[9.0, 10.0, 7.5, 3.0]))?;
///
/// let card = Scorecard::from_tally(&map, &tally)?;
/// assert_eq!(card.facets[0].published().unwrap().score.estimate, 25.0);
/// assert_eq!(card.index.coverage, 0.25); // three dimensions were not measured
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Scorecard {
    /// Every facet of the map, in the map's order.
    pub facets: Vec<FacetScore>,
    /// The dimensions that the map has facets of, in the order of [`Dimension::ALL`].
    pub dimensions: Vec<DimensionScore>,
    /// The stakeholder groups that the map has facets of, in the map's order.
    pub stakeholders: Vec<StakeholderScore>,
    /// The composite TX index.
    pub index: TxIndex,
    /// Doubts about published answers that are no errors.
    pub warnings: Vec<Warning>,
}

/// Points of one dimension, from its facets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DimensionScore {
    /// The dimension.
    pub dimension: Dimension,
    /// What its facets say together.
    #[serde(flatten)]
    pub joint: JointScore,
}

/// Points of one stakeholder group over all dimensions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StakeholderScore {
    /// Key of the group.
    pub stakeholder: String,
    /// What its facets say together.
    #[serde(flatten)]
    pub joint: JointScore,
}

/// The composite TX index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TxIndex {
    /// The kind of mean that joins the dimensions.
    pub kind: IndexKind,
    /// The index on 0..100; `None` when no dimension with a weight has points.
    pub points: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Standard error.
    pub standard_error: Option<f64>,
    /// Share of what the index should rest on that it does rest on, 0..1: `sum w_d c_d` over the dimensions, with `c_d`
    /// the dimension's own coverage.
    pub coverage: f64,
    /// Dimensions with a weight but without points.
    pub missing: Vec<Dimension>,
    /// The reason why there are no limits, when there are none.
    pub no_interval: Option<NoInterval>,
}

impl Scorecard {
    /// Scores every facet of a map from a tally.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the tally measures what the map does not have; [`Error::Facet`] around
    /// [`Error::Population`] when more people answered than the group has.
    pub fn from_tally(map: &ExperienceMap, tally: &Tally) -> Result<Self, Error> {
        Self::from_tally_with(map, tally, &ScorecardOptions::default())
    }

    /// [`from_tally`](Self::from_tally) at another level, with another index, or with other weights.
    ///
    /// # Errors
    /// As [`from_tally`](Self::from_tally); [`Error::OutOfRange`] for the level and the weights; [`Error::NoIndexWeight`].
    pub fn from_tally_with(
        map: &ExperienceMap,
        tally: &Tally,
        options: &ScorecardOptions,
    ) -> Result<Self, Error> {
        let level = Error::level(options.level)?;
        check_weights(&options.weights)?;
        if let Some(unknown) = tally.facets().find(|facet| map.facet(facet.facet()).is_none()) {
            return Err(Error::UnknownId { kind: Kind::Facet, id: unknown.facet().as_u32() });
        }
        let mut warnings = Vec::new();
        let mut facets = Vec::new();
        let mut by_dimension: [Option<Join>; 4] = Default::default();
        let mut by_stakeholder: Vec<Option<Join>> = map.stakeholders().iter().map(|_| None).collect();
        for (id, facet) in map.facets() {
            let (score, weights, part) = score_facet(map, tally, id, facet, options, &mut warnings)?;
            let joins = [
                (by_dimension.get_mut(facet.dimension.index()), weights.stakeholder * weights.touchpoint),
                (by_stakeholder.get_mut(facet.stakeholder.index()), weights.touchpoint),
            ];
            for (join, weight) in joins {
                if let Some(join) = join {
                    join.get_or_insert_default().add(weight, score.published().zip(part));
                }
            }
            facets.push(score);
        }
        let joined = by_dimension.map(|join| join.map(|join| join.finish(&level)));
        let index = tx_index(&joined, options, &level)?;
        let dimensions = Dimension::ALL.into_iter().zip(joined);
        let dimensions = dimensions
            .filter_map(|(dimension, joined)| Some(DimensionScore { dimension, joint: joined?.score }))
            .collect();
        let stakeholders = map.stakeholders().iter().zip(by_stakeholder).filter_map(|(stakeholder, join)| {
            Some(StakeholderScore { stakeholder: stakeholder.key.clone(), joint: join?.finish(&level).score })
        });
        let stakeholders = stakeholders.collect();
        Ok(Self { facets, dimensions, stakeholders, index, warnings })
    }

    /// The points of a dimension, `None` when the map has no facet of it.
    pub fn dimension(&self, dimension: Dimension) -> Option<&JointScore> {
        self.dimensions.iter().find(|score| score.dimension == dimension).map(|score| &score.joint)
    }

    /// The score of a facet, or why there is none; `None` when the map has no such facet.
    pub fn facet(&self, facet: FacetId) -> Option<&FacetScore> {
        self.facets.binary_search_by_key(&facet, |score| score.facet).ok().and_then(|at| self.facets.get(at))
    }
}

fn check_weights(weights: &[f64; 4]) -> Result<(), Error> {
    for (dimension, &weight) in Dimension::ALL.iter().zip(weights) {
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(Error::out_of_range(
                format!("the index weight of {dimension}"),
                weight,
                "a finite number, 0 or more",
            ));
        }
    }
    if weights.iter().all(|weight| *weight == 0.0) { Err(Error::NoIndexWeight) } else { Ok(()) }
}

/// Weights beyond this count as this, so that sums of squared products stay finite.
const HEAVIEST: f64 = 1e60;

/// What a facet weighs where it is joined with others.
struct Weights {
    stakeholder: f64,
    touchpoint: f64,
}

fn score_facet(
    map: &ExperienceMap,
    tally: &Tally,
    id: FacetId,
    facet: Facet,
    options: &ScorecardOptions,
    warnings: &mut Vec<Warning>,
) -> Result<(FacetScore, Weights, Option<Part>), Error> {
    let (stakeholder, touchpoint) = (map.stakeholder(facet.stakeholder), map.touchpoint(facet.touchpoint));
    let weights = Weights {
        stakeholder: stakeholder.map_or(0.0, |stakeholder| stakeholder.weight).min(HEAVIEST),
        touchpoint: touchpoint.map_or(0.0, |touchpoint| touchpoint.weight).min(HEAVIEST),
    };
    let found = tally.facet(id);
    let mut line = FacetScore {
        facet: id,
        touchpoint: touchpoint.map(|touchpoint| touchpoint.key.clone()).unwrap_or_default(),
        dimension: facet.dimension,
        stakeholder: stakeholder.map(|stakeholder| stakeholder.key.clone()).unwrap_or_default(),
        instrument: found.map(|found| *found.instrument()),
        result: FacetResult::NoAnswers { missing_count: 0 },
    };
    let Some(found) = found.filter(|found| found.response_count() > 0) else {
        return Ok((line, weights, None));
    };
    let minimum_group =
        stakeholder.map_or(MinGroup::new(u32::MAX), |stakeholder| stakeholder.minimum_group());
    if !minimum_group.is_off() && !minimum_group.allows(found.respondents().count()) {
        line.result = FacetResult::Suppressed { minimum_group };
        return Ok((line, weights, None));
    }
    let population = stakeholder.and_then(|stakeholder| stakeholder.population);
    let interval = IntervalOptions { level: options.level, population };
    let scored = Score::with_part(found, &interval)
        .map_err(|source| Error::Facet { facet: line.key(), source: Box::new(source) })?;
    let (score, part) = scored.unzip();
    line.result = match score {
        None => FacetResult::NoAnswers { missing_count: found.missing_count() },
        Some(score) => {
            warnings.extend(Warning::other_scale(found, &line.key()));
            warnings.extend(Warning::unverified(found, &line.key(), minimum_group));
            FacetResult::Published(Box::new(PublishedScore {
                score,
                missing_count: found.missing_count(),
                superseded_count: found.superseded_count(),
                excluded_count: found.excluded_count(),
                respondents: found.respondents(),
            }))
        }
    };
    Ok((line, weights, part))
}

fn tx_index(
    dimensions: &[Option<Joined>; 4],
    options: &ScorecardOptions,
    level: &Level,
) -> Result<TxIndex, Error> {
    let largest = options.weights.iter().copied().fold(0.0, f64::max);
    let (mut components, mut evidence, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let (mut covered, mut total) = (0.0, 0.0);
    let mut last = JointScore::default();
    for ((dimension, weight), joined) in Dimension::ALL.into_iter().zip(options.weights).zip(dimensions) {
        let weight = weight / largest;
        if weight <= 0.0 {
            continue;
        }
        total += weight;
        match joined {
            Some(Joined { score, evidence: Some(known) }) => {
                covered += weight * score.coverage;
                let points = 100.0 * known.estimate;
                components.push(Component { points, standard_error: score.standard_error, weight });
                evidence.push(*known);
                last = *score;
            }
            _ => missing.push(dimension),
        }
    }
    let (kind, coverage) = (options.index, covered / total);
    let index = match components.len() {
        0 => None,
        // An index of one dimension is that dimension.
        1 => Some(Composite {
            points: index_of(kind, &normalised(&components)?),
            low: last.low,
            high: last.high,
            standard_error: last.standard_error,
            no_interval: last.low.is_none().then_some(NoInterval::NoStandardError),
        }),
        _ => Some(index_of_evidence(kind, &normalised(&components)?, &evidence, level)),
    };
    let no_interval = index.map_or(Some(NoInterval::NoDimension), |index| index.no_interval);
    Ok(TxIndex {
        kind,
        points: index.map(|index| index.points),
        low: index.and_then(|index| index.low),
        high: index.and_then(|index| index.high),
        standard_error: index.and_then(|index| index.standard_error),
        coverage,
        missing,
        no_interval,
    })
}

impl fmt::Display for TxIndex {
    /// Points and their limits, as `68.1 (64.0..72.5)`, or `no points`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.points {
            Some(points) => write_limits(f, points, self.low.zip(self.high), f.precision().unwrap_or(1)),
            None => f.pad("no points"),
        }
    }
}
