//! Checks of a thing that is to join a map: ranges of its numbers, and the keys it names.

use crate::model::{Channel, Journey, Outcome, Segment, Stakeholder, System, Touchpoint};
use crate::model::{Fault, Kind};

/// The keys that a map has.
pub(crate) trait Keys {
    /// Whether there is a thing of this kind with this key.
    fn has(&self, kind: Kind, key: &str) -> bool;
}

/// A thing that can be checked against the map it is to join.
pub(crate) trait Checked {
    /// Every fault but those of the key.
    fn faults(&self, map: &impl Keys) -> Vec<Fault>;
}

/// Collects the faults of one thing.
struct Check {
    item: String,
    faults: Vec<Fault>,
}

impl Check {
    fn new(kind: Kind, key: &str) -> Self {
        Self { item: format!("{kind} `{key}`"), faults: Vec::new() }
    }

    fn range(mut self, field: &'static str, value: f64, low: f64, high: f64) -> Self {
        if !value.is_finite() {
            self.faults.push(Fault::NotFinite { item: self.item.clone(), field, value });
        } else if !(low..=high).contains(&value) {
            self.faults.push(Fault::OutOfRange { item: self.item.clone(), field, value, low, high });
        }
        self
    }

    fn known(mut self, kind: Kind, key: &str, map: &impl Keys) -> Self {
        if !map.has(kind, key) {
            self.faults.push(Fault::UnknownKey { kind, key: key.to_owned(), used_by: self.item.clone() });
        }
        self
    }
}

impl Checked for Stakeholder {
    fn faults(&self, _: &impl Keys) -> Vec<Fault> {
        let mut check = Check::new(Kind::Stakeholder, &self.key).range("weight", self.weight, 0.0, f64::MAX);
        if let Some(least) = self.min_group {
            check = check.range("min_group", f64::from(least.as_u32()), 1.0, f64::from(Self::MAX_MIN_GROUP));
        }
        if let Some(people) = self.population {
            check = check.range("population", people as f64, 1.0, f64::MAX);
        }
        check.faults
    }
}

impl Checked for Segment {
    fn faults(&self, map: &impl Keys) -> Vec<Fault> {
        Check::new(Kind::Segment, &self.key).known(Kind::Stakeholder, &self.stakeholder, map).faults
    }
}

impl Checked for Channel {
    fn faults(&self, _: &impl Keys) -> Vec<Fault> {
        Vec::new()
    }
}

impl Checked for System {
    fn faults(&self, _: &impl Keys) -> Vec<Fault> {
        Vec::new()
    }
}

impl Checked for Touchpoint {
    fn faults(&self, map: &impl Keys) -> Vec<Fault> {
        let mut check = Check::new(Kind::Touchpoint, &self.key).range("weight", self.weight, 0.0, f64::MAX);
        for channel in &self.channels {
            check = check.known(Kind::Channel, channel, map);
        }
        if let Some(system) = &self.system {
            check = check.known(Kind::System, system, map);
        }
        if let Some(level) = self.service_level {
            check = check.range("service level seconds", level.seconds, 0.0, f64::MAX).range(
                "service level share",
                level.share,
                0.0,
                1.0,
            );
        }
        check.faults
    }
}

impl Checked for Outcome {
    fn faults(&self, _: &impl Keys) -> Vec<Fault> {
        let mut check = Check::new(Kind::Outcome, &self.key);
        for (field, value) in [("target", self.target), ("threshold", self.threshold)] {
            if let Some(value) = value {
                check = check.range(field, value, f64::MIN, f64::MAX);
            }
        }
        if self.unit.trim().is_empty() {
            check.faults.push(Fault::NoUnit { outcome: self.key.clone() });
        }
        check.faults
    }
}

impl Checked for Journey {
    fn faults(&self, map: &impl Keys) -> Vec<Fault> {
        let mut check = Check::new(Kind::Journey, &self.key).known(Kind::Stakeholder, &self.stakeholder, map);
        for step in &self.steps {
            check = check.known(Kind::Touchpoint, step, map);
        }
        check.faults
    }
}
