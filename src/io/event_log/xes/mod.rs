//! Event logs from XES, the XML standard for event logs (IEEE 1849).

#[cfg(feature = "xes")]
mod event;
#[cfg(feature = "xes")]
mod plain;
#[cfg(feature = "xes")]
mod timing;
#[cfg(feature = "xes")]
mod trace;

use std::io::{BufRead, Read};
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event as Xml};
use quick_xml::{Reader, XmlVersion};

use self::event::{NAME, OpenEvent, TIME};
use self::plain::{Plain, PlainAttribute};
use self::timing::Timing;
use self::trace::{TraceColumns, is_asked_for, is_case};
use super::lifecycle::Transition;
use super::sink::Sink;
use super::{EventOptions, ImportedLog};
use crate::io::shown::shown;
use crate::io::source::lines::Lines;
use crate::io::source::space::trimmed;
use crate::io::source::{Encoding, Limits};
use crate::io::{Error, XmlFault};
use crate::journey::log::{ActivityId, EventChannelId, PendingObject};
use crate::model::time::ParsedTime;

/// Depth of the elements of a log: `log`, `trace`, `event`, an attribute of an event.
const LOG: usize = 1;
const TRACE: usize = 2;
const EVENT: usize = 3;
const ATTRIBUTE: usize = 4;

/// Reads an event log from XES (IEEE 1849-2016 and its forerunners).
///
/// Of every event the attributes `concept:name`, `time:timestamp` and `org:resource` are read, or those that
/// [`EventOptions`] names, a channel among them, whatever their XES type; the trace's `concept:name` is its case. Other
/// attributes, nested ones, lists, extensions and classifiers are skipped. Values of `<global>` describe the format and
/// are never taken for values of events.
///
/// What is asked for by name, a type of objects, the resource or the channel, is the attribute of events with this key.
/// Where no event of the log has it, the attribute of the traces counts for all of their events, which the notes say:
/// `NAME` or, as in a flattened log, `case:NAME`. `case` is the case.
///
/// A log none of whose events has a time is [without times](crate::journey::log::EventLog::has_times), in the order of the
/// file. Events without a time beside others that have one are refused.
///
/// A `start` and a `complete` are one visit ([`Lifecycle`](super::Lifecycle)), unless the options choose otherwise.
/// Traces with the same name are one case. Events are sorted by time; those of the same time
/// stay in the order of the file.
///
/// Only the five predefined entities and character references are read; a DTD is refused, so nothing can expand.
///
/// Cost: one pass in bounded memory beside the log that is built and the trace that is open.
///
/// # Errors
/// [`Error::Xml`], [`Error::NotXes`], [`Error::NamesActivities`],
/// [`Error::TraceWithout`], [`Error::EventWithout`], [`Error::EventOutsideTrace`], [`Error::BadTime`],
/// [`Error::NoEvents`], the faults of gzip, a limit that is hit, and [`Error::Read`]. Each names the line.
///
/// Reference: IEEE 1849-2016, Standard for eXtensible Event Stream (XES), doi:10.1109/IEEESTD.2016.7740858.
///
/// ```
/// use total_experience::io::event_log::xes;
///
/// let text = r#"<log><trace><string key="concept:name" value="1"/><event>
///     <string key="concept:name" value="ask"/><date key="time:timestamp" value="2024-05-01T09:00:00Z"/>
/// </event></trace></log>"#;
/// let imported = xes::read(text.as_bytes())?;
/// assert_eq!((imported.log.len(), imported.notes.out_of_order), (1, 0));
/// # Ok::<(), total_experience::io::Error>(())
/// ```
pub fn read<R: Read>(reader: R) -> Result<ImportedLog, Error> {
    read_with(reader, &EventOptions::default())
}

/// [`read`] with options.
///
/// # Errors
///
/// As [`read`], and for options out of range.
pub fn read_with<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    read_by(reader, options, Way::Short)
}

/// Whether events in plain form are taken past the XML reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Short,
    /// The reference.
    #[cfg(test)]
    Full,
}

pub(crate) fn read_by<R: Read>(reader: R, options: &EventOptions, way: Way) -> Result<ImportedLog, Error> {
    let mut reader = Reader::from_reader(Lines::new(reader, &options.limits, options.table.encoding)?);
    let mut import = Import::new(options)?;
    import.encoding = reader.get_ref().encoding();
    import.sink.note().encoding = import.encoding;
    let mut buffer = Vec::new();
    // Whether the XML reader stands right behind a tag. Whole elements can be taken from under it there: it notices
    // nothing but white space.
    let mut behind_tag = false;
    loop {
        buffer.clear();
        reader.get_mut().begin_record();
        if way == Way::Short && behind_tag && import.in_trace && import.depth == TRACE {
            let lines = reader.get_mut();
            while let Some(length) = import.plain_event(lines.unread())? {
                lines.consume(length);
                lines.begin_record();
            }
        }
        let event = reader.read_event_into(&mut buffer);
        let lines = reader.get_ref();
        import.line = lines.line();
        behind_tag = matches!(event, Ok(Xml::Start(_) | Xml::Empty(_) | Xml::End(_)));
        match event {
            Ok(Xml::Start(element)) => import.open(&element)?,
            Ok(Xml::Empty(element)) => {
                import.open(&element)?;
                import.close()?;
            }
            Ok(Xml::End(_)) => import.close()?,
            Ok(Xml::DocType(_)) => return Err(Error::Xml { line: import.line, fault: XmlFault::Doctype }),
            Ok(Xml::Text(text)) if import.depth == 0 && !text.trim_ascii().is_empty() => {
                return Err(Error::NotXes { line: import.line, found: shown(text.trim_ascii()) });
            }
            Ok(Xml::Eof) => return import.finish(),
            Ok(_) => {}
            Err(error) => return Err(import.xml_error(error, lines.ended())),
        }
    }
}

/// An event of the open trace, which may be named behind its events.
#[derive(Debug)]
struct TraceEvent {
    activity: ActivityId,
    time: ParsedTime,
    channel: Option<EventChannelId>,
    transition: (Transition, u32),
    /// Where the objects of the event end in the trace's list.
    end: usize,
}

#[derive(Debug)]
struct Import<'a> {
    options: &'a EventOptions,
    sink: Sink,
    encoding: Encoding,
    line: u64,
    depth: usize,
    log_seen: bool,
    traces: u64,
    in_trace: bool,
    /// The case of the open trace, once it is named: a case, or nobody.
    case: Option<Option<PendingObject>>,
    case_name: String,
    /// Whether the case is called as the options say, and whether some trace's is or is not.
    is_exact: bool,
    seen_exact: [bool; 2],
    columns: TraceColumns<'a>,
    trace_events: Vec<TraceEvent>,
    involved: Vec<PendingObject>,
    in_event: bool,
    event: OpenEvent<'a>,
    timing: Timing,
}

impl<'a> Import<'a> {
    fn new(options: &'a EventOptions) -> Result<Self, Error> {
        let activity = options.activity.as_deref().unwrap_or(NAME);
        let columns = options.objects.iter().map(|objects| (objects.object_type.as_str(), &objects.column));
        let resource = options.resource.iter().map(|column| (options.resource_type.as_str(), column));
        if let Some((role, column)) = columns.chain(resource).find(|(_, column)| *column == activity) {
            return Err(Error::NamesActivities { role: role.to_owned(), column: column.clone() });
        }
        Ok(Self {
            options,
            sink: Sink::new(options)?,
            encoding: Encoding::UTF_8,
            line: 1,
            depth: 0,
            log_seen: false,
            traces: 0,
            in_trace: false,
            case: None,
            case_name: String::new(),
            is_exact: false,
            seen_exact: [false; 2],
            columns: TraceColumns::new(options),
            trace_events: Vec::new(),
            involved: Vec::new(),
            in_event: false,
            event: OpenEvent::new(options),
            timing: Timing::default(),
        })
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        self.depth += 1;
        let limit = self.options.limits.max_depth;
        if self.depth > limit {
            return Err(Error::Xml { line: self.line, fault: XmlFault::TooDeep { limit } });
        }
        let local = element.local_name();
        let name = local.as_ref();
        match (self.depth, name) {
            (LOG, "log") => self.log_seen = true,
            (LOG, other) => return Err(Error::NotXes { line: self.line, found: shown(other) }),
            (TRACE, "trace") => {
                self.in_trace = true;
                self.traces += 1;
            }
            (TRACE, "event") => return Err(Error::EventOutsideTrace { line: self.line }),
            (EVENT, "event") if self.in_trace => {
                self.in_event = true;
                self.event.clear();
            }
            (EVENT, _) if self.in_trace => self.trace_attribute(element)?,
            (ATTRIBUTE, _) if self.in_event => self.event_attribute(element)?,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        match self.depth {
            TRACE if self.in_trace => self.close_trace()?,
            EVENT if self.in_event => self.close_event()?,
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn trace_attribute(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        let case = self.options.case.as_deref().unwrap_or(NAME);
        let is_name = |key: &str| is_asked_for(case, key) || is_case(case) && key == NAME;
        let mut key = String::new();
        let value = self.value_if(element, |found| {
            let wanted = is_name(found) || self.columns.wants(found);
            if wanted {
                key.push_str(found);
            }
            wanted
        })?;
        let value = value.as_deref().map_or("", str::trim);
        self.columns.take(&key, value);
        let is_exact = key == case;
        if !value.is_empty() && is_name(&key) && (is_exact || !self.is_exact) {
            self.case = Some(self.sink.case(value)?);
            self.case_name.clear();
            self.case_name.push_str(value);
            self.is_exact = is_exact;
        }
        Ok(())
    }

    /// Takes the event that `unread` begins with, when it is plain and whole and nothing is wrong with it; how long it
    /// is. What is taken before something odd is found does no harm: the XML reader finds the same and takes it again.
    fn plain_event(&mut self, unread: &[u8]) -> Result<Option<usize>, Error> {
        let Limits { max_field_bytes, max_record_bytes, max_depth, .. } = self.options.limits;
        let longest = max_field_bytes.min(max_record_bytes);
        let Some(mut plain) = Plain::event(unread).filter(|_| max_depth >= ATTRIBUTE) else {
            return Ok(None);
        };
        self.event.clear();
        while let Some(PlainAttribute { key, value, ahead }) = plain.attribute() {
            let place = self.event.place(key);
            if place.is_none() && key.is_ascii() && value.is_ascii() {
                continue;
            }
            // A key that is read is text.
            let is_text = place.is_some() || std::str::from_utf8(key).is_ok();
            let Some(value) = std::str::from_utf8(value).ok().filter(|_| is_text) else { return Ok(None) };
            let Some(place) = place else { continue };
            let trimmed = trimmed(value);
            let ahead = if trimmed.len() == value.len() { ahead } else { trimmed.as_bytes() };
            let taken = self.event.take(place, trimmed, ahead, self.line, &mut self.sink);
            if matches!(taken, Err(Error::BadTime { .. })) {
                return Ok(None);
            }
            taken?;
        }
        let length = plain.end().filter(|&length| length <= longest);
        let is_usual = self.timing.is_untimed() == self.event.time.is_none();
        if length.is_some() && self.event.activity.is_some() && is_usual {
            self.close_event()?;
            return Ok(length);
        }
        Ok(None)
    }

    fn event_attribute(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        let mut place = None;
        let value = self.value_if(element, |found| {
            place = self.event.place(found.as_bytes());
            place.is_some()
        })?;
        let value = value.as_deref().map_or("", str::trim);
        place.map_or(Ok(()), |place| {
            self.event.take(place, value, value.as_bytes(), self.line, &mut self.sink)
        })
    }

    /// The value of an attribute element whose key is wanted.
    fn value_if(
        &self,
        element: &BytesStart<'_>,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Result<Option<String>, Error> {
        let (mut is_wanted, mut value) = (false, None);
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.malformed(&error))?;
            match attribute.key.as_ref() {
                "key" => {
                    let key = attribute.normalized_value(XmlVersion::default());
                    is_wanted = wanted(&key.map_err(|error| self.reference(&error))?);
                }
                "value" => value = Some(attribute),
                _ => {}
            }
        }
        let Some(attribute) = value.filter(|_| is_wanted) else { return Ok(None) };
        let limit = self.options.limits.max_field_bytes;
        if attribute.value.len() > limit {
            return Err(Error::FieldTooLong { line: self.line, limit });
        }
        let value =
            attribute.normalized_value(XmlVersion::default()).map_err(|error| self.reference(&error))?;
        Ok(Some(value.into_owned()))
    }

    fn close_event(&mut self) -> Result<(), Error> {
        self.in_event = false;
        let without = |key: &Option<String>, usual: &str| Error::EventWithout {
            line: self.line,
            trace: if self.case.is_some() {
                shown(&self.case_name)
            } else {
                format!("number {}", self.traces)
            },
            event: self.trace_events.len() as u64 + 1,
            key: key.as_deref().unwrap_or(usual).to_owned(),
        };
        let activity = self.event.activity.ok_or_else(|| without(&self.options.activity, NAME))?;
        let is_named = self.options.time.is_some();
        let time = self.timing.take(self.event.time, is_named, || without(&self.options.time, TIME))?;
        match self.event.resource {
            Some(resource) => self.involved.push(resource),
            None => self.sink.note().without_resource += 1,
        }
        self.sink.note().placeholders += self.event.placeholders;
        self.involved.append(&mut self.event.further);
        let (channel, end) = (self.event.channel, self.involved.len());
        let transition = self.event.transition;
        self.trace_events.push(TraceEvent { activity, time, channel, transition, end });
        Ok(())
    }

    fn close_trace(&mut self) -> Result<(), Error> {
        self.in_trace = false;
        let case = self.case.take();
        let is_exact = std::mem::take(&mut self.is_exact);
        let first = self.sink.note().events;
        let events = first..first + self.trace_events.len() as u64;
        self.columns.close(events, &self.case_name, &self.event);
        if self.trace_events.is_empty() {
            self.sink.note().empty_traces += 1;
            return Ok(());
        }
        if case.is_some() {
            self.seen_exact[usize::from(is_exact)] = true;
        }
        let case = case.filter(|_| self.seen_exact != [true, true]);
        let case = case.ok_or_else(|| Error::TraceWithout {
            line: self.line,
            trace: self.traces,
            key: self.options.case.as_deref().unwrap_or(NAME).to_owned(),
        })?;
        self.sink.note().placeholders += u64::from(case.is_none());
        let mut start = 0;
        let mut objects = Vec::new();
        for event in self.trace_events.drain(..) {
            objects.clear();
            objects.extend(case);
            objects.extend_from_slice(self.involved.get(start..event.end).unwrap_or_default());
            start = event.end;
            self.sink.event(event.activity, event.time, case, &objects)?;
            self.sink.in_channel(event.channel)?;
            if event.transition.0 != Transition::Own {
                self.sink.transition(event.transition.0, event.transition.1);
            }
        }
        self.involved.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<ImportedLog, Error> {
        if self.depth > 0 {
            return Err(Error::Xml { line: self.line, fault: XmlFault::Truncated });
        }
        if !self.log_seen {
            return Err(Error::Empty { expected: "an XES log" });
        }
        if self.sink.note().events == 0 {
            return Err(Error::NoEvents);
        }
        self.columns.finish(&self.event, &mut self.sink)?;
        if self.timing.is_untimed() {
            self.sink.without_times();
        }
        self.sink.note().date_order = self.event.times.date_order();
        self.sink.finish()
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
