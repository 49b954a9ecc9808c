//! Requests about scores: how good every facet, dimension and the whole are.

use serde::{Deserialize, Serialize};

use super::{Error, Version};
use crate::model::map::ExperienceMap;
use crate::score::scorecard::{IndexKind, Scorecard, ScorecardOptions};
use crate::signal::tally::Tally;

/// A question to a [`Tally`] of a map: scores with intervals, joined into dimensions and the TX index.
///
/// ```
/// use total_experience::model::map::MapDocument;
/// use total_experience::model::{Dimension, Role, Stakeholder, Touchpoint};
/// use total_experience::request::scorecard::ScorecardRequest;
/// use total_experience::signal::instrument::Instrument;
/// use total_experience::signal::response::Columns;
/// use total_experience::signal::tally::Tally;
///
/// let map = MapDocument::new("bank")
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .touchpoint(Touchpoint::new("desk"))
///     .facet("desk", Dimension::Customer, "customers")
///     .build()?;
/// let facet = map.facet_id("desk/cx/customers").expect("declared above");
/// let mut tally = Tally::new();
/// tally.declare(facet, Instrument::Nps)?;
/// tally.add_columns(&Columns::new(&[facet; 4], &[9.0, 10.0, 7.0, 3.0]))?;
/// let answer = ScorecardRequest::default().run(&map, &tally)?;
/// assert_eq!(answer.scorecard.facets[0].published().map(|facet| facet.score.estimate), Some(25.0));
/// # Ok::<(), total_experience::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ScorecardRequest {
    /// Version of the form.
    pub version: Version,
    /// The kind of mean that joins the dimensions.
    pub index: IndexKind,
    /// Weights of the dimensions in the index.
    pub weights: DimensionWeights,
    /// Two-sided confidence level of all limits, between 0 and 1.
    pub level: f64,
}

impl Default for ScorecardRequest {
    fn default() -> Self {
        let ScorecardOptions { index, level, .. } = ScorecardOptions::default();
        Self { version: Version, index, weights: DimensionWeights::default(), level }
    }
}

/// Weights of the dimensions, 0 or more; only their proportions count. As JSON `{"cx": 2, "ex": 1}`: one that is left out
/// is 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DimensionWeights {
    /// Weight of customer experience.
    #[serde(default)]
    pub cx: f64,
    /// Weight of employee experience.
    #[serde(default)]
    pub ex: f64,
    /// Weight of user experience.
    #[serde(default)]
    pub ux: f64,
    /// Weight of multi-experience.
    #[serde(default)]
    pub mx: f64,
}

impl Default for DimensionWeights {
    /// Equal weights.
    fn default() -> Self {
        Self { cx: 1.0, ex: 1.0, ux: 1.0, mx: 1.0 }
    }
}

/// Answer to a [`ScorecardRequest`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ScorecardAnswer {
    /// Version of the form.
    pub version: Version,
    /// The scores.
    #[serde(flatten)]
    pub scorecard: Scorecard,
}

impl ScorecardRequest {
    /// Asks the tally.
    ///
    /// # Errors
    ///
    /// Those of [`Scorecard::from_tally_with`].
    pub fn run(&self, map: &ExperienceMap, tally: &Tally) -> Result<ScorecardAnswer, Error> {
        let DimensionWeights { cx, ex, ux, mx } = self.weights;
        let mut options = ScorecardOptions::default().with_index(self.index).with_level(self.level);
        options.weights = [cx, ex, ux, mx];
        Ok(ScorecardAnswer { version: Version, scorecard: Scorecard::from_tally_with(map, tally, &options)? })
    }
}
