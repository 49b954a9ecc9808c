//! Owners of touchpoints by a log: the team that does most of the work there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::FrictionOptions;
use super::strands::Walk;
use crate::journey::log::ObjectId;
use crate::journey::log::visits::members;
use crate::journey::{Error, StakeholderGroup};
use crate::numeric::ordered_map::OrderedMap;
use crate::privacy::MinGroup;

/// What an owner does at a place.
struct Work {
    events: u64,
    /// Of each protected group.
    people: Vec<HashSet<u32>>,
}

/// Who owns each place: the owner with most events there; without a name where too few people do its work there.
pub(crate) fn owners(
    walk: &Walk<'_>,
    options: &FrictionOptions,
    groups: &[StakeholderGroup],
) -> Result<HashMap<u32, Option<String>>, Error> {
    let Some(owners) = options.owners else { return Ok(HashMap::new()) };
    let owners = walk.log.object_range(owners)?;
    let groups = groups.iter().map(StakeholderGroup::people);
    let protected: Vec<(MinGroup, Range<u32>)> = groups
        .chain(options.workers)
        .filter(|people| !people.min_group.is_off())
        .map(|people| Ok((people.min_group, walk.log.object_range(people.object_type)?)))
        .collect::<Result<_, Error>>()?;
    let mut work: OrderedMap<(u32, u32), Work> = OrderedMap::new();
    for event in walk.log.events() {
        for owner in members(event.objects, &owners) {
            for place in walk.places_of(&event) {
                let none = || Work { events: 0, people: vec![HashSet::new(); protected.len()] };
                let work = work.entry((place, owner)).or_insert_with(none);
                work.events += 1;
                for (set, (_, range)) in work.people.iter_mut().zip(&protected) {
                    set.extend(members(event.objects, range));
                }
            }
        }
    }
    let key = |owner: u32| walk.log.object_key(ObjectId::from_u32(owner)).unwrap_or_default().into_owned();
    let mut most: HashMap<u32, (u64, String, bool)> = HashMap::new();
    for (&(place, owner), Work { events, people }) in &work {
        let name = key(owner);
        let best = most.get(&place);
        if best.is_none_or(|(best, other, _)| events > best || (events == best && name < *other)) {
            let enough =
                people.iter().zip(&protected).all(|(set, (least, _))| least.allows(set.len() as u64));
            most.insert(place, (*events, name, enough));
        }
    }
    Ok(most.into_iter().map(|(place, (_, name, enough))| (place, enough.then_some(name))).collect())
}
