//! Event logs from OCEL JSON, versions 2.0 and 1.0.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::draft::{Draft, located};
use super::json_attributes::{Attributes, Count, Values};
use super::json_numbers::NumbersOnly;
use crate::io::Error;
use crate::io::event_log::{EventOptions, ImportedLog};
use crate::io::source::lines::Lines;

/// Reads an object-centric event log from JSON: OCEL 2.0, and OCEL 1.0 where it maps cleanly.
///
/// The parts of the document may stand in any order; unknown ones are skipped. Of `options`, the channel, the time
/// format and the limits count. What is kept and what is skipped stands in [the module](crate::io::event_log::ocel).
///
/// Cost: one pass; beside the log that is built, the identifiers of events and objects and 8 bytes per relation.
///
/// # Errors
/// [`Error::Json`] for text that is no JSON or lacks a part, [`Error::NotOcel`], [`Error::NoEvents`],
/// [`Error::EventTime`], [`Error::BadItem`], [`Error::DanglingObject`], [`Error::DuplicateId`], the faults of gzip, a
/// limit that is hit, and [`Error::Read`]. Each names the line or the identifier.
///
/// ```
/// use total_experience::io::event_log::ocel;
///
/// let text = r#"{"objectTypes": [], "eventTypes": [],
///     "events": [{"id": "e1", "type": "pick", "time": "2024-05-01T09:00:00Z", "relationships": [
///         {"objectId": "o1", "qualifier": "order"}, {"objectId": "w1", "qualifier": "picker"}]}],
///     "objects": [{"id": "o1", "type": "order"}, {"id": "w1", "type": "worker"}]}"#;
/// let log = ocel::read_json(text.as_bytes())?.log;
/// assert_eq!((log.len(), log.object_count(), log.relation_count()), (1, 2, 2));
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_json<R: Read>(reader: R) -> Result<ImportedLog, Error> {
    read_json_with(reader, &EventOptions::default())
}

/// [`read_json`] with options.
///
/// # Errors
///
/// As [`read_json`], and for options out of range.
pub fn read_json_with<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    let limit = options.limits.max_record_bytes;
    let left = Rc::new(Cell::new(limit));
    let lines = Lines::new(reader, &options.limits, options.table.encoding)?;
    let encoding = lines.encoding();
    let replaced = Rc::new(Cell::new(0));
    let metered = Metered { lines, left: Rc::clone(&left), limit };
    let metered = NumbersOnly::new(metered, Rc::clone(&replaced));
    let mut import = Import { draft: Draft::new(options), fault: None, left, limit, has_events: false };
    let mut text = serde_json::Deserializer::from_reader(BufReader::new(metered));
    let read = Document(&mut import).deserialize(&mut text).and_then(|()| text.end());
    if let Err(error) = read {
        let line = error.line() as u64;
        return Err(match import.fault {
            Some(fault) => located(fault, line),
            None if error.is_io() => io::Error::from(error).into(),
            None if error.is_eof() && error.line() <= 1 && error.column() == 0 => {
                Error::Empty { expected: "an OCEL log as JSON" }
            }
            // What serde_json says of bytes that are no UTF-8.
            None if error.to_string().starts_with("invalid unicode code point") => {
                Error::BadText { line, encoding: encoding.name() }
            }
            None => error.into(),
        });
    }
    if !import.has_events {
        return Err(Error::NotOcel { line: 1, found: "no `events` and no `ocel:events`".to_owned() });
    }
    import.draft.note().encoding = encoding;
    import.draft.note().not_numbers = replaced.get();
    import.draft.finish()
}

/// Fails once more than a record's share of bytes was read since the last record began.
struct Metered<R: Read> {
    lines: Lines<R>,
    left: Rc<Cell<usize>>,
    limit: usize,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(Error::RecordTooLong { line: self.lines.line(), limit: self.limit }.into());
        }
        self.lines.begin_record();
        let count = self.lines.read(buffer)?;
        self.left.set(left.saturating_sub(count));
        Ok(count)
    }
}

struct Import<'a> {
    draft: Draft<'a>,
    /// What is wrong, when it is not the JSON.
    fault: Option<Error>,
    left: Rc<Cell<usize>>,
    limit: usize,
    has_events: bool,
}

impl Import<'_> {
    fn begin_record(&self) {
        self.left.set(self.limit);
    }

    /// Keeps a fault for the caller, as the error of JSON cannot carry it.
    fn kept<E: serde::de::Error>(&mut self, result: Result<(), Error>) -> Result<(), E> {
        result.map_err(|fault| {
            let text = fault.to_string();
            self.fault = Some(fault);
            E::custom(text)
        })
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Relation {
    #[serde(rename = "objectId")]
    object: String,
    #[serde(default)]
    qualifier: Option<String>,
}

/// A time, which may be a number of a declared unit.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a time was expected, as text or a number")]
    enum Time {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(match Time::deserialize(deserializer)? {
        Time::Text(text) => text,
        Time::Number(number) => number.to_string(),
    })
}

/// An event whose attributes are counted, or kept as `Values`.
#[derive(Deserialize)]
struct Event<A: Default = Count> {
    id: String,
    #[serde(rename = "type")]
    activity: String,
    #[serde(deserialize_with = "text_or_number")]
    time: String,
    #[serde(default)]
    attributes: A,
    /// Some writers call them relations, as the tables of the standard's text do.
    #[serde(default, alias = "relations")]
    relationships: Option<Vec<Relation>>,
}

#[derive(Deserialize)]
struct Object {
    id: String,
    #[serde(rename = "type")]
    object_type: String,
    #[serde(default)]
    attributes: Count,
    #[serde(default, alias = "relations")]
    relationships: Option<Vec<Relation>>,
}

/// Version 1.0, where the identifier is the key.
#[derive(Deserialize)]
struct OldEvent<A: Default = Count> {
    #[serde(rename = "ocel:activity")]
    activity: String,
    #[serde(rename = "ocel:timestamp", deserialize_with = "text_or_number")]
    time: String,
    #[serde(rename = "ocel:omap", default)]
    objects: Option<Vec<String>>,
    #[serde(rename = "ocel:vmap", default)]
    attributes: A,
}

#[derive(Deserialize)]
struct OldObject {
    #[serde(rename = "ocel:type")]
    object_type: String,
    #[serde(rename = "ocel:ovmap", default)]
    attributes: Count,
}

/// The whole document.
struct Document<'i, 'a>(&'i mut Import<'a>);

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an OCEL log: an object with `events` and `objects`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let import = self.0;
        let with_channel = import.draft.channel_attribute().is_some();
        while let Some(part) = parts.next_key::<String>()? {
            import.begin_record();
            match part.as_str() {
                "objectTypes" => parts.next_value_seed(Each(import, object_type))?,
                "eventTypes" => parts.next_value_seed(Each(import, event_type))?,
                "events" => {
                    import.has_events = true;
                    if with_channel {
                        parts.next_value_seed(Each(import, event::<Values>))?;
                    } else {
                        parts.next_value_seed(Each(import, event::<Count>))?;
                    }
                }
                "objects" => parts.next_value_seed(Each(import, object))?,
                "ocel:events" => {
                    import.has_events = true;
                    import.draft.without_event_types();
                    if with_channel {
                        parts.next_value_seed(EachNamed(import, old_event::<Values>))?;
                    } else {
                        parts.next_value_seed(EachNamed(import, old_event::<Count>))?;
                    }
                }
                "ocel:objects" => parts.next_value_seed(EachNamed(import, old_object))?,
                "ocel:global-log" => {
                    let global: OldGlobal = parts.next_value()?;
                    for name in global.object_types.unwrap_or_default() {
                        let declared = import.draft.list_object_type(&name);
                        import.kept(declared)?;
                    }
                }
                _ => drop(parts.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct OldGlobal {
    #[serde(rename = "ocel:object-types", default)]
    object_types: Option<Vec<String>>,
}

fn object_type(draft: &mut Draft<'_>, declared: Named) -> Result<(), Error> {
    draft.list_object_type(&declared.name)
}

fn event_type(draft: &mut Draft<'_>, declared: Named) -> Result<(), Error> {
    draft.list_event_type(&declared.name)
}

fn attributes(draft: &mut Draft<'_>, attributes: &impl Attributes) -> Result<(), Error> {
    let channel = draft.channel_attribute().and_then(|name| attributes.value(name));
    draft.skip_attributes(attributes.count() - u64::from(channel.is_some()));
    channel.map_or(Ok(()), |channel| draft.channel(&channel))
}

fn event<A: Attributes>(draft: &mut Draft<'_>, event: Event<A>) -> Result<(), Error> {
    draft.event(&event.id, &event.activity, &event.time)?;
    for relation in event.relationships.unwrap_or_default() {
        draft.relation(&relation.object, relation.qualifier.as_deref().unwrap_or_default())?;
    }
    draft.end_event();
    attributes(draft, &event.attributes)
}

fn object(draft: &mut Draft<'_>, object: Object) -> Result<(), Error> {
    draft.object(&object.id, &object.object_type)?;
    for relation in object.relationships.unwrap_or_default() {
        draft.object_relation(&relation.object)?;
    }
    draft.skip_attributes(object.attributes.count());
    Ok(())
}

fn old_event<A: Attributes>(draft: &mut Draft<'_>, id: &str, event: OldEvent<A>) -> Result<(), Error> {
    draft.event(id, &event.activity, &event.time)?;
    for object in event.objects.unwrap_or_default() {
        draft.relation(&object, "")?;
    }
    draft.end_event();
    attributes(draft, &event.attributes)
}

fn old_object(draft: &mut Draft<'_>, id: &str, object: OldObject) -> Result<(), Error> {
    draft.object(id, &object.object_type)?;
    draft.skip_attributes(object.attributes.count());
    Ok(())
}

/// A list of records.
struct Each<'i, 'a, T>(&'i mut Import<'a>, fn(&mut Draft<'_>, T) -> Result<(), Error>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Each<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let Self(import, add) = self;
        while let Some(record) = records.next_element()? {
            let added = add(&mut import.draft, record);
            import.kept(added)?;
            import.begin_record();
        }
        Ok(())
    }
}

/// Records by their identifiers.
struct EachNamed<'i, 'a, T>(&'i mut Import<'a>, fn(&mut Draft<'_>, &str, T) -> Result<(), Error>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for EachNamed<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for EachNamed<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object whose keys are identifiers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut records: A) -> Result<(), A::Error> {
        let Self(import, add) = self;
        while let Some((id, record)) = records.next_entry::<String, T>()? {
            let added = add(&mut import.draft, &id, record);
            import.kept(added)?;
            import.begin_record();
        }
        Ok(())
    }
}
