//! Logs by person: persons as a further type of objects of a log, and records read from a log.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::identities::KeyOwner;
use super::{Identity, IdentityRecords};
use super::{KeyId, KeyKindId};
use crate::journey::Error;
use crate::journey::log::visits::members;
use crate::journey::log::{EventLog, ObjectId, ObjectTypeId};

/// A log with its persons as objects, whatever ids they were known by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PersonLog {
    /// The log with a further type of objects, the persons. All that was in it is still there.
    pub log: EventLog,
    /// The type of the persons.
    pub person_type: ObjectTypeId,
    /// Number of persons.
    pub persons: u64,
    /// Number of objects that are a person's id, in events or not.
    pub ids: u64,
    /// Ids whose person has another id in the log.
    pub joined: u64,
    /// Ids of which no record tells: each a person of its own.
    pub unknown: u64,
    /// Ids that several persons share, such as hubs: they are nobody's.
    pub shared: u64,
    /// Events that involve shared ids and nobody's own: they are in no person's journey.
    pub events_of_nobody: u64,
}

/// Owner of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IdOwner {
    Person(u32),
    /// A person of its own.
    Unknown,
    /// Several persons', so that it says of none of them what they did.
    Nobody,
}

/// Counts of the events of a log by what they told of identities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ObservedEvents {
    /// Events that are records now.
    pub records: u64,
    /// Events that involve two objects of one of the types, and so perhaps two people: they are no records.
    pub several: u64,
    /// Events that involve no object of the types.
    pub without_key: u64,
}

impl EventLog {
    /// The log with persons as a further type of objects, called `name`: every event that involves an id of a person
    /// involves the person too, once.
    ///
    /// `person` says for each object of the `types` whose id it is, by any number; an object of which it says nothing
    /// is a person of its own, and counted as unknown. Persons are numbered by the first of their ids, and their keys
    /// are these numbers. Identifiers of activities, types and objects stay what they were.
    ///
    /// Linear time and space in relations and objects.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such types; [`Error::EmptyName`], and [`Error::DuplicateName`] for a type
    /// that there is; [`Error::TooLarge`] objects or relations.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::journey::dfg::JourneyGraph;
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// builder.event("search", Timestamp::UNIX_EPOCH, &[("cookie", "c1")])?;
    /// builder.event("buy", Timestamp::from_nanoseconds(1), &[("customer", "Ada")])?;
    /// let log = builder.finish();
    /// let types: Vec<_> = log.object_types().collect();
    /// let people = log.with_persons("person", &types, |_| Some(7))?; // all of them Ada's
    /// assert_eq!((people.persons, people.ids, people.joined), (1, 2, 2));
    /// let graph = JourneyGraph::discover(&people.log, people.person_type)?;
    /// assert_eq!((graph.object_count(), graph.edges().len()), (1, 1));
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn with_persons(
        &self,
        name: &str,
        types: &[ObjectTypeId],
        person: impl Fn(ObjectId) -> Option<u32>,
    ) -> Result<PersonLog, Error> {
        self.with_owners(name, types, |object| person(object).map_or(IdOwner::Unknown, IdOwner::Person))
    }

    fn with_owners(
        &self,
        name: &str,
        types: &[ObjectTypeId],
        owner: impl Fn(ObjectId) -> IdOwner,
    ) -> Result<PersonLog, Error> {
        // Per object the number of its person.
        let mut numbers: Vec<Option<u32>> = vec![None; self.object_count()];
        let mut ids_of: Vec<u64> = Vec::new();
        let mut known: HashMap<u32, u32> = HashMap::new();
        let mut nobodys = vec![false; self.object_count()];
        let mut unknown = 0;
        for &object_type in types {
            for object in self.object_range(object_type)? {
                let Some(slot @ None) = numbers.get_mut(object as usize) else { continue };
                let next = ids_of.len() as u32;
                let number = match owner(ObjectId::from_u32(object)) {
                    IdOwner::Person(person) => *known.entry(person).or_insert(next),
                    IdOwner::Unknown => {
                        unknown += 1;
                        next
                    }
                    IdOwner::Nobody => {
                        nobodys[object as usize] = true;
                        continue;
                    }
                };
                if number == next {
                    ids_of.push(0);
                }
                ids_of[number as usize] += 1;
                *slot = Some(number);
            }
        }
        let persons = ids_of.len();
        let number = |object: ObjectId| numbers.get(object.index()).copied().flatten();
        let (log, person_type) = self.with_further_type(name, persons, number)?;
        let is_nobodys = |object: &ObjectId| nobodys.get(object.index()) == Some(&true);
        let is_of_nobody = |objects: &[ObjectId]| {
            objects.iter().any(is_nobodys) && objects.iter().all(|&object| number(object).is_none())
        };
        let events_of_nobody = self.events().filter(|event| is_of_nobody(event.objects)).count() as u64;
        Ok(PersonLog {
            log,
            person_type,
            persons: persons as u64,
            ids: ids_of.iter().sum(),
            joined: ids_of.iter().filter(|&&ids| ids > 1).sum(),
            unknown,
            shared: nobodys.into_iter().filter(|&nobodys| nobodys).count() as u64,
            events_of_nobody,
        })
    }
}

impl Identity {
    /// The log with the persons of this identity as objects of the further type `name`.
    ///
    /// The objects of each of `types` are looked up by their keys among the keys of a kind. An object is a person's
    /// where only records of that person carry the key. An object of which no record tells is a person of its own. One
    /// that several persons share, such as a tablet in a shop, is nobody's: an event on it is of the person whose own id
    /// it involves too, else of none. All are counted. See [`EventLog::with_persons`] for what is kept.
    ///
    /// Expected linear time in keys of records, relations and objects.
    ///
    /// # Errors
    /// As [`EventLog::with_persons`]; [`Error::UnknownId`] for a kind that was not declared.
    ///
    /// ```
    /// use total_experience::journey::log::EventLog;
    /// use total_experience::journey::identity::{Identity, IdentityRecords, KeyKind};
    /// use total_experience::model::time::Timestamp;
    ///
    /// let mut builder = EventLog::builder();
    /// for (activity, time, of, key) in
    ///     [("search", 0, "cookie", "c1"), ("log in", 1, "cookie", "c2"), ("call", 2, "customer", "Ada")]
    /// {
    ///     builder.event(activity, Timestamp::from_nanoseconds(time), &[(of, key)])?;
    /// }
    /// let log = builder.finish();
    /// let mut records = IdentityRecords::new(vec![KeyKind::strong("customer"), KeyKind::strong("cookie")])?;
    /// records.add(&[("cookie", "c1"), ("customer", "Ada")])?;
    /// let [customers, cookies] = ["customer", "cookie"].map(|name| records.kind(name).expect("declared"));
    /// let identity = Identity::discover(records)?;
    /// let [cookie, customer] = ["cookie", "customer"].map(|name| log.object_type(name).expect("in the log"));
    /// let people = identity.apply(&log, "person", &[(cookie, cookies), (customer, customers)])?;
    /// assert_eq!((people.persons, people.joined, people.unknown), (2, 2, 1)); // c1 is Ada; c2 nobody knows
    /// # Ok::<(), total_experience::journey::Error>(())
    /// ```
    pub fn apply(
        &self,
        log: &EventLog,
        name: &str,
        types: &[(ObjectTypeId, KeyKindId)],
    ) -> Result<PersonLog, Error> {
        let owners = self.owners_of_keys();
        let mut found = vec![IdOwner::Unknown; log.object_count()];
        for &(object_type, kind) in types {
            check_kind(self.records(), kind)?;
            for object in log.object_range(object_type)? {
                let text = log.object_key(ObjectId::from_u32(object)).unwrap_or_default();
                let key = self.records().find_key(kind, &text);
                match key.and_then(|key| owners.get(key.index())) {
                    Some(KeyOwner::One(person)) => found[object as usize] = IdOwner::Person(*person),
                    Some(KeyOwner::Several) => found[object as usize] = IdOwner::Nobody,
                    Some(KeyOwner::Nobody) | None => {}
                }
            }
        }
        let types: Vec<ObjectTypeId> = types.iter().map(|&(object_type, _)| object_type).collect();
        log.with_owners(name, &types, |object| found[object.index()])
    }
}

impl IdentityRecords {
    /// Adds the events of a log as records: the objects of each of `types` that an event involves are keys of a kind,
    /// seen together. A log-in, for one, shows a cookie and a customer at once.
    ///
    /// Linear time in relations.
    ///
    /// # Errors
    /// [`Error::UnknownId`] when the log has no such types or there is no such kind; as [`key`](Self::key) and
    /// [`push`](Self::push). After an error the records of the events before it are there.
    pub fn observe(
        &mut self,
        log: &EventLog,
        types: &[(ObjectTypeId, KeyKindId)],
    ) -> Result<ObservedEvents, Error> {
        let mut ranges = Vec::with_capacity(types.len());
        for &(object_type, kind) in types {
            check_kind(self, kind)?;
            ranges.push((log.object_range(object_type)?, kind));
        }
        let mut numbers: Vec<Option<KeyId>> = vec![None; log.object_count()];
        let mut observed = ObservedEvents::default();
        let mut keys = Vec::new();
        'events: for event in log.events() {
            keys.clear();
            for (range, kind) in &ranges {
                let objects = members(event.objects, range);
                if objects.clone().nth(1).is_some() {
                    observed.several += 1;
                    continue 'events;
                }
                for object in objects {
                    let number = &mut numbers[object as usize];
                    if number.is_none() {
                        let text = log.object_key(ObjectId::from_u32(object)).unwrap_or_default();
                        *number = Some(self.key(*kind, &text)?);
                    }
                    keys.extend(*number);
                }
            }
            if keys.is_empty() {
                observed.without_key += 1;
            } else {
                self.push(&keys)?;
                observed.records += 1;
            }
        }
        Ok(observed)
    }
}

fn check_kind(records: &IdentityRecords, kind: KeyKindId) -> Result<(), Error> {
    let bound = records.kinds().len();
    if kind.index() < bound {
        Ok(())
    } else {
        Err(Error::UnknownId { what: "kind of keys", id: kind.as_u32(), count: bound })
    }
}
