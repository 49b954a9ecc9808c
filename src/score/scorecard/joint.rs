//! Joint score of several facets: a dimension, a stakeholder group.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::PublishedScore;
use crate::numeric::stats::level::Level;
use crate::score::inference::evidence::{Evidence, Part};
use crate::score::inference::score::write_limits;

/// Points of several facets together, on 0..100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JointScore {
    /// The points; `None` when no facet is published.
    pub points: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Standard error of the points.
    pub standard_error: Option<f64>,
    /// Number of answers behind the published facets.
    pub n: u64,
    /// Number of published facets. As JSON: `facets`.
    #[serde(rename = "facets")]
    pub facet_count: usize,
    /// Share of the facets' weight that is published, 0..1.
    pub coverage: f64,
}

/// Facets on their way to a joint score.
#[derive(Debug, Default)]
pub(super) struct Join {
    weight: f64,
    /// The published facets that weigh anything.
    parts: Vec<(f64, Part)>,
    /// Limits of the last of them.
    limits: (Option<f64>, Option<f64>),
    n: u64,
    facets: usize,
}

/// A joint score, and what it brings into an index.
pub(super) struct Joined {
    pub(super) score: JointScore,
    pub(super) evidence: Option<Evidence>,
}

impl Join {
    pub(super) fn add(&mut self, weight: f64, published: Option<(&PublishedScore, Part)>) {
        self.weight += weight;
        let Some((PublishedScore { score, .. }, part)) = published else { return };
        self.facets += 1;
        self.n += score.n;
        if weight > 0.0 {
            self.parts.push((weight, part));
            self.limits = (score.points.low, score.points.high);
        }
    }

    pub(super) fn finish(mut self, level: &Level) -> Joined {
        let mut score = JointScore { n: self.n, facet_count: self.facets, ..JointScore::default() };
        let published: f64 = self.parts.iter().map(|(weight, _)| weight).sum();
        if published <= 0.0 {
            return Joined { score, evidence: None };
        }
        for (weight, _) in &mut self.parts {
            *weight /= published;
        }
        let evidence = Evidence::of_mean(&self.parts);
        (score.low, score.high) = match self.parts.len() {
            1 => self.limits,
            _ => evidence.limits(level).map(|(low, high)| (100.0 * low, 100.0 * high)).unzip(),
        };
        score.points = Some(100.0 * evidence.estimate);
        score.standard_error = evidence.standard_error().map(|error| 100.0 * error);
        score.coverage = published / self.weight;
        Joined { score, evidence: Some(evidence) }
    }
}

impl fmt::Display for JointScore {
    /// Points and their limits, as `68.1 (64.0..72.5)`, or `no points`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.points {
            Some(points) => write_limits(f, points, self.low.zip(self.high), f.precision().unwrap_or(1)),
            None => f.pad("no points"),
        }
    }
}
