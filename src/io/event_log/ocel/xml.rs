//! Event logs from OCEL 2.0 XML.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event as Xml};
use quick_xml::{Reader, XmlVersion};

use super::draft::{Draft, located};
use crate::io::event_log::{EventOptions, ImportedLog};
use crate::io::shown::shown;
use crate::io::source::Encoding;
use crate::io::source::lines::Lines;
use crate::io::{Error, XmlFault};

/// Depth of the elements of a log: `log`, its parts, an object or event, a list of it, an entry of that.
const LOG: usize = 1;
const PART: usize = 2;
const RECORD: usize = 3;
const LIST: usize = 4;
const ENTRY: usize = 5;

/// Reads an object-centric event log from XML in OCEL 2.0.
///
/// The parts of the document may stand in any order; unknown elements are skipped. Of `options`, the channel, the time
/// format and the limits count. What is kept and what is skipped stands in [the module](crate::io::event_log::ocel). Only the five
/// predefined entities and character references are read; a DTD is refused, so nothing can expand.
///
/// Cost: one pass; beside the log that is built, the identifiers of events and objects and 8 bytes per relation.
///
/// # Errors
/// [`Error::Xml`], [`Error::NotOcel`],
/// [`Error::OldOcelXml`], [`Error::ElementWithout`], [`Error::EventTime`], [`Error::BadItem`],
/// [`Error::DanglingObject`], [`Error::DuplicateId`], [`Error::NoEvents`], the faults of gzip, a limit that is hit, and
/// [`Error::Read`]. Each names the line or the identifier.
///
/// ```
/// use total_experience::io::event_log::ocel;
///
/// let text = r#"<log><objects><object id="o1" type="order"/></objects><events>
///     <event id="e1" type="pick" time="2024-05-01T09:00:00Z"><objects>
///         <relationship object-id="o1" qualifier="order"/></objects></event></events></log>"#;
/// let log = ocel::read_xml(text.as_bytes())?.log;
/// assert_eq!((log.len(), log.object_count(), log.relation_count()), (1, 1, 1));
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read_xml<R: Read>(reader: R) -> Result<ImportedLog, Error> {
    read_xml_with(reader, &EventOptions::default())
}

/// [`read_xml`] with options.
///
/// # Errors
///
/// As [`read_xml`], and for options out of range.
pub fn read_xml_with<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    let mut reader = Reader::from_reader(Lines::new(reader, &options.limits, options.table.encoding)?);
    let mut import = Import::new(options);
    import.encoding = reader.get_ref().encoding();
    import.draft.note().encoding = import.encoding;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().begin_record();
        let event = reader.read_event_into(&mut buffer);
        let lines = reader.get_ref();
        import.line = lines.line();
        match event {
            Ok(Xml::Start(element)) => import.open(&element)?,
            Ok(Xml::Empty(element)) => {
                import.open(&element)?;
                import.close()?;
            }
            Ok(Xml::End(_)) => import.close()?,
            Ok(Xml::DocType(_)) => return Err(Error::Xml { line: import.line, fault: XmlFault::Doctype }),
            Ok(Xml::Text(text)) if import.depth == 0 && !text.trim_ascii().is_empty() => {
                return Err(Error::NotOcel { line: import.line, found: shown(text.trim_ascii()) });
            }
            Ok(Xml::Text(text)) => import.text(&text.xml_content(XmlVersion::default()))?,
            Ok(Xml::CData(text)) => import.text(&text.xml_content(XmlVersion::default()))?,
            Ok(Xml::GeneralRef(reference)) if import.in_channel => {
                let character = unescape(&format!("&{};", &*reference)).map(Cow::into_owned);
                import.text(&character.map_err(|error| import.reference(&error))?)?;
            }
            Ok(Xml::Eof) => return import.finish(),
            Ok(_) => {}
            Err(error) => return Err(import.xml_error(error, lines.ended())),
        }
    }
}

/// Where in the log the open elements are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    ObjectTypes,
    EventTypes,
    Objects,
    Events,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Relations,
    Attributes,
    Other,
}

#[derive(Debug)]
struct Import<'a> {
    draft: Draft<'a>,
    max_depth: usize,
    encoding: Encoding,
    line: u64,
    depth: usize,
    log_seen: bool,
    part: Part,
    list: List,
    /// Whether the open element of a part is an object or event.
    in_record: bool,
    /// Whether the open entry is the attribute that names the channel, and its text so far.
    in_channel: bool,
    channel: String,
}

impl<'a> Import<'a> {
    fn new(options: &'a EventOptions) -> Self {
        Self {
            draft: Draft::new(options),
            max_depth: options.limits.max_depth,
            encoding: Encoding::UTF_8,
            line: 1,
            depth: 0,
            log_seen: false,
            part: Part::Other,
            list: List::Other,
            in_record: false,
            in_channel: false,
            channel: String::new(),
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(Error::Xml { line: self.line, fault: XmlFault::TooDeep { limit: self.max_depth } });
        }
        let local = element.local_name();
        let name = local.as_ref();
        let line = self.line;
        match (self.depth, name) {
            (LOG, "log") => self.log_seen = true,
            (LOG, other) => return Err(Error::NotOcel { line, found: format!("`{}`", shown(other)) }),
            (PART, name) => {
                self.part = match name {
                    "object-types" => Part::ObjectTypes,
                    "event-types" => Part::EventTypes,
                    "objects" => Part::Objects,
                    "events" => Part::Events,
                    _ => Part::Other,
                }
            }
            (RECORD, _) => self.record(element, name).map_err(|error| located(error, line))?,
            (LIST, name) => {
                self.list = match name {
                    "objects" | "relationships" | "relations" => List::Relations,
                    "attributes" => List::Attributes,
                    _ => List::Other,
                }
            }
            (ENTRY, _) if self.in_record => {
                self.entry(element, name).map_err(|error| located(error, line))?
            }
            _ => {}
        }
        Ok(())
    }

    fn record(&mut self, element: &BytesStart<'_>, name: &str) -> Result<(), Error> {
        match (self.part, name) {
            (Part::ObjectTypes, "object-type") => {
                let [name] = self.values(element, "object-type", ["name"])?;
                self.draft.list_object_type(&name)?;
            }
            (Part::EventTypes, "event-type") => {
                let [name] = self.values(element, "event-type", ["name"])?;
                self.draft.list_event_type(&name)?;
            }
            // Version 1.0 has elements where version 2.0 has attributes.
            (Part::Objects, "object") | (Part::Events, "event") if element.attributes().next().is_none() => {
                return Err(Error::OldOcelXml { line: self.line });
            }
            (Part::Objects, "object") => {
                let [id, object_type] = self.values(element, "object", ["id", "type"])?;
                self.draft.object(&id, &object_type)?;
                self.in_record = true;
            }
            (Part::Events, "event") => {
                let [id, activity, time] = self.values(element, "event", ["id", "type", "time"])?;
                self.draft.event(&id, &activity, &time)?;
                self.in_record = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn entry(&mut self, element: &BytesStart<'_>, name: &str) -> Result<(), Error> {
        match (self.list, name) {
            (List::Attributes, "attribute") => {
                let wanted = self.draft.channel_attribute().filter(|_| self.part == Part::Events);
                self.in_channel = wanted.is_some() && self.value(element, "name")?.as_deref() == wanted;
                self.draft.skip_attributes(u64::from(!self.in_channel));
            }
            // Some writers name the relation after what it leads to.
            (List::Relations, "relationship" | "relobj" | "object") => {
                let [object] = self.values(element, "relationship", ["object-id"])?;
                match self.part {
                    Part::Events => {
                        let qualifier = self.value(element, "qualifier")?.unwrap_or_default();
                        self.draft.relation(&object, &qualifier)?;
                    }
                    _ => self.draft.object_relation(&object)?,
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        if !self.in_channel {
            return Ok(());
        }
        self.channel.push_str(text);
        self.draft.check_length(&self.channel).map_err(|error| located(error, self.line))
    }

    fn close(&mut self) -> Result<(), Error> {
        match self.depth {
            PART => self.part = Part::Other,
            RECORD => {
                if self.in_record && self.part == Part::Events {
                    self.draft.end_event();
                }
                self.in_record = false;
            }
            LIST => self.list = List::Other,
            ENTRY if self.in_channel => {
                self.in_channel = false;
                let channel = std::mem::take(&mut self.channel);
                self.draft.channel(&channel).map_err(|error| located(error, self.line))?;
            }
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// The values of attributes that an element needs.
    fn values<const N: usize>(
        &self,
        element: &BytesStart<'_>,
        name: &'static str,
        keys: [&'static str; N],
    ) -> Result<[String; N], Error> {
        let mut values = [const { String::new() }; N];
        for (value, attribute) in values.iter_mut().zip(keys) {
            *value = self.value(element, attribute)?.ok_or(Error::ElementWithout {
                line: self.line,
                element: name,
                attribute,
            })?;
        }
        Ok(values)
    }

    fn value(&self, element: &BytesStart<'_>, key: &str) -> Result<Option<String>, Error> {
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.malformed(&error))?;
            if attribute.key.as_ref() == key {
                let value = attribute.normalized_value(XmlVersion::default());
                return Ok(Some(value.map_err(|error| self.reference(&error))?.into_owned()));
            }
        }
        Ok(None)
    }

    fn finish(self) -> Result<ImportedLog, Error> {
        if self.depth > 0 {
            return Err(Error::Xml { line: self.line, fault: XmlFault::Truncated });
        }
        if !self.log_seen {
            return Err(Error::Empty { expected: "an OCEL log as XML" });
        }
        self.draft.finish()
    }

    fn malformed(&self, error: &dyn std::fmt::Display) -> Error {
        Error::Xml { line: self.line, fault: XmlFault::Malformed { reason: error.to_string() } }
    }

    fn reference(&self, error: &dyn std::fmt::Display) -> Error {
        Error::Xml { line: self.line, fault: XmlFault::Reference { reason: error.to_string() } }
    }

    fn xml_error(&self, error: quick_xml::Error, ended: bool) -> Error {
        let line = self.line;
        match error {
            quick_xml::Error::Io(error) => match Arc::try_unwrap(error) {
                Ok(error) => error.into(),
                Err(error) => std::io::Error::new(error.kind(), error.to_string()).into(),
            },
            quick_xml::Error::Encoding(_) => Error::BadText { line, encoding: self.encoding.name() },
            _ if ended && self.depth > 0 => Error::Xml { line, fault: XmlFault::Truncated },
            other => self.malformed(&other),
        }
    }
}
