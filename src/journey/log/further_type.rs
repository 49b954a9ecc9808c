//! Extension of a log by a further type of objects.

use super::builder::MOST;
use super::storage::{Keys, Rows};
use super::{EventLog, ObjectId, ObjectTypeId, QualifierId};
use crate::journey::Error;

impl EventLog {
    /// The log with a further type of `count` objects, whose keys are their numbers. An event that involves an object of
    /// which `number` tells the number of a further one involves that one too, once, without a qualifier.
    pub(crate) fn with_further_type(
        &self,
        name: &str,
        count: usize,
        number: impl Fn(ObjectId) -> Option<u32>,
    ) -> Result<(Self, ObjectTypeId), Error> {
        if name.is_empty() {
            return Err(Error::EmptyName { what: "an object type" });
        }
        if self.object_type(name).is_some() {
            return Err(Error::DuplicateName { what: "object type", name: name.to_owned() });
        }
        let first = self.object_count() as u32;
        if self.object_count() + count > MOST as usize {
            return Err(Error::TooLarge {
                what: "objects",
                count: self.object_count() as u64 + count as u64,
                most: u64::from(MOST),
            });
        }
        let mut offsets = Vec::with_capacity(self.len() + 1);
        offsets.push(0);
        let mut objects = Vec::with_capacity(self.objects.len() + self.len());
        let mut qualifiers = Vec::new();
        for event in self.events() {
            objects.extend_from_slice(event.objects);
            qualifiers.extend_from_slice(event.qualifiers);
            let own = objects.len();
            for number in event.objects.iter().filter_map(|&object| number(object)) {
                let further = ObjectId::from_u32(first + number);
                if !objects[own..].contains(&further) {
                    objects.push(further);
                }
            }
            if !self.qualifiers.is_empty() {
                qualifiers.resize(qualifiers.len() + objects.len() - own, QualifierId::NONE);
            }
            if objects.len() > MOST as usize {
                let (what, count) = ("relations of events and objects", objects.len() as u64);
                return Err(Error::TooLarge { what, count, most: u64::from(MOST) });
            }
            offsets.push(objects.len() as u32);
        }
        let mut log = self.clone();
        (log.rows, log.objects, log.qualifiers) = (Rows::from_offsets(offsets), objects, qualifiers);
        let object_type = ObjectTypeId::from_u32(log.type_names.intern(name, "object types")?);
        log.type_starts.push(first + count as u32);
        log.keys.push(Keys::Numbered(count as u32));
        Ok((log, object_type))
    }
}
