//! Which team owns a touchpoint, by a log.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::friction_log::Walk;
use super::{ObjectId, ObjectTypeId};
use crate::model::Stakeholder;

/// The objects of an event that are in `range`, each once.
pub(super) fn members(objects: &[ObjectId], range: &Range<u32>) -> Vec<u32> {
    let mut members: Vec<u32> = Vec::new();
    for object in objects.iter().map(|object| object.as_u32()).filter(|object| range.contains(object)) {
        if !members.contains(&object) {
            members.push(object);
        }
    }
    members
}

/// Who owns each place: the owner with most events there, where enough people work under that name to name it.
pub(super) fn owners(
    walk: &Walk<'_>,
    owners: &Range<u32>,
    groups: &[(Stakeholder, ObjectTypeId)],
) -> HashMap<u32, String> {
    let protected: Vec<(u64, Range<u32>)> = groups
        .iter()
        .filter(|(stakeholder, _)| stakeholder.minimum_group() > 1)
        .filter_map(|(stakeholder, people)| {
            Some((u64::from(stakeholder.minimum_group()), walk.log.object_range(*people).ok()?))
        })
        .collect();
    let mut events: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let mut people: HashMap<u32, Vec<HashSet<u32>>> = HashMap::new();
    for event in walk.log.events() {
        for owner in members(event.objects, owners) {
            for place in walk.places_of(&event) {
                *events.entry((place, owner)).or_default() += 1;
            }
            let sets = people.entry(owner).or_insert_with(|| vec![HashSet::new(); protected.len()]);
            for (set, (_, range)) in sets.iter_mut().zip(&protected) {
                set.extend(members(event.objects, range));
            }
        }
    }
    let key = |owner: u32| walk.log.object_key(ObjectId::from_u32(owner)).unwrap_or_default().into_owned();
    let mut most: HashMap<u32, (u64, u32, String)> = HashMap::new();
    for (&(place, owner), &count) in &events {
        let name = key(owner);
        let best = most.get(&place);
        if best.is_none_or(|(best, _, other)| count > *best || (count == *best && name < *other)) {
            most.insert(place, (count, owner, name));
        }
    }
    let large = |owner: &u32| {
        let sets = people.get(owner).map(Vec::as_slice).unwrap_or_default();
        sets.iter().zip(&protected).all(|(set, (least, _))| set.len() as u64 >= *least)
    };
    most.into_iter()
        .filter(|(_, (_, owner, _))| large(owner))
        .map(|(place, (.., name))| (place, name))
        .collect()
}
