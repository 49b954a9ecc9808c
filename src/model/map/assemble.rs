//! Conversion of a map document into a checked map, and back.

use super::checks::Checked;
use super::{ExperienceMap, MapDocument};
use super::{FacetEntry, InfluenceEntry};
use crate::model::influence::Influence;
use crate::model::{Error, Facet};
use crate::model::{Fault, Faults, Kind};

impl MapDocument {
    /// The map of this document, with everything checked.
    ///
    /// # Complexity
    ///
    /// O(things and their keys) time and space.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with *every* fault found: unusable or duplicate keys, unknown keys, influences of a node on
    /// itself within a period, numbers that are not finite or outside their range, outcomes without a unit.
    pub fn build(self) -> Result<ExperienceMap, Error> {
        ExperienceMap::try_from(self)
    }
}

impl TryFrom<MapDocument> for ExperienceMap {
    type Error = Error;

    fn try_from(document: MapDocument) -> Result<Self, Error> {
        if document.schema != MapDocument::SCHEMA {
            return Err(Error::UnknownSchema { found: document.schema, supported: MapDocument::SCHEMA });
        }
        let mut map = Self::new(document.name);
        let mut faults = Vec::new();
        // A thing with a fault is added all the same, so that what refers to it is not called unknown as well.
        macro_rules! add_all {
            ($($field:ident),+) => {$(
                for item in document.$field {
                    faults.extend(item.faults(&map));
                    faults.extend(map.$field.add(item).err());
                }
            )+};
        }
        add_all!(stakeholders, segments, channels, systems, touchpoints, outcomes, journeys);
        for entry in &document.facets {
            add_facet(&mut map, entry, &mut faults);
        }
        for entry in &document.influences {
            add_influence(&mut map, entry, &mut faults);
        }
        if faults.is_empty() { Ok(map) } else { Err(Error::Invalid(Faults(faults))) }
    }
}

fn add_facet(map: &mut ExperienceMap, entry: &FacetEntry, faults: &mut Vec<Fault>) {
    let FacetEntry { touchpoint, dimension, stakeholder } = entry;
    let unknown = |kind, key: &str| Fault::UnknownKey {
        kind,
        key: key.to_owned(),
        used_by: format!("facet `{touchpoint}/{dimension}/{stakeholder}`"),
    };
    match (map.touchpoint_id(touchpoint), map.stakeholder_id(stakeholder)) {
        (Some(touchpoint), Some(stakeholder)) => {
            let added = map.add_facets(&[Facet { touchpoint, dimension: *dimension, stakeholder }]);
            faults.extend(all(added.err()));
        }
        (place, group) => {
            faults.extend(place.is_none().then(|| unknown(Kind::Touchpoint, touchpoint)));
            faults.extend(group.is_none().then(|| unknown(Kind::Stakeholder, stakeholder)));
        }
    }
}

fn add_influence(map: &mut ExperienceMap, entry: &InfluenceEntry, faults: &mut Vec<Fault>) {
    let InfluenceEntry { from, to, weight, standard_error, lag, evidence } = entry;
    let unknown = |key: &str| Fault::UnknownKey {
        kind: Kind::Node,
        key: key.to_owned(),
        used_by: format!("influence `{from}` -> `{to}`"),
    };
    match (map.node(from), map.node(to)) {
        (Some(from), Some(to)) => {
            let (weight, standard_error, lag) = (*weight, *standard_error, *lag);
            let added = map.add_influence(Influence { from, to, weight, standard_error, lag, evidence });
            faults.extend(all(added.err()));
        }
        (source, target) => {
            faults.extend(source.is_none().then(|| unknown(from)));
            faults.extend(target.is_none().then(|| unknown(to)));
        }
    }
}

fn all(error: Option<Error>) -> Vec<Fault> {
    match error {
        Some(Error::Invalid(Faults(faults))) => faults,
        _ => Vec::new(),
    }
}

/// The document drops what was removed, so reading it again hands out new identifiers; keys stay.
impl From<&ExperienceMap> for MapDocument {
    fn from(map: &ExperienceMap) -> Self {
        let key = |node| map.node_key(node).unwrap_or_default();
        let facet = |(_, facet): (_, Facet)| FacetEntry {
            touchpoint: map
                .touchpoint(facet.touchpoint)
                .map(|touchpoint| touchpoint.key.clone())
                .unwrap_or_default(),
            dimension: facet.dimension,
            stakeholder: map
                .stakeholder(facet.stakeholder)
                .map(|group| group.key.clone())
                .unwrap_or_default(),
        };
        let influence = |(_, influence): (_, Influence<'_>)| InfluenceEntry {
            from: key(influence.from),
            to: key(influence.to),
            weight: influence.weight,
            standard_error: influence.standard_error,
            lag: influence.lag,
            evidence: influence.evidence.clone(),
        };
        Self {
            schema: Self::SCHEMA,
            name: map.name().to_owned(),
            stakeholders: map.stakeholders().to_vec(),
            segments: map.segments().to_vec(),
            channels: map.channels().to_vec(),
            systems: map.systems().to_vec(),
            touchpoints: map.touchpoints().to_vec(),
            facets: map.facets().map(facet).collect(),
            outcomes: map.outcomes().to_vec(),
            influences: map.influences().map(influence).collect(),
            journeys: map.journeys().to_vec(),
        }
    }
}

impl From<ExperienceMap> for MapDocument {
    fn from(map: ExperienceMap) -> Self {
        Self::from(&map)
    }
}
