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
const CHANNEL: [&str; 1] = ["channel"];

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
        let resource = columns.resource.as_ref().map(|column| row.get(column.at).trim()).unwrap_or_default();
        if resource.is_empty() {
            sink.note().without_resource += 1;
        } else {
            involved.push(sink.resource(resource)?);
        }
        for (place, column) in columns.further.iter().enumerate() {
            sink.further(place, row.get(column.at), &mut involved)?;
        }
        let activity = sink.activity(activity)?;
        sink.event(activity, time, &involved)?;
        if let Some(column) = &columns.channel {
            let channel = sink.channel(row.get(column.at).trim())?;
            sink.in_channel(channel)?;
        }
    }
    if sink.note().events == 0 {
        return Err(Error::NoRows);
    }
    Ok(sink.finish())
}

/// A column by its place and name.
#[derive(Debug)]
struct Column {
    at: usize,
    name: String,
}

impl Column {
    fn required<'a>(&self, row: &Row<'a>) -> Result<&'a str, Error> {
        let text = row.get(self.at).trim();
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
    further: Vec<Column>,
}

impl Columns {
    fn find<R: Read>(table: &Table<R>, options: &EventOptions) -> Result<Self, Error> {
        let named = |at: usize| Column { at, name: table.header().get(at).cloned().unwrap_or_default() };
        let needed = |role: &str, asked: &Option<String>, usual: &[&str]| match asked {
            Some(name) => table.column(role, &[name.as_str()]).map(named),
            None => table.column(role, usual).map(named),
        };
        let resource = match &options.resource {
            Some(name) => Some(table.column("resource", &[name.as_str()])?),
            None => table.find(&RESOURCE)?,
        };
        let channel = match &options.channel {
            Some(name) => Some(table.column("channel", &[name.as_str()])?),
            None => table.find(&CHANNEL)?,
        };
        let further = options.objects.iter();
        Ok(Self {
            case: needed("case", &options.case, &CASE)?,
            activity: needed("activity", &options.activity, &ACTIVITY)?,
            time: needed("time", &options.time, &TIME)?,
            resource: resource.map(named),
            channel: channel.map(named),
            further: further
                .map(|(object_type, name)| table.column(object_type, &[name.as_str()]).map(named))
                .collect::<Result<_, _>>()?,
        })
    }
}
