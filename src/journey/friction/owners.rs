//! Owners of touchpoints by a log: the team that does most of the work there.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use foldhash::quality::RandomState;

use super::FrictionOptions;
use super::strands::Walk;
use crate::journey::log::ObjectId;
use crate::journey::log::visits::members;
use crate::journey::{Error, StakeholderGroup};
use crate::numeric::ordered_map::OrderedMap;
use crate::privacy::MinGroup;

/// The owner with most events at a place.
struct Owner {
    owner: u32,
    name: String,
    events: u64,
    /// Of each protected group, no more than are enough.
    people: Vec<BTreeSet<u32>>,
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
    let mut most: HashMap<u32, Owner> = HashMap::new();
    for (&(place, owner), &events) in &work(walk, &owners, options) {
        let name = walk.log.object_key(ObjectId::from_u32(owner)).unwrap_or_default();
        let best = most.get(&place);
        if best.is_none_or(|best| events > best.events || (events == best.events && *name < *best.name)) {
            let (name, people) = (name.into_owned(), vec![BTreeSet::new(); protected.len()]);
            most.insert(place, Owner { owner, name, events, people });
        }
    }
    // Most places have enough people after a few events.
    let mut missing = most.len() * protected.len();
    for (event, &activity) in (0_u32..).zip(walk.log.activity_column()) {
        if missing == 0 {
            break;
        }
        let objects = walk.log.objects_at(event as usize);
        for place in walk.places_of(event, activity) {
            let Some(most) = most.get_mut(&place) else { continue };
            if !objects.contains(&ObjectId::from_u32(most.owner)) {
                continue;
            }
            for (people, (least, range)) in most.people.iter_mut().zip(&protected) {
                if !least.allows(people.len() as u64) {
                    people.extend(members(objects, range));
                    missing -= usize::from(least.allows(people.len() as u64));
                }
            }
        }
    }
    let is_shown = |owner: &Owner| {
        owner.people.iter().zip(&protected).all(|(people, (least, _))| least.allows(people.len() as u64))
    };
    Ok(most.into_iter().map(|(place, owner)| (place, is_shown(&owner).then_some(owner.name))).collect())
}

/// The events of each owner at each place.
fn work(walk: &Walk<'_>, owners: &Range<u32>, options: &FrictionOptions) -> OrderedMap<(u32, u32), u64> {
    let activities = walk.log.activity_column();
    let size = options.execution.share(activities.len(), activities.len());
    let parts = options.execution.map(activities.chunks(size).zip(0..).collect(), |(part, at)| {
        let mut work: HashMap<(u32, u32), u64, RandomState> = HashMap::default();
        for (&activity, event) in part.iter().zip(at * size..) {
            for owner in members(walk.log.objects_at(event), owners) {
                for place in walk.places_of(event as u32, activity) {
                    *work.entry((place, owner)).or_default() += 1;
                }
            }
        }
        work
    });
    let mut work: OrderedMap<(u32, u32), u64> = OrderedMap::new();
    for (pair, events) in parts.into_iter().flatten() {
        *work.entry(pair).or_default() += events;
    }
    work
}
