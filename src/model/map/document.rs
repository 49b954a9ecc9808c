//! Map document: a map as written, by keys, in any order, unchecked.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::influence::Evidence;
use crate::model::{Channel, Dimension, Error, Journey, Outcome, Segment, Stakeholder, System, Touchpoint};

/// Map as its author writes it, in Rust or in a file: everything by key, nothing checked.
///
/// [`build`](Self::build) checks all of it and names every fault at once.
///
/// ```
/// use total_experience::model::{Dimension, Outcome, Role, Stakeholder, Touchpoint};
/// use total_experience::model::map::MapDocument;
///
/// let map = MapDocument::new("Bank")
///     .stakeholder(Stakeholder::new("customers", Role::Customer))
///     .stakeholder(Stakeholder::new("tellers", Role::Employee).with_population(900))
///     .touchpoint(Touchpoint::new("teller_app").with_owner("Branch IT"))
///     .touchpoint(Touchpoint::new("onboarding").with_owner("Retail"))
///     .outcome(Outcome::new("retention").with_unit("percentage points"))
///     .facet("teller_app", Dimension::User, "tellers")
///     .facet("onboarding", Dimension::Customer, "customers")
///     .influence("teller_app/ux/tellers", "onboarding/cx/customers", 0.10, |i| i.with_standard_error(0.05))
///     .influence("onboarding/cx/customers", "retention", 0.4, |i| i.with_standard_error(0.15).with_lag(1))
///     .build()?;
/// assert_eq!(map.facets().count(), 2);
///
/// let faults = MapDocument::new("Bank").facet("teller_app", Dimension::User, "tellers").build().unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "facet `teller_app/ux/tellers` names touchpoint `teller_app`, which the map does not have; \
///      facet `teller_app/ux/tellers` names stakeholder `tellers`, which the map does not have"
/// );
/// # Ok::<(), total_experience::model::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a map: {\"schema\": 1, ...}")]
#[non_exhaustive]
pub struct MapDocument {
    /// Version of the format: [`MapDocument::SCHEMA`].
    #[serde(deserialize_with = "known_schema")]
    pub schema: u32,
    /// The name of the map: the organisation or product it describes.
    #[serde(default)]
    pub name: String,
    /// Stakeholder groups.
    #[serde(default)]
    pub stakeholders: Vec<Stakeholder>,
    /// Parts of stakeholder groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    /// Channels on which interactions happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// Systems that support touchpoints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<System>,
    /// Points of contact.
    #[serde(default)]
    pub touchpoints: Vec<Touchpoint>,
    /// Facets: what is measured and influenced.
    #[serde(default)]
    pub facets: Vec<FacetEntry>,
    /// Outcomes that facets drive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// Influences between facets and outcomes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub influences: Vec<InfluenceEntry>,
    /// Journeys as designed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub journeys: Vec<Journey>,
}

/// Facet of a [`MapDocument`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a facet: {\"touchpoint\": ..., \"dimension\": ..., \"stakeholder\": ...}"
)]
pub struct FacetEntry {
    /// Key of the touchpoint.
    pub touchpoint: String,
    /// The experience dimension.
    pub dimension: Dimension,
    /// Key of the stakeholder group.
    pub stakeholder: String,
}

/// Influence of a [`MapDocument`]; its ends are `touchpoint/dimension/stakeholder` or an outcome's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an influence: {\"from\": ..., \"to\": ..., \"weight\": ..., ...}")]
#[non_exhaustive]
pub struct InfluenceEntry {
    /// Key of the node that drives.
    pub from: String,
    /// Key of the node that is driven.
    pub to: String,
    /// Units of the target per unit of the source; signed.
    pub weight: f64,
    /// Standard error of the weight, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Periods until the effect shows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lag: u32,
    /// The evidence for the weight; assumed unless set.
    #[serde(default)]
    pub evidence: Evidence,
}

impl InfluenceEntry {
    /// Sets the standard error of the weight.
    #[must_use]
    pub fn with_standard_error(mut self, standard_error: f64) -> Self {
        self.standard_error = Some(standard_error);
        self
    }

    /// Sets the periods until the effect shows.
    #[must_use]
    pub fn with_lag(mut self, periods: u32) -> Self {
        self.lag = periods;
        self
    }

    /// Sets how the weight is known.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }
}

impl MapDocument {
    /// The version of the format that this library writes, and the only one it reads.
    pub const SCHEMA: u32 = 1;

    /// An empty document.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            schema: Self::SCHEMA,
            name: name.into(),
            stakeholders: Vec::new(),
            segments: Vec::new(),
            channels: Vec::new(),
            systems: Vec::new(),
            touchpoints: Vec::new(),
            facets: Vec::new(),
            outcomes: Vec::new(),
            influences: Vec::new(),
            journeys: Vec::new(),
        }
    }

    /// Adds a stakeholder group.
    pub fn stakeholder(mut self, stakeholder: Stakeholder) -> Self {
        self.stakeholders.push(stakeholder);
        self
    }

    /// Adds a part of a stakeholder group.
    pub fn segment(mut self, segment: Segment) -> Self {
        self.segments.push(segment);
        self
    }

    /// Adds a channel.
    pub fn channel(mut self, channel: Channel) -> Self {
        self.channels.push(channel);
        self
    }

    /// Adds a system.
    pub fn system(mut self, system: System) -> Self {
        self.systems.push(system);
        self
    }

    /// Adds a touchpoint.
    pub fn touchpoint(mut self, touchpoint: Touchpoint) -> Self {
        self.touchpoints.push(touchpoint);
        self
    }

    /// Adds a facet by the keys of its touchpoint and stakeholder group.
    pub fn facet(
        mut self,
        touchpoint: impl Into<String>,
        dimension: Dimension,
        stakeholder: impl Into<String>,
    ) -> Self {
        self.facets.push(FacetEntry {
            touchpoint: touchpoint.into(),
            dimension,
            stakeholder: stakeholder.into(),
        });
        self
    }

    /// Adds an outcome.
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcomes.push(outcome);
        self
    }

    /// Adds an influence between two nodes by their keys; `detail` sets standard error, lag and evidence.
    pub fn influence(
        mut self,
        from: impl Into<String>,
        to: impl Into<String>,
        weight: f64,
        detail: impl FnOnce(InfluenceEntry) -> InfluenceEntry,
    ) -> Self {
        self.influences.push(detail(InfluenceEntry {
            from: from.into(),
            to: to.into(),
            weight,
            standard_error: None,
            lag: 0,
            evidence: Evidence::Assumed,
        }));
        self
    }

    /// Adds a journey as designed.
    pub fn journey(mut self, journey: Journey) -> Self {
        self.journeys.push(journey);
        self
    }
}

fn known_schema<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let found = u32::deserialize(deserializer)?;
    if found == MapDocument::SCHEMA {
        Ok(found)
    } else {
        Err(D::Error::custom(Error::UnknownSchema { found, supported: MapDocument::SCHEMA }))
    }
}

fn is_zero(lag: &u32) -> bool {
    *lag == 0
}
