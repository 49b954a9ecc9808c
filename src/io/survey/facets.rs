//! Facets that rows of signals name, found in a map or added to one.

use foldhash::HashMap;

use crate::io::Error;
use crate::io::short_names::{ShortKey, ShortNames};
use crate::io::shown::shown;
use crate::model::ids::FacetId;
use crate::model::map::ExperienceMap;
use crate::model::{Dimension, Facet, Role, Stakeholder, Touchpoint};
use crate::signal::instrument::Instrument;

/// The role that the key of a stakeholder group says, as [`read_map_and_responses`](super::signals::read_map_and_responses) takes it.
pub fn role_of_key(key: &str) -> Role {
    let lower = key.to_lowercase();
    match lower.strip_suffix('s').unwrap_or(&lower) {
        "customer" => Role::Customer,
        "employee" => Role::Employee,
        "user" => Role::User,
        "partner" => Role::Partner,
        _ => Role::Other(key.to_owned()),
    }
}

/// The keys of a facet as a row gives them.
pub(crate) struct Keys<'a> {
    pub(crate) touchpoint: &'a str,
    pub(crate) dimension: Dimension,
    pub(crate) stakeholder: &'a str,
}

impl Keys<'_> {
    pub(crate) fn find(&self, map: &ExperienceMap) -> Option<Facet> {
        let touchpoint = map.touchpoint_id(self.touchpoint)?;
        let stakeholder = map.stakeholder_id(self.stakeholder)?;
        Some(Facet { touchpoint, dimension: self.dimension, stakeholder })
    }

    pub(crate) fn add(&self, map: &mut ExperienceMap) -> Result<FacetId, crate::model::Error> {
        let touchpoint = match map.touchpoint_id(self.touchpoint) {
            Some(id) => id,
            None => map.add_touchpoint(Touchpoint::new(self.touchpoint))?,
        };
        let stakeholder = match map.stakeholder_id(self.stakeholder) {
            Some(id) => id,
            None => map.add_stakeholder(Stakeholder::new(self.stakeholder, role_of_key(self.stakeholder)))?,
        };
        let facet = Facet { touchpoint, dimension: self.dimension, stakeholder };
        map.add_facets(&[facet])?;
        let unknown = crate::model::Error::UnknownId { kind: crate::model::Kind::Facet, id: u32::MAX };
        map.facet_id_of(facet).ok_or(unknown)
    }
}

impl std::fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.touchpoint, self.dimension, self.stakeholder)
    }
}

/// Facets and instruments that rows named before, by what names them.
pub(crate) struct KnownFacets {
    by_text: HashMap<Box<[u8]>, (FacetId, Instrument)>,
    /// Those of short texts.
    by_short: ShortNames<(FacetId, Instrument), [ShortKey; 4]>,
    key: FacetKey,
    /// By the places of the texts in the dictionaries of this edition.
    by_code: HashMap<[u32; 4], (FacetId, Instrument)>,
    edition: u64,
}

impl KnownFacets {
    pub(crate) fn new() -> Self {
        Self {
            by_text: HashMap::default(),
            by_short: ShortNames::new(),
            key: FacetKey::default(),
            by_code: HashMap::default(),
            edition: 0,
        }
    }

    /// The facet and instrument that a row named before by these short texts, unless they were forgotten.
    pub(crate) fn find_short(&self, names: [ShortKey; 4]) -> Option<(FacetId, Instrument)> {
        self.by_short.find(names)
    }

    /// The facet and instrument that a row names by these texts, or by their `codes` in dictionaries of an edition; `find`
    /// is asked for the first such row.
    pub(crate) fn of<'a>(
        &mut self,
        codes: Option<(u64, [u32; 4])>,
        texts: impl FnOnce() -> [&'a str; 4],
        find: impl FnOnce() -> Result<(FacetId, Instrument), Error>,
    ) -> Result<(FacetId, Instrument), Error> {
        if let Some((edition, codes)) = codes {
            if edition != self.edition {
                self.by_code.clear();
                self.edition = edition;
            }
            if let Some(&known) = self.by_code.get(&codes) {
                return Ok(known);
            }
            let found = find()?;
            self.by_code.insert(codes, found);
            return Ok(found);
        }
        let key = self.key.of(texts());
        if let Some(&known) = self.by_text.get(key) {
            return Ok(known);
        }
        let (found, key) = (find()?, key.into());
        self.insert(key, found);
        Ok(found)
    }

    /// The facet and instrument that a row named before by texts of this key.
    pub(crate) fn find(&self, key: &[u8]) -> Option<(FacetId, Instrument)> {
        self.by_text.get(key).copied()
    }

    pub(crate) fn insert(&mut self, key: Box<[u8]>, named: (FacetId, Instrument)) {
        if let Some(names) = short_names(&key).filter(|&names| self.by_short.find(names).is_none()) {
            self.by_short.keep(names, named);
        }
        self.by_text.insert(key, named);
    }
}

/// The four texts of a facet's key, where all are short.
fn short_names(mut key: &[u8]) -> Option<[ShortKey; 4]> {
    let mut next = || {
        let (length, rest) = key.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::from_le_bytes(*length))?;
        key = rest;
        ShortKey::of(text, text)
    };
    Some([next()?, next()?, next()?, next()?])
}

/// Makes one key of the texts that name a facet and its instrument: their lengths and letters.
#[derive(Default)]
pub(crate) struct FacetKey(Vec<u8>);

impl FacetKey {
    pub(crate) fn of(&mut self, texts: [&str; 4]) -> &[u8] {
        self.0.clear();
        for text in texts {
            self.0.extend_from_slice(&text.len().to_le_bytes());
            self.0.extend_from_slice(text.as_bytes());
        }
        &self.0
    }
}

/// The map whose facets are measured.
pub(crate) enum Facets<'m> {
    /// A map that must have them.
    Of(&'m ExperienceMap),
    /// A map that is made of what is mentioned.
    Made(Box<ExperienceMap>),
}

impl Facets<'_> {
    /// The facet that the row on this line names.
    pub(crate) fn facet(&mut self, line: u64, keys: &Keys<'_>) -> Result<FacetId, Error> {
        let map = match self {
            Self::Of(map) => map,
            Self::Made(map) => &**map,
        };
        match (keys.find(map).and_then(|facet| map.facet_id_of(facet)), self) {
            (Some(facet), _) => Ok(facet),
            (None, Self::Of(_)) => Err(Error::UnknownFacet { line, facet: shown(&keys.to_string()) }),
            (None, Self::Made(map)) => keys.add(map).map_err(|source| Error::BadPlace { line, source }),
        }
    }

    /// The map that was made; empty when one was given.
    pub(crate) fn into_made(self) -> ExperienceMap {
        match self {
            Self::Of(_) => ExperienceMap::default(),
            Self::Made(map) => *map,
        }
    }
}
