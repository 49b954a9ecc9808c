//! Attributes of events and objects in OCEL JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A list of attributes (version 2.0) or a map of them (1.0).
pub(crate) trait Attributes: Default {
    fn count(&self) -> u64;
    /// The value with this name as text.
    fn value(&self, name: &str) -> Option<String>;
}

/// How many attributes there are, whatever they are.
#[derive(Default)]
pub(crate) struct Count(u64);

impl Attributes for Count {
    fn count(&self) -> u64 {
        self.0
    }

    fn value(&self, _: &str) -> Option<String> {
        None
    }
}

/// Attributes with their names and values.
#[derive(Default)]
pub(crate) struct Values(Vec<(String, Value)>);

impl Attributes for Values {
    fn count(&self) -> u64 {
        self.0.len() as u64
    }

    fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }
}

#[derive(Deserialize)]
struct Attribute {
    name: String,
    #[serde(default)]
    value: Value,
}

struct Elements<T>(T);

const EXPECTED: &str = "a list or an object of attributes";

impl<'de> Visitor<'de> for Elements<Count> {
    type Value = Count;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Count, E> {
        Ok(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Count, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {
            self.0.0 += 1;
        }
        Ok(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut elements: A) -> Result<Count, A::Error> {
        while elements.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            self.0.0 += 1;
        }
        Ok(self.0)
    }
}

impl<'de> Visitor<'de> for Elements<Values> {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Values, E> {
        Ok(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Values, A::Error> {
        while let Some(Attribute { name, value }) = elements.next_element()? {
            self.0.0.push((name, value));
        }
        Ok(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut elements: A) -> Result<Values, A::Error> {
        while let Some(entry) = elements.next_entry()? {
            self.0.0.push(entry);
        }
        Ok(self.0)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Elements(Self::default()))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Elements(Self::default()))
    }
}
