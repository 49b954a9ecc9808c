//! Experience map: the checked aggregate, with its look-ups.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::MapDocument;
use super::checks::{Checked, Keys};
use super::keyed::Keyed;
use crate::model::ids::next_number;
use crate::model::ids::{
    ChannelId, FacetId, InfluenceId, JourneyId, OutcomeId, SegmentId, StakeholderId, SystemId, TouchpointId,
};
use crate::model::influence::columns::Influences;
use crate::model::influence::{Influence, InfluenceColumns, Node};
use crate::model::{
    Channel, Direction, Error, Facet, Journey, Outcome, Segment, Stakeholder, System, Touchpoint,
};
use crate::model::{Fault, Faults, Kind};
use crate::numeric::ordered_set::OrderedSet;

/// Checked map of an organisation's experience: whose it is, where it happens, what is measured, and what drives what.
///
/// Every thing has a typed identifier and a unique external key, such as the CRM's own; either finds the other.
/// Identifiers are never reused: what is removed leaves a gap. A map is written as a [`MapDocument`], in code or in a
/// file. Whatever joins a map is checked, so a map never holds an identifier of something it does not have.
///
/// # Looking up by name
/// Event logs and surveys call things by a key or by a label, without saying which. `find_touchpoint`, `find_stakeholder`
/// and their sisters take either:
///
/// 1. the thing with this key, else
/// 2. the thing with this label (its `name`), if it is the only one. A label that several things share finds none of
///    them: which is meant would be a guess.
///
/// ```
/// use total_experience::model::Touchpoint;
/// use total_experience::model::map::MapDocument;
///
/// let map = MapDocument::new("Shop")
///     .touchpoint(Touchpoint::new("t1").with_name("Checkout").with_owner("Payments"))
///     .touchpoint(Touchpoint::new("t2").with_name("Search"))
///     .touchpoint(Touchpoint::new("Search").with_owner("Discovery"))
///     .build()?;
/// let owner = |name| map.find_touchpoint(name).and_then(|touchpoint| touchpoint.owner.as_deref());
/// assert_eq!((owner("t1"), owner("Checkout")), (Some("Payments"), Some("Payments")));
/// assert_eq!(owner("Search"), Some("Discovery")); // a key goes before a label
/// assert!(map.find_touchpoint("Basket").is_none());
/// # Ok::<(), total_experience::model::Error>(())
/// ```
///
/// # Complexity
/// * Look-ups by identifier or key: O(1).
/// * Adding one thing: O(1) amortised, without the first influence after many were added at once, which is O(influences).
/// * Space: 12 bytes a facet, about 33 bytes an influence, and hash tables of keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "MapDocument", into = "MapDocument")]
pub struct ExperienceMap {
    pub(crate) name: String,
    pub(crate) stakeholders: Keyed<Stakeholder>,
    pub(crate) segments: Keyed<Segment>,
    pub(crate) channels: Keyed<Channel>,
    pub(crate) systems: Keyed<System>,
    pub(crate) touchpoints: Keyed<Touchpoint>,
    pub(crate) outcomes: Keyed<Outcome>,
    pub(crate) journeys: Keyed<Journey>,
    pub(crate) facets: Vec<Facet>,
    pub(crate) removed_facets: Vec<bool>,
    pub(crate) facet_numbers: HashMap<Facet, u32>,
    pub(crate) influences: Influences,
}

macro_rules! keyed {
    ($($field:ident $kind:ident $id:ident $one:ident $id_of:ident $find:ident $add:ident;)+) => {$(
        #[doc = concat!("All ", stringify!($field), " in order of their identifiers, which count from zero.")]
        pub fn $field(&self) -> &[$kind] {
            self.$field.items()
        }

        #[doc = concat!("The ", stringify!($one), " with this identifier.")]
        pub fn $one(&self, id: $id) -> Option<&$kind> {
            self.$field.get(id.as_u32())
        }

        #[doc = concat!("The identifier of the ", stringify!($one), " with this key.")]
        pub fn $id_of(&self, key: &str) -> Option<$id> {
            self.$field.number(key).map($id::from_u32)
        }

        #[doc = concat!("The ", stringify!($one), " that a name from outside the map means: the one with this key, else")]
        /// the only one with this label. See [looking up by name](Self#looking-up-by-name).
        pub fn $find(&self, name: &str) -> Option<&$kind> {
            self.$field.find(name).and_then(|number| self.$field.get(number))
        }

        #[doc = concat!("Adds a ", stringify!($one), ".")]
        ///
        /// # Errors
        ///
        /// [`Error::Invalid`] with every fault of it; the map is as before.
        pub fn $add(&mut self, item: $kind) -> Result<$id, Error> {
            let faults = item.faults(self);
            if !faults.is_empty() {
                return Err(Error::Invalid(Faults(faults)));
            }
            Ok($id::from_u32(self.$field.add(item)?))
        }
    )+};
}

/// Looking up and adding, by kind.
impl ExperienceMap {
    keyed! {
        stakeholders Stakeholder StakeholderId stakeholder stakeholder_id find_stakeholder add_stakeholder;
        segments Segment SegmentId segment segment_id find_segment add_segment;
        channels Channel ChannelId channel channel_id find_channel add_channel;
        systems System SystemId system system_id find_system add_system;
        touchpoints Touchpoint TouchpointId touchpoint touchpoint_id find_touchpoint add_touchpoint;
        outcomes Outcome OutcomeId outcome outcome_id find_outcome add_outcome;
        journeys Journey JourneyId journey journey_id find_journey add_journey;
    }
}

/// Facets, nodes and influences.
impl ExperienceMap {
    /// An empty map.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The name of the map: the organisation or product it describes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The facets with their identifiers, ascending.
    pub fn facets(&self) -> impl Iterator<Item = (FacetId, Facet)> {
        let live = self.facets.iter().zip(&self.removed_facets).enumerate();
        live.filter(|(_, (_, removed))| !**removed)
            .map(|(row, (facet, _))| (FacetId::from_u32(row as u32), *facet))
    }

    /// The facet with this identifier.
    pub fn facet(&self, id: FacetId) -> Option<Facet> {
        (self.removed_facets.get(id.index()) == Some(&false)).then(|| self.facets[id.index()])
    }

    /// The identifier of a facet known by its key, `touchpoint/dimension/stakeholder`.
    pub fn facet_id(&self, key: &str) -> Option<FacetId> {
        let mut parts = key.rsplitn(3, '/');
        let stakeholder = self.stakeholder_id(parts.next()?)?;
        let dimension = parts.next()?.parse().ok()?;
        let touchpoint = self.touchpoint_id(parts.next()?)?;
        self.facet_id_of(Facet { touchpoint, dimension, stakeholder })
    }

    /// The identifier of a facet known by its parts.
    pub fn facet_id_of(&self, facet: Facet) -> Option<FacetId> {
        self.facet_numbers.get(&facet).copied().map(FacetId::from_u32)
    }

    /// The key of a facet, `touchpoint/dimension/stakeholder`.
    pub fn facet_key(&self, id: FacetId) -> Option<String> {
        self.facet(id).map(|facet| self.key_of(facet))
    }

    fn key_of(&self, facet: Facet) -> String {
        let touchpoint = self.touchpoint(facet.touchpoint).map_or("?", |touchpoint| &touchpoint.key);
        let stakeholder = self.stakeholder(facet.stakeholder).map_or("?", |stakeholder| &stakeholder.key);
        format!("{touchpoint}/{}/{stakeholder}", facet.dimension)
    }

    /// Adds facets; all or none.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every unknown identifier and duplicate; the map is as before.
    pub fn add_facets(&mut self, facets: &[Facet]) -> Result<Vec<FacetId>, Error> {
        let mut faults = Vec::new();
        let mut new: HashMap<Facet, u32> = HashMap::with_capacity(facets.len());
        for (row, &facet) in facets.iter().enumerate() {
            let used_by = || format!("facet in row {row}");
            if self.touchpoint(facet.touchpoint).is_none() {
                let id = facet.touchpoint.as_u32();
                faults.push(Fault::UnknownNumber { kind: Kind::Touchpoint, id, used_by: used_by() });
            }
            if self.stakeholder(facet.stakeholder).is_none() {
                let id = facet.stakeholder.as_u32();
                faults.push(Fault::UnknownNumber { kind: Kind::Stakeholder, id, used_by: used_by() });
            }
            match next_number(self.facets.len() + row, Kind::Facet) {
                Ok(number) if self.facet_id_of(facet).is_none() && new.insert(facet, number).is_none() => {}
                Ok(_) => faults.push(Fault::Duplicate { kind: Kind::Facet, key: self.key_of(facet) }),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(Error::Invalid(Faults(faults)));
        }
        let first = self.facets.len() as u32;
        self.facet_numbers.extend(new);
        self.facets.extend_from_slice(facets);
        self.removed_facets.resize(self.facets.len(), false);
        Ok((first..self.facets.len() as u32).map(FacetId::from_u32).collect())
    }

    /// Removes a facet that no influence touches. Its identifier is not used again.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownId`], or [`Error::InUse`] while influences touch it; the map is as before.
    pub fn remove_facet(&mut self, id: FacetId) -> Result<Facet, Error> {
        let facet = self.facet(id).ok_or(Error::UnknownId { kind: Kind::Facet, id: id.as_u32() })?;
        let node = Node::Facet(id);
        let touching = |(_, influence): &(_, Influence<'_>)| influence.from == node || influence.to == node;
        let influences = self.influences().filter(touching).count();
        if influences > 0 {
            return Err(Error::InUse { facet: self.key_of(facet), influences });
        }
        self.removed_facets[id.index()] = true;
        self.facet_numbers.remove(&facet);
        Ok(facet)
    }

    /// All nodes: the facets, then the outcomes, in order of their identifiers.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        let outcomes = 0..self.outcomes().len() as u32;
        self.facets().map(|(id, _)| Node::Facet(id)).chain(outcomes.map(|id| OutcomeId::from_u32(id).into()))
    }

    /// The node with this key: `touchpoint/dimension/stakeholder` or the key of an outcome.
    pub fn node(&self, key: &str) -> Option<Node> {
        self.facet_id(key).map(Node::Facet).or_else(|| self.outcome_id(key).map(Node::Outcome))
    }

    /// The key of a node.
    pub fn node_key(&self, node: Node) -> Option<String> {
        match node {
            Node::Facet(id) => self.facet_key(id),
            Node::Outcome(id) => self.outcome(id).map(|outcome| outcome.key.clone()),
        }
    }

    /// The unit of a node: `points` for facets, an outcome's own unit.
    pub fn node_unit(&self, node: Node) -> Option<&str> {
        match node {
            Node::Facet(id) => self.facet(id).map(|_| "points"),
            Node::Outcome(id) => self.outcome(id).map(|outcome| outcome.unit.as_str()),
        }
    }

    /// Every key and label that finds a touchpoint, with the touchpoint it finds, ascending.
    pub fn touchpoint_names(&self) -> impl Iterator<Item = (&str, &Touchpoint)> {
        let names = self.touchpoints().iter().flat_map(|touchpoint| [&*touchpoint.key, touchpoint.label()]);
        let names: OrderedSet<&str> = names.collect();
        names.into_iter().filter_map(|name| Some((name, self.find_touchpoint(name)?)))
    }

    /// The better direction at a node: more for facets, whose unit is points, and an outcome's own direction.
    pub fn node_direction(&self, node: Node) -> Option<Direction> {
        match node {
            Node::Facet(id) => self.facet(id).map(|_| Direction::HigherIsBetter),
            Node::Outcome(id) => self.outcome(id).map(|outcome| outcome.direction),
        }
    }

    /// The influences with their identifiers, ascending.
    pub fn influences(&self) -> impl Iterator<Item = (InfluenceId, Influence<'_>)> {
        self.influences.iter()
    }

    /// Number of influences.
    pub fn influence_count(&self) -> usize {
        self.influences.live()
    }

    /// The influence with this identifier.
    pub fn influence(&self, id: InfluenceId) -> Option<Influence<'_>> {
        self.influences.get(id)
    }

    /// Adds one influence.
    ///
    /// # Errors
    ///
    /// As [`add_influences`](Self::add_influences).
    pub fn add_influence(&mut self, influence: Influence<'_>) -> Result<InfluenceId, Error> {
        let Influence { from, to, weight, standard_error, lag, evidence } = influence;
        let range = self.add_influences(&InfluenceColumns {
            from: &[from],
            to: &[to],
            weight: &[weight],
            standard_error: standard_error.as_ref().map(std::slice::from_ref),
            lag: Some(&[lag]),
            evidence,
        })?;
        Ok(InfluenceId::from_u32(range.start))
    }

    /// Adds influences from columns; all or none. The answer is the range of their identifiers' numbers.
    ///
    /// # Complexity
    /// * One influence: O(1) amortised.
    /// * Several: O(m log m) time, m the influences that are then in the map, for finding duplicates.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every fault: columns of different lengths, unknown ends, a node that influences itself
    /// within a period, numbers that are not finite, negative standard errors, the same ends and lag twice. The map
    /// is as before.
    pub fn add_influences(&mut self, columns: &InfluenceColumns<'_>) -> Result<Range<u32>, Error> {
        let faults = self.influence_faults(columns);
        if !faults.is_empty() {
            return Err(Error::Invalid(Faults(faults)));
        }
        Ok(self.influences.add(columns)?)
    }

    fn influence_faults(&self, columns: &InfluenceColumns<'_>) -> Vec<Fault> {
        let mut faults = Influences::check_lengths(columns);
        if !faults.is_empty() {
            return faults;
        }
        let name = |node: Node| self.node_key(node).unwrap_or_else(|| format!("number {}", node.as_u32()));
        for (row, (&from, &to)) in columns.from.iter().zip(columns.to).enumerate() {
            for node in [from, to] {
                if !self.has_node(node) {
                    let used_by = format!("influence in row {row}");
                    faults.push(Fault::UnknownNumber { kind: Kind::Node, id: node.as_u32(), used_by });
                }
            }
            let influence = Influence {
                from,
                to,
                weight: columns.weight[row],
                standard_error: columns.standard_error.map(|errors| errors[row]),
                lag: columns.lag.map_or(0, |lags| lags[row]),
                evidence: columns.evidence,
            };
            Influences::check(&influence, &name, &mut faults);
        }
        faults.extend(self.influences.duplicates(columns).into_iter().map(|(from, to, lag)| {
            Fault::Duplicate {
                kind: Kind::Influence,
                key: format!("{} -> {}, lag {lag}", name(from), name(to)),
            }
        }));
        faults
    }

    fn has_node(&self, node: Node) -> bool {
        match node {
            Node::Facet(id) => self.facet(id).is_some(),
            Node::Outcome(id) => self.outcome(id).is_some(),
        }
    }

    /// Removes an influence. Its identifier is not used again.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownId`]; the map is as before.
    pub fn remove_influence(&mut self, id: InfluenceId) -> Result<(), Error> {
        let unknown = Error::UnknownId { kind: Kind::Influence, id: id.as_u32() };
        self.influences.remove(id).then_some(()).ok_or(unknown)
    }
}

impl Keys for ExperienceMap {
    fn has(&self, kind: Kind, key: &str) -> bool {
        match kind {
            Kind::Stakeholder => self.stakeholder_id(key).is_some(),
            Kind::Segment => self.segment_id(key).is_some(),
            Kind::Channel => self.channel_id(key).is_some(),
            Kind::System => self.system_id(key).is_some(),
            Kind::Touchpoint => self.touchpoint_id(key).is_some(),
            Kind::Facet => self.facet_id(key).is_some(),
            Kind::Outcome => self.outcome_id(key).is_some(),
            Kind::Journey => self.journey_id(key).is_some(),
            Kind::Node => self.node(key).is_some(),
            Kind::Influence => false,
        }
    }
}
