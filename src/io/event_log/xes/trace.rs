//! Attributes of XES traces, in place of attributes that no event has.

use std::ops::Range;

use super::event::{OpenEvent, Part};
use crate::io::Error;
use crate::io::event_log::EventOptions;
use crate::io::event_log::sink::Sink;

/// What tools that flatten a log put before the key of an attribute of a trace.
const PREFIX: &str = "case:";
/// The case itself, as in CSV.
const CASE: &str = "case";

/// Whether a trace's attribute with this key is what `name` asks for.
pub(crate) fn is_asked_for(name: &str, key: &str) -> bool {
    name == key || name.strip_prefix(PREFIX) == Some(key)
}

/// Whether `name` is the case as a column of a flattened log would be called.
pub(crate) fn is_case(name: &str) -> bool {
    name == CASE
}

/// Values of all traces for the columns that are asked for by name.
#[derive(Debug)]
pub(crate) struct TraceColumns<'a> {
    columns: Vec<TraceColumn<'a>>,
}

#[derive(Debug)]
struct TraceColumn<'a> {
    part: Part,
    name: &'a str,
    /// Of the open trace.
    value: Option<String>,
    /// The events of a trace, and its value.
    values: Vec<(Range<u64>, String)>,
}

impl<'a> TraceColumns<'a> {
    pub(crate) fn new(options: &'a EventOptions) -> Self {
        let objects = options.objects.iter().enumerate();
        let objects = objects.map(|(place, objects)| (Part::Objects(place), objects.column.as_str()));
        let resource = options.resource.as_deref().map(|name| (Part::Resource, name));
        let channel = options.channel.as_deref().map(|name| (Part::Channel, name));
        let columns = objects.chain(resource).chain(channel);
        let column = |(part, name)| TraceColumn { part, name, value: None, values: Vec::new() };
        Self { columns: columns.map(column).collect() }
    }

    /// Whether the attribute with this key is read.
    pub(crate) fn wants(&self, key: &str) -> bool {
        self.columns.iter().any(|column| is_asked_for(column.name, key))
    }

    /// Takes an attribute of the open trace. Of several for the same column the first counts.
    pub(crate) fn take(&mut self, key: &str, value: &str) {
        for column in self.columns.iter_mut().filter(|column| is_asked_for(column.name, key)) {
            if column.value.is_none() && !value.is_empty() {
                column.value = Some(value.to_owned());
            }
        }
    }

    /// Ends a trace with its events, numbered in the log.
    pub(crate) fn close(&mut self, events: Range<u64>, case: &str, open: &OpenEvent<'_>) {
        for column in &mut self.columns {
            let value = column.value.take();
            let value = if is_case(column.name) { Some(case.to_owned()) } else { value };
            if open.has_seen(column.part) {
                column.values = Vec::new();
            } else if let Some(value) = value.filter(|_| !events.is_empty()) {
                column.values.push((events.clone(), value));
            }
        }
    }

    /// Gives the values to the events, in columns that no event has.
    pub(crate) fn finish(self, open: &OpenEvent<'_>, sink: &mut Sink) -> Result<(), Error> {
        let mut involved = Vec::new();
        let mut found = Vec::new();
        for TraceColumn { part, values, .. } in self.columns {
            if values.is_empty() || open.has_seen(part) {
                continue;
            }
            sink.note().trace_columns += 1;
            for (events, value) in values {
                let count = events.end - events.start;
                match part {
                    Part::Objects(place) => {
                        let placeholders = sink.further(place, &value, &mut found)?;
                        sink.note().placeholders += placeholders * count;
                        involved.extend(found.drain(..).map(|object| (events.clone(), object)));
                    }
                    Part::Resource => match sink.resource(&value)? {
                        Some(resource) => {
                            involved.push((events, resource));
                            sink.note().without_resource -= count;
                        }
                        None => sink.note().placeholders += count,
                    },
                    Part::Channel => sink.channel_of(events, &value)?,
                }
            }
        }
        involved.sort_by_key(|(events, _)| events.start);
        sink.involve(&involved)
    }
}
