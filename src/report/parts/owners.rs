//! Owners of touchpoints: those that a map names, else those of a log.

use std::collections::HashMap;

use crate::journey::friction::Friction;
use crate::model::map::ExperienceMap;

/// Who owns what: the one look-up of all tables of a report.
#[derive(Debug)]
pub(in crate::report) struct Owners<'a> {
    map: &'a ExperienceMap,
    /// The teams that do most of the work, by key of the touchpoint, or by name of what the map lacks.
    by_log: HashMap<&'a str, &'a str>,
}

impl<'a> Owners<'a> {
    pub(in crate::report) fn new(map: &'a ExperienceMap, friction: Option<&'a Friction>) -> Self {
        let touchpoints = friction.into_iter().flat_map(|friction| &friction.touchpoints);
        let owned = touchpoints
            .filter_map(|touchpoint| Some((key(map, &touchpoint.name), touchpoint.owner.as_deref()?)));
        Self { map, by_log: owned.collect() }
    }

    /// The owner of what is called so in a map or a log.
    pub(in crate::report) fn of(&self, name: &str) -> Option<String> {
        let named = self.map.find_touchpoint(name).and_then(|touchpoint| touchpoint.owner.as_deref());
        let owner = named.or_else(|| self.by_log.get(key(self.map, name)).copied());
        owner.map(str::to_owned)
    }
}

fn key<'a>(map: &'a ExperienceMap, name: &'a str) -> &'a str {
    map.find_touchpoint(name).map_or(name, |touchpoint| &touchpoint.key)
}
