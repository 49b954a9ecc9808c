//! Event logs as CSV: one row per event.

use std::io::Read;

use super::event_sink::Sink;
use super::shown::shown;
use super::table::{Row, Table};
use super::{Error, EventOptions, ImportedLog};

const CASE: [&str; 3] = ["case", "case_id", "case:concept:name"];
const ACTIVITY: [&str; 2] = ["activity", "concept:name"];
const TIME: [&str; 3] = ["time", "timestamp", "time:timestamp"];
const RESOURCE: [&str; 2] = ["resource", "org:resource"];
const CHANNEL: &str = "channel";

/// Reads an event log from CSV: a header, and one row per event with its case, activity and time.
///
/// The separator may be comma, semicolon or tab. Columns are found by the names in [`EventOptions`], exact spelling
/// before other case; columns that nothing asks for are skipped. Every row needs a case, an activity and a time; an
/// empty resource or channel means that the event has none. Rows may come in any order: the log sorts them by time, and
/// keeps the order of the file where times are equal. Times without a zone are taken as UTC and counted in the notes.
///
/// Cost: one pass in bounded memory beside the log that is built.
///
/// # Errors
/// [`Error::Empty`], [`Error::NoRows`], [`Error::MissingColumn`], [`Error::DuplicateColumn`], [`Error::RaggedRow`],
/// [`Error::NotUtf8`], [`Error::UnclosedQuote`], [`Error::EmptyField`], [`Error::BadTime`], the faults of gzip, a
/// limit that is hit, and [`Error::Read`]. Each names the line.
///
/// ```
/// use total_experience::io::{EventOptions, events};
/// use total_experience::journey::JourneyGraph;
///
/// let text = "case,activity,time\n1,ask,2024-05-01T09:00:00Z\n1,answer,2024-05-01T09:30:00Z\n";
/// let imported = events::read(text.as_bytes(), &EventOptions::default())?;
/// let case = imported.log.object_type("case").expect("made by the reader");
/// let graph = JourneyGraph::discover(&imported.log, case)?;
/// assert_eq!(graph.edges().next().expect("one edge").mean_seconds, 1_800.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read<R: Read>(reader: R, options: &EventOptions) -> Result<ImportedLog, Error> {
    let mut table = Table::new(reader, &options.limits)?;
    let columns = Columns::find(&table, options)?;
    let mut sink = Sink::new(options)?;
    columns.types_there.iter().try_for_each(|object_type| sink.add_further_type(object_type))?;
    let mut involved = Vec::new();
    while let Some(row) = table.next_row()? {
        let case = columns.case.required(&row)?;
        let activity = columns.activity.required(&row)?;
        let time = columns.time.required(&row)?;
        let time = options.time_format.parse(time).map_err(|fault| Error::BadTime {
            line: row.line(),
            column: columns.time.name.clone(),
            value: shown(time),
            fault,
        })?;
        involved.clear();
        involved.push(sink.case(case)?);
        let resource = columns.resource.as_ref().map(|column| column.text(&row)).unwrap_or_default();
        if resource.is_empty() {
            sink.note().without_resource += 1;
        } else {
            involved.push(sink.resource(resource)?);
        }
        for (place, column) in columns.further.iter().enumerate() {
            sink.further(place, column.text(&row), &mut involved)?;
        }
        let activity = sink.activity(activity)?;
        sink.event(activity, time, &involved)?;
        if let Some(column) = &columns.channel {
            let channel = sink.channel(column.text(&row))?;
            sink.in_channel(channel)?;
        }
    }
    if sink.note().events == 0 {
        return Err(Error::NoRows);
    }
    Ok(sink.finish())
}

/// A column by its place and name, and those that take its place in rows where it is empty.
#[derive(Debug)]
struct Column {
    at: usize,
    name: String,
    others: Vec<usize>,
}

impl Column {
    /// The field without space around it.
    fn text<'a>(&self, row: &Row<'a>) -> &'a str {
        let text = row.get(self.at).trim();
        if !text.is_empty() || self.others.is_empty() {
            return text;
        }
        self.others
            .iter()
            .map(|&other| row.get(other).trim())
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    fn required<'a>(&self, row: &Row<'a>) -> Result<&'a str, Error> {
        let text = self.text(row);
        if text.is_empty() {
            return Err(Error::EmptyField { line: row.line(), column: self.name.clone() });
        }
        Ok(text)
    }
}

#[derive(Debug)]
struct Columns {
    case: Column,
    activity: Column,
    time: Column,
    resource: Option<Column>,
    channel: Option<Column>,
    /// Those of `objects`, then those of `objects_where_there` that are there.
    further: Vec<Column>,
    types_there: Vec<String>,
}

impl Columns {
    fn find<R: Read>(table: &Table<R>, options: &EventOptions) -> Result<Self, Error> {
        let needed = |role: &str, asked: &Option<String>, usual: &[&str]| match asked {
            Some(name) => asked_for(table, options, role, name),
            None => table.column(role, usual).map(|at| named(table, at)),
        };
        let resource = match &options.resource {
            Some(name) => Some(asked_for(table, options, "resource", name)?),
            None => table.find(&RESOURCE)?.map(|at| named(table, at)),
        };
        let channel = match &options.channel {
            Some(name) => Some(asked_for(table, options, "channel", name)?),
            None => there(asked_for(table, options, "channel", CHANNEL))?,
        };
        let mut further = options
            .objects
            .iter()
            .map(|(object_type, name)| asked_for(table, options, object_type, name))
            .collect::<Result<Vec<_>, _>>()?;
        let mut types_there = Vec::new();
        for (object_type, name) in &options.objects_where_there {
            if let Some(column) = there(asked_for(table, options, object_type, name))? {
                further.push(column);
                types_there.push(object_type.clone());
            }
        }
        Ok(Self {
            case: needed("case", &options.case, &CASE)?,
            activity: needed("activity", &options.activity, &ACTIVITY)?,
            time: needed("time", &options.time, &TIME)?,
            resource,
            channel,
            further,
            types_there,
        })
    }
}

/// The column `name` and those that may take its place, as far as they are there.
fn asked_for<R: Read>(
    table: &Table<R>,
    options: &EventOptions,
    role: &str,
    name: &str,
) -> Result<Column, Error> {
    let others =
        options.fallbacks.iter().filter(|(column, _)| column == name).map(|(_, other)| other.as_str());
    let names: Vec<&str> = std::iter::once(name).chain(others).collect();
    let mut column = named(table, table.column(role, &names)?);
    for name in names {
        if let Some(other) = table.find(&[name])?.filter(|&other| other != column.at) {
            column.name = format!("{} or {name}", column.name);
            column.others.push(other);
        }
    }
    Ok(column)
}

/// A column that may be missing.
fn there(found: Result<Column, Error>) -> Result<Option<Column>, Error> {
    match found {
        Err(Error::MissingColumn { .. }) => Ok(None),
        found => found.map(Some),
    }
}

fn named<R: Read>(table: &Table<R>, at: usize) -> Column {
    Column { at, name: table.header().get(at).cloned().unwrap_or_default(), others: Vec::new() }
}
